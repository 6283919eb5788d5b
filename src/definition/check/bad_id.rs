//! MY115: names have one form.

use super::macros::rule;
use crate::definition::keys::IdForm;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY115", Error,
    title: "a name of another form", "名称的写法不对",
    why: "Names stand in expressions, column headers, file names and links, so they keep to small letters, digits and `_`, and begin with a letter; names of surveys, pages and options may hold `-`. What people read goes into `text`.",
         "名称会出现在表达式、列名、文件名和链接里，所以只用小写字母、数字和 `_`，并以字母开头；问卷、页面、选项的名称可用 `-`。给人看的文字写在 `text` 里。",
    question,
    wrong: "- id: Waiting-Time\n  kind: number\n  text: How many minutes did you wait?\n",
    right: "- id: waiting_time\n  kind: number\n  text: How many minutes did you wait?\n",
}

/// A name that does not have its form.
pub fn problem(source: &Arc<Source>, span: &Range<usize>, written: &str, form: IdForm) -> Problem {
    let (en, zh) = match form {
        IdForm::File => ("small letters, digits and `-`", "小写字母、数字和 `-`"),
        IdForm::Name => ("small letters, digits and `_`", "小写字母、数字和 `_`"),
        _ => ("small letters, digits, `_` and `-`", "小写字母、数字、`_` 和 `-`"),
    };
    let problem = Problem::new(&DOC, Place::text(source, span.clone())).says(
        format!("`{written}` cannot be a name"),
        format!("`{written}` 不能作名称"),
    );
    let better = suggestion(written, form);
    if form.fits(&better) {
        return problem.help(format!("write `{better}`: {en}"), format!("写 `{better}`：{zh}"));
    }
    problem.help(
        format!("use {en}, a letter first, at most 64; put what people read into `text`"),
        format!("用{zh}，以字母开头，最多 64 个；给人看的文字写在 `text` 里"),
    )
}

fn suggestion(written: &str, form: IdForm) -> String {
    let join = if form == IdForm::File { '-' } else { '_' };
    let one = |c: char| match c {
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        '-' if form != IdForm::Name => '-',
        '_' if form != IdForm::File => '_',
        '-' | '_' | ' ' | '.' | '/' => join,
        c => c,
    };
    written.trim().chars().map(one).collect()
}
