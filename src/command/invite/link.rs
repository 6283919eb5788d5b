//! Addresses of forms with what comes along.

use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::form;
use crate::invite::Token;
use crate::locale::Lang;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::Variable;
use std::fmt::Write;

/// What all links of a survey have in common.
pub struct Links<'a> {
    pub survey: &'a Survey,
    /// Address of the site, without a slash at its end.
    pub site: &'a str,
    /// The language asked for.
    pub language: Option<Lang>,
    /// Hidden values that come with every link.
    pub given: Vec<(String, String)>,
}

impl Links<'_> {
    /// The language of a link.
    pub fn language_of(&self, own: Option<&str>) -> Lang {
        let own = own.and_then(|tag| self.survey.languages.iter().find(|lang| lang.tag() == tag));
        let first = self.survey.languages.first();
        let chosen = self.language.as_ref().or(own).or(first);
        chosen.cloned().unwrap_or_else(|| Lang::new("en").expect("a tag"))
    }

    /// The address of the form with everything in its fragment, which no server is told.
    pub fn address(&self, lang: &Lang, token: Option<Token>, values: &[(String, String)]) -> String {
        let mut address = format!("{}/forms/{}", self.site, form::form_file(self.survey, lang));
        let mut mark = '#';
        let mut add = |name: &str, value: &str| {
            let _ = write!(address, "{mark}{}={}", encoded(name), encoded(value));
            mark = '&';
        };
        if let Some(token) = token {
            add("t", &token.to_string());
        }
        for (name, value) in values.iter().chain(&self.given) {
            add(name, value);
        }
        address
    }
}

/// A language of the survey by its tag.
pub fn language(survey: &Survey, tag: &str) -> Result<Lang, CommandError> {
    let known = survey.languages.iter().find(|lang| lang.tag() == tag);
    known.cloned().ok_or_else(|| {
        let tags: Vec<&str> = survey.languages.iter().map(Lang::tag).collect();
        CommandError::Other(Words::new(
            format!("`{}` is not asked in `{tag}`; it is in {}", survey.id, tags.join(", ")),
            format!("`{}` 没有 `{tag}` 版本；现有：{}", survey.id, tags.join("、")),
        ))
    })
}

/// The hidden values of the command line, `name=value` each.
pub fn given(survey: &Survey, written: &[String]) -> Result<Vec<(String, String)>, CommandError> {
    let mut given = Vec::new();
    for text in written {
        let fault = |en: String, zh: String| CommandError::Other(Words::new(en, zh));
        let Some((name, value)) = text.split_once('=') else {
            return Err(fault(
                format!("`--set {text}`: write NAME=VALUE, such as `channel=store`"),
                format!("`--set {text}`：请写 名称=值，例如 `channel=store`"),
            ));
        };
        let Some(variable) = hidden(survey).find(|variable| variable.id == *name) else {
            let names: Vec<&str> = hidden(survey).map(|variable| variable.id.as_str()).collect();
            return Err(fault(
                format!(
                    "`--set {text}`: `{name}` is no hidden value of `{}`; there is: {}",
                    survey.id,
                    names.join(", ")
                ),
                format!(
                    "`--set {text}`：`{name}` 不是 `{}` 的隐藏值；现有：{}",
                    survey.id,
                    names.join("、")
                ),
            ));
        };
        if let Some(value) = sent(variable, value) {
            given.push((name.to_owned(), value));
        } else {
            let names = options(variable);
            return Err(fault(
                format!("`--set {text}`: `{name}` cannot be `{value}`; it takes {names}"),
                format!("`--set {text}`：`{name}` 不能为 `{value}`；可取：{names}"),
            ));
        }
    }
    Ok(given)
}

/// The values that come with a link.
pub fn hidden(survey: &Survey) -> impl Iterator<Item = &Variable> {
    survey
        .variables
        .iter()
        .filter(|variable| variable.origin == Origin::Hidden)
}

/// What is sent for a value as a sample writes it: an option by id, number or label; `None` when it is none.
pub fn sent(variable: &Variable, written: &str) -> Option<String> {
    match &variable.domain {
        Domain::Choice(list) => {
            let is = |option: &&crate::model::ChoiceOption| {
                option.id == *written
                    || option.value.to_string() == written
                    || option.text.all().any(|(_, label)| label == written)
            };
            Some(list.options.iter().find(is)?.id.to_string())
        }
        Domain::Number { .. } => written
            .parse::<f64>()
            .ok()
            .filter(|x| x.is_finite())
            .map(|_| written.to_owned()),
        _ => Some(written.to_owned()),
    }
}

/// What a hidden value can be, in words.
pub fn options(variable: &Variable) -> String {
    match variable.domain.options() {
        Some(list) => {
            let names: Vec<&str> = list.options.iter().map(|option| option.id.as_str()).collect();
            names.join(", ")
        }
        None => "0-9".to_owned(),
    }
}

/// Percent-encoding of all but unreserved characters (RFC 3986).
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn only_unreserved_characters_stand_as_they_are() {
        assert_eq!(encoded("a-Z_0.9~"), "a-Z_0.9~");
        assert_eq!(encoded("华 &="), "%E5%8D%8E%20%26%3D");
    }
}
