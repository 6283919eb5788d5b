//! The collector over a real socket: pages out, answers in, each once and on the disk.

use super::inbox::Inbox;
use super::*;
use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc;
use std::thread::JoinHandle;

/// A collector on a free port, stopped by a connection to another.
struct Running {
    address: SocketAddr,
    stop: SocketAddr,
    thread: Option<JoinHandle<Result<(), CollectorError>>>,
    troubles: Arc<Mutex<Vec<String>>>,
}

fn form() -> Form {
    Form {
        survey: "visit".to_owned(),
        definition: "0123456789abcdef".repeat(4),
        fields: ["overall", "problems", "comment"].map(str::to_owned).to_vec(),
        trap: "website".to_owned(),
    }
}

fn start(root: &Path, form: Form) -> Running {
    let stopper = TcpListener::bind("127.0.0.1:0").unwrap();
    stopper.set_nonblocking(true).unwrap();
    let stop = stopper.local_addr().unwrap();
    let troubles = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&troubles);
    let settings = Settings {
        port: 0,
        site: root.join("site"),
        inbox: root.join("inbox"),
        forms: vec![form],
        thanks: Box::new(|survey, language, receipt| format!("thanks {survey} {language} {}", receipt.response_id)),
        trouble: Box::new(move |error| told.lock().unwrap().push(error.to_string())),
        clock: Box::new(|| "2026-11-22T05:30:00Z".parse().unwrap()),
    };
    let (tell, address) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        run_until(settings, |address| tell.send(address).unwrap(), async move {
            let stopper = tokio::net::TcpListener::from_std(stopper).unwrap();
            drop(stopper.accept().await);
        })
    });
    Running {
        address: address.recv().unwrap(),
        stop,
        thread: Some(thread),
        troubles,
    }
}

impl Running {
    /// Sends bytes, returns status line, headers and body.
    fn send(&self, bytes: &[u8]) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        // The server may answer, and close, before it has read all.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .unwrap_or(0);
        (status, head.to_lowercase(), body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String, String) {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
    }

    fn post(&self, path: &str, body: &str) -> (u16, String, String) {
        let kind = "application/x-www-form-urlencoded";
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        self.send(format!("{head}{body}").as_bytes())
    }

    fn stop(mut self) {
        drop(TcpStream::connect(self.stop).unwrap());
        self.thread.take().unwrap().join().unwrap().unwrap();
    }
}

fn collected(root: &Path) -> String {
    fs::read_to_string(root.join("inbox/visit/collected-01234567.csv")).unwrap()
}

#[test]
fn an_answer_is_on_the_disk_before_it_is_acknowledged_and_taken_once() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    let body = "survey=visit&definition=abc123&language=zh&response_id=r-1&overall=p4&problems=late&problems=broken&comment=%E5%BE%88+%E6%85%A2%0D%0A%22ok%22&website=";
    let (status, head, page) = running.post("/s/visit", body);
    assert_eq!((status, page.as_str()), (200, "thanks visit zh r-1"));
    assert!(head.contains("nosniff") && head.contains("text/html"), "{head}");
    let expected = "response_id,submitted_at,started_at,language,definition,flagged,overall,problems,comment,extra\n\
                    r-1,2026-11-22T05:30:00Z,,zh,abc123,,p4,\"late;broken\",\"很 慢\n\"\"ok\"\"\",\n";
    assert_eq!(collected(root.path()), expected);
    assert_eq!(running.post("/s/visit", body).0, 200, "the same again");
    assert_eq!(
        running.post("/s/visit", &body.replace("p4", "p1")).0,
        409,
        "other answers under one id"
    );
    assert_eq!(collected(root.path()), expected);
    let apart = fs::read_to_string(root.path().join("inbox/visit/.conflicts-01234567.csv")).unwrap();
    assert!(apart.starts_with("r-1,") && apart.contains("p1"), "{apart}");
    running.stop();
    // A new start knows what was taken.
    let running = start(root.path(), form());
    assert_eq!(
        (
            running.post("/s/visit", body).0,
            running.post("/s/visit", &body.replace("p4", "p1")).0
        ),
        (200, 409)
    );
    assert_eq!(collected(root.path()), expected);
    running.stop();
}

#[test]
fn an_answer_without_an_id_gets_one_and_nothing_that_was_sent_is_lost() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    assert_eq!(
        running
            .post(
                "/s/visit",
                "overall=p1&website=spam&surprise=1&comment=%3DHYPERLINK(1)%1b%5B31m"
            )
            .0,
        200
    );
    assert_eq!(
        running
            .post(
                "/s/visit",
                "overall=p1&website=spam&surprise=1&comment=%3DHYPERLINK(1)%1b%5B31m"
            )
            .0,
        200
    );
    let text = collected(root.path());
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(rows.len(), 2, "two people may say the same");
    let (ids, rest): (Vec<_>, Vec<_>) = rows.iter().map(|row| row.split_once(',').unwrap()).unzip();
    assert_ne!(ids[0], ids[1]);
    assert!(ids.iter().all(|id| id.len() == 36));
    let definition = form().definition;
    assert_eq!(
        rest[0],
        format!("2026-11-22T05:30:00Z,,,{definition},trap,p1,,'=HYPERLINK(1)[31m,surprise=1")
    );
    running.stop();
}

#[test]
fn what_cannot_be_taken_is_refused_with_its_status() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.post("/s/other", "a=1").0, 404);
    let (status, head, _) = running.get("/s/visit");
    assert_eq!((status, head.contains("allow: post")), (405, true));
    assert_eq!(
        running
            .send(b"PUT /s/visit HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            .0,
        405
    );
    assert_eq!(
        running
            .send(b"DELETE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .0,
        405
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
    assert_eq!(collected(root.path()).lines().count(), 1, "only the header");
    running.stop();
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
        "/inbox/visit/collected-01234567.csv",
        "/missing",
        "/style.css/",
    ];
    for path in outside {
        let (status, _, body) = running.get(path);
        assert!(status == 404 && !body.contains("secret"), "{path}: {status} {body}");
    }
    running.stop();
}

#[test]
fn a_row_cut_off_by_a_crash_is_removed_before_the_next() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.post("/s/visit", "response_id=a&comment=%22x%0Ay").0, 200);
    running.stop();
    let path = root.path().join("inbox/visit/collected-01234567.csv");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, [whole.as_slice(), b"b,2026,\"torn\n"].concat()).unwrap();
    let running = start(root.path(), form());
    assert_eq!(fs::read(&path).unwrap(), whole);
    assert_eq!(running.post("/s/visit", "response_id=b").0, 200);
    assert!(running.troubles.lock().unwrap().is_empty());
    running.stop();
    assert_eq!(collected(root.path()).matches("\nb,").count(), 1);
}

#[test]
fn a_changed_form_gets_a_file_of_its_own_and_ids_stay_taken() {
    let root = tempfile::tempdir().unwrap();
    let running = start(root.path(), form());
    assert_eq!(running.post("/s/visit", "response_id=a&overall=p1").0, 200);
    let settings = Inbox::open(&root.path().join("inbox"), form()).unwrap_err();
    assert!(matches!(&settings, CollectorError::Busy { .. }), "{settings}");
    running.stop();
    let changed = Form {
        definition: "f".repeat(64),
        ..form()
    };
    let running = start(root.path(), changed);
    assert_eq!(running.post("/s/visit", "response_id=a&overall=p2").0, 409);
    assert_eq!(running.post("/s/visit", "response_id=b&overall=p2").0, 200);
    running.stop();
    assert!(root.path().join("inbox/visit/collected-ffffffff.csv").exists());
}

#[test]
fn a_port_in_use_is_told() {
    let root = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = Settings {
        port: taken.local_addr().unwrap().port(),
        site: root.path().to_owned(),
        inbox: root.path().to_owned(),
        forms: Vec::new(),
        thanks: Box::new(|_, _, _| String::new()),
        trouble: Box::new(|_| ()),
        clock: Box::new(|| "2026-11-22T05:30:00Z".parse().unwrap()),
    };
    let error = run(settings, |_| ()).unwrap_err();
    assert!(
        matches!(error, CollectorError::Port { .. }) && error.to_string().contains("--port"),
        "{error}"
    );
}
