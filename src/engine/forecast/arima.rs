//! Seasonal autoregressive integrated moving averages (Box and Jenkins 1970): a series whose differences are a stationary process.
//!
//! Never chooses its orders and never estimates its weights.

use super::arma::Arma;

/// How many terms a model has: of its own past, differences and past errors, from period to period and from season to season.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// Autoregressive terms, differences, moving average terms.
    pub periods: [usize; 3],
    /// The same over whole seasons.
    pub seasons: [usize; 3],
    /// Whether the differences have a mean other than zero.
    pub constant: bool,
    /// Periods of a season.
    pub length: usize,
}

impl Orders {
    /// The usual way to write them: `(2,1,1)(0,1,0)[12]`.
    pub fn label(&self) -> String {
        let [p, d, q] = self.periods;
        let season = || {
            let [p, d, q] = self.seasons;
            format!("({p},{d},{q})[{}]", self.length)
        };
        format!("({p},{d},{q}){}", if self.seasons == [0; 3] { String::new() } else { season() })
    }

    /// Terms that have a weight, without the constant.
    pub(super) fn terms(&self) -> [usize; 4] {
        [self.periods[0], self.periods[2], self.seasons[0], self.seasons[2]]
    }

    /// How many numbers are estimated besides the variance of the errors.
    pub(super) fn weights(&self) -> usize {
        self.terms().iter().sum::<usize>() + usize::from(self.constant)
    }

    /// The longest lag of the differenced series that counts.
    pub(super) fn longest(&self) -> usize {
        let lag = |at: usize| self.periods[at] + self.length * self.seasons[at];
        lag(0).max(lag(2))
    }

    /// Weights of a value and of those before it in the differenced series.
    pub(super) fn difference(&self) -> Vec<f64> {
        let mut weights = vec![1.0];
        for (times, lag) in [(self.periods[1], 1), (self.seasons[1], self.length)] {
            for _ in 0..times {
                let mut next = weights.clone();
                next.resize(weights.len() + lag, 0.0);
                weights.iter().enumerate().for_each(|(at, weight)| next[at + lag] -= weight);
                weights = next;
            }
        }
        weights
    }
}

/// The weights of a model, in the order in which [`Orders`] counts its terms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coefficients {
    pub autoregressive: Vec<f64>,
    pub moving: Vec<f64>,
    pub seasonal_autoregressive: Vec<f64>,
    pub seasonal_moving: Vec<f64>,
    pub mean: f64,
}

/// `1 + sign a B + …` times `1 + sign b B^length + …`, without the leading one, and with the sign taken off again.
fn product(a: &[f64], b: &[f64], length: usize, sign: f64) -> Vec<f64> {
    let mut all = vec![0.0; a.len() + length * b.len()];
    for (seasons, outer) in std::iter::once(1.0).chain(b.iter().map(|weight| sign * weight)).enumerate() {
        for (periods, inner) in std::iter::once(1.0).chain(a.iter().map(|weight| sign * weight)).enumerate() {
            if let Some(slot) = (seasons * length + periods).checked_sub(1).and_then(|at| all.get_mut(at)) {
                *slot += sign * outer * inner;
            }
        }
    }
    all
}

/// A model that has seen some periods of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Arima {
    pub orders: Orders,
    pub coefficients: Coefficients,
    /// Own past and past errors as one list each.
    phi: Vec<f64>,
    theta: Vec<f64>,
    process: Arma,
    difference: Vec<f64>,
    /// The series, its differences less their mean, and their errors.
    values: Vec<f64>,
    centred: Vec<f64>,
    errors: Vec<f64>,
}

/// What the weights make of own past and past errors over all lags.
pub(super) fn process(orders: &Orders, coefficients: &Coefficients) -> (Vec<f64>, Vec<f64>) {
    let Coefficients { autoregressive, moving, seasonal_autoregressive, seasonal_moving, .. } = coefficients;
    (product(autoregressive, seasonal_autoregressive, orders.length, -1.0), product(moving, seasonal_moving, orders.length, 1.0))
}

impl Arima {
    /// The model before the first period; nothing where its differences would have no finite variance.
    pub fn new(orders: Orders, coefficients: Coefficients) -> Option<Arima> {
        let (phi, theta) = process(&orders, &coefficients);
        let process = Arma::new(phi.clone(), theta.clone())?;
        let difference = orders.difference();
        Some(Arima { orders, coefficients, phi, theta, process, difference, values: Vec::new(), centred: Vec::new(), errors: Vec::new() })
    }

    /// Its orders and weights by their usual names; of a season only where it has terms or differences.
    pub fn named(&self) -> Vec<(String, f64)> {
        let [p, d, q] = self.orders.periods;
        let orders = [("p", p), ("d", d), ("q", q)].into_iter();
        let [p, d, q] = self.orders.seasons;
        let seasons = [("P", p), ("D", d), ("Q", q)].into_iter().take(if self.orders.seasons == [0; 3] { 0 } else { 3 });
        let Coefficients { autoregressive, moving, seasonal_autoregressive, seasonal_moving, mean } = &self.coefficients;
        let lists = [("ar", autoregressive), ("ma", moving), ("sar", seasonal_autoregressive), ("sma", seasonal_moving)];
        let weights = lists.into_iter().flat_map(|(name, list)| (1..).zip(list).map(move |(at, weight)| (format!("{name}{at}"), *weight)));
        let mean = self.orders.constant.then(|| ("mean".to_owned(), *mean));
        orders.chain(seasons).map(|(name, count)| (name.to_owned(), count as f64)).chain(weights).chain(mean).collect()
    }

    /// Periods before the first difference.
    pub fn lead(&self) -> usize {
        self.difference.len() - 1
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        self.values.push(value);
        if self.values.len() <= self.lead() {
            return;
        }
        let difference: f64 = self.difference.iter().zip(self.values.iter().rev()).map(|(weight, value)| weight * value).sum();
        let centred = difference - self.coefficients.mean;
        self.process.reach(self.centred.len());
        self.errors.push(centred - self.process.next(&self.centred, &self.errors));
        self.centred.push(centred);
    }

    /// Forecasts of the next periods; before the first difference the last value goes on.
    pub fn path(&self, out: &mut [f64]) {
        if self.values.len() < self.lead() {
            out.fill(self.values.last().copied().unwrap_or(0.0));
            return;
        }
        let (mut process, mut centred, mut values) = (self.process.clone(), self.centred.clone(), self.values.clone());
        for slot in out {
            process.reach(centred.len());
            let next = process.next(&centred, &self.errors);
            let before: f64 = self.difference.iter().skip(1).zip(values.iter().rev()).map(|(weight, value)| weight * value).sum();
            *slot = next + self.coefficients.mean - before;
            centred.push(next);
            values.push(*slot);
        }
    }

    /// What an error of one period moves the values of the next ones by, as many as are asked for.
    pub fn carries(&self, count: usize) -> Vec<f64> {
        // Own past and differences as one: (1 - phi B - …) times the differences.
        let mut own = vec![0.0; self.phi.len() + self.difference.len()];
        for (at, phi) in std::iter::once(-1.0).chain(self.phi.iter().copied()).enumerate() {
            self.difference.iter().enumerate().for_each(|(lag, weight)| own[at + lag] += phi * weight);
        }
        let mut carries = vec![1.0];
        for at in 1..=count {
            let moved = self.theta.get(at - 1).copied().unwrap_or(0.0);
            let carried: f64 = own.iter().skip(1).zip(carries.iter().rev()).map(|(weight, carry)| weight * carry).sum();
            carries.push(moved + carried);
        }
        carries.remove(0);
        carries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(orders: Orders, coefficients: Coefficients, values: &[f64]) -> Option<Arima> {
        let mut model = Arima::new(orders, coefficients)?;
        values.iter().for_each(|value| model.step(*value));
        Some(model)
    }

    fn path(model: Option<Arima>) -> [f64; 3] {
        let mut path = [0.0; 3];
        model.iter().for_each(|model| model.path(&mut path));
        path
    }

    #[test]
    fn simple_models_forecast_as_by_hand() {
        let orders = |periods: [usize; 3], constant: bool| Orders { periods, constant, length: 1, ..Orders::default() };
        // A random walk with drift goes on by the drift; own past halves the way back to the mean.
        let drift = Coefficients { mean: 2.0, ..Coefficients::default() };
        assert_eq!(path(model(orders([0, 1, 0], true), drift, &[3.0, 9.0, 4.0])), [6.0, 8.0, 10.0]);
        let half = Coefficients { autoregressive: vec![0.5], mean: 10.0, ..Coefficients::default() };
        assert_eq!(path(model(orders([1, 0, 0], true), half, &[3.0, 18.0])), [14.0, 12.0, 11.0]);
        let season = Orders { seasons: [0, 1, 0], length: 4, ..Orders::default() };
        assert_eq!(path(model(season, Coefficients::default(), &[1.0, 2.0, 3.0, 4.0, 5.0])), [2.0, 3.0, 4.0]);
    }

    #[test]
    fn differences_with_a_moving_average_are_simple_smoothing() {
        let orders = Orders { periods: [0, 1, 1], length: 1, ..Orders::default() };
        let moving = Coefficients { moving: vec![-0.6], ..Coefficients::default() };
        let values: Vec<f64> = (0..80).map(|at| 50.0 + f64::from(at * 7 % 11)).collect();
        let mut level = values[0];
        values.iter().for_each(|value| level += 0.4 * (value - level));
        let model = model(orders, moving, &values);
        let carries = model.as_ref().map_or(Vec::new(), |model| model.carries(3));
        assert!(carries.len() == 3 && carries.iter().all(|carry| (carry - 0.4).abs() < 1e-12), "{carries:?}");
        let [next, ..] = path(model);
        assert!((next - level).abs() < 1e-9, "{next} {level}");
    }

    #[test]
    fn orders_are_written_as_usual() {
        let orders = Orders { periods: [2, 1, 1], seasons: [0, 1, 0], constant: false, length: 12 };
        assert_eq!((orders.label().as_str(), orders.difference().len()), ("(2,1,1)(0,1,0)[12]", 14));
        assert_eq!(Orders { seasons: [0; 3], ..orders }.label(), "(2,1,1)");
    }
}
