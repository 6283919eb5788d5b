//! `manyi collect` as a process: what it takes, what it says, and that nothing acknowledged is lost however it ends.

use crate::workbench::Workbench;
use crate::workbench::files;
use crate::workbench::start;
use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

/// A collector that runs.
struct Collecting {
    child: Child,
    address: SocketAddr,
    said: BufReader<std::process::ChildStderr>,
}

impl Collecting {
    /// Starts one and waits until it listens.
    fn start(bench: &Workbench, line: &str) -> Self {
        let mut child = start(bench.process(line).stdout(Stdio::null()).stderr(Stdio::piped()));
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "it ended: {seen}");
            seen.push_str(&line);
            let Some(rest) = line.split("http://").nth(1) else {
                continue;
            };
            let address = rest.split('/').next().unwrap().parse().unwrap();
            return Self { child, address, said };
        }
    }

    /// Asks it to end as a system does, and gives what it said and its exit code.
    fn end(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(
            start(Command::new("kill").args(["-TERM", &id]))
                .wait()
                .unwrap()
                .success()
        );
        let code = self.child.wait().unwrap().code();
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        (code, rest)
    }

    /// Kills it.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Posts as the script of a form does; status and body, or `None` when the connection broke.
fn post(address: SocketAddr, survey: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    let text = format!(
        "POST /s/{survey} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(text.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
}

/// A workspace whose disk may be as full as it likes.
fn cafe() -> Workbench {
    Workbench::cafe()
}

const COLLECT: &str = "collect --port 0 --min-free 0";

#[test]
fn answers_go_from_the_form_to_the_scores() {
    let bench = cafe();
    let collecting = Collecting::start(&bench, COLLECT);
    let mut code = String::new();
    for at in 0..20 {
        let body = format!(
            "survey=cafe&language=zh&response_id=r-{at}&started_at=2026-11-22T05:00:00Z&region=north&taste={}&service=4&cups=one&recommend=9&reason=",
            at % 5 + 1
        );
        let (status, said) = post(collecting.address, "cafe", &body).unwrap();
        assert_eq!(status, 200, "{said}");
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!(
            (said["response_id"].as_str(), said["again"].as_bool()),
            (Some(&*format!("r-{at}")), Some(false))
        );
        code = said["receipt"].as_str().unwrap().to_owned();
    }
    // A person's own words keep their line ends; what no question asked is kept beside.
    let words = "response_id=words&taste=1&recommend=2&reason=%E5%A4%AA%E6%85%A2%0A%22%E5%86%B7%22%EF%BC%8C%3D1%2B1&surprise=1&web-site=x";
    assert_eq!(post(collecting.address, "cafe", words).unwrap().0, 200);
    let (conflict, said) = post(collecting.address, "cafe", "response_id=r-3&taste=1").unwrap();
    assert_eq!(conflict, 409, "{said}");
    let (ended, said) = collecting.end();
    assert_eq!((ended, said.as_str()), (Some(0), "stopped; nothing is under way\n"));
    let aside = &files(&bench.path("inbox/cafe/aside"))[0];
    let aside = aside.file_name().unwrap().to_string_lossy().into_owned();
    let imported = bench.run("import");
    let expected = format!(
        "\
warning[MY353]: the collector kept aside 1 answers that contradict another with their id, 0 by a link used before, 0 without a valid link
--> inbox/cafe/aside/{aside}
 = help: look at the file; nothing of it is counted

1 warning: nothing is stopped by them; `manyi explain MY353` says more
warning[MY354]: 1 responses filled in the field no person sees, 0 without an id say what another said; all were kept
--> inbox/cafe/open.jsonl
 = help: look at them; what a program or a second click sent is taken out by a line of `fixes/`

1 warning: nothing is stopped by them; `manyi explain MY354` says more
inbox/cafe/open.jsonl: 21 read = 21 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"
    );
    imported.says(0, &expected);
    let verified = bench.run(&format!("verify-receipt {code}"));
    assert_eq!(verified.code, 0, "{}", verified.err);
    assert!(
        verified
            .err
            .contains("cafe: kept in inbox/cafe/open.jsonl:21, received 20"),
        "{}",
        verified.err
    );
    assert!(
        verified.err.contains("the answers are those that were acknowledged"),
        "{}",
        verified.err
    );
    assert!(verified.err.contains("cafe: imported into wave 20"), "{}", verified.err);
    // A changed answer does not pass.
    let text = bench.text("inbox/cafe/open.jsonl");
    bench.put(
        "inbox/cafe/open.jsonl",
        text.replace("\"response_id\":\"r-19\"", "\"response_id\":\"r-19\",\"mode\":\"x\"")
            .replace("\"taste\":\"5\"", "\"taste\":\"1\""),
    );
    let changed = bench.run(&format!("verify-receipt {}", code.to_uppercase()));
    assert!(
        changed.code == 1 && changed.err.contains("not those that were acknowledged"),
        "{}",
        changed.err
    );
    bench.put("inbox/cafe/open.jsonl", text);
    let unknown = bench.run("verify-receipt 0000-0000-0000-0000-0000");
    unknown.says(
        1,
        "no answer here has this code; check its letters, and that this is the workspace that collected it",
    );
    // What comes later is added, and the same file again adds nothing.
    let collecting = Collecting::start(&bench, COLLECT);
    assert_eq!(
        post(collecting.address, "cafe", "response_id=late&taste=5&recommend=10")
            .unwrap()
            .0,
        200
    );
    assert_eq!(collecting.end().0, Some(0));
    let again = bench.run("import");
    assert!(
        again.err.contains("22 read = 1 accepted + 0 replaced + 21 skipped"),
        "{}",
        again.err
    );
    let quarantine = bench.done("responses --quarantine --format csv");
    assert_eq!(quarantine.lines().count(), 1, "{quarantine}");
}

#[test]
fn files_of_devices_and_damaged_ones_are_told_apart() {
    let head = r#"{"manyi":"segment","version":1,"survey":"cafe","device":"k3"}"#;
    let record = |at: u64| {
        format!(
            "{{\"response_id\":\"k3-{at}\",\"submitted\":\"2026-11-20T10:0{at}:00+08:00\",\"counter\":{at},\"fields\":{{\"taste\":\"4\",\"region\":\"north\"}}}}\n"
        )
    };
    let bench = cafe()
        .file(
            "inbox/cafe/k3-1.jsonl",
            format!("{head}\n{}{}not a line\n", record(1), record(2)),
        )
        .file(
            "inbox/cafe/k3-2.jsonl",
            format!(
                "{head}\n{}{{\"manyi\":\"seal\",\"records\":9,\"fnv1a\":\"00000000\"}}\n",
                record(5)
            ),
        );
    let run = bench.run("import --max-refused 0.5");
    assert_eq!(run.code, 1);
    assert!(
        run.err
            .contains("warning[MY352]: device `k3` took 2 answers that no file holds: 3–4"),
        "{}",
        run.err
    );
    assert!(run.err.contains("error[MY350]"), "{}", run.err);
    assert!(
        run.err
            .contains("k3-1.jsonl: 3 read = 2 accepted + 0 replaced + 0 skipped + 1 refused"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("k3-2.jsonl: "), "{}", run.err);
    let quarantine = bench.done("responses --quarantine --format csv");
    assert!(
        quarantine.contains("k3-1.jsonl,4,") && quarantine.contains("not a line"),
        "{quarantine}"
    );
}

/// A survey by personal link: a link gives one response, which is known by the pseudonym of the person.
#[test]
fn a_link_gives_one_response_and_no_link_none() {
    let survey = Workbench::cafe().text("surveys/cafe.yaml").replace(
        "languages: [zh, en]\n",
        "languages: [zh, en]\nsample: {file: guests.csv, id: guest}\nprivacy: {mode: confidential, access: token}\n",
    );
    let bench = cafe()
        .file("surveys/cafe.yaml", survey)
        .file("samples/guests.csv", "guest\ng-1\ng-2\n");
    let links = bench.run("invite cafe --site https://survey.example.org/ --format csv");
    assert_eq!(links.code, 0, "{}{}", links.out, links.err);
    let tokens: Vec<&str> = links
        .out
        .split("#t=")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap())
        .collect();
    let collecting = Collecting::start(&bench, COLLECT);
    let send = |id: &str, token: &str| {
        post(
            collecting.address,
            "cafe",
            &format!("response_id={id}&taste=4&token={token}"),
        )
        .unwrap()
        .0
    };
    let forged = format!("{}0", &tokens[0][..tokens[0].len() - 1]);
    assert_eq!(send("a", tokens[0]), 200);
    assert_eq!(send("b", tokens[0]), 409, "a second response");
    assert!(forged == tokens[0] || send("c", &forged) == 403, "forged");
    assert_eq!(send("d", ""), 403);
    assert_eq!(collecting.end().0, Some(0));
    let run = bench.run("import");
    assert!(run.err.contains("1 read = 1 accepted"), "{}", run.err);
    let rates = bench.done("responses cafe --rates --format csv");
    assert!(
        rates.lines().any(|line| line.contains(",2,") && line.contains(",1,")),
        "{rates}"
    );
}

/// What a respondent saved from a form without network, as the script writes it.
#[test]
fn a_copy_that_a_respondent_saved_is_imported() {
    let copy = r#"{"response_id":"saved-1","survey":"cafe","definition":"ab","submitted":"2026-11-20T03:00:00.000Z","fields":[["survey","cafe"],["definition","ab"],["language","zh"],["response_id","saved-1"],["region","north"],["web-site",""],["taste","4"],["recommend","2"],["reason","\u592a\u6162"]]}"#;
    let bench = cafe().file("inbox/cafe/cafe-saved-1.jsonl", format!("{copy}\n"));
    let run = bench.run("import");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err
            .contains("1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("MY308"), "{}", run.err);
    let strange = copy.replace("\"survey\":\"cafe\"", "\"survey\":\"other\"");
    let other = cafe().file("inbox/cafe/x.jsonl", format!("{strange}\n"));
    assert!(other.run("import").err.contains("error[MY351]"));
}

/// The export of a service for forms: our own fields under their names, the service's beside them, several options as a list.
#[test]
fn exports_of_services_for_forms_come_back() {
    let head = "response_id,survey,definition,language,token,started_at,web-site,form-name,region,taste,service,cups,recommend,reason,created_at,ip,user_agent";
    let row = "n-1,cafe,ab,en,,,,cafe,north,4,5,\"[\"\"one\"\",\"\"several\"\"]\",9,,2026-11-20T03:00:00Z,203.0.113.9,Mozilla";
    let bench = cafe()
        .file("surveys/cafe.yaml", with_several_cups())
        .file("inbox/cafe/netlify.csv", format!("{head}\n{row}\n"));
    let run = bench.run("import");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err
            .contains("1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("2 columns were left out: `ip`, `user_agent`"),
        "{}",
        run.err
    );
    assert!(bench.done("responses --format csv").contains("2026Q4"));
}

/// The survey with cups as a multiple choice.
fn with_several_cups() -> String {
    let text = Workbench::cafe().text("surveys/cafe.yaml");
    let (before, after) = text.split_once("  - id: one_cup\n").unwrap();
    let after = after.split_once("index:").unwrap().1;
    format!("{before}index:{after}").replace("id: cups\n        kind: choice", "id: cups\n        kind: multiple")
}

/// What forms for services look like, and where they go.
#[test]
fn forms_for_services_say_what_those_need_and_what_counts_as_success() {
    let settings = |more: &str| format!("languages = [\"en\"]\n[collector]\n{more}");
    let built = |more: &str| {
        let bench = cafe().file("manyi.toml", settings(more));
        let run = bench.run("build");
        assert_eq!(run.code, 0, "{}", run.err);
        bench.text("site/forms/cafe.en.html")
    };
    let netlify = built("profile = \"netlify\"");
    let form = netlify
        .split("<form")
        .nth(1)
        .unwrap()
        .split('>')
        .next()
        .unwrap()
        .replace('"', "");
    for needed in ["action=/", "method=post", "name=cafe", "data-netlify=true"] {
        assert!(form.split_whitespace().any(|part| part == needed), "{form}");
    }
    assert!(netlify.replace('"', "").contains("name=form-name value=cafe"));
    assert!(netlify.contains("\"success\":\"status\""));
    let own = "[collector.endpoints]\ncafe = \"https://formspree.io/f/abcdwxyz\"";
    let formspree = built(&format!("profile = \"formspree\"\n{own}"));
    assert!(formspree.contains("\"success\":\"ok\""));
    assert!(formspree.contains("connect-src &#39;self&#39; https://formspree.io/f/abcdwxyz;"));
    let webhook = built("profile = \"webhook\"\nendpoint = \"https://hooks.example.org/x\"");
    assert!(webhook.contains("\"success\":\"status\""));
    assert!(!built("endpoint = \"https://forms.example.org/s\"").contains("\"success\":"));
    let refused = cafe().file("manyi.toml", settings("profile = \"basin\"")).run("build");
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.starts_with(
            "error[MY211]: forms of `cafe` go to the service `basin`, which gives every form an address of its own; there is none"
        ),
        "{}",
        refused.err
    );
}

#[test]
fn an_inbox_in_the_site_is_refused() {
    let bench = cafe().file("manyi.toml", "languages = [\"en\"]\ninbox = [\"site/inbox\"]\n");
    let run = bench.run("collect --port 0");
    assert!(run.code == 1 && run.err.starts_with("error[MY210]"), "{}", run.err);
}

/// Moments by chance, the same in every run: Steele, Lea, Flood (2014), `SplitMix`.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % most
    }
}

/// Rounds: 50, or what `MANYI_COLLECT_KILLS` says.
fn rounds() -> u64 {
    let said = std::env::var("MANYI_COLLECT_KILLS").ok();
    said.and_then(|text| text.parse().ok()).unwrap_or(50)
}

#[test]
fn a_killed_collector_loses_nothing_it_acknowledged() {
    let bench = cafe();
    let (mut chance, mut next) = (Chance(20_261_122), 0_u64);
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    let mut unsure: BTreeSet<String> = BTreeSet::new();
    for _ in 0..rounds() {
        let collecting = Collecting::start(&bench, COLLECT);
        let (address, first) = (collecting.address, next);
        let (ids, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let heard = Arc::new(Mutex::new((Vec::new(), Vec::new())));
        let clients: Vec<_> = (0..3)
            .map(|_| {
                let (ids, stop, heard) = (Arc::clone(&ids), Arc::clone(&stop), Arc::clone(&heard));
                std::thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let id = format!("k-{}", first + ids.fetch_add(1, Ordering::Relaxed) as u64);
                        let sent = post(address, "cafe", &format!("response_id={id}&taste=3&reason={id}"));
                        let mut heard = heard.lock().unwrap();
                        let Some((200, said)) = sent else {
                            // Killed; the next round has clients of its own.
                            heard.1.push(id);
                            return;
                        };
                        assert!(said.contains(&format!("\"response_id\":\"{id}\"")), "{said}");
                        heard.0.push(id);
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(5 + chance.below(50)));
        collecting.kill();
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().unwrap();
        }
        next += ids.load(Ordering::Relaxed) as u64;
        let mut heard = heard.lock().unwrap();
        acknowledged.extend(heard.0.drain(..));
        unsure.extend(heard.1.drain(..));
    }
    // Whoever had no answer sends again: that makes it once, whether it had arrived or not.
    let collecting = Collecting::start(&bench, COLLECT);
    for id in &unsure {
        let (status, said) = post(
            collecting.address,
            "cafe",
            &format!("response_id={id}&taste=3&reason={id}"),
        )
        .unwrap();
        assert_eq!(status, 200, "{said}");
    }
    assert_eq!(collecting.end().0, Some(0));
    println!(
        "{} rounds: {} acknowledged, {} sent again",
        rounds(),
        acknowledged.len(),
        unsure.len()
    );
    assert!(acknowledged.len() > 100 && !unsure.is_empty(), "the test shows nothing");
    let mut kept = Vec::new();
    for path in files(&bench.path("inbox/cafe")) {
        if path.extension().is_none_or(|ending| ending != "jsonl") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        kept.extend(text.lines().filter_map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).expect("whole lines");
            value["response_id"].as_str().map(str::to_owned)
        }));
    }
    let once: BTreeSet<String> = kept.iter().cloned().collect();
    assert_eq!(once.len(), kept.len(), "some were kept twice");
    acknowledged.extend(unsure);
    assert_eq!(once, acknowledged);
    let imported = bench.run("import");
    assert!(
        imported
            .err
            .contains(&format!("{} read = {} accepted", kept.len(), kept.len())),
        "{}",
        imported.err
    );
}

/// With a thousand connections open, most of them slow, and a few thousand answers taken, memory stays small.
#[cfg(target_os = "linux")]
#[test]
fn memory_stays_small_and_answers_come_soon() {
    let bench = cafe();
    let collecting = Collecting::start(&bench, COLLECT);
    let address = collecting.address;
    let mut slow = Vec::new();
    for _ in 0..900 {
        let Ok(mut stream) = TcpStream::connect(address) else {
            break;
        };
        let _ = stream.write_all(b"POST /s/cafe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\nreason=");
        slow.push(stream);
    }
    let (per_second, seconds) = (500_u32, 4);
    let begun = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let next = Arc::clone(&next);
            std::thread::spawn(move || {
                let mut waits = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed) as u32;
                    if at >= per_second * seconds {
                        return waits;
                    }
                    let due = Duration::from_secs(1) * at / per_second;
                    std::thread::sleep(due.saturating_sub(begun.elapsed()));
                    let sent = Instant::now();
                    let (status, said) = post(
                        address,
                        "cafe",
                        &format!("response_id=m-{at}&taste=3&reason={}", "x".repeat(500)),
                    )
                    .unwrap();
                    assert_eq!(status, 200, "{said}");
                    waits.push(sent.elapsed());
                }
            })
        })
        .collect();
    let mut waits: Vec<Duration> = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
    waits.sort();
    let took = begun.elapsed();
    let status = std::fs::read_to_string(format!("/proc/{}/status", collecting.child.id())).unwrap();
    let kib = |name: &str| -> u64 {
        let value = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        value.trim().trim_end_matches(" kB").parse().unwrap()
    };
    let (most, own) = (kib("VmHWM:"), kib("RssAnon:"));
    println!(
        "{} slow connections; {} answers in {took:?} ({per_second} a second asked for): half within {:?}, 99 % within {:?}; \
         memory {} MiB at most, {} MiB without the program itself",
        slow.len(),
        waits.len(),
        waits[waits.len() / 2],
        waits[waits.len() * 99 / 100],
        most >> 10,
        own >> 10
    );
    assert!(own <= 32 << 10, "{own} KiB");
    // A program that is not optimised is larger than all it holds.
    assert!(cfg!(debug_assertions) || most <= 64 << 10, "{most} KiB");
    drop(slow);
    assert_eq!(collecting.end().0, Some(0));
}

/// What a page of `serve` is, by path.
fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn serve_builds_anew_and_keeps_the_last_good_site() {
    let bench = cafe();
    let serving = Collecting::start(&bench, "serve --port 0");
    let form = || get(serving.address, "/forms/cafe.en.html");
    let until = |what: &str, holds: &dyn Fn(&str) -> bool| {
        for _ in 0..200 {
            if holds(&form()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("never: {what}\n{}", form());
    };
    assert!(form().contains("How satisfied are you with the taste?") && form().contains("/.preview"));
    let text = bench.text("surveys/cafe.yaml");
    bench.put(
        "surveys/cafe.yaml",
        text.replace("with the taste?", "with the flavour?"),
    );
    until("a changed text", &|page| page.contains("with the flavour?"));
    bench.put("surveys/cafe.yaml", text.replace("kind: rating", "kind: ratng"));
    until("a problem above the page", &|page| {
        page.contains("role=\"alert\">error[MY") && page.contains("with the flavour?")
    });
    assert_eq!(
        post(serving.address, "cafe", "response_id=a&taste=4").unwrap().0,
        200,
        "forms go on"
    );
    bench.put("surveys/cafe.yaml", &text);
    until("all well again", &|page| {
        !page.contains("role=\"alert\">error[") && page.contains("with the taste?")
    });
    // A new survey takes answers, too.
    bench.put("surveys/second.yaml", text.replace("id: cafe", "id: second"));
    until("a second survey", &|_| {
        post(serving.address, "second", "response_id=b&taste=4").unwrap().0 == 200
    });
    let (code, said) = serving.end();
    assert_eq!(code, Some(0));
    assert!(said.contains("ratng"), "{said}");
    assert!(
        !bench.text("site/forms/cafe.en.html").contains("/.preview"),
        "only what is shown is changed"
    );
}
