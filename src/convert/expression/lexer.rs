//! Conditions of other tools, cut into tokens.

use super::foreign::Dialect;

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A reference to a question: `${age}`, `{age}`; in `LimeSurvey` a plain word.
    Name(String),
    /// A word of the language, or a function.
    Word(String),
    Number(f64),
    Text(String),
    /// An operator or bracket.
    Sign(&'static str),
    /// The question itself (`.` in `XPath`).
    Own,
}

/// Signs, the longer before their beginnings.
const SIGNS: [&str; 24] = [
    "&&", "||", "==", "!=", "<>", "<=", ">=", "*=", "<", ">", "=", "!", "(", ")", "[", "]", ",", "+", "-", "*", "/",
    "%", "^", "|",
];

/// The tokens; `None` where a sign is unknown or a text has no end.
pub(super) fn cut(text: &str, dialect: Dialect) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        let Some(first) = rest.chars().next() else {
            return Some(tokens);
        };
        if let Some((token, length)) = name(rest, dialect) {
            tokens.push(token);
            rest = rest.get(length?..)?;
        } else if first == '\'' || first == '"' {
            let end = rest[1..].find(first)? + 1;
            tokens.push(Token::Text(rest[1..end].to_owned()));
            rest = &rest[end + 1..];
        } else if first.is_ascii_digit() || first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            tokens.push(Token::Number(rest[..end].parse().ok()?));
            rest = &rest[end..];
        } else if first == '.' && dialect == Dialect::XPath {
            tokens.push(Token::Own);
            rest = &rest[1..];
        } else if first.is_alphabetic() || first == '_' {
            let dashes = dialect == Dialect::XPath;
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | ':') || dashes && c == '-'))
                .unwrap_or(rest.len());
            let word = rest[..end].to_owned();
            tokens.push(Token::Word(word));
            rest = &rest[end..];
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        }
    }
}

/// A reference in braces and its length in bytes; the length is `None` where the brace has no end.
fn name(text: &str, dialect: Dialect) -> Option<(Token, Option<usize>)> {
    let open = match dialect {
        Dialect::XPath => "${",
        Dialect::SurveyJs => "{",
        Dialect::LimeSurvey => return None,
    };
    let inner = text.strip_prefix(open)?;
    let Some(end) = inner.find('}') else {
        return Some((Token::Own, None));
    };
    let name = inner[..end].trim().to_owned();
    Some((Token::Name(name), Some(open.len() + end + 1)))
}
