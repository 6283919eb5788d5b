//! MY134: expressions name what there is.

use super::macros::rule;

rule! {
    "MY134", Error,
    title: "an expression names something unknown", "表达式中有未知的名称",
    why: "Expressions use the names of questions, rows (`service.speed`), hidden and derived values, functions, and options in double quotes.",
         "表达式使用题目、矩阵行（`service.speed`）、隐藏值、派生值和函数的名称，选项写在双引号中。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  show_if: overal <= 2\n",
    right: "- id: why\n  kind: text\n  text: Why?\n  show_if: overall <= 2\n",
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::problems;
    use crate::diagnostic::Place;

    fn underlined(show_if: &str) -> String {
        let whole = Form::Question.whole(&format!(
            "- id: why\n  kind: text\n  text: Why?\n  show_if: {show_if}\n"
        ));
        let found = problems(&whole);
        assert_eq!(found.len(), 1, "{found:?}");
        let Place::Text { source, start, end } = &found[0].place else {
            panic!("not a text")
        };
        source.text[*start..*end].to_owned()
    }

    #[test]
    fn the_faulty_part_is_underlined_where_the_file_has_it_as_it_is() {
        assert_eq!(underlined("overall <= 2 and chanel = \"app\""), "chanel");
        assert_eq!(underlined("'channel = \"ap\"'"), "\"ap\"");
        assert_eq!(
            underlined("\"chanel = \\\"app\\\"\""),
            "\"chanel = \\\"app\\\"\"",
            "escapes: the whole"
        );
        assert_eq!(underlined("|\n    chanel = \"app\""), "chanel", "a block of one line");
        assert_eq!(
            underlined(">\n    overall = 1 or\n    chanel = \"app\"")
                .lines()
                .count(),
            2,
            "folded: the whole"
        );
    }

    #[test]
    fn a_slip_is_answered_in_both_languages() {
        let found = problems(&Form::Question.whole("- {id: why, kind: text, text: Why?, show_if: overal <= 2}\n"));
        assert!(
            found[0].help.en.contains("`overall`") && found[0].help.zh.contains("`overall`"),
            "{found:?}"
        );
        assert!(found[0].says.zh.contains("没有名为"));
    }
}
