//! Writes the events of a Markdown text as HTML.
//!
//! Of our own rather than the parser's, because ours writes no style attributes, puts tables into a frame that scrolls,
//! names headings, and puts values back in the place of their tokens.

use super::html::Html;
use super::html::escape;
use super::links;
use super::markdown::GUARD;
use super::pieces::Piece;
use super::pieces::Pieces;
use pulldown_cmark::Alignment;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use serde::Serialize;
use std::collections::BTreeMap;

/// A heading of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Target of links to it; unique in its document.
    pub id: String,
    /// Its words, without markup, not escaped.
    pub text: String,
}

/// What a writer made.
pub(super) struct Written {
    pub html: Html,
    pub headings: Vec<Heading>,
}

/// Writes one text.
pub(super) struct Writer<'p> {
    pieces: &'p Pieces,
    html: String,
    headings: Vec<Heading>,
    naming: bool,
    /// How often a name of a heading was wanted.
    names: BTreeMap<String, usize>,
    /// Words of the heading being written, and where its tag begins.
    heading: Option<(String, usize)>,
    /// Where the paragraph being written begins.
    paragraph: Option<usize>,
    /// Links, emphasis and pictures that are open.
    depth: usize,
    /// Whether each open link was allowed.
    links: Vec<bool>,
    /// Pictures being described, each with where its description begins and its address, if allowed.
    pictures: Vec<(usize, Option<String>, String)>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    has_body: bool,
}

impl<'p> Writer<'p> {
    pub(super) fn new(pieces: &'p Pieces) -> Self {
        Self {
            pieces,
            html: String::new(),
            headings: Vec::new(),
            naming: false,
            names: BTreeMap::new(),
            heading: None,
            paragraph: None,
            depth: 0,
            links: Vec::new(),
            pictures: Vec::new(),
            alignments: Vec::new(),
            cell: 0,
            in_head: false,
            has_body: false,
        }
    }

    /// Gives every heading an id.
    pub(super) fn name_headings(&mut self) {
        self.naming = true;
    }

    pub(super) fn write(mut self, events: Vec<Event<'static>>) -> Written {
        for event in events {
            self.event(event);
        }
        Written {
            html: Html::trusted(self.html),
            headings: self.headings,
        }
    }

    /// The content of a text that is known to be one paragraph.
    pub(super) fn inline(mut self, events: Vec<Event<'static>>) -> Html {
        for event in events {
            if !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)) {
                self.event(event);
            }
        }
        Html::trusted(self.html)
    }

    fn event(&mut self, event: Event<'static>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.text(&text);
                self.html.push_str("</code>");
            }
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            // Not parsed with our options, or turned into text before.
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let pieces = self.pieces;
        for (before, piece) in pieces.split(text) {
            let before = before.replace(GUARD, "");
            escape(&before, &mut self.html);
            if let Some((words, _)) = &mut self.heading {
                words.push_str(&before);
                if let Some(Piece::Text(value)) = piece {
                    words.push_str(value);
                }
            }
            match piece {
                Some(Piece::Block(block)) if self.depth == 0 && self.paragraph.is_some() => self.interrupt(block),
                Some(piece) => piece.write(&mut self.html),
                None => {}
            }
        }
    }

    /// Puts a block between two halves of the paragraph.
    fn interrupt(&mut self, block: &Html) {
        self.end_paragraph();
        self.html.push_str(block.as_str());
        self.html.push('\n');
        self.start_paragraph();
    }

    fn start_paragraph(&mut self) {
        self.paragraph = Some(self.html.len());
        self.html.push_str("<p>");
    }

    /// Ends the paragraph, or takes it back when nothing is in it.
    fn end_paragraph(&mut self) {
        let Some(start) = self.paragraph.take() else { return };
        if self.html[start..].trim_end() == "<p>" {
            self.html.truncate(start);
            return;
        }
        self.html.truncate(self.html.trim_end().len());
        self.html.push_str("</p>\n");
    }

    fn start(&mut self, tag: Tag<'static>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { .. } => self.heading = Some((String::new(), self.html.len())),
            Tag::BlockQuote(_) => self.html.push_str("<blockquote>\n"),
            Tag::CodeBlock(_) => self.html.push_str("<pre tabindex=\"0\"><code>"),
            Tag::List(None) => self.html.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.html.push_str("<ol>\n"),
            Tag::List(Some(first)) => self.put(&["<ol start=\"", &first.to_string(), "\">\n"]),
            Tag::Item => self.html.push_str("<li>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.has_body = false;
                self.html.push_str("<div class=\"scroll\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.html.push_str(if self.has_body { "<tr>" } else { "<tbody>\n<tr>" });
                self.has_body = true;
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.open("<em>"),
            Tag::Strong => self.open("<strong>"),
            Tag::Link { dest_url, title, .. } => self.start_link(&dest_url, &title),
            Tag::Image { dest_url, title, .. } => {
                self.depth += 1;
                self.pictures
                    .push((self.html.len(), links::picture(&dest_url), title.to_string()));
            }
            _ => {}
        }
    }

    fn put(&mut self, parts: &[&str]) {
        self.html.extend(parts.iter().copied());
    }

    fn open(&mut self, tag: &str) {
        self.depth += 1;
        self.html.push_str(tag);
    }

    fn close(&mut self, tag: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.html.push_str(tag);
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Right) => " class=\"num\"",
            Some(Alignment::Center) => " class=\"mid\"",
            _ => "",
        };
        self.html
            .push_str(if self.in_head { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(class);
        self.html.push('>');
    }

    fn start_link(&mut self, address: &str, title: &str) {
        let target = links::link(address);
        self.links.push(target.is_some());
        let Some(target) = target else { return self.open("") };
        let outside = target.contains("//");
        self.open("<a href=\"");
        escape(&target, &mut self.html);
        self.attribute("title", title);
        self.html.push_str(if outside {
            "\" rel=\"noopener noreferrer\">"
        } else {
            "\">"
        });
    }

    /// Ends the attribute being written and begins another, unless it would be empty.
    fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.put(&["\" ", name, "=\""]);
            escape(value, &mut self.html);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) => self.html.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.html.push_str("</code></pre>\n"),
            TagEnd::List(ordered) => self.html.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::Table => self.html.push_str(if self.has_body {
                "</tbody></table></div>\n"
            } else {
                "</table></div>\n"
            }),
            TagEnd::TableHead => {
                self.in_head = false;
                self.html.push_str("</tr></thead>\n");
            }
            TagEnd::TableRow => self.html.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.cell += 1;
                self.html.push_str(if self.in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.close("</em>"),
            TagEnd::Strong => self.close("</strong>"),
            TagEnd::Link => {
                let allowed = self.links.pop() == Some(true);
                self.close(if allowed { "</a>" } else { "" });
            }
            TagEnd::Image => self.end_picture(),
            _ => {}
        }
    }

    /// What was written since the picture began is its description; tags in it are taken out again.
    fn end_picture(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        let Some((start, address, title)) = self.pictures.pop() else {
            return;
        };
        let words = without_tags(&self.html[start..]);
        self.html.truncate(start);
        let Some(address) = address else {
            return self.html.push_str(&words);
        };
        self.html.push_str("<img src=\"");
        escape(&address, &mut self.html);
        self.put(&["\" alt=\"", &words]);
        self.attribute("title", &title);
        self.html.push_str("\">");
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some((words, start)) = self.heading.take() else {
            return;
        };
        let level = (level as u8).clamp(2, 6);
        let content = self.html.split_off(start);
        let tag = if self.naming {
            let id = self.unique_name(&words);
            self.headings.push(Heading {
                level,
                id: id.clone(),
                text: words.trim().to_owned(),
            });
            format!("<h{level} id=\"{id}\">")
        } else {
            format!("<h{level}>")
        };
        self.put(&[&tag, &content, &format!("</h{level}>\n")]);
    }

    /// Letters and figures of any script, lower case, joined by hyphens.
    fn unique_name(&mut self, words: &str) -> String {
        let lower = words.to_lowercase();
        let parts: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect();
        let name = if parts.is_empty() {
            "section".to_owned()
        } else {
            parts.join("-")
        };
        loop {
            let count = self.names.entry(name.clone()).or_insert(0);
            *count += 1;
            let wanted = if *count == 1 {
                name.clone()
            } else {
                format!("{name}-{count}")
            };
            if wanted == name || !self.names.contains_key(&wanted) {
                self.names.entry(wanted.clone()).or_insert(1);
                return wanted;
            }
        }
    }
}

/// Escaped text without the tags between.
fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => words.push(c),
            _ => {}
        }
    }
    words
}
