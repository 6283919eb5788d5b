//! As much of XML as survey structures use: elements, texts and CDATA. Nothing is expanded or loaded from elsewhere.

/// An element.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub name: String,
    /// Its text without that of its children.
    pub text: String,
    pub children: Vec<Element>,
    /// Line of the file on which it begins.
    pub line: usize,
}

const MOST_DEPTH: usize = 32;
const MOST_ELEMENTS: usize = 3_000_000;

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of a name; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }
}

/// Why a text is no such XML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Broken at a line.
    Broken(usize),
    /// Too deep or too many elements.
    TooLarge,
}

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Element, Fault> {
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0;
    let mut line = 1;
    let mut rest = text;
    while !rest.is_empty() {
        let cut = rest.find('<').unwrap_or(rest.len());
        let before = &rest[..cut];
        line += before.matches('\n').count();
        if let Some(top) = open.last_mut()
            && !before.trim().is_empty()
        {
            top.text.push_str(&resolved(before));
        }
        rest = &rest[cut..];
        if rest.is_empty() {
            break;
        }
        let broken = Fault::Broken(line);
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let end = inner.find("]]>").ok_or(broken)?;
            if let Some(top) = open.last_mut() {
                top.text.push_str(&inner[..end]);
            }
            line += inner[..end].matches('\n').count();
            rest = &inner[end + 3..];
            continue;
        }
        let (start, end) = if rest.starts_with("<!--") {
            ("<!--", "-->")
        } else {
            ("<", ">")
        };
        let inner = &rest[start.len()..];
        let length = inner.find(end).ok_or(broken)?;
        let body = &inner[..length];
        line += body.matches('\n').count();
        rest = &inner[length + end.len()..];
        if start == "<!--" || body.starts_with(['?', '!']) {
            continue;
        }
        if let Some(name) = body.strip_prefix('/') {
            let done = open.pop().ok_or(Fault::Broken(line))?;
            let above = open.last_mut().ok_or(Fault::Broken(line))?;
            if done.name != name.trim() {
                return Err(Fault::Broken(line));
            }
            above.children.push(done);
            continue;
        }
        count += 1;
        if count > MOST_ELEMENTS || open.len() > MOST_DEPTH {
            return Err(Fault::TooLarge);
        }
        let name = body.trim_end_matches('/').split_whitespace().next().unwrap_or_default();
        let element = Element {
            name: name.to_owned(),
            line,
            ..Element::default()
        };
        if body.ends_with('/') {
            open.last_mut().ok_or(Fault::Broken(line))?.children.push(element);
        } else {
            open.push(element);
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => root.children.into_iter().next().ok_or(Fault::Broken(line)),
        _ => Err(Fault::Broken(line)),
    }
}

fn resolved(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    named
        .iter()
        .fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structures_are_read_and_nothing_else() {
        let root =
            parse("<?xml version=\"1.0\"?>\n<a x=\"1\">\n <b><![CDATA[<p>x &amp; y</p>]]></b><b>1 &lt; 2</b><c/></a>")
                .unwrap();
        assert_eq!(root.name, "a");
        assert_eq!(root.get("b"), "<p>x &amp; y</p>");
        assert_eq!(root.children[1].text, "1 < 2");
        assert_eq!((root.children[2].name.as_str(), root.children[0].line), ("c", 3));
        assert_eq!(parse("<a><b></a>"), Err(Fault::Broken(1)));
        assert_eq!(parse("<a><![CDATA[x"), Err(Fault::Broken(1)));
        assert_eq!(parse(&"<a>".repeat(100)), Err(Fault::TooLarge));
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>";
        assert!(parse(bomb).is_err() || parse(bomb).unwrap().text == "&b;");
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(text in "[<>/!\\[\\]a-b&;CDAT \n-]{0,120}") {
            let _ = parse(&text);
        }
    }
}
