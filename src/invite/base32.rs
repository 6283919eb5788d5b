//! Crockford's base 32, in lower case: digits and letters that people do not take for each other.
//!
//! Source: D. Crockford, *Base 32*, crockford.com/base32.html.

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Bytes as text, five bits a character; the last is filled with zeros.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut held, mut bits) = (0u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// The bytes of a text; `None` for other characters, and where what fills the last one is not zero. `o` is 0, `i` and `l` are 1.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0u32, 0);
    for byte in text.bytes() {
        let digit = match byte.to_ascii_lowercase() {
            b'o' => 0,
            b'i' | b'l' => 1,
            other => ALPHABET.iter().position(|known| *known == other)?,
        };
        held = (held << 5 | u32::try_from(digit).ok()?) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    // A character more than needed, or bits left over, would make two texts of one value.
    (bits < 5 && held & ((1 << bits) - 1) == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_values() {
        // The worked values of RFC 4648 section 10 ("foobar"), in Crockford's alphabet.
        for (plain, text) in [
            ("", ""),
            ("f", "cr"),
            ("fo", "csqg"),
            ("foo", "csqpy"),
            ("foob", "csqpyrg"),
            ("fooba", "csqpyrk1"),
            ("foobar", "csqpyrk1e8"),
        ] {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(decode("CSQPYRKI"), decode("csqpyrk1"));
        for wrong in ["c", "cr0", "cs", "u", "c-r", "ç"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn a_value_has_one_text(text in "[0-9a-hjkmnp-tv-z]{0,30}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
