//! "Did you mean": the known name nearest to what was written.

/// The nearest of `names`, if any is near enough: within a third of its characters (at least one, at most three), swaps of
/// neighbours counted once. Ties go to the earlier name.
pub(super) fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > 128 {
        return None;
    }
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

/// Up to six names in back quotes, for a help line.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = all.iter().take(6).map(|name| format!("`{name}`")).collect();
    let more = all.len().saturating_sub(6);
    let joined = shown.join(", ");
    if more == 0 {
        joined
    } else {
        format!("{joined} and {more} more")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_does_not() {
        let names = ["recommend", "region", "overall", "q1"];
        assert_eq!(nearest("recomend", names), Some("recommend"));
        assert_eq!(nearest("Region", names), Some("region"));
        assert_eq!(nearest("reigon", names), Some("region"));
        assert_eq!(nearest("q2", names), Some("q1"));
        assert_eq!(nearest("price", names), None);
    }

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(list(["a", "b"]), "`a`, `b`");
        assert_eq!(
            list(["a", "b", "c", "d", "e", "f", "g", "h"]),
            "`a`, `b`, `c`, `d`, `e`, `f` and 2 more"
        );
    }
}
