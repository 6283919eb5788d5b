//! Personal links: a person of a sample becomes a token that a form carries and a collector can check without a list.
//!
//! In come a secret, the name of a survey and a person's id; out come a [`Token`] and the [`Pseudonym`] in it. Pure functions:
//! no disk, no clock, no network. Who is behind a pseudonym can be found only with the secret and the list of those asked.
//!
//! A token is 16 bytes in Crockford's base 32: ten bytes of pseudonym, the first of `HMAC-SHA256(secret, "id:" survey ":" person)`,
//! then six bytes of `HMAC-SHA256(secret, "tag:" survey ":" pseudonym)`. To guess the tag of a pseudonym takes 2⁴⁷ tries on
//! average; a token of one survey is none of another.

mod base32;
mod hmac;

use std::fmt;

/// Bytes of a pseudonym.
const PERSON: usize = 10;
/// Bytes of a tag.
const TAG: usize = 6;

/// What tokens are made and checked with: one per workspace, kept outside of version control.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A secret of these bytes, which must come from the system's source of randomness.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hex digits, with blanks around them.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16);
            *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
        }
        Some(Self(bytes))
    }

    /// The secret as 64 hex digits, for its file.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.0
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .fold(String::new(), |mut text, digit| {
                text.extend(char::from_digit(u32::from(digit), 16));
                text
            })
    }

    /// A keyed hash of a text for one purpose; `purpose` holds no colon.
    #[must_use]
    pub fn seal(&self, purpose: &str, survey: &str, what: &str) -> [u8; 32] {
        hmac::sha256(
            &self.0,
            &[purpose.as_bytes(), b":", survey.as_bytes(), b":", what.as_bytes()],
        )
    }
}

/// Says nothing of the bytes, so that no log or message can.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A person within one survey, without saying who: ten bytes, written as sixteen letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym([u8; PERSON]);

impl Pseudonym {
    /// Reads the sixteen characters of one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Some(Self(base32::decode(text)?.try_into().ok()?))
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base32::encode(&self.0))
    }
}

/// What a personal link carries: a pseudonym and the proof that it was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// Whose it is.
    pub person: Pseudonym,
    tag: [u8; TAG],
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [0; PERSON + TAG];
        let (person, tag) = bytes.split_at_mut(PERSON);
        person.copy_from_slice(&self.person.0);
        tag.copy_from_slice(&self.tag);
        f.write_str(&base32::encode(&bytes))
    }
}

/// The pseudonym of a person in a survey; `person` is the id as the sample writes it.
#[must_use]
pub fn pseudonym(secret: &Secret, survey: &str, person: &str) -> Pseudonym {
    Pseudonym(first(&secret.seal("id", survey, person)))
}

/// The token of a person in a survey.
#[must_use]
pub fn token(secret: &Secret, survey: &str, person: &str) -> Token {
    let person = pseudonym(secret, survey, person);
    Token {
        person,
        tag: tag(secret, survey, person),
    }
}

/// Whose token this is; `None` unless it was made with this secret for this survey. Capitals, and the letters people take for
/// digits, are read as what they stand for; the comparison takes the same time wherever two tags differ.
#[must_use]
pub fn verify(secret: &Secret, survey: &str, token: &str) -> Option<Pseudonym> {
    let bytes = base32::decode(token)?;
    let (person, shown) = bytes.split_at_checked(PERSON)?;
    let person = Pseudonym(person.try_into().ok()?);
    let difference = tag(secret, survey, person)
        .iter()
        .zip(shown)
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    (shown.len() == TAG && difference == 0).then_some(person)
}

/// A name for a response of an anonymous survey: the same for the same id, and nobody without the secret can tell which.
#[must_use]
pub fn alias(secret: &Secret, survey: &str, response_id: &str) -> String {
    base32::encode(&first::<16>(&secret.seal("response", survey, response_id)))
}

fn tag(secret: &Secret, survey: &str, person: Pseudonym) -> [u8; TAG] {
    first(&secret.seal("tag", survey, &person.to_string()))
}

/// The first bytes of a hash.
fn first<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&hash[..N]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn secret(byte: u8) -> Secret {
        Secret::new([byte; 32])
    }

    #[test]
    fn a_token_is_known_by_who_made_it_for_the_survey_it_was_made_for() {
        let token = token(&secret(7), "after-sales", "C-1001").to_string();
        assert_eq!(token.len(), 26);
        let person = pseudonym(&secret(7), "after-sales", "C-1001");
        assert_eq!(verify(&secret(7), "after-sales", &token), Some(person));
        assert_eq!(Pseudonym::read(&person.to_string()), Some(person));
        assert_eq!(verify(&secret(7), "other", &token), None);
        assert_eq!(verify(&secret(8), "after-sales", &token), None);
        for wrong in ["", "0", &token[1..], &format!("{token}0"), "null", "    ", "\u{ff10}"] {
            assert_eq!(verify(&secret(7), "after-sales", wrong), None, "{wrong}");
        }
    }

    #[test]
    fn any_other_character_makes_another_token() {
        let token = token(&secret(1), "s", "p").to_string();
        for at in 0..token.len() {
            for other in "0123456789abcdefghjkmnpqrstvwxyz"
                .chars()
                .filter(|c| !token[at..].starts_with(*c))
            {
                let forged = format!("{}{other}{}", &token[..at], &token[at + 1..]);
                assert_eq!(verify(&secret(1), "s", &forged), None, "{forged}");
            }
        }
    }

    #[test]
    fn capitals_and_look_alikes_are_read_as_what_they_stand_for() {
        let token = token(&secret(2), "s", "p").to_string();
        let typed = token.to_uppercase().replace('0', "O").replace('1', "I");
        assert!(verify(&secret(2), "s", &typed).is_some());
    }

    #[test]
    fn a_thousand_persons_have_a_thousand_pseudonyms() {
        let all: BTreeSet<Pseudonym> = (0..1000).map(|n| pseudonym(&secret(3), "s", &n.to_string())).collect();
        assert_eq!(all.len(), 1000);
    }

    #[test]
    fn the_parts_of_what_is_hashed_cannot_run_into_each_other() {
        // Ids of surveys hold no colon, so the first colons always end them.
        assert_ne!(pseudonym(&secret(3), "a", "b:c"), pseudonym(&secret(3), "a-b", "c"));
    }

    #[test]
    fn a_secret_is_written_and_read_and_never_shown() {
        let secret = Secret::new(std::array::from_fn(|at| u8::try_from(at * 7).unwrap()));
        assert_eq!(
            Secret::from_hex(&format!(" {}\n", secret.to_hex())),
            Some(secret.clone())
        );
        assert_eq!(Secret::from_hex("abc"), None);
        assert_eq!(Secret::from_hex(&"g".repeat(64)), None);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
