//! What tells who someone is: an address, a telephone number. The words go into a part of the batch of their own, and the answer
//! says only that they were given.

use super::decode::Report;
use super::decode::Rows;
use super::layout::Source;
use super::lookup::Meanings;
use super::lookup::Said;
use super::quarantine::Reason;
use crate::logic::Missing;
use crate::logic::missing_code;
use crate::model::Kind;
use crate::model::Survey;
use crate::model::Variable;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::TextColumn;

/// The position of "given" among the options of such an answer.
const GIVEN: u16 = 1;

/// What such words must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `name@host.domain`
    Email,
    /// Digits with the signs that part them.
    Phone,
}

impl Form {
    /// That of a variable.
    pub(super) fn of(survey: &Survey, variable: &Variable) -> Self {
        let kind = variable.origin.place().and_then(|(page, question)| {
            let page = survey.pages.get(page)?;
            page.questions.get(question).map(|question| &question.kind)
        });
        if matches!(kind, Some(Kind::Phone)) {
            Self::Phone
        } else {
            Self::Email
        }
    }

    /// Whether words can be one at all. No more: only a message that arrives proves an address.
    fn fits(self, words: &str) -> bool {
        match self {
            Self::Email => {
                let parts = words.rsplit_once('@');
                !words.contains(char::is_whitespace)
                    && parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.starts_with('.'))
            }
            Self::Phone => {
                let digits = words.chars().filter(|c| c.is_numeric()).count();
                let plain = |c: char| c.is_numeric() || c.is_whitespace() || "+-–()（）./＋－ext转#,;*".contains(c);
                (3..=30).contains(&digits) && words.chars().all(plain)
            }
        }
    }
}

/// Reads the answers of a column: given, or missing.
pub(super) fn decode(
    rows: &Rows<'_>,
    column: usize,
    form: Form,
    meanings: &Meanings,
    codes: &mut Vec<u16>,
    report: &mut Report,
) {
    for row in 0..rows.rows.len() {
        let cell = rows.cell(row, column);
        report.filled += u64::from(!cell.is_empty());
        codes.push(match meanings.read(&cell) {
            Ok(Said::Blank) => missing_code(Missing::Skipped),
            Ok(Said::Missing(kind)) => missing_code(kind),
            Ok(Said::Words(words)) => match Missing::from_code(words) {
                Some(kind) => missing_code(kind),
                None if form.fits(words) => GIVEN,
                None => {
                    report.trouble(row, column, Reason::NotAnAddress, None);
                    missing_code(Missing::Invalid)
                }
            },
            Err(reason) => {
                report.trouble(row, column, reason, None);
                missing_code(Missing::Invalid)
            }
        });
    }
}

/// Takes the words themselves, also those that fit no form; not those to questions that were not asked.
pub(super) fn take(survey: &Survey, rows: &Rows<'_>, batch: &mut Batch, read: &[Source]) {
    let personal = survey
        .variables
        .iter()
        .enumerate()
        .filter(|(_, variable)| variable.personal);
    for (at, _) in personal {
        let Source::Column(column) = &read[at] else { continue };
        let mut texts = TextColumn::default();
        for row in 0..rows.rows.len() {
            let kept = matches!(
                batch.columns[at].get(row),
                Cell::Option(_) | Cell::Missing(Missing::Invalid)
            );
            let cell = rows.cell(row, *column);
            let words = super::text::utf8(&cell).map(super::text::trimmed);
            match words.filter(|words| kept && !words.is_empty()) {
                Some(words) => texts.push(Cell::Text(words)),
                None => texts.push(Cell::Missing(Missing::Skipped)),
            }
        }
        batch.personal.insert(at, texts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_loose() {
        for mail in ["a@b.cn", "li.lei+shop@mail.example.com", "李@例子.中国"] {
            assert!(Form::Email.fits(mail), "{mail}");
        }
        for other in ["a", "@b.cn", "a@", "a b@c.d", "a@.d"] {
            assert!(!Form::Email.fits(other), "{other}");
        }
        for phone in [
            "13800138000",
            "+86 138-0013-8000",
            "(021) 5555 1234 转 12",
            "１３８００１３８０００",
        ] {
            assert!(Form::Phone.fits(phone), "{phone}");
        }
        for other in ["12", "call me", "2026年3月1日"] {
            assert!(!Form::Phone.fits(other), "{other}");
        }
    }
}
