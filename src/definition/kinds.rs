//! The kinds of questions that fill more than one plain variable, or a variable of a kind of its own: ranking, allocation,
//! dual battery, Kano, slider, address and number of a person, consent.

use super::draft::{Draft, Question, Row};
use super::outline::{Outline, Slot, rating_on, slot, type_of};
use super::spanned::{Name, Spanned};
use crate::diagnostic::Tongue;
use crate::locale::Texts;
use crate::model::scales;
use crate::model::{Domain, Feature, Id, Kind, MatrixRow, OptionList, Origin, VariableIndex};
use std::sync::Arc;

/// The kinds whose answers tell who someone is.
pub const PERSONAL: [&str; 2] = ["email", "phone"];
/// The scale of a dual battery that names none for how important.
const IMPORTANCE: &str = "importance5";
/// What an allocation divides unless it says otherwise.
const TOTAL: f64 = 100.0;
/// Where a slider ends unless it says otherwise.
const ENDS: [f64; 2] = [0.0, 100.0];

/// The parts of a row that are variables beside, or in place of, the row itself.
#[must_use]
pub fn parts(kind: &str) -> &'static [&'static str] {
    match kind {
        "importance" => &["importance"],
        "kano" => &["with", "without"],
        _ => &[],
    }
}

/// The variables of a question of one of these kinds; `None` for other kinds.
#[must_use]
pub fn slots(draft: &Draft, question: &Question, at: (usize, usize)) -> Option<Vec<Slot>> {
    let maker = Maker { draft, question, at };
    Some(match question.kind.as_str() {
        "ranking" => {
            let most = f64::from(ranked(question));
            maker.rows(&number(1.0, most, true))
        }
        "allocation" => maker.rows(&number(0.0, total(question), false)),
        "importance" => maker.batteries(),
        "kano" => maker.features(),
        "slider" => {
            let ([min, max], step) = (ends(question), step(question));
            maker.one(Some(number(min, max, min.fract() == 0.0 && step.fract() == 0.0)))
        }
        "email" | "phone" => maker.one(Some(Domain::Choice(Arc::new(given())))),
        "consent" => maker.consent(),
        _ => return None,
    })
}

/// What belongs to the kind; `domain` tells what the question's variables take, in their order.
#[must_use]
pub fn kind(question: &Question, domain: impl Fn(usize) -> Option<Domain>) -> Option<Kind> {
    let rows = || question.rows.iter().map(row).collect();
    let scale = |place| match domain(place) {
        Some(Domain::Rating(scale)) => Some(scale),
        _ => None,
    };
    Some(match question.kind.as_str() {
        "ranking" => Kind::Ranking {
            rows: rows(),
            most: ranked(question),
        },
        "allocation" => Kind::Allocation {
            rows: rows(),
            total: total(question),
            unit: question.unit.clone(),
        },
        "importance" => Kind::Importance {
            scale: scale(0)?,
            importance: scale(1)?,
            rows: rows(),
        },
        "kano" => Kind::Kano {
            scale: scale(0)?,
            features: question.rows.iter().map(feature).collect(),
        },
        "slider" => {
            let [min, max] = ends(question);
            Kind::Slider {
                min,
                max,
                step: step(question),
                ends: question.ends.clone(),
                unit: question.unit.clone(),
            }
        }
        "email" => Kind::Email,
        "phone" => Kind::Phone,
        "consent" => Kind::Consent {
            list: match domain(0)? {
                Domain::Choice(list) => list,
                _ => return None,
            },
            purpose: question.purpose.clone(),
            separate: question.separate,
        },
        _ => return None,
    })
}

/// A row as the survey has it.
#[must_use]
pub fn row(row: &Row) -> MatrixRow {
    MatrixRow {
        id: Id::new(&row.id.value),
        text: row.text.clone(),
        touchpoint: row.touchpoint.clone(),
    }
}

/// Position of the option an attention check asks for.
#[must_use]
pub fn attention(option: &Name, outline: &Outline, variables: &[VariableIndex]) -> Option<usize> {
    let slot = outline.slots.get(variables.first()?.0)?;
    slot.domain.as_ref()?.options()?.position_of_id(&option.value)
}

fn feature(row: &Row) -> Feature {
    let own = |text: &Option<Spanned<Texts>>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    Feature {
        id: Id::new(&row.id.value),
        text: row.text.clone(),
        with: own(&row.with),
        without: own(&row.without),
        touchpoint: row.touchpoint.clone(),
    }
}

/// How many things are ranked.
fn ranked(question: &Question) -> u32 {
    let all = u32::try_from(question.rows.len()).unwrap_or(u32::MAX);
    let written = question.bounds.max.as_ref().map(|max| max.value);
    (1..=all).find(|most| written == Some(f64::from(*most))).unwrap_or(all)
}

fn total(question: &Question) -> f64 {
    question.total.as_ref().map_or(TOTAL, |total| total.value)
}

/// The ends of a slider, lower first.
#[must_use]
pub fn ends(question: &Question) -> [f64; 2] {
    let bound = |bound: &Option<Spanned<f64>>, standard| bound.as_ref().map_or(standard, |bound| bound.value);
    [
        bound(&question.bounds.min, ENDS[0]),
        bound(&question.bounds.max, ENDS[1]),
    ]
}

/// The step of a slider.
#[must_use]
pub fn step(question: &Question) -> f64 {
    question.step.as_ref().map_or(1.0, |step| step.value)
}

fn number(min: f64, max: f64, whole: bool) -> Domain {
    Domain::Number {
        min: Some(min),
        max: Some(max),
        whole,
    }
}

/// What the answers say of something personal: that it was given. Nothing else of it stands among them.
fn given() -> OptionList {
    let texts = [("未填写", "Not given"), ("已填写", "Given")];
    worded(texts)
}

/// No and yes of a consent.
fn agreed() -> OptionList {
    worded([("不同意", "Not agreed"), ("同意", "Agreed")])
}

/// The options `no` and `yes` in these words: Chinese, English.
fn worded(texts: [(&str, &str); 2]) -> OptionList {
    let mut list = scales::built_in("yesno").map(|scale| scale.list).unwrap_or_default();
    for (option, (zh, en)) in list.options.iter_mut().zip(texts) {
        option.text = Texts::zh_en(zh, en);
    }
    list
}

struct Maker<'a> {
    draft: &'a Draft,
    question: &'a Question,
    at: (usize, usize),
}

impl Maker<'_> {
    fn origin(&self, row: Option<usize>) -> Origin {
        let (page, question) = self.at;
        Origin::Question { page, question, row }
    }

    /// The variable of the question itself.
    fn one(&self, domain: Option<Domain>) -> Vec<Slot> {
        let base = slot(&self.question.id, self.origin(None), self.question.text.clone(), domain);
        vec![Slot {
            touchpoint: self.question.touchpoint.clone(),
            ..base
        }]
    }

    /// A variable of a row, or of a part of a row.
    fn of_row(&self, at: usize, part: Option<&str>, text: Texts, domain: Option<Domain>) -> Slot {
        let row = &self.question.rows[at];
        let question = self.question;
        let id = Name {
            value: part.map_or_else(
                || question.part(&row.id.value),
                |part| question.part_of(&row.id.value, part),
            ),
            span: row.id.span.clone(),
        };
        let touchpoint = row.touchpoint.clone().or_else(|| self.question.touchpoint.clone());
        Slot {
            stem: Some(self.question.text.clone()),
            touchpoint,
            ..slot(&id, self.origin(Some(at)), text, domain)
        }
    }

    fn rows(&self, domain: &Domain) -> Vec<Slot> {
        let row = |(at, row): (usize, &Row)| self.of_row(at, None, row.text.clone(), Some(domain.clone()));
        self.question.rows.iter().enumerate().map(row).collect()
    }

    fn batteries(&self) -> Vec<Slot> {
        let rating = |scale: &str| rating_on(self.draft, self.question, scale);
        let good = self.question.scale.as_ref().and_then(|scale| rating(&scale.value));
        let scale = self.question.importance_scale.as_ref();
        let important = rating(scale.map_or(IMPORTANCE, |scale| scale.value.as_str()));
        let pair = |(at, row): (usize, &Row)| {
            let how_important = row
                .text
                .phrased(|tongue, text| tongue.pick(format!("{text} – how important"), format!("{text}（重要程度）")));
            [
                self.of_row(at, None, row.text.clone(), good.clone()),
                self.of_row(at, Some("importance"), how_important, important.clone()),
            ]
        };
        self.question.rows.iter().enumerate().flat_map(pair).collect()
    }

    fn features(&self) -> Vec<Slot> {
        let domain = rating_on(self.draft, self.question, scales::KANO5);
        let pair = |(at, row): (usize, &Row)| {
            let asked = |own: &Option<Spanned<Texts>>, phrase: fn(Tongue, &str) -> String| {
                own.as_ref()
                    .map_or_else(|| row.text.phrased(phrase), |own| own.value.clone())
            };
            let with = asked(&row.with, |tongue, text| {
                tongue.pick(format!("{text} – if it is there"), format!("{text}（具备）"))
            });
            let without = asked(&row.without, |tongue, text| {
                tongue.pick(format!("{text} – if it is not there"), format!("{text}（不具备）"))
            });
            [
                self.of_row(at, Some("with"), with, domain.clone()),
                self.of_row(at, Some("without"), without, domain.clone()),
            ]
        };
        self.question.rows.iter().enumerate().flat_map(pair).collect()
    }

    /// Whether one agreed, and to which words.
    fn consent(&self) -> Vec<Slot> {
        let mut slots = self.one(Some(Domain::Choice(Arc::new(agreed()))));
        let (page, question) = self.at;
        let id = Name {
            value: self.question.part("wording"),
            span: self.question.id.span.clone(),
        };
        let text = Texts::zh_en("同意书文字的指纹", "Fingerprint of the wording agreed to");
        let origin = Origin::Wording { page, question };
        slots.push(Slot {
            stem: Some(self.question.text.clone()),
            ty: type_of(&Domain::Text),
            ..slot(&id, origin, text, Some(Domain::Text))
        });
        slots
    }
}
