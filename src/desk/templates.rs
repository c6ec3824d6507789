//! Finds the template that a draft was made with.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::failure::OpenFailure;
use crate::draft::{Draft, MadeWith, TemplateReference};
use crate::store::{Store, StoreError, template_hash};
use crate::template::{self, TableRule, Template, TemplateError, TemplateProblem};
use crate::value::ContentHash;

/// The content of a template file, and the rule by which its tables are read.
pub type Text = (TableRule, Arc<[u8]>);

/// A parsed template, or its first error.
pub type Parsed = Result<Arc<Template>, Box<TemplateError>>;

/// Requests that another thread parses a text; [`TemplateCache::learn`] receives the result.
pub type Ask = Box<dyn Fn(Text) + Send>;

/// The template of a draft, and how it compares to the template that the draft was made with.
#[derive(Clone, Debug)]
pub struct FoundTemplate {
    /// The template to show the draft with.
    pub template: Arc<Template>,
    /// Whether the template differs from the one that the draft was made with, which is lost.
    pub is_another: bool,
    /// The installed template, if it changes the draft's contract.
    pub newer: Option<Arc<Template>>,
}

/// Parsed templates by their text, so that a list of drafts parses each template once.
#[derive(Default)]
pub struct TemplateCache {
    /// By rule and text; the text is a key, because comparing two texts is cheaper than hashing one.
    parsed: BTreeMap<TableRule, BTreeMap<Arc<[u8]>, Parsed>>,
    /// The parser on another thread; without it texts are parsed at once.
    parser: Option<Ask>,
    /// The texts that the parser is working on.
    awaited: BTreeSet<Text>,
    /// Whether a text was requested that is not parsed yet.
    has_missed: bool,
    installed: HashMap<String, Option<Vec<u8>>>,
    /// The kept texts by hash. A text with a given hash never changes.
    pinned: HashMap<String, Vec<u8>>,
    /// The results for an id, a hash and a rule since [`TemplateCache::forget_installed`].
    found: HashMap<(String, String, TableRule), Found>,
}

/// The available versions of a template that a draft names.
#[derive(Clone, Debug)]
enum Found {
    /// One version, so there is no choice.
    One(FoundTemplate),
    /// The kept version and an installed version with the same words and questions; only the
    /// corrections may differ.
    Alike {
        kept: Arc<Template>,
        installed: Arc<Template>,
    },
}

impl Found {
    /// The version for a draft that has accepted these corrections.
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
    /// A cache that parses nothing itself: a text is missing until [`TemplateCache::learn`]
    /// receives its parsed template.
    #[must_use]
    pub fn with_parser(parser: Ask) -> Self {
        Self {
            parser: Some(parser),
            ..Self::default()
        }
    }

    /// Stores the result of the parser.
    pub fn learn(&mut self, text: Text, parsed: Parsed) {
        self.awaited.remove(&text);
        self.keep(text, parsed);
    }

    fn keep(&mut self, (rule, bytes): Text, parsed: Parsed) {
        self.parsed.entry(rule).or_default().insert(bytes, parsed);
    }

    /// Whether the parser still works on a text.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.awaited.is_empty()
    }

    /// Whether a text was missing since the last call. Results made without that text must then be
    /// made again.
    pub fn take_missed(&mut self) -> bool {
        std::mem::take(&mut self.has_missed)
    }

    /// Checks that no text was missing before a result that depends on the texts is written.
    ///
    /// # Errors
    /// A text was missing.
    pub(super) fn expect_all(&self) -> Result<(), OpenFailure> {
        if self.has_missed {
            return Err(not_parsed_yet(""));
        }
        Ok(())
    }

    /// The template that a draft was made with. The kept text counts, unless the installed template
    /// makes the same contract, whose checks and help are then newer. Without a kept text the
    /// installed template is used.
    ///
    /// # Errors
    /// There is neither a kept nor an installed text, or the text has errors.
    pub fn of_draft(
        &mut self,
        store: &Store,
        made_with: MadeWith<'_>,
    ) -> Result<FoundTemplate, OpenFailure> {
        let reference = made_with.template;
        let key = (
            reference.id.clone(),
            reference.sha256.clone(),
            reference.tables,
        );
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
            // An ambiguous id does no harm if the draft's own text is kept.
            Err(OpenFailure::Store(StoreError::Ambiguous { .. })) if pinned.is_some() => None,
            installed => installed?,
        };
        // The rule of the draft is for the text that the draft was made with, and for no other.
        let is_own = |bytes: &[u8]| match &pinned {
            Some(pinned) => pinned == bytes,
            None => ContentHash::of(bytes).to_string() == reference.sha256,
        };
        let rule_of = |bytes: &[u8]| match reference.tables {
            TableRule::TwoColumns if is_own(bytes) => TableRule::TwoColumns,
            TableRule::TwoColumns | TableRule::Tagged => TableRule::Tagged,
        };
        let installed = installed.map(|bytes| {
            let rule = rule_of(&bytes);
            self.parse_by(rule, &reference.id, &bytes)
        });
        let pinned = pinned.map(|bytes| self.parse_by(reference.tables, &reference.id, &bytes));
        // A text that is not parsed yet must not be replaced by the other version.
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
                let hash = || template_hash(&template.source);
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

    /// Forgets the installed templates before the folder is read again.
    pub(super) fn forget_installed(&mut self) {
        self.installed.clear();
        self.found.clear();
    }

    /// Parses a template, once for each text.
    ///
    /// # Errors
    /// The first error of the template; or the text is not parsed yet.
    pub fn parse(&mut self, name: &str, bytes: &[u8]) -> Result<Arc<Template>, OpenFailure> {
        self.parse_by(TableRule::default(), name, bytes)
    }

    /// As [`TemplateCache::parse`], with the rule that says which tables are signature blocks.
    ///
    /// # Errors
    /// The first error of the template; or the text is not parsed yet.
    pub(super) fn parse_by(
        &mut self,
        rule: TableRule,
        name: &str,
        bytes: &[u8],
    ) -> Result<Arc<Template>, OpenFailure> {
        let known = self.parsed.get(&rule).and_then(|parsed| parsed.get(bytes));
        let parsed = match (known, &self.parser) {
            (Some(parsed), _) => parsed.clone(),
            (None, Some(parser)) => {
                let text: Text = (rule, bytes.into());
                parser(text.clone());
                self.awaited.insert(text);
                self.has_missed = true;
                return Err(not_parsed_yet(name));
            }
            (None, None) => {
                let text: Text = (rule, bytes.into());
                let parsed = parse(&text);
                self.keep(text, parsed.clone());
                parsed
            }
        };
        parsed.map_err(|error| OpenFailure::BrokenTemplate {
            name: name.to_owned(),
            error,
        })
    }

    /// The kept text; `None` if it is missing or does not match its hash.
    fn pinned(&mut self, store: &Store, sha256: &str) -> Result<Option<Vec<u8>>, OpenFailure> {
        if sha256.is_empty() {
            return Ok(None);
        }
        if let Some(text) = self.pinned.get(sha256) {
            return Ok(Some(text.clone()));
        }
        let text = match store.pinned_template(sha256) {
            Ok(text) => text,
            // The text may exist although the disk fails now: another text must not replace it.
            Err(error @ StoreError::System { .. }) if !error.is_not_found() => {
                return Err(OpenFailure::Store(error));
            }
            Err(_) => return Ok(None),
        };
        self.pinned.insert(sha256.to_owned(), text.clone());
        Ok(Some(text))
    }

    /// The installed text; `None` if there is none.
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
    /// The result if only one version exists.
    fn only(template: Arc<Template>) -> Self {
        Self {
            template,
            is_another: false,
            newer: None,
        }
    }
}

/// The placeholder for a text that is not parsed yet. Nobody sees it:
/// [`TemplateCache::take_missed`] makes the caller ask again.
fn not_parsed_yet(name: &str) -> OpenFailure {
    OpenFailure::NoTemplate {
        id: name.to_owned(),
    }
}

/// Creates a draft of a template, and keeps the template's text beside the drafts.
///
/// # Errors
/// There is no such template, the template has errors, or its text cannot be kept.
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
    // A lookup that found no kept text is outdated now.
    cache.found.clear();
    let draft = Draft {
        template: TemplateReference {
            id: template_id.to_owned(),
            version: template.version.clone(),
            sha256: hash.to_string(),
            ..TemplateReference::default()
        },
        ..Draft::default()
    };
    Ok((template, draft))
}

/// Parses a text on this thread.
///
/// # Errors
/// The first error of the text.
pub fn parse((rule, bytes): &Text) -> Parsed {
    match template::parse_by(*rule, bytes) {
        Ok(template) => Ok(Arc::new(template)),
        Err(errors) => Err(Box::new(first(errors))),
    }
}

/// The first error. A refused template has at least one; an empty list is a defect of the parser.
fn first(errors: Vec<TemplateError>) -> TemplateError {
    errors.into_iter().next().unwrap_or(TemplateError {
        problem: TemplateProblem::EmptyBody,
        line: 1,
        column: 1,
    })
}
