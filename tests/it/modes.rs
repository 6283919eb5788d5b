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
