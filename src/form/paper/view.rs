//! What the template of a paper form sees: finished texts only.

use super::route::Answer;
use super::route::Target;
use super::route::Way;
use super::route::Ways;
use crate::form::say::Say;
use crate::form::view::FormView;
use crate::form::view::OptionView;
use crate::form::view::QuestionView;
use crate::model::Missing;
use crate::model::PaperWord;
use crate::model::ScriptWord;
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
    pub privacy_title: String,
    /// Privacy notice.
    pub privacy: Option<Html>,
    /// Labels the box for the number of the sheet, by which data entry knows it again.
    pub number: String,
    /// The parts in order.
    pub parts: Vec<PaperPart>,
    /// What to do at the end.
    pub end: String,
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
    pub condition: Option<Html>,
    /// Its questions.
    pub questions: Vec<PaperQuestion>,
}

/// A question on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperQuestion {
    /// The question as the form has it.
    pub q: QuestionView,
    /// Who should answer it, and where the others go; `None` where everybody who comes here should.
    pub condition: Option<Html>,
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
    pub(super) fn new(say: Say<'_>, form: FormView, ways: Ways) -> Self {
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
                        say,
                        numbers: &numbers,
                        way,
                    }
                    .question(question),
                );
            }
            let head = Paper {
                say,
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
            facts: instructions(say, count),
            intro: form.intro,
            privacy_title: form.words.privacy,
            privacy: form.privacy,
            number: say.own(PaperWord::Number),
            parts,
            end: say.own(PaperWord::End),
            mark: form.mark,
            gap: form.words.gap,
        }
    }
}

/// One question and the way from it.
struct Paper<'a> {
    say: Say<'a>,
    numbers: &'a [Option<usize>],
    way: Way,
}

impl Paper<'_> {
    /// The line that says whom something concerns, with the way of the others, where it may be met by those.
    fn condition(&self, text: Option<Html>) -> Option<Html> {
        let text = text.filter(|_| self.way.conditional)?;
        let otherwise = self.way.otherwise.map(|target| self.to(PaperWord::Otherwise, target));
        let otherwise = otherwise.map(|line| format!("{}{}", self.say.gap(), Html::escaped(&line).as_str()));
        Some(Html::trusted(format!(
            "{}{}",
            text.as_str(),
            otherwise.unwrap_or_default()
        )))
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
                    .map(|target| self.to(PaperWord::GoTo, target)),
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
            let codes = codes.join(self.say.get(ScriptWord::Join));
            let target = self.named(target);
            let word = PaperWord::CodesGoTo;
            onward.push(self.say.fill(word, &[("codes", &codes), ("target", &target)]));
        }
        if let Some(target) = self.way.jumps.get(&Answer::None(Missing::Skipped)) {
            onward.push(self.to(PaperWord::BlankGoesTo, *target));
        }
        if let Some(target) = self.way.onward {
            onward.push(self.to(PaperWord::ThenGoTo, target));
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

    /// A sentence that leads somewhere.
    fn to(&self, word: PaperWord, target: Target) -> String {
        self.say.fill(word, &[("target", &self.named(target))])
    }

    /// A question by its number; a note by that of the next question, for it stands before it.
    fn named(&self, target: Target) -> String {
        let number = match target {
            Target::Question(at) => self.numbers.iter().skip(at).flatten().next(),
            Target::End => None,
        };
        number.map_or_else(
            || self.say.own(PaperWord::TheEnd),
            |number| self.say.fill(PaperWord::Question, &[("n", &number.to_string())]),
        )
    }
}

/// How to fill the sheets in.
fn instructions(say: Say<'_>, questions: usize) -> Vec<String> {
    let count = match questions {
        1 => say.own(PaperWord::OneQuestion),
        _ => say.fill(PaperWord::Questions, &[("n", &questions.to_string())]),
    };
    vec![count, say.own(PaperWord::Pen), say.own(PaperWord::Way)]
}
