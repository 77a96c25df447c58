//! Weights of Holt-Winters that a person gives: they stand behind the method's word, so that both are one choice.

use crate::engine::forecast::{Method, Weights};
use crate::model::text::parse_number;

/// Whether a person may give the weights of a method.
pub fn takes_weights(method: Method) -> bool {
    matches!(method, Method::HoltWintersAdditive | Method::HoltWintersMultiplicative)
}

/// The words of a method, and the weights behind them; those that are no shares are words.
pub(super) fn parted(method: &str) -> (String, Option<Weights>) {
    let words: Vec<&str> = method.split_whitespace().collect();
    let (name, behind) = words.split_at(words.len().saturating_sub(3));
    match read(behind) {
        Some(weights) => (name.join(" ").to_lowercase(), Some(weights)),
        None => (words.join(" ").to_lowercase(), None),
    }
}

/// Weights as they are typed and shown: of the level, the trend and the season.
pub fn weights_text(weights: Weights) -> String {
    format!("{} {} {}", weights.alpha, weights.beta, weights.gamma)
}

/// The method with the weights typed; without any where nothing is typed.
///
/// # Errors
/// A sentence for the person where they are no three numbers from 0 to 1.
pub fn with_weights(method: &str, typed: &str) -> Result<String, String> {
    let (name, _) = parted(method);
    let mut words: Vec<&str> = typed.split(|sign: char| sign.is_whitespace() || sign == ';').filter(|word| !word.is_empty()).collect();
    if let [one] = words.as_slice() {
        words = one.split(',').collect();
    }
    let words: Vec<&str> = words.iter().map(|word| word.trim_end_matches(',')).collect();
    match read(&words) {
        Some(weights) => Ok(format!("{name} {}", weights_text(weights))),
        None if words.is_empty() => Ok(name),
        None => Err("Enter three numbers from 0 to 1, for level, trend and season, such as 0.3 0.05 0.4; or nothing, and they are found by themselves.".to_owned()),
    }
}

fn read(words: &[&str]) -> Option<Weights> {
    let [alpha, beta, gamma] = words else { return None };
    let weights = Weights { alpha: parse_number(alpha)?, beta: parse_number(beta)?, gamma: parse_number(gamma)? };
    weights.are_shares().then_some(weights)
}
