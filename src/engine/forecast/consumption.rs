//! Orders consume the forecast: what was forecast is not expected a second time once it has been ordered.
//!
//! Never changes the forecast itself: what is left of it stands beside it.

/// How many periods before and after its own an order may consume from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    pub backward: usize,
    pub forward: usize,
}

/// What consuming came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Consumed {
    /// Forecast that no order has consumed, per period.
    pub open: Vec<f64>,
    /// What of each order the forecast did not foresee, in the orders' sequence.
    pub unforeseen: Vec<f64>,
}

/// Lets orders (period, quantity) consume a forecast: first in their own period, then backward from the nearest, then forward.
///
/// All orders take from their own periods first, so that no order takes what another one's period foresaw for it; then they take from
/// others in the sequence given. Quantities that are negative or no numbers consume nothing, and a negative forecast has nothing to consume.
pub fn consume(forecast: &[f64], orders: &[(usize, f64)], window: Window) -> Consumed {
    let mut open: Vec<f64> = forecast.iter().map(|quantity| if quantity.is_finite() { quantity.max(0.0) } else { 0.0 }).collect();
    let mut unforeseen: Vec<f64> = orders.iter().map(|(_, quantity)| if quantity.is_finite() { quantity.max(0.0) } else { 0.0 }).collect();
    let mut take = |period: usize, left: &mut f64| {
        if let Some(open) = open.get_mut(period) {
            let taken = open.min(*left);
            *open -= taken;
            *left -= taken;
        }
    };
    for ((period, _), left) in orders.iter().zip(&mut unforeseen) {
        take(*period, left);
    }
    for ((period, _), left) in orders.iter().zip(&mut unforeseen) {
        let backward = (1..=window.backward.min(*period)).filter_map(|by| period.checked_sub(by));
        let forward = (1..=window.forward.min(forecast.len())).filter_map(|by| period.checked_add(by));
        backward.chain(forward).for_each(|period| take(period, left));
    }
    Consumed { open, unforeseen }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_takes_from_its_period_then_backward_then_forward() {
        let window = Window { backward: 1, forward: 1 };
        let consumed = consume(&[10.0, 10.0, 10.0], &[(1, 25.0)], window);
        assert_eq!(consumed, Consumed { open: vec![0.0, 0.0, 5.0], unforeseen: vec![0.0] });
    }

    #[test]
    fn beyond_the_window_an_order_is_unforeseen() {
        let consumed = consume(&[10.0, 10.0, 10.0], &[(2, 14.0)], Window::default());
        assert_eq!(consumed, Consumed { open: vec![10.0, 10.0, 0.0], unforeseen: vec![4.0] });
    }

    #[test]
    fn no_order_takes_what_the_period_of_another_foresaw() {
        let window = Window { backward: 1, forward: 0 };
        let consumed = consume(&[5.0, 5.0], &[(1, 8.0), (0, 5.0)], window);
        assert_eq!(consumed, Consumed { open: vec![0.0, 0.0], unforeseen: vec![3.0, 0.0] });
    }

    #[test]
    fn strange_orders_consume_nothing() {
        let orders = [(9, 5.0), (usize::MAX, 1.0), (0, f64::NAN), (0, -3.0)];
        let consumed = consume(&[4.0, -2.0], &orders, Window { backward: 2, forward: usize::MAX });
        assert_eq!(consumed.open, [4.0, 0.0]);
        assert_eq!(consumed.unforeseen, [5.0, 1.0, 0.0, 0.0]);
    }
}
