//! Distributions and what is tested with them: whether two sets of results differ by more than chance, by how much, and how many results it
//! takes to tell.
//!
//! Pure functions of plain numbers. Never decides what a difference is worth and never reads a workspace.

mod counts;
mod distributions;
mod normal;
mod proportions;
mod ranks;
mod sample_size;
mod tests_of_difference;
mod trend;

pub use counts::{
    binomial_probability, binomial_quantile, binomial_upper, hypergeometric_probability, hypergeometric_quantile, poisson_probability,
    poisson_quantile,
};
pub use distributions::{
    beta_probability, beta_quantile, chi_square_probability, chi_square_quantile, f_probability, f_quantile, gamma_probability,
    gamma_quantile, log_gamma, t_probability, t_quantile,
};
pub use normal::{loss_quantile, normal_density, normal_loss, normal_probability, normal_quantile, normal_two_sided};
pub use proportions::{Interval, Proportions, fisher_exact, poisson_rates, two_proportions, wilson};
pub use ranks::{Ranked, mann_whitney, wilcoxon};
pub use sample_size::{needed_for_means, needed_for_proportions, needed_for_ranks};
pub use tests_of_difference::{Compared, cohens_d, levene, mean, one_sample, paired, pooled, variance, welch};
pub use trend::{latest_level, mann_kendall, pettitt, theil_sen};
