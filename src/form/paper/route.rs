//! Where each answer leads on paper: the go-to texts of a questionnaire without a script, worked out from its conditions.
//!
//! The questions are walked once, in order. With each goes what is known there of the answers given before: the set of
//! possible answers of every closed question, or nothing. A condition that holds for all possible answers needs no words,
//! one that holds for none is jumped over, and one that is open stays a line that says who should answer.
//! Sets are joined where ways meet, so that what is known is never more than what is true.

use crate::logic::Missing;
use crate::logic::Row;
use crate::logic::Value;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::Question;
use crate::model::Survey;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// An answer to a closed question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// The option at this position.
    Option(u32),
    /// No answer, of this kind.
    None(Missing),
}

/// Where one goes: to a question by its place in the whole form, or to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Question(usize),
    End,
}

/// What a question tells its reader about the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Way {
    /// Whether somebody may come here whom the question does not concern, so that it must say whom it does.
    pub conditional: bool,
    /// Where those go.
    pub otherwise: Option<Target>,
    /// Where each answer leads that does not lead to the next question.
    pub jumps: BTreeMap<Answer, Target>,
    /// Where every answer leads, when that is not the next question.
    pub onward: Option<Target>,
}

/// The answers possible at a point: by slot, for what is known at all.
type Known = BTreeMap<usize, BTreeSet<Answer>>;

/// So many combinations of answers are tried for one condition; beyond, it is open.
const MOST: usize = 4096;

/// The ways through a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ways {
    /// From the head of each page; only those of pages with a condition say anything.
    pub parts: Vec<Way>,
    /// From each question, in the order of the form.
    pub questions: Vec<Way>,
}

/// The ways through the form of a survey.
pub(super) fn ways(survey: &Survey) -> Ways {
    let mut stops = Vec::new();
    let mut first = 0;
    for (at, page) in survey.pages.iter().enumerate() {
        if let Some(condition) = &page.show_if {
            stops.push(Stop::Page {
                at,
                condition,
                first,
                count: page.questions.len(),
            });
        }
        stops.extend(page.questions.iter().map(Stop::Question));
        first += page.questions.len();
    }
    let walker = Walker { survey, stops };
    let found = walker.all();
    let mut ways = Ways {
        parts: vec![Way::default(); survey.pages.len()],
        questions: Vec::new(),
    };
    for (stop, way) in walker.stops.iter().zip(found) {
        let way = walker.told(way);
        match stop {
            Stop::Page { at, .. } => ways.parts[*at] = way,
            Stop::Question(_) => ways.questions.push(way),
        }
    }
    ways
}

/// A place on the way: a question, or the head of a page with a condition, where its questions are left out together.
enum Stop<'s> {
    Page {
        at: usize,
        condition: &'s Condition,
        /// Its first question, by its place in the whole form.
        first: usize,
        count: usize,
    },
    Question(&'s Question),
}

struct Walker<'s> {
    survey: &'s Survey,
    stops: Vec<Stop<'s>>,
}

/// Where a walk ends, what is known there, and whether the question there concerns everybody who comes so.
struct Arrival {
    target: Target,
    known: Known,
    certain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Always,
    Never,
    Open,
}

impl Walker<'_> {
    fn all(&self) -> Vec<Way> {
        let count = self.stops.len();
        let mut ways = vec![Way::default(); count];
        let mut known: Vec<Option<Known>> = vec![None; count];
        let arrive = |arrival: Arrival, ways: &mut Vec<Way>, known: &mut Vec<Option<Known>>| {
            if let Target::Question(at) = arrival.target {
                ways[at].conditional |= !arrival.certain;
                known[at] = Some(match known[at].take() {
                    None => arrival.known,
                    Some(before) => joined(before, &arrival.known),
                });
            }
            arrival.target
        };
        arrive(self.walk(0, Known::new()), &mut ways, &mut known);
        for at in 0..count {
            let Some(here) = known[at].clone() else { continue };
            let next = if at + 1 < count {
                Target::Question(at + 1)
            } else {
                Target::End
            };
            let mut led = BTreeMap::new();
            for answer in self.answers(at) {
                let mut after = here.clone();
                self.note(at, answer, &mut after);
                led.insert(answer, arrive(self.walk(at + 1, after), &mut ways, &mut known));
            }
            let targets: BTreeSet<Target> = led.values().copied().collect();
            if targets.len() == 1 {
                ways[at].onward = targets.first().copied().filter(|target| *target != next);
            } else {
                led.retain(|_, target| *target != next);
                ways[at].jumps = led
                    .into_iter()
                    .filter_map(|(answer, target)| Some((answer?, target)))
                    .collect();
            }
            if ways[at].conditional {
                let mut after = here;
                let past = self.pass(at, &mut after);
                let target = arrive(self.walk(past, after), &mut ways, &mut known);
                // The way past a whole page is always said; past one question only when it is not the next.
                let said = target != next;
                ways[at].otherwise = Some(target).filter(|_| said);
            }
        }
        ways
    }

    /// From a place on to the first question that may concern who comes with these answers.
    fn walk(&self, from: usize, mut known: Known) -> Arrival {
        let mut at = from;
        while at < self.stops.len() {
            let holds = self.shown(at, &known);
            if holds != Holds::Never {
                return Arrival {
                    target: Target::Question(at),
                    known,
                    certain: holds == Holds::Always,
                };
            }
            at = self.pass(at, &mut known);
        }
        Arrival {
            target: Target::End,
            known,
            certain: true,
        }
    }

    /// Past a stop that does not concern who stands there, with all that belongs to it: the next stop.
    fn pass(&self, at: usize, known: &mut Known) -> usize {
        let questions = match self.stops[at] {
            Stop::Page { count, .. } => at + 1..at + 1 + count,
            Stop::Question(_) => at..at + 1,
        };
        for question in questions.clone() {
            self.note(question, Some(Answer::None(Missing::NotAsked)), known);
        }
        questions.end
    }

    /// Targets by the places of questions; the head of a page stands before its first.
    fn told(&self, way: Way) -> Way {
        let mut places = Vec::new();
        let mut questions = 0;
        for stop in &self.stops {
            places.push(match stop {
                Stop::Page { first, .. } => *first,
                Stop::Question(_) => {
                    questions += 1;
                    questions - 1
                }
            });
        }
        let place = |target: Target| match target {
            Target::Question(at) => Target::Question(places[at]),
            Target::End => Target::End,
        };
        Way {
            conditional: way.conditional,
            otherwise: way.otherwise.map(place),
            jumps: way
                .jumps
                .into_iter()
                .map(|(answer, target)| (answer, place(target)))
                .collect(),
            onward: way.onward.map(place),
        }
    }

    /// The answers that are told apart: each of a closed question, or none of them.
    fn answers(&self, at: usize) -> Vec<Option<Answer>> {
        let Stop::Question(question) = self.stops[at] else {
            return vec![None];
        };
        let list = match &question.kind {
            Kind::Choice { list } => list,
            Kind::Rating { scale } => &scale.list,
            _ => return vec![None],
        };
        let options = (0_u32..).zip(&list.options).map(|(place, _)| Answer::Option(place));
        let missing = list.missing.iter().map(|option| Answer::None(option.kind));
        options
            .chain(missing)
            .chain([Answer::None(Missing::Skipped)])
            .map(Some)
            .collect()
    }

    /// Writes down what is known of a question's variables after an answer; `None` is any answer.
    fn note(&self, at: usize, answer: Option<Answer>, known: &mut Known) {
        let Stop::Question(question) = self.stops[at] else {
            return;
        };
        for variable in &question.variables {
            let closed = matches!(
                self.survey.variable(*variable).domain,
                Domain::Choice(_) | Domain::Rating(_)
            );
            match answer {
                Some(answer) if closed || answer == Answer::None(Missing::NotAsked) => {
                    known.insert(variable.0, BTreeSet::from([answer]));
                }
                _ => {
                    known.remove(&variable.0);
                }
            }
        }
    }

    fn shown(&self, at: usize, known: &Known) -> Holds {
        let condition = match &self.stops[at] {
            Stop::Page { condition, .. } => Some(*condition),
            Stop::Question(question) => question.show_if.as_deref(),
        };
        condition.map_or(Holds::Always, |condition| holds(condition, known))
    }
}

fn holds(condition: &Condition, known: &Known) -> Holds {
    let slots = condition.typed.slots();
    let Some(sets) = slots
        .iter()
        .map(|slot| Some((*slot, known.get(slot)?.iter().copied().collect::<Vec<_>>())))
        .collect::<Option<Vec<_>>>()
    else {
        return Holds::Open;
    };
    let count = sets
        .iter()
        .try_fold(1_usize, |count, (_, set)| count.checked_mul(set.len()));
    if count.is_none_or(|count| count > MOST) {
        return Holds::Open;
    }
    let (mut yes, mut no) = (false, false);
    for combination in 0..count.unwrap_or(0) {
        let mut rest = combination;
        let answers = sets.iter().map(|(slot, set)| {
            let answer = set[rest % set.len()];
            rest /= set.len();
            (*slot, answer)
        });
        let given = Given(answers.collect());
        if condition.typed.truth(&given).shows() {
            yes = true;
        } else {
            no = true;
        }
    }
    match (yes, no) {
        (_, false) => Holds::Always,
        (false, true) => Holds::Never,
        (true, true) => Holds::Open,
    }
}

/// One combination of answers.
struct Given(BTreeMap<usize, Answer>);

impl Row for Given {
    fn get(&self, slot: usize) -> Value<'_> {
        match self.0.get(&slot) {
            Some(Answer::Option(place)) => Value::Option(*place),
            Some(Answer::None(kind)) => Value::Missing(*kind),
            None => Value::Missing(Missing::Invalid),
        }
    }
}

/// What is known where two ways meet.
fn joined(before: Known, other: &Known) -> Known {
    let both = before.into_iter().filter_map(|(slot, mut set)| {
        set.extend(other.get(&slot)?.iter().copied());
        Some((slot, set))
    });
    both.collect()
}

#[cfg(test)]
mod tests {
    use super::Answer::None as Without;
    use super::Target::End;
    use super::Target::Question as To;
    use super::*;
    use crate::form::fixture::condition;
    use crate::form::fixture::question;
    use crate::form::fixture::scale;
    use crate::form::fixture::survey;
    use crate::locale::Texts;

    /// Questions on `yesno` (`a` to …) with conditions; a name that ends in `_` is an open one.
    fn ways_of(questions: &[(&str, &str)]) -> Vec<Way> {
        let made = questions.iter().map(|(id, _)| {
            let kind = if id.ends_with('_') {
                Kind::Text {
                    long: false,
                    max_length: None,
                }
            } else {
                Kind::Rating {
                    scale: scale("yesno", &[Missing::DontKnow]),
                }
            };
            question(id, kind, "问", "Ask")
        });
        let mut survey = survey(
            "s",
            Texts::same("t"),
            vec![(Texts::default(), made.collect())],
            &["seg"],
        );
        for (at, asked) in questions.iter().enumerate() {
            survey.pages[0].questions[at].variables = vec![crate::model::VariableIndex(at)];
            if !asked.1.is_empty() {
                survey.pages[0].questions[at].show_if = Some(condition(&survey, asked.1));
            }
        }
        ways(&survey).questions
    }

    #[test]
    fn a_page_with_a_condition_is_passed_whole() {
        let yes_no = || Kind::Rating {
            scale: scale("yesno", &[]),
        };
        let page = |ids: &[&str]| {
            let questions = ids.iter().map(|id| question(id, yes_no(), "问", "Ask"));
            (Texts::default(), questions.collect())
        };
        let mut survey = survey(
            "s",
            Texts::same("t"),
            vec![page(&["a", "x"]), page(&["b", "c"]), page(&["d"])],
            &[],
        );
        for (at, (page, place)) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)].into_iter().enumerate() {
            survey.pages[page].questions[place].variables = vec![crate::model::VariableIndex(at)];
        }
        survey.pages[1].show_if = Some(condition(&survey, r#"a = "yes""#));
        let open = ways(&survey);
        assert_eq!(
            (open.parts[1].conditional, open.parts[1].otherwise),
            (true, Some(To(4)))
        );
        assert!(!open.questions[2].conditional && !open.questions[3].conditional && !open.questions[4].conditional);
        // Asked right before the page, the answer decides.
        survey.pages[1].show_if = Some(condition(&survey, r#"x = "yes""#));
        let closed = ways(&survey);
        assert!(!closed.parts[1].conditional);
        assert_eq!(closed.questions[1].jumps[&Answer::Option(0)], To(4));
    }

    #[test]
    fn an_answer_that_hides_the_next_question_jumps_over_it() {
        let ways = ways_of(&[("a", ""), ("b", r#"a = "yes""#), ("c", "")]);
        let expected = BTreeMap::from([
            (Answer::Option(0), To(2)),
            (Without(Missing::DontKnow), To(2)),
            (Without(Missing::Skipped), To(2)),
        ]);
        assert_eq!((ways[0].jumps.clone(), ways[0].onward), (expected, None));
        assert!(!ways[1].conditional, "whoever comes to b answered yes");
    }

    #[test]
    fn two_branches_each_end_with_the_way_past_the_other() {
        let ways = ways_of(&[("a", ""), ("b", r#"a = "yes""#), ("c", r#"a = "no""#), ("d", "")]);
        assert_eq!(ways[0].jumps[&Answer::Option(0)], To(2));
        assert_eq!(ways[0].jumps[&Without(Missing::Skipped)], To(3));
        assert_eq!(ways[1].onward, Some(To(3)));
        assert!(!ways[1].conditional && !ways[2].conditional && !ways[3].conditional);
    }

    #[test]
    fn what_hangs_on_a_hidden_question_is_jumped_with_it() {
        let ways = ways_of(&[("a", ""), ("b", r#"a = "yes""#), ("c", r#"b = "yes""#), ("d", "")]);
        assert_eq!(ways[0].jumps[&Answer::Option(0)], To(3));
        assert_eq!(ways[1].jumps[&Answer::Option(0)], To(3));
        assert!(!ways[2].conditional);
    }

    #[test]
    fn the_last_question_jumped_leads_to_the_end() {
        let ways = ways_of(&[("a", ""), ("b_", r#"a = "yes""#)]);
        assert_eq!(ways[0].jumps[&Answer::Option(0)], End);
    }

    #[test]
    fn what_cannot_be_told_from_the_last_answers_stays_a_line_of_words() {
        // A value of the link is not on paper; an open answer has too many.
        let ways = ways_of(&[
            ("a_", ""),
            ("b", r#"seg = "x""#),
            ("c", r#"a_ = "x" and b = "yes""#),
            ("d", ""),
        ]);
        assert!(ways[1].conditional && ways[2].conditional && !ways[3].conditional);
        assert!(ways[1].jumps.is_empty() && ways[1].otherwise.is_none());
    }

    #[test]
    fn two_closed_answers_decide_together() {
        let ways = ways_of(&[("a", ""), ("b", ""), ("c", r#"a = "yes" and b = "yes""#), ("d", "")]);
        // A no to b is enough to pass c; after a yes to b it hangs on a.
        assert_eq!(ways[1].jumps[&Answer::Option(0)], To(3));
        assert!(!ways[1].jumps.contains_key(&Answer::Option(1)) && ways[2].conditional);
    }

    #[test]
    fn ways_that_meet_know_only_what_both_know() {
        // c concerns who said yes to a, whatever b; between them b came for everybody.
        let ways = ways_of(&[("a", ""), ("b", ""), ("c", r#"a = "yes""#), ("d", "")]);
        assert!(ways[2].conditional && ways[0].jumps.is_empty() && ways[1].jumps.is_empty());
        assert_eq!(ways[2].otherwise, None, "the next question is the next");
    }
}
