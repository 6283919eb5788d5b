//! Many at once, copies, broken connections, slow ones.

use super::*;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Answers and clients: 1,000 by 16, or what `MANYI_COLLECT_LOAD` says, such as `100000x64`.
fn amount() -> (usize, usize) {
    let said = std::env::var("MANYI_COLLECT_LOAD").ok();
    let parsed = said.as_deref().and_then(|text| {
        let (answers, clients) = text.split_once('x')?;
        Some((answers.parse().ok()?, clients.parse().ok()?))
    });
    parsed.unwrap_or((1_000, 16))
}

/// Each answer is sent three times by clients that run side by side; every seventh connection is cut before the answer can
/// be read, and the answer sent again.
#[test]
fn every_answer_is_kept_exactly_once() {
    let (answers, clients) = amount();
    let root = tempfile::tempdir().unwrap();
    let running = Arc::new(start(root.path(), form()));
    let (next, begun) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let threads: Vec<_> = (0..clients)
        .map(|_| {
            let (running, next) = (Arc::clone(&running), Arc::clone(&next));
            std::thread::spawn(move || {
                let mut waits = Vec::new();
                loop {
                    let ticket = next.fetch_add(1, Ordering::Relaxed);
                    if ticket >= answers * 3 {
                        return waits;
                    }
                    // The copies of an answer are close to each other, so that they meet.
                    let (block, inside) = (ticket / (3 * clients), ticket % (3 * clients));
                    let id = (block * clients + inside % clients).min(answers - 1);
                    let body = format!("response_id=r-{id}&overall=p{}&comment=answer+{id}", id % 5);
                    let text = post_text("/s/visit", "Accept: application/json\r\n", &body);
                    if ticket % 7 == 3 {
                        let mut stream = TcpStream::connect(running.address).unwrap();
                        stream.write_all(text.as_bytes()).unwrap();
                        drop(stream);
                    }
                    let sent = Instant::now();
                    let (status, _, said) = running.send(text.as_bytes());
                    waits.push(sent.elapsed());
                    assert_eq!(status, 200, "{said}");
                    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
                    assert_eq!(said["response_id"], format!("r-{id}"));
                }
            })
        })
        .collect();
    let mut waits: Vec<Duration> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    waits.sort();
    let took = begun.elapsed();
    println!(
        "{} posts by {clients} clients in {took:?}: half within {:?}, 99 % within {:?}",
        waits.len(),
        waits[waits.len() / 2],
        waits[waits.len() * 99 / 100]
    );
    Arc::into_inner(running).unwrap().stop();
    let kept = records(root.path());
    let ids: BTreeSet<&str> = kept.iter().map(|record| record.response_id.as_str()).collect();
    let expected: BTreeSet<String> = (0..answers).map(|id| format!("r-{id}")).collect();
    assert_eq!(kept.len(), ids.len(), "some were kept twice");
    assert_eq!(ids, expected.iter().map(String::as_str).collect());
    for record in kept {
        assert_eq!(
            record.fields["comment"],
            [format!("answer {}", &record.response_id[2..])]
        );
    }
}

/// Connections that say a little and then nothing are closed; whoever has something to say is heard meanwhile or soon after.
#[test]
fn slow_connections_are_survived() {
    let root = tempfile::tempdir().unwrap();
    let running = start_with(root.path(), form(), |settings| {
        settings.limits.connections = 60;
        settings.limits.head_time = Duration::from_millis(700);
        settings.limits.body_time = Duration::from_millis(900);
    });
    let mut slow = Vec::new();
    for at in 0..100 {
        let mut stream = TcpStream::connect(running.address).unwrap();
        let text: &[u8] = match at % 3 {
            0 => b"",
            1 => b"POST /s/visit HTTP/1.1\r\nHost: x\r\nContent-Ty",
            _ => {
                b"POST /s/visit HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nresponse_id=x"
            }
        };
        stream.write_all(text).unwrap();
        slow.push(stream);
    }
    let begun = Instant::now();
    assert_eq!(running.post("/s/visit", "response_id=patient").0, 200);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let answered = slow.iter_mut().enumerate().map(|(at, stream)| {
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut said = Vec::new();
        let ended = stream.read_to_end(&mut said).is_ok();
        (at % 3, ended, heard(&said).0)
    });
    for (kind, ended, status) in answered.collect::<Vec<_>>() {
        assert!(ended, "a slow connection of kind {kind} is still open");
        assert!(kind != 2 || status == 408, "kind {kind}: {status}");
    }
    assert_eq!(records(root.path()).len(), 1);
    running.stop();
}
