//! Migrates drafts from older schemas. Each step converts a file to the next schema, so that all
//! other code handles only the newest schema.

use toml_edit::{DocumentMut, Item, Table};

use super::{OLD_TABLES, SCHEMA};

/// A step that converts a file from schema `from` to `from + 1`.
#[derive(Clone, Copy)]
pub(super) struct Migration {
    /// The schema of the input.
    pub(super) from: u32,
    /// Renames, moves and rewrites keys for the next schema; returns whether that changes the file.
    /// Cannot fail: the reader later reports missing keys and wrong types.
    pub(super) apply: fn(&mut DocumentMut) -> bool,
}

/// All steps, from schema 1 upwards without a gap.
pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    from: 1,
    apply: keep_signatures,
}];

/// Under schema 1 every table of two columns was a signature block. A draft that names its text
/// keeps this rule, so that it prints as before.
fn keep_signatures(document: &mut DocumentMut) -> bool {
    let Some(template) = document
        .get_mut("template")
        .and_then(Item::as_table_like_mut)
    else {
        return false;
    };
    let sha256 = template.get("sha256").and_then(Item::as_str);
    let names_its_text = sha256.is_some_and(|sha256| !sha256.is_empty());
    if names_its_text {
        template.insert("tables", toml_edit::value(OLD_TABLES));
    }
    names_its_text
}

/// Converts the text of a draft to the schema that this version writes. Returns `None` if the file
/// has this schema, a newer schema or an invalid schema, or if no step changes it: such a file stays as
/// it is until the draft changes, and is read once only.
pub(super) fn migrated(text: &str, root: &Table) -> Option<String> {
    migrated_to(SCHEMA, MIGRATIONS, text, root)
}

fn migrated_to(target: u32, migrations: &[Migration], text: &str, root: &Table) -> Option<String> {
    let mut schema = schema_of(root)?;
    if schema >= target {
        return None;
    }
    let mut document: DocumentMut = text.parse().ok()?;
    let mut is_changed = false;
    while schema < target {
        let step = migrations.iter().find(|step| step.from == schema)?;
        is_changed |= (step.apply)(&mut document);
        schema = schema.checked_add(1)?;
        set_schema(&mut document, schema);
    }
    is_changed.then(|| document.to_string())
}

/// The schema of a file; 1 if the key is missing, `None` if the value is not a positive integer.
fn schema_of(root: &Table) -> Option<u32> {
    match root.get("schema") {
        None => Some(1),
        Some(item) => u32::try_from(item.as_integer()?)
            .ok()
            .filter(|schema| *schema >= 1),
    }
}

/// Changes only the number, so that a comment beside the number stays.
pub(super) fn set_schema(document: &mut DocumentMut, schema: u32) {
    let number = i64::from(schema);
    if let Some(value) = document.get_mut("schema").and_then(Item::as_value_mut) {
        let decor = value.decor().clone();
        *value = number.into();
        *value.decor_mut() = decor;
    } else {
        document.insert("schema", toml_edit::value(number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two invented steps: `name` becomes `title`, then `[given]` becomes `[answers]`.
    const MADE_UP: &[Migration] = &[
        Migration {
            from: 1,
            apply: |document| rename(document, "name", "title"),
        },
        Migration {
            from: 2,
            apply: |document| rename(document, "given", "answers"),
        },
    ];

    fn rename(document: &mut DocumentMut, from: &str, to: &str) -> bool {
        let found = document.remove_entry(from);
        let is_found = found.is_some();
        if let Some((_, item)) = found {
            document.insert(to, item);
        }
        is_found
    }

    fn migrate(target: u32, text: &str) -> Option<String> {
        let document: DocumentMut = text.parse().unwrap();
        migrated_to(target, MADE_UP, text, document.as_table())
    }

    #[test]
    fn every_step_between_the_files_schema_and_ours_is_taken() {
        for (target, text, expected) in [
            (
                3,
                "schema = 1 # old\nname = \"a\"\n[given]\nx = \"1\" # kept\n",
                "schema = 3 # old\ntitle = \"a\"\n[answers]\nx = \"1\" # kept\n",
            ),
            (
                2,
                "schema = 1\nname = \"a\"\n[given]\nx = \"1\"\n",
                "schema = 2\ntitle = \"a\"\n[given]\nx = \"1\"\n",
            ),
            (
                3,
                "schema = 2\nname = \"a\"\n[given]\nx = \"1\"\n",
                "schema = 3\nname = \"a\"\n[answers]\nx = \"1\"\n",
            ),
            (2, "name = \"a\"\n", "title = \"a\"\nschema = 2\n"),
        ] {
            let migrated = migrate(target, text);
            let parse = |text: &str| -> DocumentMut { text.parse().unwrap() };
            let migrated = migrated.unwrap_or_else(|| panic!("to {target}: {text}"));
            let (found, wanted) = (parse(&migrated), parse(expected));
            for key in ["schema", "name", "title", "given", "answers"] {
                let of = |document: &DocumentMut| document.get(key).map(ToString::to_string);
                assert_eq!(
                    of(&found).map(|text| text.trim().to_owned()),
                    of(&wanted).map(|text| text.trim().to_owned()),
                    "to {target}, key {key}: {migrated}"
                );
            }
        }
    }

    #[test]
    fn what_is_ours_newer_or_nonsense_is_left_alone() {
        for text in [
            "schema = 3\n",
            "schema = 4\n",
            "schema = 0\n",
            "schema = -1\n",
            "schema = \"1\"\n",
        ] {
            assert_eq!(migrate(3, text), None, "text: {text}");
        }
    }

    #[test]
    fn there_is_one_step_for_every_schema_before_ours() {
        let steps: Vec<u32> = MIGRATIONS.iter().map(|step| step.from).collect();
        let expected: Vec<u32> = (1..SCHEMA).collect();
        assert_eq!(steps, expected);
    }
}
