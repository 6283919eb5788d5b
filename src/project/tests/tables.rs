//! Tables are read cell by cell.

use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::project::*;

fn table(text: &str) -> Source {
    Source {
        name: "targets/a.csv".to_owned(),
        text: text.to_owned(),
    }
}

/// Code, line and column of each problem.
fn told(problems: &[Problem]) -> Vec<(&str, u64, &str)> {
    let place = |problem: &'_ Problem| match &problem.place {
        Place::Cell { line, column, .. } => (*line, column.clone().unwrap_or_default().leak() as &str),
        other => panic!("{other:?}"),
    };
    problems
        .iter()
        .map(|problem| (problem.rule.code, place(problem).0, place(problem).1))
        .collect()
}

#[test]
fn targets_and_their_faults() {
    let text = "value,measure,segment,valid_from,source\n85,csat,,2026-01-01,board\n-3.5,nps,region = east,,\n\
                85%,csat,,2026/1/1,\n1,,region,,\n1,csat,,,\"a, b\",x\n";
    let (targets, problems) = targets(&table(text));
    assert_eq!(targets.len(), 2);
    assert_eq!(
        (targets[0].value, targets[0].source.as_str(), targets[0].segment.clone()),
        (85.0, "board", None)
    );
    assert_eq!(targets[1].segment, Some(("region".to_owned(), "east".to_owned())));
    assert_eq!(targets[0].valid_from.unwrap().to_string(), "2026-01-01");
    let expected = [
        ("MY206", 6, ""),
        ("MY206", 4, "value"),
        ("MY206", 4, "valid_from"),
        ("MY206", 5, "measure"),
        ("MY206", 5, "segment"),
    ];
    assert_eq!(told(&problems), expected);
}

#[test]
fn headers_are_checked() {
    let (none, problems) = targets(&table("mesure,value\ncsat,1\n"));
    assert!(none.is_empty());
    assert_eq!(told(&problems), [("MY205", 1, ""), ("MY205", 1, "mesure")]);
    assert_eq!(problems[1].help.en, "did you mean `measure`?");
    assert_eq!(told(&targets(&table("")).1), [("MY205", 1, ""), ("MY205", 1, "")]);
}

#[test]
fn history_keeps_base_and_error_where_known() {
    let (rows, problems) = history(&table(
        "measure,wave,segment,value,base,se\ncsat,2024Q1,,80,400,2\nnps,2024Q1,,12,,\nnps,2024Q2,,12,-1,\n",
    ));
    assert_eq!(
        (rows[0].base, rows[0].se, rows[1].base, rows.len()),
        (Some(400.0), Some(2.0), None, 2)
    );
    assert_eq!(told(&problems), [("MY206", 4, "base")]);
}

#[test]
fn a_sample_is_known_by_its_key() {
    let (people, problems) = sample(&table("id,type\nc1,new\nc2,old\nc1,old\n,old\n"), "id");
    assert_eq!(people["c1"]["type"], "new");
    assert_eq!(people.len(), 2);
    assert_eq!(told(&problems), [("MY208", 4, "id"), ("MY206", 5, "id")]);
}

#[test]
fn fixes_keep_their_words() {
    let (rows, problems) = fixes(&table(
        "response,column,old,new,reason\nr1,comment, slow ,\"very, slow\",typed\n",
    ));
    assert!(problems.is_empty());
    assert_eq!((rows[0].old.as_str(), rows[0].new.as_str()), (" slow ", "very, slow"));
    let (rows, problems) = fixes(&table("response_id,column,old,new\nr2,*,,\n"));
    assert_eq!(
        (rows[0].response.as_str(), rows[0].column.as_str(), problems.len()),
        ("r2", "*", 0)
    );
}
