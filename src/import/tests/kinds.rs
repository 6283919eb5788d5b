//! Rankings, allocations and other answers that are judged together.

use super::Read;
use super::read_as;
use crate::definition;
use crate::diagnostic::Source;
use crate::model::Survey;
use std::sync::Arc;

const KINDS: &str = include_str!("../../../tests/data/definition/kinds.yaml");

pub(super) fn survey() -> Survey {
    let source = Arc::new(Source {
        name: "surveys/kinds.yaml".to_owned(),
        text: KINDS.to_owned(),
    });
    definition::read(&source).0.unwrap()
}

fn read(text: &str) -> Read {
    read_as(survey(), text.as_bytes(), |_| {})
}

#[test]
fn a_rank_given_twice_is_no_rank() {
    let read = read(
        "id,wave,matters.price,matters.choice,matters.speed,matters.service\n\
         1,2026Q1,1,2,3,4\n2,2026Q1,1,2,2,4\n3,2026Q1,2,,,1\n4,2026Q1,0,5,1.5,4\n",
    );
    assert_eq!(read.answers("matters.price"), ["1", "1", "2", "<invalid>"]);
    assert_eq!(
        read.answers("matters.choice"),
        ["2", "<invalid>", "<skipped>", "<invalid>"]
    );
    assert_eq!(
        read.answers("matters.speed"),
        ["3", "<invalid>", "<skipped>", "<invalid>"]
    );
    assert_eq!(read.answers("matters.service"), ["4", "4", "1", "4"]);
    assert_eq!(
        read.reasons(),
        [
            ("tied_rank", "2", 3),
            ("tied_rank", "2", 3),
            ("out_of_range", "5", 5),
            ("out_of_range", "0", 5),
            ("not_whole", "1.5", 5)
        ]
    );
    assert!(read.codes().contains(&"MY342"));
}

#[test]
fn only_as_many_are_ranked_as_were_asked_for() {
    let read = read("id,wave,first_two.app,first_two.hours,first_two.returns\n1,2026Q1,2,1,\n2,2026Q1,1,2,3\n");
    assert_eq!(read.answers("first_two.hours"), ["1", "2"]);
    assert_eq!(read.answers("first_two.returns"), ["<skipped>", "<invalid>"]);
}

#[test]
fn parts_make_the_total_or_none_of_them_counts() {
    let read = read(
        "id,wave,budget.price,budget.quality,budget.green\n\
         1,2026Q1,5,3,2\n2,2026Q1,10,,\n3,2026Q1,5,3,3\n4,2026Q1,,,\n5,2026Q1,3.333333,3.333333,3.333334\n6,2026Q1,5,3,\n",
    );
    let parts = |id: &str| read.answers(id);
    assert_eq!(
        parts("budget.price"),
        ["5", "10", "<invalid>", "<skipped>", "3.333333", "<invalid>"]
    );
    assert_eq!(
        parts("budget.quality"),
        ["3", "0", "<invalid>", "<skipped>", "3.333333", "<invalid>"]
    );
    assert_eq!(
        parts("budget.green"),
        ["2", "0", "<invalid>", "<skipped>", "3.333334", "<skipped>"]
    );
    assert_eq!(read.reasons().len(), 5);
    assert!(
        read.reasons()
            .iter()
            .all(|(code, _, line)| *code == "wrong_sum" && [4, 7].contains(line))
    );
    assert!(read.codes().contains(&"MY343"));
}

#[test]
fn a_sum_with_a_column_missing_cannot_be_judged() {
    let read = read("id,wave,budget.price,budget.quality\n1,2026Q1,5,3\n");
    assert_eq!(
        (read.answers("budget.price"), read.answers("budget.green")),
        (vec!["5".to_owned()], vec!["<not_in_version>".to_owned()])
    );
}

#[test]
fn pairs_make_a_category() {
    let read = read(
        "id,wave,features.tracking.with,features.tracking.without\n1,2026Q1,like,dislike\n2,2026Q1,I expect it,5\n3,2026Q1,1,1\n4,2026Q1,3,\n",
    );
    assert_eq!(
        read.answers("tracking_kind"),
        ["performance", "must_be", "questionable", "<skipped>"]
    );
}

#[test]
fn what_tells_who_someone_is_leaves_only_that_it_was_given() {
    let read = read(
        "id,wave,mail,mobile\n1,2026Q1,li@example.com,13800138000\n2,2026Q1,,\n3,2026Q1,call me,+86 10 5555 1234\n4,2026Q1,<refused>,call me\n",
    );
    assert_eq!(read.answers("mail"), ["yes", "<skipped>", "<invalid>", "<refused>"]);
    assert_eq!(read.answers("mobile"), ["yes", "<skipped>", "yes", "<invalid>"]);
    // Neither quarantine nor a message shows the words; they are kept, also where they fit no form.
    assert_eq!(
        read.reasons(),
        [("not_an_address", "***", 4), ("not_an_address", "***", 5)]
    );
    assert!(read.codes().contains(&"MY344"));
    assert!(
        read.summary
            .problems
            .iter()
            .all(|problem| !format!("{problem:?}").contains("call me"))
    );
    let words = |id: &str| {
        let texts = &read.batch.personal[&read.survey.find(id).unwrap().0];
        (0..texts.len())
            .map(|row| texts.words(row).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(words("mail"), ["li@example.com", "", "call me", ""]);
    assert_eq!(words("mobile"), ["13800138000", "", "+86 10 5555 1234", "call me"]);
}

#[test]
fn a_box_that_is_not_ticked_says_no() {
    let read = read(
        "id,wave,submitted,careful,news,news.wording\n1,2026Q1,2026-03-01,second,yes,0123456789ab\n2,2026Q1,2026-03-01,second,,0123456789ab\n3,2026Q1,,second,,0123456789ab\n4,2026Q1,,second,yes,\n",
    );
    assert_eq!(read.answers("news"), ["yes", "no", "<not_reached>", "yes"]);
    assert_eq!(read.answers("news.wording")[0], "0123456789ab");
}

#[test]
fn failed_attention_checks_are_listed_and_kept() {
    let read = read("id,wave,careful\n1,2026Q1,second\n2,2026Q1,third\n3,2026Q1,\n");
    assert_eq!(read.answers("careful"), ["second", "third", "<skipped>"]);
    assert_eq!(read.reasons(), [("failed_attention", "third", 3)]);
    assert_eq!(read.summary.counts.invalid_cells, 0);
    let problem = read
        .summary
        .problems
        .iter()
        .find(|problem| problem.rule.code == "MY341")
        .unwrap();
    assert!(problem.says.en.contains("`careful` is `third`") && problem.says.zh.contains("注意力检测"));
}
