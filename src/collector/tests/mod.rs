//! The collector over a real socket: answers in, each once and on the disk; pages out.

mod disk;
mod http;
mod load;
mod store;

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
use std::time::Duration;

/// A collector on a free port, stopped by a connection to another.
pub(super) struct Running {
    pub address: SocketAddr,
    stop: SocketAddr,
    thread: Option<JoinHandle<Result<(), CollectorError>>>,
    pub troubles: Arc<Mutex<Vec<String>>>,
    pub live: Arc<Live>,
}

pub(super) fn form() -> Form {
    Form {
        survey: "visit".to_owned(),
        definition: "0123456789abcdef".repeat(4),
        most_fields: 20,
        trap: "web-site".to_owned(),
        access: Access::Open,
        traces: Traces::Kept,
    }
}

fn offer(form: Form) -> Offer {
    Offer {
        forms: vec![form],
        thanks: Box::new(|survey, language, receipt| format!("thanks {survey} {language} {}", receipt.code)),
        preview: None,
    }
}

/// Settings of a test; a token `t-NAME` is that of the person NAME, for the survey `visit` only.
pub(super) fn settings(root: &Path, form: Form) -> (Settings, Arc<Mutex<Vec<String>>>) {
    let troubles = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&troubles);
    let settings = Settings {
        listen: "127.0.0.1:0".parse().unwrap(),
        site: Some(root.join("site")),
        inbox: root.join("inbox"),
        live: Live::new(offer(form)),
        tokens: Box::new(|survey, token| {
            let person = token.strip_prefix("t-").filter(|_| survey == "visit")?;
            Some(person.to_owned())
        }),
        origins: vec!["https://forms.example.org".to_owned()],
        proxy: None,
        limits: Limits {
            // The disk of a test machine may be as full as it likes.
            min_free: 0,
            ..Limits::default()
        },
        trouble: Box::new(move |error| told.lock().unwrap().push(error.to_string())),
        clock: Box::new(|| "2026-11-22T05:30:00Z".parse().unwrap()),
        zone: jiff::tz::TimeZone::UTC,
        salt: 7,
        disk: Arc::new(PrivateDisk),
        free: Box::new(free_space),
    };
    (settings, troubles)
}

pub(super) fn start(root: &Path, form: Form) -> Running {
    start_with(root, form, |_| ())
}

pub(super) fn start_with(root: &Path, form: Form, change: impl FnOnce(&mut Settings)) -> Running {
    let stopper = TcpListener::bind("127.0.0.1:0").unwrap();
    stopper.set_nonblocking(true).unwrap();
    let stop = stopper.local_addr().unwrap();
    let (mut settings, troubles) = settings(root, form);
    change(&mut settings);
    let live = Arc::clone(&settings.live);
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
        live,
    }
}

/// Status, head in lower case, and body of an answer.
pub(super) type Heard = (u16, String, String);

pub(super) fn heard(answer: &[u8]) -> Heard {
    let answer = String::from_utf8_lossy(answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or(0), head.to_lowercase(), body.to_owned())
}

pub(super) fn post_text(path: &str, more: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         {more}Content-Length: {length}\r\n\r\n{body}"
    )
}

impl Running {
    /// Sends bytes, waits for the answer.
    pub fn send(&self, bytes: &[u8]) -> Heard {
        let mut stream = TcpStream::connect(self.address).unwrap();
        // The server may answer, and close, before it has read all.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        heard(&answer)
    }

    pub fn get(&self, path: &str) -> Heard {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
    }

    pub fn post(&self, path: &str, body: &str) -> Heard {
        self.send(post_text(path, "", body).as_bytes())
    }

    /// Posts as the script of a form does; the answer is JSON.
    pub fn script(&self, body: &str) -> (u16, serde_json::Value) {
        let (status, head, body) = self.send(post_text("/s/visit", "Accept: application/json\r\n", body).as_bytes());
        assert!(head.contains("content-type: application/json"), "{head}");
        (status, serde_json::from_str(&body).unwrap())
    }

    pub fn stop(mut self) {
        drop(TcpStream::connect(self.stop).unwrap());
        self.thread.take().unwrap().join().unwrap().unwrap();
        assert!(self.live.ended());
    }
}

pub(super) fn folder(root: &Path) -> std::path::PathBuf {
    root.join("inbox/visit")
}

/// The open segment.
pub(super) fn open(root: &Path) -> String {
    fs::read_to_string(folder(root).join("open.jsonl")).unwrap_or_default()
}

/// All records of the inbox, of all segments, as they stand.
pub(super) fn records(root: &Path) -> Vec<crate::import::segment::Record> {
    use crate::import::segment::Line;
    let mut paths: Vec<_> = fs::read_dir(folder(root))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    paths.sort();
    let lines = paths.iter().flat_map(|path| {
        let text = fs::read_to_string(path).unwrap();
        // A last line without its end was never acknowledged.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        text[..whole].lines().map(str::to_owned).collect::<Vec<_>>()
    });
    lines
        .filter_map(|line| match Line::read(line.as_bytes()) {
            Some(Line::Record(record)) => Some(*record),
            Some(_) => None,
            None => panic!("no line of a segment: {line}"),
        })
        .collect()
}

/// The files kept aside, together.
pub(super) fn aside(root: &Path) -> String {
    fs::read_to_string(folder(root).join("aside/2026-11.jsonl")).unwrap_or_default()
}
