//! Holds jobs that wait for a template. Another thread parses the template while saves continue.

use super::{Job, Worker};
use crate::app::{Message, Request};
use crate::desk::{Parsed, Text};

impl Job {
    /// The request to repeat when a template is parsed; `None` for a job that needs no template.
    /// These requests write nothing before they have their templates (see [`Worker::prepare`]).
    fn again(&self) -> Option<Request> {
        match self {
            Self::Ask(request) => match request {
                Request::Open(_)
                | Request::New { .. }
                | Request::TakeOver
                | Request::Copy
                | Request::Watch
                | Request::Revisions
                | Request::ListTrash
                | Request::Compare(_)
                | Request::Merge(_) => Some(request.clone()),
                Request::List
                | Request::News
                | Request::Look
                | Request::RestoreTrashed(_)
                | Request::Trash(_)
                | Request::Restore(_)
                | Request::Decide(_)
                | Request::Language(_) => None,
            },
            Self::Save { .. }
            | Self::Close
            | Self::SaveElsewhere { .. }
            | Self::Export(..)
            | Self::Sweep
            | Self::Learn(..)
            | Self::DeriveFirst(_) => None,
        }
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
        if self.keeper.cache().take_missed() {
            self.held.push_front(job);
            return;
        }
        let message = self.perform(job);
        match again {
            Some(again) if self.keeper.cache().take_missed() => {
                self.held.push_front(Job::Ask(again));
            }
            Some(_) | None => self.tell(message),
        }
    }

    /// Requests the template of a job that writes to the disk before it needs the template.
    fn prepare(&mut self, job: &Job) {
        // These calls only start the parsing; the job itself reports a missing template.
        match job {
            Job::Ask(Request::Merge(draft)) => self.keeper.find_template(draft),
            Job::Ask(Request::TakeOver | Request::Copy) => self.keeper.find_own_template(),
            _ => {}
        }
    }

    /// Takes in a parsed template and performs the jobs that waited for it.
    pub(super) fn learn(&mut self, text: Text, parsed: Parsed) -> Option<Message> {
        self.keeper.cache().learn(text, parsed);
        let mut held = std::mem::take(&mut self.held);
        while let Some(job) = held.pop_front() {
            self.attempt(job);
            if !self.held.is_empty() {
                self.held.append(&mut held);
            }
        }
        if self.keeper.cache().is_waiting() {
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
