//! Columns of replicate weights, named by a pattern.

use crate::stats::replicates::Asked;

/// Replicate weights of a bare file.
#[derive(Debug, Clone, PartialEq)]
pub struct BareReplicates {
    /// Which columns hold them: a name in which `*` stands for any characters.
    pub pattern: String,
    /// Whether they hold the weight already.
    pub combined: bool,
    /// How they were made.
    pub asked: Asked,
}

impl BareReplicates {
    /// The columns, in the order of the file.
    pub(super) fn columns<'h>(&self, headers: &'h [String]) -> Vec<&'h str> {
        let parts: Vec<&str> = self.pattern.split('*').collect();
        let fits = |header: &str| {
            let [first, middle @ .., last] = parts.as_slice() else {
                return header == self.pattern;
            };
            let Some(rest) = header.strip_prefix(first) else {
                return false;
            };
            let Some(mut rest) = rest.strip_suffix(last) else {
                return false;
            };
            middle.iter().all(|part| match rest.find(part) {
                Some(at) => {
                    rest = &rest[at + part.len()..];
                    true
                }
                None => false,
            })
        };
        headers
            .iter()
            .map(String::as_str)
            .filter(|header| fits(header))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::replicates::Centre;
    use crate::stats::replicates::Kind;

    #[test]
    fn a_star_stands_for_any_characters() {
        let headers = ["w", "rep1", "rep_2", "my_rep", "RAKE1w", "RAKE12w"].map(str::to_owned);
        let found = |pattern: &str| {
            let spec = BareReplicates {
                pattern: pattern.to_owned(),
                combined: true,
                asked: Asked {
                    kind: Kind::Jk1,
                    rho: None,
                    scale: None,
                    scales: Vec::new(),
                    centre: Centre::Mean,
                },
            };
            spec.columns(&headers)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("rep*"), ["rep1", "rep_2"]);
        assert_eq!(found("*rep*"), ["rep1", "rep_2", "my_rep"]);
        assert_eq!(found("RAKE*w"), ["RAKE1w", "RAKE12w"]);
        assert_eq!(found("w"), ["w"]);
        assert_eq!(found("r*x*"), Vec::<String>::new());
    }
}
