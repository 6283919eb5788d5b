use super::*;
use crate::diagnostic::Severity;
use std::collections::BTreeSet;

#[test]
fn rules_are_whole_and_in_order() {
    let codes: Vec<&str> = ALL.iter().map(|rule| rule.doc.code).collect();
    let distinct: BTreeSet<&&str> = codes.iter().collect();
    assert_eq!(distinct.len(), codes.len());
    let own = |code: &&str| {
        code.starts_with("MY1")
            || *code == "MY226"
            || ("MY235"..="MY239").contains(code)
            || code.starts_with("MY62")
            || code.starts_with("MY65")
    };
    assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 5 && own(code)));
    for rule in &ALL {
        let doc = rule.doc;
        assert!(
            doc.title.iter().chain(&doc.page).all(|words| !words.is_empty()),
            "{}",
            doc.code
        );
        assert!(
            doc.page[0].contains("Wrong:") && doc.page[1].contains("错误写法"),
            "{}",
            doc.code
        );
    }
    assert!(ALL.iter().any(|rule| rule.doc.severity == Severity::Warning));
}

/// Titles, pages and messages are read by people who did nothing wrong on purpose.
#[test]
fn titles_are_lower_case_words() {
    for rule in &ALL {
        let first = rule.doc.title[0].chars().next().unwrap();
        let name = ["YAML", "NPS"].iter().any(|word| rule.doc.title[0].starts_with(word));
        assert!(first.is_lowercase() || name, "{}", rule.doc.code);
        assert!(
            !rule.doc.title[0].ends_with('.') && !rule.doc.title[1].ends_with('。'),
            "{}",
            rule.doc.code
        );
    }
}
