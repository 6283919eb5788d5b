//! The stub: which rows a question has, each a measure like any other.
//!
//! A cell is the score of a measure (the share of one option), so tables and measures cannot disagree.

use crate::locale::Texts;
use crate::model::ChoiceOption;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Missing;
use crate::model::Scale;
use crate::model::Survey;
use crate::model::VariableIndex;

/// A question, or a measure of the definition, with its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The name of the variable or measure.
    pub id: Id,
    /// The variable; `None` for a measure of the definition.
    pub variable: Option<VariableIndex>,
    /// Its rows, options first, then nets, then means, then kinds of missing.
    pub rows: Vec<StubRow>,
}

/// A row of the stub.
#[derive(Debug, Clone, PartialEq)]
pub struct StubRow {
    /// The option's id, or `mean`, `top2`, `bottom2`, `nps`, …, or the kind of missing.
    pub answer: String,
    /// What it is called.
    pub label: Label,
    /// What is computed.
    pub content: Content,
}

/// What a row is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Label {
    /// Words of the survey, or of the table.
    Texts(Texts),
    /// A kind of missing.
    Missing(Missing),
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A measure.
    Measure(Measure),
    /// The share of all responses without an answer of this kind.
    Missing(VariableIndex, Missing),
}

impl Section {
    /// The measures of its rows.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        self.rows.iter().filter_map(StubRow::measure)
    }
}

impl StubRow {
    /// The measure it shows; `None` for a kind of missing.
    #[must_use]
    pub fn measure(&self) -> Option<&Measure> {
        match &self.content {
            Content::Measure(measure) => Some(measure),
            Content::Missing(..) => None,
        }
    }
}

/// Variables a table can be made of, in order.
#[must_use]
pub fn tabulable(survey: &Survey) -> Vec<VariableIndex> {
    let fits = |index: &VariableIndex| !matches!(survey.variable(*index).domain, Domain::Text | Domain::Date);
    (0..survey.variables.len())
        .map(VariableIndex)
        .filter(fits)
        .filter(|index| survey.weight != Some(*index))
        .collect()
}

/// The sections of a name: a variable, a matrix with all its rows, or a measure of the definition; none when nothing of the
/// name can be tabulated.
#[must_use]
pub fn sections(survey: &Survey, name: &str) -> Vec<Section> {
    let inside = format!("{name}.");
    let named = |index: &VariableIndex| {
        let id = survey.variable(*index).id.as_str();
        id == name || id.starts_with(&inside)
    };
    let found: Vec<Section> = tabulable(survey)
        .into_iter()
        .filter(named)
        .map(|index| section_of(survey, index))
        .collect();
    let measure = survey.measure(name).filter(|_| found.is_empty());
    found.into_iter().chain(measure.map(of_measure)).collect()
}

/// The section of a variable: a row an option, then what its domain adds; without kinds of missing.
#[must_use]
pub fn section_of(survey: &Survey, variable: VariableIndex) -> Section {
    let asked = survey.variable(variable);
    let row = |answer: &str, label: Texts, kind: MeasureKind| StubRow {
        answer: answer.to_owned(),
        label: Label::Texts(label),
        content: Content::Measure(Measure {
            id: Id::new(&format!("{}={answer}", asked.id)),
            title: Texts::default(),
            kind,
            filter: None,
            headline: false,
            better: None,
        }),
    };
    let options = asked.domain.options().map_or(&[][..], |list| &list.options);
    let of = variable;
    let share = |(at, option): (usize, &ChoiceOption)| {
        let kind = MeasureKind::Share { of, options: vec![at] };
        row(option.id.as_str(), option.text.clone(), kind)
    };
    let mut rows: Vec<StubRow> = options.iter().enumerate().map(share).collect();
    let net = |answer: &str, zh: &str, en: &str, kind| row(answer, Texts::zh_en(zh, en), kind);
    match &asked.domain {
        Domain::Rating(scale) if is_promoter_scale(scale) => {
            let within = |from: i32, to: i32| MeasureKind::Share {
                of,
                options: (0..options.len())
                    .filter(|at| (from..=to).contains(&options[*at].value))
                    .collect(),
            };
            rows.push(net("promoters", "推荐者（9–10）", "promoters (9–10)", within(9, 10)));
            rows.push(net("passives", "被动者（7–8）", "passives (7–8)", within(7, 8)));
            rows.push(net("detractors", "贬损者（0–6）", "detractors (0–6)", within(0, 6)));
            rows.push(net("nps", "净推荐值", "NPS", MeasureKind::Nps { of }));
        }
        Domain::Rating(_) if options.len() > 3 => {
            rows.push(net(
                "top2",
                "前两级合计",
                "top-2 box",
                MeasureKind::TopBox { of, top: 2 },
            ));
            let bottom = MeasureKind::BottomBox { of, bottom: 2 };
            rows.push(net("bottom2", "后两级合计", "bottom-2 box", bottom));
        }
        _ => {}
    }
    if matches!(asked.domain, Domain::Rating(_) | Domain::Number { .. }) {
        rows.push(net("mean", "均值", "mean", MeasureKind::Mean { of }));
    }
    Section {
        id: asked.id.clone(),
        variable: Some(variable),
        rows,
    }
}

/// The rows for the kinds of missing.
#[must_use]
pub fn missing_rows(variable: VariableIndex) -> Vec<StubRow> {
    let row = |kind: Missing| StubRow {
        answer: kind.code().to_owned(),
        label: Label::Missing(kind),
        content: Content::Missing(variable, kind),
    };
    Missing::ALL.into_iter().map(row).collect()
}

/// 0 to 10, all of them.
fn is_promoter_scale(scale: &Scale) -> bool {
    let mut values: Vec<i32> = scale.list.options.iter().map(|option| option.value).collect();
    values.sort_unstable();
    values == (0..=10).collect::<Vec<i32>>()
}

fn of_measure(measure: &Measure) -> Section {
    let (zh, en) = match &measure.kind {
        MeasureKind::TopBox { top, .. } => (format!("前 {top} 级合计"), format!("top-{top} box")),
        MeasureKind::BottomBox { bottom, .. } => (format!("后 {bottom} 级合计"), format!("bottom-{bottom} box")),
        MeasureKind::Mean { .. } => ("均值".to_owned(), "mean".to_owned()),
        MeasureKind::Nps { .. } => ("净推荐值".to_owned(), "NPS".to_owned()),
        MeasureKind::Share { .. } => ("比例".to_owned(), "share".to_owned()),
        MeasureKind::Index(_) => ("指数".to_owned(), "index".to_owned()),
    };
    Section {
        id: measure.id.clone(),
        variable: None,
        rows: vec![StubRow {
            answer: String::new(),
            label: Label::Texts(Texts::zh_en(&zh, &en)),
            content: Content::Measure(measure.clone()),
        }],
    }
}
