//! Statistics as pure functions of numbers: counts and sums come in, estimates with intervals and
//! tests with p-values go out.
//!
//! One idea per file. Nothing here knows surveys, files, text or time. A number that the data do
//! not determine is a [`StatError::Undefined`] or an absent field with its [`Reason`], never NaN.
//! A `level` is two-sided and in (0, 1), for example 0.95; every test is two-sided.

pub mod adjust;
pub mod ahp;
pub mod anova;
pub mod bootstrap;
pub mod calibration;
pub mod comparison;
pub mod contingency;
pub mod control_chart;
pub mod correlation;
pub mod counts;
pub mod covariance;
pub mod design;
pub mod distribution;
pub mod driver_intervals;
pub mod drivers;
pub mod effect;
pub mod entropy;
pub mod error;
pub mod exact_ranks;
pub mod factor;
pub mod fisher;
pub mod fisher_table;
pub mod fornell;
pub mod funnel;
mod hypergeometric;
pub mod importance_performance;
pub mod influence;
pub mod interval;
pub mod jonckheere;
pub mod kano;
pub mod kappa;
pub mod kendall;
pub mod kish;
pub mod kitagawa;
pub mod kruskal_wallis;
pub mod linear;
pub mod logistic;
pub mod logistic_weighted;
pub mod mann_kendall;
pub mod mann_whitney;
pub mod mcnemar;
pub mod mean;
pub mod nps;
pub mod overlap;
pub mod paired;
pub mod pairwise;
pub mod pls;
pub mod polychoric;
pub mod polychoric_matrix;
pub mod power;
pub mod proportion;
pub mod raking;
pub mod ranking;
pub mod reliability;
pub mod replicates;
pub mod resample;
pub mod sample_size;
pub mod shrinkage;
pub mod studentised_range;
pub mod sus;
pub mod t_test;
pub mod two_proportions;
pub mod wald;
pub mod weighted;
pub mod weighted_models;
pub mod wilcoxon;

mod beta;
mod binormal;
mod nelder_mead;
mod noncentral_t;
mod ranks;
mod root;
mod sum;

pub use comparison::Comparison;
pub use counts::Summary;
pub use counts::ValueCounts;
pub use error::Reason;
pub use error::StatError;
pub use interval::Interval;
