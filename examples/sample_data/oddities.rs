//! What goes wrong in every real campaign, few of each and each named in `sample-data/README.md`.

use crate::dates::Clock;
use crate::dates::Visit;
use crate::table::Table;

/// Plants the oddities of one quarter of the after-sales survey.
pub fn after_sales(wave: &str, table: &mut Table, visits: &[Visit]) -> Result<(), String> {
    match wave {
        "2025Q3" => table.set(76, "submitted_at", "2025-08-32T10:15:00+08:00"),
        "2025Q4" => table.set(211, "overall", "6"),
        "2026Q1" => {
            table.set(143, "bought", "furniture")?;
            table.set(143, "bought.other", "")
        }
        "2026Q2" => {
            table.set(308, "recommend", "11")?;
            table.set(308, "reason", "")?;
            table.set(399, "suggestion", "测试 test 请忽略")
        }
        "2026Q3" => {
            for row in rows_where(table, "contact", "none", 2)? {
                table.set(row, "effort", "4")?;
            }
            Ok(())
        }
        "2026Q4" => {
            table.set(57, "customer_id", "c99901")?;
            table.set(58, "suggestion", "=2+3 这样的优惠算不清")?;
            table.widen("modified_at");
            for (row, answer) in [(19, "2"), (87, "4"), (150, "3")] {
                let mut again = table.row(row);
                let (overall, modified) = (table.column("overall")?, table.column("modified_at")?);
                answer.clone_into(&mut again[overall]);
                again[modified] = visits[row].later(2, Clock::Shanghai);
                table.push(again);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn rows_where(table: &Table, column: &str, text: &str, count: usize) -> Result<Vec<usize>, String> {
    let mut found = Vec::new();
    for row in 0..table.len() {
        if found.len() < count && table.get(row, column)? == text {
            found.push(row);
        }
    }
    Ok(found)
}
