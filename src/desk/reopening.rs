//! Imports a draft from a DOCX that this program exported: the draft that the file carries, or else
//! the answers recovered from its text.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::failure::{NearestTemplate, OpenFailure};
use super::from_paper::{FromPaper, Kept};
use super::templates::TemplateCache;
use crate::document::Document;
use crate::draft::{Draft, DraftFile, MadeWith, TemplateReference, is_plain_id, read_style_line};
use crate::intake::docx::ReadParagraph;
use crate::intake::paper::{PaperFile, read_paper};
use crate::intake::recover::{Recovered, recover};
use crate::render::docx::paragraphs_in_file_order;
use crate::render::text;
use crate::review::Contract;
use crate::store::{Store, StoreError, read_input};
use crate::template::{Style, StyleKeys, Template};
use crate::word::error::MAX_FILE;

/// A draft imported from a file, with its template.
#[derive(Clone, Debug)]
pub struct Reopened {
    /// The draft, with the id of the exported draft if the file names it. The draft prints as it
    /// did at the export, whatever the house styles here and there.
    pub draft: Draft,
    /// The own style of the exported draft without its house style; the style of `draft` if the
    /// file does not carry the draft.
    own_style: StyleKeys,
    /// The draft's template.
    pub template: Arc<Template>,
    /// Whether the template's words may differ from those of the export.
    pub is_another: bool,
    /// The report of the import.
    pub report: FromPaper,
}

/// Whether `source` names a DOCX.
#[must_use]
pub fn is_paper(source: &str) -> bool {
    Path::new(source)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("docx"))
}

/// Reads the draft of the DOCX at `path`.
///
/// # Errors
/// The file cannot be read, or is not a contract of an installed template.
pub fn reopen(
    store: &Store,
    cache: &mut TemplateCache,
    path: &Path,
    house_style: &StyleKeys,
) -> Result<Reopened, OpenFailure> {
    read(store, cache, path, house_style).map(|(reopened, _)| reopened)
}

fn read(
    store: &Store,
    cache: &mut TemplateCache,
    path: &Path,
    house_style: &StyleKeys,
) -> Result<(Reopened, PaperFile), OpenFailure> {
    let limit = u64::try_from(MAX_FILE).unwrap_or(u64::MAX);
    let bytes = read_input(path, limit).map_err(OpenFailure::Store)?;
    let file = read_paper(&bytes).map_err(|error| OpenFailure::Paper {
        path: path.to_owned(),
        error,
    })?;
    let mut reopened = match embedded(&file) {
        Some(mut draft) => {
            // The file names the template's text even if the draft in it does not.
            let mut named = draft.template.clone();
            if named.sha256.is_empty() {
                named.sha256.clone_from(&file.origin.template_hash);
                named.tables = file.origin.tables;
            }
            let made_with = MadeWith {
                template: &named,
                ..draft.made_with()
            };
            let found = cache.of_draft(store, made_with)?;
            if found.is_another {
                draft.template = named;
            }
            Reopened {
                own_style: draft.style.clone(),
                draft,
                template: found.template,
                is_another: found.is_another,
                report: FromPaper::default(),
            }
        }
        None => recovered(store, cache, path, &file)?,
    };
    cache.expect_all()?;
    keep_style(&mut reopened, &file, house_style);
    let count = |is: fn(&ReadParagraph) -> bool| {
        let paragraphs = file.paragraphs.iter();
        paragraphs.filter(|paragraph| is(paragraph)).count()
    };
    let n_changed = n_changed(&reopened.template, &reopened.draft, &file, house_style);
    let foreign = (n_changed > 0)
        .then(|| recover(&reopened.template, &file.paragraphs).agreement)
        .filter(|agreement| !agreement.is_contract());
    reopened.report = FromPaper {
        n_changed,
        foreign_percent: foreign.map(|agreement| agreement.percent()),
        n_hiding: count(|paragraph| paragraph.hides_text),
        n_striking: count(|paragraph| paragraph.strikes_text),
        n_unread: count(|paragraph| paragraph.has_unread),
        ..reopened.report
    };
    Ok((reopened, file))
}

/// Copies the style of the export into the draft where the house style here would print the draft
/// differently.
fn keep_style(reopened: &mut Reopened, file: &PaperFile, house_style: &StyleKeys) {
    let Reopened {
        draft, template, ..
    } = reopened;
    let Some(printed) = read_style_line(&file.origin.style) else {
        return;
    };
    let here = draft.style_in(template, house_style);
    for key in Style::keys() {
        let value = key.value(&printed);
        if value != key.value(&here) {
            draft.style.insert(key.name.to_owned(), value);
        }
    }
}

/// Stores the draft of the DOCX at `path` in the data folder, and returns its id. An existing draft
/// with the same content is reused; no existing draft is overwritten.
///
/// # Errors
/// As for [`reopen`], or the draft cannot be written.
pub fn keep(
    store: &Store,
    cache: &mut TemplateCache,
    path: &Path,
    house_style: &StyleKeys,
    now: DateTime<FixedOffset>,
) -> Result<(String, FromPaper), OpenFailure> {
    let (reopened, file) = read(store, cache, path, house_style)?;
    let template = &reopened.template;
    let same = |existing: &Draft| {
        says_the_same(existing, &reopened, house_style).then(|| FromPaper {
            kept: Kept::Same,
            // The existing draft opens in the current house style.
            n_changed: n_changed(template, existing, &file, house_style),
            ..reopened.report.clone()
        })
    };
    let draft = &reopened.draft;
    let mut report = reopened.report.clone();
    let existing = if is_plain_id(&draft.id) {
        store.load_id(&draft.id).ok()
    } else {
        None
    };
    if draft.id.is_empty() {
        // The file of a draft from another machine names no draft here: opening the file twice must
        // give one draft.
        let drafts = store.list().map_err(OpenFailure::Store)?.into_iter();
        let mut drafts = drafts
            .filter_map(|listed| listed.draft.ok())
            .filter(|each| is_plain_id(&each.id));
        if let Some(found) = drafts.find_map(|each| Some((same(&each)?, each.id))) {
            let (report, id) = found;
            return Ok((id, report));
        }
    }
    if let Some(existing) = existing {
        if let Some(report) = same(existing.draft()) {
            return Ok((draft.id.clone(), report));
        }
        report.kept = Kept::Copy;
    }
    let written = store.adopt(draft, now).map_err(OpenFailure::Store)?;
    Ok((written.draft().id.clone(), report))
}

/// The id of the draft that the DOCX at `path` was exported from; empty if the file names none.
///
/// # Errors
/// The file cannot be read from the disk.
pub fn draft_id(path: &Path) -> Result<String, StoreError> {
    let limit = u64::try_from(MAX_FILE).unwrap_or(u64::MAX);
    let bytes = read_input(path, limit)?;
    // Accept only a well-formed id: the content of a file must never become a path.
    let id = read_paper(&bytes).map(|file| file.origin.draft);
    Ok(id.ok().filter(|id| is_plain_id(id)).unwrap_or_default())
}

/// Whether the existing draft equals the exported one. The house style may have changed since.
fn says_the_same(existing: &Draft, reopened: &Reopened, house_style: &StyleKeys) -> bool {
    let draft = &reopened.draft;
    let style = |draft: &Draft| draft.style_in(&reopened.template, house_style);
    existing.answers == draft.answers
        && existing.accepted == draft.accepted
        && existing.template.id == draft.template.id
        && (existing.style == reopened.own_style || style(existing) == style(draft))
}

/// The draft in the file, if it can be read.
fn embedded(file: &PaperFile) -> Option<Draft> {
    let text = file.origin.embedded.as_ref()?;
    let mut draft = DraftFile::parse(text.as_bytes()).ok()?.draft().clone();
    if draft.id.is_empty() {
        draft.id.clone_from(&file.origin.draft);
    }
    Some(draft)
}

/// Recovers the answers from the text, with the template that the file names or that fits best.
fn recovered(
    store: &Store,
    cache: &mut TemplateCache,
    path: &Path,
    file: &PaperFile,
) -> Result<Reopened, OpenFailure> {
    let reference = TemplateReference {
        id: file.origin.template.clone(),
        version: file.origin.version.clone(),
        sha256: file.origin.template_hash.clone(),
        declined: String::new(),
        tables: file.origin.tables,
    };
    let named = cache.of_draft(store, MadeWith::only(&reference)).ok();
    let named = named.map(|found| Fit {
        recovered: recover(&found.template, &file.paragraphs),
        template: found.template,
        is_another: found.is_another,
        is_named: true,
    });
    // A template named by the file is no proof that the text is a contract of that template.
    let best = match named {
        Some(named) if named.is_contract() => Some(named),
        Some(_) | None => best_fit(store, cache, file)?,
    };
    let Some(Fit {
        template,
        is_another,
        is_named,
        mut recovered,
    }) = best.as_ref().filter(|fit| fit.is_contract()).cloned()
    else {
        return Err(OpenFailure::NoContract {
            path: path.to_owned(),
            has_broken_draft: file.origin.embedded.is_some(),
            nearest: best.map(|fit| NearestTemplate {
                id: fit.template.id.clone(),
                title: fit.template.title.clone(),
                percent: fit.recovered.agreement.percent(),
            }),
        });
    };
    recovered.draft.id.clone_from(&file.origin.draft);
    if is_named {
        recovered.draft.template = reference;
    }
    let lost = recovered
        .lost
        .iter()
        .filter_map(|field| template.field(field.as_str()))
        .map(|field| field.label.clone())
        .collect();
    Ok(Reopened {
        report: FromPaper {
            is_recovered: true,
            has_broken_draft: file.origin.embedded.is_some(),
            n_answers: recovered.draft.answers.len(),
            lost,
            ..FromPaper::default()
        },
        own_style: StyleKeys::new(),
        draft: recovered.draft,
        template,
        is_another,
    })
}

/// A file read with one template.
#[derive(Clone)]
struct Fit {
    template: Arc<Template>,
    recovered: Recovered,
    /// Whether the template's words may differ from those of the export.
    is_another: bool,
    /// Whether the file names the template.
    is_named: bool,
}

impl Fit {
    fn is_contract(&self) -> bool {
        self.recovered.agreement.is_contract()
    }
}

/// Reads the file with the template that has the largest share of its text in it. The candidates
/// are the installed templates and the kept texts of drafts.
fn best_fit(
    store: &Store,
    cache: &mut TemplateCache,
    file: &PaperFile,
) -> Result<Option<Fit>, OpenFailure> {
    let installed = store.templates().map_err(OpenFailure::Store)?;
    let installed: Vec<(String, Vec<u8>)> = installed
        .into_iter()
        .filter_map(|stored| Some((stored.id, stored.text.ok()?)))
        .collect();
    // Kept texts that cannot be read must not prevent an import with another template.
    let kept = store.pinned_templates().unwrap_or_default();
    let kept = kept
        .into_iter()
        .filter(|(_, text)| installed.iter().all(|(_, other)| other != text));
    let mut best: Option<Fit> = None;
    for (is_kept, (name, text)) in installed
        .iter()
        .cloned()
        .map(|named| (false, named))
        .chain(kept.map(|named| (true, named)))
    {
        let Ok(template) = cache.parse(&name, &text) else {
            continue;
        };
        let mut recovered = recover(&template, &file.paragraphs);
        if is_kept {
            recovered.draft.template.sha256 = name;
        }
        let stands = |recovered: &Recovered| recovered.agreement.parts_per_million();
        if best
            .as_ref()
            .is_none_or(|best| stands(&recovered) > stands(&best.recovered))
        {
            best = Some(Fit {
                template,
                recovered,
                is_another: false,
                is_named: false,
            });
        }
    }
    Ok(best)
}

/// How many paragraphs of the file differ from the draft as it prints here: they were edited, or
/// printed with another house style or template.
fn n_changed(
    template: &Template,
    draft: &Draft,
    file: &PaperFile,
    house_style: &StyleKeys,
) -> usize {
    let document = Contract::of(template, draft, house_style).document;
    let documents = [document.clone(), document.marked_as_draft()];
    // The hash in the file tells which of the two documents was printed, not whether it was edited
    // since.
    let of_hash = |document: &&Document| text::hash(document).to_string() == file.text_hash;
    if let Some(document) = documents.iter().find(of_hash) {
        return n_differences(document, file);
    }
    let counts = documents.iter().map(|each| n_differences(each, file));
    counts.min().unwrap_or(0)
}

/// How many paragraphs occur in only one of the two.
fn n_differences(document: &Document, file: &PaperFile) -> usize {
    let bare = |text: &str| text.replace('\u{A0}', "").trim().to_owned();
    let mut balance: BTreeMap<String, i64> = BTreeMap::new();
    for paragraph in paragraphs_in_file_order(document) {
        *balance.entry(bare(&paragraph.text())).or_default() += 1;
    }
    for paragraph in &file.paragraphs {
        *balance.entry(bare(&paragraph.text)).or_default() -= 1;
    }
    balance.remove("");
    let (gone, new) = balance.values().fold((0, 0), |(gone, new), count| {
        (gone + count.max(&0), new + (-count).max(0))
    });
    usize::try_from(gone.max(new)).unwrap_or(0)
}
