//! Weights and complex samples: estimates that respect strata, clusters and finite populations.

mod drawn;
mod estimates;
mod plan;

#[cfg(test)]
mod tests;

use super::Family;
use super::Kind;
use super::Method;
use super::Param;
use super::tables::COL;
use super::tables::COL_ORDER;
use super::tables::ROW;
use super::tables::ROW_ORDER;
use plan::BLANK_WEIGHT;
use plan::CLUSTERS;
use plan::CLUSTERS2;
use plan::DESIGN;
use plan::LONELY;
use plan::NESTED;
use plan::POPULATION;
use plan::POPULATION2;
use plan::STRATA;
use plan::WEIGHTS;

const Y: Param = Param::new("y", Kind::Column, ["Column with the answers", "答案所在的列"]).or(&["of", "column"]);
const TOP: Param = Param::new(
    "top",
    Kind::Numbers,
    [
        "Codes that count; without it the column is 0 and 1",
        "计入的代码；不写则该列应为 0 与 1",
    ],
);
const X: Param = Param::new("x", Kind::Column, ["Column of the denominator", "分母所在的列"]).or(&["per"]);
const BY: Param = Param::new("by", Kind::Column, ["Column that makes the domains", "划分子群的列"]).or(&["group"]);
const GROUP: Param = Param::new(
    "group",
    Kind::Column,
    ["Column that makes the two groups", "划分两组的列"],
)
.or(&["by"]);
const FIRST: Param = Param::new(
    "first",
    Kind::Word,
    [
        "Label that is subtracted; without it the first in code point order",
        "作减数的组；不写则按编码顺序取第一个",
    ],
);
const SECOND: Param = Param::new(
    "second",
    Kind::Word,
    [
        "Label it is subtracted from; without it the second in code point order",
        "作被减数的组；不写则按编码顺序取第二个",
    ],
);

/// What a method takes of its own, then the design.
macro_rules! with_design {
    ($($own:expr),*) => {
        &[
            $($own,)* DESIGN, WEIGHTS, BLANK_WEIGHT, STRATA, CLUSTERS, CLUSTERS2, POPULATION, POPULATION2, NESTED, LONELY,
        ]
    };
}

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "kish_neff",
        aliases: &["kish", "neff", "effective_base"],
        family: Family::Weights,
        title: ["Effective base of weights (Kish)", "权重的有效样本量（Kish）"],
        definition: [
            "n_eff = (Σw)²/Σw²; design effect of the weights n/n_eff = 1 + cv², with the cv of divisor n. n counts the rows with a weight above 0. `max_over_mean` above 5 asks for trimming.",
            "n_eff = (Σw)²/Σw²；权重的设计效应 n/n_eff = 1 + cv²，cv 以 n 为除数。n 为权重大于 0 的行数。`max_over_mean` 超过 5 时应考虑截尾。",
        ],
        source: "Kish 1965, Survey Sampling, §11.7; Kish 1992",
        others: [
            "SPSS treats weights as counts of people and uses Σw as the base. Displayr and Dimensions test on this effective base instead of linearised variances.",
            "SPSS 把权重当作人数，以 Σw 为基数。Displayr、Dimensions 用这一有效样本量做检验，而不用线性化方差。",
        ],
        takes: &[
            Param::new("column", Kind::Column, ["Column of the weights", "权重列"]).or(&["of", "w", "weights"]),
            BLANK_WEIGHT,
        ],
        run: estimates::kish,
    },
    Method {
        id: "design_mean",
        aliases: &["svymean", "weighted_mean"],
        family: Family::Weights,
        title: ["Mean of a complex sample", "复杂抽样的均值"],
        definition: [
            "ȳ = Σwy/Σw; variance by Taylor linearisation: zᵢ = Σ w(y − ȳ)/W per unit, V = Σₕ (1 − nₕ/Nₕ)·nₕ/(nₕ − 1)·Σ(z − z̄ₕ)², the factor 1 − nₕ/Nₕ only with `population`; with a population at both stages the spread within units is added. Rows without an answer (and rows a filter leaves out) are outside the domain, but their units count in nₕ. t with units − strata (those with rows) degrees of freedom. `deff_wr`: against a simple sample with replacement; `deff_wor`: without. The weighted median is the smallest value at which half the weight is reached.",
            "ȳ = Σwy/Σw；方差按 Taylor 线性化：每个单元 zᵢ = Σ w(y − ȳ)/W，V = Σₕ (1 − nₕ/Nₕ)·nₕ/(nₕ − 1)·Σ(z − z̄ₕ)²，仅在给出 `population` 时有 1 − nₕ/Nₕ；两个阶段都给总体数时加上单元内部的变异。无回答（及被筛掉）的行在子群之外，但其单元仍计入 nₕ。t 自由度为有数据的单元数减层数。`deff_wr` 相对有放回简单抽样，`deff_wor` 相对无放回。加权中位数为累计权重首次达到一半处的值。",
        ],
        source: "Binder 1983; Särndal, Swensson & Wretman 1992; Lumley 2010; R survey svymean, degf, svyquantile(\"math\")",
        others: [
            "SPSS Base takes weights for counts: its standard error is wrong for sampling weights (Complex Samples gives this one). R prints `deff_wor` by default. Filtering rows before the design is built, as spreadsheets do, loses units and is a common error. Rows of weight 0 are out of the base, as in R.",
            "SPSS Base 把权重当人数，对抽样权重其标准误不正确（Complex Samples 模块与此一致）。R 默认给 `deff_wor`。先筛行再建设计（电子表格常如此）会丢失单元，是常见错误。权重为 0 的行不计入基数，与 R 一致。",
        ],
        takes: with_design![Y],
        run: estimates::mean,
    },
    Method {
        id: "design_proportion",
        aliases: &["svyciprop", "weighted_share"],
        family: Family::Weights,
        title: ["Share of a complex sample", "复杂抽样的比例"],
        definition: [
            "p = Σwy/Σw with y 1 or 0, variance as in `design_mean`. Logit interval (default): logit p ± t·se/(p(1 − p)), turned back. Korn–Graubard: Clopper–Pearson on n* = p(1 − p)/V·(t_{n−1}/t_df)². At exactly 0 or 1 neither exists; `ci95_wilson_kish`, Wilson on Kish's effective base, stands.",
            "p = Σwy/Σw，y 为 1 或 0，方差同 `design_mean`。Logit 区间（默认）：logit p ± t·se/(p(1 − p)) 再变回。Korn–Graubard：以 n* = p(1 − p)/V·(t_{n−1}/t_df)² 作 Clopper–Pearson。p 恰为 0 或 1 时两者都不存在，此时用 `ci95_wilson_kish`（以 Kish 有效样本量作 Wilson 区间）。",
        ],
        source: "Korn & Graubard 1998, 1999; R survey svyciprop(\"logit\", \"beta\")",
        others: [
            "SPSS Complex Samples and Stata print the logit interval; SAS the Wald interval unless asked. R gives NaN at 0 and 1.",
            "SPSS Complex Samples 与 Stata 给 logit 区间；SAS 默认 Wald 区间。p 为 0 或 1 时 R 给 NaN。",
        ],
        takes: with_design![Y, TOP],
        run: estimates::proportion,
    },
    Method {
        id: "design_domain_means",
        aliases: &["svyby"],
        family: Family::Weights,
        title: ["Means of domains of a complex sample", "复杂抽样中各子群的均值"],
        definition: [
            "`design_mean` in every group of a column, each as a domain of the whole design: scores are zero outside it and all units stay in nₕ.",
            "按某列分组的 `design_mean`，各组都是整个设计中的子群：组外得分为零，所有单元仍计入 nₕ。",
        ],
        source: "Binder 1983; R survey svyby",
        others: [
            "Splitting the file first (SPSS SPLIT FILE, pivot tables) makes standard errors too small or too large, because units without a row in the group are lost.",
            "先拆分数据（SPSS 的 SPLIT FILE、数据透视表）会丢失组内没有行的单元，标准误偏大或偏小。",
        ],
        takes: with_design![Y, BY],
        run: estimates::domain_means,
    },
    Method {
        id: "design_t_test",
        aliases: &["svyttest"],
        family: Family::Weights,
        title: ["Two means of a complex sample", "复杂抽样的两组均值比较"],
        definition: [
            "Second minus first mean, both domains of one design that may share units; variance of the difference of their linearised scores; t with the design's degrees of freedom (rows of both groups) less one.",
            "第二组均值减第一组均值，两组都是同一设计的子群、可共有单元；方差取线性化得分之差的方差；t 自由度为两组数据的设计自由度减一。",
        ],
        source: "Lumley 2010, §5.2; R survey svyttest",
        others: [
            "R computes it as the regression on the group. SPSS's T-TEST with WEIGHT BY is not this test. Displayr uses effective bases.",
            "R 以对分组的回归计算。SPSS 的 T-TEST 配合 WEIGHT BY 不是这一检验。Displayr 用有效样本量。",
        ],
        takes: with_design![Y, GROUP, FIRST, SECOND],
        run: estimates::t_test,
    },
    Method {
        id: "design_total",
        aliases: &["svytotal"],
        family: Family::Weights,
        title: ["Total of a complex sample", "复杂抽样的总量"],
        definition: [
            "Σwy with variance Σₕ (1 − nₕ/Nₕ)·nₕ/(nₕ − 1)·Σ(t − t̄ₕ)² of the units' totals t = Σwy. Without `y` the size of the population, Σw. Weights must add up to the population.",
            "Σwy，方差为单元总量 t = Σwy 的 Σₕ (1 − nₕ/Nₕ)·nₕ/(nₕ − 1)·Σ(t − t̄ₕ)²。不写 `y` 时为总体规模 Σw。权重之和应为总体规模。",
        ],
        source: "Cochran 1977; R survey svytotal",
        others: [
            "R measures a lonely unit from zero under `adjust`, here it is measured from the mean of all units.",
            "`adjust` 时 R 对单一单元以零为中心，这里以全体单元均值为中心。",
        ],
        takes: with_design![Y],
        run: estimates::total,
    },
    Method {
        id: "design_ratio",
        aliases: &["svyratio"],
        family: Family::Weights,
        title: ["Ratio of two totals of a complex sample", "复杂抽样的比率"],
        definition: [
            "R = Σwy/Σwx over the rows with both; scores (Σwy − R·Σwx)/Σwx per unit, variance as in `design_mean`.",
            "R = Σwy/Σwx（两者皆有的行）；每个单元得分 (Σwy − R·Σwx)/Σwx，方差同 `design_mean`。",
        ],
        source: "Cochran 1977, §2.11; R survey svyratio",
        others: ["", ""],
        takes: with_design![Y, X],
        run: estimates::ratio,
    },
    Method {
        id: "rao_scott",
        aliases: &["svychisq", "weighted_chi2"],
        family: Family::Weights,
        title: [
            "Independence in a weighted cross table (Rao–Scott)",
            "加权列联表的独立性检验（Rao–Scott）",
        ],
        definition: [
            "Pearson's χ² of the weighted shares times the answers n. With V the design covariance of the shares and Δ = (C'D⁻¹C/n)⁻¹C'D⁻¹VD⁻¹C over the contrasts of interaction C: second order (default) F = χ²/tr Δ with ndf = (tr Δ)²/tr Δ² and ddf = ndf·(units − strata); first order χ²·k/tr Δ as χ² with k = (r − 1)(c − 1). Rows and columns without answers are left out.",
            "以加权比例计算的 Pearson χ² 乘以回答数 n。V 为各比例的设计协方差，Δ = (C'D⁻¹C/n)⁻¹C'D⁻¹VD⁻¹C，C 为交互对比：二阶（默认）F = χ²/tr Δ，ndf = (tr Δ)²/tr Δ²，ddf = ndf·(单元数 − 层数)；一阶 χ²·k/tr Δ 服从 k = (r − 1)(c − 1) 的 χ²。没有回答的行列不计。",
        ],
        source: "Rao & Scott 1981, 1984; Thomas & Rao 1990; R survey svychisq",
        others: [
            "SPSS CROSSTABS on weighted counts tests as if Σw people had answered. R's `statistic = \"Chisq\"` is the first-order p here. Stata prints the same F.",
            "SPSS CROSSTABS 对加权频数的检验相当于有 Σw 人作答。R 的 `statistic = \"Chisq\"` 即此处的一阶 p。Stata 给同样的 F。",
        ],
        takes: with_design![ROW, COL, ROW_ORDER, COL_ORDER],
        run: estimates::rao_scott,
    },
];
