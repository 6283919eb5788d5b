//! How other tools would compute a figure: their conventions, and their numbers where the convention is known exactly.
//!
//! What is said of each tool is what its manual says: SPSS `WEIGHT` replicates cases, `CTABLES` compares columns by a
//! pooled z with Bonferroni; Dimensions pools variances on effective bases; R's `prop.test` corrects for continuity, `confint(svymean())` takes normal quantiles, the
//! package NPS gives a Wald interval; Displayr takes means with Bessel's correction and linearises weighted ones.

use crate::diagnostic::Words;
use crate::finding::Test;
use crate::stats::Comparison;
use crate::stats::Interval;
use crate::stats::comparison::Reference;
use crate::stats::proportion;
use crate::stats::two_proportions;
use crate::stats::two_proportions::Tally;
use crate::tabulation::Cell;
use clap::ValueEnum;

/// A tool whose conventions are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tool {
    /// IBM SPSS Statistics.
    Spss,
    /// Displayr and Q.
    Displayr,
    /// UNICOM (formerly IBM SPSS) Data Collection, known as Dimensions.
    Dimensions,
    /// R: stats, survey and NPS.
    R,
}

impl Tool {
    /// All, in the order they are told.
    pub const ALL: [Self; 4] = [Self::Spss, Self::Displayr, Self::Dimensions, Self::R];

    /// The word on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Spss => "spss",
            Self::Displayr => "displayr",
            Self::Dimensions => "dimensions",
            Self::R => "r",
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spss => "SPSS",
            Self::Displayr => "Displayr",
            Self::Dimensions => "Dimensions",
            Self::R => "R",
        }
    }
}

/// What kind of figure it is, as far as conventions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A share.
    Share,
    /// A net promoter score.
    Nps,
    /// A mean.
    Mean,
    /// An index of several items.
    Index,
}

/// The answers behind a figure as scores: 1 and 0 for a share, 100, 0 and −100 for an NPS, values for a mean.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scored(pub Vec<(f64, Cell)>);

impl Scored {
    fn total(&self) -> Cell {
        self.0.iter().map(|(_, cell)| *cell).sum()
    }

    fn mean(&self) -> f64 {
        self.0.iter().map(|(score, cell)| score * cell.w).sum::<f64>() / self.total().w
    }

    /// Variance with the sum of weights for n, as if each case stood there so many times.
    fn replicated_variance(&self) -> f64 {
        let (mean, total) = (self.mean(), self.total().w);
        let squares: f64 = self.0.iter().map(|(score, cell)| cell.w * (score - mean).powi(2)).sum();
        squares / (total - 1.0)
    }

    fn is_weighted(&self) -> bool {
        let total = self.total();
        (total.w - total.n as f64).abs() > 1e-9 || (total.w2 - total.n as f64).abs() > 1e-9
    }

    fn tally(&self) -> Tally {
        let hits = self
            .0
            .iter()
            .filter(|(score, _)| *score > 0.0)
            .map(|(_, cell)| cell.n)
            .sum();
        Tally {
            hits,
            base: self.total().n,
        }
    }
}

/// What a tool would print.
#[derive(Debug, Clone, PartialEq)]
pub struct Theirs {
    /// Its interval, where it is another and known exactly.
    pub interval: Option<Interval>,
    /// Its unadjusted p, where it is another and known exactly.
    pub p: Option<f64>,
    /// What it does.
    pub words: Words,
}

fn said(en: &str, zh: &str) -> Theirs {
    Theirs {
        interval: None,
        p: None,
        words: Words::new(en, zh),
    }
}

/// How a tool would print a figure with its interval at `level`; the value itself is the same everywhere.
#[must_use]
pub fn figure(tool: Tool, sort: Sort, scored: &Scored, level: f64) -> Theirs {
    if sort == Sort::Index {
        return said(
            "computes each respondent's own index first and leaves out whoever lacks an item; means over items answered by different people are not its habit",
            "通常先逐人计算指数，并剔除缺少任一题目的受访者；不会像这里一样按各题各自的有效回答求均值",
        );
    }
    let total = scored.total();
    if total.n < 2 {
        return said(
            "prints no interval for fewer than two answers",
            "不足两个回答时不给出区间",
        );
    }
    match tool {
        Tool::Spss => replicated(sort, scored, level),
        Tool::Displayr => bessel(sort, scored, level),
        Tool::Dimensions => said(
            "prints the value and letters, no interval",
            "只给出数值和显著性字母，不给出区间",
        ),
        Tool::R => r(sort, scored, level),
    }
}

fn student(mean: f64, variance: f64, n: f64, level: f64) -> Option<Interval> {
    let error = (variance / n).sqrt();
    let critical = Reference::Student(n - 1.0).critical(level).ok()?;
    (error > 0.0 && n > 1.0).then(|| Interval::around(mean, critical * error))
}

fn replicated(sort: Sort, scored: &Scored, level: f64) -> Theirs {
    let (weighted, n) = (scored.is_weighted(), scored.total().w);
    let interval = student(scored.mean(), scored.replicated_variance(), n, level);
    match (sort, weighted) {
        (Sort::Mean, false) => said("prints the same t interval", "给出相同的 t 区间"),
        (_, true) => Theirs {
            interval,
            ..said(
                "takes the sum of weights for the number of cases (WEIGHT replicates cases): its interval is wrong for sampling weights; its Complex Samples module linearises as here",
                "以权数之和为样本量（WEIGHT 等于复制个案），对抽样权数而言区间不正确；其“复杂抽样”模块与此处一样采用线性化方差",
            )
        },
        (Sort::Nps, false) => Theirs {
            interval,
            ..said(
                "has no NPS procedure; the mean of 100, 0 and −100 gets a t interval with n − 1",
                "没有 NPS 过程；按 100、0、−100 求均值，用 n − 1 的 t 区间",
            )
        },
        _ => Theirs {
            interval,
            ..said(
                "as the mean of a 0/1 variable gets a t interval, which may leave 0–100 %; PROPORTIONS of newer versions also prints Wilson's",
                "作为 0/1 变量的均值给出 t 区间，可能超出 0–100%；新版的 PROPORTIONS 也给出 Wilson 区间",
            )
        },
    }
}

fn bessel(sort: Sort, scored: &Scored, level: f64) -> Theirs {
    if scored.is_weighted() {
        return said(
            "linearises the variance as here and mixes it with Kish's effective base; the mixture is not published, so no number is given",
            "同样采用线性化方差，并与 Kish 有效样本量结合；具体方式未公开，故不给出数值",
        );
    }
    match sort {
        Sort::Mean => said(
            "prints the same t interval (Bessel's correction)",
            "给出相同的 t 区间（贝塞尔校正）",
        ),
        Sort::Share => said(
            "tests shares without a distribution assumption; the interval is not published",
            "对比例采用非参数检验，区间算法未公开",
        ),
        _ => Theirs {
            interval: student(scored.mean(), scored.replicated_variance(), scored.total().w, level),
            ..said(
                "takes the mean of 100, 0 and −100 with Bessel's correction (n − 1) and a t interval",
                "按 100、0、−100 求均值，贝塞尔校正（n − 1），用 t 区间",
            )
        },
    }
}

fn r(sort: Sort, scored: &Scored, level: f64) -> Theirs {
    let (mean, total) = (scored.mean(), scored.total());
    match (sort, scored.is_weighted()) {
        (Sort::Share, false) => Theirs {
            interval: proportion::wilson_corrected(mean, total.n as f64, level).ok(),
            ..said(
                "prop.test corrects Wilson's interval for continuity unless correct = FALSE",
                "prop.test 默认对 Wilson 区间作连续性校正（correct = FALSE 时与此处相同）",
            )
        },
        (Sort::Share, true) => said(
            "svyciprop(method = \"logit\") prints the same",
            "svyciprop(method = \"logit\") 给出相同结果",
        ),
        (Sort::Nps, false) => {
            let variance = scored.replicated_variance() * (total.w - 1.0) / total.w;
            let critical = Reference::Normal.critical(level).ok();
            let error = (variance / total.w).sqrt();
            Theirs {
                interval: critical
                    .filter(|_| error > 0.0)
                    .map(|z| Interval::around(mean, z * error)),
                ..said(
                    "package NPS gives the Wald interval, which collapses when all answer alike",
                    "NPS 包给出 Wald 区间；所有回答相同时宽度为零",
                )
            }
        }
        (Sort::Mean, false) => said("t.test prints the same interval", "t.test 给出相同区间"),
        _ => {
            // Linearised: Σ w²(y − ȳ)² · n/(n − 1) / (Σw)².
            let squares: f64 = scored
                .0
                .iter()
                .map(|(score, cell)| cell.w2 * (score - mean).powi(2))
                .sum();
            let n = total.n as f64;
            let error = (squares * n / (n - 1.0)).sqrt() / total.w;
            let critical = Reference::Normal.critical(level).ok();
            Theirs {
                interval: critical
                    .filter(|_| error > 0.0)
                    .map(|z| Interval::around(mean, z * error)),
                ..said(
                    "confint(svymean()) takes normal quantiles unless df = degf(design) is given",
                    "confint(svymean()) 默认用正态分位数；加 df = degf(design) 时与此处相同",
                )
            }
        }
    }
}

/// How a tool would test a difference; p before any correction.
#[must_use]
pub fn test(tool: Tool, sort: Sort, ours: Test, now: &Scored, then: &Scored, level: f64) -> Theirs {
    if sort == Sort::Index || now.total().n < 2 || then.total().n < 2 {
        return said("has no such test", "没有相应的检验");
    }
    let weighted = now.is_weighted() || then.is_weighted();
    match (tool, sort) {
        (Tool::Spss, Sort::Share) => Theirs {
            p: pooled(now, then, level),
            ..said(
                "CTABLES compares column proportions by a pooled z on (weighted) counts, with Bonferroni over the pairs of a row, and never falls back on Fisher",
                "CTABLES 用（加权）频数的合并 z 检验比较列比例，对同一行的各对作 Bonferroni 校正，不会改用 Fisher 检验",
            )
        },
        (Tool::Spss, _) => Theirs {
            p: replicated_welch(now, then, level),
            ..said(
                "T-TEST prints Student's and Welch's lines, with the sum of weights for n; this is Welch's",
                "T-TEST 给出 Student 与 Welch 两行，以权数之和为样本量；此处为 Welch 一行",
            )
        },
        (Tool::R, Sort::Share) if !weighted => Theirs {
            p: two_proportions::yates_p(now.tally(), then.tally()).ok(),
            ..said(
                "prop.test applies Yates's correction unless correct = FALSE",
                "prop.test 默认作 Yates 校正",
            )
        },
        (Tool::R, _) if weighted => said(
            "svyttest prints the same up to its degrees of freedom",
            "svyttest 除自由度外结果相同",
        ),
        (Tool::R, _) if ours == Test::Welch => said("t.test prints the same", "t.test 给出相同结果"),
        (Tool::R, _) => Theirs {
            p: replicated_welch(now, then, level),
            ..said(
                "t.test on 100, 0 and −100 is Welch's test",
                "对 100、0、−100 作 t.test，即 Welch 检验",
            )
        },
        (Tool::Dimensions, Sort::Share) => Theirs {
            p: pooled_effective(now, then, level),
            ..said(
                "compares columns by a pooled z, on Kish's effective bases when weighted, without correction for the number of pairs",
                "用合并 z 检验比较各列，加权时按 Kish 有效样本量，不作多重比较校正",
            )
        },
        (Tool::Dimensions, _) => said(
            "compares means by t with a pooled variance, on effective bases when weighted, without correction",
            "用合并方差的 t 检验比较均值，加权时按有效样本量，不作校正",
        ),
        (Tool::Displayr, _) => said(
            "tests a cell against everyone else without correction, columns with the false discovery rate; letters stand for 0.05 and 0.001",
            "单元格与其余所有人比较时不作校正，列间比较控制错误发现率；字母表示 0.05 与 0.001 水平",
        ),
    }
}

fn pooled(now: &Scored, then: &Scored, level: f64) -> Option<f64> {
    pooled_on((now, now.total().w), (then, then.total().w), level)
}

fn pooled_effective(now: &Scored, then: &Scored, level: f64) -> Option<f64> {
    let effective = |scored: &Scored| scored.total().w.powi(2) / scored.total().w2;
    pooled_on((now, effective(now)), (then, effective(then)), level)
}

/// Pooled z of two shares on these bases.
fn pooled_on((now, a): (&Scored, f64), (then, b): (&Scored, f64), level: f64) -> Option<f64> {
    let (p1, p2) = (now.mean(), then.mean());
    let pooled = (p1 * a + p2 * b) / (a + b);
    let error = (pooled * (1.0 - pooled) * (1.0 / a + 1.0 / b)).sqrt();
    Comparison::wald(p1 - p2, error, Reference::Normal, level).ok()?.p
}

fn replicated_welch(now: &Scored, then: &Scored, level: f64) -> Option<f64> {
    let part = |scored: &Scored| scored.replicated_variance() / scored.total().w;
    let (a, b) = (part(now), part(then));
    let df = (a + b).powi(2) / (a * a / (now.total().w - 1.0) + b * b / (then.total().w - 1.0));
    Comparison::wald(now.mean() - then.mean(), (a + b).sqrt(), Reference::Student(df), level)
        .ok()?
        .p
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(hits: u64, base: u64) -> Scored {
        Scored(vec![(1.0, Cell::plain(hits)), (0.0, Cell::plain(base - hits))])
    }

    #[test]
    fn a_share_is_that_of_prop_test() {
        // R: prop.test(733, 1157)$conf.int
        let theirs = figure(Tool::R, Sort::Share, &share(733, 1157), 0.95).interval.unwrap();
        assert!((theirs.low - 0.604_934_0).abs() < 1e-6 && (theirs.high - 0.661_238_6).abs() < 1e-6);
    }

    #[test]
    fn an_nps_is_that_of_the_package() {
        // R, package NPS: 432 promoters, 356 passives, 372 detractors; Wald and t intervals of the reference.
        let scored = Scored(vec![
            (100.0, Cell::plain(432)),
            (0.0, Cell::plain(356)),
            (-100.0, Cell::plain(372)),
        ]);
        let r = figure(Tool::R, Sort::Nps, &scored, 0.95).interval.unwrap();
        assert!((r.low - 0.390_757_96).abs() < 1e-7 && (r.high - 9.954_069_62).abs() < 1e-7);
        for tool in [Tool::Spss, Tool::Displayr] {
            let t = figure(tool, Sort::Nps, &scored, 0.95).interval.unwrap();
            assert!((t.low - 0.383_694_71).abs() < 1e-7 && (t.high - 9.961_132_87).abs() < 1e-7);
        }
    }

    #[test]
    fn two_shares_are_tested_as_each_tool_does() {
        // Reference: 320 of 461 against 322 of 519.
        let (a, b) = (share(320, 461), share(322, 519));
        let p = |tool| test(tool, Sort::Share, Test::TwoProportions, &a, &b, 0.95).p.unwrap();
        assert!((p(Tool::Spss) - 0.015_381_356_465).abs() < 1e-10);
        assert!((p(Tool::R) - 0.018_475_286_233).abs() < 1e-10);
    }
}
