//! Measures and wraps text without a font: words come in, lines that fit a width go out.
//!
//! A chart is drawn before anybody knows the reader's fonts, so widths are a deliberate slight
//! over-estimate: a Han character is 1 em, capitals 0.68 em, `%` 0.9 em,
//! everything else 0.56 em.

use unicode_width::UnicodeWidthChar;

/// The mark that ends a text of which the rest did not fit.
const ELLIPSIS: char = '…';

/// Width of a character in em.
fn em(letter: char) -> f64 {
    // Quotes, dashes and dots are wide in Chinese fonts and narrow in Latin ones; we cannot know.
    let columns = if letter.is_alphanumeric() {
        letter.width()
    } else {
        letter.width_cjk()
    };
    match columns.unwrap_or(0) {
        0 => 0.0,
        // Nearly an em in most fonts, and on the end of many axes.
        1 if letter == '%' => 0.9,
        1 if letter.is_uppercase() => 0.68,
        1 => 0.56,
        _ => 1.0,
    }
}

/// Width of `text` in px at `size` px.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// `text` in one line without characters that XML forbids or that would move the ones beside them.
pub(super) fn clean(text: &str) -> String {
    let plain: String = text.chars().map(|c| if is_plain(c) { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character may stand in a chart: no controls, no direction overrides, no non-characters.
fn is_plain(letter: char) -> bool {
    let code = u32::from(letter);
    !letter.is_control()
        && !('\u{202A}'..='\u{202E}').contains(&letter)
        && !('\u{2066}'..='\u{2069}').contains(&letter)
        && !('\u{FDD0}'..='\u{FDEF}').contains(&letter)
        && (code & 0xFFFE) != 0xFFFE
}

/// Wraps cleaned `text` into at most `lines` lines no wider than `room` px, evenly filled;
/// what does not fit ends in "…". Breaks after spaces, hyphens and slashes and between Han
/// characters, inside a word only when the word alone is too wide.
pub(super) fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let text = clean(text);
    let units = units(&text);
    let mut best = fill(&units, size, room);
    if best.len() > lines.max(1) {
        best.truncate(lines.max(1));
        if let Some(last) = best.last_mut() {
            *last = shorten(last, size, room);
        }
        return best;
    }
    if best.len() < 2 {
        return best;
    }
    let mut tighter = room - size;
    while tighter > room * 0.4 {
        let tried = fill(&units, size, tighter);
        if tried.len() > best.len() {
            break;
        }
        best = tried;
        tighter -= size;
    }
    best
}

/// The widest of `lines` in px.
pub(super) fn widest(lines: &[String], size: f64) -> f64 {
    lines.iter().map(|line| width(line, size)).fold(0.0, f64::max)
}

/// Cuts `line` so that it ends in an ellipsis and fits.
fn shorten(line: &str, size: f64, room: f64) -> String {
    let mut kept: Vec<char> = line.trim_end().chars().collect();
    while kept.len() > 1 && width(&kept.iter().collect::<String>(), size) + size > room {
        kept.pop();
    }
    while kept
        .last()
        .is_some_and(|c| c.is_whitespace() || "，。、,.;；".contains(*c))
    {
        kept.pop();
    }
    kept.push(ELLIPSIS);
    kept.into_iter().collect()
}

/// Pieces that must not be broken, spaces kept at their ends.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for letter in text.chars() {
        match units.last_mut() {
            Some(last) if before.is_some_and(|b| !may_break(b, letter)) => last.push(letter),
            _ => units.push(letter.to_string()),
        }
        before = Some(letter);
    }
    units
}

/// Whether a line may end between two neighbouring characters.
fn may_break(before: char, after: char) -> bool {
    if em(after) == 0.0 || before == '\u{200D}' || after == ' ' {
        return false;
    }
    if "，。、；：！？）》」』】〉”’…％%·".contains(after) || "（《「『【〈“‘".contains(before)
    {
        return false;
    }
    matches!(before, ' ' | '-' | '/') || before.width() == Some(2) || after.width() == Some(2)
}

/// Greedy line filling; a unit wider than the room is cut between characters.
fn fill(units: &[String], size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for unit in units {
        if width(line.trim_start(), size) + width(unit.trim_end(), size) <= room {
            line.push_str(unit);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim().to_owned());
        }
        line.clear();
        for letter in unit.chars() {
            let wider = width(&line, size) + em(letter) * size;
            if wider > room && !line.is_empty() && em(letter) > 0.0 && letter != ' ' {
                lines.push(line.trim().to_owned());
                line.clear();
            }
            line.push(letter);
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_are_one_em_and_others_narrower() {
        assert!((width("满意", 10.0) - 20.0).abs() < 1e-9);
        assert!((width("ab1", 10.0) - 16.8).abs() < 1e-9);
        assert!((width("e\u{301}", 10.0) - 5.6).abs() < 1e-9);
    }

    #[test]
    fn lines_end_at_words_and_never_before_closing_punctuation() {
        assert_eq!(
            wrap("very satisfied customers", 10.0, 90.0, 3),
            ["very satisfied", "customers"]
        );
        let lines = wrap("客服人员的态度，以及专业程度", 10.0, 70.0, 3);
        assert_eq!(lines, ["客服人员的", "态度，以及", "专业程度"]);
        assert!(lines.iter().all(|line| !line.starts_with('，')));
    }

    #[test]
    fn what_does_not_fit_three_lines_ends_in_an_ellipsis() {
        let lines = wrap(&"满意".repeat(40), 10.0, 60.0, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…') && width(&lines[2], 10.0) <= 60.0);
    }

    #[test]
    fn a_word_too_wide_is_cut_and_control_characters_vanish() {
        assert!(
            wrap("Donaudampfschifffahrt", 10.0, 60.0, 3)
                .iter()
                .all(|l| width(l, 10.0) <= 60.0)
        );
        assert_eq!(clean("a\u{0}b\n c\u{202E}"), "a b c");
        assert!(wrap(" \t", 10.0, 60.0, 3).is_empty());
    }
}
