//! The one thread that writes: answers that arrive while the disk is waited for are written together next.

use super::CollectorError;
use super::Settings;
use super::form::day;
use super::inbox::Inbox;
use super::inbox::Receipt;
use super::inbox::Refusal;
use super::inbox::Sizes;
use super::inbox::Submission;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::mpsc::Receiver;
use tokio::sync::oneshot;

/// Most answers written together.
const BATCH: usize = 512;

/// An answer on its way to the disk, and whom to tell.
pub(super) struct Job {
    pub submission: Submission,
    pub reply: oneshot::Sender<Result<Receipt, Refusal>>,
}

/// Writes what arrives, until nobody can send any more.
pub(super) struct Writer {
    settings: Arc<Settings>,
    inboxes: BTreeMap<String, Inbox>,
}

impl Writer {
    /// Opens the inboxes of all forms there are.
    pub(super) fn new(settings: &Arc<Settings>) -> Result<Self, CollectorError> {
        let mut writer = Self {
            settings: Arc::clone(settings),
            inboxes: BTreeMap::new(),
        };
        for form in &settings.live.offer().forms {
            writer.inbox(&form.survey)?;
        }
        Ok(writer)
    }

    fn inbox(&mut self, survey: &str) -> Result<&mut Inbox, CollectorError> {
        if !self.inboxes.contains_key(survey) {
            let settings = &self.settings;
            let sizes = Sizes {
                segment: settings.limits.segment,
                aside: settings.limits.aside,
            };
            let disk = Arc::clone(&settings.disk);
            let inbox = Inbox::open(&settings.inbox, survey, disk, sizes, settings.salt)?;
            self.inboxes.insert(survey.to_owned(), inbox);
        }
        self.inboxes.get_mut(survey).ok_or_else(|| CollectorError::Inbox {
            path: self.settings.inbox.join(survey),
            source: std::io::Error::from(std::io::ErrorKind::NotFound),
        })
    }

    /// Works until the channel is closed; then files whose order is not to be kept are sealed.
    pub(super) fn run(mut self, mut jobs: Receiver<Job>) {
        while let Some(first) = jobs.blocking_recv() {
            let mut batches: BTreeMap<String, Vec<Job>> = BTreeMap::new();
            let mut next = Some(first);
            for _ in 0..BATCH {
                let Some(job) = next else { break };
                batches.entry(job.submission.form.survey.clone()).or_default().push(job);
                next = jobs.try_recv().ok();
            }
            if let Some(job) = next {
                batches.entry(job.submission.form.survey.clone()).or_default().push(job);
            }
            for (survey, batch) in batches {
                self.write(&survey, batch);
            }
        }
        for (survey, inbox) in &mut self.inboxes {
            if inbox.loses_order()
                && let Err(source) = inbox.seal()
            {
                let path = self.settings.inbox.join(survey);
                (self.settings.trouble)(&CollectorError::Inbox { path, source });
            }
        }
    }

    fn write(&mut self, survey: &str, batch: Vec<Job>) {
        let (submissions, replies): (Vec<_>, Vec<_>) = batch.into_iter().map(|job| (job.submission, job.reply)).unzip();
        let outcomes = self.take(survey, submissions);
        let settings = &self.settings;
        if let Some(Err(refusal)) = outcomes.iter().find(|outcome| matches!(outcome, Err(Refusal::Disk(_)))) {
            let source = match refusal {
                Refusal::Disk(error) => std::io::Error::new(error.kind(), error.to_string()),
                _ => std::io::Error::other("refused"),
            };
            let path = settings.inbox.join(survey);
            (settings.trouble)(&CollectorError::Inbox { path, source });
        }
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            // Whoever sent it may have gone; the answer is kept all the same.
            drop(reply.send(outcome));
        }
    }

    fn take(&mut self, survey: &str, submissions: Vec<Submission>) -> Vec<Result<Receipt, Refusal>> {
        let count = submissions.len();
        let left = (self.settings.free)(&self.settings.inbox);
        if left < self.settings.limits.min_free {
            let folder = self.settings.inbox.clone();
            (self.settings.trouble)(&CollectorError::Full { folder, left });
            return (0..count).map(|_| Err(Refusal::Full)).collect();
        }
        let today = day((self.settings.clock)(), &self.settings.zone);
        match self.inbox(survey) {
            Ok(inbox) => inbox.take(submissions, &today),
            Err(error) => (0..count)
                .map(|_| Err(Refusal::Disk(std::io::Error::other(error.to_string()))))
                .collect(),
        }
    }
}
