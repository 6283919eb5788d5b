//! What is told of a file once it is read: its counts, its columns, and what stands out in it as a whole.

use super::super::layout::Role;
use super::super::rules;
use super::super::segment::suspect;
use super::super::summary::ColumnFound;
use super::super::summary::Counts;
use super::super::summary::Summary;
use super::Import;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::VariableIndex;
use std::io::Read;

impl<R: Read> Import<'_, R> {
    /// The counts and problems of all that was read; call it after the last chunk.
    #[must_use]
    pub fn finish(self) -> Summary {
        let contested = self.register.contested();
        let mut problems = self.found.problems.clone();
        problems.extend(self.tally.problems(self.setup.file));
        self.last_problems(&mut problems);
        problems.sort_by_key(|problem| problem.rule.severity);
        let layout = &self.found.layout;
        let name = |index: VariableIndex| self.setup.survey.variable(index).id.to_string();
        let columns = layout.roles.iter().enumerate().map(|(at, role)| ColumnFound {
            header: layout.headers.shown[at].clone(),
            read_as: match role {
                Role::Variable(index) => Some(name(*index)),
                Role::Option(index, option) => {
                    let list = self.setup.survey.variable(*index).domain.options();
                    Some(format!(
                        "{}.{}",
                        name(*index),
                        list.and_then(|list| list.options.get(*option))
                            .map_or("?", |option| option.id.as_str())
                    ))
                }
                Role::Meta(meta) => Some(meta.name().to_owned()),
                Role::Key => Some("sample key".to_owned()),
                Role::LeftOut | Role::Unknown => None,
            },
            left_out: *role == Role::LeftOut,
            filled: self.cells[at].0,
            invalid: self.cells[at].1,
        });
        Summary {
            counts: self.counts,
            columns: columns.collect(),
            tallies: self.tally.counts(),
            encoding: self.found.encoding,
            profile: self.found.profile.clone(),
            left_out: self.left_out.iter().filter(|(_, count)| *count > 0).cloned().collect(),
            delimiter: self.found.delimiter,
            problems,
            contested,
        }
    }

    /// Problems of the file as a whole.
    fn last_problems(&self, problems: &mut Vec<Problem>) {
        self.not_valid(problems);
        problems.extend(suspect(self.setup.file, self.trapped, 0));
        problems.extend(self.not_in_sample());
        problems.extend(self.other_definition());
        self.not_understood(problems);
        problems.extend(self.too_much_refused());
    }

    fn at(&self, line: u64, row: Option<u64>, column: Option<String>) -> Place {
        Place::Cell {
            file: self.setup.file.to_owned(),
            line,
            row,
            column,
        }
    }

    /// Answers that break what the definition says of them.
    fn not_valid(&self, problems: &mut Vec<Problem>) {
        for (variable, (count, line, row)) in &self.flags {
            let id = &self.setup.survey.variable(*variable).id;
            problems.push(
                Problem::new(&rules::NOT_VALID, self.at(*line, Some(*row), Some(id.to_string())))
                    .says(
                        format!("{count} answers to `{id}` break its `valid_if`; they were kept"),
                        format!("`{id}` 有 {count} 个答案不符合 `valid_if`，已保留"),
                    )
                    .help(
                        "look at them, and correct them in `fixes/` if they are wrong",
                        "请查看；若有误，请在 `fixes/` 中更正",
                    ),
            );
        }
    }

    fn not_in_sample(&self) -> Option<Problem> {
        let (count, line) = self.strangers;
        (count > 0).then(|| {
            Problem::new(&rules::NOT_IN_SAMPLE, self.at(line, None, None))
                .says(
                    format!("{count} responses name nobody in the sample"),
                    format!("有 {count} 份答卷不在样本名单中"),
                )
                .help(
                    "check that it is the sample the links were made from",
                    "请确认样本文件与发放链接时所用的一致",
                )
        })
    }

    fn other_definition(&self) -> Option<Problem> {
        let (count, line) = self.other_definitions;
        (count > 0).then(|| {
            Problem::new(&rules::OTHER_DEFINITION, self.at(line, None, None))
                .says(
                    format!("{count} responses were given to a version of the survey that is not known here, and read by today's"),
                    format!("有 {count} 份答卷来自此处没有的版本，现按当前定义读入"),
                )
                .help(
                    "compare the two versions with `manyi diff`",
                    "请用 `manyi diff` 比较两个版本",
                )
        })
    }

    /// Columns most of whose cells are no answers, or none of the question's own.
    fn not_understood(&self, problems: &mut Vec<Problem>) {
        let most_of = |part: u64, filled: u64| filled >= 10 && part * 2 > filled;
        let named = |column: usize| {
            let header = self.found.layout.headers.shown[column].clone();
            let place = self.at(1, None, Some(header.clone()));
            (header, Problem::new(&rules::COLUMN_NOT_UNDERSTOOD, place))
        };
        for (column, (filled, invalid)) in self.cells.iter().enumerate() {
            if !most_of(*invalid, *filled) {
                continue;
            }
            let (header, problem) = named(column);
            let problem = problem.says(
                format!("{invalid} of {filled} filled cells of `{header}` are no answers to its question"),
                format!("“{header}”已填的 {filled} 个单元格中有 {invalid} 个不是该题的答案"),
            );
            problems.push(problem.help(
                "say under `values` what they mean, or leave the column out with `null`",
                "请在 `values` 中写明含义，或用 `null` 略去该列",
            ));
        }
        for (column, alone) in self.alone.iter().enumerate() {
            let filled = self.cells[column].0;
            if !most_of(*alone, filled) {
                continue;
            }
            let (header, problem) = named(column);
            let problem = problem.says(
                format!("{alone} of {filled} answers of `{header}` are none of its options and taken for words of respondents' own"),
                format!("“{header}”的 {filled} 个答案中有 {alone} 个不是其选项，被当作受访者自填的文字"),
            );
            problems.push(problem.help(
                "compare the options of the question with the file; say under `values` what the cells mean",
                "请核对该题的选项与文件；在 `values` 中写明单元格的含义",
            ));
        }
    }

    /// More than may be refused: then nothing is kept.
    fn too_much_refused(&self) -> Option<Problem> {
        let Counts {
            read,
            invalid_cells,
            filled_cells,
            ..
        } = self.counts;
        let (refused, most) = (self.counts.refused(), self.setup.max_refused);
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        (share(refused, read) > most || share(invalid_cells, filled_cells) > most).then(|| {
            let percent = most * 100.0;
            Problem::new(&rules::TOO_MUCH_REFUSED, Place::file(self.setup.file))
                .says(
                    format!("{refused} of {read} rows were refused and {invalid_cells} of {filled_cells} cells are unreadable: more than {percent} %"),
                    format!("{read} 行中拒收 {refused} 行，{filled_cells} 个单元格中有 {invalid_cells} 个无法读懂，超过 {percent} %"),
                )
                .help("mend what the other problems name; nothing was kept", "请先处理其他问题；本次没有保存任何内容")
        })
    }
}
