//! The screens: with nothing open, a draft, or a new one.

use super::{Exit, Surroundings};
use crate::app::Effect;

pub(super) fn run(surroundings: &Surroundings, first: Option<Effect>) -> Exit {
    let _ = (surroundings, first);
    Exit::Done
}

pub(super) fn open(surroundings: &Surroundings, source: &str) -> Exit {
    run(surroundings, Some(Effect::Open(source.to_owned())))
}

pub(super) fn new(
    surroundings: &Surroundings,
    template: Option<String>,
    from: Option<&str>,
) -> Exit {
    let from = from.map(str::to_owned);
    run(surroundings, Some(Effect::New { template, from }))
}
