//! What the script of a form knows of its survey: variables, conditions, what is demanded, what it says. JSON in the page.

mod node;
mod shape;

#[cfg(test)]
mod tests;

use super::FormSettings;
use super::TRAP_FIELD;
use super::say::Say;
use super::view::PartView;
use super::words;
use crate::locale::Lang;
use crate::logic::Typed;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Question;
use crate::model::ScriptWord;
use crate::model::Survey;
use crate::model::TextOf;
use crate::model::Variable;
use crate::model::pipe;
use crate::model::pipe::Piece;
use crate::site::Html;
use crate::site::plain;
use serde_json::Value;
use shape::OrderOf;
use shape::PageOf;
use shape::Program;
use shape::QuestionOf;
use shape::VariableOf;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The slot behind the variables that holds the language of the form; the built-in names before it are told only later.
const LANGUAGE_SLOT: usize = 2;

/// The program of a form as JSON that can stand in a `<script>` element.
pub(super) fn program(survey: &Survey, lang: &Lang, settings: &FormSettings, parts: &[PartView]) -> Html {
    let maker = Maker {
        survey,
        lang,
        lists: Vec::new(),
    };
    let made = maker.program(settings, parts);
    // Every value is one that JSON has: texts, finite numbers, lists.
    let json = serde_json::to_string(&made).unwrap_or_default();
    Html::trusted(inert(&json))
}

/// JSON that cannot end the element it stands in; within strings, the only place of these characters, the escapes mean the same.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

struct Maker<'s> {
    survey: &'s Survey,
    lang: &'s Lang,
    lists: Vec<Vec<String>>,
}

impl Maker<'_> {
    fn say(&self) -> Say<'_> {
        Say::new(self.survey, self.lang)
    }

    fn program(mut self, settings: &FormSettings, parts: &[PartView]) -> Program {
        let survey = self.survey;
        let variables = survey
            .variables
            .iter()
            .map(|variable| self.variable(variable))
            .collect();
        let pages = survey
            .pages
            .iter()
            .zip(parts)
            .enumerate()
            .map(|(place, (page, part))| PageOf {
                id: page.id.to_string(),
                asked: page.show_if.as_deref().and_then(|condition| self.condition(condition)),
                order: page.order.as_ref().map(OrderOf::new),
                questions: page
                    .questions
                    .iter()
                    .zip(&part.questions)
                    .enumerate()
                    .map(|(at, (question, view))| self.question(question, self.slots(place, at), view.number))
                    .collect(),
            });
        let pages = pages.collect();
        // An order is drawn, whatever a link says.
        let page_orders = survey.pages.iter().filter_map(|page| page.order.as_ref());
        let orders = survey
            .questions()
            .filter_map(|(_, _, question)| question.parts.order.as_ref());
        let drawn: Vec<usize> = page_orders.chain(orders).map(|order| order.variable.0).collect();
        let hidden = survey
            .variables
            .iter()
            .enumerate()
            .filter(|(slot, variable)| variable.origin == Origin::Hidden && !drawn.contains(slot))
            .map(|(_, variable)| variable.id.to_string());
        Program {
            survey: survey.id.to_string(),
            definition: survey.hash.clone(),
            language: self.lang.tag().to_owned(),
            to: match settings.mode {
                None => settings.endpoint.address().to_owned(),
                Some(_) => String::new(),
            },
            success: settings.profile.success(),
            mode: settings.mode,
            trap: TRAP_FIELD,
            variables,
            hidden: hidden.collect(),
            pages,
            words: self.say().list(ScriptWord::WORDS),
            lists: self.lists,
        }
    }

    fn variable(&mut self, variable: &Variable) -> VariableOf {
        let (kind, min, max, whole) = match &variable.domain {
            Domain::Rating(_) | Domain::Choice(_) => ("option", None, None, false),
            Domain::Multiple(_) => ("set", None, None, false),
            Domain::Number { min, max, whole } => ("number", *min, *max, *whole),
            Domain::Text => ("text", None, None, false),
            Domain::Date => ("date", None, None, false),
        };
        let options = variable.domain.options();
        let is_unseen = matches!(variable.origin, Origin::Hidden | Origin::Derived);
        let labels = options.filter(|_| is_unseen).map(|list| {
            let label = |option: &crate::model::ChoiceOption| plain(self.survey.text(&option.text, self.lang));
            list.options.iter().map(label).collect()
        });
        let list = options.map(|list| list.options.iter().map(|option| option.id.to_string()).collect());
        let values = options
            .filter(|_| variable.origin == Origin::Hidden)
            .map(|list| list.options.iter().map(|option| option.value).collect());
        VariableOf {
            id: variable.id.to_string(),
            kind,
            list: list.map(|list| self.list(list)),
            values,
            labels,
            min,
            max,
            whole,
            personal: variable.personal,
            is: variable.value.as_ref().map(|value| node::encoded(value.typed.node())),
        }
    }

    /// The place of a list, which scales share.
    fn list(&mut self, list: Vec<String>) -> usize {
        if let Some(place) = self.lists.iter().position(|known| *known == list) {
            return place;
        }
        self.lists.push(list);
        self.lists.len() - 1
    }

    /// The slots of a question: those of its own variables, and that of the respondent's own words beside an option.
    fn slots(&self, page: usize, question: usize) -> (Vec<usize>, Option<usize>) {
        let own = |origin: Origin| matches!(origin, Origin::Question { page: p, question: q, .. } if (p, q) == (page, question));
        let words = |origin: Origin| matches!(origin, Origin::OtherWords { page: p, question: q } if (p, q) == (page, question));
        let variables = &self.survey.variables;
        (
            (0..variables.len())
                .filter(|slot| own(variables[*slot].origin))
                .collect(),
            (0..variables.len()).find(|slot| words(variables[*slot].origin)),
        )
    }

    fn question(
        &self,
        question: &Question,
        (slots, words): (Vec<usize>, Option<usize>),
        number: Option<usize>,
    ) -> QuestionOf {
        let condition = |condition: &Condition| self.condition(condition);
        let parts = |of: &BTreeMap<usize, Arc<Condition>>| {
            of.iter()
                .filter_map(|(place, condition)| Some((*place, self.condition(condition)?)))
                .collect()
        };
        let rows: Option<Vec<usize>> = slots
            .iter()
            .map(|slot| match self.survey.variables[*slot].origin {
                Origin::Question { row, .. } => row,
                _ => None,
            })
            .collect();
        let options_if: BTreeMap<usize, Value> = parts(&question.parts.option_if);
        let required = if question.required {
            Some(Value::Bool(true))
        } else {
            question.require_if.as_deref().and_then(condition)
        };
        let asked = question.show_if.as_deref().and_then(condition);
        let mut made = QuestionOf {
            id: question.id.to_string(),
            kind: "note",
            number,
            slots,
            words,
            other: None,
            rows: None,
            row_of: rows,
            row_ids: None,
            alone: None,
            min: None,
            max: None,
            most: None,
            total: None,
            rule: None,
            told: question.show_if.is_some() && asked.is_none(),
            asked,
            count: question
                .options()
                .map(|list| list.options.len())
                .filter(|_| !options_if.is_empty()),
            options_if,
            rows_if: parts(&question.parts.row_if),
            order: question.parts.order.as_ref().map(OrderOf::new),
            required,
            valid: question.valid_if.as_deref().and_then(condition),
            message: self.message(question),
        };
        Self::rows(&question.kind, &mut made);
        self.kind(&question.kind, &mut made);
        made
    }

    /// What is said of an answer that is refused, in pieces.
    fn message(&self, question: &Question) -> Vec<Value> {
        let texts = question
            .parts
            .piped
            .get(&TextOf::Message)
            .unwrap_or(&question.valid_message);
        let pieces = pipe::pieces(self.survey.text(texts, self.lang));
        let piece = |piece: Piece<'_>| match piece {
            Piece::Words(words) | Piece::Odd(words) => Some(Value::from(plain_within(words))),
            Piece::Pipe(at) => {
                let slot = self.survey.find(at.name)?;
                Some(Value::from(vec![
                    Value::from(slot.0),
                    Value::from(at.fallback.unwrap_or_default()),
                ]))
            }
        };
        let made: Vec<Value> = pieces.into_iter().filter_map(piece).collect();
        if made == [Value::from("")] { Vec::new() } else { made }
    }

    /// How many rows or features there are, and their names where they come in random order.
    fn rows(kind: &Kind, made: &mut QuestionOf) {
        let ids: Vec<String> = match kind {
            Kind::Kano { features, .. } => features.iter().map(|feature| feature.id.to_string()).collect(),
            kind => kind.rows().iter().map(|row| row.id.to_string()).collect(),
        };
        if !ids.is_empty() {
            made.rows = Some(ids.len());
            made.row_ids = made.order.is_some().then_some(ids);
        }
    }

    /// What the kind of a question adds.
    fn kind(&self, kind: &Kind, made: &mut QuestionOf) {
        let say = self.say();
        let other = |list: &crate::model::OptionList| {
            let option = list.options.iter().find(|option| option.other);
            option.map(|option| option.id.to_string())
        };
        match kind {
            Kind::Note => {}
            Kind::Choice { list } => {
                made.kind = "choice";
                made.other = other(list);
            }
            Kind::Multiple { list, min, max } => {
                let alone = list.options.iter().filter(|option| option.exclusive);
                made.kind = "multiple";
                made.other = other(list);
                made.alone = Some(alone.map(|option| option.id.to_string()).collect());
                (made.min, made.max) = (*min, *max);
                made.rule = Some(words::choose(say, *min, *max));
            }
            Kind::Rating { .. } => made.kind = "rating",
            Kind::Matrix { .. } => made.kind = "matrix",
            Kind::Importance { .. } => made.kind = "importance",
            Kind::Ranking { rows, most } => {
                made.kind = "ranking";
                made.most = Some(*most);
                let all = usize::try_from(*most).is_ok_and(|most| most >= rows.len());
                made.rule = Some(words::rank(say, (!all).then_some(*most)));
            }
            Kind::Allocation { total, unit, .. } => {
                made.kind = "allocation";
                made.total = Some(*total);
                let unit = plain(self.survey.text(unit, self.lang));
                made.rule = Some(words::add_up(say, *total, &unit));
            }
            Kind::Kano { .. } => made.kind = "kano",
            Kind::Slider { min, max, step, .. } => {
                made.kind = "slider";
                let [low, high] = [min, max].map(|end| Some(end.to_string()));
                let whole = min.fract() == 0.0 && step.fract() == 0.0;
                made.rule = words::number_range(say, low.as_deref(), high.as_deref(), whole);
            }
            Kind::Email => made.kind = "email",
            Kind::Phone => made.kind = "phone",
            Kind::Consent { .. } => made.kind = "consent",
            Kind::Number { min, max, whole, .. } => {
                made.kind = "number";
                let [low, high] = [min, max].map(|bound| bound.map(|number| number.to_string()));
                made.rule = words::number_range(say, low.as_deref(), high.as_deref(), *whole);
            }
            Kind::Text { max_length, .. } => {
                made.kind = "text";
                made.most = *max_length;
            }
            Kind::Date => made.kind = "date",
        }
    }

    /// A condition, where a browser knows all that it depends on.
    fn condition(&self, condition: &Condition) -> Option<Value> {
        self.known(&condition.typed)
            .then(|| node::encoded(condition.typed.node()))
    }

    /// Whether a browser knows all that an expression depends on.
    fn known(&self, typed: &Typed) -> bool {
        typed
            .slots()
            .into_iter()
            .all(|slot| match self.survey.variables.get(slot) {
                Some(variable) => variable.value.as_ref().is_none_or(|value| self.known(&value.typed)),
                None => slot - self.survey.variables.len() == LANGUAGE_SLOT,
            })
    }
}

/// A piece of a text without its marks of emphasis; blanks at its ends stay, for another piece follows.
fn plain_within(words: &str) -> String {
    let blank = |is: bool| if is { " " } else { "" };
    let [before, after] = [
        words.starts_with(char::is_whitespace),
        words.ends_with(char::is_whitespace),
    ]
    .map(blank);
    match plain(words) {
        text if text.is_empty() => before.to_owned(),
        text => format!("{before}{text}{after}"),
    }
}
