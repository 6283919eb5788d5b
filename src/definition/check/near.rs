//! "Did you mean", in both languages.

use crate::diagnostic::Problem;

/// The nearest of `names`, if any is near enough: within a third of its characters (at least one, at most three), swaps of
/// neighbours counted once. Ties go to the earlier name.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let small = written.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let distance = strsim::damerau_levenshtein(&small, name);
        let allowed = (name.chars().count() / 3).clamp(1, 3);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Up to eight names in back quotes.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> [String; 2] {
    let all: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = all.iter().take(8).map(|name| format!("`{name}`")).collect();
    let more = all.len().saturating_sub(8);
    let (en, zh) = (shown.join(", "), shown.join("、"));
    if more == 0 {
        [en, zh]
    } else {
        [format!("{en} and {more} more"), format!("{zh} 等，另有 {more} 个")]
    }
}

/// Adds the nearest name as help, else the list of all.
pub fn help<'a>(problem: Problem, written: &str, names: impl IntoIterator<Item = &'a str>) -> Problem {
    let names: Vec<&str> = names.into_iter().collect();
    if let Some(near) = nearest(written, names.iter().copied()) {
        return problem.help(format!("did you mean `{near}`?"), format!("您是不是想写 `{near}`？"));
    }
    if names.is_empty() {
        return problem.help(
            "the file declares nothing of this kind: declare it, or take the name out",
            "文件中没有声明任何此类名称：请先声明，或删去这个名称",
        );
    }
    let [en, zh] = listed(names);
    problem.help(format!("write one of {en}"), format!("可写：{zh}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_does_not() {
        let names = ["recommend", "region", "overall"];
        assert_eq!(nearest("recomend", names), Some("recommend"));
        assert_eq!(nearest("reigon", names), Some("region"));
        assert_eq!(nearest("price", names), None);
        // Where nothing can be named there is still a way out: `sample.fills` of a survey without hidden values.
        let stuck = Problem::new(&super::super::unknown_id::DOC, crate::diagnostic::Place::file("a.yaml"));
        assert!(!help(stuck, "tier", []).help.zh.is_empty());
        assert_eq!(listed(["a"; 9])[0].matches('`').count(), 16);
    }
}
