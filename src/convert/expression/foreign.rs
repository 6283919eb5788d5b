//! A condition of another tool as a tree.

use super::lexer;
use super::lexer::Token;
use crate::logic::Comparison;
use crate::logic::Operation;

/// The language a condition is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::convert) enum Dialect {
    /// `XPath` as `XLSForm` has it.
    XPath,
    /// `SurveyJS`.
    SurveyJs,
    /// `LimeSurvey`'s `ExpressionScript`.
    LimeSurvey,
}

/// A part of a condition.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::convert) enum Foreign {
    Or(Vec<Foreign>),
    And(Vec<Foreign>),
    Not(Box<Foreign>),
    Compare(Comparison, Box<Foreign>, Box<Foreign>),
    Arithmetic(Operation, Box<Foreign>, Box<Foreign>),
    /// `contains`, `anyof`, `empty` and their like, with what stands behind.
    Test(&'static str, Box<Foreign>, Option<Box<Foreign>>),
    Call(String, Vec<Foreign>),
    List(Vec<Foreign>),
    Name(String),
    /// The question itself.
    Own,
    Number(f64),
    Text(String),
    Bool(bool),
}

const MOST_BYTES: usize = 65_536;
const MOST_DEPTH: usize = 64;

/// Reads a condition; `None` where its form is not understood.
pub(in crate::convert) fn parse(text: &str, dialect: Dialect) -> Option<Foreign> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let mut parser = Parser {
        tokens: lexer::cut(text, dialect)?,
        at: 0,
        depth: 0,
        dialect,
    };
    let tree = parser.or()?;
    (parser.at == parser.tokens.len()).then_some(tree)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    dialect: Dialect,
}

impl Parser {
    fn sign(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        let Some(Token::Sign(sign)) = self.tokens.get(self.at) else {
            return None;
        };
        let found = signs.iter().find(|wanted| *wanted == sign)?;
        self.at += 1;
        Some(found)
    }

    fn word(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let Some(Token::Word(word)) = self.tokens.get(self.at) else {
            return None;
        };
        let small = word.to_ascii_lowercase();
        let found = words.iter().find(|wanted| **wanted == small)?;
        self.at += 1;
        Some(found)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let found = if self.depth > MOST_DEPTH { None } else { read(self) };
        self.depth -= 1;
        found
    }

    fn or(&mut self) -> Option<Foreign> {
        let mut parts = vec![self.and()?];
        while self.word(&["or"]).is_some() || self.dialect != Dialect::XPath && self.sign(&["||"]).is_some() {
            parts.push(self.and()?);
        }
        Some(one_or(parts, Foreign::Or))
    }

    fn and(&mut self) -> Option<Foreign> {
        let mut parts = vec![self.not()?];
        while self.word(&["and"]).is_some() || self.dialect != Dialect::XPath && self.sign(&["&&"]).is_some() {
            parts.push(self.not()?);
        }
        Some(one_or(parts, Foreign::And))
    }

    fn not(&mut self) -> Option<Foreign> {
        let negated = self.dialect != Dialect::XPath && (self.sign(&["!"]).is_some() || self.word(&["not"]).is_some());
        if negated {
            return self.deeper(|parser| Some(Foreign::Not(Box::new(parser.not()?))));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Option<Foreign> {
        let left = self.sum()?;
        if self.dialect == Dialect::SurveyJs {
            if let Some(test) = self.word(&["empty", "notempty"]) {
                return Some(Foreign::Test(test, Box::new(left), None));
            }
            let test = self.word(&[
                "contains",
                "contain",
                "notcontains",
                "notcontain",
                "anyof",
                "allof",
                "noneof",
            ]);
            if let Some(test) = test.or_else(|| self.sign(&["*="]).map(|_| "contains")) {
                let test = match test {
                    "contain" => "contains",
                    "notcontain" => "notcontains",
                    other => other,
                };
                let right = self.sum()?;
                return Some(Foreign::Test(test, Box::new(left), Some(Box::new(right))));
            }
        }
        let Some(op) = self.comparator() else { return Some(left) };
        let right = self.sum()?;
        Some(Foreign::Compare(op, Box::new(left), Box::new(right)))
    }

    fn comparator(&mut self) -> Option<Comparison> {
        let sign = self.sign(&["==", "=", "!=", "<>", "<=", ">=", "<", ">"]);
        let words: &[&'static str] = match self.dialect {
            Dialect::XPath => &[],
            Dialect::SurveyJs => &["equal", "notequal", "less", "lessorequal", "greater", "greaterorequal"],
            Dialect::LimeSurvey => &["eq", "ne", "lt", "le", "gt", "ge"],
        };
        Some(match sign.or_else(|| self.word(words))? {
            "==" | "=" | "equal" | "eq" => Comparison::Equal,
            "!=" | "<>" | "notequal" | "ne" => Comparison::NotEqual,
            "<" | "less" | "lt" => Comparison::Less,
            "<=" | "lessorequal" | "le" => Comparison::AtMost,
            ">" | "greater" | "gt" => Comparison::More,
            _ => Comparison::AtLeast,
        })
    }

    fn sum(&mut self) -> Option<Foreign> {
        let mut left = self.product()?;
        while let Some(sign) = self.sign(&["+", "-"]) {
            let op = if sign == "+" {
                Operation::Add
            } else {
                Operation::Subtract
            };
            let right = self.product()?;
            left = Foreign::Arithmetic(op, Box::new(left), Box::new(right));
        }
        Some(left)
    }

    fn product(&mut self) -> Option<Foreign> {
        let mut left = self.value()?;
        loop {
            let op = if self.sign(&["*"]).is_some() {
                Operation::Multiply
            } else if self.dialect == Dialect::XPath && self.word(&["div"]).is_some()
                || self.dialect != Dialect::XPath && self.sign(&["/"]).is_some()
            {
                Operation::Divide
            } else {
                return Some(left);
            };
            let right = self.value()?;
            left = Foreign::Arithmetic(op, Box::new(left), Box::new(right));
        }
    }

    fn value(&mut self) -> Option<Foreign> {
        if self.sign(&["-"]).is_some() {
            return match self.deeper(Self::value)? {
                Foreign::Number(number) => Some(Foreign::Number(-number)),
                _ => None,
            };
        }
        if self.sign(&["("]).is_some() {
            let inner = self.deeper(Self::or)?;
            self.sign(&[")"])?;
            return Some(inner);
        }
        if self.sign(&["["]).is_some() {
            return Some(Foreign::List(self.list("]")?));
        }
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        Some(match token {
            Token::Name(name) => Foreign::Name(name),
            Token::Number(number) => Foreign::Number(number),
            Token::Text(text) => Foreign::Text(text),
            Token::Own => Foreign::Own,
            Token::Sign(_) => return None,
            Token::Word(word) => {
                if self.sign(&["("]).is_some() {
                    let arguments = self.list(")")?;
                    return Some(call(&word, arguments));
                }
                match (self.dialect, word.to_ascii_lowercase().as_str()) {
                    (Dialect::SurveyJs, "true") => Foreign::Bool(true),
                    (Dialect::SurveyJs, "false") => Foreign::Bool(false),
                    (Dialect::LimeSurvey, "self" | "this") => Foreign::Own,
                    (Dialect::LimeSurvey, _) => Foreign::Name(word),
                    _ => return None,
                }
            }
        })
    }

    fn list(&mut self, end: &'static str) -> Option<Vec<Foreign>> {
        let mut items = Vec::new();
        if self.sign(&[end]).is_some() {
            return Some(items);
        }
        loop {
            items.push(self.deeper(Self::or)?);
            if self.sign(&[end]).is_some() {
                return Some(items);
            }
            self.sign(&[","])?;
        }
    }
}

fn one_or(mut parts: Vec<Foreign>, make: fn(Vec<Foreign>) -> Foreign) -> Foreign {
    if parts.len() == 1 { parts.remove(0) } else { make(parts) }
}

/// Functions that are parts of the language elsewhere.
fn call(name: &str, mut arguments: Vec<Foreign>) -> Foreign {
    match (name.to_ascii_lowercase().as_str(), arguments.len()) {
        ("not", 1) => Foreign::Not(Box::new(arguments.remove(0))),
        ("true", 0) => Foreign::Bool(true),
        ("false", 0) => Foreign::Bool(false),
        ("number" | "floatval", 1) => arguments.remove(0),
        ("is_empty", 1) => Foreign::Test("empty", Box::new(arguments.remove(0)), None),
        (small, _) => Foreign::Call(small.to_owned(), arguments),
    }
}
