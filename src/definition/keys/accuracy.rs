//! Keys that say how accurate figures are: how the sample was drawn, replicate weights, the population it is weighted to.

use super::IdForm;
use super::Key;
use super::Shape;
use super::Table;

/// How a sample was drawn.
pub static DESIGN: Table = Table {
    name: "design",
    doc: [
        "How those who were asked were drawn; intervals and tests follow it.",
        "受访者是怎样抽取的；区间和检验据此计算。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "stratum",
            Shape::Id(IdForm::Reference),
            "Hidden choice (or derived band) that names the stratum.",
            "表示所在层的隐藏单选（或派生分段）。",
        ),
        Key::new(
            "cluster",
            Shape::Id(IdForm::Reference),
            "Hidden choice, text or number that names the sampling unit within its stratum, such as a store.",
            "层内抽样单元（如门店）的隐藏单选、文字或数。",
        )
        .default("each response is a unit"),
        Key::new(
            "population",
            Shape::Id(IdForm::Reference),
            "Hidden number: how many units there are in the stratum, the same for all its responses.",
            "隐藏的数：该层共有多少个单元，同层答卷须一致。",
        )
        .default("no finite population correction"),
        Key::new(
            "lonely",
            Shape::OneOf(LONELY),
            "What is done about a stratum with a single unit: no interval, or its distance from the mean of all.",
            "只有一个单元的层怎样处理：不给区间，或取它与总平均的距离。",
        )
        .default("error"),
        Key::new(
            "replicates",
            Shape::Map(&REPLICATES),
            "Replicate weights that come with the answers; they stand in place of all other keys here.",
            "随答卷提供的重复权重；写了它就不写本节其他键。",
        ),
    ],
};

/// Replicate weights.
pub static REPLICATES: Table = Table {
    name: "replicates",
    doc: [
        "Weights that repeat the drawing of the sample many times; variances come from how estimates vary between them.",
        "多次重复抽样的权重；方差由各次估计的差异得出。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "kind",
            Shape::OneOf(REPLICATE_KINDS),
            "How they were made: balanced half-samples, Fay's method, a jackknife without or with strata, bootstrap.",
            "制作方法：平衡半样本、Fay 法、不分层或分层的刀切法、自助法。",
        )
        .required(),
        Key::new(
            "weights",
            Shape::List(&Shape::Id(IdForm::Reference)),
            "The hidden numbers that hold them, one a replicate.",
            "存放它们的隐藏数，每个重复一个。",
        ),
        Key::new(
            "prefix",
            Shape::Id(IdForm::Reference),
            "In place of `weights`: what the names of all of them begin with, such as `rep_`.",
            "代替 `weights`：它们名称的共同开头，例如 `rep_`。",
        ),
        Key::new(
            "combined",
            Shape::Switch,
            "Whether they hold the response's `weight` already; else they are factors to it.",
            "是否已含答卷的 `weight`；否则为乘在其上的系数。",
        )
        .default("true"),
        Key::new(
            "rho",
            Shape::Number,
            "Of `fay`: what is left of the weight of the half that is set back, from 0 to below 1.",
            "仅 `fay`：被压低的一半所保留的权重比例，0 至小于 1。",
        ),
        Key::new(
            "scale",
            Shape::Number,
            "One factor for the sum of squares, where the usual one does not hold.",
            "平方和的统一系数；通常的系数不适用时填写。",
        )
        .default("jk1 (R−1)/R, bootstrap 1/(R−1), jkn 1"),
        Key::new(
            "scales",
            Shape::List(&Shape::Number),
            "A factor for each replicate, in their order; `jkn` needs them: (n−1)/n of the stratum a unit was left out of.",
            "每个重复各自的系数，按其顺序；`jkn` 必填：被去掉单元所在层的 (n−1)/n。",
        ),
        Key::new(
            "around",
            Shape::OneOf(REPLICATE_CENTRES),
            "What the replicates are measured from: their mean, or the estimate itself.",
            "各次估计以什么为中心：它们的平均，或估计值本身。",
        )
        .default("mean"),
        Key::new(
            "df",
            Shape::Whole(1),
            "Degrees of freedom, where the file's documentation gives them.",
            "自由度；数据说明给出时填写。",
        )
        .default("rank of the replicate weights − 1"),
    ],
};

/// How replicate weights are made.
pub const REPLICATE_KINDS: &[&str] = &["brr", "fay", "jk1", "jkn", "bootstrap"];

/// What replicates are measured from.
pub const REPLICATE_CENTRES: &[&str] = &["mean", "estimate"];

/// The population responses are weighted to.
pub static WEIGHTING: Table = Table {
    name: "weighting",
    doc: [
        "Weights made from the answers so that each wave looks like its population; intervals take into account what the margins fix.",
        "由答卷算出的权重，使每一期的构成与总体一致；区间会考虑边际分布已确定的部分。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "targets",
            Shape::Words,
            "File in `weights/`: the columns `variable,category,target`; or a column for each variable and `target`, a line a cell.",
            "`weights/` 中的文件：`variable,category,target` 三列；或各变量各占一列加 `target`，一行一个单元格。",
        ),
        Key::new(
            "margins",
            Shape::List(&Shape::Words),
            "In place of `targets`: a text a variable, such as `region=east:52,south:48`.",
            "代替 `targets`：每个变量一条文字，例如 `region=east:52,south:48`。",
        ),
        Key::new(
            "method",
            Shape::OneOf(WEIGHTING_METHODS),
            "Raking to the margins one after the other; or a single scaling of every cell (`poststratify` is another word for `cell`).",
            "逐个边际反复调整（耙法）；或对每个单元格一次性调整（`poststratify` 与 `cell` 同义）。",
        )
        .default("rake"),
        Key::new(
            "trim",
            Shape::Number,
            "No weight above so many mean weights; 5 is usual.",
            "权重上限，为平均权重的倍数；常用 5。",
        ),
        Key::new(
            "bound",
            Shape::List(&Shape::Number),
            "In place of `trim`: the lowest and the highest weight, in mean weights, such as `[0.3, 3]`.",
            "代替 `trim`：权重的下限与上限，为平均权重的倍数，例如 `[0.3, 3]`。",
        ),
    ],
};

/// How weights to a population are made.
pub const WEIGHTING_METHODS: &[&str] = &["rake", "cell", "poststratify"];

/// Rules for strata with a single unit.
pub const LONELY: &[&str] = &["error", "adjust"];
