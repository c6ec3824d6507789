//! A draft with the template it was made with.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::failure::OpenFailure;
use crate::draft::{Draft, MadeWith, TemplateReference};
use crate::store::{Store, StoreError};
use crate::template::{self, Template, TemplateError, TemplateProblem};
use crate::value::ContentHash;

/// The text of a template file.
pub type Text = Arc<[u8]>;

/// A template, or its first mistake.
pub type Parsed = Result<Arc<Template>, Box<TemplateError>>;

/// Has a text parsed somewhere else: [`TemplateCache::learn`] brings the outcome.
pub type Ask = Box<dyn Fn(Text) + Send>;

/// The template of a draft, and how it stands to the one that the draft was made with.
#[derive(Clone, Debug)]
pub struct FoundTemplate {
    /// The template.
    pub template: Arc<Template>,
    /// Whether the text that the draft was made with is gone, and this one differs from it.
    pub is_another: bool,
    /// The installed one, where it would make another contract of the draft.
    pub newer: Option<Arc<Template>>,
}

/// Parsed templates by their text, so that a list of drafts parses each once.
#[derive(Default)]
pub struct TemplateCache {
    /// To compare two texts is cheaper than to hash one.
    parsed: BTreeMap<Text, Parsed>,
    /// Who parses the texts; they are parsed where they are asked for if there is none.
    parser: Option<Ask>,
    /// The texts that the parser has been given and that have not come back.
    awaited: BTreeSet<Text>,
    /// Whether a text was asked for that is not parsed yet.
    has_missed: bool,
    installed: HashMap<String, Option<Vec<u8>>>,
    /// The kept texts by hash: what is named by its hash never changes.
    pinned: HashMap<String, Vec<u8>>,
    /// What was found for an id and a hash since [`TemplateCache::forget_installed`].
    found: HashMap<(String, String), Found>,
}

/// What there is of a template that a draft names.
#[derive(Clone, Debug)]
enum Found {
    /// One text: nothing to choose from.
    One(FoundTemplate),
    /// The text that was kept, and an installed one of the same words and questions; only its
    /// corrections may say something else.
    Alike {
        kept: Arc<Template>,
        installed: Arc<Template>,
    },
}

impl Found {
    /// What it comes to for a draft that has accepted these corrections.
    fn for_draft(self, accepted: &[String]) -> FoundTemplate {
        match self {
            Self::One(found) => found,
            Self::Alike { kept, installed } => {
                if kept.corrects_the_same(&installed, accepted) {
                    FoundTemplate::only(installed)
                } else {
                    FoundTemplate {
                        template: kept,
                        is_another: false,
                        newer: Some(installed),
                    }
                }
            }
        }
    }
}

impl TemplateCache {
    /// A cache that never parses by itself: what is not parsed yet is missing until
    /// [`TemplateCache::learn`] brings it.
    #[must_use]
    pub fn with_parser(parser: Ask) -> Self {
        Self {
            parser: Some(parser),
            ..Self::default()
        }
    }

    /// Takes in what the parser has made of a text.
    pub fn learn(&mut self, text: Text, parsed: Parsed) {
        self.awaited.remove(&text);
        self.parsed.insert(text, parsed);
    }

    /// Whether the parser has something to do.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.awaited.is_empty()
    }

    /// Whether a text was missing since the last time that this was asked: whatever was made
    /// without it must be made again.
    pub fn take_missed(&mut self) -> bool {
        std::mem::take(&mut self.has_missed)
    }

    /// Fails if a text was missing, before anything is written that depends on it.
    ///
    /// # Errors
    /// A text was missing.
    pub fn expect_all(&self) -> Result<(), OpenFailure> {
        if self.has_missed {
            return Err(not_parsed_yet(""));
        }
        Ok(())
    }

    /// The template that a draft was made with: the text that was kept, or the installed one
    /// where it makes the same contract (then its checks and help are newer), or the installed
    /// one for want of a kept one.
    ///
    /// # Errors
    /// There is neither, or it has mistakes.
    pub fn of_draft(
        &mut self,
        store: &Store,
        made_with: MadeWith<'_>,
    ) -> Result<FoundTemplate, OpenFailure> {
        let reference = made_with.template;
        let key = (reference.id.clone(), reference.sha256.clone());
        let found = if let Some(found) = self.found.get(&key) {
            found.clone()
        } else {
            let found = self.find(store, reference)?;
            self.found.insert(key, found.clone());
            found
        };
        Ok(found.for_draft(made_with.accepted))
    }

    fn find(&mut self, store: &Store, reference: &TemplateReference) -> Result<Found, OpenFailure> {
        let pinned = self.pinned(store, &reference.sha256)?;
        let installed = match self.installed(store, &reference.id) {
            // Which of them the draft would take is not asked for where its own text is kept.
            Err(OpenFailure::Store(StoreError::Ambiguous { .. })) if pinned.is_some() => None,
            installed => installed?,
        };
        let installed = installed.map(|bytes| self.parse(&reference.id, &bytes));
        let pinned = pinned.map(|bytes| self.parse(&reference.id, &bytes));
        // One that is missing for now must not make the other take its place.
        self.expect_all()?;
        let found = match (pinned, installed) {
            (Some(kept), installed) => match (kept, installed) {
                (Ok(kept), Some(Ok(installed))) if kept.says_the_same(&installed) => {
                    return Ok(Found::Alike { kept, installed });
                }
                (Ok(template), Some(Ok(newer))) => FoundTemplate {
                    template,
                    is_another: false,
                    newer: Some(newer),
                },
                (Ok(kept), Some(Err(_)) | None) => FoundTemplate::only(kept),
                (Err(_), Some(Ok(template))) => FoundTemplate {
                    template,
                    is_another: true,
                    newer: None,
                },
                (Err(error), _) => return Err(error),
            },
            (None, Some(installed)) => {
                let template = installed?;
                let hash = || ContentHash::of(template.source.as_bytes()).to_string();
                let is_another = !reference.sha256.is_empty() && reference.sha256 != hash();
                FoundTemplate {
                    template,
                    is_another,
                    newer: None,
                }
            }
            (None, None) => {
                return Err(OpenFailure::NoTemplate {
                    id: reference.id.clone(),
                });
            }
        };
        Ok(Found::One(found))
    }

    /// Forgets which templates are installed, before the folder is read again.
    pub fn forget_installed(&mut self) {
        self.installed.clear();
        self.found.clear();
    }

    /// Parses a template, once for each text.
    ///
    /// # Errors
    /// It has mistakes; the first one is told. Or it is missing for now.
    pub fn parse(&mut self, name: &str, bytes: &[u8]) -> Result<Arc<Template>, OpenFailure> {
        let parsed = match (self.parsed.get(bytes), &self.parser) {
            (Some(parsed), _) => parsed.clone(),
            (None, Some(parser)) => {
                let text = Text::from(bytes);
                parser(Arc::clone(&text));
                self.awaited.insert(text);
                self.has_missed = true;
                return Err(not_parsed_yet(name));
            }
            (None, None) => {
                let parsed = parse(bytes);
                self.parsed.insert(bytes.into(), parsed.clone());
                parsed
            }
        };
        parsed.map_err(|error| OpenFailure::BrokenTemplate {
            name: name.to_owned(),
            error,
        })
    }

    /// The text that was kept; `None` where there is none, or another than its name promises.
    fn pinned(&mut self, store: &Store, sha256: &str) -> Result<Option<Vec<u8>>, OpenFailure> {
        if sha256.is_empty() {
            return Ok(None);
        }
        if let Some(text) = self.pinned.get(sha256) {
            return Ok(Some(text.clone()));
        }
        let text = match store.pinned_template(sha256) {
            Ok(text) => text,
            // A disk that fails now may have the text in a moment: other words must not take its
            // place.
            Err(error @ StoreError::System { .. }) if !error.is_not_found() => {
                return Err(OpenFailure::Store(error));
            }
            Err(_) => return Ok(None),
        };
        self.pinned.insert(sha256.to_owned(), text.clone());
        Ok(Some(text))
    }

    /// The text that is installed; `None` where there is none.
    fn installed(&mut self, store: &Store, id: &str) -> Result<Option<Vec<u8>>, OpenFailure> {
        if let Some(found) = self.installed.get(id) {
            return Ok(found.clone());
        }
        let found = match store.template(id) {
            Ok(stored) => Some(stored.text.map_err(OpenFailure::Store)?),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(OpenFailure::Store(error)),
        };
        self.installed.insert(id.to_owned(), found.clone());
        Ok(found)
    }
}

impl FoundTemplate {
    /// The only one that there is to say of the draft.
    fn only(template: Arc<Template>) -> Self {
        Self {
            template,
            is_another: false,
            newer: None,
        }
    }
}

/// What a missing text comes to until it is parsed. Nobody reads it: [`TemplateCache::take_missed`]
/// says that it must be asked for again.
fn not_parsed_yet(name: &str) -> OpenFailure {
    OpenFailure::NoTemplate {
        id: name.to_owned(),
    }
}

/// A new draft of a template, with the template's text kept beside the drafts.
///
/// # Errors
/// There is no such template, it has mistakes, or its text cannot be kept.
pub fn new_draft(
    store: &Store,
    cache: &mut TemplateCache,
    template_id: &str,
) -> Result<(Arc<Template>, Draft), OpenFailure> {
    let stored = store.template(template_id).map_err(|error| {
        if error.is_not_found() {
            OpenFailure::NoSuchTemplate {
                id: template_id.to_owned(),
            }
        } else {
            OpenFailure::Store(error)
        }
    })?;
    let bytes = stored.text.map_err(OpenFailure::Store)?;
    let template = cache.parse(template_id, &bytes)?;
    let hash = store.pin_template(&bytes).map_err(OpenFailure::Store)?;
    // A kept text that was missing so far is there now.
    cache.found.clear();
    let draft = Draft {
        template: TemplateReference {
            id: template_id.to_owned(),
            version: template.version.clone(),
            sha256: hash.to_string(),
            declined: String::new(),
        },
        ..Draft::default()
    };
    Ok((template, draft))
}

/// Parses a text, here and now.
///
/// # Errors
/// Its first mistake.
pub fn parse(text: &[u8]) -> Parsed {
    match template::parse(text) {
        Ok(template) => Ok(Arc::new(template)),
        Err(errors) => Err(Box::new(first(errors))),
    }
}

/// A refused template has at least one mistake; an empty list would be a fault of the parser.
fn first(errors: Vec<TemplateError>) -> TemplateError {
    errors.into_iter().next().unwrap_or(TemplateError {
        problem: TemplateProblem::EmptyBody,
        line: 1,
        column: 1,
    })
}
