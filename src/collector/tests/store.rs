//! What is kept, and that it is kept once.

use super::*;
use crate::collector::inbox::OPEN;

const BODY: &str = "survey=visit&definition=abc123&language=zh&response_id=r-1&overall=p4&problems=late&problems=broken&comment=%E5%BE%88+%E6%85%A2%0D%0A%22ok%22&web-site=";

#[test]
fn an_answer_is_on_the_disk_before_it_is_acknowledged_and_taken_once() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    let (status, head, page) = running.post("/s/visit", BODY);
    let record = &records(root.path())[0];
    let code = crate::import::segment::code("r-1", &record.content);
    assert_eq!((status, page), (200, format!("thanks visit zh {code}")));
    assert!(head.contains("nosniff") && head.contains("text/html"), "{head}");
    let expected = format!(
        "{{\"manyi\":\"segment\",\"version\":1,\"survey\":\"visit\",\"opened\":\"2026-11-22\"}}\n\
         {{\"response_id\":\"r-1\",\"content\":\"{}\",\"received\":\"2026-11-22T05:30:00Z\",\"language\":\"zh\",\
         \"definition\":\"abc123\",\"fields\":{{\"comment\":\"很 慢\\n\\\"ok\\\"\",\"overall\":\"p4\",\"problems\":[\"late\",\"broken\"]}}}}\n",
        record.content
    );
    assert_eq!(open(root.path()), expected);
    let (status, receipt) = running.script(BODY);
    let again = serde_json::json!({"response_id": "r-1", "content": record.content, "receipt": code, "again": true});
    assert_eq!((status, receipt), (200, again), "the same again");
    let other = BODY.replace("p4", "p1");
    for _ in 0..2 {
        let (status, said) = running.script(&other);
        assert_eq!(
            (status, said["error"].as_str()),
            (409, Some("conflict")),
            "other answers under one id"
        );
    }
    assert_eq!(open(root.path()), expected);
    let apart = aside(root.path());
    assert!(
        apart.starts_with("{\"reason\":\"conflict\",") && apart.contains("p1"),
        "{apart}"
    );
    assert_eq!(apart.lines().count(), 1, "sent twice, kept aside once");
    running.stop();
    // A new start knows what was taken.
    let running = start(root.path(), form());
    assert_eq!(running.script(BODY).1["again"], true);
    assert_eq!(running.post("/s/visit", &other).0, 409);
    assert_eq!(open(root.path()), expected);
    running.stop();
}

#[test]
fn an_answer_without_an_id_gets_one_and_nothing_that_was_sent_is_lost() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    let body = "overall=p1&web-site=spam&surprise=1&comment=%3DHYPERLINK(1)%1b%5B31m&token=t-anna";
    assert_eq!(running.post("/s/visit", body).0, 200);
    assert_eq!(running.post("/s/visit", &body.replace("&token=t-anna", "")).0, 200);
    running.stop();
    let records = records(root.path());
    assert_eq!(records.len(), 2, "two people may say the same");
    assert_ne!(records[0].response_id, records[1].response_id);
    assert!(records.iter().all(|record| record.response_id.len() == 36));
    assert_eq!(records[0].flags, ["trap"]);
    assert_eq!(records[1].flags, ["trap", "repeat"]);
    assert_eq!(records[0].definition, form().definition);
    assert_eq!((records[0].person.as_str(), records[1].person.as_str()), ("anna", ""));
    assert_eq!(records[0].fields["surprise"], ["1"]);
    assert_eq!(records[0].fields["comment"], ["=HYPERLINK(1)[31m"]);
    assert!(!records[0].fields.contains_key("token"));
}

#[test]
fn a_line_cut_off_by_a_crash_is_removed_before_the_next() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.post("/s/visit", "response_id=a&comment=%22x%0Ay").0, 200);
    running.stop();
    let path = folder(root.path()).join(OPEN);
    let whole = fs::read(&path).unwrap();
    fs::write(
        &path,
        [whole.as_slice(), b"{\"response_id\":\"b\",\"fields\":{"].concat(),
    )
    .unwrap();
    let running = start(root.path(), form());
    assert_eq!(fs::read(&path).unwrap(), whole);
    assert_eq!(running.post("/s/visit", "response_id=b").0, 200);
    assert!(running.troubles.lock().unwrap().is_empty());
    running.stop();
    assert_eq!(records(root.path()).len(), 2);
    // A file whose very head was cut off is begun anew.
    fs::write(&path, "{\"manyi\":\"seg").unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.post("/s/visit", "response_id=c").0, 200);
    running.stop();
    assert_eq!(records(root.path()).len(), 1);
}

#[test]
fn segments_are_sealed_by_size_and_by_day_under_the_hash_of_what_they_hold() {
    let root = tempfile::tempdir().unwrap();
    let day = Arc::new(Mutex::new("2026-11-22T05:30:00Z"));
    let clock = Arc::clone(&day);
    let running = start_with(root.path(), form(), |settings| {
        settings.limits.segment = 1000;
        settings.clock = Box::new(move || clock.lock().unwrap().parse().unwrap());
    });
    for at in 0..9 {
        assert_eq!(
            running
                .post("/s/visit", &format!("response_id=r-{at}&comment={}", "x".repeat(200)))
                .0,
            200
        );
    }
    *day.lock().unwrap() = "2026-11-23T00:00:01Z";
    assert_eq!(running.post("/s/visit", "response_id=next").0, 200);
    // Sealed ones count too when the same comes again.
    assert_eq!(
        running
            .script(&format!("response_id=r-0&comment={}", "x".repeat(200)))
            .1["again"],
        true
    );
    running.stop();
    let mut sealed = 0;
    for entry in fs::read_dir(folder(root.path())).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("2026-11-22-") {
            continue;
        }
        sealed += 1;
        let text = fs::read_to_string(&path).unwrap();
        let body = &text[..=text.trim_end().rfind('\n').unwrap()];
        let hash = crate::import::segment::sha256(body.as_bytes());
        assert_eq!(name, format!("2026-11-22-{}.jsonl", &hash[..16]));
        let looked = crate::import::segment::inspect(text.as_bytes(), "visit", &name).unwrap();
        assert!(looked.sealed && looked.problems.is_empty(), "{looked:?}");
    }
    assert!(sealed >= 2, "{sealed}");
    assert!(open(root.path()).contains("\"opened\":\"2026-11-23\""));
    assert_eq!(records(root.path()).len(), 10);
    #[cfg(unix)]
    for entry in fs::read_dir(folder(root.path())).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{entry:?}");
    }
    let running = start(root.path(), form());
    assert_eq!(running.script("response_id=next").1["again"], true);
    running.stop();
}

#[test]
fn a_segment_that_was_complete_before_a_crash_gets_its_name_at_the_next_start() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.post("/s/visit", "response_id=a").0, 200);
    running.stop();
    let text = open(root.path());
    let hash = crate::import::segment::sha256(text.as_bytes());
    let seal = crate::import::segment::Seal::new(1, hash.clone()).line();
    fs::write(folder(root.path()).join(OPEN), format!("{text}{seal}")).unwrap();
    let running = start(root.path(), form());
    assert!(
        folder(root.path())
            .join(format!("2026-11-22-{}.jsonl", &hash[..16]))
            .is_file()
    );
    assert_eq!(running.script("response_id=a").1["again"], true);
    running.stop();
}

#[test]
fn two_collectors_do_not_write_to_one_inbox() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    let error = run_until(settings(root.path(), form()).0, |_| (), std::future::pending()).unwrap_err();
    assert!(matches!(&error, CollectorError::Busy { .. }), "{error}");
    running.stop();
}

/// Every state a token can be in, first and on a retry: status, and what is kept.
#[test]
fn tokens_are_checked_in_one_place() {
    let root = tempfile::tempdir().unwrap();
    let by_link = Form {
        access: Access::Link,
        ..form()
    };
    let running = start(root.path(), by_link.clone());
    let send = |running: &Running, id: &str, token: &str| {
        let (status, said) = running.script(&format!("response_id={id}&overall=p1{token}"));
        let name = said["error"].as_str().map(str::to_owned);
        (status, name.unwrap_or_else(|| said["again"].to_string()))
    };
    let invalid = (403, "no_link".to_owned());
    for (at, token) in [
        "",
        "&token=",
        "&token=null",
        "&token=undefined",
        "&token=x-anna",
        "&token=t",
        "&Token=t-anna",
        "&token=%00",
    ]
    .iter()
    .enumerate()
    {
        let id = format!("bad-{at}");
        assert_eq!(send(&running, &id, token), invalid, "{token}");
        assert_eq!(send(&running, &id, token), invalid, "{token} again");
    }
    assert_eq!(send(&running, "a", "&token=t-anna"), (200, "false".to_owned()));
    assert_eq!(
        send(&running, "a", "&token=t-anna"),
        (200, "true".to_owned()),
        "a retry"
    );
    assert_eq!(
        send(&running, "a", ""),
        (200, "true".to_owned()),
        "a retry that lost its token is still the same answer"
    );
    assert_eq!(send(&running, "b", "&token=t-anna"), (409, "link_used".to_owned()));
    assert_eq!(send(&running, "b", "&token=t-anna"), (409, "link_used".to_owned()));
    assert_eq!(send(&running, "c", "&token=t-ben"), (200, "false".to_owned()));
    running.stop();
    let running = start(root.path(), by_link);
    assert_eq!(
        send(&running, "b", "&token=t-anna"),
        (409, "link_used".to_owned()),
        "after a new start"
    );
    running.stop();
    let kept: Vec<(String, String)> = records(root.path())
        .into_iter()
        .map(|r| (r.response_id, r.person))
        .collect();
    assert_eq!(kept, [("a".into(), "anna".into()), ("c".into(), "ben".into())]);
    let apart = aside(root.path());
    assert_eq!(apart.matches("\"no_link\"").count(), 8);
    assert_eq!(apart.matches("\"link_used\"").count(), 2, "once a run");
}

#[test]
fn an_anonymous_survey_keeps_neither_moment_nor_order_nor_person() {
    let root = tempfile::tempdir().unwrap();
    let anonymous = Form {
        access: Access::Link,
        traces: Traces::Dropped,
        ..form()
    };
    let running = start(root.path(), anonymous.clone());
    let people: Vec<String> = (0..40).map(|at| format!("p{:02}", (at * 17) % 40)).collect();
    for (at, person) in people.iter().enumerate() {
        let body = format!("response_id=id-{at}&started_at=2026-11-22T05:00:00Z&overall=p1&token=t-{person}");
        let (status, said) = running.script(&body);
        assert_eq!((status, said["receipt"].as_str()), (200, Some("")), "{said}");
    }
    assert_eq!(running.script("response_id=more&token=t-p00").0, 409);
    running.stop();
    assert!(!folder(root.path()).join(OPEN).exists(), "sealed at the end");
    let kept = records(root.path());
    assert_eq!(kept.len(), 40);
    assert!(
        kept.iter()
            .all(|r| r.received == "2026-11-22" && r.started.is_empty() && r.person.is_empty())
    );
    let order: Vec<&str> = kept.iter().map(|record| record.response_id.as_str()).collect();
    let came: Vec<String> = (0..40).map(|at| format!("id-{at}")).collect();
    assert_ne!(order, came);
    let used = fs::read_to_string(folder(root.path()).join("links-used")).unwrap();
    let mut sorted = people.clone();
    sorted.sort();
    assert_eq!(used.lines().collect::<Vec<_>>(), sorted);
    assert!(!aside(root.path()).contains("p00"));
    let running = start(root.path(), anonymous);
    assert_eq!(
        running.script("response_id=other&token=t-p01").0,
        409,
        "used before the new start"
    );
    assert_eq!(
        running.script("response_id=id-3&overall=p1&token=t-p11").1["again"],
        true
    );
    running.stop();
}
