//! Expressions of a definition: read, typed against the outline, their faults placed in the file.

use super::check::expression_name;
use super::check::expression_syntax;
use super::check::expression_type;
use super::check::form_knows;
use super::derive::Values;
use super::draft::Draft;
use super::draft::Question;
use super::outline::Inside;
use super::outline::Outline;
use super::spanned::Expression;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Source;
use crate::logic;
use crate::logic::Fault;
use crate::logic::FaultCode;
use crate::logic::Typed;
use crate::model::Condition;
use std::ops::Range;
use std::sync::Arc;

/// What an expression is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A page is put; the place is that of its first question.
    PageIf,
    /// A question is asked.
    ShowIf,
    /// The option at this position is offered.
    OptionIf(usize),
    /// The row at this position is asked.
    RowIf(usize),
    /// A question must be answered.
    RequireIf,
    /// An answer is accepted.
    ValidIf,
    /// Responses a measure is computed on; the place is its position.
    Measure,
    /// Responses the index is computed on.
    Index,
    /// Responses a quota counts; the place is its position.
    Quota,
}

impl Role {
    /// Whether it is evaluated while the form is filled in.
    #[must_use]
    pub fn in_form(self) -> bool {
        !matches!(self, Self::Measure | Self::Index | Self::Quota)
    }
}

/// A condition of the definition.
#[derive(Debug)]
pub struct Site<'a> {
    /// What it is for.
    pub role: Role,
    /// Positions of page and question, or of the measure (the quota) and 0.
    pub at: (usize, usize),
    /// As written.
    pub written: &'a Expression,
    /// `None` when it is faulty.
    pub condition: Option<Arc<Condition>>,
}

/// Reads and types expressions.
pub struct Typing<'a> {
    /// The file.
    pub source: &'a Arc<Source>,
}

impl Typing<'_> {
    /// Every condition of the draft.
    pub fn sites<'a>(&self, draft: &'a Draft, outline: &Outline, problems: &mut Vec<Problem>) -> Vec<Site<'a>> {
        let mut sites = Vec::new();
        for (at, page) in draft.pages.iter().enumerate() {
            sites.extend(page.show_if.iter().map(|written| (Role::PageIf, (at, 0), written)));
            for (place, question) in page.questions.iter().enumerate() {
                let written = conditions(question).into_iter();
                sites.extend(written.map(|(role, written)| (role, (at, place), written)));
            }
        }
        for (place, measure) in draft.measures.iter().enumerate() {
            sites.extend(
                measure
                    .filter
                    .iter()
                    .map(|written| (Role::Measure, (place, 0), written)),
            );
        }
        sites.extend(
            draft
                .index
                .iter()
                .flat_map(|index| &index.filter)
                .map(|written| (Role::Index, (0, 0), written)),
        );
        for (place, quota) in draft.quotas.iter().enumerate() {
            sites.extend(quota.filter.iter().map(|written| (Role::Quota, (place, 0), written)));
        }
        let site = |(role, at, written): (Role, (usize, usize), &'a Expression)| {
            let copy = if role.in_form() { draft.pages.get(at.0) } else { None };
            let inside = Inside {
                outline,
                entity: copy.and_then(|page| page.entity.as_deref()),
            };
            let condition = self.read(written, &inside, problems, logic::condition).map(Arc::new);
            if let (Some(condition), true) = (&condition, role.in_form()) {
                problems.extend(self.unknown_to_the_form(written, condition, outline));
            }
            Site {
                role,
                at,
                written,
                condition,
            }
        };
        sites.into_iter().map(site).collect()
    }

    /// The expression of a derived value, of any type.
    pub fn value(&self, written: &Expression, outline: &Outline, problems: &mut Vec<Problem>) -> Option<Condition> {
        let inside = Inside { outline, entity: None };
        self.read(written, &inside, problems, logic::compile)
    }

    fn read(
        &self,
        written: &Expression,
        inside: &Inside<'_>,
        problems: &mut Vec<Problem>,
        how: impl Fn(&str, &dyn logic::Symbols) -> Result<Typed, Vec<Fault>>,
    ) -> Option<Condition> {
        let text = &written.value.text;
        // A name whose variable is faulty has been reported; what is built on it cannot be judged.
        if let Ok(ast) = logic::parse(text)
            && ast
                .ids()
                .iter()
                .any(|(id, _)| inside.find(id).is_some_and(|(_, slot)| slot.ty.is_none()))
        {
            return None;
        }
        match how(text, inside) {
            Ok(typed) => Some(Condition {
                // What is written inside a repeated page means another question in each copy.
                text: if inside.entity.is_some() {
                    typed.to_string()
                } else {
                    text.trim().to_owned()
                },
                typed,
            }),
            Err(faults) => {
                problems.extend(faults.iter().map(|fault| self.problem(written, fault)));
                None
            }
        }
    }

    fn problem(&self, written: &Expression, fault: &Fault) -> Problem {
        let place = self.place(written, &fault.span);
        let part = written.value.text.get(fault.span.clone()).unwrap_or_default();
        let (zh, zh_help) = super::fault_words::chinese(fault, part);
        Problem::new(rule_of(fault.code), place)
            .says(fault.message.clone(), zh)
            .help(fault.help.clone(), zh_help)
    }

    fn place(&self, written: &Expression, part: &Range<usize>) -> Place {
        Place::text(
            self.source,
            written.value.place_of(&self.source.text, &written.span, part),
        )
    }

    /// `submitted` and `wave` are not known while the form is filled in.
    fn unknown_to_the_form(&self, written: &Expression, condition: &Condition, outline: &Outline) -> Vec<Problem> {
        let count = outline.slots.len();
        if !condition
            .typed
            .slots()
            .iter()
            .any(|slot| *slot == count || *slot == count + 1)
        {
            return Vec::new();
        }
        let Ok(ast) = logic::parse(&written.value.text) else {
            return Vec::new();
        };
        let late = ast
            .ids()
            .into_iter()
            .filter(|(id, _)| super::outline::BUILT_IN[..2].contains(id));
        late.map(|(id, span)| form_knows::problem(self.place(written, &span), id))
            .collect()
    }
}

/// The conditions of a question, in the order of the form.
fn conditions(question: &Question) -> Vec<(Role, &Expression)> {
    let own = [
        (Role::ShowIf, &question.show_if),
        (Role::RequireIf, &question.require_if),
        (Role::ValidIf, &question.valid_if),
    ];
    let options = question.options.options.iter().enumerate();
    let rows = question.rows.iter().enumerate();
    let mut all: Vec<(Role, &Expression)> = own
        .into_iter()
        .filter_map(|(role, written)| Some((role, written.as_ref()?)))
        .collect();
    all.extend(options.filter_map(|(at, option)| Some((Role::OptionIf(at), option.show_if.as_ref()?))));
    all.extend(rows.filter_map(|(at, row)| Some((Role::RowIf(at), row.show_if.as_ref()?))));
    all
}

fn rule_of(code: FaultCode) -> &'static RuleDoc {
    match code {
        FaultCode::UnknownId | FaultCode::UnknownFunction | FaultCode::UnknownOption | FaultCode::UnknownMissing => {
            &expression_name::DOC
        }
        FaultCode::WrongArguments
        | FaultCode::TypeMismatch
        | FaultCode::NotOrdered
        | FaultCode::NotACondition
        | FaultCode::BadBand
        | FaultCode::TooManyOptions => &expression_type::DOC,
        _ => &expression_syntax::DOC,
    }
}

/// The variables a condition depends on, through derived values, as positions in the outline; sorted, each once.
#[must_use]
pub fn depends_on(condition: &Condition, values: &Values, order: &[usize], first_derived: usize) -> Vec<usize> {
    let mut open = condition.typed.slots();
    let mut found = std::collections::BTreeSet::new();
    while let Some(slot) = open.pop() {
        if !found.insert(slot) {
            continue;
        }
        let derived = slot
            .checked_sub(first_derived)
            .and_then(|place| order.get(place))
            .and_then(|at| values.get(at));
        open.extend(derived.into_iter().flat_map(|condition| condition.typed.slots()));
    }
    found.into_iter().collect()
}
