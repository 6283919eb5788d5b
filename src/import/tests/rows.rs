//! Cells, routing, versions and waves.

use super::read;
use super::read_with;
use crate::import::Identity;
use crate::import::Sample;
use crate::import::content_hash;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::NO_TIME;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn a_rating_is_an_id_a_label_a_number_or_a_kind_of_missing() {
    for (cell, answer) in [
        ("satisfied", "satisfied"),
        ("满意", "satisfied"),
        (" SATISFIED\u{a0}", "satisfied"),
        ("4", "satisfied"),
        ("4.0", "satisfied"),
        ("４", "satisfied"),
        ("不满意", "dissatisfied"),
        ("9", "<dont_know>"),
        ("9.0", "<dont_know>"),
        ("Don\u{2019}t know", "<dont_know>"),
        ("dont_know", "<dont_know>"),
        ("<not_applicable>", "<not_applicable>"),
        ("(空)", "<skipped>"),
        ("", "<skipped>"),
        ("  ", "<skipped>"),
        ("6", "<invalid>"),
        ("4.5", "<invalid>"),
        ("fine", "<invalid>"),
    ] {
        let read = read(&format!("id,wave,overall\n1,2026Q1,{cell}\n"));
        assert_eq!(read.answers("overall"), [answer], "{cell}");
    }
    let read = read("id,wave,recommend\n1,2026Q1,10.0\n2,2026Q1,11.0\n3,2026Q1,0\n4,2026Q1,-1\n");
    assert_eq!(read.answers("recommend"), ["p10", "<invalid>", "p0", "<invalid>"]);
    assert_eq!(
        read.answers("loyalty"),
        ["promoter", "<invalid>", "detractor", "<invalid>"]
    );
    assert_eq!(read.reasons(), [("off_scale", "11.0", 3), ("off_scale", "-1", 5)]);
    let problem = read
        .summary
        .problems
        .iter()
        .find(|problem| problem.rule.code == "MY320")
        .unwrap();
    assert_eq!(problem.also.len(), 1);
    assert!(problem.says.en.contains("2 cells like `11.0`") && problem.says.zh.contains("2 个单元格"));
}

#[test]
fn a_label_that_fits_two_options_stops_the_import() {
    let read = read("id,wave,channel\n1,2026Q1,Shop\n2,2026Q1,shop\n3,2026Q1,3\n4,2026Q1,\"Web, desktop\"\n");
    assert_eq!(read.answers("channel"), ["<invalid>", "shop", "shop", "web"]);
    assert_eq!(read.codes()[0], "MY321");
    assert!(!read.summary.committable());
}

#[test]
fn numbers_keep_their_bounds_and_valid_if_only_flags() {
    let read =
        read("id,wave,age\n1,2026Q1,４０\n2,2026Q1,17\n3,2026Q1,200\n4,2026Q1,20.5\n5,2026Q1,forty\n6,2026Q1,\n");
    assert_eq!(
        read.answers("age"),
        ["40", "17", "<invalid>", "<invalid>", "<invalid>", "<skipped>"]
    );
    assert_eq!(
        read.reasons().iter().map(|reason| reason.0).collect::<Vec<_>>(),
        ["out_of_range", "not_whole", "not_a_number"]
    );
    assert_eq!(read.summary.counts.flagged, 1);
    assert!(read.codes().contains(&"MY323"));
}

#[test]
fn what_routing_hides_was_not_asked_and_answers_to_it_are_put_aside() {
    let read = read(
        "id,wave,recommend,reason\n1,2026Q1,9,because\n2,2026Q1,3,slow\n3,2026Q1,9,\n4,2026Q1,3,\n5,2026Q1,,why\n6,2026Q1,x,\n",
    );
    assert_eq!(
        read.answers("reason"),
        [
            "<not_asked>",
            "slow",
            "<not_asked>",
            "<skipped>",
            "<not_asked>",
            "<not_asked>"
        ]
    );
    assert_eq!(
        read.reasons(),
        [
            ("routed_out", "because", 2),
            ("routed_out", "why", 6),
            ("unknown_option", "x", 7)
        ]
    );
    assert_eq!(
        (read.summary.counts.routed_out, read.summary.counts.invalid_cells),
        (2, 1)
    );
    // The condition cannot be judged without its question.
    let alone = super::read("id,wave,reason\n1,2026Q1,because\n");
    assert_eq!(alone.answers("reason"), ["because"]);
}

#[test]
fn blanks_behind_the_last_answer_were_not_reached() {
    let read =
        read("id,wave,overall,recommend,channel,age\n1,2026Q1,5,,,\n2,2026Q1,5,,,30\n3,2026Q1,,,,\n4,2026Q1,,7,x,\n");
    assert_eq!(
        read.answers("recommend"),
        ["<not_reached>", "<skipped>", "<not_reached>", "p7"]
    );
    assert_eq!(
        read.answers("channel"),
        ["<not_reached>", "<skipped>", "<not_reached>", "<invalid>"]
    );
    assert_eq!(
        read.answers("age"),
        ["<not_reached>", "30", "<not_reached>", "<skipped>"]
    );
    let sent = super::read("id,submitted,started,overall,channel\n1,2026-01-02,2026-01-01,5,\n2,,2026-01-01,5,\n");
    assert_eq!(sent.answers("channel"), ["<skipped>", "<not_reached>"]);
    assert_eq!(sent.batch.meta.submitted[1], NO_TIME);
}

#[test]
fn the_later_version_counts_in_any_order_of_rows() {
    let rows = [
        "1,2026-01-05,,4",
        "1,2026-01-05,2026-01-09,5",
        "1,2026-01-07,,1",
        "2,2026-01-01,,3",
        "2,2026-01-01,,3",
        "3,2026-01-01,,1",
        "3,2026-01-01,,2",
        "4,2026-01-01,,4",
    ];
    for turn in 0..rows.len() {
        let mut turned = rows.to_vec();
        turned.rotate_left(turn);
        let read = read(&format!(
            "response_id,submitted,modified,overall\n{}\n",
            turned.join("\n")
        ));
        let mut kept: Vec<(String, String)> = (0..read.batch.len())
            .map(|row| {
                (
                    read.batch.meta.response_id.words(row).to_owned(),
                    read.answers("overall")[row].clone(),
                )
            })
            .collect();
        kept.sort();
        let word = |id: &str, answer: &str| (id.to_owned(), answer.to_owned());
        assert_eq!(
            kept,
            [
                word("1", "very_satisfied"),
                word("2", "neutral"),
                word("4", "satisfied")
            ]
        );
        assert_eq!(
            (read.summary.counts.superseded, read.summary.counts.conflicting),
            (3, 2)
        );
        assert!(read.codes().contains(&"MY331"));
    }
}

#[test]
fn columns_that_are_not_read_do_not_make_two_versions_of_a_response() {
    let read = read("id,wave,appointment,overall\n1,2026Q1,a,4\n1,2026Q1,b,4\n2,2026Q1,a,4\n2,2026Q1,a,5\n");
    assert_eq!(read.answers("overall"), ["satisfied"]);
    let counts = &read.summary.counts;
    assert_eq!((counts.accepted, counts.superseded, counts.conflicting), (1, 1, 2));
}

#[test]
fn without_an_id_equal_rows_are_different_people_and_reading_again_gives_the_same_ids() {
    let text = "提交时间,来自IP,overall,note\n2026-01-01,203.0.113.1,4,x\n2026-01-01,203.0.113.2,4,x\n2026-01-02,203.0.113.2,4,\n";
    let first = read(text);
    assert!(first.codes().contains(&"MY316"));
    let ids: Vec<String> = (0..3)
        .map(|row| first.batch.meta.response_id.words(row).to_owned())
        .collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(format!("{}-2", ids[0]), ids[1]);
    let again = read(&text.replace("203.0.113.1,", "203.0.113.9,"));
    assert_eq!(again.batch.meta.response_id, first.batch.meta.response_id);
    let by_row = read_with(text.as_bytes(), |setup| setup.identity = Identity::Row);
    assert_eq!(by_row.batch.meta.response_id.words(2), "3");
}

#[test]
fn waves_come_from_the_command_line_a_column_or_the_time() {
    let text = "id,wave,submitted,overall\n1,2026-q2,2026-01-01,4\n2,spring,2026-01-01,4\n3,,2026-01-01,4\n";
    let read = read(text);
    assert_eq!((read.batch.len(), read.batch.wave(0).as_str()), (1, "2026Q2"));
    assert_eq!(read.summary.counts.unknown_wave, 2);
    assert!(read.codes().contains(&"MY332"));
    let told = read_with(text.as_bytes(), |setup| setup.wave = Some(WaveId::new("2025Q1")));
    assert_eq!((told.batch.len(), told.batch.wave(2).as_str()), (3, "2025Q1"));
    // Two minutes before the new year in UTC, and after it in the zone of the offset.
    let time = super::read(
        "id,submitted,overall\n1,2025-12-31T23:58:00Z,4\n2,2026-01-01T07:58:00+08:00,4\n3,2026-01-01 00:00,4\n4,soon,4\n",
    );
    let waves: Vec<&str> = (0..3).map(|row| time.batch.wave(row).as_str()).collect();
    assert_eq!(waves, ["2025Q4", "2025Q4", "2026Q1"]);
    assert_eq!(
        time.reasons().iter().map(|reason| reason.0).collect::<BTreeSet<_>>(),
        BTreeSet::from(["not_a_time", "unknown_wave"])
    );
}

#[test]
fn hidden_values_come_from_the_sample_where_the_file_has_none() {
    let person = |kind: &str| BTreeMap::from([("customer_type".to_owned(), kind.to_owned())]);
    let sample: Sample = BTreeMap::from([
        ("c1".to_owned(), person("新客户")),
        ("c2".to_owned(), person("lapsed")),
        ("c3".to_owned(), person("gold")),
    ]);
    let leaked: &'static Sample = Box::leak(Box::new(sample));
    let text = "id,wave,customer,overall\n1,2026Q1,c1,5\n2,2026Q1, c2 ,5\n3,2026Q1,c3,5\n4,2026Q1,c9,5\n5,2026Q1,,5\n";
    let read = read_with(text.as_bytes(), |setup| setup.sample = Some(leaked));
    assert_eq!(
        read.answers("customer_type"),
        ["new", "lapsed", "<invalid>", "<skipped>", "<skipped>"]
    );
    assert!(read.codes().contains(&"MY324"));
    let own = read_with(
        b"id,wave,customer,customer_type,overall\n1,2026Q1,c1,lapsed,5\n2,2026Q1,c1,,5\n",
        |setup| setup.sample = Some(leaked),
    );
    assert_eq!(own.answers("customer_type"), ["lapsed", "new"]);
}

#[test]
fn people_are_kept_as_pseudonyms_only() {
    let text =
        "id,wave,respondent,language,definition,overall\n1,2026Q1,anna@example.org,zh,abc,5\n2,2026Q1,,en,old,5\n";
    let open = read(text);
    assert!(open.codes().contains(&"MY317") && open.codes().contains(&"MY325"));
    assert_eq!(open.batch.meta.respondent.words(0), "");
    let keyed = read_with(text.as_bytes(), |setup| setup.respondent_key = Some(b"secret"));
    assert_eq!(
        keyed.batch.meta.respondent.words(0),
        crate::import::pseudonym(b"secret", "anna@example.org")
    );
    assert_eq!(
        (keyed.batch.meta.respondent.words(1), keyed.batch.meta.language.words(1)),
        ("", "en")
    );
}

#[test]
fn too_much_refused_keeps_nothing() {
    let mut text = String::from("id,wave,overall,recommend\n");
    for row in 0..20 {
        writeln!(text, "{row},2026Q1,{},5", if row < 3 { 8 } else { 4 }).unwrap();
    }
    let strict = |most: f64| read_with(text.as_bytes(), move |setup| setup.max_refused = most).summary;
    assert!(strict(0.08).committable() && !strict(0.05).committable() && !strict(0.0).committable());
    let half = text.replace(",4,", ",seven,");
    let read = read_with(half.as_bytes(), |_| {});
    assert!(read.codes().contains(&"MY326"));
}

#[test]
fn only_what_is_needed_is_read_with_what_that_needs() {
    let text = "id,wave,overall,recommend,reason,age\n1,2026Q1,4,9,why,200\n2,2026Q1,4,3,why,30\n";
    let needed = BTreeSet::from([VariableIndex(4)]);
    let needed: &'static BTreeSet<VariableIndex> = Box::leak(Box::new(needed));
    let read = read_with(text.as_bytes(), |setup| setup.needed = Some(needed));
    assert_eq!(read.answers("reason"), ["<not_asked>", "why"]);
    assert_eq!(read.answers("overall"), ["<not_in_version>"; 2]);
    assert_eq!(read.answers("loyalty"), ["promoter", "detractor"]);
    assert_eq!(read.summary.counts.invalid_cells, 0);
}

#[test]
fn the_content_of_a_response_is_what_was_answered() {
    let hash = |text: &str| {
        let read = read(text);
        content_hash(&read.survey, &read.batch, 0)
    };
    let plain = hash("id,submitted,overall,recommend\n1,2026-01-01,4,7\n");
    assert_eq!(
        plain,
        hash("recommend;overall;submitted;id;modified\n7.0;满意;2026/1/1;77;2026-02-02\n")
    );
    assert_ne!(plain, hash("id,submitted,overall,recommend\n1,2026-01-01,4,8\n"));
    assert_ne!(plain, hash("id,submitted,overall,recommend\n1,2026-01-01,4,\n"));
    assert_ne!(plain, hash("id,submitted,overall,recommend\n1,2026-01-02,4,7\n"));
}
