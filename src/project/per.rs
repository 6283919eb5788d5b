//! The key `per` of `[report]`: segments whose groups get a page each with every report.

use super::rules;
use super::settings::Notes;
use super::settings::Section;
use super::settings::strings;
use crate::diagnostic::Place;

/// A name, or a list of names, each once and with its place; whether a survey has them is seen later.
pub(super) fn segments(part: &Section<'_>, to: &mut Notes) -> Vec<(String, Place)> {
    let Some(value) = part.get("per") else {
        return Vec::new();
    };
    let alone = value
        .get_ref()
        .as_str()
        .map(|name| vec![(value.span(), name.to_owned())]);
    let found = alone.or_else(|| strings(value));
    let Some(found) = found.filter(|names| names.iter().all(|(_, name)| !name.trim().is_empty())) else {
        to.wrong(
            &rules::WRONG_VALUE,
            value.span(),
            "report.per",
            "the name of a segment such as \"channel\", or a list of names",
            "细分名（如 \"channel\"）或细分名列表",
        );
        return Vec::new();
    };
    let mut names: Vec<(String, Place)> = Vec::new();
    for (span, name) in found {
        if names.iter().all(|(known, _)| *known != name) {
            names.push((name, Place::text(&to.source, span)));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Source;
    use crate::project::read_settings;
    use std::sync::Arc;

    /// Code, line and column of a problem.
    type Told = (&'static str, Option<(usize, usize)>);

    fn read(text: &str) -> (Vec<String>, Vec<Told>) {
        let source = Arc::new(Source {
            name: "manyi.toml".to_owned(),
            text: text.to_owned(),
        });
        let (config, problems) = read_settings(&source);
        let told = problems
            .iter()
            .map(|problem| (problem.rule.code, problem.place.line_column()));
        (config.per.into_iter().map(|(name, _)| name).collect(), told.collect())
    }

    #[test]
    fn one_segment_or_several_are_named_each_once() {
        assert_eq!(
            read("[report]\nper = \"channel\"\n"),
            (vec!["channel".to_owned()], vec![])
        );
        let several = read("[report]\nper = [\"channel\", \"store\", \"channel\"]\n");
        assert_eq!(several, (vec!["channel".to_owned(), "store".to_owned()], vec![]));
        assert_eq!(read("").0, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_name_is_told_with_its_place() {
        for wrong in ["per = 3", "per = [3]", "per = [\"\"]"] {
            let (names, told) = read(&format!("[report]\n{wrong}\n"));
            assert_eq!((names, told), (Vec::new(), vec![("MY203", Some((2, 7)))]), "{wrong}");
        }
    }
}
