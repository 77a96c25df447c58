//! Statistics: whether two sets of results differ by more than chance, by how much, and how many results it takes to tell.
//!
//! Pure functions of plain numbers. Never decides what a difference is worth and never looks at a workspace.

mod proportions;
mod ranks;
mod sample_size;
mod student;
mod tests_of_difference;

pub use proportions::{Interval, Proportions, fisher_exact, poisson_rates, two_proportions, wilson};
pub use ranks::{Ranked, mann_whitney, wilcoxon};
pub use sample_size::{needed_for_means, needed_for_proportions, needed_for_ranks};
pub use student::{binomial_upper, ln_gamma, normal_two_sided, t_quantile, t_upper};
pub use tests_of_difference::{Compared, cohens_d, levene, mean, one_sample, paired, pooled, variance, welch};
