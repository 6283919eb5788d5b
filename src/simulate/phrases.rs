//! Words respondents leave: short, invented, of no particular product.

use super::random::Random;

const ZH: &str = include_str!("phrases/zh.txt");
const EN: &str = include_str!("phrases/en.txt");

/// What a comment is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Content.
    Praise,
    /// A suggestion, or nothing much.
    Plain,
    /// Something went wrong.
    Complaint,
    /// A few words beside "other".
    Other,
}

impl Tone {
    fn heading(self) -> &'static str {
        match self {
            Self::Praise => "[praise]",
            Self::Plain => "[plain]",
            Self::Complaint => "[complaint]",
            Self::Other => "[other]",
        }
    }

    /// The tone of a feeling.
    pub(super) fn of(feeling: f64) -> Self {
        if feeling > 0.4 {
            Self::Praise
        } else if feeling < -0.4 {
            Self::Complaint
        } else {
            Self::Plain
        }
    }
}

/// A comment of at most `most` characters; readers of other languages than Chinese write English.
pub(super) fn phrase(random: &mut Random, language: &str, tone: Tone, most: Option<u32>) -> String {
    let list = if language == "zh" || language.starts_with("zh-") {
        ZH
    } else {
        EN
    };
    let most = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    let fitting: Vec<&str> = under(list, tone).filter(|text| text.chars().count() <= most).collect();
    if fitting.is_empty() {
        return under(list, tone)
            .next()
            .unwrap_or_default()
            .chars()
            .take(most)
            .collect();
    }
    fitting[random.below(fitting.len())].to_owned()
}

fn under(list: &'static str, tone: Tone) -> impl Iterator<Item = &'static str> {
    list.lines()
        .skip_while(move |line| *line != tone.heading())
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tone_has_words_in_both_languages_and_short_ones_too() {
        for tone in [Tone::Praise, Tone::Plain, Tone::Complaint, Tone::Other] {
            for list in [ZH, EN] {
                let count = under(list, tone).count();
                assert!(count >= 8, "{tone:?}: {count}");
            }
            let mut random = Random::new(1, &["short"]);
            let short = phrase(&mut random, "en", tone, Some(5));
            assert!(short.chars().count() <= 5 && !short.is_empty());
        }
    }
}
