//! What is answered to what is asked.

use super::*;

#[test]
fn what_cannot_be_taken_is_refused_with_its_status() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.post("/s/other", "a=1").0, 404);
    let (status, head, _) = running.get("/s/visit");
    assert_eq!((status, head.contains("allow: post")), (405, true));
    let put = |method: &str, path: &str| {
        running
            .send(
                format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                    .as_bytes(),
            )
            .0
    };
    assert_eq!(
        (put("PUT", "/s/visit"), put("DELETE", "/"), put("OPTIONS", "/s/visit")),
        (405, 405, 405)
    );
    assert_eq!(
        running
            .post("/s/visit", &format!("comment={}", "x".repeat(256 << 10)))
            .0,
        413
    );
    assert_eq!(running.post("/s/visit", &"a=1&".repeat(401)).0, 413);
    assert_eq!(running.post("/s/visit", "comment=%FF").0, 400);
    assert_eq!(running.post("/s/visit", "comment=%2").0, 400);
    let json = "POST /s/visit HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(running.send(json.as_bytes()).0, 415);
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(40_000));
    assert!([414, 431].contains(&running.send(long.as_bytes()).0));
    assert_eq!(running.send(b"\x16\x03\x01\x02\x00\x01nonsense\r\n\r\n").0, 400);
    assert_eq!(open(root.path()), "", "nothing was kept");
    running.stop();
}

#[test]
fn a_form_with_more_fields_than_usual_may_send_them() {
    let root = tempfile::tempdir().unwrap();
    let large = Form {
        most_fields: 900,
        ..form()
    };
    let running = start(root.path(), large);
    assert_eq!(running.post("/s/visit", &"a=1&".repeat(900)).0, 200);
    assert_eq!(running.post("/s/visit", &"a=1&".repeat(901)).0, 413);
    running.stop();
}

#[test]
fn scripts_of_forms_elsewhere_read_their_receipt_only_from_the_sites_that_are_named() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    let from = |origin: &str| {
        let more = format!("Accept: application/json\r\nOrigin: {origin}\r\n");
        running.send(post_text("/s/visit", &more, "response_id=a").as_bytes())
    };
    let (status, head, _) = from("https://forms.example.org");
    assert_eq!(status, 200);
    assert!(
        head.contains("access-control-allow-origin: https://forms.example.org"),
        "{head}"
    );
    assert!(head.contains("vary: origin") && !head.contains("set-cookie"));
    for other in [
        "https://evil.example",
        "https://forms.example.org.evil.example",
        "null",
        "http://forms.example.org",
    ] {
        let (status, head, _) = from(other);
        assert_eq!(status, 200, "a form without script may post from anywhere");
        assert!(!head.contains("access-control-allow-origin"), "{other}: {head}");
    }
    let ask = |origin: &str| {
        let text = format!(
            "OPTIONS /s/visit HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: POST\r\n\r\n"
        );
        running.send(text.as_bytes())
    };
    let (status, head, _) = ask("https://forms.example.org");
    assert!(
        status == 204 && head.contains("access-control-allow-methods: post"),
        "{head}"
    );
    assert_eq!(ask("https://evil.example").0, 405);
    running.stop();
}

#[test]
fn a_sender_elsewhere_is_slowed_down_and_others_are_not() {
    let root = tempfile::tempdir().unwrap();
    let running = start_with(root.path(), form(), |settings| settings.limits.per_minute = 5);
    let from = |address: &str, at: usize| {
        let more = format!("X-Forwarded-For: 203.0.113.9, {address}\r\n");
        running.send(post_text("/s/visit", &more, &format!("response_id={address}-{at}")).as_bytes())
    };
    let answers: Vec<u16> = (0..8).map(|at| from("198.51.100.7", at).0).collect();
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 5);
    let (status, head, _) = from("198.51.100.7", 9);
    assert!(status == 429 && head.contains("retry-after: 60"), "{status} {head}");
    assert_eq!(from("198.51.100.8", 0).0, 200);
    assert!(
        (0..20).all(|at| running.post("/s/visit", &format!("response_id=near-{at}")).0 == 200),
        "this machine"
    );
    running.stop();
    // No address is kept anywhere.
    for entry in fs::read_dir(folder(root.path())).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let text = fs::read_to_string(path)
                .unwrap()
                .replace("\"response_id\":\"198.51.100.", "");
            assert!(!text.contains("198.51.100") && !text.contains("203.0.113"), "{text}");
        }
    }
}

#[test]
fn pages_of_the_site_are_shown_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    let site = root.path().join("site");
    fs::create_dir_all(site.join("visit")).unwrap();
    for (name, text) in [
        ("index.html", "home"),
        ("visit/index.html", "form"),
        ("style.css", "a{}"),
        (".manyi-files", "secret"),
    ] {
        fs::write(site.join(name), text).unwrap();
    }
    fs::write(root.path().join("outside.txt"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.path().join("outside.txt"), site.join("link.txt")).unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.get("/").2, "home");
    let (status, head, body) = running.get("/visit/?region=east");
    assert_eq!(
        (status, body.as_str(), head.contains("text/html; charset=utf-8")),
        (200, "form", true)
    );
    let (status, head, _) = running.get("/visit");
    assert_eq!((status, head.contains("location: /visit/")), (308, true));
    assert!(running.get("/style.css").1.contains("text/css"));
    assert_eq!(running.get("/healthz").2, "ok\n");
    let outside = [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/visit/..%2f..%2foutside.txt",
        "//etc/passwd",
        "/.manyi-files",
        "/link.txt",
        "/visit/%00",
        "/%5c..%5coutside.txt",
        "/inbox/visit/open.jsonl",
        "/missing",
        "/style.css/",
        "/.preview",
    ];
    for path in outside {
        let (status, _, body) = running.get(path);
        assert!(status == 404 && !body.contains("secret"), "{path}: {status} {body}");
    }
    running.stop();
}

#[test]
fn a_preview_is_told_of_changes_and_of_what_is_wrong() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("site")).unwrap();
    fs::write(root.path().join("site/index.html"), "<body>home</body>").unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.get("/").2, "<body>home</body>", "no preview");
    let state = |version, problems: Option<&str>| Preview {
        version,
        problems: problems.map(crate::site::Html::escaped),
    };
    running.live.replace(Offer {
        preview: Some(state(1, None)),
        ..offer(form())
    });
    assert_eq!(running.get("/.preview").2, "{\"version\":1}");
    assert!(running.get("/").2.starts_with("<body>home</body><script>"));
    running.live.warn(state(2, Some("MY101 <here>")));
    assert_eq!(running.get("/.preview").2, "{\"version\":2}");
    let page = running.get("/").2;
    assert!(page.contains("MY101 &lt;here&gt;") && page.contains("home"), "{page}");
    // Forms are the last good ones until they are replaced.
    assert_eq!(running.post("/s/visit", "response_id=a").0, 200);
    running.live.replace(offer(Form {
        survey: "other".to_owned(),
        ..form()
    }));
    assert_eq!(
        (
            running.post("/s/visit", "response_id=b").0,
            running.post("/s/other", "response_id=b").0
        ),
        (404, 200)
    );
    running.stop();
}

/// Paths by chance: the same in every run.
#[test]
fn ten_thousand_paths_lead_nowhere() {
    let root = tempfile::tempdir().unwrap();
    let running = start_with(root.path(), form(), |settings| settings.site = None);
    assert_eq!(running.post("/s/visit", "response_id=a&comment=secret").0, 200);
    let parts = [
        "s",
        "visit",
        "open.jsonl",
        "inbox",
        "responses",
        "..",
        ".",
        "",
        "%2e%2e",
        "%2f",
        "api",
        "admin",
        "healthz",
        "index.html",
        ".git",
        "manyi.toml",
        "aside",
        "2026-11.jsonl",
        "links-used",
        "%00",
        "s/visit",
        "visit/",
        "?",
        "#x",
        "*",
        "~",
        "%5c",
        "read",
        "export",
    ];
    let mut chance = 20_261_122_u64;
    let mut next = move || {
        // Knuth's multiplier for 64 bits.
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(chance >> 33).unwrap()
    };
    let mut stream = TcpStream::connect(running.address).unwrap();
    let mut asked = 0;
    while asked < 10_000 {
        let length = 1 + next() % 4;
        let path: Vec<&str> = (0..length).map(|_| parts[next() % parts.len()]).collect();
        let path = format!("/{}", path.join("/")).replace("//?", "/?");
        let bare = path.split(['?', '#']).next().unwrap();
        if bare == "/healthz" || bare == "/s/visit" {
            continue;
        }
        asked += 1;
        if asked % 1000 == 0 {
            stream = TcpStream::connect(running.address).unwrap();
        }
        let text = format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", path.replace('#', "%23"));
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut buffer = [0; 2048];
        while !answer.ends_with("\n".as_bytes()) || !answer.windows(4).any(|four| four == b"\r\n\r\n") {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "{path}: closed after {}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&buffer[..read]);
        }
        let (status, _, body) = heard(&answer);
        assert!(status == 404 && !body.contains("secret"), "{path}: {status} {body}");
    }
    drop(stream);
    running.stop();
}

#[test]
fn an_address_in_use_is_told() {
    let root = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let (mut settings, _) = settings(root.path(), form());
    settings.listen = taken.local_addr().unwrap();
    let error = run(settings, |_| ()).unwrap_err();
    assert!(
        matches!(error, CollectorError::Address { .. }) && error.to_string().contains("--port"),
        "{error}"
    );
}

#[test]
fn a_request_under_way_is_finished_before_the_end() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    let text = post_text("/s/visit", "", "response_id=slow&comment=late");
    let (first, second) = text.split_at(text.len() - 5);
    let mut stream = TcpStream::connect(running.address).unwrap();
    stream.write_all(first.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let live = Arc::clone(&running.live);
    let stopping = std::thread::spawn(move || running.stop());
    std::thread::sleep(Duration::from_millis(200));
    assert!(!live.ended(), "stopped in the middle of an answer");
    stream.write_all(second.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(heard(&answer).0, 200);
    stopping.join().unwrap();
    assert_eq!(records(root.path())[0].fields["comment"], ["late"]);
}
