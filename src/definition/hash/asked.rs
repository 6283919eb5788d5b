//! What is asked: questions, their rows, options and scales, and what their variables may hold.

use super::Writer;
use crate::model::Better;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::MatrixRow;
use crate::model::OptionList;
use crate::model::Question;
use crate::model::Scale;
use sha2::Digest;

impl Writer {
    #[expect(clippy::too_many_lines, reason = "every kind of question, one after the other")]
    pub(super) fn question(&mut self, question: &Question) {
        self.text(question.id.as_str());
        for texts in [&question.text, &question.hint, &question.valid_message] {
            self.texts(texts);
        }
        self.switch(question.required);
        for condition in [&question.show_if, &question.require_if, &question.valid_if] {
            self.condition(condition.as_ref());
        }
        self.maybe(question.touchpoint.as_ref(), |writer, touchpoint| {
            writer.text(touchpoint);
        });
        match &question.kind {
            Kind::Note => self.text("note"),
            Kind::Choice { list } => {
                self.text("choice");
                self.list(list);
            }
            Kind::Multiple { list, min, max } => {
                self.text("multiple");
                self.list(list);
                for bound in [min, max] {
                    self.maybe(bound.as_ref(), |writer, bound| writer.0.update(bound.to_le_bytes()));
                }
            }
            Kind::Rating { scale } => {
                self.text("rating");
                self.scale(scale);
            }
            Kind::Matrix { scale, rows } => {
                self.text("matrix");
                self.scale(scale);
                self.rows(rows);
            }
            Kind::Number { unit, .. } => {
                self.text("number");
                self.texts(unit);
            }
            Kind::Text { long, max_length } => {
                self.text("text");
                self.switch(*long);
                self.maybe(max_length.as_ref(), |writer, most| writer.0.update(most.to_le_bytes()));
            }
            Kind::Date => self.text("date"),
            Kind::Ranking { rows, most } => {
                self.text("ranking");
                self.rows(rows);
                self.0.update(most.to_le_bytes());
            }
            Kind::Allocation { rows, total, unit } => {
                self.text("allocation");
                self.rows(rows);
                self.number(*total);
                self.texts(unit);
            }
            Kind::Importance {
                scale,
                importance,
                rows,
            } => {
                self.text("importance");
                self.scale(scale);
                self.scale(importance);
                self.rows(rows);
            }
            Kind::Kano { scale, features } => {
                self.text("kano");
                self.scale(scale);
                self.each(features, |writer, feature| {
                    writer.text(feature.id.as_str());
                    for texts in [&feature.text, &feature.with, &feature.without] {
                        writer.texts(texts);
                    }
                });
            }
            Kind::Slider {
                min,
                max,
                step,
                ends,
                unit,
            } => {
                self.text("slider");
                for number in [min, max, step] {
                    self.number(*number);
                }
                for texts in [&ends[0], &ends[1], unit] {
                    self.texts(texts);
                }
            }
            Kind::Email => self.text("email"),
            Kind::Phone => self.text("phone"),
            Kind::Consent {
                list,
                purpose,
                separate,
            } => {
                self.text("consent");
                self.list(list);
                self.texts(purpose);
                self.switch(*separate);
            }
        }
    }

    fn rows(&mut self, rows: &[MatrixRow]) {
        self.each(rows, |writer, row| {
            writer.text(row.id.as_str());
            writer.texts(&row.text);
        });
    }

    pub(super) fn domain(&mut self, domain: &Domain) {
        match domain {
            Domain::Rating(scale) => {
                self.text("rating");
                self.scale(scale);
            }
            Domain::Choice(list) => {
                self.text("choice");
                self.list(list);
            }
            Domain::Multiple(list) => {
                self.text("multiple");
                self.list(list);
            }
            Domain::Number { min, max, whole } => {
                self.text("number");
                for bound in [min, max] {
                    self.maybe(bound.as_ref(), |writer, bound| writer.number(*bound));
                }
                self.switch(*whole);
            }
            Domain::Text => self.text("text"),
            Domain::Date => self.text("date"),
        }
    }

    fn scale(&mut self, scale: &Scale) {
        self.text(scale.id.as_str());
        self.list(&scale.list);
        self.switch(scale.better == Better::High);
        self.switch(scale.ends_only);
    }

    fn list(&mut self, list: &OptionList) {
        self.each(&list.options, |writer, option| {
            writer.text(option.id.as_str());
            writer.0.update(option.value.to_le_bytes());
            writer.texts(&option.text);
            writer.switch(option.exclusive);
            writer.switch(option.other);
        });
        self.each(&list.missing, |writer, missing| {
            writer.text(missing.kind.code());
            writer.texts(&missing.text);
            writer.maybe(missing.value, |writer, value| writer.0.update(value.to_le_bytes()));
        });
    }
}
