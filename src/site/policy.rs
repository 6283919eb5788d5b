//! What a page may do, as its content security policy: nothing but what is named here.

use sha2::Digest;
use sha2::Sha256;

/// Where a form is sent: an `http(s)` address or a path on the same site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint(String);

impl Endpoint {
    /// Reads an address; `None` when it is neither `http://…`, `https://…` nor a path, or holds white space, quotes or
    /// other characters that an address must write as `%..`.
    #[must_use]
    pub fn new(address: &str) -> Option<Self> {
        let plain = |b: u8| {
            b.is_ascii_graphic()
                && !matches!(
                    b,
                    b'"' | b'\'' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b';' | b','
                )
        };
        let host = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"));
        let remote = host.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['));
        let local = host.is_none() && !address.starts_with("//") && !has_scheme(address);
        (!address.is_empty() && address.bytes().all(plain) && (remote || local)).then(|| Self(address.to_owned()))
    }

    /// The address as written.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0
    }

    /// As a source of the policy. The own site is always included: the thank-you page may lie there.
    fn source(&self) -> String {
        if !has_scheme(&self.0) {
            return "'self'".to_owned();
        }
        let bare = self.0.split(['?', '#']).next().unwrap_or_default();
        format!("'self' {bare}")
    }
}

/// Whether `address` names a scheme such as `https:` (and is not a path that has a colon further on).
pub(super) fn has_scheme(address: &str) -> bool {
    let end = address.find([':', '/', '?', '#']);
    end.is_some_and(|at| address[at..].starts_with(':'))
}

/// The policy of a page with these style and script blocks.
#[must_use]
pub fn content_policy(style: &str, script: Option<&str>, endpoint: Option<&Endpoint>) -> String {
    let form = endpoint.map_or_else(|| "'none'".to_owned(), Endpoint::source);
    let style = hash_source(style);
    // Only a script asks for anything besides what the page holds, and only where the form goes.
    let connect = script
        .filter(|_| endpoint.is_some())
        .map_or_else(String::new, |_| format!("connect-src {form}; "));
    let script = script.map_or_else(|| "'none'".to_owned(), hash_source);
    format!(
        "default-src 'none'; script-src {script}; style-src {style}; img-src 'self' data:; {connect}form-action {form}; base-uri 'none'"
    )
}

/// `'sha256-…'` of the text between an element's tags.
#[must_use]
pub fn hash_source(content: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(content.as_bytes())))
}

/// A picture as an address that holds it.
#[must_use]
pub fn data_uri(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", base64(bytes))
}

/// RFC 4648 base 64 with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4_usize {
            let index = (bits >> (18 - 6 * digit)) & 63;
            text.push(if digit <= three.len() {
                char::from(DIGITS[index as usize])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_agrees_with_rfc_4648_section_10() {
        let pairs = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn the_hash_is_the_one_browsers_compute() {
        // The example of CSP level 3, section "Usage of hash": <script>alert('Hello, world.');</script>
        let policy = content_policy("", Some("alert('Hello, world.');"), None);
        assert!(
            policy.contains("script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"),
            "{policy}"
        );
    }

    #[test]
    fn an_endpoint_is_an_address_or_a_path() {
        for good in [
            "/s/after-sales",
            "answers",
            "https://answers.example.org/in?x=1",
            "http://127.0.0.1:8080/s/a",
            "http://[::1]:80/",
            "./a:b",
        ] {
            assert!(Endpoint::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "//elsewhere.example",
            "data:x",
            "https://",
            "https://a b",
            "/a;script-src *",
            "/a\"b",
            "/a,b",
            "mailto:a@b",
            "/\u{e9}",
        ] {
            assert!(Endpoint::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_script_may_ask_only_where_the_form_goes() {
        let endpoint = Endpoint::new("https://in.example/s/a").unwrap();
        let policy = content_policy("", Some("f()"), Some(&endpoint));
        assert!(
            policy.contains("; connect-src 'self' https://in.example/s/a; form-action"),
            "{policy}"
        );
        assert!(!content_policy("", Some("f()"), None).contains("connect-src"));
        assert!(!content_policy("", None, Some(&endpoint)).contains("connect-src"));
    }

    #[test]
    fn forms_may_go_only_to_their_endpoint() {
        let policy = |address: &str| content_policy("a{}", None, Some(&Endpoint::new(address).unwrap()));
        assert!(policy("/s/a").contains("; form-action 'self'; base-uri 'none'"));
        assert!(policy("https://in.example/a?b=c").contains("; form-action 'self' https://in.example/a; "));
        assert!(content_policy("a{}", None, None).contains("form-action 'none'"));
        assert!(policy("/s/a").starts_with("default-src 'none'; script-src 'none'; style-src 'sha256-"));
    }
}
