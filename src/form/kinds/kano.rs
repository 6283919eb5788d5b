//! A Kano question: two sentences a feature, both answered on the scale of five feelings.

use super::row_only;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::BatteryView;
use crate::form::view::RowView;
use crate::locale::Texts;
use crate::model::Feature;
use crate::model::FormWord;
use crate::model::Question;
use crate::model::Scale;
use crate::site::plain;

pub(in crate::form) fn body(maker: &Maker<'_>, question: &Question, scale: &Scale, features: &[Feature]) -> Body {
    let points = maker.scale("radio", scale);
    let say = maker.say();
    let feature = |(at, feature): (usize, &Feature)| {
        let condition = row_only(maker, question, at);
        let half = |part: &str, own: &Texts, standard: &str| {
            let part = format!("{}.{part}", feature.id);
            let name = question.parts.name(&question.id, &part).to_string();
            RowView {
                id: format!("{name}-ask"),
                name,
                text: if own.is_empty() {
                    standard.to_owned()
                } else {
                    plain(maker.text(own))
                },
                piped: None,
                needed: condition.is_none(),
                condition: None,
            }
        };
        BatteryView {
            id: format!("{}-{}", question.id, feature.id),
            heading: plain(maker.text(&feature.text)),
            piped: None,
            layout: points.layout,
            options: points.options.clone(),
            aside: Vec::new(),
            ends: None,
            condition: condition.clone(),
            rows: vec![
                half("with", &feature.with, say.get(FormWord::IfThere)),
                half("without", &feature.without, say.get(FormWord::IfAbsent)),
            ],
        }
    };
    Body {
        kind: "kano",
        batteries: features.iter().enumerate().map(feature).collect(),
        ..Body::default()
    }
}
