//! The fingerprint of a definition: of its meaning and wording, not of its bytes.
//!
//! Every value is written as a tag and a length before its bytes, in a fixed order, so that no two surveys write the same. Comments,
//! the order of keys, quoting and defaults that are written out change nothing.

mod asked;
mod figures;

use crate::locale::Texts;
use crate::model::Access;
use crate::model::Better;
use crate::model::Condition;
use crate::model::Id;
use crate::model::IndexScheme;
use crate::model::PopulationTargets;
use crate::model::QuotaCells;
use crate::model::RandomOrder;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::stats::design::Lonely;
use crate::stats::replicates::Centre;
use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write;
use std::sync::Arc;

/// Grows when the writing below changes, since then every fingerprint does.
const FORM: &str = "manyi definition 1";

/// SHA-256 in 64 hex digits.
#[must_use]
pub fn of(survey: &Survey) -> String {
    let mut writer = Writer(Sha256::new());
    writer.text(FORM);
    writer.survey(survey);
    writer.0.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

struct Writer(Sha256);

impl Writer {
    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_le_bytes());
    }

    fn number(&mut self, number: f64) {
        // Zero has two signs and one meaning.
        self.0.update((number + 0.0).to_bits().to_le_bytes());
    }

    fn switch(&mut self, on: bool) {
        self.0.update([u8::from(on)]);
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.switch(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn each<T>(&mut self, values: &[T], write: impl Fn(&mut Self, &T)) {
        self.count(values.len());
        for value in values {
            write(self, value);
        }
    }

    fn texts(&mut self, texts: &Texts) {
        let all: Vec<(&str, &str)> = texts
            .all()
            .map(|(lang, text)| (lang.map_or("", |lang| lang.tag()), text))
            .collect();
        self.each(&all, |writer, (lang, text)| {
            writer.text(lang);
            writer.text(text);
        });
    }

    /// As printed from its tree, so that blanks and needless brackets do not count.
    fn condition(&mut self, condition: Option<&Arc<Condition>>) {
        self.maybe(condition, |writer, condition| writer.text(&condition.typed.to_string()));
    }

    #[expect(clippy::too_many_lines, reason = "every field of a survey, one after the other")]
    fn survey(&mut self, survey: &Survey) {
        self.text(survey.id.as_str());
        for texts in [&survey.title, &survey.intro, &survey.thanks, &survey.privacy.notice] {
            self.texts(texts);
        }
        self.each(&survey.languages, |writer, lang| writer.text(lang.tag()));
        self.each(&survey.pages, |writer, page| {
            writer.text(page.id.as_str());
            writer.texts(&page.title);
            writer.each(&page.questions, Self::question);
        });
        self.each(&survey.variables, |writer, variable| {
            writer.text(variable.id.as_str());
            writer.domain(&variable.domain);
            writer.texts(&variable.text);
            writer.maybe(variable.touchpoint.as_ref(), |writer, touchpoint| {
                writer.text(touchpoint);
            });
            writer.condition(variable.value.as_ref());
        });
        self.each(&survey.segments, Self::variable);
        self.maybe(survey.weight.as_ref(), Self::variable);
        if let Some(design) = &survey.design {
            // Written only where there is one: definitions without keep their fingerprint.
            self.text("design");
            for variable in [design.stratum, design.cluster, design.population] {
                self.maybe(variable.as_ref(), Self::variable);
            }
            self.switch(design.lonely == Lonely::Adjust);
        }
        if let Some(replicates) = &survey.replicates {
            self.text("replicates");
            self.text(replicates.asked.kind.code());
            self.each(&replicates.weights, Self::variable);
            self.switch(replicates.combined);
            self.switch(replicates.asked.centre == Centre::Estimate);
            let asked = &replicates.asked;
            for number in asked.rho.iter().chain(&asked.scale).chain(&asked.scales) {
                self.number(*number);
            }
            self.number(f64::from(replicates.df.unwrap_or(0)));
        }
        if let Some(population) = &survey.population {
            self.text("population");
            match &population.targets {
                PopulationTargets::File(name) => self.text(name),
                PopulationTargets::Margins(texts) => self.each(texts, |writer, text| writer.text(text)),
            }
            self.text(population.method.code());
            for number in population
                .trim
                .iter()
                .chain(population.bound.iter().flat_map(|(low, high)| [low, high]))
            {
                self.number(*number);
            }
        }
        self.maybe(survey.sample.as_ref(), |writer, sample| {
            for text in [&sample.file, sample.key.as_ref().unwrap_or(&String::new()), &sample.id] {
                writer.text(text);
            }
            writer.each(&sample.fills, |writer, id| writer.text(id.as_str()));
        });
        if let Some(unit) = &survey.unit {
            self.text("unit");
            self.text(unit.of.as_str());
            self.variable(&unit.key);
            self.each(&unit.fills, |writer, id| writer.text(id.as_str()));
            if let Some(page) = &unit.repeats {
                self.text("loop");
                self.text(page.as_str());
            }
        }
        self.each(&survey.measures, Self::measure);
        let report = &survey.report;
        let practical = &report.practical;
        for number in [
            report.alpha,
            practical.share,
            practical.index,
            practical.nps,
            practical.mean,
        ] {
            self.number(number);
        }
        for threshold in [report.flag_below, report.hide_below, report.privacy_k, report.quotes_k] {
            self.0.update(threshold.to_le_bytes());
        }
        if !survey.fallback.is_empty() {
            self.text("fallback");
            for (lang, chain) in &survey.fallback {
                self.text(lang.tag());
                self.each(chain, |writer, lang| writer.text(lang.tag()));
            }
        }
        for (list, key, texts) in survey.words.all() {
            self.text(list);
            self.text(key);
            self.texts(texts);
        }
        // What came later stands at the end and only where it says something, so that older definitions keep theirs.
        let directed = survey.measures.iter().filter(|measure| measure.better.is_some());
        for measure in directed {
            self.text("better");
            self.text(measure.id.as_str());
            self.switch(measure.better == Some(Better::High));
        }
        if survey.privacy.stated {
            let privacy = &survey.privacy;
            self.text("privacy");
            self.text(privacy.mode.code());
            self.switch(privacy.access == Access::Token);
            self.each(&privacy.facts, |writer, (fact, texts)| {
                writer.text(fact.code());
                writer.texts(texts);
            });
        }
        self.flow(survey);
        self.piped(survey);
        self.sampling(survey);
        for (_, _, question) in survey.questions() {
            if let Some(option) = question.attention {
                self.text("attention");
                self.text(question.id.as_str());
                self.count(option);
            }
        }
        for (id, because) in &survey.comparable {
            self.text("comparable");
            self.text(id.as_str());
            self.text(because);
        }
        for (id, formerly) in &survey.formerly {
            self.text("formerly");
            self.text(id.as_str());
            self.text(&formerly.because);
            for (old, now) in &formerly.now {
                self.text(old);
                self.text(&now.code());
            }
        }
        if let Some(root) = survey
            .index
            .as_ref()
            .filter(|root| *root.scheme != IndexScheme::default())
        {
            self.scheme(root);
        }
    }

    /// Conditions of pages, options and rows, and random orders: each after the place it stands at, where there is one.
    fn flow(&mut self, survey: &Survey) {
        for page in &survey.pages {
            if let Some(condition) = &page.show_if {
                self.place("page_if", &page.id, 0);
                self.condition(Some(condition));
            }
            self.order(&page.id, page.order.as_ref());
            for question in &page.questions {
                for (word, conditions) in [
                    ("option_if", &question.parts.option_if),
                    ("row_if", &question.parts.row_if),
                ] {
                    for (at, condition) in conditions {
                        self.place(word, &question.id, *at);
                        self.condition(Some(condition));
                    }
                }
                if !question.parts.interviewer.is_empty() {
                    self.text("interviewer");
                    self.text(question.id.as_str());
                    self.texts(&question.parts.interviewer);
                }
                self.order(&question.id, question.parts.order.as_ref());
            }
        }
    }

    /// Texts as they are written where they ask for answers.
    fn piped(&mut self, survey: &Survey) {
        for (at, texts) in survey.piped.iter().enumerate() {
            if let Some(texts) = texts {
                self.place("piped", &survey.id, at);
                self.texts(texts);
            }
        }
        for (of, texts) in &survey.privacy.piped {
            self.text(&format!("piped {of:?}"));
            self.texts(texts);
        }
        for page in &survey.pages {
            if let Some(texts) = &page.piped {
                self.place("piped", &page.id, 0);
                self.texts(texts);
            }
            for question in &page.questions {
                for (of, texts) in &question.parts.piped {
                    self.text(&format!("piped {of:?}"));
                    self.text(question.id.as_str());
                    self.texts(texts);
                }
            }
        }
    }

    fn place(&mut self, word: &str, id: &Id, at: usize) {
        self.text(word);
        self.text(id.as_str());
        self.count(at);
    }

    fn order(&mut self, id: &Id, order: Option<&RandomOrder>) {
        if let Some(order) = order {
            self.place("order", id, order.variable.0);
            self.each(&order.anchors, |writer, at| writer.count(*at));
        }
    }

    /// What a sample's columns mean, and the quotas.
    fn sampling(&mut self, survey: &Survey) {
        if let Some(sample) = &survey.sample {
            for attribute in &sample.attributes {
                self.text("attribute");
                self.text(attribute);
            }
            for (key, column) in sample.columns.all() {
                if let Some(column) = column {
                    self.text(key);
                    self.text(column);
                }
            }
        }
        for quota in &survey.quotas {
            self.text("quota");
            self.text(quota.id.as_str());
            self.texts(&quota.title);
            match &quota.cells {
                QuotaCells::Where(condition, target) => {
                    self.condition(condition.as_ref());
                    self.0.update(target.to_le_bytes());
                }
                QuotaCells::Of(of, targets) => {
                    self.variable(of);
                    self.each(targets, |writer, (option, target)| {
                        writer.count(*option);
                        writer.0.update(target.to_le_bytes());
                    });
                }
            }
        }
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "handed to `each`, which passes references"
    )]
    fn variable(&mut self, index: &VariableIndex) {
        self.count(index.0);
    }
}
