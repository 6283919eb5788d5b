//! One form for all rules.

/// A rule's documentation and the test of its two examples: `DOC`, shown by `manyi explain` and listed in `docs/problems.md`, and
/// a test that the wrong example breaks this rule alone and the right one none.
///
/// The examples are fragments: `question` stands in the list of questions of a small survey, `top` replaces or adds top-level keys
/// of it (see `samples.rs`).
macro_rules! rule {
    (
        $code:literal, $severity:ident,
        title: $en:literal, $zh:literal,
        why: $why_en:literal, $why_zh:literal,
        $form:ident,
        wrong: $wrong:literal,
        right: $right:literal $(,)?
    ) => {
        /// Shown by `manyi explain`, listed in `docs/problems.md`.
        pub static DOC: crate::diagnostic::RuleDoc = crate::diagnostic::RuleDoc {
            code: $code,
            severity: crate::diagnostic::Severity::$severity,
            title: [$en, $zh],
            page: [
                concat!(
                    $why_en,
                    "\n\nWrong:\n\n```yaml ",
                    stringify!($form),
                    " wrong\n",
                    $wrong,
                    "```\n\nRight:\n\n```yaml ",
                    stringify!($form),
                    "\n",
                    $right,
                    "```\n"
                ),
                concat!(
                    $why_zh,
                    "\n\n错误写法：\n\n```yaml ",
                    stringify!($form),
                    " wrong\n",
                    $wrong,
                    "```\n\n正确写法：\n\n```yaml ",
                    stringify!($form),
                    "\n",
                    $right,
                    "```\n"
                ),
            ],
        };

        #[cfg(test)]
        mod examples {
            use crate::definition::samples::Form;
            use crate::definition::samples::codes;

            #[test]
            fn the_wrong_one_breaks_this_rule_alone_and_the_right_one_none() {
                let form = Form::named(stringify!($form));
                let broken = codes(&form.whole($wrong));
                assert!(
                    !broken.is_empty() && broken.iter().all(|code| *code == $code),
                    "{broken:?}"
                );
                assert_eq!(codes(&form.whole($right)), Vec::<&str>::new());
            }
        }
    };
}
pub(super) use rule;
