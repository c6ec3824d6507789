//! The palette finds everything that the user can do or go to by a few letters. Its lines are built
//! when it opens; another letter searches only the lines that matched before.

pub(in crate::app) mod candidates;

use std::cmp::Reverse;
use std::path::PathBuf;
use std::sync::Arc;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use self::candidates::candidates;
use super::command::{Commands, close, leave_or_quit, on};
use super::corrections::CorrectionsScreen;
use super::{Behaviour, Screen, Turn};
use crate::app::line_input::{Edit, LineInput};
use crate::app::list::{Step, moved};
use crate::app::{App, Effect};
use crate::desk::opener::Shown;
use crate::desk::pinyin::{self, Initials};
use crate::desk::{FoundBy, WantedWord};
use crate::draft::Purpose;
use crate::keys::{Action, Context};
use crate::template::{BlockId, Place};
use crate::wording::Notice;

/// The score of each letter that matches a pinyin initial. It is as high as the score of a literal
/// match with consecutive letters.
const INITIAL: u32 = 30;
/// The bonus for initials at the start of a name.
const START_BONUS: u32 = 20;
/// The bonus for initials if every character has its usual reading.
const USUAL_BONUS: u32 = 30;
/// The bonus for a match in the main name of a line.
const NAME_BONUS: u32 = 40;
/// The score of whole pinyin.
const SPELLED: u32 = 38;
/// The longest name in which initials are found with others left out, in characters.
const LONGEST_WITH_GAPS: usize = 24;
/// The score of initials with others left out.
const GAPS: u32 = 10;
/// The score of a literal match in an amount, a date or an id.
const OTHER: u32 = 40;

/// The target of a line in the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An action.
    Action(Action),
    /// A field of the form.
    Field(Place),
    /// A clause of the contract.
    Clause(BlockId),
    /// A suggested correction, by id.
    Correction(String),
    /// A draft, by id.
    Draft(String),
    /// A new draft of a template, by the template's id.
    Template(String),
    /// A copy of the selected contract.
    Copy(Purpose),
    /// The file with the settings, by its path.
    Settings(PathBuf),
}

/// A line of the palette. All texts are free of control characters.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The target of the line.
    pub target: Target,
    /// The name of the line.
    pub label: String,
    /// The text beside the name: a key, a value, an amount.
    pub detail: String,
    /// The search text of the line.
    pub found_by: Arc<FoundBy>,
}

/// The state of the palette.
#[derive(Debug)]
pub struct Palette {
    /// The typed search.
    pub filter: LineInput,
    candidates: Vec<Candidate>,
    /// The indices into `candidates` of the matching lines, the best first.
    shown: Vec<usize>,
    /// The search that `shown` belongs to.
    narrowed_by: String,
    row: usize,
    matcher: Matcher,
}

impl Palette {
    /// A palette with these lines.
    #[must_use]
    pub fn new(candidates: Vec<Candidate>) -> Self {
        Self {
            filter: LineInput::default(),
            shown: (0..candidates.len()).collect(),
            candidates,
            narrowed_by: String::new(),
            row: 0,
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// The lines that match the search, the best first.
    pub fn shown(&self) -> impl Iterator<Item = &Candidate> {
        let candidate = |index: &usize| self.candidates.get(*index);
        self.shown.iter().filter_map(candidate)
    }

    /// The number of lines that match the search.
    #[must_use]
    pub fn n_shown(&self) -> usize {
        self.shown.len()
    }

    /// A marker for the characters that match the search.
    #[must_use]
    pub fn marker(&self) -> Marker {
        Marker {
            words: self.words(),
            matcher: Matcher::new(Config::DEFAULT),
            characters: Vec::new(),
        }
    }

    /// The place of the selected line among the matching lines.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// Types into the filter. Returns `false` if the text was cut.
    fn type_filter(&mut self, text: &str) -> bool {
        let fits = self.filter.insert(text);
        self.narrow();
        fits
    }

    fn step(&mut self, step: Step) {
        self.row = moved(self.row, self.shown.len(), step);
    }

    fn edit(&mut self, edit: Edit) {
        self.filter.edit(edit);
        self.narrow();
    }

    /// Replaces the lines; the search and the selection stay.
    fn replace(&mut self, candidates: Vec<Candidate>) {
        let selected = self.selected().cloned();
        self.candidates = candidates;
        self.shown = self.find((0..self.candidates.len()).collect());
        let place = self
            .shown()
            .position(|candidate| Some(&candidate.target) == selected.as_ref());
        self.row = place.unwrap_or(0);
    }

    fn selected(&self) -> Option<&Target> {
        let candidate = self.candidates.get(*self.shown.get(self.row)?)?;
        Some(&candidate.target)
    }

    fn narrow(&mut self) {
        let typed = self.filter.text().trim();
        if typed == self.narrowed_by {
            return;
        }
        // A line that does not match the shorter search does not match the longer search either.
        // A short word finds less: initials may be left out only from three letters on.
        let is_long = |word: &str| word.chars().count() >= 3;
        let goes_on = typed.starts_with(&self.narrowed_by)
            && self.narrowed_by.split_whitespace().all(is_long);
        self.narrowed_by = typed.to_owned();
        let known = if goes_on {
            let mut known = std::mem::take(&mut self.shown);
            known.sort_unstable();
            known
        } else {
            (0..self.candidates.len()).collect()
        };
        self.shown = self.find(known);
        self.row = 0;
    }

    fn words(&self) -> Vec<Word> {
        self.narrowed_by.split_whitespace().map(Word::of).collect()
    }

    /// The lines of `known` that match the search, the best first. Equally good lines keep their
    /// order.
    fn find(&mut self, known: Vec<usize>) -> Vec<usize> {
        let words = self.words();
        let mut characters = Vec::new();
        let mut found: Vec<(Reverse<u32>, usize)> = known
            .into_iter()
            .filter_map(|index| {
                let found_by = &self.candidates.get(index)?.found_by;
                let score = score(found_by, &words, &mut self.matcher, &mut characters)?;
                Some((Reverse(score), index))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, index)| index).collect()
    }
}

/// Finds the characters of a name that match the search.
pub struct Marker {
    words: Vec<Word>,
    matcher: Matcher,
    characters: Vec<char>,
}

impl Marker {
    /// The matching characters of a name, counted from 0 and in order. Empty if the search matched
    /// another text of the line.
    pub fn marks(&mut self, label: &str) -> Vec<usize> {
        let mut marks = Vec::new();
        for word in &self.words {
            let mut found = Vec::new();
            let text = Utf32Str::new(label, &mut self.characters);
            if word
                .atom
                .indices(text, &mut self.matcher, &mut found)
                .is_some()
            {
                marks.extend(found.into_iter().filter_map(|at| usize::try_from(at).ok()));
            } else if let Some(letters) = word.wanted.letters() {
                marks.extend(Initials::places(label, letters));
            }
        }
        marks.sort_unstable();
        marks.dedup();
        marks
    }
}

/// A word of the search.
struct Word {
    wanted: WantedWord,
    atom: Atom,
}

impl Word {
    fn of(typed: &str) -> Self {
        let (case, accents) = (CaseMatching::Ignore, Normalization::Smart);
        Self {
            wanted: WantedWord::of(typed),
            atom: Atom::new(typed, case, accents, AtomKind::Fuzzy, false),
        }
    }
}

/// The sum of the scores of all words; `None` if a word does not match.
fn score(
    found_by: &FoundBy,
    words: &[Word],
    matcher: &mut Matcher,
    characters: &mut Vec<char>,
) -> Option<u32> {
    let names = found_by.names();
    let (name, rest) = names.split_once('\n').unwrap_or((names, ""));
    words.iter().try_fold(0, |sum, word| {
        let mut fuzzy = |text| {
            let score = word.atom.score(Utf32Str::new(text, characters), matcher);
            score.map(u32::from)
        };
        let in_name = fuzzy(name).map(|score| score + NAME_BONUS);
        let best = in_name
            .or_else(|| fuzzy(rest))
            .max(initials(found_by, word))
            .max(word.wanted.is_in(found_by.others()).then_some(OTHER))
            .or_else(|| loosely(found_by, &word.wanted));
        Some(sum + best?)
    })
}

/// The score of whole pinyin, and of initials with others left out: whatever else matches is better.
fn loosely(found_by: &FoundBy, word: &WantedWord) -> Option<u32> {
    // A clause has so many characters that it would hold almost any letters.
    let (name, _) = found_by
        .names()
        .split_once('\n')
        .unwrap_or((found_by.names(), ""));
    let is_short = name.chars().nth(LONGEST_WITH_GAPS).is_none();
    let has_gaps = || {
        let letters = word.letters().filter(|_| is_short)?;
        found_by.initials().hold_with_gaps(letters).then_some(GAPS)
    };
    let is_spelled = pinyin::spells(found_by.names(), word.typed());
    is_spelled.then_some(SPELLED).or_else(has_gaps)
}

fn initials(found_by: &FoundBy, word: &Word) -> Option<u32> {
    let letters = word.wanted.letters()?;
    let found = found_by.initials().find(letters)?;
    let letters = u32::try_from(letters.count()).unwrap_or(u32::MAX);
    let bonuses = [
        (found.is_in_first_line, NAME_BONUS),
        (found.is_at_start, START_BONUS),
        (found.is_usual, USUAL_BONUS),
    ];
    let bonuses = bonuses.into_iter().filter(|(holds, _)| *holds);
    let bonus: u32 = bonuses.map(|(_, bonus)| bonus).sum();
    Some(letters.saturating_mul(INITIAL).saturating_add(bonus))
}

pub(super) const COMMANDS: Commands<Palette> = Commands::new(&[
    on(Action::Confirm, Palette::go),
    on(Action::Cancel, close),
    on(Action::Palette, close),
    on(Action::Leave, leave_or_quit),
])
.stepping(|palette, step, _| palette.step(step))
.editing(|palette, edit, _| palette.edit(edit));

impl Behaviour for Palette {
    fn context(&self, _app: &App) -> Context {
        Context::Palette
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if !self.type_filter(text) {
            app.notice = Some(Notice::TextCut);
        }
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }

    /// Opening another draft closes the open draft, so confirming a line also confirms leaving.
    fn goes_on_leaving(&self, action: Action) -> bool {
        matches!(action, Action::Leave | Action::Confirm)
    }
}

impl Palette {
    fn go(&mut self, app: &mut App) -> Turn {
        match self.selected() {
            Some(target) => go(target.clone(), app),
            None => Turn::Stay(None),
        }
    }
}

/// Goes to the target of a line.
fn go(target: Target, app: &mut App) -> Turn {
    match target {
        Target::Action(action) => return Turn::Close(app.act(action)),
        Target::Field(place) => {
            if let Some(editor) = &mut app.editor {
                editor.go_to_place(&place);
            }
        }
        Target::Clause(block) => {
            if let Some(editor) = &mut app.editor {
                editor.go_to_block(block);
            }
        }
        Target::Correction(id) => {
            if let Some(editor) = &app.editor {
                let list = CorrectionsScreen::at(editor, &id);
                app.show(Screen::Corrections(list));
            }
        }
        Target::Draft(id) => {
            let effect = app.home.opening_of(id);
            return go_from_here(effect, app);
        }
        Target::Settings(path) => return Turn::Close(Some(Effect::Show(Shown::File, path))),
        Target::Copy(purpose) => return Turn::Close(app.copy_selected(purpose)),
        Target::Template(id) => return go_from_here(crate::app::home::new_of(id), app),
    }
    Turn::Close(None)
}

/// Closes the open draft, then performs the effect. If the draft cannot be saved, the palette stays
/// open for a second press.
fn go_from_here(effect: Effect, app: &mut App) -> Turn {
    if app.editor.is_some() {
        return Turn::Stay(app.leave_for(Some(Box::new(effect))));
    }
    Turn::Close(Some(effect))
}

impl App {
    /// Opens the palette over the present screen.
    pub(in crate::app) fn show_palette(&mut self) {
        let palette = Palette::new(candidates(self));
        self.show(Screen::Palette(Box::new(palette)));
    }

    /// Updates an open palette after the list was read again. The search stays.
    pub(in crate::app) fn list_in_palette(&mut self) {
        let is_palette = |screen: &Screen| matches!(screen, Screen::Palette(_));
        if let Some(place) = self.screens.iter().position(is_palette) {
            let candidates = candidates(self);
            if let Some(Screen::Palette(palette)) = self.screens.get_mut(place) {
                palette.replace(candidates);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;
    use crate::app::screen::TakesKeys as _;

    fn palette() -> Palette {
        let candidate = |target, label: &str, names: &[&str], others: &[&str]| Candidate {
            target,
            label: label.to_owned(),
            detail: String::new(),
            found_by: Arc::new(FoundBy::new(&[&[label], names].concat(), others)),
        };
        let field = |id: &str| Target::Field(id.into());
        let action = Target::Action;
        Palette::new(vec![
            candidate(
                action(Action::Export),
                "导出",
                &["export"],
                &["F9 / Ctrl-X"],
            ),
            candidate(action(Action::Save), "立即保存", &["save"], &["Ctrl-S"]),
            candidate(
                field("party_b_name"),
                "乙方（服务方）名称",
                &["Party B", "party_b_name"],
                &[],
            ),
            candidate(
                field("party_a_name"),
                "甲方（客户）名称",
                &["Party A", "party_a_name", "杭州虚构青禾茶业有限公司"],
                &[],
            ),
            candidate(field("term_start"), "服务期限起", &["2026年3月1日"], &[]),
            candidate(
                Target::Clause(BlockId::of_line(7)),
                "一、服务内容",
                &[],
                &[],
            ),
            candidate(
                Target::Draft("D".to_owned()),
                "成都样本慢跑体育用品店",
                &["Café 小程序"],
                &["12,800.00", "12800.00", "2027-02-28", "2027-2-28", "01KAQ7"],
            ),
        ])
    }

    fn labels(palette: &Palette) -> Vec<&str> {
        let shown = palette.shown();
        shown.map(|candidate| candidate.label.as_str()).collect()
    }

    #[test]
    fn lines_are_found_by_name_value_id_and_initials_the_best_first() {
        for (typed, first) in [
            ("jf", "甲方（客户）名称"),
            ("ＪＦ", "甲方（客户）名称"),
            ("yf", "乙方（服务方）名称"),
            ("甲名", "甲方（客户）名称"),
            ("qhcy", "甲方（客户）名称"),
            ("青茶", "甲方（客户）名称"),
            ("PARTYA", "甲方（客户）名称"),
            ("party_a", "甲方（客户）名称"),
            ("fwnr", "一、服务内容"),
            ("fw", "服务期限起"),
            ("dc", "导出"),
            ("expo", "导出"),
            ("f9", "导出"),
            ("ctrl-s", "立即保存"),
            ("12,800", "成都样本慢跑体育用品店"),
            ("mp 12,8", "成都样本慢跑体育用品店"),
            ("01kaq", "成都样本慢跑体育用品店"),
            ("cafe", "成都样本慢跑体育用品店"),
            ("manpao", "成都样本慢跑体育用品店"),
            ("cdty", "成都样本慢跑体育用品店"),
            ("12800", "成都样本慢跑体育用品店"),
            ("2027.2.28", "成都样本慢跑体育用品店"),
            ("2026", "服务期限起"),
            ("没有", ""),
            ("jf 没有", ""),
        ] {
            let mut palette = palette();
            palette.type_filter(typed);
            let found = labels(&palette);
            assert_eq!(found.first().copied().unwrap_or_default(), first, "{typed}");
        }
    }

    #[test]
    fn what_was_found_of_a_name_is_marked() {
        for (typed, label, marks) in [
            ("jf", "甲方（客户）名称", vec![0, 1]),
            ("甲名", "甲方（客户）名称", vec![0, 6]),
            ("甲 mc", "甲方（客户）名称", vec![0, 6, 7]),
            ("cafe", "Café 小程序", vec![0, 1, 2, 3]),
            ("party_a", "甲方（客户）名称", vec![]),
            ("", "甲方（客户）名称", vec![]),
        ] {
            let mut palette = palette();
            palette.type_filter(typed);
            assert_eq!(palette.marker().marks(label), marks, "{typed}");
        }
    }

    #[test]
    fn what_is_found_does_not_depend_on_how_it_was_typed() {
        for typed in ["fw", "jf", "fwnr", "mp 12,8", "party a", "2 0"] {
            let mut whole = palette();
            whole.type_filter(typed);
            let mut by_key = palette();
            for c in typed.chars() {
                by_key.type_filter(&c.to_string());
            }
            let mut corrected = palette();
            corrected.type_filter(typed);
            corrected.type_filter("没有");
            for _ in 0..2 {
                corrected.edit(Edit::DeleteBefore);
            }
            assert!(whole.n_shown() > 0, "{typed}");
            assert_eq!(labels(&whole), labels(&by_key), "{typed}");
            assert_eq!(labels(&whole), labels(&corrected), "{typed}");
        }
    }

    #[test]
    fn the_selection_moves_and_a_key_that_edits_goes_back_to_the_best() {
        let mut palette = palette();
        palette.step(Step::Last);
        let draft = Target::Draft("D".to_owned());
        assert_eq!(palette.selected(), Some(&draft));
        palette.type_filter("fw");
        let start = Target::Field("term_start".into());
        assert_eq!(palette.selected(), Some(&start));
        palette.step(Step::Next);
        palette.edit(Edit::Left);
        assert_eq!((palette.row(), palette.filter.caret()), (1, 1));
        palette.edit(Edit::DeleteLine);
        assert_eq!((palette.row(), palette.n_shown()), (0, 7));
        palette.type_filter("没有");
        let today = chrono::NaiveDate::default();
        let mut app = App::new(Settings::default(), (80, 24), today);
        let mut act = |action| palette.act(action, &mut app);
        assert!(matches!(act(Action::Confirm), Turn::Stay(None)));
        assert!(matches!(act(Action::Cancel), Turn::Close(None)));
    }

    #[test]
    fn other_lines_keep_what_is_typed_and_what_is_selected() {
        let mut open = palette();
        open.type_filter("f");
        open.step(Step::Next);
        let selected = open.selected().cloned();
        let mut lines = palette().candidates;
        lines.rotate_left(2);
        open.replace(lines);
        assert_eq!(open.selected(), selected.as_ref());
        open.replace(Vec::new());
        assert_eq!((open.row(), open.n_shown()), (0, 0));
    }
}
