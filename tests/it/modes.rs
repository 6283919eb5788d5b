//! Other ways to ask the same questions, languages and colours, as a user asks for them.

use crate::workbench::Workbench;

#[test]
fn a_theme_that_cannot_be_read_builds_nothing() {
    let bench = Workbench::cafe().file("templates/theme.css", ":root { --edge: #cccccc; }\n");
    let ran = bench.run("build");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY504") && ran.err.contains("templates/theme.css:1:17"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains(
            "in the light scheme `--edge` (#cccccc) on `--paper` (#ffffff) has a contrast of 1.60, less than 3"
        ),
        "{}",
        ran.err
    );
    assert!(!bench.path("site").exists());
}

#[test]
fn the_accent_of_the_settings_reaches_pages_in_both_schemes() {
    let bench = Workbench::cafe();
    let settings = format!("{}\n[theme]\naccent = \"#0b6e4f\"\n", bench.text("manyi.toml"));
    bench.put("manyi.toml", settings);
    bench.done("build");
    let form = bench.text("site/forms/cafe.en.html");
    assert!(form.contains("--accent:#0b6e4f;--on-accent:#ffffff"));
    let dark = form.split("--accent:#0b6e4f").nth(1).unwrap();
    assert!(
        dark.contains("@media screen and (prefers-color-scheme:dark){:root{--accent:#")
            && !dark.contains("--accent:#0b6e4f"),
        "the dark accent is another"
    );
}

#[test]
fn paper_is_built_when_asked_for_and_the_index_leads_to_it() {
    let bench = Workbench::cafe();
    bench.done("build --mode paper");
    for name in ["en.a4", "en.letter", "zh.a4", "zh.letter"] {
        assert!(bench.path(&format!("site/paper/cafe.{name}.html")).exists(), "{name}");
    }
    let index = bench.text("site/index.html");
    assert!(index.contains("纸质问卷") && index.contains("href=\"paper/cafe.zh.a4.html\""));
    bench.done("build");
    assert!(
        !bench.path("site/paper/cafe.zh.a4.html").exists(),
        "what is no longer asked for goes"
    );
}

#[test]
fn the_settings_can_ask_for_modes_and_know_which_there_are() {
    let bench = Workbench::cafe();
    let plain = bench.text("manyi.toml");
    bench.put("manyi.toml", format!("{plain}\n[site]\nmodes = [\"paper\"]\n"));
    bench.done("build");
    assert!(bench.path("site/paper/cafe.en.letter.html").exists());
    bench.put("manyi.toml", format!("{plain}\n[site]\nmodes = [\"papyrus\"]\n"));
    let ran = bench.run("build");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY203") && ran.err.contains("write a list of some of \"paper\""),
        "{}",
        ran.err
    );
}

const LANGUAGES: &str = "id: lounge\ntitle: {en: Lounge, zh: 休息室}\nlanguages: [en, zh, zh-Hant, fr]\nfallback: {zh-Hant: [zh], fr: [en]}\n\
                         thanks: {en: Thanks}\npages:\n  - id: stay\n    questions:\n      \
                         - {id: q, kind: rating, scale: nps, text: {en: Recommend?, zh: 推荐吗？, fr: Vous nous recommandez ?}}\n";

#[test]
fn the_coverage_of_languages_is_a_table() {
    let bench = Workbench::empty()
        .file("manyi.toml", "")
        .file("surveys/lounge.yaml", LANGUAGES);
    let ran = bench.run("check --languages");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.out, @r"
    survey  part          language  texts  own  fallback  missing  first gap
    ────────────────────────────────────────────────────────────────────────────────────
    lounge  title         en            1    1         0        0
    lounge  title         zh            1    1         0        0
    lounge  title         zh-Hant       1    1         0        0
    lounge  title         fr            1    0         1        0
    lounge  thanks        en            1    1         0        0
    lounge  thanks        zh            1    0         0        1  surveys/lounge.yaml:5
    lounge  thanks        zh-Hant       1    0         0        1  surveys/lounge.yaml:5
    lounge  thanks        fr            1    0         1        0
    lounge  stay          en            1    1         0        0
    lounge  stay          zh            1    1         0        0
    lounge  stay          zh-Hant       1    1         0        0
    lounge  stay          fr            1    1         0        0
    lounge  words.form    fr           67    0        67        0
    lounge  words.script  fr           42    0        42        0
    lounge  words.labels  fr            2    0         2        0
    ");
    assert_eq!(bench.run("check --languages --strict").code, 1);
    let json: serde_json::Value = serde_json::from_str(&bench.done("check lounge --languages --format json")).unwrap();
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(15));
}

#[test]
fn a_reader_sees_the_language_that_stands_in() {
    let bench = Workbench::empty()
        .file("manyi.toml", "")
        .file("surveys/lounge.yaml", LANGUAGES);
    bench.done("build");
    let french = bench.text("site/forms/lounge.fr.thanks.html");
    assert!(french.contains("<p>Thanks</p>"));
    let chain = LANGUAGES
        .replace("thanks: {en: Thanks}", "thanks: {en: Thanks, zh: 谢谢}")
        .replace("fr: [en]", "fr: [zh]");
    bench.put("surveys/lounge.yaml", chain);
    bench.done("build");
    assert!(bench.text("site/forms/lounge.fr.thanks.html").contains("<p>谢谢</p>"));
}

/// A survey in a language that manyi does not speak, with a word of its own.
const FRENCH: &str = "id: lounge\ntitle: Salon\nlanguages: [fr]\npages:\n  - id: stay\n    questions:\n      \
                      - {id: q, kind: rating, scale: nps, text: Vous nous recommandez ?}\n\
                      words:\n  form:\n    send: {fr: Envoyer}\n";

#[test]
fn words_of_forms_are_written_in_the_definition_and_their_gaps_told() {
    let wrong = format!("{FRENCH}    progres: {{fr: Partie}}\n    questions: {{fr: Plusieurs questions}}\n");
    let bench = Workbench::empty()
        .file("manyi.toml", "")
        .file("surveys/lounge.yaml", wrong);
    let ran = bench.run("check");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.err, @r"
    warning[MY179]: 109 of 111 words of the form have no wording in `fr`, the first is `form.skip`
     --> surveys/lounge.yaml:3:13
      |
    3 | languages: [fr]
      |             ^^
      |
      = help: write them under `words:`, or say `fallback: {fr: […]}`

    error[MY105]: a list of form words has no key `progres`
      --> surveys/lounge.yaml:11:5
       |
    11 |     progres: {fr: Partie}
       |     ^^^^^^^
       |
       = help: did you mean `progress`?

    error[MY190]: “Plusieurs questions” lacks `{n}`
      --> surveys/lounge.yaml:12:16
       |
    12 |     questions: {fr: Plusieurs questions}
       |                ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: the English wording is “{n} questions”

    2 errors, 1 warning: mend the errors and run this again; `manyi explain MY105` says more
    ");
    bench.put("surveys/lounge.yaml", FRENCH);
    let ran = bench.run("build --local --mode paper");
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.contains(
            "warning[MY506]: 13 words of pages in `paper` have no wording in `fr`, the first is `paper.one_question`"
        ),
        "{}",
        ran.err
    );
    let form = bench.text("site/forms/lounge.fr.html");
    assert!(
        form.contains("<button class=\"button\" type=\"submit\">Envoyer</button>"),
        "{form}"
    );
    bench.put(
        "surveys/lounge.yaml",
        FRENCH.replace("[fr]", "[fr, en]\nfallback: {fr: [en]}"),
    );
    let ran = bench.run("build --local --mode paper");
    assert!(!ran.err.contains("MY506"), "who stands in is said: {}", ran.err);
    assert_eq!(bench.run("check").err.matches("warning").count(), 0);
}

#[test]
fn a_chain_to_a_language_nobody_reads_is_a_problem() {
    let bench = Workbench::empty()
        .file("manyi.toml", "")
        .file("surveys/lounge.yaml", LANGUAGES.replace("fr: [en]", "fr: [de]"));
    let ran = bench.run("check");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY199") && ran.err.contains("`de` is not among the survey's languages"),
        "{}",
        ran.err
    );
}

#[test]
fn the_pseudo_locale_turns_every_text_and_both_directions() {
    let bench = Workbench::cafe();
    bench.done("build --mode pseudo");
    let page = bench.text("site/pseudo/rtl/cafe.en.html");
    assert!(
        page.contains("<html lang=\"ar-x-pseudo\" dir=\"rtl\">") && page.contains("⟦Ýöûŕ"),
        "{page}"
    );
}

#[test]
fn a_kiosk_needs_a_number_for_its_staff() {
    let bench = Workbench::cafe();
    let ran = bench.run("build --mode kiosk");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY221") && ran.err.contains("[site] pin"),
        "{}",
        ran.err
    );
    let plain = bench.text("manyi.toml");
    bench.put(
        "manyi.toml",
        format!("{plain}\n[site]\npin = \"2468\"\nidle = 30\nmodes = [\"kiosk\"]\n"),
    );
    bench.done("build");
    let page = bench.text("site/kiosk/cafe.en.html");
    assert!(page.contains("\"idle\":30") && !page.contains("2468"));
    bench.put("manyi.toml", format!("{plain}\n[site]\npin = \"12\"\nidle = 1\n"));
    let ran = bench.run("build");
    assert_eq!(ran.err.matches("error[MY203]").count(), 2, "{}", ran.err);
}

#[test]
fn interviews_and_data_entry_are_built_when_asked_for() {
    let bench = Workbench::cafe();
    bench.done("build --mode interview --mode entry");
    assert!(bench.text("site/interview/cafe.en.html").contains("value=\"refused\""));
    assert!(bench.text("site/entry/cafe.zh.html").contains("问卷编号"));
    let index = bench.text("site/index.html");
    assert!(index.contains("href=\"interview/cafe.en.html\"") && index.contains("href=\"entry/cafe.zh.html\""));
}
