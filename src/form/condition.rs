//! Conditions in the respondent's words, with questions named by number and text.

use super::words;
use crate::locale::Lang;
use crate::logic::Describe;
use crate::logic::Subject;
use crate::logic::describe;
use crate::model::Condition;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::site::plain;

/// Names the questions of one survey in one language.
pub(super) struct Names<'s> {
    survey: &'s Survey,
    lang: &'s Lang,
    /// Numbers of the questions, by page and question.
    numbers: &'s [Vec<Option<usize>>],
}

impl<'s> Names<'s> {
    pub(super) fn new(survey: &'s Survey, lang: &'s Lang, numbers: &'s [Vec<Option<usize>>]) -> Self {
        Self { survey, lang, numbers }
    }

    /// "Answer only if …".
    pub(super) fn answer_only(&self, condition: &Condition) -> String {
        words::answer_only(self.lang.tongue(), &self.describe(condition))
    }

    /// "Answer this part only if …".
    pub(super) fn part_only(&self, condition: &Condition) -> String {
        words::part_only(self.lang.tongue(), &self.describe(condition))
    }

    /// "(choose this only if …)".
    pub(super) fn choose_only(&self, condition: &Condition) -> String {
        words::choose_only(self.lang.tongue(), &self.describe(condition))
    }

    /// "(answer this only if …)".
    pub(super) fn row_only(&self, condition: &Condition) -> String {
        words::row_only(self.lang.tongue(), &self.describe(condition))
    }

    /// "Required if …".
    pub(super) fn required_when(&self, condition: &Condition) -> String {
        words::required_when(self.lang.tongue(), &self.describe(condition))
    }

    /// A question by number and text, as conditions call it.
    pub(super) fn question(&self, variable: VariableIndex) -> String {
        match self.subject(variable.0) {
            Subject::Question(name) | Subject::Fact(name) => name,
        }
    }

    fn describe(&self, condition: &Condition) -> String {
        describe(&condition.typed, self, self.lang.tag())
    }

    fn number(&self, page: usize, question: usize) -> Option<usize> {
        self.numbers.get(page)?.get(question).copied().flatten()
    }
}

impl Describe for Names<'_> {
    fn subject(&self, slot: usize) -> Subject {
        let Some(variable) = self.survey.variables.get(slot) else {
            let built_in = crate::model::symbols::BUILT_IN
                .get(slot - self.survey.variables.len())
                .copied();
            return Subject::Fact(words::built_in(self.lang.tongue(), built_in.unwrap_or_default()).to_owned());
        };
        let text = shortened(&plain(self.survey.text(&variable.text, self.lang)));
        let name = if text.is_empty() { variable.id.to_string() } else { text };
        let Some((page, question)) = variable.origin.place() else {
            return Subject::Fact(name);
        };
        let number = self
            .number(page, question)
            .map_or(String::new(), |number| format!("{number}. "));
        Subject::Question(format!("{number}{name}"))
    }

    fn option(&self, slot: usize, index: u32) -> String {
        let variable = self
            .survey
            .variables
            .get(slot)
            .map(|_| self.survey.variable(VariableIndex(slot)));
        let options = variable.and_then(|variable| variable.domain.options());
        let option = options.and_then(|list| list.options.get(usize::try_from(index).ok()?));
        option.map_or(String::new(), |option| {
            let text = plain(self.survey.text(&option.text, self.lang));
            if text.is_empty() { option.id.to_string() } else { text }
        })
    }
}

/// Enough of a long question to know it again.
fn shortened(text: &str) -> String {
    const MOST: usize = 48;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST - 1).collect();
    format!("{}…", cut.trim_end())
}
