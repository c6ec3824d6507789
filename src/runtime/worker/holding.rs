//! Holds jobs that wait for a template. Another thread parses the template while saves continue.

use super::{Job, Worker};
use crate::app::Message;
use crate::desk::{Parsed, Text};

impl Job {
    /// Copies a job that may need templates and that writes nothing before it has them (see
    /// [`Worker::prepare`]); `None` for other jobs.
    fn again(&self) -> Option<Self> {
        Some(match self {
            Self::Open(id) => Self::Open(id.clone()),
            Self::New { template, from } => Self::New {
                template: template.clone(),
                from: from.clone(),
            },
            Self::TakeOver => Self::TakeOver,
            Self::Copy => Self::Copy,
            Self::Watch => Self::Watch,
            Self::Revisions => Self::Revisions,
            Self::ListTrash => Self::ListTrash,
            Self::Compare(copy) => Self::Compare(copy.clone()),
            Self::Merge(draft) => Self::Merge(draft.clone()),
            Self::List
            | Self::News
            | Self::Save { .. }
            | Self::Close
            | Self::Look
            | Self::SaveElsewhere { .. }
            | Self::RestoreTrashed(_)
            | Self::Trash(_)
            | Self::Restore(_)
            | Self::Export(..)
            | Self::Language(_)
            | Self::Sweep
            | Self::Learn(..) => return None,
        })
    }

    /// Whether the job runs ahead of jobs that wait for a template.
    pub(super) fn is_urgent(&self) -> bool {
        matches!(
            self,
            Self::Save { .. } | Self::SaveElsewhere { .. } | Self::Learn(..)
        )
    }
}

impl Worker {
    /// Performs a job, or holds it until its missing template is parsed.
    pub(super) fn attempt(&mut self, job: Job) {
        let again = job.again();
        self.prepare(&job);
        if self.cache.take_missed() {
            self.held.push_front(job);
            return;
        }
        let message = self.perform(job);
        match again {
            Some(again) if self.cache.take_missed() => self.held.push_front(again),
            Some(_) | None => self.tell(message),
        }
    }

    /// Requests the template of a job that writes to the disk before it needs the template.
    fn prepare(&mut self, job: &Job) {
        let open = self.open.as_ref().and_then(|open| open.file.as_ref());
        let made_with = if let Job::Merge(draft) = job {
            Some(draft.made_with())
        } else {
            open.filter(|_| matches!(job, Job::TakeOver | Job::Copy))
                .map(|file| file.draft().made_with())
        };
        if let Some(made_with) = made_with {
            // This call only starts the parsing; the job itself reports a missing template.
            let _found = self.cache.of_draft(&self.store, made_with);
        }
    }

    /// Takes in a parsed template and performs the jobs that waited for it.
    pub(super) fn learn(&mut self, text: Text, parsed: Parsed) -> Option<Message> {
        self.cache.learn(text, parsed);
        let mut held = std::mem::take(&mut self.held);
        while let Some(job) = held.pop_front() {
            self.attempt(job);
            if !self.held.is_empty() {
                self.held.append(&mut held);
            }
        }
        if self.cache.is_waiting() {
            return None;
        }
        if let Some(listing) = &mut self.listing {
            listing.try_again();
        }
        if self.is_list_wanted {
            return self.begin_list();
        }
        None
    }
}
