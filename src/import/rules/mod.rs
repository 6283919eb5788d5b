//! The rules answers are held to, MY301 to MY399 and MY654: what each asks for and how to mend what breaks it.

mod cells;
mod columns;
mod file;
mod platforms;
mod rows;
mod segments;
mod together;

pub(super) use cells::*;
pub(super) use columns::*;
pub(super) use file::*;
pub(super) use platforms::*;
pub(super) use rows::*;
pub(super) use segments::*;
pub(super) use together::*;

use crate::diagnostic::RuleDoc;

/// All rules of this module, by code.
pub const RULES: [&RuleDoc; 44] = [
    &EMPTY_FILE,
    &NO_ANSWERS,
    &ONE_COLUMN,
    &NO_KNOWN_COLUMN,
    &UNKNOWN_ENCODING,
    &GUESSED_ENCODING,
    &BAD_SETTING,
    &UNKNOWN_COLUMNS,
    &MISSING_COLUMNS,
    &COLUMN_TWICE,
    &AMBIGUOUS_HEADER,
    &NO_SUCH_COLUMN,
    &NO_SUCH_TARGET,
    &NO_RESPONSE_ID,
    &NO_RESPONDENT_KEY,
    &DATE_ORDER,
    &UNREADABLE_CELLS,
    &AMBIGUOUS_LABEL,
    &ROUTED_OUT,
    &NOT_VALID,
    &NOT_IN_SAMPLE,
    &OTHER_DEFINITION,
    &COLUMN_NOT_UNDERSTOOD,
    &BROKEN_ROWS,
    &CONFLICTING_IDS,
    &UNKNOWN_WAVE,
    &TOO_MUCH_REFUSED,
    &crate::definition::mapping::MAPPING_FORM,
    &FAILED_ATTENTION,
    &TIED_RANKS,
    &WRONG_SUM,
    &NOT_AN_ADDRESS,
    &NOT_OFFERED,
    &DAMAGED_SEGMENT,
    &NO_SEGMENT,
    &DEVICE_GAP,
    &KEPT_ASIDE,
    &SUSPECT_RESPONSES,
    &PERSONAL_WORDS,
    &PROFILE_FORM,
    &TWO_PROFILES,
    &NO_SUCH_PROFILE,
    &UNKNOWN_RESPONSE,
    &BESIDE_OPTION,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_code_of_its_own_and_two_whole_pages() {
        let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
        assert!(codes.windows(2).all(|two| two[0] < two[1]), "{codes:?}");
        for rule in RULES {
            assert!(
                rule.code.starts_with("MY3") || rule.code.starts_with("MY65"),
                "{}",
                rule.code
            );
            assert_eq!(rule.code.len(), 5);
            assert!(
                rule.title
                    .iter()
                    .all(|title| !title.is_empty() && !title.ends_with('.')),
                "{}",
                rule.code
            );
            assert!(rule.page.iter().all(|page| page.chars().count() > 40), "{}", rule.code);
            assert!(
                rule.page[1].chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{}",
                rule.code
            );
        }
    }
}
