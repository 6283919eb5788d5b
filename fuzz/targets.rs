//! What a fuzzer calls with any bytes at all: every parser of what others write. A target returns, or it has found a fault.
//!
//! Beside "no panic" each holds what must be true of every input: rows add up, columns are as long as their batch, an
//! expression prints to a text that means the same.

use manyi::collector;
use manyi::convert;
use manyi::convert::Format;
use manyi::definition;
use manyi::definition::mapping;
use manyi::diagnostic::Problem;
use manyi::diagnostic::Source;
use manyi::diagnostic::Tongue;
use manyi::diagnostic::render::Colour;
use manyi::diagnostic::render::json;
use manyi::diagnostic::render::terminal;
use manyi::import;
use manyi::import::Chunk;
use manyi::import::Setup;
use manyi::import::Summary;
use manyi::import::bare;
use manyi::import::bare::BareSpec;
use manyi::import::segment::AsCsv;
use manyi::import::segment::Order;
use manyi::import::workbook;
use manyi::import::workbook::Limits;
use manyi::locale::Lang;
use manyi::logic;
use manyi::model::Calendar;
use manyi::model::Survey;
use manyi::report;
use manyi::site::Arguments;
use manyi::site::CallFault;
use manyi::site::Calls;
use manyi::site::Reply;
use manyi::site::Templates;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;
use std::sync::Arc;
use std::sync::OnceLock;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets; each has a folder of its name in `corpus/`.
pub const ALL: [Target; 17] = [
    ("csv", csv),
    ("xlsx", xlsx),
    ("json", json_file),
    ("profile", profile),
    ("segment", segment),
    ("definition", definition),
    ("expression", expression),
    ("template", template),
    ("http", http),
    ("mapping", mapping),
    ("qsf", qsf),
    ("lss", lss),
    ("lss_table", lss_table),
    ("xlsform", xlsform),
    ("surveyjs", surveyjs),
    ("draft", draft),
    ("settings", settings),
];

fn cafe() -> &'static Survey {
    static CAFE: OnceLock<Survey> = OnceLock::new();
    CAFE.get_or_init(|| {
        let source = source("cafe.yaml", include_str!("../tests/data/it/cafe.yaml"));
        definition::read(&source).0.expect("the café is without faults")
    })
}

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source {
        name: name.to_owned(),
        text: text.to_owned(),
    })
}

/// Reads a whole file; panics unless every row is accounted for.
fn answers<R: Read>(setup: Setup<'_>, open: impl FnMut() -> std::io::Result<R>) -> Summary {
    let each = |rows: &mut u64, chunk: Chunk| {
        let batch = &chunk.batch;
        *rows += batch.len() as u64;
        assert!(batch.columns.iter().all(|column| column.len() == batch.len()));
        assert!(
            chunk
                .quarantine
                .iter()
                .all(|entry| !entry.original.is_empty() || entry.column.is_empty())
        );
        Ok::<(), std::io::Error>(())
    };
    let (rows, summary) = import::settled(setup, open, || 0, each).expect("memory can be read");
    assert!(summary.counts.adds_up(), "{:?}", summary.counts);
    assert_eq!(summary.counts.accepted, rows, "{:?}", summary.counts);
    tell(&summary.problems);
    summary
}

/// What is said of problems must be sayable.
fn tell(problems: &[Problem]) {
    for tongue in [Tongue::En, Tongue::Zh] {
        let shown = terminal(problems, tongue, Colour::Never);
        assert!(!shown.contains(['\u{1b}', '\0']), "a terminal would obey: {shown:?}");
        let machine = json(problems, tongue);
        assert!(serde_json::from_str::<serde_json::Value>(&machine).is_ok());
    }
}

/// A CSV file as answers to a survey, as a file without one, and as one a mapping is proposed for.
pub fn csv(bytes: &[u8]) {
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        block_bytes: 1 << 12,
        max_refused: 1.0,
        profiles: profiles(),
        ..Setup::new(cafe(), &calendar, "answers.csv")
    };
    answers(setup.clone(), || Ok(bytes));
    let proposal = import::propose(bytes, &setup).expect("memory can be read");
    if !proposal.yaml.is_empty() {
        let (_, problems) = mapping::read(&source("answers.map.yaml", &proposal.yaml));
        assert!(
            problems.iter().all(|problem| problem.rule.code != "MY101"),
            "{}",
            proposal.yaml
        );
    }
    let spec = BareSpec {
        segments: vec!["#1".to_owned()],
        means: vec!["#2".to_owned()],
        top_boxes: vec![("#3".to_owned(), vec![4, 5])],
        ..BareSpec::default()
    };
    let (bare, problems) =
        bare::survey_from(bytes, &spec, &mapping::Format::default(), "answers.csv").expect("memory can be read");
    tell(&problems);
    if let Some(bare) = bare {
        let setup = Setup {
            max_refused: 1.0,
            ..bare.setup(&calendar, "answers.csv")
        };
        answers(setup, || Ok(bytes));
    }
}

/// A workbook, within limits that a fuzzer's machine can bear.
pub fn xlsx(bytes: &[u8]) {
    let limits = Limits {
        inflated: 16 << 20,
        texts: 4 << 20,
        cells: 200_000,
        ..Limits::default()
    };
    let mut sheet = Vec::new();
    if let Err(refusal) = workbook::to_csv(Cursor::new(bytes), None, limits, &mut sheet) {
        assert!(!refusal.words().en.is_empty());
    } else {
        let calendar = Calendar::quarterly_utc();
        let setup = Setup {
            workbook: true,
            max_refused: 1.0,
            ..Setup::new(cafe(), &calendar, "answers.xlsx")
        };
        answers(setup, || Ok(sheet.as_slice()));
    }
}

/// JSON answers, within limits that a fuzzer's machine can bear.
pub fn json_file(bytes: &[u8]) {
    let limits = import::json::Limits {
        bytes: 16 << 20,
        record: 1 << 20,
        columns: 2_000,
        ..import::json::Limits::default()
    };
    let mut rows = Vec::new();
    match import::json::to_csv(|| Ok(bytes), limits, &mut rows) {
        Err(refusal) => assert!(!refusal.words().en.is_empty()),
        Ok(found) => {
            let calendar = Calendar::quarterly_utc();
            let setup = Setup {
                max_refused: 1.0,
                profiles: profiles(),
                ..Setup::new(cafe(), &calendar, "answers.json")
            };
            let summary = answers(setup, || Ok(rows.as_slice()));
            assert!(summary.counts.read <= found.records, "{:?}", summary.counts);
        }
    }
}

/// A profile of a platform, and files read by it.
pub fn profile(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (profiles, problems) = import::profile::with_own(&[source("own.toml", &text)]);
    tell(&problems);
    let file = "ID,Start,Status,口味,推荐\n1,2026-10-05 10:00,preview,5,9\n2,2026-10-05 10:00,done,选项A,x\n";
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        profiles: &profiles,
        max_refused: 1.0,
        ..Setup::new(cafe(), &calendar, "answers.csv")
    };
    answers(setup, || Ok(file.as_bytes()));
}

fn profiles() -> &'static [import::profile::Profile] {
    static PROFILES: OnceLock<Vec<import::profile::Profile>> = OnceLock::new();
    PROFILES.get_or_init(import::profile::built_in)
}

/// A segment of the collector: JSON, a line a response.
pub fn segment(bytes: &[u8]) {
    let inspection = import::segment::inspect(bytes, "cafe", "answers.jsonl").expect("memory can be read");
    tell(&inspection.problems);
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        format: import::segment::format(),
        segment: true,
        max_refused: 1.0,
        ..Setup::new(cafe(), &calendar, "answers.jsonl")
    };
    for order in [Order::Arrival, Order::Shuffled] {
        answers(setup.clone(), || Ok(AsCsv::new(bytes, cafe(), order)));
    }
}

/// A definition; one without faults is made into a form.
pub fn definition(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (survey, problems) = definition::read(&source("survey.yaml", &text));
    tell(&problems);
    let Some(survey) = survey else {
        assert!(!problems.is_empty(), "refused without a reason");
        return;
    };
    let lang = survey
        .languages
        .first()
        .cloned()
        .or_else(|| Lang::new("en"))
        .expect("there is a language");
    let settings = manyi::form::FormSettings::same_site(&survey);
    let page = manyi::form::form_page(&survey, &lang, &settings, &Templates::built_in());
    assert!(page.is_ok(), "{page:?}");
}

/// An expression over a survey's questions.
pub fn expression(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match logic::compile(&text, cafe()) {
        Ok(typed) => {
            let again = logic::compile(&typed.to_string(), cafe());
            assert_eq!(again.as_ref(), Ok(&typed), "`{text}` prints as `{typed}`");
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            for fault in faults {
                assert!(
                    text.get(fault.span.clone()).is_some(),
                    "{fault:?} lies between characters"
                );
            }
        }
    }
}

struct NoCalls;

impl Calls for NoCalls {
    fn names(&self) -> Vec<&'static str> {
        vec!["score", "chart", "table"]
    }

    fn call(&self, _: &str, arguments: &Arguments) -> Result<Reply, CallFault> {
        Ok(Reply::Data(serde_json::json!(arguments.positional)))
    }
}

/// A page template of a user, and a report document.
pub fn template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let files = BTreeMap::from([
        ("card.html".to_owned(), text.to_string()),
        ("theme.css".to_owned(), text.to_string()),
    ]);
    let (_, problems) = Templates::new(&files);
    tell(&problems);
    let calls: Arc<dyn Calls> = Arc::new(NoCalls);
    let data = serde_json::json!({"survey": "cafe", "waves": ["2026Q3", "2026Q4"]});
    if let Err(problem) = manyi::site::live_document(&source("report.md", &text), &[], &calls, &data) {
        tell(&[*problem]);
    }
    drop(report::needed(cafe(), &text));
}

/// What a browser sends: the fields of a form, and the path of an address.
pub fn http(bytes: &[u8]) {
    if let Ok(pairs) = collector::pairs(bytes, 400) {
        assert!(pairs.len() <= 400);
    }
    for segment in collector::segments(&String::from_utf8_lossy(bytes))
        .into_iter()
        .flatten()
    {
        assert!(!segment.contains(['/', '\\', '\0']) && segment != ".." && !segment.is_empty());
    }
}

/// A mapping, and a file read by it.
pub fn mapping(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (mapping, problems) = mapping::read(&source("answers.map.yaml", &text));
    tell(&problems);
    let file = "编号,时间,地区,口味,几杯,推荐\n1,2026-10-05 10:00,北区,非常满意,一杯,9\n2,05/10/2026,south,4,2,x\n";
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        mapping: Some(&mapping),
        max_refused: 1.0,
        ..Setup::new(cafe(), &calendar, "answers.csv")
    };
    answers(setup, || Ok(file.as_bytes()));
}

/// A questionnaire of another tool; what is made of it is a definition that passes its checks, or it is said what does not.
fn questionnaire(bytes: &[u8], format: Format) {
    let made = convert::to_definition(bytes, "questionnaire", format, Some("made"));
    tell(&made.problems);
    let Some(written) = made.bytes else {
        assert!(!made.problems.is_empty(), "refused without a reason");
        return;
    };
    let text = String::from_utf8(written).expect("a definition is text");
    let (survey, problems) = definition::read(&source("made.yaml", &text));
    tell(&problems);
    let said = made.problems.iter().any(Problem::is_error);
    assert!(
        survey.is_some() || said,
        "{text}\n{}",
        terminal(&problems, Tongue::En, Colour::Never)
    );
}

/// A survey file of Qualtrics.
pub fn qsf(bytes: &[u8]) {
    questionnaire(bytes, Format::Qualtrics);
}

/// The structure of a `LimeSurvey` survey, in XML.
pub fn lss(bytes: &[u8]) {
    questionnaire(bytes, Format::LimeSurvey);
}

/// The same as a table.
pub fn lss_table(bytes: &[u8]) {
    questionnaire(bytes, Format::LimeSurveyTable);
}

/// An `XLSForm` as CSV, or as the JSON `KoboToolbox` keeps of one; workbooks have a target of their own.
pub fn xlsform(bytes: &[u8]) {
    if !workbook::looks_like_workbook(bytes) {
        questionnaire(bytes, Format::XlsForm);
    }
}

/// The JSON of `SurveyJS`.
pub fn surveyjs(bytes: &[u8]) {
    questionnaire(bytes, Format::SurveyJs);
}

/// Answers without a definition, of which one is drafted.
pub fn draft(bytes: &[u8]) {
    let grid = import::grid::read(bytes, 500, 1 << 20).expect("memory can be read");
    let (made, problems) = convert::draft::draft(&grid, "made", "answers.csv");
    tell(&problems);
    let Some(made) = made else {
        assert!(!problems.is_empty(), "refused without a reason");
        return;
    };
    tell(&made.problems);
    let (survey, problems) = definition::read(&source("made.yaml", &made.definition));
    // It is finished by hand, and says what is open; but it can be read.
    assert!(
        survey.is_some() || problems.iter().all(|problem| problem.rule.code != "MY101"),
        "{}\n{}",
        made.definition,
        terminal(&problems, Tongue::En, Colour::Never)
    );
    let (_, problems) = mapping::read(&source("answers.map.yaml", &made.mapping));
    assert!(
        problems.iter().all(|problem| problem.rule.code != "MY101"),
        "{}",
        made.mapping
    );
}

/// The settings of a workspace.
pub fn settings(bytes: &[u8]) {
    let (_, problems) = manyi::project::read_settings(&source("manyi.toml", &String::from_utf8_lossy(bytes)));
    tell(&problems);
}
