//! The code a respondent is given: short enough to write down, and checked without asking anyone.
//!
//! Twenty characters in groups of four. The first sixteen follow from the id of the response alone, so that a response can be
//! found by its code wherever its id is; the last four from its content, so that a changed answer is noticed.

use sha2::Digest;
use sha2::Sha256;

/// Crockford's base 32, lower case: no `i`, `l`, `o`, `u`.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The code of a response with this id and content.
#[must_use]
pub fn code(response_id: &str, content: &str) -> String {
    let mut text = grouped(&base32(&digest(&["receipt", response_id])[..10]));
    text.push('-');
    // Twenty bits are four characters.
    text.push_str(&base32(&digest(&["content", response_id, content])[..5])[..4]);
    text
}

/// What a code, or an id, says of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// It is another response's.
    Other,
    /// It is this response's, and says nothing of the content: the id itself, or a code without its last group.
    Response,
    /// It is this response's, with this content.
    Content,
    /// It is this response's, with another content.
    Changed,
}

/// Whether `text`, as a person typed it, names the response with this id and, where it is known, this content.
#[must_use]
pub fn names(text: &str, response_id: &str, content: Option<&str>) -> Named {
    if text.trim() == response_id {
        return Named::Response;
    }
    let (typed, whole) = (plain(text), plain(&code(response_id, content.unwrap_or_default())));
    if typed.len() < 16 || typed[..16] != whole[..16] {
        return Named::Other;
    }
    match (&typed[16..], content) {
        ("", _) | (_, None) => Named::Response,
        (check, Some(_)) if *check == whole[16..] => Named::Content,
        _ => Named::Changed,
    }
}

/// A code without groups; what looks alike is taken for what it must be.
fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect()
}

fn digest(parts: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

fn grouped(text: &str) -> String {
    let groups: Vec<&str> = (0..text.len())
        .step_by(4)
        .filter_map(|at| text.get(at..at + 4))
        .collect();
    groups.join("-")
}

/// Whole groups of five bytes become eight characters each.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for five in bytes.chunks_exact(5) {
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for digit in 0..8 {
            let index = usize::try_from((bits >> (35 - 5 * digit)) & 31).unwrap_or_default();
            text.push(char::from(DIGITS[index]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_crockfords() {
        // https://www.crockford.com/base32.html: five bits a symbol, the most significant first.
        assert_eq!(base32(&[0, 0, 0, 0, 1]), "00000001");
        assert_eq!(base32(&[0xff; 5]), "zzzzzzzz");
        assert_eq!(base32(b"hello"), "d1jprv3f");
    }

    #[test]
    fn a_code_names_its_response_however_it_is_typed() {
        let code = code("r-1", "0123456789abcdef");
        assert_eq!(code.len(), 24);
        for typed in [
            code.clone(),
            code.to_uppercase(),
            code.replace('-', " "),
            code.replace('0', "O").replace('1', "l"),
        ] {
            assert_eq!(
                names(&typed, "r-1", Some("0123456789abcdef")),
                Named::Content,
                "{typed}"
            );
            assert_eq!(names(&typed, "r-1", Some("other")), Named::Changed);
            assert_eq!(names(&typed, "r-1", None), Named::Response);
            assert_eq!(names(&typed, "r-2", Some("0123456789abcdef")), Named::Other);
        }
        assert_eq!(names(&code[..19], "r-1", Some("anything")), Named::Response);
        assert_eq!(names("r-1", "r-1", Some("anything")), Named::Response);
        assert_eq!(names("", "r-1", None), Named::Other);
    }
}
