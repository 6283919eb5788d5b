//! What is printed of a file: the row equation, and how far it is.

use crate::command::Context;
use crate::import::Counts;
use crate::store::Receipt;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

/// The counts of a file nothing of which was kept.
pub(super) fn refused(counts: &Counts) -> Receipt {
    Receipt {
        read: counts.read,
        accepted: counts.accepted,
        skipped: counts.skipped(),
        refused: counts.refused(),
        invalid_cells: counts.invalid_cells,
        ..Receipt::default()
    }
}

/// What became of a file.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    All,
    Preview,
    Nothing,
}

/// Prints the row equation.
pub(super) fn tell(name: &str, receipt: &Receipt, kept: Kept, context: &mut Context<'_>) {
    let Receipt {
        read,
        accepted,
        replaced,
        skipped,
        refused,
        invalid_cells,
        ..
    } = receipt;
    let (en, zh) = match kept {
        Kept::All => ("", ""),
        Kept::Preview => (" — a dry run, nothing was kept", "——试运行，未写入"),
        Kept::Nothing => (" — nothing was kept", "——未写入任何答卷"),
    };
    context.say(
        &format!(
            "{name}: {read} read = {accepted} accepted + {replaced} replaced + {skipped} skipped + {refused} refused; \
             {invalid_cells} invalid cells{en}"
        ),
        &format!(
            "{name}：读取 {read} = 接收 {accepted} + 替换 {replaced} + 略过 {skipped} + 拒收 {refused}；无效单元格 {invalid_cells}{zh}"
        ),
    );
}

pub(super) fn recognised(name: &str, counts: &Receipt, context: &mut Context<'_>) {
    let read = counts.read;
    context.say(
        &format!(
            "{name}: {read} read = 0 accepted + 0 replaced + {read} skipped + 0 refused; imported before, unchanged"
        ),
        &format!("{name}：读取 {read} = 接收 0 + 替换 0 + 略过 {read} + 拒收 0；此前已导入，内容未变"),
    );
}

pub(super) fn bar(size: u64, context: &Context<'_>) -> ProgressBar {
    let target = if context.watched {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(size), target);
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
