//! The number of keys that a whole contract takes.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;

use toml_edit::DocumentMut;

use crate::support::terminal::Terminal;

/// The maximum number of keys, not counting the characters of the values.
const MOST: usize = 40;

/// Goes to the next field; [`TAKE`] also accepts the suggestion.
const ON: &str = "Enter";
const TAKE: &str = "Ctrl-E";

/// A user who fills in the form, and the number of keys pressed.
struct Person {
    terminal: Terminal,
    keys: Cell<usize>,
}

impl Person {
    fn press(&self, key: &str) {
        self.terminal.press(key);
        self.keys.set(self.keys.get() + 1);
    }

    /// Types a value and goes to the next field. The characters of the value do not count.
    fn answer(&self, value: &str) {
        self.terminal.type_text(value);
        self.press(ON);
    }
}

/// The answers of a draft, in the order of its file.
fn answers(draft: &DocumentMut) -> Vec<(String, String)> {
    let table = draft["answers"].as_table().unwrap();
    let text = |value: &toml_edit::Item| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string().trim().to_owned(),
    };
    let both = table
        .iter()
        .map(|(field, value)| (field.to_owned(), text(value)));
    both.collect()
}

#[test]
fn the_whole_example_takes_at_most_forty_keys_beyond_its_values() {
    let example: DocumentMut = include_str!("../data/example.toml").parse().unwrap();
    let answers = answers(&example);
    let data = tempfile::tempdir().unwrap();
    let person = Person {
        terminal: Terminal::start(&["new", "mini-program-service"], data.path(), 120, 40),
        keys: Cell::new(0),
    };
    person.terminal.wait_for("合同双方");
    for (field, value) in &answers {
        match (field.as_str(), value.as_str()) {
            // The form suggests these from the start date, from the price, or by the template.
            ("term_end" | "first_year_fee" | "copies_total" | "copies_each", _) => {
                person.press(TAKE);
            }
            // The third option. Here the digit counts as a key.
            ("payment", _) => {
                person.answer("3");
                person.keys.set(person.keys.get() + 1);
            }
            (_, value) => person.answer(value),
        }
    }
    person.terminal.wait_for("19/19");
    person.press("Ctrl-S");
    person.terminal.wait_for("已保存");
    let drafts = fs::read_dir(data.path().join("drafts")).unwrap();
    let paths = drafts.map(|entry| entry.unwrap().path());
    let path = paths.into_iter().find(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    let kept: DocumentMut = fs::read_to_string(path.unwrap()).unwrap().parse().unwrap();
    let sorted = |answers: Vec<_>| answers.into_iter().collect::<BTreeMap<_, _>>();
    assert_eq!(sorted(self::answers(&kept)), sorted(answers));
    let keys = person.keys.get();
    assert!(keys <= MOST, "{keys} keys");
}
