//! Conditions in the respondent's words, with questions named by number and text.

use super::reference;
use super::say::Say;
use crate::locale::Lang;
use crate::logic::Describe;
use crate::logic::Phrase;
use crate::logic::Subject;
use crate::logic::describe;
use crate::model::Condition;
use crate::model::FormWord;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::site::Html;
use crate::site::plain;

/// Names the questions of one survey in one language.
pub(super) struct Names<'s> {
    survey: &'s Survey,
    lang: &'s Lang,
    say: Say<'s>,
    /// Numbers of the questions, by page and question.
    numbers: &'s [Vec<Option<usize>>],
}

impl<'s> Names<'s> {
    pub(super) fn new(survey: &'s Survey, lang: &'s Lang, numbers: &'s [Vec<Option<usize>>]) -> Self {
        Self {
            survey,
            lang,
            say: Say::new(survey, lang),
            numbers,
        }
    }

    /// "Answer only if …".
    pub(super) fn answer_only(&self, condition: &Condition) -> Html {
        self.under(FormWord::AnswerOnly, condition)
    }

    /// "Answer this part only if …".
    pub(super) fn part_only(&self, condition: &Condition) -> Html {
        self.under(FormWord::PartOnly, condition)
    }

    /// "(choose this only if …)".
    pub(super) fn choose_only(&self, condition: &Condition) -> Html {
        self.under(FormWord::ChooseOnly, condition)
    }

    /// "(answer this only if …)".
    pub(super) fn row_only(&self, condition: &Condition) -> Html {
        self.under(FormWord::RowOnly, condition)
    }

    /// "Required if …".
    pub(super) fn required_when(&self, condition: &Condition) -> Html {
        self.under(FormWord::RequiredWhen, condition)
    }

    fn under(&self, word: FormWord, condition: &Condition) -> Html {
        let condition = self.describe(condition);
        reference::html(&self.say.fill(word, &[("condition", &condition)]))
    }

    /// A question by number and text, as conditions call it.
    pub(super) fn question(&self, variable: VariableIndex) -> String {
        match self.subject(variable.0) {
            Subject::Question(name) | Subject::Fact(name) => name,
        }
    }

    fn describe(&self, condition: &Condition) -> String {
        // Sentences of a language without phrases are whole sentences of the one that stands in.
        let tag = self.survey.spoken(Phrase::WORDS, self.lang).tag();
        describe(&condition.typed, self, tag)
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
            return Subject::Fact(self.say.own(match built_in.unwrap_or_default() {
                "submitted" => Phrase::TimeOfSending,
                "wave" => Phrase::Wave,
                _ => Phrase::FormLanguage,
            }));
        };
        let text = shortened(&reference::unmarked(&plain(
            self.survey.text(&variable.text, self.lang),
        )));
        let name = if text.is_empty() { variable.id.to_string() } else { text };
        let Some((page, question)) = variable.origin.place() else {
            return Subject::Fact(name);
        };
        let number = self
            .number(page, question)
            .map_or(String::new(), |number| format!("{}. ", reference::marked(number)));
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

    fn phrase(&self, phrase: Phrase) -> Option<String> {
        let lang = self.survey.spoken(Phrase::WORDS, self.lang);
        let is_own = self.survey.words.speaks(Phrase::WORDS, lang);
        is_own.then(|| self.say.own(phrase))
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
