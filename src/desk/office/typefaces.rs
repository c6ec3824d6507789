//! Chooses the nearest installed typeface for a missing one, so that 宋体 is not replaced by a
//! sans-serif typeface.

use std::collections::BTreeSet;

/// The installed families, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Installed {
    /// All families, as fontconfig lists them.
    All(BTreeSet<String>),
    /// The families of [`FILES`] whose files are present.
    ByFile(BTreeSet<String>),
    /// The typefaces cannot be listed.
    #[default]
    Unknown,
}

/// The typeface files of Windows, macOS and Word in lower case, and the families in each file. Both
/// systems list typefaces only through their own interfaces.
const FILES: [(&str, &[&str]); 16] = [
    ("simsun.ttc", &["SimSun", "NSimSun"]),
    ("simsun.ttf", &["SimSun"]),
    ("simsunb.ttf", &["SimSun-ExtB"]),
    ("simfang.ttf", &["FangSong"]),
    ("simkai.ttf", &["KaiTi"]),
    ("simhei.ttf", &["SimHei"]),
    ("msyh.ttc", &["Microsoft YaHei"]),
    ("msyh.ttf", &["Microsoft YaHei"]),
    ("deng.ttf", &["DengXian"]),
    ("times.ttf", &["Times New Roman"]),
    ("times new roman.ttf", &["Times New Roman"]),
    ("arial.ttf", &["Arial"]),
    ("songti.ttc", &["Songti SC", "STSong"]),
    ("kaiti.ttc", &["Kaiti SC", "STKaiti"]),
    ("stheiti light.ttc", &["Heiti SC"]),
    ("pingfang.ttc", &["PingFang SC"]),
];

impl Installed {
    /// Reads the output of fontconfig. An empty output means that fontconfig did not work.
    pub(super) fn listed(listed: &str) -> Self {
        let names = listed
            .split(['\n', ','])
            .map(|name| name.trim().to_lowercase());
        let families: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
        if families.is_empty() {
            Self::Unknown
        } else {
            Self::All(families)
        }
    }

    /// Finds the families by the names of the files in the system's folders.
    pub(super) fn by_file(names: &[String]) -> Self {
        if names.is_empty() {
            return Self::Unknown;
        }
        let is_there = |file: &str| names.iter().any(|name| name.to_lowercase() == file);
        let families = FILES
            .iter()
            .filter(|(file, _)| is_there(file))
            .flat_map(|(_, families)| families.iter().map(|family| family.to_lowercase()));
        Self::ByFile(families.collect())
    }

    fn has(&self, family: &str) -> bool {
        match self {
            Self::All(families) | Self::ByFile(families) => {
                families.contains(&family.to_lowercase())
            }
            Self::Unknown => false,
        }
    }
}

/// The kinds of typefaces; typefaces of one kind can replace each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Song,
    FangSong,
    Kai,
    Hei,
    Serif,
    Sans,
}

/// The names of each typeface in documents and in a PDF.
const NAMES: [&[&str]; 7] = [
    &["宋体", "SimSun", "NSimSun", "新宋体"],
    &["仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312"],
    &["楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312"],
    &["黑体", "SimHei"],
    &["微软雅黑", "Microsoft YaHei"],
    &["等线", "DengXian"],
    &["SimSun-ExtB", "宋体-ExtB"],
];

/// The words in a name that reveal the kind of the typeface; the first match counts.
const WORDS: [(&str, Kind); 15] = [
    ("仿宋", Kind::FangSong),
    ("fangsong", Kind::FangSong),
    ("楷", Kind::Kai),
    ("kai", Kind::Kai),
    ("黑", Kind::Hei),
    ("hei", Kind::Hei),
    ("等线", Kind::Hei),
    ("dengxian", Kind::Hei),
    ("圆", Kind::Hei),
    ("宋", Kind::Song),
    ("simsun", Kind::Song),
    ("arial", Kind::Sans),
    ("helvetica", Kind::Sans),
    ("calibri", Kind::Sans),
    ("sans", Kind::Sans),
];

impl Kind {
    fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let told = WORDS.iter().find(|(word, _)| name.contains(word));
        match told {
            Some((_, kind)) => *kind,
            None if name.is_ascii() => Self::Serif,
            None => Self::Song,
        }
    }

    /// The replacements for this kind, the nearest first. Chinese kinds end with 宋体, which has
    /// every character.
    fn stand_ins(self) -> impl Iterator<Item = &'static str> {
        const SONG: &[&str] = &[
            "Noto Serif CJK SC",
            "Noto Serif SC",
            "Source Han Serif SC",
            "Source Han Serif CN",
            "思源宋体",
            "Songti SC",
            "STSong",
            "SimSun",
            "FandolSong",
            "AR PL UMing CN",
        ];
        const FANGSONG: &[&str] = &["STFangsong", "FangSong", "FandolFang"];
        const KAI: &[&str] = &["Kaiti SC", "STKaiti", "KaiTi", "FandolKai", "AR PL UKai CN"];
        const HEI: &[&str] = &[
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "Source Han Sans CN",
            "思源黑体",
            "PingFang SC",
            "Heiti SC",
            "SimHei",
            "WenQuanYi Micro Hei",
            "WenQuanYi Zen Hei",
            "Droid Sans Fallback",
        ];
        const SERIF: &[&str] = &[
            "Liberation Serif",
            "Tinos",
            "Nimbus Roman",
            "TeX Gyre Termes",
            "FreeSerif",
            "DejaVu Serif",
            "Noto Serif",
        ];
        const SANS: &[&str] = &[
            "Liberation Sans",
            "Arimo",
            "Nimbus Sans",
            "FreeSans",
            "DejaVu Sans",
            "Noto Sans",
        ];
        let (own, further): (&[&str], &[&str]) = match self {
            Self::Song => (SONG, &[]),
            Self::FangSong => (FANGSONG, SONG),
            Self::Kai => (KAI, SONG),
            Self::Hei => (HEI, &[]),
            Self::Serif => (SERIF, &[]),
            Self::Sans => (SANS, &[]),
        };
        own.iter().chain(further).copied()
    }
}

/// All names of the typeface that is called `name`.
pub(super) fn names_of(name: &str) -> Vec<&str> {
    let same = NAMES
        .iter()
        .find(|names| names.iter().any(|each| each.eq_ignore_ascii_case(name)));
    same.map_or_else(|| vec![name], |names| names.to_vec())
}

/// Whether a typeface is installed; `None` if that cannot be determined.
pub(super) fn is_installed(name: &str, installed: &Installed) -> Option<bool> {
    let names = names_of(name);
    if names.iter().any(|name| installed.has(name)) {
        return Some(true);
    }
    match installed {
        Installed::All(_) => Some(false),
        Installed::ByFile(_) => {
            let mut families = FILES.iter().flat_map(|(_, families)| *families);
            let is_same =
                |family: &&str| names.iter().any(|name| name.eq_ignore_ascii_case(family));
            families.any(is_same).then_some(false)
        }
        Installed::Unknown => None,
    }
}

/// The possible replacements for a typeface, the nearest first.
pub(super) fn stand_ins(name: &str) -> impl Iterator<Item = &'static str> {
    Kind::of(name).stand_ins()
}

/// The replacement for a missing typeface, if an installed typeface is suitable.
pub(super) fn stand_in(name: &str, installed: &Installed) -> Option<&'static str> {
    stand_ins(name).find(|each| installed.has(each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_typeface_that_is_there_stands_in() {
        let noto = ["Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Serif"];
        for (wanted, there, expected) in [
            ("宋体", &noto[..], Some("Noto Serif CJK SC")),
            ("SimSun", &noto, Some("Noto Serif CJK SC")),
            ("SimSun-ExtB", &noto, Some("Noto Serif CJK SC")),
            ("仿宋", &noto, Some("Noto Serif CJK SC")),
            ("仿宋", &["FandolFang", "FandolSong"], Some("FandolFang")),
            ("楷体", &["Songti SC", "STKaiti"], Some("STKaiti")),
            ("楷体_GB2312", &noto, Some("Noto Serif CJK SC")),
            ("黑体", &noto, Some("Noto Sans CJK SC")),
            ("微软雅黑", &noto, Some("Noto Sans CJK SC")),
            ("方正小标宋简体", &noto, Some("Noto Serif CJK SC")),
            ("华文中宋", &noto, Some("Noto Serif CJK SC")),
            ("隶书", &noto, Some("Noto Serif CJK SC")),
            ("Times New Roman", &noto, Some("DejaVu Serif")),
            (
                "Times New Roman",
                &["DejaVu Serif", "Liberation Serif"],
                Some("Liberation Serif"),
            ),
            ("Arial", &noto, None),
            ("Arial", &["Liberation Sans"], Some("Liberation Sans")),
            ("宋体", &["DejaVu Sans"], None),
        ] {
            assert_eq!(
                stand_in(wanted, &Installed::listed(&there.join("\n"))),
                expected,
                "{wanted} {there:?}"
            );
        }
    }

    #[test]
    fn a_typeface_is_there_under_any_of_its_names() {
        let there = Installed::listed("SimSun,宋体\nMicrosoft YaHei,微软雅黑\n\n");
        for (name, expected) in [
            ("宋体", true),
            ("simsun", true),
            ("NSimSun", true),
            ("仿宋", false),
            ("黑体", false),
        ] {
            assert_eq!(is_installed(name, &there), Some(expected), "{name}");
        }
        assert_eq!(Installed::listed("\n"), Installed::Unknown);
        assert_eq!(is_installed("宋体", &Installed::Unknown), None);
    }

    #[test]
    fn the_files_of_a_system_tell_which_of_its_own_are_there() {
        let names = [
            "Songti.ttc",
            "STHeiti Light.ttc",
            "Times New Roman.ttf",
            "x.ttf",
        ];
        let there = Installed::by_file(&names.map(str::to_owned));
        for (name, is_there, by) in [
            ("宋体", Some(false), Some("Songti SC")),
            ("仿宋", Some(false), Some("Songti SC")),
            ("黑体", Some(false), Some("Heiti SC")),
            ("Times New Roman", Some(true), None),
            // The typeface may be installed under any name.
            ("方正小标宋简体", None, Some("Songti SC")),
        ] {
            assert_eq!(is_installed(name, &there), is_there, "{name}");
            assert_eq!(stand_in(name, &there), by, "{name}");
        }
        assert_eq!(Installed::by_file(&[]), Installed::Unknown);
    }
}
