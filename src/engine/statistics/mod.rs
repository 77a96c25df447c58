//! Distributions and what is tested with them. Pure functions of plain numbers; never reads a workspace.

mod counts;
mod distributions;
mod normal;

pub use counts::{
    binomial_probability, binomial_quantile, hypergeometric_probability, hypergeometric_quantile, poisson_probability, poisson_quantile,
};
pub use distributions::{
    beta_probability, beta_quantile, chi_square_probability, chi_square_quantile, f_probability, f_quantile, gamma_probability,
    gamma_quantile, log_gamma, t_probability, t_quantile,
};
pub use normal::{loss_quantile, normal_density, normal_loss, normal_probability, normal_quantile};
