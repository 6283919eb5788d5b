//! What reads the cells of each answer: its options as they were, the order of its dates.

use super::super::dates;
use super::super::dates::OrderSigns;
use super::super::decode::Decoder;
use super::super::decode::Forms;
use super::super::layout::Layout;
use super::super::layout::Source;
use super::super::lookup::Meanings;
use super::super::number::NumberForm;
use super::super::profile::Profile;
use super::super::records::Block;
use super::super::rules;
use super::super::setup::Setup;
use super::super::text;
use super::check_values;
use crate::definition::mapping::DateOrder;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::Recoded;
use crate::model::Survey;
use crate::model::Variable;

pub(super) fn decoders(
    setup: &Setup<'_>,
    profile: Option<&Profile>,
    sources: &[Source],
    form: NumberForm,
    layout: &Layout,
    orders: &mut Orders<'_>,
) -> Vec<Decoder> {
    let mut decoders = Vec::with_capacity(sources.len());
    for (variable, source) in setup.survey.variables.iter().zip(sources) {
        let maps = setup.mapping.map(|mapping| &mapping.values);
        let missing = profile.map(|profile| profile.missing_for(&variable.domain));
        let own = maps
            .into_iter()
            .flat_map(|values| [values.get("*"), values.get(variable.id.as_str())])
            .flatten();
        let own = missing.iter().chain(own);
        let separator = setup
            .mapping
            .and_then(|mapping| mapping.separators.get(variable.id.as_str())?.text.chars().next())
            .or_else(|| profile?.separator());
        let order = match (&variable.domain, source) {
            (Domain::Date, Source::Column(column)) => orders.of(*column, layout),
            _ => DateOrder::YearFirst,
        };
        let forms = Forms {
            formerly: formerly(setup.survey, variable),
            number: form,
            affixes: profile.map(|profile| profile.affixes().clone()).unwrap_or_default(),
            order,
            separator,
        };
        if let (true, Source::Column(column)) = (variable.personal, source) {
            decoders.push(Decoder::Personal {
                column: *column,
                form: super::super::personal::Form::of(setup.survey, variable),
                meanings: Meanings::new(own),
            });
            continue;
        }
        decoders.push(Decoder::new(&variable.domain, source, forms, Meanings::new(own)));
    }
    check_values(setup, orders.problems);
    decoders
}

/// What was written for options that are none today, and what they are: files go on holding answers to earlier versions.
pub(super) fn formerly(survey: &Survey, variable: &Variable) -> Vec<(String, Recoded)> {
    let recodings = survey.recodings.values().filter_map(|of| of.get(&variable.id));
    let writings = recodings.flat_map(|recoding| &recoding.writings);
    writings.map(|(writing, now)| (writing.clone(), *now)).collect()
}

/// The order of dates by column.
pub(super) struct Orders<'a> {
    pub(super) setup: &'a Setup<'a>,
    pub(super) block: &'a Block,
    pub(super) start: usize,
    /// The order in which the platform always writes them.
    pub(super) always: Option<DateOrder>,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Orders<'_> {
    pub(super) fn of(&mut self, column: usize, layout: &Layout) -> DateOrder {
        if let Some(order) = self.setup.told(|format| format.date_order).or(self.always) {
            return order;
        }
        let mut signs = OrderSigns::default();
        let mut example = None;
        for record in self
            .block
            .records
            .iter()
            .skip(self.start)
            .filter(|record| record.width > column)
        {
            let raw = self.block.raw(self.block.fields[record.first + column]);
            if let Some(written) = text::utf8(raw).and_then(dates::parse) {
                let before = signs;
                signs.see(&written);
                if signs != before {
                    example = Some((record.line, text::shown(raw, text::Decoded::Utf8)));
                }
            }
        }
        let order = signs.order();
        if order.is_err() {
            let header = &layout.headers.shown[column];
            let (line, cell) = example.unwrap_or_default();
            let place = Place::Cell {
                file: self.setup.file.to_owned(),
                line,
                row: None,
                column: Some(header.clone()),
            };
            self.problems.push(
                Problem::new(&rules::DATE_ORDER, place)
                    .says(
                        format!("the dates of `{header}`, such as `{cell}`, can be read in two ways"),
                        format!("“{header}”中的日期（如 {cell}）有两种读法"),
                    )
                    .help(
                        "say which comes first: `format: {date_order: mdy}` or `dmy` in the mapping",
                        "请在映射文件中写明顺序：`format: {date_order: mdy}` 或 `dmy`",
                    ),
            );
        }
        order.unwrap_or(DateOrder::YearFirst)
    }
}
