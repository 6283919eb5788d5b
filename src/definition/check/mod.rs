//! The rules of a definition, one file each: its code, its page with a wrong and a right example, its message, its test.
//!
//! Rules about single values are applied while reading (`conform`, `expressions`, `derive`); the others
//! look at the whole draft. A new rule is one file here and one line in [`ALL`].

mod allocation_total;
mod anonymous;
mod attention_option;
pub(super) mod bad_id;
mod bounds;
mod box_points;
pub(super) mod carry_forward;
pub(super) mod cascade_form;
mod comparable_reason;
pub(super) mod derived_cycle;
pub(super) mod derived_type;
mod design_kind;
mod duplicate_id;
mod duplicate_option;
pub(super) mod entity_name;
mod exclusive_single;
pub(super) mod expression_name;
pub(super) mod expression_syntax;
pub(super) mod expression_type;
mod fallback_language;
mod feature_texts;
mod few_options;
mod file_name;
mod first_language;
pub(super) mod foreign_key;
pub(super) mod form_knows;
mod formerly_reason;
mod formerly_today;
mod hidden_scale;
mod idle_anchor;
mod index_consistency;
mod index_judgements;
mod index_leaf;
mod index_level;
mod index_model;
mod index_outcome;
mod index_part;
mod index_sum;
mod index_weight_unused;
mod index_weights;
mod kano_measure;
mod kano_measured;
pub(super) mod label_count;
pub(super) mod language_tag;
mod later_question;
mod lonely_message;
pub(super) mod loop_over;
mod macros;
mod many_options;
mod matrix_large;
mod measure_kind;
mod missing_answers;
pub(super) mod missing_key;
pub mod near;
mod never_true;
mod note_measured;
pub(super) mod nothing_in_list;
mod notice_long;
mod nps_scale;
mod number_as_id;
mod one_other;
mod other_language;
mod own_answer;
mod own_words;
mod personal_data;
mod pipe_fallback;
mod pipe_later;
mod pipe_name;
mod privacy_complete;
mod quota_form;
mod repeated_language;
mod replicate_weights;
mod report_value;
mod required_note;
mod required_twice;
mod reserved_id;
mod same_label;
mod sample_link;
mod segment_groups;
mod segment_kind;
mod segment_twice;
mod slider_steps;
pub(super) mod text_comment;
pub(super) mod text_cut;
pub(super) mod text_empty;
mod thresholds;
mod unit_link;
mod unknown_id;
pub(super) mod unknown_key;
mod unknown_scale;
pub(super) mod unknown_word;
mod unlisted_language;
mod weight_kind;
mod weighting_asked;
mod word_place;
pub(super) mod wrong_type;
pub(super) mod yaml_duplicate_key;
pub(super) mod yaml_limit;
pub(super) mod yaml_reference;
pub(super) mod yaml_syntax;

pub use reserved_id::is_reserved;

use super::derive::Values;
use super::draft::Draft;
use super::expressions::Site;
use super::expressions::depends_on;
use super::kinds;
use super::outline::Outline;
use super::outline::Slot;
use super::spanned::Name;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Source;
use crate::model::Domain;
use std::ops::Range;
use std::sync::Arc;

/// A rule: its page, and how it is checked.
#[derive(Debug)]
pub struct Rule {
    /// Code, title and page.
    pub doc: &'static RuleDoc,
    /// Looks at the whole draft; `None` for rules applied while reading.
    pub(super) check: Option<Check>,
}

/// Everything in a draft that breaks a rule.
pub(super) type Check = fn(&Subject<'_>) -> Vec<Problem>;

const fn reading(doc: &'static RuleDoc) -> Rule {
    Rule { doc, check: None }
}

const fn whole(doc: &'static RuleDoc, check: Check) -> Rule {
    Rule {
        doc,
        check: Some(check),
    }
}

/// All rules of definitions, by code.
pub static ALL: [Rule; 98] = [
    reading(&yaml_syntax::DOC),
    reading(&yaml_limit::DOC),
    reading(&yaml_reference::DOC),
    reading(&yaml_duplicate_key::DOC),
    reading(&unknown_key::DOC),
    reading(&wrong_type::DOC),
    reading(&missing_key::DOC),
    reading(&unknown_word::DOC),
    reading(&foreign_key::DOC),
    reading(&text_cut::DOC),
    reading(&text_comment::DOC),
    reading(&text_empty::DOC),
    reading(&language_tag::DOC),
    reading(&nothing_in_list::DOC),
    reading(&bad_id::DOC),
    whole(&reserved_id::DOC, reserved_id::check),
    whole(&duplicate_id::DOC, duplicate_id::check),
    whole(&unknown_id::DOC, unknown_id::check),
    whole(&first_language::DOC, first_language::check),
    whole(&other_language::DOC, other_language::check),
    whole(&unlisted_language::DOC, unlisted_language::check),
    whole(&repeated_language::DOC, repeated_language::check),
    whole(&few_options::DOC, few_options::check),
    whole(&duplicate_option::DOC, duplicate_option::check),
    whole(&number_as_id::DOC, number_as_id::check),
    whole(&same_label::DOC, same_label::check),
    whole(&exclusive_single::DOC, exclusive_single::check),
    whole(&many_options::DOC, many_options::check),
    whole(&unknown_scale::DOC, unknown_scale::check),
    whole(&hidden_scale::DOC, hidden_scale::check),
    whole(&missing_answers::DOC, missing_answers::check),
    whole(&one_other::DOC, one_other::check),
    reading(&expression_syntax::DOC),
    reading(&expression_name::DOC),
    reading(&expression_type::DOC),
    whole(&later_question::DOC, later_question::check),
    whole(&own_answer::DOC, own_answer::check),
    whole(&form_knows::DOC, form_knows::check),
    reading(&derived_cycle::DOC),
    reading(&derived_type::DOC),
    reading(&label_count::DOC),
    whole(&never_true::DOC, never_true::check),
    whole(&measure_kind::DOC, measure_kind::check),
    whole(&note_measured::DOC, note_measured::check),
    whole(&nps_scale::DOC, nps_scale::check),
    whole(&box_points::DOC, box_points::check),
    whole(&index_weights::DOC, index_weights::check),
    whole(&index_sum::DOC, index_sum::check),
    whole(&index_leaf::DOC, index_leaf::check),
    whole(&index_part::DOC, index_part::check),
    whole(&segment_kind::DOC, segment_kind::check),
    whole(&segment_groups::DOC, segment_groups::check),
    whole(&segment_twice::DOC, segment_twice::check),
    whole(&matrix_large::DOC, matrix_large::check),
    whole(&bounds::DOC, bounds::check),
    whole(&required_note::DOC, required_note::check),
    whole(&thresholds::DOC, thresholds::check),
    whole(&report_value::DOC, report_value::check),
    whole(&weight_kind::DOC, weight_kind::check),
    whole(&sample_link::DOC, sample_link::check),
    whole(&file_name::DOC, file_name::check),
    whole(&lonely_message::DOC, lonely_message::check),
    whole(&required_twice::DOC, required_twice::check),
    whole(&slider_steps::DOC, slider_steps::check),
    whole(&allocation_total::DOC, allocation_total::check),
    whole(&attention_option::DOC, attention_option::check),
    whole(&kano_measured::DOC, kano_measured::check),
    whole(&feature_texts::DOC, feature_texts::check),
    whole(&design_kind::DOC, design_kind::check),
    reading(&loop_over::DOC),
    reading(&entity_name::DOC),
    reading(&carry_forward::DOC),
    whole(&pipe_name::DOC, pipe_name::check),
    whole(&pipe_fallback::DOC, pipe_fallback::check),
    whole(&pipe_later::DOC, pipe_later::check),
    whole(&idle_anchor::DOC, idle_anchor::check),
    reading(&cascade_form::DOC),
    whole(&own_words::DOC, own_words::check),
    whole(&index_judgements::DOC, index_judgements::check),
    whole(&index_consistency::DOC, index_consistency::check),
    whole(&index_outcome::DOC, index_outcome::check),
    whole(&index_model::DOC, index_model::check),
    whole(&index_level::DOC, index_level::check),
    whole(&index_weight_unused::DOC, index_weight_unused::check),
    whole(&privacy_complete::DOC, privacy_complete::check),
    whole(&anonymous::DOC, anonymous::check),
    whole(&personal_data::DOC, personal_data::check),
    whole(&quota_form::DOC, quota_form::check),
    whole(&word_place::DOC, word_place::check),
    whole(&notice_long::DOC, notice_long::check),
    whole(&kano_measure::DOC, kano_measure::check),
    whole(&fallback_language::DOC, fallback_language::check),
    whole(&unit_link::DOC, unit_link::check),
    whole(&replicate_weights::DOC, replicate_weights::check),
    whole(&weighting_asked::DOC, weighting_asked::check),
    whole(&comparable_reason::DOC, comparable_reason::check),
    whole(&formerly_today::DOC, formerly_today::check),
    whole(&formerly_reason::DOC, formerly_reason::check),
];

/// What rules look at.
pub(super) struct Subject<'a> {
    pub source: &'a Arc<Source>,
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub sites: &'a [Site<'a>],
    pub values: &'a Values,
    /// Derived values in the order of their slots, as positions in the draft.
    pub order: &'a [usize],
}

impl Subject<'_> {
    /// Every problem of the rules about the whole.
    pub fn problems(&self) -> Vec<Problem> {
        ALL.iter()
            .filter_map(|rule| rule.check)
            .flat_map(|check| check(self))
            .collect()
    }

    fn place(&self, span: &Range<usize>) -> Place {
        Place::text(self.source, span.clone())
    }

    /// Every name of the one namespace with its place, in the order of the file's parts; rows as `question.row`.
    fn declared(&self) -> Vec<(String, Range<usize>)> {
        let own = |name: &Name| (name.value.clone(), name.span.clone());
        let draft = self.draft;
        let mut names = Vec::new();
        let mut copied = std::collections::BTreeSet::new();
        for (_, _, question) in draft.questions() {
            names.push(own(&question.id));
            // The name as written means the copy's question inside each copy, so nothing else can be called so.
            let base = question
                .entity
                .as_ref()
                .map(|_| (question.written_id().to_owned(), question.id.span.clone()));
            names.extend(base.filter(|(_, span)| copied.insert(span.start)));
            names.extend(
                question
                    .rows
                    .iter()
                    .map(|row| (question.part(&row.id.value), row.id.span.clone())),
            );
            for part in kinds::parts(&question.kind) {
                let of = |row: &super::draft::Row| (question.part_of(&row.id.value, part), row.id.span.clone());
                names.extend(question.rows.iter().map(of));
            }
        }
        names.extend(draft.hidden.iter().map(|hidden| own(&hidden.id)));
        names.extend(super::outline::orders(draft).iter().map(|(name, _)| own(name)));
        names.extend(draft.derived.iter().map(|derived| own(&derived.id)));
        names.extend(draft.measures.iter().map(|measure| own(&measure.id)));
        names.extend(
            draft
                .index
                .iter()
                .flat_map(|index| index.walk())
                .map(|part| own(&part.id)),
        );
        names.retain(|(name, _)| !name.is_empty());
        names
    }

    /// The variables of questions a condition depends on, also by way of derived values, with the positions of their questions.
    fn questions_of(&self, site: &Site<'_>) -> Vec<(&Slot, (usize, usize))> {
        let Some(condition) = &site.condition else {
            return Vec::new();
        };
        let first_derived = self.outline.slots.len() - self.order.len();
        let slots = depends_on(condition, self.values, self.order, first_derived);
        let of = |slot: usize| {
            let slot = self.outline.slots.get(slot)?;
            Some((slot, slot.origin.place()?))
        };
        slots.into_iter().filter_map(of).collect()
    }

    /// The variables a variable depends on: itself, and what a derived value is computed from.
    fn behind(&self, slot: usize) -> Vec<&Slot> {
        let first_derived = self.outline.slots.len() - self.order.len();
        let value = slot
            .checked_sub(first_derived)
            .and_then(|place| self.values.get(self.order.get(place)?));
        let mut slots = vec![slot];
        if let Some(value) = value {
            slots.extend(depends_on(value, self.values, self.order, first_derived));
        }
        slots
            .into_iter()
            .filter_map(|slot| self.outline.slots.get(slot))
            .collect()
    }

    /// A domain in words, article included.
    #[expect(clippy::unused_self, reason = "reads as a question to the subject")]
    fn domain_words(&self, domain: &Domain) -> [&'static str; 2] {
        match domain {
            Domain::Rating(_) => ["a rating", "评分题"],
            Domain::Choice(_) => ["a choice", "单选"],
            Domain::Multiple(_) => ["a multiple choice", "多选"],
            Domain::Number { .. } => ["a number", "数"],
            Domain::Text => ["a text", "文字"],
            Domain::Date => ["a date", "日期"],
        }
    }
}

#[cfg(test)]
mod tests;
