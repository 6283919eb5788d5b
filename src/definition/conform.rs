//! Holds a tree against the key tables: unknown, missing and foreign keys, wrong types, bad names, texts that YAML has cut.
//!
//! Says everything there is to say about single values, so that [`super::decode`] can take what fits and pass over the rest.

use super::check::bad_id;
use super::check::foreign_key;
use super::check::language_tag;
use super::check::missing_key;
use super::check::nothing_in_list;
use super::check::text_comment;
use super::check::text_cut;
use super::check::text_empty;
use super::check::unknown_key;
use super::check::unknown_word;
use super::check::wrong_type;
use super::keys::IdForm;
use super::keys::Key;
use super::keys::Shape;
use super::keys::Table;
use super::yaml::Entry;
use super::yaml::Node;
use super::yaml::Tree;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::locale::Lang;
use std::ops::Range;
use std::sync::Arc;

/// Everything in the tree that does not fit the table.
#[must_use]
pub fn conform(source: &Arc<Source>, root: &Node, table: &'static Table) -> Vec<Problem> {
    let mut walk = Walk {
        source,
        problems: Vec::new(),
    };
    walk.map(root, table, &root.span);
    walk.problems
}

/// The word of `kind` that decides which keys belong; `None` when it is missing without a default, or unknown.
pub fn kind_of<'a>(node: &'a Node, table: &Table) -> Option<&'a str> {
    if table.kinds.is_empty() {
        return None;
    }
    let Some(kind) = node.get("kind") else {
        let open = table.key("kind").is_some_and(|key| !key.required);
        return open.then(|| {
            if node.get("options").is_some() {
                "choice"
            } else {
                "text"
            }
        });
    };
    kind.scalar()
        .map(|scalar| scalar.text.as_str())
        .filter(|kind| table.kinds.contains(kind))
}

/// Whether a map has a key of this table.
pub fn is_map_of(node: &Node, table: &Table) -> bool {
    node.entries().iter().any(|entry| table.key(&entry.key).is_some())
}

struct Walk<'a> {
    source: &'a Arc<Source>,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    fn map(&mut self, node: &Node, table: &'static Table, key: &Range<usize>) {
        let Tree::Map(entries) = &node.tree else {
            self.problems
                .push(wrong_type::problem(self.source, node, key, &Shape::Map(table)));
            return;
        };
        let kind = kind_of(node, table);
        for entry in entries {
            match table.key(&entry.key) {
                None => self
                    .problems
                    .push(unknown_key::problem(self.source, entry, table, kind)),
                Some(key) if !key.belongs_to(kind) => {
                    self.problems
                        .push(foreign_key::problem(self.source, entry, key, kind.unwrap_or_default()));
                }
                Some(key) => self.value(&entry.value, &key.shape, &entry.key_span),
            }
        }
        let lacking = |key: &&Key| key.required && node.get(key.name).is_none() && node.get(key.unless).is_none();
        let known = table.kinds.is_empty() || kind.is_some();
        for key in table
            .keys
            .iter()
            .filter(lacking)
            .filter(|key| key.only.is_empty() || known && key.belongs_to(kind))
        {
            self.problems.push(missing_key::problem(self.source, node, table, key));
        }
    }

    fn value(&mut self, node: &Node, shape: &Shape, key: &Range<usize>) {
        let fits = match shape {
            Shape::Map(table) => return self.map(node, table, key),
            // A text by language is a map too: it is the table's only where it has a key of it.
            Shape::Short(Shape::Texts, table) if !is_map_of(node, table) => return self.texts(node, key),
            Shape::Short(_, table) if !node.entries().is_empty() => return self.map(node, table, key),
            Shape::Short(short, _) => return self.value(node, short, key),
            Shape::Texts => return self.texts(node, key),
            Shape::List(item) => return self.list(node, shape, item, key),
            Shape::Id(form) => return self.id(node, *form, key),
            Shape::OneOf(words) => return self.word(node, words, key),
            Shape::Language => return self.language(node, key),
            Shape::Chains => return self.chains(node, key),
            Shape::Codes => return self.codes(node, key),
            Shape::Words | Shape::Expression => node
                .scalar()
                .is_some_and(|s| !s.is_nothing() && !s.text.trim().is_empty()),
            Shape::Switch => node.scalar().is_some_and(|s| s.switch().is_some()),
            Shape::Whole(least) => {
                let whole = node.scalar().and_then(super::yaml::Scalar::whole);
                whole.is_some_and(|n| n >= *least && i32::try_from(n).is_ok())
            }
            Shape::Number => node.scalar().is_some_and(|s| s.number().is_some()),
        };
        if !fits {
            self.problems.push(wrong_type::problem(self.source, node, key, shape));
        }
    }

    fn list(&mut self, node: &Node, shape: &Shape, item: &Shape, key: &Range<usize>) {
        let Tree::List(items) = &node.tree else {
            self.problems.push(wrong_type::problem(self.source, node, key, shape));
            return;
        };
        if items.is_empty() {
            self.problems.push(nothing_in_list::problem(self.source, &node.span));
        }
        for entry in items {
            self.value(entry, item, &entry.span);
        }
    }

    fn id(&mut self, node: &Node, form: IdForm, key: &Range<usize>) {
        match node.scalar().filter(|scalar| !scalar.is_nothing()) {
            None => self
                .problems
                .push(wrong_type::problem(self.source, node, key, &Shape::Id(form))),
            Some(scalar) if form != IdForm::Reference && !form.fits(&scalar.text) => {
                self.problems
                    .push(bad_id::problem(self.source, &node.span, &scalar.text, form));
            }
            Some(_) => {}
        }
    }

    fn word(&mut self, node: &Node, words: &'static [&'static str], key: &Range<usize>) {
        match node.scalar().filter(|scalar| !scalar.is_nothing()) {
            None => self
                .problems
                .push(wrong_type::problem(self.source, node, key, &Shape::OneOf(words))),
            Some(scalar) if !words.contains(&scalar.text.as_str()) => {
                self.problems
                    .push(unknown_word::problem(self.source, &node.span, &scalar.text, words));
            }
            Some(_) => {}
        }
    }

    fn language(&mut self, node: &Node, key: &Range<usize>) {
        match node.scalar().filter(|scalar| !scalar.is_nothing()) {
            None => self
                .problems
                .push(wrong_type::problem(self.source, node, key, &Shape::Language)),
            Some(scalar) if Lang::new(&scalar.text).is_none() => {
                self.problems
                    .push(language_tag::problem(self.source, &node.span, &scalar.text));
            }
            Some(_) => {}
        }
    }

    /// Languages with the lists of those that stand in for them.
    fn chains(&mut self, node: &Node, key: &Range<usize>) {
        let Tree::Map(entries) = &node.tree else {
            self.problems
                .push(wrong_type::problem(self.source, node, key, &Shape::Chains));
            return;
        };
        for entry in entries {
            if Lang::new(&entry.key).is_none() {
                self.problems
                    .push(language_tag::problem(self.source, &entry.key_span, &entry.key));
            }
            self.list(
                &entry.value,
                &Shape::List(&Shape::Language),
                &Shape::Language,
                &entry.key_span,
            );
        }
    }

    /// Names, each with another.
    fn codes(&mut self, node: &Node, key: &Range<usize>) {
        let Tree::Map(entries) = &node.tree else {
            self.problems
                .push(wrong_type::problem(self.source, node, key, &Shape::Codes));
            return;
        };
        for entry in entries {
            if !IdForm::Option.fits(&entry.key) {
                let form = IdForm::Option;
                self.problems
                    .push(bad_id::problem(self.source, &entry.key_span, &entry.key, form));
            }
            self.value(&entry.value, &Shape::Words, &entry.key_span);
        }
    }

    fn texts(&mut self, node: &Node, key: &Range<usize>) {
        match &node.tree {
            Tree::List(_) => self
                .problems
                .push(wrong_type::problem(self.source, node, key, &Shape::Texts)),
            Tree::Scalar(_) => self.text(node, key),
            Tree::Map(entries) => {
                if entries.is_empty() {
                    self.problems.push(text_empty::problem(self.source, &node.span));
                }
                for (place, entry) in entries.iter().enumerate() {
                    let before = place.checked_sub(1).and_then(|before| entries.get(before));
                    let tag = Lang::new(&entry.key).is_some();
                    if entry.value.is_nothing() && (!tag || !self.has_colon(entry)) {
                        self.problems.push(text_cut::problem(self.source, entry, before));
                    } else if tag {
                        self.text(&entry.value, &entry.key_span);
                    } else {
                        self.problems
                            .push(language_tag::problem(self.source, &entry.key_span, &entry.key));
                    }
                }
            }
        }
    }

    /// Whether a colon was written behind a key; in `{zh: 好, 请问}` there is none behind the second.
    fn has_colon(&self, entry: &Entry) -> bool {
        self.source
            .text
            .get(entry.key_span.end..)
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    }

    /// One wording.
    fn text(&mut self, node: &Node, key: &Range<usize>) {
        let Some(scalar) = node.scalar() else {
            self.problems
                .push(wrong_type::problem(self.source, node, key, &Shape::Words));
            return;
        };
        if scalar.is_nothing() || scalar.text.trim().is_empty() {
            let span = if node.span.is_empty() { key } else { &node.span };
            self.problems.push(text_empty::problem(self.source, span));
        } else if let Some(cut) = text_comment::cut(self.source, node, scalar) {
            self.problems.push(text_comment::problem(self.source, cut));
        }
    }
}
