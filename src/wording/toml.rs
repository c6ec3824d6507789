//! Words for syntax errors in TOML, in the user's language; the parser has English messages only.

use super::lookup::word;
use crate::language::Language;

/// Parts of the parser's messages (`toml_parser` 1.1) that identify a fault, with the text key.
const FAULTS: &[(&[&str], &str)] = &[
    (&["duplicate key", "cannot extend"], "duplicate"),
    (&["recurs"], "nested"),
    (&["missing comma", "extra assignment"], "comma"),
    (
        &[
            "missing array opening",
            "missing inline table opening",
            "missing table open",
        ],
        "unopened",
    ),
    (&["unclosed"], "unclosed"),
    (&["escape", "unicode value"], "escape"),
    (&["unquoted key", "keys cannot"], "key"),
    (&["string", "quote"], "quote"),
    (
        &[
            "no value",
            "missing value",
            "missing assignment",
            "invalid key-value",
        ],
        "no_value",
    ),
    (&["date", "time"], "date"),
    (
        &[
            "integer",
            "float",
            "number",
            "radix",
            "leading zero",
            "sign",
            "`_`",
        ],
        "number",
    ),
    (&["carriage", "comment"], "character"),
    (&["extra", "unexpected"], "extra"),
];

/// The fault that stopped the parser.
pub(super) fn toml_fault(message: &str, language: Language) -> String {
    // The list of expected tokens is cut off, because it names internal tokens of the parser.
    let fault = message.split(", expected").next().unwrap_or_default();
    let known = FAULTS
        .iter()
        .find(|(parts, _)| parts.iter().any(|part| fault.contains(part)));
    let name = known.map_or("other", |(_, name)| name);
    word(&format!("toml.{name}"), &[], language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_parser_finds_is_said_in_the_users_language() {
        for (text, chinese, english) in [
            (
                "a = 1\na.b = 2",
                "同一个键写了两次，或已经有了值",
                "a key stands here twice, or has a value already",
            ),
            (
                "a = [1]\n]",
                "右括号没有对应的左括号",
                "a bracket is closed that was not opened",
            ),
            (
                "a = 1.2.3",
                "数字的写法不对",
                "a number is not written right",
            ),
            (
                "a = 1\na = 2",
                "同一个键写了两次，或已经有了值",
                "a key stands here twice, or has a value already",
            ),
            (
                "a = \"x",
                "引号没有成对，或文字没有加引号",
                "quotes are missing or do not match",
            ),
            (
                "a = x",
                "引号没有成对，或文字没有加引号",
                "quotes are missing or do not match",
            ),
            ("a = [\"1\" \"2\"]", "缺少逗号", "a comma is missing"),
            ("a = { b = 1 c = 2 }", "缺少逗号", "a comma is missing"),
            ("a = [1,", "括号没有合上", "a bracket is not closed"),
            ("[a", "括号没有合上", "a bracket is not closed"),
            (
                "a",
                "键的后面没有写等号和值",
                "a key has no equals sign or no value",
            ),
            (
                "a =",
                "引号没有成对，或文字没有加引号",
                "quotes are missing or do not match",
            ),
            (
                "a b = 1",
                "键的后面没有写等号和值",
                "a key has no equals sign or no value",
            ),
            (
                "a = \"\\q\"",
                "反斜杠后面的写法不对",
                "what follows the backslash is not known",
            ),
            ("a = 01", "数字的写法不对", "a number is not written right"),
            (
                "a = 2026-13-01",
                "日期的写法不对",
                "a date is not written right",
            ),
            (
                "键 = 1",
                "键的写法不对，字母、数字、- 和 _ 以外要加引号",
                "a key is not written right; other than letters, digits, - and _ it needs quotes",
            ),
        ] {
            let error = text.parse::<toml_edit::DocumentMut>().unwrap_err();
            for (language, expected) in [(Language::Chinese, chinese), (Language::English, english)]
            {
                let said = toml_fault(error.message(), language);
                assert_eq!(said, expected, "{text:?}: {}", error.message());
            }
        }
        assert_eq!(toml_fault("new words", Language::Chinese), "这里的写法不对");
    }
}
