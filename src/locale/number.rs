//! Numbers as a reader sees them: rounded half up on the decimal digits, a true minus sign, no machine locale.

/// Rounds half away from zero at `decimals` on the shortest decimal text of `x`, so that 2.675 becomes 2.68.
fn rounded(x: f64, decimals: usize) -> String {
    let shortest = format!("{x:e}");
    let Some((digits, exponent)) = shortest.split_once('e') else {
        return format!("{x:.decimals$}");
    };
    let (Ok(exponent), false) = (exponent.parse::<i32>(), !x.is_finite()) else {
        return format!("{x}");
    };
    let negative = digits.starts_with('-');
    let mut figures: Vec<u8> = digits.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
    // Position of the last kept digit, counted from the first figure.
    let keep = exponent + 1 + i32::try_from(decimals).unwrap_or(0);
    let mut whole = exponent + 1;
    if keep < 0 {
        figures = vec![0];
        whole = 1;
    } else {
        let keep = usize::try_from(keep).unwrap_or(0);
        let up = figures.get(keep).is_some_and(|&next| next >= 5);
        figures.resize(keep, 0);
        if up {
            let mut at = keep;
            loop {
                if at == 0 {
                    figures.insert(0, 1);
                    whole += 1;
                    break;
                }
                at -= 1;
                if figures[at] == 9 {
                    figures[at] = 0;
                } else {
                    figures[at] += 1;
                    break;
                }
            }
        }
    }
    let mut text = String::new();
    let digit = |index: i32| {
        usize::try_from(index)
            .ok()
            .and_then(|i| figures.get(i))
            .map_or('0', |d| char::from(b'0' + d))
    };
    if whole <= 0 {
        text.push('0');
    } else {
        text.extend((0..whole).map(digit));
    }
    if decimals > 0 {
        text.push('.');
        text.extend((0..i32::try_from(decimals).unwrap_or(0)).map(|i| digit(whole + i)));
    }
    if negative && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.insert(0, '\u{2212}');
    }
    text
}

/// `x` with a fixed number of decimals: `3.46`, `−0.5`.
#[must_use]
pub fn plain(x: f64, decimals: usize) -> String {
    rounded(x, decimals)
}

/// As [`plain`], with a plus sign before positive numbers: `+3`, `−2`, `0`.
#[must_use]
pub fn signed(x: f64, decimals: usize) -> String {
    let text = rounded(x, decimals);
    let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if x > 0.0 && !zero { format!("+{text}") } else { text }
}

/// A share in `[0, 1]` as a percentage: `72 %` is written `72%`.
#[must_use]
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{}%", rounded(share * 100.0, decimals))
}

/// A difference of shares in points, signed, without a unit: 0.053 is `+5.3`.
#[must_use]
pub fn points(difference: f64, decimals: usize) -> String {
    signed(difference * 100.0, decimals)
}

/// `x` to `digits` significant digits without a trailing zero, for tables that machines read: `0.123456789012`.
#[must_use]
pub fn significant(x: f64, digits: usize) -> String {
    let cut = format!("{x:.*e}", digits.saturating_sub(1));
    cut.parse::<f64>().map_or(cut, |value| {
        if value == 0.0 {
            "0".to_owned()
        } else {
            format!("{value}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_up_on_the_decimal_text() {
        assert_eq!(plain(2.675, 2), "2.68");
        assert_eq!(plain(0.5, 0), "1");
        assert_eq!(plain(9.996, 2), "10.00");
        assert_eq!(plain(0.004, 2), "0.00");
        assert_eq!(plain(-0.004, 2), "0.00");
        assert_eq!(plain(-1.25, 1), "\u{2212}1.3");
        assert_eq!(plain(0.049, 1), "0.0");
        assert_eq!(plain(0.05, 1), "0.1");
        assert_eq!(plain(1234.0, 0), "1234");
        assert_eq!(plain(0.0, 1), "0.0");
        assert_eq!(plain(1e-9, 3), "0.000");
        assert_eq!(plain(99.5, 0), "100");
    }

    #[test]
    fn signs_and_percentages() {
        assert_eq!(signed(3.04, 1), "+3.0");
        assert_eq!(signed(0.01, 1), "0.0");
        assert_eq!(signed(-2.0, 0), "\u{2212}2");
        assert_eq!(percent(0.725, 0), "73%");
        assert_eq!(points(-0.053, 1), "\u{2212}5.3");
    }

    #[test]
    fn twelve_significant_digits() {
        assert_eq!(significant(1.0 / 3.0, 12), "0.333333333333");
        assert_eq!(significant(72.0, 12), "72");
        assert_eq!(significant(0.1 + 0.2, 12), "0.3");
        assert_eq!(significant(-0.0, 12), "0");
    }
}
