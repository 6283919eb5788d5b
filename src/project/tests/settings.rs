//! Settings are read with all their problems at once.

use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::model::WaveId;
use crate::project::*;
use std::sync::Arc;

fn read(text: &str) -> (Config, Vec<Problem>) {
    read_settings(&Arc::new(Source {
        name: "manyi.toml".to_owned(),
        text: text.to_owned(),
    }))
}

/// Code and underlined text of each problem.
fn told(problems: &[Problem]) -> Vec<(&str, &str)> {
    let under = |problem: &'_ Problem| match &problem.place {
        Place::Text { source, start, end } => source.text[*start..*end].to_owned().leak() as &str,
        _ => "",
    };
    problems
        .iter()
        .map(|problem| (problem.rule.code, under(problem)))
        .collect()
}

#[test]
fn every_setting_is_read() {
    let (config, problems) = read(
        "organisation = \"Pinecone\"\nlanguages = [\"zh\", \"en\"]\nas_of = 2026-11-22\ninbox = [\"a\", \"b\"]\n\
         [waves]\nkind = \"quarterly\"\ntime_zone = \"Asia/Shanghai\"\nyear_start = 4\n\
         [import]\nmax_refused = 0.1\nkeep_raw = true\n[collector]\nendpoint = \"https://example.org/s/\"\n\
         [report]\nlanguages = [\"en\"]\n[site]\nmodes = [\"paper\"]\n[theme]\naccent = \"#1f5fa8\"\n[privacy]\nkey_file = \"secret/key\"\n",
    );
    assert_eq!(told(&problems), []);
    assert_eq!(config.as_of.unwrap().to_string(), "2026-11-22");
    assert_eq!(config.inbox, ["a", "b"]);
    assert_eq!((config.max_refused, config.keep_raw), (0.1, true));
    assert_eq!(config.endpoint.as_deref(), Some("https://example.org/s"));
    assert_eq!((config.languages.len(), config.report_languages[0].tag()), (2, "en"));
    assert_eq!(
        (config.accent.as_deref(), config.key_file.as_deref()),
        (Some("#1f5fa8"), Some("secret/key"))
    );
    assert_eq!(config.modes, ["paper"]);
    // 31 March 2026, 16:00 UTC is 1 April in Shanghai, where the year begins.
    assert_eq!(config.calendar.wave_of(1_774_972_800).unwrap().as_str(), "2026Q1");
    assert_eq!(config.calendar.wave_of(1_774_972_799).unwrap().as_str(), "2025Q4");
}

#[test]
fn nothing_written_means_the_defaults() {
    let (config, problems) = read("");
    assert!(problems.is_empty());
    assert_eq!(
        (config.inbox, config.max_refused, config.keep_raw),
        (vec!["inbox".to_owned()], 0.05, false)
    );
    assert!(config.as_of.is_none() && config.organisation.is_empty());
}

#[test]
fn all_problems_show_at_once_in_order() {
    let (config, problems) = read(
        "as_of = \"22.11.2026\"\nlanguage = [\"zh\"]\norganisation = 7\ninbox = \"inbox\"\nlanguages = [\"zh\", \"中文\"]\n\
         [waves]\nkind = \"weekly\"\ntime_zone = \"Beijing\"\nyear_start = 13\n[import]\nmax_refuse = 1\nkeep_raw = 1\n\
         [theme]\naccent = \"red\"\n[collector]\nendpoint = \"javascript:alert(1)\"\n",
    );
    let expected = [
        ("MY203", "\"22.11.2026\""),
        ("MY202", "language"),
        ("MY203", "7"),
        ("MY203", "\"inbox\""),
        ("MY203", "\"中文\""),
        ("MY203", "\"weekly\""),
        ("MY203", "\"Beijing\""),
        ("MY203", "13"),
        ("MY202", "max_refuse"),
        ("MY203", "1"),
        ("MY203", "\"red\""),
        ("MY203", "\"javascript:alert(1)\""),
    ];
    assert_eq!(told(&problems), expected);
    assert_eq!(problems[1].help.en, "did you mean `languages`?");
    assert!(config.endpoint.is_none());
    assert!(
        problems
            .iter()
            .all(|problem| !problem.help.zh.is_empty() && !problem.help.en.is_empty())
    );
}

#[test]
fn broken_toml_is_told_where_it_breaks() {
    let (_, problems) = read("languages = zh\n");
    assert_eq!(problems[0].rule.code, "MY201");
    assert_eq!(problems[0].place.line_column().unwrap().0, 1);
}

#[test]
fn waves_may_be_listed() {
    let (config, problems) = read(
        "[waves]\nkind = \"listed\"\nlist = [{ id = \"spring\", from = \"2026-03-01\", to = \"2026-03-31\" },\n\
         { id = \"autumn\", from = \"2026-09-01\", to = \"2026-09-30\" }]\n",
    );
    assert_eq!(told(&problems), []);
    assert_eq!(
        config.calendar.previous(&WaveId::new("autumn")).unwrap().as_str(),
        "spring"
    );
    for bad in [
        "[waves]\nkind = \"listed\"\n",
        "[waves]\nkind = \"listed\"\nlist = [{ id = \"a\", from = \"2026-03-01\" }]\n",
        "[waves]\nkind = \"listed\"\nlist = [{ id = \"a\", from = \"2026-04-01\", to = \"2026-03-01\" }]\n",
        "[waves]\nlist = [{ id = \"a\", from = \"2026-03-01\", to = \"2026-03-01\" }]\n",
    ] {
        assert_eq!(
            told(&read(bad).1).first().map(|(code, _)| *code),
            Some("MY204"),
            "{bad}"
        );
    }
}
