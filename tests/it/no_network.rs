//! No network but for `serve`: a whole day runs where there is none, and nothing else names a socket.

use crate::workbench::Workbench;
use crate::workbench::files;
use crate::workbench::program;
use crate::workbench::repository;
use crate::workbench::start;
use std::process::Command;
use std::process::Stdio;

#[test]
fn a_campaign_day_needs_no_network() {
    let bench = Workbench::two_seasons();
    let alone = |arguments: &[&str]| {
        let mut command = Command::new("unshare");
        command
            .arg("-rn")
            .args(arguments)
            .current_dir(bench.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        start(
            Command::new("sh")
                .args(["-c", "exec \"$@\" > out.txt 2> err.txt", "sh"])
                .arg(command.get_program())
                .args(command.get_args())
                .current_dir(bench.path("")),
        )
        .wait()
        .ok()
        .and_then(|status| status.code())
    };
    if alone(&["true"]) != Some(0) {
        println!("skipped: no network namespace can be made here");
        return;
    }
    assert_eq!(alone(&[program(), "run"]), Some(0), "{}", bench.text("err.txt"));
    assert!(bench.path("site/reports/cafe/2026Q4/report.zh.html").is_file());
}

#[test]
fn only_the_collector_names_sockets() {
    let source = repository().join("src");
    let mut named = Vec::new();
    for file in files(&source) {
        let text = std::fs::read_to_string(&file).unwrap();
        let words = [
            "tokio::net",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "UnixStream",
            "ToSocketAddrs",
            "reqwest",
            "ureq",
        ];
        if words.iter().any(|word| text.contains(word)) {
            named.push(
                file.strip_prefix(&source)
                    .unwrap()
                    .components()
                    .next()
                    .unwrap()
                    .as_os_str()
                    .to_owned(),
            );
        }
    }
    named.dedup();
    assert_eq!(named, ["collector"]);
}

#[test]
fn no_page_asks_anybody_else_for_anything() {
    let bench = Workbench::sample();
    bench.run("run");
    let pages = files(&bench.path("site"));
    let pages: Vec<_> = pages
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    assert!(pages.len() >= 14, "{pages:?}");
    for page in pages {
        let html = std::fs::read_to_string(page).unwrap();
        for asks in [
            "src=\"http",
            "src=\"//",
            "src='http",
            "url(http",
            "url(//",
            "@import",
            "<link rel=\"stylesheet\" href=\"http",
        ] {
            assert!(!html.contains(asks), "{}: {asks}", page.display());
        }
        assert!(
            html.contains("http-equiv=\"Content-Security-Policy\""),
            "{}",
            page.display()
        );
    }
}
