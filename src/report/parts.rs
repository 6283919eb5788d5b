//! Parts of the page: views of `site`, under names that do not clash with figures and cells of results.

use super::facts::Facts;
use super::facts::Medium;
use super::markdown::AsMarkdown;
use crate::chart::Tone;
use crate::finding::Verdict;
use crate::model::Better;
use crate::site::Html;
use crate::site::markdown_escaped;
use serde::Serialize;

/// What the templates of parts see.
pub use crate::site::Card as CardView;
pub use crate::site::Cards as CardsView;
pub use crate::site::Cell as CellView;
pub use crate::site::Column as ColumnView;
pub use crate::site::Figure as FigureView;
pub use crate::site::Quote as QuoteView;
pub use crate::site::Quotes as QuotesView;
pub use crate::site::Row as RowView;
pub use crate::site::Sentence as ItemView;
pub use crate::site::Sentences as ListView;
pub use crate::site::Table as TableView;

/// The class of a verdict's colour.
pub fn tone(verdict: Verdict, better: Better) -> &'static str {
    match super::words::is_good(verdict, better) {
        Some(true) => "good",
        Some(false) => "bad",
        None => "quiet",
    }
}

/// The same for drawings.
pub fn ink(verdict: Verdict, better: Better) -> Tone {
    match super::words::is_good(verdict, better) {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => Tone::Quiet,
    }
}

/// A part by its template, or as Markdown; nothing, and a problem kept, when the template is at fault.
pub fn part(facts: &Facts, template: &str, view: &(impl Serialize + AsMarkdown)) -> Html {
    if facts.medium == Medium::Markdown {
        return Html::trusted(view.markdown(facts.tongue()));
    }
    facts.input.templates.part(template, view).unwrap_or_else(|problem| {
        facts.complain(*problem);
        Html::default()
    })
}

/// Parts one after the other.
pub fn joined(parts: impl IntoIterator<Item = Html>) -> Html {
    let mut all = String::new();
    for part in parts {
        all.push_str(part.as_str());
        all.push('\n');
    }
    Html::trusted(all)
}

/// A paragraph of plain text.
pub fn paragraph(facts: &Facts, class: &str, text: &str) -> Html {
    if facts.medium == Medium::Markdown {
        return Html::trusted(format!("{}\n", markdown_escaped(text)));
    }
    let text = Html::escaped(text);
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    Html::trusted(format!("<p{class}>{}</p>", text.as_str()))
}
