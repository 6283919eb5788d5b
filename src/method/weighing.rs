//! Weights of criteria: from pairwise judgements, and from the spread of answers.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::by_name;
use super::asked::warning;
use crate::stats::Reason;
use crate::stats::ahp;
use crate::stats::ahp::Flaw;
use crate::stats::entropy;
use crate::stats::entropy::EntropyWeights;
use crate::stats::entropy::Scaling;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "ahp",
        aliases: &[],
        family: Family::Drivers,
        title: ["Weights from pairwise judgements (AHP)", "层次分析法（AHP）权重"],
        definition: [
            "Weights are the principal eigenvector of the reciprocal matrix, adding up to 1; CI = (λ − n)/(n − 1), CR = CI/RI with Saaty's random indices (0 0 .58 .90 1.12 1.24 1.32 1.41 1.45 1.49). CR above 0.1 asks for the judgements to be revised; `worst` names the pair that fits least. Geometric means of the rows stand beside. 1 to 10 criteria.",
            "权重为互反判断矩阵的主特征向量（合计为 1）；CI = (λ − n)/(n − 1)，CR = CI/RI，RI 取 Saaty 表值（0 0 .58 .90 1.12 1.24 1.32 1.41 1.45 1.49）。CR 大于 0.1 时应修改判断，`worst` 指出最不协调的一对。另给出几何平均法权重。可用于 1 至 10 个准则。",
        ],
        source: "Saaty 1980",
        others: [
            "Some tools take the geometric means as the weights, or other random indices (Alonso & Lamata 2006), which moves CR a little.",
            "有的软件以几何平均为权重，或采用其他 RI 表（如 Alonso & Lamata 2006），CR 会略有不同。",
        ],
        takes: &[
            Param::new(
                "matrix",
                Kind::Matrix,
                [
                    "Judgements: how many times as important the row is as the column",
                    "判断矩阵：行准则比列准则重要多少倍",
                ],
            ),
            Param::new("names", Kind::Words, ["Names of the criteria", "各准则的名称"]),
        ],
        run: judgements,
    },
    Method {
        id: "entropy_weights",
        aliases: &["entropy"],
        family: Family::Drivers,
        title: ["Entropy weights", "熵权法权重"],
        definition: [
            "p = x/Σx in each column, e = −Σ p ln p / ln n (0·ln 0 = 0), weight = (1 − e)/Σ(1 − e); `minmax` is the same after (x − min)/(max − min). Rows with all columns count. A constant column weighs 0; if all are constant they weigh alike. It measures how much an item tells respondents apart, not how important it is. `weights` are those of `proportion` unless `scaling` says `minmax`.",
            "每列 p = x/Σx，e = −Σ p ln p / ln n（0·ln 0 = 0），权重 = (1 − e)/Σ(1 − e)；`minmax` 先作 (x − min)/(max − min) 变换。只用各列齐全的行。常数列权重为 0；全部为常数时等权。熵权反映区分程度，并不反映重要程度。`weights` 默认取 `proportion`，可用 `scaling` 改为 `minmax`。",
        ],
        source: "Shannon 1948; Hwang & Yoon 1981",
        others: [
            "Some tools add a small constant (such as 0.0001) after min–max scaling, which changes the weights.",
            "有的软件在极差变换后加一个小常数（如 0.0001），权重会因此不同。",
        ],
        takes: &[
            Param::new("columns", Kind::Columns, ["Columns to be weighted", "要赋权的列"]).or(&["items", "of"]),
            Param::new(
                "rows",
                Kind::Matrix,
                ["The numbers themselves, row by row", "直接给出的数值（按行）"],
            ),
            Param::new(
                "scaling",
                Kind::Word,
                ["`proportion` or `minmax`", "`proportion` 或 `minmax`"],
            ),
        ],
        run: spread,
    },
];

/// A criterion as a reader knows it: its name, else its number from 1.
fn named(names: Option<&Vec<String>>, place: usize) -> String {
    names
        .and_then(|names| names.get(place).cloned())
        .unwrap_or_else(|| (place + 1).to_string())
}

fn worded(flaw: Flaw, matrix: &[Vec<f64>], names: Option<&Vec<String>>) -> Fault {
    let name = |place| named(names, place);
    match flaw {
        Flaw::Size(n) => Fault::asked(
            format!("a matrix of judgements has 1 to 10 rows, this has {n}; group the criteria into levels"),
            format!("判断矩阵应有 1 至 10 行，现有 {n} 行；请把准则分层"),
        ),
        Flaw::NotSquare(row) => Fault::asked(
            format!(
                "row {} has {} numbers, the matrix {} rows: write one for each",
                row + 1,
                matrix[row].len(),
                matrix.len()
            ),
            format!(
                "第 {} 行有 {} 个数，而矩阵有 {} 行：请写成方阵",
                row + 1,
                matrix[row].len(),
                matrix.len()
            ),
        ),
        Flaw::NotPositive(row, column) => Fault::asked(
            format!(
                "the judgement at ({},{}) is no positive number; write 1/3 for a third as important",
                row + 1,
                column + 1
            ),
            format!(
                "({},{}) 处的判断不是正数；“重要性为其三分之一”请写 1/3",
                row + 1,
                column + 1
            ),
        ),
        Flaw::Diagonal(row) => Fault::asked(
            format!("({0},{0}) compares {1} with itself: write 1", row + 1, name(row)),
            format!("({0},{0}) 是 {1} 与自身的比较，应为 1", row + 1, name(row)),
        ),
        Flaw::NotReciprocal(row, column) => Fault::asked(
            format!(
                "not reciprocal at ({},{}): {} against {} is {}, so the other way round is {:.4}, not {}",
                row + 1,
                column + 1,
                name(row),
                name(column),
                matrix[row][column],
                1.0 / matrix[row][column],
                matrix[column][row]
            ),
            format!(
                "({},{}) 处不互反：{} 对 {} 为 {}，反过来应为 {:.4}，而不是 {}",
                row + 1,
                column + 1,
                name(row),
                name(column),
                matrix[row][column],
                1.0 / matrix[row][column],
                matrix[column][row]
            ),
        ),
    }
}

fn judgements(asked: &Asked<'_>) -> Answer {
    let matrix = asked.matrix("matrix")?.ok_or_else(|| super::asked::absent("matrix"))?;
    let names = asked.words("names");
    let got = ahp::priorities(&matrix).map_err(|flaw| worded(flaw, &matrix, names.as_ref()))?;
    let consistent = got.consistency_ratio <= ahp::CONSISTENT;
    let worst = ahp::misfit(&matrix, &got.weights);
    let mut answer = json!({
        "n": matrix.len(),
        "weights": got.weights,
        "lambda_max": got.lambda_max,
        "CI": got.consistency_index,
        "RI": got.random_index,
        "CR": got.consistency_ratio,
        "geometric_mean_weights": got.geometric_mean_weights,
        "consistent": consistent,
    });
    if let Some(names) = names.filter(|names| names.len() == matrix.len()) {
        answer["names"] = json!(names);
    }
    if let (false, Some(worst)) = (consistent, worst) {
        answer["worst"] = json!({
            "row": worst.row + 1, "column": worst.column + 1, "given": worst.given, "fitting": worst.fitting,
        });
        answer["warnings"] = json!([warning(
            format!(
                "the judgements contradict each other (CR {:.2}, at most 0.1): look first at ({},{}), where {} was given and {:.2} would fit",
                got.consistency_ratio,
                worst.row + 1,
                worst.column + 1,
                worst.given,
                worst.fitting
            ),
            format!(
                "判断前后矛盾（CR 为 {:.2}，应不大于 0.1）：请先核对 ({},{})，所给为 {}，协调值约为 {:.2}",
                got.consistency_ratio,
                worst.row + 1,
                worst.column + 1,
                worst.given,
                worst.fitting
            ),
        )]);
    }
    Ok(answer)
}

/// Names of columns, their complete rows as columns, and how many rows were dropped.
type Complete = (Vec<String>, Vec<Vec<f64>>, usize);

fn complete(asked: &Asked<'_>) -> Result<Complete, Fault> {
    if !asked.has("columns") {
        let rows = asked.matrix("rows")?.ok_or_else(|| super::asked::absent("columns"))?;
        let width = rows.first().map_or(0, Vec::len);
        let columns = (0..width).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
        return Ok(((1..=width).map(|at| at.to_string()).collect(), columns, 0));
    }
    let names = asked.required_words("columns")?;
    let all = names
        .iter()
        .map(|name| asked.numbers_of(name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut columns = vec![Vec::new(); names.len()];
    let mut kept = 0;
    for row in 0..asked.rows().len() {
        let cells: Option<Vec<f64>> = all.iter().map(|column| column[row]).collect();
        for (column, x) in columns.iter_mut().zip(cells.iter().flatten()) {
            column.push(*x);
        }
        kept += usize::from(cells.is_some());
    }
    Ok((names, columns, asked.rows().len() - kept))
}

fn spread(asked: &Asked<'_>) -> Answer {
    let (names, columns, dropped) = complete(asked)?;
    for (name, column) in names.iter().zip(&columns) {
        if let Some(x) = column.iter().find(|x| **x < 0.0) {
            return Err(Fault::asked(
                format!(
                    "column `{name}` holds {x}: entropy weights need numbers of at least 0; move its scale or leave it out"
                ),
                format!("列 `{name}` 含有 {x}：熵权法要求数值不小于 0；请平移量表或去掉该列"),
            ));
        }
    }
    let scaling = match asked.word("scaling").as_deref() {
        None | Some("proportion") => Scaling::Proportion,
        Some("minmax") => Scaling::Minmax,
        Some(other) => {
            return Err(Fault::asked(
                format!("`scaling` is `proportion` or `minmax`, not `{other}`"),
                format!("`scaling` 应为 `proportion` 或 `minmax`，而不是 `{other}`"),
            ));
        }
    };
    let by_columns = asked.has("columns");
    let listed = |values: &[f64]| -> Value {
        if by_columns {
            by_name(&names, values.iter().copied())
        } else {
            json!(values)
        }
    };
    let variant = |got: &EntropyWeights| json!({ "entropy": listed(&got.entropy), "weights": listed(&got.weights) });
    let proportion = entropy::weights(&columns, Scaling::Proportion)?;
    let minmax = entropy::weights(&columns, Scaling::Minmax)?;
    let chosen = if scaling == Scaling::Minmax {
        &minmax
    } else {
        &proportion
    };
    let constant: Vec<&String> = names
        .iter()
        .zip(&columns)
        .filter(|(_, column)| column.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq()))
        .map(|(name, _)| name)
        .collect();
    let mut warnings = Vec::new();
    if !constant.is_empty() {
        let list = constant.iter().map(|name| format!("`{name}`")).collect::<Vec<String>>();
        warnings.push(if chosen.all_constant {
            warning(
                "every column is constant: there is nothing to weigh by, so all weigh alike",
                "各列均为常数：没有可据以赋权的差异，故取等权",
            )
        } else {
            warning(
                format!("constant and therefore of weight 0: {}", list.join(", ")),
                format!("以下列为常数，权重为 0：{}", list.join("、")),
            )
        });
    }
    Ok(json!({
        "n": columns.first().map_or(0, Vec::len),
        "dropped": dropped,
        "weights": listed(&chosen.weights),
        "entropy": listed(&chosen.entropy),
        "proportion": variant(&proportion),
        "minmax": variant(&minmax),
        "constant": constant,
        "warnings": warnings,
        "reason": chosen.all_constant.then(|| Reason::ZeroVariance.code()),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn weights_agree_with_r() {
        assert_agree(&["ahp", "entropy_weights"], 7);
    }

    #[test]
    fn bad_input_is_named() {
        let fault = asked("ahp", r#"{"matrix": [[1,3],[0.5,1]], "names": ["price","speed"]}"#, "").unwrap_err();
        assert!(
            fault.contains("(1,2)") && fault.contains("price against speed"),
            "{fault}"
        );
        let fault = asked("entropy_weights", r#"{"columns": ["a"]}"#, "a\n1\n-2\n").unwrap_err();
        assert!(fault.contains("column `a` holds -2"), "{fault}");
        let answer = asked("ahp", r#"{"matrix": [[1,9,0.111],[0.111,1,9],[9,0.111,1]]}"#, "").unwrap();
        assert_eq!(answer["consistent"], false);
        assert_eq!(answer["warnings"].as_array().unwrap().len(), 1);
        let constant = asked("entropy_weights", r#"{"columns": ["a","b"]}"#, "a,b\n1,2\n1,3\n1,\n").unwrap();
        assert_eq!(constant["constant"], serde_json::json!(["a"]));
        assert_eq!(
            (&constant["dropped"], &constant["weights"]["b"]),
            (&serde_json::json!(1), &serde_json::json!(1.0))
        );
    }
}
