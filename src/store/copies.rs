//! Recognizes copies of a draft by their file names: conflict copies of this program, and copies
//! that sync programs create.
//!
//! | program | names a copy of `x.toml` |
//! | --- | --- |
//! | this one | `x.conflict-HOST-1.toml` |
//! | Dropbox | `x (王丽 的冲突副本 2026-11-22).toml`, `x (Ann's conflicted copy 2026-11-22).toml`, `x (Case Conflict).toml` |
//! | OneDrive | `x-HOST.toml` |
//! | 坚果云 | `x-冲突.toml`, `x-冲突-王丽.toml`; on macOS and Linux `x-NSConflict-王丽.toml` |
//! | Syncthing | `x.sync-conflict-20261122-093000-ABCDEFG.toml` |
//! | iCloud Drive | `x 2.toml` |
//! | Google Drive | `x (1).toml`, `x [Conflict].toml` |
//! | 百度网盘 | `x_冲突文件_王丽_20261122093000.toml` |
//! | WPS 云盘 | `x-副本.toml` |
//! | Nextcloud, Seafile | `x (conflicted copy 2026-11-22 093000).toml`, `x (SFConflict ann@example.com …).toml` |
//! | ownCloud, Synology Drive | `x_conflict-20261122-093000.toml`, `x_HOST_Nov-22-093000-2026_Conflict.toml` |

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::names::{name_of, plain_name};
use super::spelling::composed;
use crate::draft::is_plain_id;

/// Marks in brackets that only a conflict copy has at the end of its name.
const SURE_MARKS: [&str; 9] = [
    "conflicted copy",
    "case conflict",
    "sfconflict",
    "冲突副本",
    "冲突的副本",
    "冲突文件",
    "冲突版本",
    "衝突複本",
    "衝突副本",
];
/// Marks in brackets that a conflict copy may have, but the title of a contract too.
const MARKS: [&str; 3] = ["conflict", "冲突", "衝突"];
const BRACKETS: [(char, char); 3] = [('(', ')'), ('（', '）'), ('[', ']')];
/// The prefixes of computer names that Windows generates.
const USUAL_HOSTS: [&str; 2] = ["DESKTOP-", "LAPTOP-"];
/// The longest chain of copies of copies that is followed.
const MOST_COPIES_OF_COPIES: usize = 8;

/// How certain the name alone makes it that a file is a copy. Ordered from certain to uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    /// A copy, even if its draft is gone.
    Named,
    /// A copy, if its draft exists.
    BesideDraft,
    /// A copy, if its draft exists and the contents have a common origin.
    IfAlike,
}

/// The draft that a file is a copy of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Original {
    /// The path of the existing draft.
    There(PathBuf),
    /// The name of a draft that no longer exists.
    Gone(String),
}

/// Compares the contents of two drafts: whether they have a common origin.
type IsAlike<'a> = &'a dyn Fn(&Path, &Path) -> bool;

/// The drafts of one folder, indexed by name.
#[derive(Clone, Debug, Default)]
pub struct Family {
    by_name: HashMap<String, PathBuf>,
}

impl Family {
    /// Indexes the drafts at `paths`, which must all lie in one folder.
    #[must_use]
    pub fn of<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let mut by_name = HashMap::new();
        for path in paths {
            let name = composed(&name_of(path)).into_owned();
            // `x.toml` wins over `x.TOML` if both exist.
            let is_usual = path.extension().is_some_and(|ending| ending == "toml");
            if is_usual || !by_name.contains_key(&name) {
                by_name.insert(name, path.clone());
            }
        }
        Self { by_name }
    }

    /// The draft that the file at `path` is a copy of; `None` for a draft. Calls `is_alike` only
    /// where the names are ambiguous.
    pub(super) fn original_of(&self, path: &Path, is_alike: IsAlike<'_>) -> Option<Original> {
        let mut original = self.beside(path, is_alike)?;
        // A copy can be a copy of another copy.
        for _ in 0..MOST_COPIES_OF_COPIES {
            let Original::There(copy) = &original else {
                break;
            };
            match self.beside(copy, is_alike) {
                Some(further) => original = further,
                None => break,
            }
        }
        Some(original)
    }

    /// The file that the file at `path` was copied from: a draft or another copy.
    fn beside(&self, path: &Path, is_alike: IsAlike<'_>) -> Option<Original> {
        let name = name_of(path);
        // The program names new drafts by their id, so a bare id is the name of a draft.
        if is_plain_id(&name) {
            return None;
        }
        let is_alike = |draft: &Path| is_alike(path, draft);
        self.resolve(&composed(&name), Certainty::Named, &is_alike)
    }

    /// Resolves a name to its original. `known` is the certainty of the steps that were already
    /// stripped from the name; an intermediate copy may be gone.
    fn resolve(
        &self,
        name: &str,
        known: Certainty,
        is_alike: &dyn Fn(&Path) -> bool,
    ) -> Option<Original> {
        for step in steps(name) {
            let Step { original, kind, .. } = step;
            let mut certainty = step.certainty.max(known);
            // No contract title looks like an id, so an id before the mark needs no content
            // comparison.
            if is_plain_id(original) {
                certainty = certainty.min(Certainty::BesideDraft);
            }
            let draft = match kind {
                Kind::Ours => self.by_plain_name(original),
                Kind::Marked | Kind::Suffixed => self.by_name.get(original),
            };
            let found = match (draft, kind) {
                (Some(draft), _) => {
                    let is_copy = certainty < Certainty::IfAlike || is_alike(draft);
                    is_copy.then(|| Original::There(draft.clone()))
                }
                (None, Kind::Ours | Kind::Marked) => {
                    let further = self.resolve(original, certainty, is_alike);
                    let gone = || Original::Gone(original.to_owned());
                    further.or_else(|| (certainty == Certainty::Named).then(gone))
                }
                // A name has many possible suffixes, so only an existing draft counts as an
                // original.
                (None, Kind::Suffixed) => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The draft whose sanitized name is `name`. Copies of this program use sanitized names.
    fn by_plain_name(&self, name: &str) -> Option<&PathBuf> {
        let exact = self.by_name.get(name);
        exact.or_else(|| self.by_name.values().find(|path| plain_name(path) == name))
    }
}

/// The rest of a name after one copy mark was stripped from its end.
struct Step<'a> {
    original: &'a str,
    certainty: Certainty,
    kind: Kind,
}

/// The kind of mark that was stripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The mark of this program.
    Ours,
    /// The mark of a sync program.
    Marked,
    /// A suffix that may be a computer name.
    Suffixed,
}

/// All ways to strip one copy mark from a name, the most certain first.
fn steps(name: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut add = |original: &'_ str, certainty, kind| {
        // `original` is always a prefix of `name`; the slice gives it the lifetime of `name`.
        let length = original.trim_end().len();
        if let Some(original) = name.get(..length).filter(|original| !original.is_empty()) {
            steps.push(Step {
                original,
                certainty,
                kind,
            });
        }
    };
    if let Some(original) = ours(name) {
        add(original, Certainty::Named, Kind::Ours);
    }
    if let Some((original, certainty)) = marked(name) {
        add(original, certainty, Kind::Marked);
    }
    if let Some((original, certainty)) = bracketed(name) {
        add(original, certainty, Kind::Marked);
    }
    if let Some(original) = counted(name) {
        add(original, Certainty::IfAlike, Kind::Marked);
    }
    if name.to_lowercase().ends_with("_conflict") {
        for (at, _) in name.rmatch_indices('_') {
            let original = name.get(..at).unwrap_or_default();
            add(original, Certainty::BesideDraft, Kind::Suffixed);
        }
    }
    for (at, _) in name.rmatch_indices('-') {
        let (original, host) = name.split_at(at);
        let host = host.trim_start_matches('-');
        let is_usual = USUAL_HOSTS.iter().any(|usual| host.starts_with(usual));
        let certainty = if is_usual {
            Certainty::BesideDraft
        } else {
            Certainty::IfAlike
        };
        if !host.is_empty() {
            add(original, certainty, Kind::Suffixed);
        }
    }
    steps
}

/// Strips the mark of this program: `.conflict-HOST-N`.
fn ours(name: &str) -> Option<&str> {
    let (original, rest) = name.rsplit_once(".conflict-")?;
    let (host, number) = rest.rsplit_once('-')?;
    let is_counted = number.parse::<u32>().is_ok_and(|number| number > 0);
    (!host.is_empty() && is_counted).then_some(original)
}

/// Strips a mark without brackets.
fn marked(name: &str) -> Option<(&str, Certainty)> {
    let is_of =
        |rest: &str, allowed: fn(char) -> bool| !rest.is_empty() && rest.chars().all(allowed);
    let is_stamp = |c: char| c.is_ascii_alphanumeric() || c == '-';
    // <https://docs.syncthing.net/users/syncing.html#conflicting-changes>
    if let Some((original, rest)) = name.rsplit_once(".sync-conflict-")
        && is_of(rest, is_stamp)
    {
        return Some((original, Certainty::Named));
    }
    if let Some((original, rest)) = name.rsplit_once("_conflict-")
        && is_of(rest, |c| c.is_ascii_digit() || c == '-')
    {
        return Some((original, Certainty::Named));
    }
    if let Some((original, _)) = name.rsplit_once("_冲突文件_") {
        return Some((original, Certainty::Named));
    }
    // <https://help.jianguoyun.com/?p=1129>
    for (mark, certainty) in [
        ("-NSConflict", Certainty::Named),
        ("-冲突", Certainty::BesideDraft),
    ] {
        if let Some((original, who)) = name.rsplit_once(mark)
            && (who.is_empty() || who.starts_with('-'))
        {
            return Some((original, certainty));
        }
    }
    let original = name.strip_suffix("-副本")?;
    Some((original, Certainty::IfAlike))
}

/// Strips a mark or a number in brackets.
fn bracketed(name: &str) -> Option<(&str, Certainty)> {
    let (open, close) = BRACKETS.iter().find(|(_, close)| name.ends_with(*close))?;
    // A mark may contain brackets: `(Ann (work)'s conflicted copy 2026-11-22 (1))`.
    let mut depth = 0_usize;
    let (at, _) = name.char_indices().rev().find(|(_, c)| {
        depth += usize::from(c == close);
        depth -= usize::from(c == open);
        depth == 0
    })?;
    let (original, rest) = name.split_at(at);
    let inner = rest.strip_prefix(*open)?.strip_suffix(*close)?;
    let inner = inner.to_lowercase();
    let has = |marks: &[&str]| marks.iter().any(|mark| inner.contains(mark));
    if has(&SURE_MARKS) {
        Some((original, Certainty::Named))
    } else if has(&MARKS) {
        Some((original, Certainty::BesideDraft))
    } else {
        is_count(&inner).then_some((original, Certainty::IfAlike))
    }
}

/// Strips a blank and a number.
fn counted(name: &str) -> Option<&str> {
    let (original, number) = name.rsplit_once(' ')?;
    is_count(number).then_some(original)
}

/// Whether the text is a number from 1 to 99.
fn is_count(text: &str) -> bool {
    text.len() <= 2 && text.parse::<u8>().is_ok_and(|number| number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01JD0000000000000000000001";

    fn family(names: &[&str]) -> Family {
        let paths: Vec<PathBuf> = names
            .iter()
            .map(|name| PathBuf::from(format!("/x/{name}.toml")))
            .collect();
        Family::of(&paths)
    }

    /// The original of `copy` among these drafts; `are_alike` is the result of every comparison.
    fn original_if(names: &[&str], copy: &str, are_alike: bool) -> Option<Original> {
        let all = [names, &[copy]].concat();
        let path = PathBuf::from(format!("/x/{copy}.toml"));
        family(&all).original_of(&path, &|_, _| are_alike)
    }

    fn original(names: &[&str], copy: &str) -> Option<Original> {
        original_if(names, copy, false)
    }

    #[allow(clippy::unnecessary_wraps, reason = "what is compared is one")]
    fn there(name: &str) -> Option<Original> {
        Some(Original::There(PathBuf::from(format!("/x/{name}.toml"))))
    }

    /// The suffix of each program, and whether the copy is recognized after its draft is gone.
    const ENDS: [(&str, bool); 32] = [
        (".conflict-tea-house-3", true),
        (" (Ann's conflicted copy 2026-11-22)", true),
        (" (Ann’s conflicted copy 2026-11-22 (1))", true),
        (" (Ann (work)'s conflicted copy 2026-11-22)", true),
        (" (conflicted copy)", true),
        (" (Case Conflict)", true),
        (" (Case Conflict 1)", true),
        (" (王丽 的冲突副本 2026-11-22)", true),
        (" (王丽 的冲突副本 2026-11-22 (1))", true),
        ("（王丽的冲突副本）", true),
        (" (王麗 的衝突複本 2026-11-22)", true),
        ("-DESKTOP-4F7K2QD", false),
        ("-DESKTOP-4F7K2QD-2", false),
        ("-WANGLI-PC", false),
        ("-王丽的 MacBook Pro", false),
        ("-冲突", false),
        ("-冲突-王丽", false),
        ("-NSConflict", true),
        ("-NSConflict-wangli-mac26.4.1", true),
        ("(Wangli-Windows的冲突副本1_2026-06-26 02-11-37)", true),
        (".sync-conflict-20261122-093000-ABCDEFG", true),
        (" 2", false),
        (" 12", false),
        (" (1)", false),
        ("(1)", false),
        (" [Conflict]", false),
        ("_冲突文件_王丽_20260409225716", true),
        ("-副本", false),
        (" (conflicted copy 2026-11-22 093612)", true),
        ("_conflict-20261122-093612", true),
        ("_WANGLI_Nov-22-093612-2026_Conflict", false),
        (" (SFConflict wangli@example.com 2026-11-22-09-36-12)", true),
    ];

    #[test]
    fn the_copy_of_every_program_is_known_beside_its_draft() {
        for (end, is_known_alone) in ENDS {
            let copy = format!("{ID}{end}");
            assert_eq!(original(&[ID], &copy), there(ID), "{copy}");
            let alone = original(&[], &copy);
            let gone = is_known_alone.then(|| Original::Gone(ID.to_owned()));
            assert_eq!(alone, gone, "{copy}");
        }
    }

    #[test]
    fn a_copy_of_a_copy_is_one_of_the_draft() {
        for (first, _) in ENDS {
            let between = format!("{ID}{first}");
            for (second, _) in ENDS {
                let copy = format!("{between}{second}");
                let found = original_if(&[ID, &between], &copy, true);
                assert_eq!(found, there(ID), "{copy}");
            }
            let copy = format!("{between} (1)");
            let found = original(&[ID], &copy);
            assert_eq!(found, there(ID), "the one between is gone: {copy}");
        }
    }

    #[test]
    fn a_name_that_a_person_gave_is_a_copy_only_if_what_it_holds_is_alike() {
        for (names, copy, unlike, alike) in [
            (&["青禾"][..], "青禾 2", None, there("青禾")),
            (&["青禾"], "青禾 (1)", None, there("青禾")),
            (&["青禾"], "青禾-续签", None, there("青禾")),
            (&["青禾"], "青禾-副本", None, there("青禾")),
            (
                &["青禾"],
                "青禾-DESKTOP-4F7K2QD",
                there("青禾"),
                there("青禾"),
            ),
            (&["青禾"], "青禾-冲突", there("青禾"), there("青禾")),
            (&["青禾"], "青禾（冲突条款）", there("青禾"), there("青禾")),
            (
                &["青禾"],
                "青禾 (王丽 的冲突副本 2026-11-22)",
                there("青禾"),
                there("青禾"),
            ),
            (
                &["2026-03-01 青禾"],
                "2026-03-01 青禾-王丽-PC",
                None,
                there("2026-03-01 青禾"),
            ),
            // A draft whose name looks like a copy can have copies itself.
            (&["a-b", "a"], "a-b-LAPTOP-1", there("a-b"), there("a")),
            (&["a 2", "a"], "a 2 (冲突副本)", there("a 2"), there("a")),
            // Copies of this program have sanitized names.
            (
                &["甲 乙:丙"],
                "甲_乙_丙.conflict-tea-1",
                there("甲 乙:丙"),
                there("甲 乙:丙"),
            ),
        ] {
            assert_eq!(original_if(names, copy, false), unlike, "{copy}");
            assert_eq!(original_if(names, copy, true), alike, "{copy}");
        }
    }

    #[test]
    fn what_only_looks_like_a_copy_is_a_draft() {
        for name in [
            ID,
            "青禾",
            "青禾 2",
            "青禾 (1)",
            "青禾-续签",
            "青禾（冲突条款）",
            "合同 (2026)",
            "01JD.conflict-tea",
            "01JD.conflict--1",
            "conflict-tea-1",
            "(1)",
            " 2",
            "-HOST",
            "-",
            "()",
            "（冲突副本）",
            "_Conflict",
        ] {
            assert_eq!(original(&["别的"], name), None, "{name}");
        }
        for name in [
            "青禾 0",
            "青禾 100",
            "青禾 (0)",
            "青禾 (100)",
            "青禾 (二)",
            "青禾2",
        ] {
            assert_eq!(original(&["青禾"], name), None, "{name}");
        }
    }

    #[test]
    fn a_name_of_many_parts_is_judged_at_once() {
        let name = "a-_ (1)".repeat(4_000);
        assert_eq!(original(&["b"], &name), None);
    }
}
