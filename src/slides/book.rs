//! The workbook inside a chart: what "Edit data" opens, and where each number of the chart stands in it.

use super::Chart;
use super::Series;
use super::SlidesError;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Workbook;

/// Name of the only sheet.
pub const SHEET: &str = "Sheet1";

/// What a column of the sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The values of a series.
    Values(usize),
    /// How far the interval of a series goes below its values.
    Minus(usize),
    /// How far it goes above them.
    Plus(usize),
}

/// The columns behind that of the categories: values first, so that the ranges of a chart are one block.
pub fn columns(chart: &Chart) -> Vec<Column> {
    let values = (0..chart.series.len()).map(Column::Values);
    let spread = chart
        .series
        .iter()
        .enumerate()
        .filter(|(_, series)| has_intervals(series));
    values
        .chain(spread.flat_map(|(index, _)| [Column::Minus(index), Column::Plus(index)]))
        .collect()
}

/// Whether any value has an interval.
pub fn has_intervals(series: &Series) -> bool {
    series.intervals.iter().any(Option::is_some)
}

/// The numbers of a column, one for each category.
pub fn numbers(chart: &Chart, column: Column) -> Vec<Option<f64>> {
    let of = |index: usize| chart.series.get(index);
    let length = |index: usize, place: usize, side: fn(f64, (f64, f64)) -> f64| {
        let series = of(index)?;
        let value = series.values.get(place).copied().flatten()?;
        let interval = series.intervals.get(place).copied().flatten()?;
        Some(side(value, interval).max(0.0))
    };
    let place = |place: usize| match column {
        Column::Values(index) => of(index)?.values.get(place).copied().flatten(),
        Column::Minus(index) => length(index, place, |value, (low, _)| value - low),
        Column::Plus(index) => length(index, place, |value, (_, high)| high - value),
    };
    (0..chart.categories.len()).map(place).collect()
}

/// Name of a column, as it stands above it.
pub fn heading(chart: &Chart, column: Column) -> String {
    let name = |index: usize| chart.series.get(index).map_or("", |series| series.name.as_str());
    match column {
        Column::Values(index) => name(index).to_owned(),
        Column::Minus(index) => format!("{} −", name(index)),
        Column::Plus(index) => format!("{} +", name(index)),
    }
}

/// Letters of the column at `index`, counted from 0 for `A`.
pub fn letters(index: usize) -> String {
    let last = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

/// The workbook as bytes, always with the same date.
pub fn bytes(chart: &Chart) -> Result<Vec<u8>, SlidesError> {
    let mut book = Workbook::new();
    let when = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&when));
    let format = Format::new().set_num_format(&chart.format);
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    sheet.set_column_width(0, 32)?;
    for (place, category) in chart.categories.iter().enumerate() {
        sheet.write_string(row(place + 1), 0, category)?;
    }
    for (index, column) in columns(chart).into_iter().enumerate() {
        let at = u16::try_from(index + 1).unwrap_or(u16::MAX);
        sheet.write_string(0, at, heading(chart, column))?;
        for (place, number) in numbers(chart, column).into_iter().enumerate() {
            if let Some(number) = number {
                sheet.write_number_with_format(row(place + 1), at, number, &format)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
