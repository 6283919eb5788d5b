//! Cells that a spreadsheet would run as a formula, and the apostrophe that keeps it from doing so.

/// Whether a spreadsheet would evaluate a cell with this text. A plain number is none, nor is what was guarded before.
#[must_use]
pub fn looks_like_formula(cell: &str) -> bool {
    let dangerous = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    // An apostrophe before such a character is doubled, so that taking one off always gives the original back.
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(dangerous) && !cell.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The text of a cell that was guarded with an apostrophe, without it.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| looks_like_formula(rest))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_no_formulas() {
        for cell in ["-0.02", "+8613800000000", "-2", "1e-7", "", "ok", "a=b"] {
            assert!(!looks_like_formula(cell), "{cell}");
        }
        for cell in ["=1+1", "-2+3+cmd", "@SUM(A1)", "＝A1", "\t=1", "'=x", "-", "+x"] {
            assert!(looks_like_formula(cell), "{cell}");
            assert_eq!(unguarded(&format!("'{cell}")), cell);
        }
    }
}
