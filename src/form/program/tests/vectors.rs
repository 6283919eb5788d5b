//! The script's evaluator and the row evaluator are held together on drawn expressions and answers.
//!
//! Here the cases are written, one a line: the expression as the script gets it, the answers as the script reads them, and what
//! the row evaluator says. `tests/script/expressions.mjs` evaluates them with the script's own code and compares.

use crate::form::program::node::encoded;
use crate::logic::Missing;
use crate::logic::Type;
use crate::logic::Value;
use crate::logic::tests::IDS;
use crate::logic::tests::drawn;
use crate::logic::tests::type_of;
use serde_json::json;
use std::io::Write as _;

/// A value as the script holds it: what is missing as an object with the place of its kind.
pub(super) fn held(value: &Value<'_>) -> serde_json::Value {
    match value {
        Value::Missing(kind) => json!({ "missing": kind.index() }),
        Value::Bool(truth) => json!(truth),
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Date(days) => json!(days),
        Value::Moment(seconds) => json!(seconds),
        Value::Option(place) => json!(place),
        Value::Set(bits) => json!((0..128).filter(|place| bits >> place & 1 == 1).collect::<Vec<u32>>()),
    }
}

/// An answer as the script reads it off a control: what is no option and no finite number is invalid.
fn read(value: &Value<'_>, ty: &Type) -> serde_json::Value {
    let fits = match (value, ty) {
        (Value::Number(number), _) => number.is_finite(),
        (Value::Option(place), Type::Option(set)) => (*place as usize) < set.options.len(),
        (Value::Option(place), Type::Band(count)) => (*place as usize) < *count,
        (Value::Set(bits), Type::Set(set)) => bits >> set.options.len() == 0,
        _ => true,
    };
    held(if fits { value } else { &Value::Missing(Missing::Invalid) })
}

/// How many cases are drawn; `scripts/release-test` asks for a million.
pub(super) fn cases() -> usize {
    let wanted = std::env::var("MANYI_SCRIPT_CASES").ok();
    wanted.and_then(|cases| cases.parse().ok()).unwrap_or(20_000)
}

/// Runs a check of `tests/script/` on a file of cases: all of them must agree.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line's tests run in a process of their own"
)]
pub(super) fn agrees(check: &str, file: &std::path::Path, cases: usize) {
    let run = std::process::Command::new("node")
        .arg(format!("{}/tests/script/{check}", env!("CARGO_MANIFEST_DIR")))
        .arg(file)
        .output()
        .expect("the script's own code runs in node: install it");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(said.trim(), format!("{cases} cases agree"));
}

#[test]
fn the_script_says_of_every_respondent_what_the_row_evaluator_says() {
    const EACH: usize = 5;
    let cases = cases();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut out = std::io::BufWriter::new(file.as_file_mut());
    for (typed, respondents) in drawn(cases.div_ceil(EACH), EACH, 20_261_126) {
        let node = encoded(typed.node());
        for respondent in &respondents {
            let answers: Vec<serde_json::Value> = (0..IDS.len())
                .map(|slot| read(&crate::logic::Row::get(respondent, slot), &type_of(slot)))
                .collect();
            let line = json!({ "text": typed.to_string(), "node": node, "answers": answers, "says": held(&typed.value(respondent)) });
            writeln!(out, "{line}").unwrap();
        }
    }
    out.flush().unwrap();
    drop(out);
    agrees("expressions.mjs", file.path(), cases.div_ceil(EACH) * EACH);
}
