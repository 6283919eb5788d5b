//! A cell as the text an export would have written.

use calamine::DataRef;
use calamine::ExcelDateTime;

/// The text of a cell: whole numbers without a decimal point, days and times as ISO 8601, and what a spreadsheet could not
/// compute (`#NAME?`) as unreadable.
pub(super) fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => self::number(*number),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => words.clone(),
        DataRef::SharedString(words) => (*words).to_owned(),
        DataRef::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => self::moment(*moment),
        DataRef::Error(_) => "<invalid>".to_owned(),
    }
}

/// The shortest text that reads back as the same number; spreadsheets keep every number as one of 64 bits.
fn number(number: f64) -> String {
    format!("{}", number + 0.0)
}

fn moment(moment: ExcelDateTime) -> String {
    let value = moment.as_f64();
    if !value.is_finite() || value < 0.0 {
        return number(value);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    if moment.is_duration() || value < 1.0 {
        // A time of day, or a length of time, has no day.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a day number of a spreadsheet is far below 2^63"
        )]
        let seconds = (value * 86_400.0).round() as u64;
        return format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    // Times are kept as parts of a day: half a second below a whole one is the whole one.
    let near = milli >= 500 && value.fract() != 0.0;
    if near {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "seconds of a day, of a value that is not negative"
        )]
        let seconds = ((value.fract()) * 86_400.0).round() as u32;
        if seconds < 86_400 {
            return format!(
                "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60
            );
        }
    }
    if value.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::CellErrorType;
    use calamine::ExcelDateTimeType;

    fn date(value: f64, kind: ExcelDateTimeType, is_1904: bool) -> String {
        text(&DataRef::DateTime(ExcelDateTime::new(value, kind, is_1904)))
    }

    #[test]
    fn numbers_days_and_times_read_as_an_export_would_write_them() {
        assert_eq!(text(&DataRef::Float(5.0)), "5");
        assert_eq!(text(&DataRef::Float(-0.0)), "0");
        assert_eq!(text(&DataRef::Float(3.5)), "3.5");
        assert_eq!(text(&DataRef::Float(0.1)), "0.1");
        assert_eq!(text(&DataRef::Bool(true)), "TRUE");
        assert_eq!(text(&DataRef::SharedString("00001")), "00001");
        assert_eq!(text(&DataRef::Error(CellErrorType::Name)), "<invalid>");
        // Serial numbers as Microsoft documents them: 45943 is 2025-10-13; in the 1904 system 44481 is.
        let kind = ExcelDateTimeType::DateTime;
        assert_eq!(date(45_943.0, kind, false), "2025-10-13");
        assert_eq!(date(44_481.0, kind, true), "2025-10-13");
        assert_eq!(date(45_943.5, kind, false), "2025-10-13T12:00:00");
        assert_eq!(date(61.0, kind, false), "1900-03-01");
        assert_eq!(date(0.75, kind, false), "18:00:00");
        assert_eq!(date(1.5, ExcelDateTimeType::TimeDelta, false), "36:00:00");
    }
}
