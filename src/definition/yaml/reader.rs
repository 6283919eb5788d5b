//! From the parser's events to the tree.

use super::Entry;
use super::Node;
use super::Scalar;
use super::Style;
use super::Tree;
use crate::definition::check::yaml_duplicate_key;
use crate::definition::check::yaml_limit;
use crate::definition::check::yaml_reference;
use crate::definition::check::yaml_syntax;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use saphyr_parser::ScanError;
use saphyr_parser::Span;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Files of more bytes are refused; a long questionnaire has a hundredth of that.
pub const MOST_BYTES: usize = 2_000_000;
/// Deeper trees are refused.
pub const MOST_DEPTH: usize = 64;

/// The tree of a file, or `None` with the problem that kept it from being read. Duplicate keys are problems of a tree that is read.
#[must_use]
pub fn parse(source: &Arc<Source>) -> (Option<Node>, Vec<Problem>) {
    if source.text.len() > MOST_BYTES {
        return (None, vec![yaml_limit::too_long(source)]);
    }
    let mut reader = Reader::new(source);
    match reader.run() {
        Ok(root) => (Some(root), reader.problems),
        Err(problem) => (None, vec![*problem]),
    }
}

/// A collection that is still open.
enum Open {
    List {
        start: usize,
        items: Vec<Node>,
    },
    Map {
        start: usize,
        entries: Vec<Entry>,
        seen: BTreeMap<String, Range<usize>>,
        key: Option<Key>,
    },
}

struct Key {
    text: String,
    span: Range<usize>,
    /// Kept apart from the entries: the key was there before.
    repeated: bool,
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    /// Byte of each character, and one past the last.
    bytes: Vec<usize>,
    open: Vec<Open>,
    problems: Vec<Problem>,
    root: Option<Node>,
}

type Step<T> = Result<T, Box<Problem>>;

impl<'a> Reader<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        let mut bytes: Vec<usize> = source.text.char_indices().map(|(byte, _)| byte).collect();
        bytes.push(source.text.len());
        Self {
            source,
            bytes,
            open: Vec::new(),
            problems: Vec::new(),
            root: None,
        }
    }

    fn byte(&self, character: usize) -> usize {
        self.bytes.get(character).copied().unwrap_or(self.source.text.len())
    }

    fn span(&self, span: &Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    fn run(&mut self) -> Step<Node> {
        let source = self.source;
        let mut parser = Parser::new_from_str(&source.text);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.refused(&error))?;
            let span = self.span(&span);
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Box::new(yaml_syntax::second_document(source, &span)));
                    }
                }
                Event::Alias(_) => return Err(Box::new(yaml_reference::problem(source, &span))),
                Event::Scalar(text, style, anchor, tag) => {
                    self.plain_only(anchor, tag.is_some(), &span)?;
                    let style = match style {
                        ScalarStyle::Plain => Style::Plain,
                        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                    };
                    let span = self.trimmed(span);
                    self.put(Node {
                        span,
                        tree: Tree::Scalar(Scalar {
                            text: text.into_owned(),
                            style,
                        }),
                    })?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.plain_only(anchor, tag.is_some(), &span)?;
                    self.deeper(&span)?;
                    self.open.push(Open::List {
                        start: span.start,
                        items: Vec::new(),
                    });
                }
                Event::MappingStart(anchor, tag) => {
                    self.plain_only(anchor, tag.is_some(), &span)?;
                    self.deeper(&span)?;
                    let map = Open::Map {
                        start: span.start,
                        entries: Vec::new(),
                        seen: BTreeMap::new(),
                        key: None,
                    };
                    self.open.push(map);
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(&span)?,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        self.root.take().ok_or_else(|| Box::new(yaml_syntax::empty(source)))
    }

    fn refused(&self, error: &ScanError) -> Box<Problem> {
        let at = self.byte(error.marker().index());
        if error.info().contains("anchor") || error.info().contains("alias") {
            return Box::new(yaml_reference::problem(self.source, &(at..at)));
        }
        Box::new(yaml_syntax::problem(self.source, at, error.info()))
    }

    fn plain_only(&self, anchor: usize, tagged: bool, span: &Range<usize>) -> Step<()> {
        if anchor == 0 && !tagged {
            Ok(())
        } else {
            Err(Box::new(yaml_reference::problem(self.source, span)))
        }
    }

    fn deeper(&self, span: &Range<usize>) -> Step<()> {
        if self.open.len() < MOST_DEPTH {
            Ok(())
        } else {
            Err(Box::new(yaml_limit::too_deep(self.source, span)))
        }
    }

    /// Block scalars end behind their last line break; the underlining should not.
    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        let text = self.source.text.get(span.clone()).unwrap_or_default();
        span.start..span.start + text.trim_end().len()
    }

    fn close(&mut self, span: &Range<usize>) -> Step<()> {
        let closed = self.open.pop();
        let node = match closed {
            Some(Open::List { start, items }) => {
                let end = self.end(start, items.last().map(|item| item.span.end), span);
                Node {
                    span: start..end,
                    tree: Tree::List(items),
                }
            }
            Some(Open::Map { start, entries, .. }) => {
                let end = self.end(
                    start,
                    entries.last().map(|entry| entry.value.span.end.max(entry.key_span.end)),
                    span,
                );
                Node {
                    span: start..end,
                    tree: Tree::Map(entries),
                }
            }
            None => return Ok(()),
        };
        self.put(node)
    }

    /// A flow collection ends at its bracket, a block collection with its last item.
    fn end(&self, start: usize, last: Option<usize>, closing: &Range<usize>) -> usize {
        let flow = self
            .source
            .text
            .get(start..)
            .is_some_and(|text| text.starts_with(['{', '[']));
        if flow {
            closing.end.max(start)
        } else {
            last.unwrap_or(start).max(start)
        }
    }

    fn put(&mut self, node: Node) -> Step<()> {
        let source = self.source;
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, seen, key, .. }) => match key.take() {
                Some(key) if key.repeated => {}
                Some(Key { text, span, .. }) => entries.push(Entry {
                    key: text,
                    key_span: span,
                    value: node,
                }),
                None => {
                    let Tree::Scalar(scalar) = node.tree else {
                        return Err(Box::new(yaml_syntax::key_of_parts(source, &node.span)));
                    };
                    let first = seen.get(&scalar.text);
                    if let Some(first) = first {
                        self.problems
                            .push(yaml_duplicate_key::problem(source, &scalar.text, &node.span, first));
                    }
                    let repeated = first.is_some();
                    seen.entry(scalar.text.clone()).or_insert_with(|| node.span.clone());
                    *key = Some(Key {
                        text: scalar.text,
                        span: node.span,
                        repeated,
                    });
                }
            },
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<Problem>) {
        parse(&Arc::new(Source {
            name: "x.yaml".into(),
            text: text.into(),
        }))
    }

    fn codes(text: &str) -> Vec<&'static str> {
        read(text).1.iter().map(|problem| problem.rule.code).collect()
    }

    #[test]
    fn nodes_know_their_bytes() {
        let text = "\u{feff}标题: 您好\nlist:\n  - {a: \"x\"}\n  - |\n    two\n    lines\nlast: 1\n";
        let (root, problems) = read(text);
        let root = root.unwrap();
        assert!(problems.is_empty());
        let shown = |node: &Node| text[node.span.clone()].to_owned();
        assert_eq!(shown(root.get("标题").unwrap()), "您好");
        let list = root.get("list").unwrap();
        assert_eq!(shown(&list.items()[0]), "{a: \"x\"}");
        assert_eq!(shown(list.items()[0].get("a").unwrap()), "\"x\"");
        assert!(shown(&list.items()[1]).ends_with("lines"));
        assert_eq!(shown(root.get("last").unwrap()), "1");
        assert_eq!(&text[root.entries()[1].key_span.clone()], "list");
    }

    #[test]
    fn every_way_of_not_being_yaml_has_its_problem() {
        for text in [
            "a: b: c",
            "a: [1, 2\nb: 3",
            "a:\n\tb: 1",
            "a: @x",
            "- a\nb: 1",
            "",
            "a: 1\n---\nb: 2",
            "? [a]\n: 1",
            "a: \"x",
        ] {
            assert_eq!(codes(text), ["MY101"], "{text:?}");
        }
        assert_eq!(codes(&"[".repeat(100)), ["MY102"]);
        assert_eq!(codes(&"x".repeat(MOST_BYTES + 1)), ["MY102"]);
        for text in ["a: &x 1\nb: *x", "a: *bold*", "a: !!str 1", "a: &x {b: 1}"] {
            assert_eq!(codes(text), ["MY103"], "{text:?}");
        }
        assert_eq!(codes("a: 1\nb: 2\na: 3"), ["MY104"]);
        assert_eq!(read("a: 1\nb: 2\na: 3").0.unwrap().entries().len(), 2);
    }
}
