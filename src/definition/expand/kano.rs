//! Measures of kind `kano`: the category of a feature where nobody derived it, and what Better and Worse count.
//!
//! Better is `(A+O)/(A+O+M+I)` and Worse `(O+M)/(A+O+M+I)`: shares of two categories among those who are of one of four. Written
//! out, both are shares with a condition, so that nothing after this knows them; intervals, tests and weights are those of a share.
//! Source: C. Berger et al. (1993), CQM Journal 2(4), 3–36.

use super::both;
use super::written;
use crate::definition::draft::Choice;
use crate::definition::draft::Choices;
use crate::definition::draft::Derived;
use crate::definition::draft::Draft;
use crate::definition::spanned::Name;
use crate::definition::spanned::Spanned;
use crate::diagnostic::Tongue;
use crate::locale::Texts;
use crate::model::Better;

/// The categories in the order of the function `kano`, with what they are called.
const CATEGORIES: [(&str, &str, &str); 6] = [
    ("must_be", "必备", "Must-be"),
    ("performance", "期望", "Performance"),
    ("attractive", "魅力", "Attractive"),
    ("indifferent", "无差异", "Indifferent"),
    ("reverse", "反向", "Reverse"),
    ("questionable", "可疑", "Questionable"),
];

/// The name behind a feature's of the value that holds its category.
pub const CATEGORY: &str = "category";

/// Writes out every measure of Kano's coefficients that can be; the others are found wrong later.
pub fn write_out(draft: &mut Draft) {
    for at in 0..draft.measures.len() {
        let measure = &draft.measures[at];
        let Some(of) = measure.of.clone().filter(|_| measure.kind == "kano") else {
            continue;
        };
        let Some((name, labels)) = derived(draft, &of.value).or_else(|| feature(draft, &of)) else {
            continue;
        };
        let measure = &mut draft.measures[at];
        let worse = measure.side.as_deref() == Some("worse");
        let counted = if worse { [0, 1] } else { [1, 2] };
        let of = Spanned {
            value: name,
            span: of.span,
        };
        measure.options = counted
            .map(|category| Spanned {
                value: labels[category].clone(),
                span: of.span.clone(),
            })
            .to_vec();
        let four: Vec<String> = labels[..4].iter().map(|label| format!("\"{label}\"")).collect();
        let among = format!("{} in [{}]", of.value, four.join(", "));
        measure.filter = Some(written(both(among, measure.filter.as_ref()), &of.span));
        measure.better = Some(if worse { Better::Low } else { Better::High });
        measure.of = Some(of);
    }
}

/// A value that is derived by the function already, with its six labels.
fn derived(draft: &Draft, name: &str) -> Option<(String, Vec<String>)> {
    let value = draft.derived.iter().find(|derived| derived.id.value == name)?;
    let called = value.value.as_ref()?.value.text.trim_start().starts_with("kano(");
    let labels = value.labels.as_ref()?.options.iter();
    let labels: Vec<String> = labels.map(|label| label.id.value.clone()).collect();
    (called && labels.len() == CATEGORIES.len()).then(|| (name.to_owned(), labels))
}

/// A feature of a Kano question; its category is derived on the way.
fn feature(draft: &mut Draft, of: &Name) -> Option<(String, Vec<String>)> {
    let questions = draft.pages.iter().flat_map(|page| &page.questions);
    let (question, row) = questions
        .filter(|question| question.kind == "kano")
        .find_map(|question| {
            let row = question
                .rows
                .iter()
                .find(|row| question.part(&row.id.value) == of.value)?;
            Some((question, row))
        })?;
    let name = question.part_of(&row.id.value, CATEGORY);
    let pair = ["with", "without"].map(|part| question.part_of(&row.id.value, part));
    let spanned = |text: &str| Spanned {
        value: text.to_owned(),
        span: of.span.clone(),
    };
    let label = |(place, (id, zh, en)): (i32, &(&str, &str, &str))| Choice {
        id: spanned(id),
        value: Spanned {
            value: place,
            span: of.span.clone(),
        },
        text: Some(Spanned {
            value: Texts::zh_en(zh, en),
            span: of.span.clone(),
        }),
        exclusive: None,
        other: false,
        show_if: None,
        anchor: None,
        under: Vec::new(),
    };
    let derived = Derived {
        id: spanned(&name),
        text: row.text.phrased(|tongue, text| match tongue {
            Tongue::Zh => format!("{text}（卡诺类别）"),
            Tongue::En => format!("{text} (Kano category)"),
        }),
        value: Some(written(format!("kano({})", pair.join(", ")), &of.span)),
        labels: Some(Choices {
            span: of.span.clone(),
            options: (1..).zip(&CATEGORIES).map(label).collect(),
        }),
    };
    if !draft.derived.iter().any(|known| known.id.value == name) {
        draft.derived.push(derived);
    }
    Some((name, CATEGORIES.iter().map(|(id, ..)| (*id).to_owned()).collect()))
}
