//! The fingerprint of a definition follows its meaning.

use super::files::{DESIGN, FULL, read_as};

const PLAIN: &str = "id: x\ntitle: {zh: 甲, en: A}\nlanguages: [zh, en]\npages:\n  - id: p\n    questions:\n      - {id: q, kind: rating, scale: nps, text: {zh: 乙, en: B}}\n      - {id: r, kind: text, text: {zh: 丙, en: C}, show_if: q <= 6}\n";

fn hash(text: &str) -> String {
    let (survey, problems) = read_as("x", text);
    survey.unwrap_or_else(|| panic!("{problems:?}")).hash
}

#[test]
fn the_look_of_the_file_does_not_count() {
    let other = "# a comment\nlanguages:\n- zh\n- en\npages:\n- questions:\n  - scale: nps\n    text:\n      en: B\n      zh: |\n        乙\n    kind: rating\n    required: false\n    id: q\n  - text: {en: \"C\", zh: '丙'}\n    show_if: (q<=6)\n    kind: text\n    id: r\n  id: p\ntitle: {en: A, zh: 甲}\nid: x\nreport: {alpha: 0.05}\n";
    assert_eq!(hash(PLAIN), hash(other));
}

#[test]
fn wording_and_meaning_count() {
    let changes = [
        ("en: B", "en: Bb"),
        ("<= 6", "<= 5"),
        ("nps", "satisfaction10"),
        ("kind: text", "kind: text, required: true"),
        ("languages: [zh, en]", "languages: [en, zh]"),
        ("id: r", "id: s"),
        ("kind: text", "kind: text, long: true"),
    ];
    let mut seen = std::collections::BTreeSet::from([hash(PLAIN)]);
    for (from, to) in changes {
        assert!(seen.insert(hash(&PLAIN.replace(from, to))), "{from} -> {to}");
    }
    assert!(seen.insert(hash(&format!("{PLAIN}report: {{alpha: 0.01}}\n"))));
    assert!(seen.insert(hash(&format!("{PLAIN}measures: [{{id: m, kind: nps, of: q}}]\n"))));
    assert!(seen.insert(hash(&format!(
        "{PLAIN}measures: [{{id: m, kind: nps, of: q, headline: false}}]\n"
    ))));
}

#[test]
fn every_line_of_a_full_definition_but_comments_counts() {
    let fingerprint = |text: &str| read_as("full", text).0.map(|survey| survey.hash);
    let whole = fingerprint(FULL).unwrap();
    let lines: Vec<&str> = FULL.lines().collect();
    // Lines that say what holds anyway, or what another line says too.
    let silent = [
        "# Every kind, every key.",
        "",
        "    better: high",
        "    ends_only: false",
        "    kind: choice",
    ];
    for left_out in 0..lines.len() {
        if silent.contains(&lines[left_out]) {
            continue;
        }
        let others = lines.iter().enumerate().filter(|(at, _)| *at != left_out);
        let rest = others.fold(String::new(), |text, (_, line)| text + line + "\n");
        assert_ne!(
            fingerprint(&rest).as_ref(),
            Some(&whole),
            "without line {}: {}",
            left_out + 1,
            lines[left_out]
        );
    }
    assert_eq!(fingerprint(&format!("# more\n{FULL}# end\n")).as_ref(), Some(&whole));
    assert_ne!(read_as("after-sales", DESIGN).0.unwrap().hash, whole);
}
