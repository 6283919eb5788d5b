//! How answers to an earlier version of a survey are read as answers to today's, where today's says what earlier options are now.
//!
//! In: both versions. Out: a [`Recoding`] a variable whose options differ, and what is not said. Knows no answers.

use crate::model::Domain;
use crate::model::Formerly;
use crate::model::Id;
use crate::model::Now;
use crate::model::OptionList;
use crate::model::Recoded;
use crate::model::Recoding;
use crate::model::Survey;
use crate::model::Variable;
use std::collections::BTreeMap;

/// What the map of a question comes to for one earlier version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// By variable, how its answers are read.
    pub recodings: BTreeMap<Id, Recoding>,
    /// Earlier options that the map of a question leaves out, as question and option.
    pub left_out: Vec<(Id, String)>,
}

/// The option that a text names: by its id, else by its value.
#[must_use]
pub fn position(list: &OptionList, text: &str) -> Option<usize> {
    let by_value = || list.position_of_value(text.parse().ok()?);
    list.position_of_id(text).or_else(by_value)
}

/// The question (or hidden value) a variable is of, among those with a map.
fn mapped<'a>(today: &'a Survey, variable: &Variable) -> Option<(&'a Id, &'a Formerly)> {
    let name = match variable.origin.place() {
        Some((page, question)) => &today.pages.get(page)?.questions.get(question)?.id,
        None => &variable.id,
    };
    today.formerly.get_key_value(name)
}

/// How answers to `before` are read as answers to `today`.
#[must_use]
pub fn read(before: &Survey, today: &Survey) -> Read {
    let mut found = Read::default();
    for variable in &today.variables {
        let Some((question, formerly)) = mapped(today, variable) else {
            continue;
        };
        let Some(old) = before.find(variable.id.as_str()).map(|old| before.variable(old)) else {
            continue;
        };
        if let Some(recoding) = recoding(&old.domain, &variable.domain, formerly, |option| {
            let left_out = (question.clone(), option.to_owned());
            if !found.left_out.contains(&left_out) {
                found.left_out.push(left_out);
            }
        }) {
            found.recodings.insert(variable.id.clone(), recoding);
        }
    }
    found
}

/// Whether the map of a question says of every option of an earlier version what it is today.
#[must_use]
pub fn is_complete(before: &Domain, today: &Domain, formerly: &Formerly) -> bool {
    let mut complete = true;
    let found = recoding(before, today, formerly, |_| complete = false);
    complete && (found.is_some() || same(before, today))
}

/// Whether both versions of a list stand for the same values under the same names.
fn same(before: &Domain, today: &Domain) -> bool {
    let better = |domain: &Domain| domain.scale().map(|scale| scale.better);
    let codes = |domain: &Domain| -> Option<Vec<(Id, i32)>> {
        let options = &domain.options()?.options;
        Some(options.iter().map(|option| (option.id.clone(), option.value)).collect())
    };
    codes(before) == codes(today) && better(before) == better(today)
}

/// What each value of `before` is today; `None` where there is nothing to read anew, or the kinds differ.
fn recoding(before: &Domain, today: &Domain, formerly: &Formerly, mut left_out: impl FnMut(&str)) -> Option<Recoding> {
    let (old, new) = (before.options()?, today.options()?);
    let of_one_kind = std::mem::discriminant(before) == std::mem::discriminant(today);
    if !of_one_kind || same(before, today) {
        return None;
    }
    let is_scale = matches!(today, Domain::Rating(_));
    let mut recoding = Recoding::default();
    for option in &old.options {
        let value = option.value.to_string();
        let by_value = || {
            formerly
                .now
                .get(&value)
                .filter(|_| old.position_of_id(&value).is_none())
        };
        let said = formerly.now.get(option.id.as_str()).or_else(by_value);
        let now = match said {
            Some(Now::Option(id)) => position(new, id.as_str()).map(|at| Recoded::Value(new.options[at].value)),
            Some(Now::Missing(kind)) => Some(Recoded::Missing(*kind)),
            Some(Now::Dropped) => Some(Recoded::Dropped),
            // Points of another scale are other points, whatever they are called.
            None if is_scale => None,
            None => new
                .position_of_id(option.id.as_str())
                .map(|at| Recoded::Value(new.options[at].value)),
        };
        let Some(now) = now else {
            left_out(option.id.as_str());
            continue;
        };
        recoding.values.insert(option.value, now);
        if said.is_some() && !is_scale {
            let labels = option.text.all().map(|(_, label)| label.to_owned());
            let writings = labels.chain([option.id.to_string()]);
            recoding.writings.extend(writings.map(|writing| (writing, now)));
        }
    }
    Some(recoding)
}

/// Earlier options that maps name and none of the versions had, as question and option.
#[must_use]
pub fn unknown(versions: &[&Survey], today: &Survey) -> Vec<(Id, String)> {
    let mut unknown = Vec::new();
    for (question, formerly) in &today.formerly {
        let of_question = |variable: &&Variable| mapped(today, variable).is_some_and(|(id, _)| id == question);
        let variables: Vec<&Variable> = today.variables.iter().filter(of_question).collect();
        let had = |name: &str| {
            versions.iter().any(|version| {
                variables.iter().any(|variable| {
                    let old = version
                        .find(variable.id.as_str())
                        .map(|old| &version.variable(old).domain);
                    old.and_then(Domain::options)
                        .is_some_and(|list| position(list, name).is_some())
                })
            })
        };
        let strange = formerly.now.keys().filter(|name| !had(name));
        unknown.extend(strange.map(|name| (question.clone(), name.clone())));
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::model::Missing;
    use std::sync::Arc;

    fn survey(questions: &str) -> Survey {
        let text =
            format!("id: cafe\ntitle: A cafe\nlanguages: [en]\npages:\n  - id: visit\n    questions:\n{questions}");
        let source = Arc::new(Source {
            name: "cafe.yaml".to_owned(),
            text: text.clone(),
        });
        let (survey, problems) = crate::definition::read(&source);
        survey.unwrap_or_else(|| panic!("{problems:?}\n{text}"))
    }

    fn channel(options: &str, formerly: &str) -> Survey {
        let formerly = if formerly.is_empty() {
            String::new()
        } else {
            format!("        formerly: {{{formerly}}}\n        formerly_because: Merged.\n")
        };
        survey(&format!(
            "      - id: channel\n        kind: choice\n        text: How?\n        options: [{options}]\n{formerly}"
        ))
    }

    fn values(read: &Read) -> Vec<(i32, Recoded)> {
        let recoding = &read.recodings[&Id::new("channel")];
        recoding.values.iter().map(|(old, new)| (*old, *new)).collect()
    }

    #[test]
    fn earlier_values_become_those_of_the_options_named() {
        let before = channel("app, web, store, fax, post", "");
        let today = channel(
            "online, store, phone",
            "app: online, web: online, fax: drop, post: <not_applicable>",
        );
        let read = read(&before, &today);
        assert_eq!(read.left_out, []);
        assert_eq!(
            values(&read),
            [
                (1, Recoded::Value(1)),
                (2, Recoded::Value(1)),
                // Still there, under another value.
                (3, Recoded::Value(2)),
                (4, Recoded::Dropped),
                (5, Recoded::Missing(Missing::NotApplicable)),
            ]
        );
        assert_eq!(unknown(&[&before], &today), []);
    }

    #[test]
    fn what_is_left_out_and_what_never_was_is_told() {
        let before = channel("app, web, store", "");
        let today = channel("online, store", "app: online, wap: online");
        assert_eq!(read(&before, &today).left_out, [(Id::new("channel"), "web".to_owned())]);
        assert_eq!(unknown(&[&before], &today), [(Id::new("channel"), "wap".to_owned())]);
    }

    #[test]
    fn a_version_with_todays_options_is_read_as_it_is() {
        let today = channel("online, store", "app: online, web: online");
        assert_eq!(read(&today, &today), Read::default());
        // Merged twice: one map covers both earlier versions.
        let latest = channel("digital, store", "app: digital, web: digital, online: digital");
        let first = channel("app, web, store", "");
        assert_eq!(read(&first, &latest).left_out, []);
        assert_eq!(
            values(&read(&today, &latest)),
            [(1, Recoded::Value(1)), (2, Recoded::Value(2))]
        );
    }

    #[test]
    fn points_of_another_scale_are_named_by_their_values() {
        let rating = |scale: &str, formerly: &str| {
            survey(&format!(
                "      - id: channel\n        kind: rating\n        scale: {scale}\n        text: How?\n{formerly}"
            ))
        };
        let because = "        formerly_because: The same words stand at them.\n";
        let whole = format!("        formerly: {{1: 1, 2: 2, 3: 4, 4: 6, 5: 7}}\n{because}");
        let (before, today) = (rating("agreement5", ""), rating("agreement7", &whole));
        assert_eq!(
            values(&read(&before, &today)),
            [
                (1, Recoded::Value(1)),
                (2, Recoded::Value(2)),
                (3, Recoded::Value(4)),
                (4, Recoded::Value(6)),
                (5, Recoded::Value(7)),
            ]
        );
        let part = format!("        formerly: {{1: 1}}\n{because}");
        assert_eq!(read(&before, &rating("agreement7", &part)).left_out.len(), 4);
    }
}
