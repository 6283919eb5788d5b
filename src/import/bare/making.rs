//! A survey is made of columns: questions, scales, measures, and the mapping that reads them.

use super::super::text;
use super::BareSpec;
use super::Use;
use super::Values;
use super::position;
use crate::definition::mapping::Column;
use crate::definition::mapping::Entry;
use crate::definition::mapping::Format;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Place;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::Better;
use crate::model::ChoiceOption;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::OptionList;
use crate::model::Origin;
use crate::model::Page;
use crate::model::Parts;
use crate::model::Privacy;
use crate::model::Question;
use crate::model::Replicates;
use crate::model::ReportSettings;
use crate::model::Scale;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A survey in the making.
pub(super) struct Making<'a> {
    pub(super) spec: &'a BareSpec,
    pub(super) headers: &'a [String],
    pub(super) survey: Survey,
    pub(super) columns: BTreeMap<String, Column>,
}

impl Making<'_> {
    pub(super) fn column(&mut self, column: usize, uses: &BTreeSet<Use>, values: Option<&Values>) {
        let measured = uses.iter().any(|used| {
            matches!(
                used,
                Use::Rating | Use::Nps | Use::Number | Use::Answer | Use::Population
            )
        });
        if measured {
            let domain = if uses.contains(&Use::Nps) {
                Domain::Rating(Arc::new(scale((0..=10).collect())))
            } else if uses.contains(&Use::Rating) {
                Domain::Rating(Arc::new(scale(self.rating_values(column, values))))
            } else {
                let points = uses
                    .contains(&Use::Answer)
                    .then(|| self.points(column, values))
                    .flatten();
                points.map_or(
                    Domain::Number {
                        min: None,
                        max: None,
                        whole: false,
                    },
                    |points| Domain::Rating(Arc::new(scale(points))),
                )
            };
            let index = self.add(column, domain, "");
            if uses.contains(&Use::Segment) {
                self.survey.segments.push(index);
            }
        } else if uses.contains(&Use::Segment) {
            let index = self.add(column, Domain::Choice(Arc::new(choices(values))), "");
            self.survey.segments.push(index);
        } else if uses.contains(&Use::Key) {
            self.add(column, Domain::Text, "");
        }
        if uses.contains(&Use::Weight) && !uses.contains(&Use::Segment) && !measured {
            let index = self.add(
                column,
                Domain::Number {
                    min: Some(0.0),
                    max: None,
                    whole: false,
                },
                "",
            );
            self.survey.weight = Some(index);
        }
        if let (true, Some(spec)) = (uses.contains(&Use::Replicate), &self.spec.replicates) {
            let number = Domain::Number {
                min: None,
                max: None,
                whole: false,
            };
            let index = self.add(column, number, "");
            let empty = || Replicates {
                weights: Vec::new(),
                combined: spec.combined,
                asked: spec.asked.clone(),
                df: None,
            };
            self.survey.replicates.get_or_insert_with(empty).weights.push(index);
        }
    }

    /// A variable for a column.
    fn add(&mut self, column: usize, domain: Domain, suffix: &str) -> VariableIndex {
        let index = VariableIndex(self.survey.variables.len());
        let mut name = format!("{}{suffix}", self.headers[column]);
        if self.survey.by_id.contains_key(name.as_str()) {
            name = format!("{name} #{}", column + 1);
        }
        let id = Id::new(&name);
        let text = Texts::same(name.as_str());
        let origin = match &domain {
            Domain::Rating(scale) => {
                let question = self.question(
                    &id,
                    Kind::Rating {
                        scale: Arc::clone(scale),
                    },
                    index,
                );
                Origin::Question {
                    page: 0,
                    question,
                    row: None,
                }
            }
            _ => Origin::Hidden,
        };
        self.survey.variables.push(Variable {
            id: id.clone(),
            domain,
            origin,
            text,
            stem: None,
            touchpoint: None,
            asked_if: None,
            personal: false,
            value: None,
        });
        self.survey.by_id.insert(id.clone(), index);
        self.columns.insert(
            format!("#{}", column + 1),
            Column {
                target: Some(id.to_string()),
                place: Place::file("the command line"),
            },
        );
        index
    }

    fn question(&mut self, id: &Id, kind: Kind, index: VariableIndex) -> usize {
        let questions = &mut self.survey.pages[0].questions;
        questions.push(Question {
            id: id.clone(),
            kind,
            text: Texts::same(id.as_str()),
            hint: Texts::default(),
            required: false,
            show_if: None,
            require_if: None,
            valid_if: None,
            valid_message: Texts::default(),
            attention: None,
            touchpoint: None,
            variables: vec![index],
            parts: Parts::default(),
        });
        questions.len() - 1
    }

    /// The codes of a rating: the whole numbers from the lowest to the highest that occur or count as satisfied.
    fn rating_values(&self, column: usize, values: Option<&Values>) -> Vec<i32> {
        const WIDEST: i32 = 100;
        let header = &self.headers[column];
        let missing: BTreeSet<&str> = self.missing_of(header).collect();
        let met = values
            .into_iter()
            .flat_map(|values| &values.texts)
            .filter_map(|cell| text::utf8(cell));
        let mut codes: BTreeSet<i32> = met
            .map(text::trimmed)
            .filter(|cell| !missing.contains(cell))
            .filter_map(|cell| super::super::number::parse(cell, super::super::number::NumberForm::default()))
            .filter(|value| value.fract() == 0.0 && value.abs() <= f64::from(WIDEST))
            .filter_map(|value| format!("{value:.0}").parse().ok())
            .collect();
        let named = self
            .spec
            .top_boxes
            .iter()
            .filter(|(name, _)| position(self.headers, name) == Some(column));
        codes.extend(named.flat_map(|(_, codes)| codes.iter().copied()));
        match (codes.first(), codes.last()) {
            (Some(&low), Some(&high)) if low < high => (low..=high).collect(),
            (Some(&only), _) => vec![only, only + 1],
            _ => vec![1, 2],
        }
    }

    /// The points of answers that are few whole numbers; `None` for a number.
    fn points(&self, column: usize, values: Option<&Values>) -> Option<Vec<i32>> {
        const WIDEST: i32 = 10;
        let missing: BTreeSet<&str> = self.missing_of(&self.headers[column]).collect();
        let met = values
            .into_iter()
            .flat_map(|values| &values.texts)
            .filter_map(|cell| text::utf8(cell))
            .map(text::trimmed)
            .filter(|cell| !cell.is_empty() && !missing.contains(cell))
            .filter_map(|cell| super::super::number::parse(cell, super::super::number::NumberForm::default()));
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in met {
            if value.fract() != 0.0 || value.abs() > 100.0 {
                return None;
            }
            (low, high) = (low.min(value), high.max(value));
        }
        let whole = |value: f64| format!("{value:.0}").parse::<i32>().ok();
        let (low, high) = (whole(low)?, whole(high)?);
        let (low, high) = match self.spec.scale {
            Some((first, last)) if first <= low && high <= last => (first, last),
            _ => (low, high.max(low + 1)),
        };
        (high - low <= WIDEST).then(|| (low..=high).collect())
    }

    fn missing_of<'s>(&'s self, header: &'s str) -> impl Iterator<Item = &'s str> {
        self.spec
            .missing
            .iter()
            .filter(move |(column, _)| column.as_deref().is_none_or(|column| column == header))
            .map(|(_, code)| code.as_str())
    }

    pub(super) fn measures(&mut self) {
        let find = |survey: &Survey, column: &str| {
            position(self.headers, column).and_then(|at| survey.find(&self.headers[at]))
        };
        let mut measures = Vec::new();
        for (column, codes) in &self.spec.top_boxes {
            let Some(of) = find(&self.survey, column) else { continue };
            let Some(list) = self.survey.variable(of).domain.options() else {
                continue;
            };
            let positions: Vec<usize> = codes
                .iter()
                .filter_map(|code| list.position_of_value(*code))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect();
            let is_top = positions.last() == list.options.len().checked_sub(1).as_ref()
                && positions.windows(2).all(|two| two[1] == two[0] + 1);
            let kind = if is_top {
                MeasureKind::TopBox {
                    of,
                    top: positions.len(),
                }
            } else {
                MeasureKind::Share { of, options: positions }
            };
            measures.push((column, "top_box", kind));
        }
        for column in &self.spec.nps {
            let Some(of) = find(&self.survey, column) else { continue };
            measures.push((column, "nps", MeasureKind::Nps { of }));
        }
        for column in &self.spec.means {
            let Some(of) = find(&self.survey, column) else { continue };
            measures.push((column, "mean", MeasureKind::Mean { of }));
        }
        let measure = |(column, what, kind): (&String, &str, MeasureKind)| {
            let header = position(self.headers, column).map_or(column.as_str(), |at| self.headers[at].as_str());
            Measure {
                id: Id::new(&format!("{header}.{what}")),
                title: Texts::same(header),
                kind,
                filter: None,
                headline: true,
                better: None,
            }
        };
        self.survey.measures = measures.into_iter().map(measure).collect();
    }

    fn is_replicate(&self, id: &str) -> bool {
        let found = self.survey.find(id);
        let mut known = self.survey.replicates.iter().flat_map(|replicates| &replicates.weights);
        known.any(|index| Some(*index) == found)
    }

    /// The mapping of what was made; all other columns are left out on purpose.
    pub(super) fn mapping(&mut self, file: &str, format: &Format) -> Mapping {
        let mut mapping = Mapping {
            format: format.clone(),
            columns: std::mem::take(&mut self.columns),
            ..Mapping::default()
        };
        for (at, header) in self.headers.iter().enumerate() {
            if text::name_key(header) != "wave" {
                mapping
                    .columns
                    .entry(format!("#{}", at + 1))
                    .or_insert_with(|| mapped(None, file));
            }
        }
        let skipped = || Entry::new("<skipped>", Place::file(file));
        for variable in &self.survey.variables {
            let named = self
                .spec
                .missing
                .iter()
                .filter(|(column, _)| column.as_deref() == Some(variable.id.as_str()));
            let is_nps = self.spec.nps.iter().any(|column| {
                position(self.headers, column).is_some_and(|at| self.headers[at] == variable.id.as_str())
            });
            // 9 is "don't know" of a five-point item but a promoter of a 0–10 one: a code said for all columns cannot
            // take an answer away from a net promoter score.
            let is_answer = |code: &str| is_nps && code.parse().is_ok_and(|code| (0..=10).contains(&code));
            let global = self.spec.missing.iter().filter(|(column, code)| {
                column.is_none()
                    && !is_answer(code)
                    && !matches!(variable.domain, Domain::Choice(_) | Domain::Text)
                    && self.spec.population.as_deref() != Some(variable.id.as_str())
                    && self.survey.weight != self.survey.find(variable.id.as_str())
                    && !self.is_replicate(variable.id.as_str())
            });
            for (_, code) in named.chain(global) {
                mapping
                    .values
                    .entry(variable.id.to_string())
                    .or_default()
                    .insert(code.clone(), skipped());
            }
        }
        mapping
    }
}

pub(super) fn mapped(target: Option<String>, file: &str) -> Column {
    Column {
        target,
        place: Place::file(file),
    }
}

pub(super) fn option(id: &str, value: i32) -> ChoiceOption {
    ChoiceOption {
        id: Id::new(id),
        value,
        text: Texts::same(id),
        exclusive: false,
        other: false,
    }
}

pub(super) fn scale(values: Vec<i32>) -> Scale {
    let options = values
        .into_iter()
        .map(|value| option(&value.to_string(), value))
        .collect();
    Scale {
        id: Id::new("as_found"),
        list: OptionList {
            options,
            missing: Vec::new(),
        },
        better: Better::High,
        ends_only: true,
    }
}

/// Every text met, numbers by size and before words.
pub(super) fn choices(values: Option<&Values>) -> OptionList {
    let mut texts: Vec<(Option<f64>, String)> = values
        .into_iter()
        .flat_map(|values| &values.texts)
        .filter_map(|cell| Some(text::trimmed(text::utf8(cell)?).to_owned()))
        .filter(|cell| !cell.is_empty())
        .map(|cell| {
            (
                super::super::number::parse(&cell, super::super::number::NumberForm::default()),
                cell,
            )
        })
        .collect();
    let rank = |number: Option<f64>| number.unwrap_or(f64::INFINITY);
    texts.sort_by(|a, b| rank(a.0).total_cmp(&rank(b.0)).then_with(|| a.1.cmp(&b.1)));
    texts.dedup_by(|a, b| a.1 == b.1);
    texts.truncate(OptionList::MOST);
    let options = texts
        .iter()
        .zip(1..)
        .map(|((_, text), value)| option(text, value))
        .collect();
    OptionList {
        options,
        missing: Vec::new(),
    }
}

pub(super) fn empty_survey() -> Survey {
    let page = Page::new(Id::new("page"), Texts::default(), Vec::new());
    Survey {
        id: Id::new("answers"),
        title: Texts::default(),
        intro: Texts::default(),
        thanks: Texts::default(),
        privacy: Privacy::default(),
        languages: Lang::new("en").into_iter().collect(),
        pages: vec![page],
        variables: Vec::new(),
        by_id: BTreeMap::new(),
        segments: Vec::new(),
        piped: [None, None],
        weight: None,
        design: None,
        replicates: None,
        population: None,
        fallback: BTreeMap::new(),
        words: crate::model::OwnWords::default(),
        unit: None,
        sample: None,
        quotas: vec![],
        measures: Vec::new(),
        index: None,
        report: ReportSettings::default(),
        comparable: BTreeMap::new(),
        formerly: BTreeMap::new(),
        recodings: BTreeMap::new(),
        hash: String::new(),
    }
}
