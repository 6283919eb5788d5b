//! The list of all charts: name, what each is for, what it takes, an example, and how its input is read.
//!
//! Tests, the gallery and the guide walk the list; a new chart is added here and nowhere else.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::samples;
use super::{
    Boxes, Chart, Control, Diverging, Dots, Drivers, Funnel, Heat, Histogram, Icicle, Journey, Kano, Multiples, Nps,
    Pareto, Quadrant, Sparkline, Sparktable, Tree, Trend, Waterfall,
};
use crate::diagnostic::Tongue;

/// A kind of chart.
pub struct Kind {
    /// Its name, as reports and the command line call it.
    pub name: &'static str,
    /// What it is for: English, Chinese.
    pub says: [&'static str; 2],
    /// What it takes: English, Chinese.
    pub takes: [&'static str; 2],
    /// The input of an example with invented numbers.
    pub sample: fn(Tongue) -> Value,
    /// Makes the chart of an input, as [`Kind::sample`] writes it.
    pub read: fn(Value) -> serde_json::Result<Box<dyn Chart>>,
}

impl Kind {
    /// The example as a chart.
    ///
    /// # Panics
    /// Never: what a chart writes it reads, which the tests show for every chart.
    #[must_use]
    pub fn example(&self, tongue: Tongue) -> Box<dyn Chart> {
        (self.read)((self.sample)(tongue)).expect("a chart reads what it writes")
    }
}

/// The kind called `name`.
#[must_use]
pub fn named(name: &str) -> Option<&'static Kind> {
    ALL.iter().find(|kind| kind.name == name)
}

fn read<T: Chart + DeserializeOwned + 'static>(input: Value) -> serde_json::Result<Box<dyn Chart>> {
    let chart: T = serde_json::from_value(input)?;
    Ok(Box::new(chart))
}

fn input(chart: &impl Serialize, tongue: Tongue) -> Value {
    let english = serde_json::to_value(chart).unwrap_or_default();
    tongue.pick(english.clone(), samples::chinese(english))
}

macro_rules! kind {
    ($name:literal, $input:ty, $sample:path, $says:expr, $takes:expr $(,)?) => {
        Kind {
            name: $name,
            says: $says,
            takes: $takes,
            sample: |tongue| input(&$sample(), tongue),
            read: read::<$input>,
        }
    };
}

/// Every chart there is.
pub const ALL: &[Kind] = &[
    kind!(
        "diverging",
        Diverging,
        samples::diverging,
        [
            "How the answers to several questions on one scale are spread",
            "同一量表的多个题目的回答分布"
        ],
        [
            "the steps of the scale; shares of each question; where the middle goes (split, left, apart); don't-knows",
            "量表各级；每题各级占比；中间级的放法（split、left、apart）；不知道"
        ],
    ),
    kind!(
        "nps",
        Nps,
        samples::nps,
        [
            "Detractors, passives and promoters, and the score",
            "贬损者、被动者、推荐者与净推荐值"
        ],
        ["three shares and a score a row", "每行三个占比与一个得分"],
    ),
    kind!(
        "dots",
        Dots,
        samples::dots,
        [
            "One number for each of several groups with intervals",
            "各组的数值与区间"
        ],
        [
            "rows of an estimate, base and mark under headings; a reference",
            "分组标题下的估计值、样本量与标记；参照线"
        ],
    ),
    kind!(
        "heat",
        Heat,
        samples::heat,
        [
            "Rows by columns of numbers with significance marks",
            "行列数值与显著性标记"
        ],
        [
            "columns; rows of cells and what they are compared with",
            "各列；每行的单元格与比较基准"
        ],
    ),
    kind!(
        "trend",
        Trend,
        samples::trend,
        [
            "Numbers over waves with intervals, events and a target",
            "各期走势、区间、事件与目标"
        ],
        [
            "waves; one point a wave for each series; target; events",
            "各期；每个系列每期一个点；目标；事件"
        ],
    ),
    kind!(
        "sparkline",
        Sparkline,
        samples::sparkline,
        ["The shape of a few waves beside a number", "数字旁的走势小图"],
        ["one estimate a wave", "每期一个估计值"],
    ),
    kind!(
        "tree",
        Tree,
        samples::tree,
        ["An index and its parts, level by level", "指数及其逐级组成"],
        [
            "nodes with depth, weight, estimate and change, parents first",
            "节点：层级、权重、估计值、变化；父节点在前"
        ],
    ),
    kind!(
        "waterfall",
        Waterfall,
        samples::waterfall,
        [
            "How a number came from its former value to the present one",
            "数值如何从前期变到本期"
        ],
        [
            "start and end; contributions with intervals",
            "起点与终点；各项贡献与区间"
        ],
    ),
    kind!(
        "quadrant",
        Quadrant,
        samples::quadrant,
        [
            "What matters and is not done well: importance and performance",
            "重要却做得不好的方面：重要性与表现"
        ],
        [
            "points by two estimates; where the four fields part and what they are called",
            "以两个估计值定位的点；四个区域的分界与名称"
        ],
    ),
    kind!(
        "drivers",
        Drivers,
        samples::drivers,
        ["How much each aspect matters, with intervals", "各方面的影响程度与区间"],
        [
            "rows of an estimate and the rank the data leave open",
            "每行一个估计值与数据所能确定的名次"
        ],
    ),
    kind!(
        "icicle",
        Icicle,
        samples::icicle,
        [
            "An index and its parts as nested fields, as high as their weights",
            "指数及其组成的嵌套图，高度为权重"
        ],
        [
            "nodes with depth, weight and estimate, parents first",
            "节点：层级、权重、估计值；父节点在前"
        ],
    ),
    kind!(
        "pareto",
        Pareto,
        samples::pareto,
        ["Which few reasons explain most", "少数原因占多数"],
        [
            "rows with their share and the running sum; the cut",
            "每行的占比与累计占比；分界线"
        ],
    ),
    kind!(
        "control",
        Control,
        samples::control,
        [
            "Whether a number varies as usual or something changed",
            "数值是通常的波动还是发生了变化"
        ],
        [
            "waves; panels of points with limits and signals",
            "各期；每个图的点、控制限与信号"
        ],
    ),
    kind!(
        "kano",
        Kano,
        samples::kano,
        [
            "What the presence of a feature adds and its absence takes away",
            "功能具备时的提升与缺失时的损失"
        ],
        [
            "features with both coefficients and their category",
            "各功能的两个系数与类别"
        ],
    ),
    kind!(
        "journey",
        Journey,
        samples::journey,
        [
            "The stages a customer goes through and how each is rated",
            "客户经历的各阶段及评价"
        ],
        ["stages with an estimate each; a reference", "各阶段的估计值；参照线"],
    ),
    kind!(
        "multiples",
        Multiples,
        samples::multiples,
        [
            "One little trend for each of many groups on one scale",
            "多个分组的走势小图，同一刻度"
        ],
        [
            "waves; panels of one estimate a wave; a common line",
            "各期；每个分组每期一个估计值；共同的参照线"
        ],
    ),
    kind!(
        "sparktable",
        Sparktable,
        samples::sparktable,
        [
            "Many numbers with their shapes over time in a table",
            "多个指标及其走势的表格"
        ],
        ["rows of estimates, one a wave", "每行每期一个估计值"],
    ),
    kind!(
        "histogram",
        Histogram,
        samples::histogram,
        ["How the answers to one question are spread", "一个题目的回答分布"],
        ["bins with shares; the middle; the base", "各分组的占比；中心；样本量"],
    ),
    kind!(
        "boxes",
        Boxes,
        samples::boxes,
        [
            "How values are spread in several groups, by quartiles",
            "各组数值的分布（四分位）"
        ],
        ["rows of five numbers and the middle", "每行五个数与中心"],
    ),
    kind!(
        "funnel",
        Funnel,
        samples::funnel,
        [
            "Which of many units differ by more than chance allows",
            "众多单位中哪些差异超出偶然"
        ],
        [
            "units with base and estimate; limits by base; the average",
            "各单位的样本量与估计值；随样本量变化的界限；平均值"
        ],
    ),
];
