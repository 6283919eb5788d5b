//! Questionnaires made by hand from the formats' own documentation.

use super::expected;
use super::shown;
use super::survey;
use crate::convert::Format;
use crate::convert::to_definition;

/// The definition and what was told.
#[track_caller]
fn converted(name: &str, bytes: &[u8]) -> (String, String) {
    let format = Format::of(bytes).unwrap();
    let made = to_definition(bytes, name, format, Some("made"));
    let text = String::from_utf8(made.bytes.unwrap_or_else(|| panic!("{}", shown(&made.problems)))).unwrap();
    survey("made", &text);
    let told: Vec<String> = made
        .problems
        .iter()
        .map(|problem| format!("{} {}: {}", problem.rule.code, problem.place.name(), problem.says.en))
        .collect();
    (text, told.join("\n") + "\n")
}

#[test]
fn an_xlsform_becomes_a_definition() {
    let (text, told) = converted("clinic.csv", include_bytes!("../../../tests/data/convert/clinic.csv"));
    expected("clinic.yaml", &text);
    expected("clinic.told", &told);
}

#[test]
fn a_questionnaire_of_surveyjs_becomes_a_definition() {
    let (text, told) = converted(
        "product.json",
        include_bytes!("../../../tests/data/convert/product.json"),
    );
    expected("product.yaml", &text);
    expected("product.told", &told);
}

#[test]
fn a_qualtrics_file_becomes_a_definition() {
    let (text, told) = converted("shop.qsf", include_bytes!("../../../tests/data/convert/shop.qsf"));
    expected("shop.yaml", &text);
    expected("shop.told", &told);
}

#[test]
fn a_table_of_limesurvey_becomes_a_definition() {
    let (text, told) = converted("service.txt", include_bytes!("../../../tests/data/convert/service.txt"));
    expected("service.yaml", &text);
    expected("service.told", &told);
}

/// Damaged files: nothing panics, and what is written passes `check` or its faults are listed.
#[test]
fn damaged_questionnaires_are_refused_or_converted_and_never_panic() {
    use rand::RngExt;
    use rand::SeedableRng;
    let mut random = rand_pcg::Pcg64::seed_from_u64(20_261_126);
    for file in ["clinic.csv", "product.json", "shop.qsf", "service.txt"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data/convert")
            .join(file);
        let whole = std::fs::read(path).unwrap();
        for _ in 0..120 {
            let mut bytes = whole.clone();
            for _ in 0..random.random_range(1..4) {
                let at = random.random_range(0..bytes.len());
                match random.random_range(0..4) {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes[at] = b"{}[]\"',\t\n0x"[random.random_range(0..11)],
                    2 => {
                        let end = (at + random.random_range(1..200)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                    _ => {
                        let end = (at + random.random_range(1..80)).min(bytes.len());
                        let part = bytes[at..end].to_vec();
                        bytes.splice(at..at, part);
                    }
                }
                if bytes.is_empty() {
                    bytes.push(b'{');
                }
            }
            let Some(format) = Format::of(&bytes) else { continue };
            let made = to_definition(&bytes, file, format, Some("made"));
            match made.bytes {
                None => assert!(made.problems.iter().any(crate::diagnostic::Problem::is_error)),
                Some(text) => {
                    let text = String::from_utf8(text).unwrap();
                    let (_, problems) = crate::definition::read(&super::source("made", &text));
                    let faulty = problems.iter().any(crate::diagnostic::Problem::is_error);
                    let listed = made.problems.iter().any(crate::diagnostic::Problem::is_error);
                    assert_eq!(faulty, listed, "{file}\n{}\n{text}", shown(&problems));
                }
            }
        }
    }
}
