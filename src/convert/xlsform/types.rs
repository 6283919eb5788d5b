//! What the column `type` can say.

/// A type of `XLSForm`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    BeginGroup,
    EndGroup,
    BeginRepeat,
    EndRepeat,
    /// One of a list; with a free answer of its own.
    One {
        list: String,
        other: bool,
    },
    Many {
        list: String,
        other: bool,
    },
    Rank {
        list: String,
    },
    Text,
    Number {
        whole: bool,
    },
    Date,
    /// A time, or a day with a time.
    Moment,
    Range,
    Note,
    Acknowledge,
    Calculate,
    Hidden,
    /// Something the device knows by itself.
    Device,
    /// A kind that has no answer that could be counted.
    Other(String),
}

impl Type {
    pub(super) fn of(written: &str) -> Self {
        let words: Vec<&str> = written.split_whitespace().collect();
        let small = written.trim().to_lowercase().replace('_', " ");
        let small = small.split_whitespace().collect::<Vec<_>>().join(" ");
        match small.as_str() {
            "begin group" => return Self::BeginGroup,
            "end group" => return Self::EndGroup,
            "begin repeat" => return Self::BeginRepeat,
            "end repeat" => return Self::EndRepeat,
            "text" | "string" | "barcode" => return Self::Text,
            "integer" | "int" => return Self::Number { whole: true },
            "decimal" => return Self::Number { whole: false },
            "date" => return Self::Date,
            "time" | "datetime" => return Self::Moment,
            "range" => return Self::Range,
            "note" => return Self::Note,
            "acknowledge" | "trigger" => return Self::Acknowledge,
            "calculate" => return Self::Calculate,
            "hidden" => return Self::Hidden,
            "start" | "end" | "today" | "deviceid" | "username" | "phonenumber" | "email" | "simserial"
            | "subscriberid" | "audit" | "start-geopoint" | "background-audio" => return Self::Device,
            _ => {}
        }
        if small.contains("from file") || small.contains("external") {
            return Self::Other(written.trim().to_owned());
        }
        let select = small
            .replace("select one", "select_one")
            .replace("select multiple", "select_multiple");
        let select = select.replace("select all that apply", "select_multiple");
        let other = select.ends_with("or other");
        let kind = select.split(' ').next().unwrap_or_default();
        // The list keeps its letters: it is the word behind `select_one`, `select one`, `select all that apply from`.
        let list = words
            .iter()
            .rev()
            .find(|word| !matches!(word.to_lowercase().as_str(), "or_other" | "other" | "or"))
            .map(|word| (*word).to_owned())
            .unwrap_or_default();
        match kind {
            "select_one" if words.len() > 1 => Self::One { list, other },
            "select_multiple" if words.len() > 1 => Self::Many { list, other },
            "rank" if words.len() > 1 => Self::Rank { list },
            _ => Self::Other(written.trim().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Type;

    #[test]
    fn types_are_known_in_all_spellings() {
        let one = |list: &str, other| Type::One {
            list: list.to_owned(),
            other,
        };
        assert_eq!(Type::of("select_one Yes_No"), one("Yes_No", false));
        assert_eq!(Type::of("select one yn or_other"), one("yn", true));
        assert_eq!(Type::of("select_one yn or other"), one("yn", true));
        assert_eq!(
            Type::of("select_multiple a"),
            Type::Many {
                list: "a".to_owned(),
                other: false
            }
        );
        assert_eq!(Type::of("begin_repeat"), Type::BeginRepeat);
        assert_eq!(Type::of("Begin Group"), Type::BeginGroup);
        assert_eq!(Type::of("dateTime"), Type::Moment);
        assert_eq!(Type::of("geopoint"), Type::Other("geopoint".to_owned()));
        assert_eq!(
            Type::of("select_one_from_file x.csv"),
            Type::Other("select_one_from_file x.csv".to_owned())
        );
    }
}
