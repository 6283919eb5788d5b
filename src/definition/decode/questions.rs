//! A page's questions: their rows, options, levels and missing answers.

use super::super::conform::kind_of;
use super::super::draft::CarryForward;
use super::super::draft::Choice;
use super::super::draft::Choices;
use super::super::draft::Comparable;
use super::super::draft::Formerly;
use super::super::draft::Listed;
use super::super::draft::MissingAnswer;
use super::super::draft::Question;
use super::super::draft::Row;
use super::super::fields::bounds;
use super::super::fields::expression;
use super::super::fields::is_map;
use super::super::fields::items;
use super::super::fields::name;
use super::super::fields::name_in;
use super::super::fields::nameless;
use super::super::fields::number;
use super::super::fields::switch;
use super::super::fields::whole;
use super::super::fields::words;
use super::super::keys;
use super::super::spanned::Spanned;
use super::super::yaml::Node;
use super::Decoder;
use super::set;
use crate::logic::Missing;
use std::ops::Range;

impl Decoder {
    pub(super) fn question(&mut self, node: &Node) -> Question {
        Question {
            id: name(node, "id"),
            kind: kind_of(node, &keys::QUESTION).unwrap_or_default().to_owned(),
            text: self.text(node, "text"),
            hint: self.text(node, "hint"),
            interviewer: self.text(node, "interviewer"),
            required: switch(node, "required"),
            show_if: expression(node, "show_if"),
            require_if: expression(node, "require_if"),
            valid_if: expression(node, "valid_if"),
            valid_message: self.spanned_text(node, "valid_message"),
            touchpoint: words(node, "touchpoint"),
            scale: node.get("scale").and_then(name_in),
            rows: items(node, "rows")
                .iter()
                .filter(is_map)
                .map(|node| self.row(node))
                .collect(),
            options: self.choices(node, "options"),
            missing: items(node, "missing")
                .iter()
                .filter_map(|node| self.missing(node))
                .collect(),
            bounds: bounds(node),
            unit: self.text(node, "unit"),
            long: switch(node, "long").is_some_and(|switch| switch.value),
            max_length: whole(node, "max_length").and_then(|n| u32::try_from(n.value).ok()),
            random: random(node),
            anchor: set(node, "anchor"),
            options_from: node.get("options_from").filter(is_map).map(carry_forward),
            rows_from: node.get("rows_from").filter(is_map).map(carry_forward),
            carried: None,
            levels: items(node, "levels")
                .iter()
                .filter(is_map)
                .map(|node| self.level(node))
                .collect(),
            rung: None,
            entity: None,
            importance_scale: node.get("importance_scale").and_then(name_in),
            step: number(node, "step"),
            total: number(node, "total"),
            ends: ["low", "high"].map(|end| {
                let ends = node.get("ends").filter(is_map);
                ends.map(|node| self.text(node, end)).unwrap_or_default()
            }),
            attention: node.get("attention").and_then(name_in),
            purpose: self.text(node, "purpose"),
            separate: switch(node, "separate").is_some_and(|switch| switch.value),
            comparable: comparable(node),
            formerly: formerly(node),
        }
    }

    pub(super) fn level(&mut self, node: &Node) -> Listed {
        let id = name(node, "id");
        let text = self.text(node, "text");
        Listed {
            text: super::super::outline::named(&text, &id),
            id,
        }
    }

    pub(super) fn row(&mut self, node: &Node) -> Row {
        Row {
            id: name(node, "id"),
            text: self.text(node, "text"),
            touchpoint: words(node, "touchpoint"),
            show_if: expression(node, "show_if"),
            anchor: set(node, "anchor"),
            with: self.spanned_text(node, "with"),
            without: self.spanned_text(node, "without"),
        }
    }

    pub(super) fn choices(&mut self, node: &Node, key: &str) -> Choices {
        let Some(list) = node.get(key) else {
            return Choices::default();
        };
        let options = list
            .items()
            .iter()
            .enumerate()
            .map(|(place, node)| self.choice(place, node))
            .collect();
        Choices {
            span: list.span.clone(),
            options,
        }
    }

    pub(super) fn choice(&mut self, place: usize, node: &Node) -> Choice {
        let position = i32::try_from(place).map_or(i32::MAX, |place| place.saturating_add(1));
        let id = if is_map(&node) {
            name(node, "id")
        } else {
            name_in(node).unwrap_or_else(|| nameless(node))
        };
        Choice {
            value: whole(node, "value").unwrap_or_else(|| Spanned {
                value: position,
                span: id.span.clone(),
            }),
            id,
            text: self.spanned_text(node, "text"),
            exclusive: set(node, "exclusive"),
            other: switch(node, "other").is_some_and(|switch| switch.value),
            under: if is_map(&node) {
                self.choices(node, "options").options
            } else {
                Vec::new()
            },
            show_if: expression(node, "show_if"),
            anchor: set(node, "anchor"),
        }
    }

    pub(super) fn missing(&mut self, node: &Node) -> Option<MissingAnswer> {
        let kind = node.get("kind").unwrap_or(node);
        let word = kind.scalar()?.text.as_str();
        let known = keys::MISSING_WORDS.contains(&word);
        let kind = Spanned {
            value: Missing::from_code(word).filter(|_| known)?,
            span: kind.span.clone(),
        };
        Some(MissingAnswer {
            kind,
            value: whole(node, "value"),
            text: self.spanned_text(node, "text"),
        })
    }
}

pub(super) fn carry_forward(node: &Node) -> CarryForward {
    CarryForward {
        span: node.span.clone(),
        question: node.get("question").and_then(name_in),
        chosen: words(node, "which").is_none_or(|which| which != "not_chosen"),
    }
}

pub(super) fn comparable(node: &Node) -> Comparable {
    let because = node.get("comparable_because").and_then(name_in);
    Comparable {
        yes: switch(node, "comparable"),
        because: because.filter(|because| !because.value.trim().is_empty()),
    }
}

/// What earlier options are today; what is no pair of names has been reported.
pub(super) fn formerly(node: &Node) -> Formerly {
    let because = node.get("formerly_because").and_then(name_in);
    let codes = node.get("formerly").filter(is_map).map(|map| {
        let pairs = map.entries().iter().filter_map(|entry| {
            let old = Spanned {
                value: entry.key.clone(),
                span: entry.key_span.clone(),
            };
            Some((old, name_in(&entry.value)?))
        });
        Spanned {
            value: pairs.collect(),
            span: map.span.clone(),
        }
    });
    Formerly {
        codes,
        because: because.filter(|because| !because.value.trim().is_empty()),
    }
}

/// Place of `order: random`.
pub(super) fn random(node: &Node) -> Option<Range<usize>> {
    let order = node.get("order")?;
    order.scalar().filter(|scalar| scalar.text == "random")?;
    Some(order.span.clone())
}
