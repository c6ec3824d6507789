//! `qianyue facts`: prints what a message says for the fields of a template and of the client.

use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{Local, NaiveDate};
use serde_json::{Map, Value, json};

use super::output::{complain, print, print_json};
use super::{Exit, Surroundings, fail, template};
use crate::draft::DraftFile;
use crate::facts::{self, Fact, Facts, MESSAGE_LIMIT_BYTES, Reader};
use crate::language::Language;
use crate::store::{Operation, StoreError, read_input};
use crate::template::{FieldKind, ProfileKey, Template};
use crate::wording::{self, Words, word};

/// The largest file that is read. Its end is cut like the end of a long message.
const FILE_LIMIT_BYTES: u64 = 64 * 1024 * 1024;
/// How much of standard input is read: more than the part of a message that is looked at.
const INPUT_LIMIT_BYTES: u64 = 4 * 1024 * 1024;

pub(super) fn run(
    surroundings: &Surroundings,
    source: &str,
    template: Option<&str>,
    today: Option<NaiveDate>,
    as_json: bool,
) -> Exit {
    let language = surroundings.language;
    let template = match template {
        None => None,
        Some(name) => match template::read(surroundings, name) {
            Some(template) => Some(template),
            None => return Exit::Failed,
        },
    };
    let message = match read(source) {
        Ok(message) => message,
        Err(StoreError::Broken { path, error }) => {
            let said = wording::message_unreadable(&path, &error, language);
            return fail(&said, language);
        }
        Err(error) => return fail(&wording::store_error(&error, language), language),
    };
    let own_name = surroundings.config.profile.get(&ProfileKey::Name);
    let reader = Reader {
        template: template.as_ref(),
        today: today.unwrap_or_else(|| Local::now().date_naive()),
        own_name: own_name.map_or("", String::as_str),
    };
    let found = facts::read(&message, &reader);
    if found.n_bytes_cut > 0 {
        let limit = (MESSAGE_LIMIT_BYTES / 1024).to_string();
        let said = Words {
            message: word("facts.cut.message", &[("limit", &limit)], language),
            hint: word("facts.cut.hint", &[], language),
        };
        complain(&said, language);
    }
    if as_json {
        print_json(&as_value(&found, &message, language))
    } else {
        print(&as_text(&found, &message, template.as_ref(), language))
    }
}

/// The message as text. Without a file name, or with `-`, from standard input.
fn read(source: &str) -> Result<String, StoreError> {
    let path = PathBuf::from(source);
    let bytes = if source == "-" {
        standard_input()?
    } else {
        read_input(&path, FILE_LIMIT_BYTES)?
    };
    // The limit may have cut a character.
    let longest = bytes.len().min(MESSAGE_LIMIT_BYTES + 4);
    let start = bytes.get(..longest).unwrap_or_default();
    let is_text = match std::str::from_utf8(start) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && longest < bytes.len(),
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if is_text {
        let text = text
            .strip_prefix('\u{FEFF}')
            .map_or(text.clone(), str::to_owned);
        return Ok(text);
    }
    // The reader of drafts tells encodings apart, and its message says what to do.
    match DraftFile::parse(&bytes) {
        Err(error) => Err(StoreError::Broken { path, error }),
        Ok(_) => Ok(text),
    }
}

fn standard_input() -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(INPUT_LIMIT_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| StoreError::System {
            operation: Operation::Read,
            path: Path::new("-").to_owned(),
            kind: error.kind(),
            code: error.raw_os_error(),
        })?;
    Ok(bytes)
}

fn as_value(facts: &Facts, message: &str, language: Language) -> Value {
    let entry = |fact: &Fact| {
        let value = match (fact.is_choice, fact.values.first()) {
            (false, Some(value)) => json!(value),
            (true, _) | (false, None) => json!(fact.values),
        };
        json!({
            "value": value,
            "text": message.get(fact.range.clone()).unwrap_or_default(),
            "confidence": fact.confidence.name(),
            "warning": fact.warning.as_ref().map(|warning| wording::fact_warning(warning, language)),
        })
    };
    let fields: Map<String, Value> = facts
        .fields
        .iter()
        .map(|(id, fact)| (id.to_string(), entry(fact)))
        .collect();
    let client: Map<String, Value> = facts
        .client
        .iter()
        .map(|(key, fact)| (key.name().to_owned(), entry(fact)))
        .collect();
    let unused: Vec<&str> = facts
        .unused
        .iter()
        .filter_map(|range| message.get(range.clone()))
        .collect();
    json!({"fields": fields, "client": client, "unused": unused})
}

/// One line for each value: label, value, confidence and the words that it came from; then what
/// nothing was taken from.
fn as_text(
    facts: &Facts,
    message: &str,
    template: Option<&Template>,
    language: Language,
) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: &str, fact: &Fact| {
        let confidence = word(
            &format!("facts.confidence.{}", fact.confidence.name()),
            &[],
            language,
        );
        let from = message.get(fact.range.clone()).unwrap_or_default();
        let from = crate::value::one_line(from);
        let values = [
            ("label", label),
            ("value", value),
            ("confidence", confidence.as_str()),
            ("from", from.as_str()),
        ];
        text.push_str(&word("facts.line", &values, language));
        text.push('\n');
        if let Some(warning) = &fact.warning {
            let warning = wording::fact_warning(warning, language);
            text.push_str(&format!("    {warning}\n"));
        }
    };
    for (id, fact) in &facts.fields {
        let field = template.and_then(|template| template.field(id.as_str()));
        let label = field.map_or(id.as_str(), |field| field.label.get(language));
        let value = match field.map(|field| &field.kind) {
            Some(FieldKind::Choice(options)) => {
                let chosen = options
                    .all
                    .iter()
                    .filter(|option| fact.values.contains(&option.id));
                let labels: Vec<&str> = chosen.map(|option| option.label_in(language)).collect();
                labels.join(language.separator())
            }
            _ => fact.values.concat(),
        };
        line(label, &value, fact);
    }
    for (key, fact) in &facts.client {
        let label = word(&format!("facts.client.{}", key.name()), &[], language);
        line(&label, &fact.values.concat(), fact);
    }
    if facts.fields.is_empty() && facts.client.is_empty() {
        text.push_str(&word("facts.nothing", &[], language));
        text.push('\n');
    }
    for range in &facts.unused {
        let piece = crate::value::one_line(message.get(range.clone()).unwrap_or_default());
        text.push_str(&word("facts.unused", &[("piece", &piece)], language));
        text.push('\n');
    }
    text
}
