//! A whole survey.

use super::Design;
use super::Formerly;
use super::Id;
use super::IndexNode;
use super::Measure;
use super::OwnWords;
use super::Page;
use super::PopulationWeights;
use super::Privacy;
use super::Question;
use super::Quota;
use super::Recoding;
use super::Replicates;
use super::ReportSettings;
use super::SampleLink;
use super::UnitLink;
use super::Variable;
use super::VariableIndex;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::locale::Word;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A survey that has been checked: all names resolve, all types fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Name, also that of its file.
    pub id: Id,
    /// Title.
    pub title: Texts,
    /// What stands before the first question, Markdown.
    pub intro: Texts,
    /// What stands after sending, Markdown.
    pub thanks: Texts,
    /// [`Survey::intro`] and [`Survey::thanks`] with double braces, where they ask for answers.
    pub piped: [Option<Texts>; 2],
    /// What respondents are told about their data and promised, above the first question.
    pub privacy: Privacy,
    /// Languages; the first is complete. At least one.
    pub languages: Vec<Lang>,
    /// By language, the languages whose texts stand in for missing ones, in order; for others it is [`Survey::languages`].
    pub fallback: BTreeMap<Lang, Vec<Lang>>,
    /// Words of forms in the survey's own wording, mostly for languages that manyi does not speak itself.
    pub words: OwnWords,
    /// Pages in order.
    pub pages: Vec<Page>,
    /// All variables: questions in order, then hidden, then derived.
    pub variables: Vec<Variable>,
    /// Position of each variable by name.
    pub by_id: BTreeMap<Id, VariableIndex>,
    /// What results are broken down by: choices, ratings or bands.
    pub segments: Vec<VariableIndex>,
    /// The hidden number that weights a response; `None` means every response counts one.
    pub weight: Option<VariableIndex>,
    /// How the responses of a wave were drawn; `None` means singly and alike.
    pub design: Option<Design>,
    /// Replicate weights that tell how accurate estimates are; never with a design.
    pub replicates: Option<Replicates>,
    /// The population responses are weighted to when they are analysed, beside what they weigh already; never with
    /// replicate weights.
    pub population: Option<PopulationWeights>,
    /// Attributes of those asked.
    pub sample: Option<SampleLink>,
    /// What a row is, where it belongs to a response of another survey.
    pub unit: Option<UnitLink>,
    /// How many answers are wanted from whom.
    pub quotas: Vec<Quota>,
    /// What is reported: the declared measures in order, then the index and its parts, each before its own parts.
    pub measures: Vec<Measure>,
    /// The index tree.
    pub index: Option<Arc<IndexNode>>,
    /// Report settings.
    pub report: ReportSettings,
    /// By name of a question or measure that was changed, why it can still be compared with what it was.
    pub comparable: BTreeMap<Id, String>,
    /// By name of a question or hidden value whose options were edited, what its earlier options are today.
    pub formerly: BTreeMap<Id, Formerly>,
    /// By hash of an earlier version and name of a variable, how its stored answers are read; made where the versions that asked the
    /// stored answers are known.
    pub recodings: BTreeMap<String, BTreeMap<Id, Recoding>>,
    /// SHA-256 of the definition's meaning and wording, 64 hex digits.
    pub hash: String,
}

impl Survey {
    /// The variable at a position.
    ///
    /// # Panics
    /// Never for an index of this survey; an index of another survey may be out of range.
    #[must_use]
    pub fn variable(&self, index: VariableIndex) -> &Variable {
        &self.variables[index.0]
    }

    /// The variable of this name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<VariableIndex> {
        self.by_id.get(id).copied()
    }

    /// Whether a hidden value comes from the sample, or from the response that a row belongs to.
    #[must_use]
    pub fn is_filled(&self, id: &Id) -> bool {
        let sample = self.sample.iter().flat_map(|link| &link.fills);
        sample
            .chain(self.unit.iter().flat_map(|unit| &unit.fills))
            .any(|filled| filled == id)
    }

    /// The measure of this name.
    #[must_use]
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == *id)
    }

    /// All questions in order, with the positions of page and question.
    pub fn questions(&self) -> impl Iterator<Item = (usize, usize, &Question)> {
        let pages = self.pages.iter().enumerate();
        pages.flat_map(|(p, page)| {
            page.questions
                .iter()
                .enumerate()
                .map(move |(q, question)| (p, q, question))
        })
    }

    /// The text in `lang`, falling back along the languages that stand in for it, else along the survey's.
    #[must_use]
    pub fn text<'a>(&'a self, texts: &'a Texts, lang: &Lang) -> &'a str {
        texts.get(lang, self.chain(lang))
    }

    /// A word of forms in `lang`, falling back as its texts do.
    #[must_use]
    pub fn word(&self, word: &'static Word, lang: &Lang) -> &str {
        self.words.say(word, lang, self.chain(lang))
    }

    /// The language in which readers of `lang` get a list of words: their own where it has some or is built in, else the first that
    /// stands in for it and has.
    #[must_use]
    pub fn spoken<'a>(&'a self, list: &[Word], lang: &'a Lang) -> &'a Lang {
        let speaks = |lang: &&Lang| {
            let is_built_in = list.first().is_some_and(|word| word.built_in(lang).is_some());
            is_built_in || self.words.speaks(list, lang)
        };
        let mut all = std::iter::once(lang).chain(self.chain(lang));
        all.find(speaks).unwrap_or(lang)
    }

    /// The languages that stand in for `lang`.
    fn chain(&self, lang: &Lang) -> &[Lang] {
        self.fallback.get(lang).unwrap_or(&self.languages)
    }
}
