//! What the population looks like, as people write it.

use crate::diagnostic::Words;

/// One variable with its categories; or several, whose cells are the categories.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Names of the columns; one, or those that make the cells.
    pub columns: Vec<String>,
    /// Label in each of the columns, and how many people (or what share) it has.
    pub categories: Vec<(Vec<String>, f64)>,
}

impl Variable {
    /// The columns' names, as they are told.
    #[must_use]
    pub fn name(&self) -> String {
        self.columns.join(" × ")
    }

    /// How many people its categories have together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.categories.iter().map(|category| category.1).sum()
    }
}

/// The population's margins, or its cells; every variable has the same total.
#[derive(Debug, Clone, PartialEq)]
pub struct Targets {
    /// Variables, in the order they were written.
    pub variables: Vec<Variable>,
}

impl Targets {
    /// Reads a table. With the columns `variable`, `category`, `target` it holds margins; with `target` and other columns,
    /// these are variables and each row is a cell of all of them together.
    ///
    /// # Errors
    /// Words that say what is missing, no number or written twice, or that totals differ.
    pub fn of_table(names: &[String], rows: &[Vec<String>]) -> Result<Self, Words> {
        let at = |name: &str| names.iter().position(|known| known.trim().eq_ignore_ascii_case(name));
        let Some(target) = at("target") else {
            return Err(Words::new(
                "margins have the columns `variable,category,target`, or the names of variables and `target`",
                "总体分布文件应有 `variable,category,target` 三列，或各变量名加一列 `target`",
            ));
        };
        let cell = |row: &Vec<String>, at: usize| row.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
        let mut targets = Self { variables: Vec::new() };
        for (place, row) in rows.iter().enumerate() {
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let (columns, labels) = match (at("variable"), at("category")) {
                (Some(variable), Some(category)) => (vec![cell(row, variable)], vec![cell(row, category)]),
                _ => (0..names.len())
                    .filter(|at| *at != target)
                    .map(|at| (names[at].trim().to_owned(), cell(row, at)))
                    .unzip(),
            };
            // The header is line 1.
            let count = number(&cell(row, target)).ok_or_else(|| {
                let text = cell(row, target);
                Words::new(
                    format!(
                        "line {}: target `{text}` of `{}` is no number of at least 0",
                        place + 2,
                        labels.join(" × ")
                    ),
                    format!(
                        "第 {} 行：`{}` 的目标 `{text}` 不是不小于 0 的数",
                        place + 2,
                        labels.join(" × ")
                    ),
                )
            })?;
            targets.add(columns, labels, count)?;
        }
        targets.checked()
    }

    /// Reads what stands on the command line: `region=华东:52,华南:48`, one text a variable.
    ///
    /// # Errors
    /// As [`Targets::of_table`].
    pub fn of_texts(texts: &[String]) -> Result<Self, Words> {
        let mut targets = Self { variables: Vec::new() };
        for text in texts {
            let wrong = || {
                Words::new(
                    format!("`{text}`: write a variable and its categories, such as `region=east:52,south:48`"),
                    format!("`{text}`：请写成“变量=类别:目标,…”，例如 `region=华东:52,华南:48`"),
                )
            };
            let (column, list) = text.split_once('=').ok_or_else(wrong)?;
            for part in list.split(',') {
                let (label, target) = part.rsplit_once(':').ok_or_else(wrong)?;
                let count = number(target.trim()).ok_or_else(wrong)?;
                targets.add(vec![column.trim().to_owned()], vec![label.trim().to_owned()], count)?;
            }
        }
        targets.checked()
    }

    fn add(&mut self, columns: Vec<String>, labels: Vec<String>, target: f64) -> Result<(), Words> {
        let place = self
            .variables
            .iter()
            .position(|variable| variable.columns == columns)
            .unwrap_or_else(|| {
                self.variables.push(Variable {
                    columns,
                    categories: Vec::new(),
                });
                self.variables.len() - 1
            });
        let variable = &mut self.variables[place];
        if variable.categories.iter().any(|known| known.0 == labels) {
            let (name, label) = (variable.name(), labels.join(" × "));
            return Err(Words::new(
                format!("`{label}` of `{name}` has two targets; keep one"),
                format!("`{name}` 的 `{label}` 有两个目标；请只保留一个"),
            ));
        }
        variable.categories.push((labels, target));
        Ok(())
    }

    fn checked(self) -> Result<Self, Words> {
        let Some(first) = self.variables.first() else {
            return Err(Words::new(
                "there are no targets; write a line for each category",
                "没有目标；请为每个类别写一行",
            ));
        };
        if let Some(other) = self
            .variables
            .iter()
            .find(|other| (other.total() - first.total()).abs() > 1e-6 * first.total().abs())
        {
            return Err(Words::new(
                format!(
                    "margin totals differ: `{}` sums to {}, `{}` to {}; write both as shares, or both as counts of the same people",
                    first.name(),
                    first.total(),
                    other.name(),
                    other.total()
                ),
                format!(
                    "各变量的合计不一致：`{}` 合计 {}，`{}` 合计 {}；请统一写成占比，或同一总体的人数",
                    first.name(),
                    first.total(),
                    other.name(),
                    other.total()
                ),
            ));
        }
        if first.total() <= 0.0 {
            return Err(Words::new(
                format!(
                    "the targets of `{}` sum to 0; write how many people each category has",
                    first.name()
                ),
                format!("`{}` 的目标合计为 0；请写明各类别的人数", first.name()),
            ));
        }
        Ok(self)
    }
}

/// A number of at least 0; a percent sign and separators of thousands are no harm.
fn number(text: &str) -> Option<f64> {
    let plain = text.trim_end_matches('%').replace([',', '_', ' '], "");
    plain.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0)
}
