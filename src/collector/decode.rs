//! Names and values as a form sends them (`application/x-www-form-urlencoded`), and paths.

/// What is wrong with what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Bytes that are no UTF-8 text, or a `%` without two hex digits.
    Unreadable,
    /// More fields than a form has.
    TooMany,
}

/// The pairs of a form, in order.
///
/// # Errors
/// When they are more than `most`, or no text.
pub fn pairs(body: &[u8], most: usize) -> Result<Vec<(String, String)>, Fault> {
    let parts: Vec<&[u8]> = body
        .split(|&byte| byte == b'&')
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() > most {
        return Err(Fault::TooMany);
    }
    let pair = |part: &[u8]| {
        let at = part.iter().position(|&byte| byte == b'=').unwrap_or(part.len());
        let (name, value) = (&part[..at], part.get(at + 1..).unwrap_or_default());
        Some((text(name, true)?, text(value, true)?))
    };
    parts
        .into_iter()
        .map(|part| pair(part).ok_or(Fault::Unreadable))
        .collect()
}

/// The segments of a path below the site, or `None` when it could lead anywhere else.
#[must_use]
pub fn segments(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    if path.is_empty() {
        return Some(Vec::new());
    }
    let plain = |part: &String| !part.is_empty() && !part.starts_with('.') && !part.contains(['/', '\\', '\0', ':']);
    let parts: Option<Vec<String>> = path
        .trim_end_matches('/')
        .split('/')
        .map(|part| text(part.as_bytes(), false))
        .collect();
    parts.filter(|parts| parts.iter().all(plain))
}

fn text(bytes: &[u8], plus_is_space: bool) -> Option<String> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        decoded.push(match byte {
            b'+' if plus_is_space => b' ',
            b'%' => {
                let mut digit = || char::from(*rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}
