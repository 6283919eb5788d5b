//! Cuts the text of an expression into tokens. What people write out of habit from other languages or on a Chinese keyboard
//! (`==`, `&&`, `，`, `“`) is a fault with the right way, and is then read as meant, so that the other faults show too.

use super::dates;
use super::fault::Fault;
use super::fault::FaultCode;
use super::token::Kind;
use super::token::Token;
use std::ops::Range;

/// The tokens, an [`Kind::End`] last, and what was wrong.
pub(super) fn cut(text: &str) -> (Vec<Token>, Vec<Fault>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
        faults: Vec::new(),
    };
    while let Some(next) = lexer.peek() {
        lexer.token(next);
    }
    lexer.tokens.push(Token {
        kind: Kind::End,
        span: text.len()..text.len(),
    });
    (lexer.tokens, lexer.faults)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    faults: Vec<Fault>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    }

    fn push(&mut self, kind: Kind, span: Range<usize>) {
        self.tokens.push(Token { kind, span });
    }

    fn fault(&mut self, code: FaultCode, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(code, span, message, help));
    }

    fn token(&mut self, next: char) {
        if next.is_whitespace() {
            self.skip_while(char::is_whitespace);
        } else if next.is_ascii_digit() {
            self.number();
        } else if next == '_' || next.is_alphabetic() {
            self.word();
        } else if matches!(next, '"' | '\'' | '“' | '”' | '‘' | '’' | '「') {
            self.quoted(next);
        } else {
            self.mark(next);
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let letter = |c: char| c == '_' || c.is_alphanumeric();
        self.skip_while(letter);
        while let Some(after) = self.rest().strip_prefix('.')
            && after.starts_with(letter)
        {
            self.at += 1;
            self.skip_while(letter);
        }
        let (word, span) = (&self.text[start..self.at], start..self.at);
        let small = word.to_ascii_lowercase();
        let Some(keyword) = Kind::keyword(&small) else {
            return self.push(Kind::Word(word.to_owned()), span);
        };
        if small != word {
            self.fault(
                FaultCode::BadSyntax,
                &span,
                format!("`{word}` is written in capitals"),
                format!("write `{small}`"),
            );
        }
        self.push(keyword, span);
    }

    fn number(&mut self) {
        let start = self.at;
        self.skip_while(|c| c.is_ascii_digit());
        if let Some(day) = self.text.get(start..start + 10)
            && dates::parse_date(day).is_some()
        {
            self.at = start + 10;
            let help = format!("write `date(\"{day}\")`; without quotes, a hyphen is a minus");
            self.fault(
                FaultCode::BadDate,
                &(start..self.at),
                "a date stands here as it is",
                help,
            );
            return self.push(Kind::Day(day.to_owned()), start..self.at);
        }
        if let Some(after) = self.rest().strip_prefix('.')
            && after.starts_with(|c: char| c.is_ascii_digit())
        {
            self.at += 1;
            self.skip_while(|c| c.is_ascii_digit());
        }
        let end = self.at;
        self.skip_while(|c| c == '_' || c == '%' || c.is_alphanumeric());
        let span = start..self.at;
        if end < self.at {
            let (number, tail) = (&self.text[start..end], &self.text[end..self.at]);
            self.fault(
                FaultCode::BadNumber,
                &span,
                format!("`{tail}` follows the number {number} directly"),
                format!("write the number alone, as in `{number}`; ids begin with a letter"),
            );
        }
        // Digits with one dot between always parse; only their size can be too much.
        let value = self.text[start..end].parse().unwrap_or(f64::INFINITY);
        if !f64::is_finite(value) {
            self.fault(
                FaultCode::BadNumber,
                &span,
                "this number is too large",
                "write a number below 1.8 times ten to the power of 308",
            );
        }
        self.push(Kind::Number(if value.is_finite() { value } else { f64::MAX }), span);
    }

    fn quoted(&mut self, open: char) {
        let start = self.at;
        self.at += open.len_utf8();
        let close: &[char] = match open {
            '"' => &['"'],
            '\'' => &['\''],
            '‘' | '’' => &['‘', '’'],
            '「' => &['」'],
            _ => &['“', '”', '"'],
        };
        let mut value = String::new();
        loop {
            let at = self.at;
            let Some(c) = self.peek() else {
                self.fault(
                    FaultCode::BadText,
                    &(start..self.at),
                    "this text does not end",
                    "close it with a double quote, `\"`",
                );
                break;
            };
            self.at += c.len_utf8();
            if close.contains(&c) {
                break;
            }
            if c == '\\' {
                self.escape(at, &mut value);
            } else {
                value.push(c);
            }
        }
        let span = start..self.at;
        if open != '"' {
            let help = format!("write `{}`", super::print::quote(&value));
            self.fault(
                FaultCode::BadCharacter,
                &span,
                "texts stand in straight double quotes",
                help,
            );
        }
        self.push(Kind::Text(value), span);
    }

    fn escape(&mut self, start: usize, value: &mut String) {
        let Some(c) = self.peek() else { return };
        self.at += c.len_utf8();
        match c {
            '"' | '\\' => value.push(c),
            'n' => value.push('\n'),
            't' => value.push('\t'),
            other => {
                value.push(other);
                let message = format!("`\\{}` has no meaning in a text", other.escape_debug());
                self.fault(
                    FaultCode::BadText,
                    &(start..self.at),
                    message,
                    "write `\\\\` for a backslash; `\\\"`, `\\n` and `\\t` are the others",
                );
            }
        }
    }

    fn mark(&mut self, next: char) {
        const MARKS: [(&str, Kind); 16] = [
            ("!=", Kind::NotEqual),
            ("<=", Kind::AtMost),
            (">=", Kind::AtLeast),
            ("..", Kind::Dots),
            ("=", Kind::Equal),
            ("<", Kind::Less),
            (">", Kind::More),
            ("+", Kind::Plus),
            ("-", Kind::Minus),
            ("*", Kind::Times),
            ("/", Kind::Over),
            ("(", Kind::Open),
            (")", Kind::Close),
            ("[", Kind::OpenList),
            ("]", Kind::CloseList),
            (",", Kind::Comma),
        ];
        let start = self.at;
        if let Some((wrong, right, kind)) = habits().into_iter().find(|(wrong, ..)| self.rest().starts_with(wrong)) {
            self.at += wrong.len();
            let span = start..self.at;
            self.fault(
                FaultCode::BadCharacter,
                &span,
                format!("`{wrong}` is not an operator or mark here"),
                format!("write `{right}`"),
            );
            return self.push(kind, span);
        }
        if let Some((mark, kind)) = MARKS.into_iter().find(|(mark, _)| self.rest().starts_with(mark)) {
            self.at += mark.len();
            return self.push(kind, start..self.at);
        }
        self.at += next.len_utf8();
        match next {
            ';' => self.push(Kind::Semicolon, start..self.at),
            '!' => {
                self.fault(
                    FaultCode::BadCharacter,
                    &(start..self.at),
                    "`!` is not an operator here",
                    "write `not`",
                );
                self.push(Kind::Not, start..self.at);
            }
            _ => self.stray(start),
        }
    }

    /// A character without meaning; neighbours join one fault.
    fn stray(&mut self, start: usize) {
        if let Some(last) = self.faults.last_mut()
            && last.span.end == start
            && last.help.starts_with("remove it")
        {
            last.span.end = self.at;
            last.message = String::from("these characters have no meaning here");
            return;
        }
        let shown = self.text[start..self.at].escape_debug().to_string();
        let message = format!("the character `{shown}` has no meaning here");
        self.fault(
            FaultCode::BadCharacter,
            &(start..self.at),
            message,
            "remove it, or put texts in double quotes",
        );
    }
}

/// What people write, what to write instead, and what is meant.
fn habits() -> [(&'static str, &'static str, Kind); 31] {
    [
        ("===", "=", Kind::Equal),
        ("==", "=", Kind::Equal),
        ("!==", "!=", Kind::NotEqual),
        ("<>", "!=", Kind::NotEqual),
        ("=<", "<=", Kind::AtMost),
        ("=>", ">=", Kind::AtLeast),
        ("...", "..", Kind::Dots),
        ("&&", "and", Kind::And),
        ("||", "or", Kind::Or),
        ("&", "and", Kind::And),
        ("|", "or", Kind::Or),
        ("≤", "<=", Kind::AtMost),
        ("≥", ">=", Kind::AtLeast),
        ("≠", "!=", Kind::NotEqual),
        ("×", "*", Kind::Times),
        ("÷", "/", Kind::Over),
        ("−", "-", Kind::Minus),
        ("–", "-", Kind::Minus),
        ("＝", "=", Kind::Equal),
        ("＜", "<", Kind::Less),
        ("＞", ">", Kind::More),
        ("＋", "+", Kind::Plus),
        ("－", "-", Kind::Minus),
        ("＊", "*", Kind::Times),
        ("／", "/", Kind::Over),
        ("（", "(", Kind::Open),
        ("）", ")", Kind::Close),
        ("，", ",", Kind::Comma),
        ("、", ",", Kind::Comma),
        ("；", ";", Kind::Semicolon),
        ("…", "..", Kind::Dots),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let (tokens, faults) = cut(text);
        assert_eq!(faults, [], "{text}");
        tokens.into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn a_number_gives_way_to_the_dots_of_a_band() {
        assert_eq!(
            kinds("0..6"),
            [Kind::Number(0.0), Kind::Dots, Kind::Number(6.0), Kind::End]
        );
        assert_eq!(
            kinds("0.5..1.25"),
            [Kind::Number(0.5), Kind::Dots, Kind::Number(1.25), Kind::End]
        );
    }

    #[test]
    fn a_hyphen_is_a_minus_and_a_dot_joins_an_id() {
        let word = |text: &str| Kind::Word(text.to_owned());
        assert_eq!(
            kinds("after-sales"),
            [word("after"), Kind::Minus, word("sales"), Kind::End]
        );
        assert_eq!(kinds("service.speed.x2"), [word("service.speed.x2"), Kind::End]);
        assert_eq!(kinds("android order"), [word("android"), word("order"), Kind::End]);
    }

    #[test]
    fn spans_are_bytes_of_the_text() {
        let (tokens, _) = cut("城市 = \"北京\"");
        let spans: Vec<_> = tokens.into_iter().map(|token| token.span).collect();
        assert_eq!(spans, [0..6, 7..8, 9..17, 17..17]);
    }

    #[test]
    fn escapes_are_taken_out() {
        assert_eq!(
            kinds(r#""a\"b\\c\nd\te""#),
            [Kind::Text("a\"b\\c\nd\te".to_owned()), Kind::End]
        );
    }

    #[test]
    fn habits_from_elsewhere_are_read_as_meant_and_told() {
        for (wrong, right, kind) in habits() {
            let (tokens, faults) = cut(wrong);
            assert_eq!(tokens[0].kind, kind, "{wrong}");
            assert_eq!(faults.len(), 1, "{wrong}");
            assert_eq!(
                (faults[0].code, faults[0].help.as_str()),
                (FaultCode::BadCharacter, format!("write `{right}`").as_str())
            );
        }
        for text in ["'app'", "“app”", "‘app’", "「app」"] {
            let (tokens, faults) = cut(text);
            assert_eq!(tokens[0].kind, Kind::Text("app".to_owned()));
            assert_eq!(faults[0].help, "write `\"app\"`");
        }
    }

    #[test]
    fn stray_characters_make_one_fault() {
        let (_, faults) = cut("a $$$ = 1 #");
        assert_eq!(
            faults.iter().map(|fault| fault.span.clone()).collect::<Vec<_>>(),
            [2..5, 10..11]
        );
    }
}
