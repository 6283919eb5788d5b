//! A workspace in a temporary folder, command lines run in it, and what they said.
//!
//! [`Workbench::run`] calls the library in this process, [`Workbench::process`] the program itself. Files are named from the
//! workspace's folder in both, and the folder's own path never shows in what comes back.

use manyi::cli::Streams;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::PoisonError;
use std::sync::RwLock;
use tempfile::TempDir;

/// Commands in this process hold it shared, starting a process holds it alone: between fork and exec a child would hold the
/// locks of stores that another thread has open.
static FORKS: RwLock<()> = RwLock::new(());

const CAFE: &str = include_str!("../data/it/cafe.yaml");

const SETTINGS: &str = "\
languages = [\"zh\", \"en\"]
inbox = [\"inbox\"]
as_of = \"2026-11-22\"
organisation = { zh = \"街角咖啡\", en = \"Corner Café\" }

[waves]
kind = \"quarterly\"
time_zone = \"Asia/Shanghai\"
";

/// A workspace to be filled and worked in; it goes away with its owner.
pub struct Workbench {
    folder: TempDir,
    variables: BTreeMap<String, String>,
    input: Vec<u8>,
}

/// How a command ended and what it said.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    /// The exit code.
    pub code: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Workbench {
    /// A folder without anything.
    pub fn empty() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("bench")
            .tempdir()
            .expect("a temporary folder can be made");
        Self {
            folder,
            variables: BTreeMap::new(),
            input: Vec::new(),
        }
    }

    /// A workspace with the survey `cafe` (`tests/data/it/cafe.yaml`).
    pub fn cafe() -> Self {
        Self::empty()
            .file("manyi.toml", SETTINGS)
            .file("surveys/cafe.yaml", CAFE)
    }

    /// The repository's own workspace, without what manyi makes of it.
    pub fn sample() -> Self {
        let bench = Self::empty();
        for name in [
            "manyi.toml",
            "surveys",
            "samples",
            "sample-data",
            "targets",
            "history",
            "events",
            "fixes",
            "pages",
            "templates",
        ] {
            copy(&repository().join(name), &bench.path(name));
        }
        bench
    }

    /// With a file, in place of one of that name.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.put(name, content);
        self
    }

    /// With an environment variable.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// With something to read on standard input.
    pub fn input(mut self, content: impl AsRef<[u8]>) -> Self {
        self.input = content.as_ref().to_vec();
        self
    }

    /// Writes a file.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(path, content).expect("files can be written");
    }

    /// The path of a file or folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The bytes of a file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A file as text.
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("it is UTF-8")
    }

    /// Every file below `folder` with the beginning of its SHA-256, one a line, by name.
    pub fn listing(&self, folder: &str) -> String {
        let mut lines = String::new();
        for path in files(&self.path(folder)) {
            let name = path
                .strip_prefix(self.folder.path())
                .expect("it is below")
                .display()
                .to_string();
            let digest = Sha256::digest(fs::read(&path).expect("it can be read"));
            let digest: String = digest.iter().take(8).fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            });
            let _ = writeln!(lines, "{digest} {name}");
        }
        lines
    }

    /// Runs a command line, such as `import cafe march.csv`, in this process.
    pub fn run(&self, line: &str) -> Ran {
        let words = words(line).into_iter().map(|word| self.placed(&word));
        let arguments = ["manyi".into(), "--workspace".into(), self.folder.path().into()];
        let arguments = arguments.into_iter().chain(words.map(OsString::from));
        let _forks = FORKS.read().unwrap_or_else(PoisonError::into_inner);
        let (mut out, mut err, mut input) = (Vec::new(), Vec::new(), self.input.as_slice());
        let code = {
            let mut streams = Streams {
                out: &mut out,
                err: &mut err,
                input: &mut input,
                terminal: false,
            };
            manyi::cli::run(arguments, &|name| self.variables.get(name).cloned(), &mut streams)
        };
        Ran {
            code,
            out: self.unplaced(&out),
            err: self.unplaced(&err),
        }
    }

    /// Runs a command line that must succeed; gives its standard output.
    pub fn done(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, 0, "`{line}`\n{}{}", ran.out, ran.err);
        ran.out
    }

    /// The program with a command line, to be run in this folder, with no variables but its own.
    pub fn process(&self, line: &str) -> Command {
        let mut command = Command::new(program());
        command
            .args(words(line))
            .current_dir(self.folder.path())
            .env_clear()
            .envs(&self.variables);
        command
    }

    /// Runs the program itself to its end.
    pub fn spawn(&self, line: &str) -> Ran {
        let child = start(
            self.process(line)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped()),
        );
        let ended = child.wait_with_output().expect("the program can be run");
        let code = ended
            .status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .expect("it was not killed");
        Ran {
            code,
            out: self.unplaced(&ended.stdout),
            err: self.unplaced(&ended.stderr),
        }
    }

    /// A word that names a file, with the workspace's folder before it.
    fn placed(&self, word: &str) -> String {
        let path = Path::new(word);
        let ending = path.extension().and_then(|ending| ending.to_str());
        let names_file = matches!(
            ending,
            Some(
                "csv"
                    | "yaml"
                    | "txt"
                    | "tsv"
                    | "xlsx"
                    | "sav"
                    | "parquet"
                    | "sss"
                    | "json"
                    | "md"
                    | "qsf"
                    | "lss"
                    | "png"
                    | "pptx"
            )
        ) || word.ends_with('/');
        if names_file && !word.starts_with(['-', '@']) {
            self.path(word).display().to_string()
        } else {
            word.to_owned()
        }
    }

    fn unplaced(&self, said: &[u8]) -> String {
        let folder = self.folder.path().display().to_string();
        let said = String::from_utf8(said.to_vec()).expect("output is UTF-8");
        said.replace(&format!("{folder}/"), "").replace(&folder, ".")
    }
}

impl Ran {
    /// The line of standard error that begins so.
    pub fn line(&self, beginning: &str) -> &str {
        let found = self.err.lines().find(|line| line.starts_with(beginning));
        found.unwrap_or_else(|| panic!("no line `{beginning}…` in:\n{}", self.err))
    }

    /// Asserts exit code and messages, each exactly.
    #[track_caller]
    pub fn says(&self, code: u8, err: &str) {
        assert_eq!(self.err.trim_end(), err.trim_end(), "messages; output:\n{}", self.out);
        assert_eq!(self.code, code, "exit code");
    }
}

/// Starts a process. All tests start theirs here: one forked while another test writes would hold that one's lock for a
/// moment.
pub fn start(command: &mut Command) -> Child {
    try_start(command).expect("the process can be started")
}

/// The same; `None` where there is no such program.
#[expect(clippy::disallowed_methods, reason = "here all are started")]
pub fn try_start(command: &mut Command) -> Option<Child> {
    let _forks = FORKS.write().unwrap_or_else(PoisonError::into_inner);
    command.spawn().ok()
}

/// The program, built beside this test.
pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_manyi")
}

/// The folder of the project.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Copies a file, or a folder with all below it.
pub fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for path in files(from) {
            let name = path.strip_prefix(from).expect("it is below");
            copy(&path, &to.join(name));
        }
        return;
    }
    fs::create_dir_all(to.parent().expect("a file has a folder")).expect("folders can be made");
    fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

/// Rows of a CSV text as maps from heading to cell.
pub fn table(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("every row is as long as the heading"))
        .collect()
}

/// The words of a command line; single quotes hold one together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Heading of a file of answers to `cafe`.
pub const HEADING: &str = "response_id,submitted_at,region,taste,service,cups,recommend,reason\n";

/// Forty answers to `cafe` of one month of 2026: the first `satisfied` rate the taste 5 or 4 (half each), the rest 2; service
/// 4 in the north, 3 in the south, which take turns; each ten recommend alike.
pub fn season(name: &str, month: u8, satisfied: usize, recommend: [u8; 4]) -> String {
    let mut text = HEADING.to_owned();
    for at in 0..40 {
        let taste = if at < satisfied / 2 {
            5
        } else if at < satisfied {
            4
        } else {
            2
        };
        let (region, service) = if at % 2 == 0 { ("north", 4) } else { ("south", 3) };
        let cups = if at % 4 == 0 { "several" } else { "one" };
        let likely = recommend[at / 10];
        let reason = if likely <= 6 { "慢" } else { "" };
        let (number, day) = (at + 1, at % 28 + 1);
        let _ = writeln!(
            text,
            "{name}-{number:02},2026-{month:02}-{day:02}T10:00:00+08:00,{region},{taste},{service},{cups},{likely},{reason}"
        );
    }
    text
}

impl Workbench {
    /// The café with a good summer and a bad autumn in its inbox: satisfied 32 and 16 of 40, NPS +25 and −25.
    pub fn two_seasons() -> Self {
        Self::cafe()
            .file("inbox/cafe/summer.csv", season("summer", 8, 32, [9, 9, 7, 3]))
            .file("inbox/cafe/autumn.csv", season("autumn", 10, 16, [9, 7, 3, 3]))
    }
}
