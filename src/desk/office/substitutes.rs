//! Replaces missing typefaces: tells `LibreOffice` the replacements before a conversion, and reads
//! from the PDF which typefaces were used.

use super::typefaces::{Installed, is_installed, names_of, stand_in, stand_ins};
use crate::desk::StoodIn;

/// The configuration of a profile that replaces every requested typeface known to be missing.
pub(super) fn configuration(wanted: &[&str], installed: &Installed) -> String {
    let mut pairs = String::new();
    let mut count = 0;
    for name in wanted {
        let is_missing = is_installed(name, installed) == Some(false);
        let Some(stand_in) = stand_in(name, installed).filter(|_| is_missing) else {
            continue;
        };
        for name in names_of(name) {
            pairs.push_str(&pair(count, name, stand_in));
            count += 1;
        }
    }
    let switch = item("", &property("Replacement", "true"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">{switch}{pairs}</oor:items>\n"
    )
}

fn pair(number: usize, wanted: &str, stand_in: &str) -> String {
    let properties = [
        property("ReplaceFont", wanted),
        property("SubstituteFont", stand_in),
        property("OnScreenOnly", "false"),
        // Without this property fontconfig is asked first. It does not know 宋体, and the pair is
        // ignored.
        property("Always", "true"),
    ];
    let node = format!(
        "<node oor:name=\"_{number}\" oor:op=\"replace\">{}</node>",
        properties.concat()
    );
    item("/FontPairs", &node)
}

fn item(below: &str, content: &str) -> String {
    format!(
        "<item oor:path=\"/org.openoffice.Office.Common/Font/Substitution{below}\">{content}</item>"
    )
}

fn property(name: &str, value: &str) -> String {
    format!(
        "<prop oor:name=\"{name}\" oor:op=\"fuse\"><value>{}</value></prop>",
        escaped(value)
    )
}

/// Escapes a text for XML, and drops characters that XML cannot contain.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

/// The names of the typefaces in a PDF, without their subset prefixes.
pub(super) fn typefaces_in(pdf: &[u8]) -> Vec<String> {
    const KEY: &[u8] = b"/BaseFont/";
    let mut names: Vec<String> = Vec::new();
    let mut rest = pdf;
    while let Some(at) = rest.windows(KEY.len()).position(|part| part == KEY) {
        rest = rest.get(at + KEY.len()..).unwrap_or_default();
        let name: Vec<u8> = rest
            .iter()
            .copied()
            .take_while(|byte| byte.is_ascii_graphic() && !b"/<>[]()".contains(byte))
            .take(LONGEST_NAME)
            .collect();
        let name = String::from_utf8_lossy(&name).into_owned();
        let name = match name.split_once('+') {
            Some((subset, name)) if subset.len() == 6 => name.to_owned(),
            Some(_) | None => name,
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort();
    names
}

/// The longest typeface name that is read, in bytes.
const LONGEST_NAME: usize = 120;

/// The replacement in a PDF for each requested typeface that is missing. Empty if the typefaces of
/// the PDF cannot be read.
pub(super) fn stood_in(wanted: &[&str], installed: &Installed, pdf: &[u8]) -> Vec<StoodIn> {
    let shown = typefaces_in(pdf);
    let is_shown = |name: &str| {
        let name = plain(name);
        shown.iter().any(|each| plain(each).starts_with(&name))
    };
    let mut stood_in: Vec<StoodIn> = Vec::new();
    for name in wanted {
        let is_there =
            is_installed(name, installed) == Some(true) || names_of(name).into_iter().any(is_shown);
        let is_told = stood_in.iter().any(|told| told.wanted == *name);
        if is_there || is_told || shown.is_empty() {
            continue;
        }
        let meant = stand_in(name, installed).into_iter();
        let by = meant.chain(stand_ins(name)).find(|by| is_shown(by));
        stood_in.push(StoodIn {
            wanted: (*name).to_owned(),
            shown: by.map_or_else(|| shown.clone(), |by| vec![by.to_owned()]),
        });
    }
    stood_in
}

/// The form of a name for comparisons: Noto names all Chinese faces in a file after the first face.
fn plain(name: &str) -> String {
    const REGIONS: [&str; 6] = ["SC", "CN", "TC", "JP", "KR", "HK"];
    let name = REGIONS
        .iter()
        .find_map(|region| name.strip_suffix(region))
        .unwrap_or(name);
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_has_a_pair_for_every_name_of_what_is_not_there() {
        let there = Installed::listed("Noto Serif CJK SC\nTimes New Roman");
        let text = configuration(&["宋体", "Times New Roman", "Arial"], &there);
        assert!(text.contains("<value>宋体</value>"), "{text}");
        assert!(text.contains("<value>SimSun</value>"), "{text}");
        assert_eq!(text.matches("Noto Serif CJK SC").count(), 4, "{text}");
        assert!(!text.contains("Times New Roman"), "{text}");
        assert!(!text.contains("Arial"), "{text}");
        let text = configuration(&["<a&b>宋"], &there);
        assert!(text.contains("<value>&lt;a&amp;b&gt;宋</value>"), "{text}");
    }

    #[test]
    fn what_stands_in_a_pdf_is_told() {
        let pdf = b"<</Type/Font/BaseFont/CAAAAA+NotoSerifCJKjp-Regular-VKana\n/x>>\
            <</BaseFont/DAAAAA+DejaVuSerif/y>><</BaseFont/EAAAAA+DejaVuSerif>>";
        assert_eq!(
            typefaces_in(pdf),
            ["DejaVuSerif", "NotoSerifCJKjp-Regular-VKana"]
        );
        let there = Installed::listed("Noto Serif CJK SC\nDejaVu Serif");
        let told = |wanted: &[&str], installed: &Installed, pdf: &[u8]| -> Vec<(String, String)> {
            stood_in(wanted, installed, pdf)
                .into_iter()
                .map(|each| (each.wanted, each.shown.join("+")))
                .collect()
        };
        let pair = |wanted: &str, shown: &str| (wanted.to_owned(), shown.to_owned());
        assert_eq!(
            told(&["宋体", "宋体", "Times New Roman"], &there, pdf),
            [
                pair("宋体", "Noto Serif CJK SC"),
                pair("Times New Roman", "DejaVu Serif")
            ]
        );
        // The PDF does not replace a typeface that is installed.
        assert_eq!(told(&["DejaVu Serif"], &there, pdf), []);
        let nobody = Installed::Unknown;
        assert_eq!(told(&["宋体"], &nobody, b"/BaseFont/AAAAAA+SimSun "), []);
        assert_eq!(
            told(&["宋体"], &nobody, b"/BaseFont/AAAAAA+SongtiSC-Regular "),
            [pair("宋体", "Songti SC")]
        );
        // The PDF shows another typeface than the intended replacement.
        assert_eq!(
            told(
                &["宋体"],
                &there,
                b"/BaseFont/AAAAAA+NotoSansCJKjp-Regular "
            ),
            [pair("宋体", "NotoSansCJKjp-Regular")]
        );
        assert_eq!(told(&["宋体"], &there, b"packed"), []);
    }
}
