//! Text that is markup, kept apart from text that is not.

use minijinja::Value;
use serde::Serialize;
use serde::Serializer;

/// A piece of HTML that is safe to stand in a page: made by escaping, by Markdown or by a template, never from what a
/// user wrote as it stands. Templates insert it unescaped; everything else they escape.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Html(String);

impl Html {
    /// Plain text as HTML.
    #[must_use]
    pub fn escaped(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        escape(text, &mut html);
        Self(html)
    }

    /// Markup which the caller made and answers for, such as a drawing.
    #[must_use]
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Html> for String {
    fn from(html: Html) -> Self {
        html.0
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if minijinja::value::serializing_for_value() {
            return Value::from_safe_string(self.0.clone()).serialize(to);
        }
        to.serialize_str(&self.0)
    }
}

/// Appends `text` so that it is text in an element and in a quoted attribute alike. Characters HTML cannot hold become
/// the replacement character.
pub(super) fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\0' | '\u{fdd0}'..='\u{fdef}' => html.push('\u{fffd}'),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_in_elements_and_attributes() {
        let html = Html::escaped("a < b & \"c\" 'd' >\0");
        assert_eq!(html.as_str(), "a &lt; b &amp; &quot;c&quot; &#39;d&#39; &gt;\u{fffd}");
    }

    #[test]
    fn outside_templates_it_is_written_as_its_markup() {
        assert_eq!(
            serde_json::to_string(&Html::trusted("<b>1</b>")).unwrap(),
            "\"<b>1</b>\""
        );
    }
}
