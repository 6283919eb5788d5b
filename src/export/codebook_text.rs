//! The codebook for a reader, as Markdown.

use super::Codebook;
use super::CodebookField;
use crate::diagnostic::Tongue;
use std::fmt::Write;

impl Codebook {
    /// One section a column, in the reader's language.
    #[must_use]
    pub fn markdown(&self, tongue: Tongue) -> String {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "# {}\n",
            tongue.pick(
                format!("Codebook: {}", cell(&self.title)),
                format!("数据字典：{}", cell(&self.title))
            )
        );
        let count = self.responses;
        let _ = writeln!(
            out,
            "{}",
            tongue.pick(
                format!(
                    "Survey `{}`, definition `{}`; {count} responses.",
                    self.survey,
                    short(&self.definition)
                ),
                format!(
                    "调查 `{}`，定义 `{}`；共 {count} 份答卷。",
                    self.survey,
                    short(&self.definition)
                )
            )
        );
        if let Some(weight) = &self.weight {
            let _ = writeln!(
                out,
                "{}",
                tongue.pick(
                    format!("Responses are weighted by `{weight}`; counts here are unweighted."),
                    format!("答卷按 `{weight}` 加权；此处的计数未加权。")
                )
            );
        }
        let _ = writeln!(
            out,
            "\n| {} | {} |\n|---|--:|",
            tongue.pick("wave", "期次"),
            tongue.pick("responses", "答卷数")
        );
        for (wave, count) in &self.waves {
            let _ = writeln!(out, "| {} | {count} |", cell(wave));
        }
        for field in &self.fields {
            section(field, tongue, &mut out);
        }
        out
    }
}

fn section(field: &CodebookField, tongue: Tongue, out: &mut String) {
    let _ = writeln!(out, "\n## `{}`\n\n{}\n", field.name, cell(&field.label));
    let line = |out: &mut String, en: &str, zh: &str, value: &str| {
        let _ = writeln!(out, "- {}{}{value}", tongue.pick(en, zh), tongue.pick(": ", "："));
    };
    line(out, "kind", "类型", kind(field.kind, tongue));
    if let Some(condition) = &field.asked_if {
        line(out, "asked if", "提问条件", &format!("`{condition}`"));
    }
    if let Some(value) = &field.computed {
        line(out, "computed as", "计算方法", &format!("`{value}`"));
    }
    if let Some(better) = field.better {
        let words = if better == "high" {
            tongue.pick("the largest value", "数值越大越好")
        } else {
            tongue.pick("the smallest value", "数值越小越好")
        };
        line(out, "best", "方向", words);
    }
    if let Some([low, high]) = field.range {
        line(out, "range found", "实际范围", &format!("{low} – {high}"));
    }
    line(out, "valid answers", "有效回答", &field.valid.to_string());
    if field.values.is_empty() && field.missing.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n| {} | {} | {} | {} |\n|--:|---|---|--:|",
        tongue.pick("value", "数值"),
        tongue.pick("id", "代号"),
        tongue.pick("label", "标签"),
        tongue.pick("count", "数量")
    );
    for value in &field.values {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            value.value,
            format_args!("`{}`", value.id),
            cell(&value.label),
            value.count
        );
    }
    for missing in &field.missing {
        let _ = writeln!(
            out,
            "|  | `{}` | *{}* | {} |",
            missing.kind,
            tongue.pick("missing", "缺失"),
            missing.count
        );
    }
}

fn kind(kind: &str, tongue: Tongue) -> &'static str {
    match kind {
        "rating" => tongue.pick("rating", "评分"),
        "choice" => tongue.pick("single choice", "单选"),
        "multiple" => tongue.pick("multiple choice", "多选"),
        "flag" => tongue.pick("option of a multiple choice, 1 chosen", "多选题的选项，1 为选中"),
        "number" => tongue.pick("number", "数值"),
        "date" => tongue.pick("date", "日期"),
        "moment" => tongue.pick("date and time", "日期时间"),
        _ => tongue.pick("text", "文本"),
    }
}

fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}

/// Text that stays in one cell of a table and acts as no markup.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '|' | '<' | '*' | '_' | '`' | '[' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::{Answers, Counting, Layout, Multiples};
    use crate::diagnostic::Tongue;

    #[test]
    fn a_codebook_counts_answers_and_kinds_of_missing() {
        let (survey, calendar) = (fixture::survey(), fixture::calendar());
        let layout = Layout::new(&survey, &calendar, &fixture::wish(Answers::Ids, Multiples::Together));
        let mut counting = Counting::new(&layout);
        counting.see(&layout, &fixture::batch(&survey));
        let book = counting.codebook(&layout);
        let field = |name: &str| book.fields.iter().find(|field| field.name == name).unwrap();
        assert_eq!(book.responses, 3);
        let overall = field("overall");
        assert_eq!((overall.valid, overall.values[4].count), (1, 1));
        let missing: Vec<_> = overall.missing.iter().map(|one| (one.kind, one.count)).collect();
        assert_eq!(missing, [("dont_know", 1), ("invalid", 1)]);
        assert_eq!(
            field("topics").values.iter().map(|one| one.count).collect::<Vec<_>>(),
            [1, 2]
        );
        assert_eq!(field("minutes").range, Some([-0.02, 3.5]));
        let text = book.markdown(Tongue::En);
        assert!(
            text.contains(
                "## `overall`\n\nAll in all?\n\n- kind: rating\n- best: the largest value\n- valid answers: 1\n"
            ),
            "{text}"
        );
        assert!(text.contains("| 5 | `very_satisfied` | Very satisfied | 1 |"), "{text}");
    }
}
