//! The built-in profiles, and heads of files that each of them is told by.

use super::*;
use crate::definition;
use crate::definition::mapping::Mapping;
use crate::import::Setup;
use crate::model::Calendar;
use crate::model::Survey;

fn survey() -> Survey {
    let text = "id: s\ntitle: S\nlanguages: [en]\npages:\n  - id: p\n    questions:\n      - {id: own_id, kind: text, text: What else}\n";
    let source = Arc::new(Source {
        name: "surveys/s.yaml".to_owned(),
        text: text.to_owned(),
    });
    definition::read(&source).0.unwrap()
}

/// The profile a file is recognised as with its header rows, or the codes of problems.
fn told(
    csv: &str,
    profiles: &[Profile],
    mapping: Option<&Mapping>,
) -> Result<Option<(String, usize)>, Vec<&'static str>> {
    let survey = survey();
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        mapping,
        profiles,
        ..Setup::new(&survey, &calendar, "file.csv")
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(csv.as_bytes());
    let records = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let mut problems = Vec::new();
    let chosen = choose(&setup, &Top { records }, &mut problems);
    if problems.is_empty() {
        Ok(chosen.map(|chosen| (chosen.recognised.name, chosen.recognised.header_rows)))
    } else {
        Err(problems.iter().map(|problem| problem.rule.code).collect())
    }
}

fn name_of(csv: &str) -> Option<(String, usize)> {
    told(csv, &built_in(), None).unwrap()
}

fn is(csv: &str, name: &str, header_rows: usize) {
    assert_eq!(name_of(csv), Some((name.to_owned(), header_rows)), "{csv}");
}

#[test]
fn every_built_in_profile_is_whole() {
    let profiles = built_in();
    assert_eq!(profiles.len(), ALL.len());
    for ((name, _), profile) in ALL.iter().zip(&profiles) {
        assert_eq!(profile.name, *name);
        assert!(!profile.forms.is_empty(), "{name}");
        assert!(
            profile.about.en.ends_with('.') && profile.about.zh.ends_with('。'),
            "{name}"
        );
        for sign in profile.forms.iter().flat_map(|form| &form.signs) {
            assert!(!sign.why.en.is_empty() && !sign.why.en.ends_with('.'), "{name}");
            assert!(
                sign.why.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{name}: {}",
                sign.why.zh
            );
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list of platforms")]
fn platforms_are_told_by_structure_in_any_language() {
    is("own_id,response_id,x\na,b,c\n", "manyi", 1);
    // Qualtrics with three, two and one header rows, labels in English and German, and its legacy form.
    let import_id =
        "\"{\"\"ImportId\"\":\"\"a\"\"}\",\"{\"\"ImportId\"\":\"\"b\"\"}\",\"{\"\"ImportId\"\":\"\"c\"\"}\"\n";
    is(
        &format!(
            "StartDate,ResponseId,Q1\nAnfangsdatum,Antwort-ID,Frage\n{import_id}2026-01-01 10:00:00,R_2YPOQ602ER1jkf1,5\n"
        ),
        "qualtrics",
        3,
    );
    let codes = "StartDate,EndDate,Finished,ResponseId,Q1\n";
    let row = "2026-01-01 10:00:00,2026-01-01 10:01:00,1,R_2YPOQ602ER1jkf1,5\n";
    is(&format!("{codes}Début,Fin,Terminé,ID,Question\n{row}"), "qualtrics", 2);
    is(&format!("{codes}{row}{row}"), "qualtrics", 1);
    is(
        "V1,V2,V3,V4,V5,Q1\nID,a,b,c,d,Q\nR_2YPOQ602ER1jkf1,x,x,x,x,2\n",
        "qualtrics",
        2,
    );
    // LimeSurvey by code, by code and text, by text in a language of its own.
    is(
        "id,submitdate,lastpage,startlanguage,A1\n1,2026-01-01 10:00:00,3,en,A2\n",
        "limesurvey",
        1,
    );
    is(
        "id. Antwort-ID,submitdate. Datum,lastpage. Seite,startlanguage. Sprache,A1. Frage\n1,,3,de,ja\n",
        "limesurvey",
        1,
    );
    is(
        "Antwort-ID,Datum Abgeschickt,Letzte Seite,Start-Sprache,Wie zufrieden?\n1,2026-01-01 10:00:00,3,de,5\n2,,1,de,\n",
        "limesurvey",
        1,
    );
    // 问卷星 by number and by text.
    is(
        "序号,提交答卷时间,所用时间,来自IP,1、品牌,2、价格\n1,2021/4/26 19:50,49秒,203.0.113.9(上海-上海),1,2\n3,2021/4/26 19:55:09,1分5秒,203.0.113.7(北京-北京),2,3\n",
        "wjx",
        1,
    );
    is("序号,1、性别,2、场景\n1,男,a┋b\n2,女,(空)\n", "wjx", 1);
    is(
        "答题序号,开始时间,结束时间,答题时长,Q1：性别,Q2：场景,Q3：年龄\n1,2026-01-01 10:00,2026-01-01 10:02,2分,男,a,3\n",
        "wenjuan",
        1,
    );
    is("2seq,source,Q1,Q2|A1|open,Q3|A1\n2,,2,x,1\n", "tencent", 1);
    is(
        "编号,开始答题时间,结束答题时间,答题时长,1.性别\n7,2026-01-01 10:00:00,2026-01-01 10:02:00,2分0秒,男\n",
        "tencent",
        1,
    );
    is(
        "序号,满意吗,提交人,提交时间,IP\n1,满意,甲,2026-01-01 10:00:00,203.0.113.9\n2,一般,乙,2026-01-01 10:02:00,203.0.113.8\n",
        "jinshuju",
        1,
    );
    is(
        "RespondentID,Which have you seen?,,,Age\n,One,Two,Three,Response\n3292879998,One,,Three,18-29\n",
        "surveymonkey",
        2,
    );
    is(
        "ID de l'enquêté,Which have you seen?,Your age?\n3436139758,One,18-29\n",
        "surveymonkey",
        1,
    );
    is(
        "Response ID,Time Started,Date Submitted,Status,Satisfait ?,Prix:Qu'est-ce qui compte ?\n1,\"Oct 05, 2026 9:58:45 AM\",\"Oct 05, 2026 10:00:05 AM\",Complete,Oui,Prix\n",
        "alchemer",
        1,
    );
    is(
        "#,Which one?,Other,Start Date (UTC),Submit Date (UTC),Network ID,Tags\nzrwlujtjvcxkgx1,a,,2023-07-09 06:33:41,2023-07-09 06:46:26,a8f58ef760,\n",
        "typeform",
        1,
    );
    is(
        "start,grp/q1,_id,_uuid,_submission_time,_index\n2026-01-01T10:00:00.000+08:00,a,1,90dd7750,2026-01-01T02:00:00,1\n",
        "kobo",
        1,
    );
    is(
        "SubmissionDate,meta-instanceID,grp-q1,KEY\n2026-01-01T10:00:00.000Z,uuid:d5e78a78-34db,a,uuid:d5e78a78-34db\n",
        "kobo",
        1,
    );
    is(
        "taste,ip,user_agent,referrer,created_at\n5,203.0.113.9,Mozilla,https://example.org/,2026-01-01T10:00:00Z\n",
        "netlify",
        1,
    );
    is("_date,taste,words\n2026-01-01T10:00:00+00:00,5,good\n", "formspree", 1);
    is("taste,visits,brands\n5,2,\"[\"\"a\"\",\"\"b\"\"]\"\n", "surveyjs", 1);
    // Microsoft and Google, in any language.
    is(
        "ID,开始时间,完成时间,电子邮件,名称,满意吗？\n1,2026/1/5 10:00:00,2026/1/5 10:02:00,anonymous,,满意\n2,2026/1/6 10:00:00,2026/1/6 10:02:00,anonymous,,一般\n",
        "msforms",
        1,
    );
    is(
        "Zeitstempel,Wie zufrieden?,Was noch?\n05.01.2026 10:00:00,5,nichts\n",
        "googleforms",
        1,
    );
    is("时间戳记,您满意吗？\n2026/1/5 下午 1:00:00,满意\n", "googleforms", 1);
    is(
        "19/04/2024 18:04:50,臺灣,5\n19/04/2024 18:05:27,臺灣,4\n",
        "googleforms",
        0,
    );
    is(
        "label,review\n1,很快，好吃，味道足，量大，下次还来\n0,菜品质量好，味道好，就是送得太慢了\n",
        "reviews",
        1,
    );
}

#[test]
fn what_has_no_form_of_a_platform_is_none() {
    for csv in ["own_id,taste\na,5\n", "a,b\n1,2\n", "name,city\nx,y\n", "x\n", ""] {
        assert_eq!(name_of(csv), None, "{csv}");
    }
}

#[test]
fn two_that_fit_alike_are_asked_about_and_a_name_decides() {
    let mut profiles = built_in();
    let text = "name = \"ours\"\ntitle = {en = \"Ours\", zh = \"我们的\"}\nabout = {en = \"O.\", zh = \"我。\"}\n\
        [[form]]\nheader_rows = 1\nstrength = 6\n[[form.sign]]\nheaders = [\"_date\"]\nwhy = {en = \"x\", zh = \"日\"}\n";
    let source = Arc::new(Source {
        name: "profiles/ours.toml".to_owned(),
        text: text.to_owned(),
    });
    let (profile, problems) = read(&source);
    assert_eq!(problems, []);
    profiles.extend(profile);
    let csv = "_date,taste,words\n2026-01-01T10:00:00+00:00,5,good\n";
    assert_eq!(told(csv, &profiles, None), Err(vec!["MY361"]));
    let named = |name: &str| Mapping {
        profile: Some(Entry::new(name, crate::diagnostic::Place::file("m.yaml"))),
        ..Mapping::default()
    };
    assert_eq!(
        told(csv, &profiles, Some(&named("ours"))),
        Ok(Some(("ours".to_owned(), 1)))
    );
    assert_eq!(told(csv, &profiles, Some(&named("none"))), Ok(None));
    assert_eq!(told(csv, &profiles, Some(&named("formspre"))), Err(vec!["MY362"]));
}

#[test]
fn a_profile_that_cannot_be_used_says_why() {
    let faults = |text: &str| {
        let source = Arc::new(Source {
            name: "profiles/x.toml".to_owned(),
            text: text.to_owned(),
        });
        let (profile, problems) = read(&source);
        assert_eq!(profile, None);
        problems[0].says.en.clone()
    };
    let head = "name = \"x\"\ntitle = {en = \"X\", zh = \"甲\"}\nabout = {en = \"X.\", zh = \"甲。\"}\n";
    assert!(faults("name = ").contains("cannot be used"));
    assert!(faults(&format!("{head}colour = 1\n")).contains("colour"));
    assert!(faults(&format!("{head}[missing]\n\"-\" = \"gone\"\n")).contains("`gone`"));
    assert!(faults(&format!("{head}[[column]]\nrole = \"king\"\nnames = [\"a\"]\n")).contains("`king`"));
    assert!(
        faults(&format!(
            "{head}[[form]]\n[[form.sign]]\nwhy = {{en = \"w\", zh = \"为\"}}\n"
        ))
        .contains("\"w\"")
    );
    assert!(faults(&head.replace("\"x\"", "\"none\"")).contains("`none`"));
}

#[test]
fn a_column_of_weights_is_known_by_its_name() {
    let header: Vec<String> = ["ID", "How?", "权重"].map(str::to_owned).to_vec();
    let headers = crate::import::layout::Headers::new(std::slice::from_ref(&header), 3);
    let top = Top {
        records: vec![header, ["11400000001", "5", "0.8"].map(str::to_owned).to_vec()],
    };
    let profiles = built_in();
    let monkey = profiles.iter().find(|profile| profile.name == "surveymonkey").unwrap();
    let roles = monkey.roles(&headers, &top, 1);
    assert!(roles.contains(&(2, KnownRole::Weight)), "{roles:?}");
}

#[test]
fn what_stands_around_an_answer_is_taken_off() {
    let affixes = Affixes {
        own_words: Vec::new(),
        other: Vec::new(),
        prefixes: vec!["?.".to_owned()],
        suffixes: vec!["元".to_owned(), "〖*〗".to_owned()],
    };
    assert_eq!(affixes.strip("A.满意"), Some("满意"));
    assert_eq!(affixes.strip("200元"), Some("200"));
    assert_eq!(affixes.strip("其他〖别的〗"), Some("其他"));
    assert_eq!(affixes.strip("满意"), None);
    assert_eq!(affixes.strip("元"), None);
}
