//! Markdown as manyi allows it: a safe subset, become HTML.
//!
//! Raw HTML is text. Links and pictures pass an allow-list. There is no strikethrough, since `1~3 天，4~6 天` is not one.
//! What comes out has no style attribute, no handler and no heading of level 1, which belongs to the page.

use super::emphasis;
use super::emphasis::is_cjk;
use super::html::Html;
use super::pieces::Pieces;
use super::pieces::without_tokens;
use super::writer::Heading;
use super::writer::Writer;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

pub(super) const OPTIONS: Options = Options::ENABLE_TABLES;

/// A whole text become HTML, with the headings it has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The text.
    pub html: Html,
    /// Its headings in order; each is the target of `#id`.
    pub headings: Vec<Heading>,
}

/// Paragraphs, lists, tables and whatever else Markdown has.
#[must_use]
pub fn markdown(text: &str) -> Html {
    let clean = without_tokens(text);
    Writer::new(&Pieces::default())
        .write(events(&emphasis::help(&clean)))
        .html
}

/// A whole document: its headings get ids, and the tokens of `pieces` become what they stand for.
///
/// `text` may hold no tokens but those of `pieces`; pass texts from outside through [`without_tokens`] first.
#[must_use]
pub fn document(text: &str, pieces: &Pieces) -> Document {
    let (html, headings) = {
        let mut writer = Writer::new(pieces);
        writer.name_headings();
        let written = writer.write(events(&emphasis::help(text)));
        (written.html, written.headings)
    };
    Document { html, headings }
}

/// Words within a line: emphasis, code and links, but no blocks, whatever the text begins with. Line ends become `<br>`.
#[must_use]
pub fn inline(text: &str) -> Html {
    let lines = inline_lines(text);
    let html: Vec<String> = lines
        .iter()
        .map(|line| String::from(Writer::new(&Pieces::default()).inline(events(line))))
        .collect();
    Html::trusted(html.join("<br>"))
}

/// The words of a text without any markup, in one line: for titles, labels and attributes. Not escaped.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut words = String::new();
    for line in inline_lines(text) {
        let gap = words.chars().next_back().is_some_and(|last| !is_cjk(last));
        words.push_str(if gap { " " } else { "" });
        for event in events(&line) {
            match event {
                Event::Text(part) | Event::Code(part) => words.push_str(&part),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
    }
    words.replace(GUARD, "").trim().to_owned()
}

/// Begins a line of inline text, so that nothing in it can begin a block; the writer drops it.
pub(super) const GUARD: char = '\u{fdd2}';

fn inline_lines(text: &str) -> Vec<String> {
    let clean = without_tokens(text);
    let lines = clean.lines().map(str::trim).filter(|line| !line.is_empty());
    // The mark counts as punctuation, so that the guard does not keep emphasis from beginning.
    lines
        .map(|line| format!("{GUARD}{}{}", emphasis::MARK, emphasis::help(line)))
        .collect()
}

/// The events of a text: raw HTML as text, our marks gone, and no space where a line ends between Chinese characters.
fn events(text: &str) -> Vec<Event<'static>> {
    let mut found: Vec<Event<'static>> = Vec::new();
    for event in Parser::new_ext(text, OPTIONS) {
        let event = match event {
            Event::InlineHtml(mark) if &*mark == emphasis::MARK => continue,
            Event::Html(raw) => Event::Text(CowStr::from(raw.replace(emphasis::MARK, ""))),
            Event::InlineHtml(raw) => Event::Text(raw.into_static()),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            other => other.into_static(),
        };
        found.push(event);
    }
    join_chinese_lines(found)
}

fn join_chinese_lines(events: Vec<Event<'static>>) -> Vec<Event<'static>> {
    let text = |event: Option<&Event<'_>>| match event {
        Some(Event::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let needless: Vec<bool> = (0..events.len())
        .map(|at| {
            let (before, after) = (
                at.checked_sub(1).and_then(|i| text(events.get(i))),
                text(events.get(at + 1)),
            );
            let ends = before.and_then(|t| t.chars().next_back()).is_some_and(is_cjk);
            matches!(events[at], Event::SoftBreak) && ends && after.and_then(|t| t.chars().next()).is_some_and(is_cjk)
        })
        .collect();
    events
        .into_iter()
        .zip(needless)
        .filter(|(_, drop)| !drop)
        .map(|(event, _)| event)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::pieces::Piece;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn raw_html_is_text() {
        let html = markdown("a <b onclick=x>c</b>\n\n<script>alert(1)</script>\n\n<!-- d -->");
        assert_eq!(
            html.as_str(),
            "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>&lt;!-- d --&gt;</p>\n"
        );
    }

    #[test]
    fn links_and_pictures_pass_the_allow_list() {
        let html = markdown("[a](https://a.example \"t\") [b](javascript:x) ![c](https://c.example/c.png) ![d](d.png)");
        let expected = "<p><a href=\"https://a.example\" title=\"t\" rel=\"noopener noreferrer\">a</a> b c <img src=\"d.png\" alt=\"d\"></p>\n";
        assert_eq!(html.as_str(), expected);
    }

    #[test]
    fn tables_scroll_and_align_without_style_attributes() {
        let html = markdown("| a | b |\n|---|--:|\n| c | 1 |");
        let expected = "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"num\">b</th></tr></thead>\n\
                        <tbody>\n<tr><td>c</td><td class=\"num\">1</td></tr>\n</tbody></table></div>\n";
        assert_eq!(html.as_str(), expected);
    }

    #[test]
    fn the_page_keeps_the_first_level_of_headings() {
        assert_eq!(markdown("# a\n\n### b").as_str(), "<h2>a</h2>\n<h3>b</h3>\n");
    }

    #[test]
    fn headings_of_a_document_can_be_linked_to() {
        let made = document("## 现状 NPS\n\n## 现状 NPS\n\n### *What* next?", &Pieces::default());
        let ids: Vec<&str> = made.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["现状-nps", "现状-nps-2", "what-next"]);
        assert!(
            made.html
                .as_str()
                .contains("<h3 id=\"what-next\"><em>What</em> next?</h3>")
        );
        assert_eq!(
            (made.headings[2].level, made.headings[2].text.as_str()),
            (3, "What next?")
        );
    }

    #[test]
    fn inline_text_has_no_blocks() {
        assert_eq!(
            inline("1. **甲**与<b>\n- `c`").as_str(),
            "1. <strong>甲</strong>与&lt;b&gt;<br>- <code>c</code>"
        );
        assert_eq!(inline("# a\n\n    b").as_str(), "# a<br>b");
        assert_eq!(inline("**“甲”**").as_str(), "<strong>“甲”</strong>");
        assert_eq!(inline("").as_str(), "");
        assert_eq!(plain("**a** <i>\n[b](c)"), "a <i> b");
        assert_eq!(plain("甲\n乙"), "甲乙");
    }

    #[test]
    fn ranges_are_not_struck_through() {
        assert_eq!(inline("1~3 天，4~6 天").as_str(), "1~3 天，4~6 天");
    }

    #[test]
    fn a_line_end_between_chinese_characters_is_no_space() {
        assert_eq!(
            markdown("感谢您\n参与，\n谢谢 a\nb").as_str(),
            "<p>感谢您参与，谢谢 a\nb</p>\n"
        );
    }

    #[test]
    fn values_come_back_after_markdown_and_never_as_markup() {
        let mut pieces = Pieces::default();
        let answer = pieces.token(Piece::Text("**a** <script> | [x](y)".into()));
        let figure = pieces.token(Piece::Block(Html::trusted("<figure></figure>")));
        let made = document(&format!("> {answer}\n\n{figure}\n\n**{answer}**"), &pieces);
        let answer = "**a** &lt;script&gt; | [x](y)";
        let expected = format!(
            "<blockquote>\n<p>{answer}</p>\n</blockquote>\n<figure></figure>\n<p><strong>{answer}</strong></p>\n"
        );
        assert_eq!(made.html.as_str(), expected);
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_dangerous_tag(text in "[a-z<>/!*_\\[\\]()`#|~:;&=\"' \n（）的重要-]{0,80}") {
            for html in [markdown(&text), inline(&text), document(&text, &Pieces::default()).html] {
                let html = html.as_str();
                for tag in html.split('<').skip(1) {
                    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                    let known = ["p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "br", "hr", "blockquote", "img", "div", "table",
                                 "thead", "tbody", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6"];
                    prop_assert!(known.contains(&name.as_str()), "{name} in {html}");
                }
                prop_assert!(!html.contains(" on") || !html.contains("=\"javascript"));
            }
        }
    }
}
