//! Fields: an invisible code with a result. Word shows the result that the file holds; a few kinds
//! of code have no result and show text from the code.

use super::symbol::SymbolFont;

/// The longest code that is kept, in bytes; the codes that show text are short.
const LONGEST_CODE: usize = 4096;

/// An open field.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// The number of the field, counted through the part.
    pub(super) number: usize,
    /// Whether the text that follows is the result, no longer the code.
    pub(super) is_in_result: bool,
    /// Whether the result has any content.
    pub(super) has_result: bool,
    /// The form element of the field, if any.
    pub(super) form: Option<Form>,
    code: String,
}

/// The form element of a field.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A checkbox.
    Box {
        /// Whether a person ticked the box; `None` if nobody has touched it.
        checked: Option<bool>,
        /// The initial state of the box.
        default: bool,
    },
    /// A list with one chosen entry.
    List {
        /// The index of the entry that a person chose.
        chosen: Option<usize>,
        /// The index of the initial entry.
        default: usize,
        /// The texts of all entries.
        entries: Vec<String>,
    },
}

/// The output of a field beside its result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Nothing,
    Text(String),
    /// Visible content that cannot be read as text.
    Unread,
}

impl Field {
    /// Opens the field with this number in the part.
    pub(super) fn new(number: usize) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Appends to the code, up to [`LONGEST_CODE`] bytes.
    pub(super) fn add_code(&mut self, text: &str) {
        if !self.is_in_result && self.code.len() + text.len() <= LONGEST_CODE {
            self.code.push_str(text);
        }
    }

    /// The output at the end of the field, beside its result.
    pub(super) fn shown(&self) -> Shown {
        match &self.form {
            Some(Form::Box { checked, default }) => {
                let mark = if checked.unwrap_or(*default) {
                    "☒"
                } else {
                    "☐"
                };
                return Shown::Text(mark.to_owned());
            }
            Some(Form::List { .. }) | None if self.has_result => return Shown::Nothing,
            Some(Form::List {
                chosen,
                default,
                entries,
            }) => {
                let entry = entries.get(chosen.unwrap_or(*default));
                return entry.map_or(Shown::Nothing, |entry| Shown::Text(entry.clone()));
            }
            None => {}
        }
        let code = self.code.trim();
        let (name, rest) = code.split_once(char::is_whitespace).unwrap_or((code, ""));
        let text = match name.to_ascii_uppercase().as_str() {
            "EQ" => equation(rest),
            "SYMBOL" => symbol(rest),
            // A macro button shows the words after the name of its action.
            "MACROBUTTON" | "GOTOBUTTON" => {
                let words = rest.trim().split_once(char::is_whitespace);
                words.map(|(_, words)| words.trim().to_owned())
            }
            // Word computes these fields each time that it shows the file.
            "AUTONUM" | "AUTONUMLGL" | "AUTONUMOUT" | "LISTNUM" | "PAGE" | "NUMPAGES"
            | "SECTIONPAGES" | "DATE" | "TIME" => None,
            // Index entries, marks, and fields without a computed result show nothing.
            _ => return Shown::Nothing,
        };
        text.map_or(Shown::Unread, Shown::Text)
    }
}

/// The characters of an equation field in the forms that Chinese documents use: pinyin above
/// characters, a ring around a character, a fraction. `None` for other equations.
fn equation(code: &str) -> Option<String> {
    let start = code.find('(')?;
    let (switches, rest) = code.split_at(start);
    let arguments = arguments(rest.strip_prefix('(')?)?;
    let operator = switches.split('\\').find_map(|switch| {
        let letter = switch.trim().to_ascii_lowercase();
        let letter = letter.split(|c: char| !c.is_ascii_alphabetic()).next()?;
        matches!(letter, "o" | "f").then(|| letter.to_owned())
    })?;
    // A raised argument is the reading of a character, not part of the text.
    let base: Vec<&str> = arguments
        .iter()
        .map(|argument| argument.trim())
        .filter(|argument| !argument.to_ascii_lowercase().starts_with("\\s"))
        .collect();
    if base.iter().any(|argument| argument.contains('\\')) {
        return None;
    }
    Some(base.join(if operator == "f" { "/" } else { "" }))
}

/// Splits the arguments of an open bracket at commas and semicolons; `None` without the bracket's
/// end.
fn arguments(text: &str) -> Option<Vec<String>> {
    let mut arguments = vec![String::new()];
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            ')' if depth == 0 => return Some(arguments),
            ',' | ';' if depth == 0 => {
                arguments.push(String::new());
                continue;
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        arguments.last_mut()?.push(character);
    }
    None
}

/// The character of a symbol field; its code gives the number in decimal or hexadecimal.
fn symbol(code: &str) -> Option<String> {
    let number = code.split_whitespace().next()?;
    let number = match number.strip_prefix("0x").or(number.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    let character = char::from_u32(number)?;
    let font = code.to_ascii_lowercase().find("\\f").and_then(|at| {
        let name = code.get(at + 2..)?.trim_start();
        let name = match name.strip_prefix('"') {
            Some(rest) => rest.split('"').next()?,
            None => name.split_whitespace().next()?,
        };
        SymbolFont::named(name)
    });
    match font {
        Some(font) => font.shown(character).map(String::from),
        None => Some(character.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_field_without_a_result_shows() {
        let text = |text: &str| Shown::Text(text.to_owned());
        for (code, expected) in [
            (r"EQ \o\ac(○,1)", text("○1")),
            (
                r#"EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(háng),杭)"#,
                text("杭"),
            ),
            (r"eq \o(\s\up 9(hang zhou);杭州)", text("杭州")),
            (r"EQ \f(1,2)", text("1/2")),
            (r"EQ \r(2,x)", Shown::Unread),
            (r"EQ \o\ad(\s\up 9(háng),杭", Shown::Unread),
            (r#"SYMBOL 82 \f "Wingdings 2" \s 12"#, text("☑")),
            (r"SYMBOL 0xFE \f Wingdings", text("☑")),
            (r"SYMBOL 8364 \u", text("€")),
            (r"SYMBOL 33 \f Wingdings", Shown::Unread),
            ("MACROBUTTON NoMacro [单击填写]", text("[单击填写]")),
            ("XE \"合同\"", Shown::Nothing),
            ("REF _Ref1 \\h", Shown::Nothing),
            ("LISTNUM", Shown::Unread),
            ("DATE \\@ \"yyyy\"", Shown::Unread),
            ("", Shown::Nothing),
        ] {
            let mut field = Field::default();
            field.add_code(code);
            assert_eq!(field.shown(), expected, "code: {code}");
            field.has_result = true;
            assert_eq!(field.shown(), Shown::Nothing, "code: {code}");
        }
    }
}
