//! What stands between the cells.

use super::records::Block;
use super::records::Records;

/// Delimiters that are looked for, the likelier first.
pub(super) const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter of `head`, decoded text from the top of a file; `None` when none cuts it into more than one column.
///
/// The best is the one that gives most of the first records the same number of cells, then the most cells; quotes are
/// respected, so that a comma inside a quoted answer does not count.
pub(super) fn sniff(head: &[u8]) -> Option<u8> {
    let mut best: Option<(u8, f64, usize)> = None;
    for candidate in CANDIDATES {
        let mut records = Records::new(head, candidate, head.len().max(64) + 1);
        let mut block = Block::default();
        if !records.fill(&mut block, 200).unwrap_or(false) {
            continue;
        }
        let width = block.records[0].width;
        let alike = block.records.iter().filter(|record| record.width == width).count();
        let share = alike as f64 / block.records.len() as f64;
        // The header alone decides when rows are ragged, but a delimiter inside one long question does not.
        let better = best.is_none_or(|(_, best_share, best_width)| {
            (share - best_share) > 0.2 || ((share - best_share).abs() <= 0.2 && width > best_width)
        });
        if width > 1 && better {
            best = Some((candidate, share, width));
        }
    }
    best.map(|(candidate, _, _)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_delimiters_quoted_and_not() {
        for delimiter in CANDIDATES {
            let mark = char::from(delimiter);
            let plain = format!("id{mark}overall{mark}reason\n1{mark}5{mark}a\n2{mark}4{mark}b\n");
            assert_eq!(sniff(plain.as_bytes()), Some(delimiter));
            let quoted =
                format!("\"id\"{mark}\"how, or; why|\twhen\"{mark}\"c\"\n\"1\"{mark}\"5,5;5\n|\"{mark}\"x\"\n");
            assert_eq!(sniff(quoted.as_bytes()), Some(delimiter), "{mark:?}");
        }
    }

    #[test]
    fn one_column_has_no_delimiter() {
        assert_eq!(sniff(b"id\n1\n2\n"), None);
        assert_eq!(sniff(b""), None);
    }
}
