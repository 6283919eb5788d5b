//! A dual battery: two tables of the same rows, one a scale.

use super::rows;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::BatteryView;
use crate::form::view::RowView;
use crate::model::FormWord;
use crate::model::MatrixRow;
use crate::model::Question;
use crate::model::Scale;

pub(in crate::form) fn body(maker: &Maker<'_>, question: &Question, scales: [&Scale; 2], rated: &[MatrixRow]) -> Body {
    let rows = rows(maker, question, rated, false);
    let important = |(row, view): (&MatrixRow, &RowView)| {
        let part = format!("{}.importance", row.id);
        let name = question.parts.name(&question.id, &part).to_string();
        RowView {
            id: name.clone(),
            name,
            ..view.clone()
        }
    };
    let second = rated.iter().zip(&rows).map(important).collect();
    let [good, importance] = scales;
    let say = maker.say();
    Body {
        kind: "importance",
        batteries: vec![
            battery(
                maker,
                format!("{}-good", question.id),
                say.get(FormWord::HowGood),
                good,
                rows,
            ),
            battery(
                maker,
                format!("{}-important", question.id),
                say.get(FormWord::HowImportant),
                importance,
                second,
            ),
        ],
        ..Body::default()
    }
}

fn battery(maker: &Maker<'_>, id: String, heading: &str, scale: &Scale, rows: Vec<RowView>) -> BatteryView {
    let points = maker.scale("matrix", scale);
    let columns = points.options.len() + points.aside.len();
    BatteryView {
        id,
        heading: heading.to_owned(),
        piped: None,
        layout: match (&points.ends, columns) {
            (Some(_), _) => " digits",
            (None, 6..) => " wide",
            (None, _) => "",
        },
        options: points.options,
        aside: points.aside,
        ends: points.ends,
        condition: None,
        rows,
    }
}
