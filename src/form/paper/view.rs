//! What the template of a paper form sees: finished texts only.

use super::route::Answer;
use super::route::Target;
use super::route::Way;
use super::route::Ways;
use super::words;
use crate::diagnostic::Tongue;
use crate::form::view::FormView;
use crate::form::view::OptionView;
use crate::form::view::QuestionView;
use crate::locale::Lang;
use crate::model::Missing;
use crate::site::Html;
use serde::Serialize;
use std::collections::BTreeMap;

/// A questionnaire on paper in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperView {
    /// Title of the survey. Plain text.
    pub title: String,
    /// How many questions, how to mark answers, how to follow the arrows.
    pub facts: Vec<String>,
    /// What stands before the first question.
    pub intro: Option<Html>,
    /// Heads the privacy notice.
    pub privacy_title: &'static str,
    /// Privacy notice.
    pub privacy: Option<Html>,
    /// Labels the box for the number of the sheet, by which data entry knows it again.
    pub number: &'static str,
    /// The parts in order.
    pub parts: Vec<PaperPart>,
    /// What to do at the end.
    pub end: &'static str,
    /// Survey and version, at the foot of every sheet.
    pub mark: String,
    /// What stands between two sentences.
    pub gap: &'static str,
}

/// A page of the definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperPart {
    /// Its title, may be empty.
    pub title: String,
    /// Who should answer it, and where the others go; `None` where everybody who comes here should.
    pub condition: Option<String>,
    /// Its questions.
    pub questions: Vec<PaperQuestion>,
}

/// A question on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperQuestion {
    /// The question as the form has it.
    pub q: QuestionView,
    /// Who should answer it, and where the others go; `None` where everybody who comes here should.
    pub condition: Option<String>,
    /// Its options with where they lead.
    pub options: Vec<PaperOption>,
    /// Answers that say why there is none, likewise.
    pub aside: Vec<PaperOption>,
    /// Sentences about the way behind the question.
    pub onward: Vec<String>,
    /// Empty lines for words: how many.
    pub lines: Vec<()>,
}

/// Something that can be marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperOption {
    /// The option as the form has it.
    pub o: OptionView,
    /// Where it leads.
    pub jump: Option<String>,
}

impl PaperView {
    /// The paper form in `lang`, from the view of the form and the ways through it.
    pub(super) fn new(lang: &Lang, form: FormView, ways: Ways) -> Self {
        let tongue = lang.tongue();
        let numbers: Vec<Option<usize>> = form
            .parts
            .iter()
            .flat_map(|part| part.questions.iter().map(|question| question.number))
            .collect();
        let count = numbers.iter().flatten().count();
        let mut ways_on = ways.questions.into_iter();
        let mut parts = Vec::new();
        for (part, way) in form.parts.into_iter().zip(ways.parts) {
            let mut questions = Vec::new();
            for question in part.questions {
                let way = ways_on.next().unwrap_or_default();
                questions.push(
                    Paper {
                        tongue,
                        numbers: &numbers,
                        way,
                    }
                    .question(question),
                );
            }
            let head = Paper {
                tongue,
                numbers: &numbers,
                way,
            };
            parts.push(PaperPart {
                condition: head.condition(part.condition),
                title: part.title,
                questions,
            });
        }
        Self {
            title: form.title,
            facts: words::instructions(tongue, count),
            intro: form.intro,
            privacy_title: form.words.privacy,
            privacy: form.privacy,
            number: words::number(tongue),
            parts,
            end: words::end(tongue),
            mark: form.mark,
            gap: form.words.gap,
        }
    }
}

/// One question and the way from it.
struct Paper<'a> {
    tongue: Tongue,
    numbers: &'a [Option<usize>],
    way: Way,
}

impl Paper<'_> {
    /// The line that says whom something concerns, with the way of the others, where it may be met by those.
    fn condition(&self, text: Option<String>) -> Option<String> {
        let text = text.filter(|_| self.way.conditional)?;
        let otherwise = self
            .way
            .otherwise
            .map(|target| words::otherwise(self.tongue, &self.named(target)));
        let lines: Vec<String> = std::iter::once(text).chain(otherwise).collect();
        Some(lines.join(self.tongue.pick(" ", "")))
    }

    fn question(self, question: QuestionView) -> PaperQuestion {
        let condition = self.condition(question.condition.clone());
        // Beside an option there is room for where it leads; below a row of numbers there is one line for all.
        let below = !question.layout.is_empty();
        let mut onward = Vec::new();
        let mut by_target: BTreeMap<Target, Vec<String>> = BTreeMap::new();
        let mut option = |answer: Answer, view: &OptionView, apart: bool| {
            let target = self.way.jumps.get(&answer).copied();
            if let Some(target) = target.filter(|_| below && !apart) {
                by_target.entry(target).or_default().push(view.code.clone());
            }
            PaperOption {
                o: view.clone(),
                jump: target
                    .filter(|_| !below || apart)
                    .map(|target| words::go_to(self.tongue, &self.named(target))),
            }
        };
        let options: Vec<PaperOption> = (0_u32..)
            .zip(&question.options)
            .map(|(place, view)| option(Answer::Option(place), view, false))
            .collect();
        let aside: Vec<PaperOption> = question
            .aside
            .iter()
            .map(|view| {
                let kind = Missing::from_code(&view.value).unwrap_or(Missing::Skipped);
                option(Answer::None(kind), view, true)
            })
            .collect();
        for (target, codes) in by_target {
            onward.push(words::codes_go_to(self.tongue, &codes, &self.named(target)));
        }
        if let Some(target) = self.way.jumps.get(&Answer::None(Missing::Skipped)) {
            onward.push(words::blank_goes_to(self.tongue, &self.named(*target)));
        }
        if let Some(target) = self.way.onward {
            onward.push(words::then_go_to(self.tongue, &self.named(target)));
        }
        let lines = match question.kind {
            "long" => 5,
            _ => 0,
        };
        PaperQuestion {
            condition,
            options,
            aside,
            onward,
            lines: vec![(); lines],
            q: question,
        }
    }

    /// A question by its number; a note by that of the next question, for it stands before it.
    fn named(&self, target: Target) -> String {
        let number = match target {
            Target::Question(at) => self.numbers.iter().skip(at).flatten().next(),
            Target::End => None,
        };
        number.map_or_else(
            || words::the_end(self.tongue).to_owned(),
            |number| words::question(self.tongue, *number),
        )
    }
}
