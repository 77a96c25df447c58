//! Lot sizing of demand that changes from period to period: which needs are covered by one lot, and what that costs.
//!
//! Lots arrive at the start of a period and are never late. Never looks at capacity.

use serde::{Deserialize, Serialize};

/// How needs are gathered into lots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum LotRule {
    /// What each period needs.
    #[default]
    LotForLot,
    /// Always this quantity, as often as is needed at once.
    Fixed { quantity: f64 },
    /// The economic order quantity of the mean need, or more where a period needs more.
    EconomicOrder,
    /// What the next so many periods need.
    PeriodsOfSupply { periods: u32 },
    /// As many periods as make the cost per period least (Silver and Meal 1973).
    SilverMeal,
    /// As many periods as make the cost per unit least.
    LeastUnitCost,
    /// As many periods as cost no more to hold than a setup costs (part period balancing, DeMatteis 1968).
    PartPeriodBalancing,
    /// The least cost over all periods (Wagner and Whitin 1958).
    WagnerWhitin,
}

/// Costs by period; beyond the end of a list its last value goes on, and an empty list is zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LotCosts {
    /// Of one lot that arrives in the period.
    pub setup: Vec<f64>,
    /// Of one unit left over at the end of the period.
    pub holding: Vec<f64>,
}

/// What a lot must be; zero where it need not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SizeLimits {
    pub minimum: f64,
    pub multiple: f64,
}

/// Lots and what they cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lots {
    /// Quantity that arrives in each period.
    pub receipts: Vec<f64>,
    pub setup_cost: f64,
    pub holding_cost: f64,
}

impl Lots {
    pub fn cost(&self) -> f64 {
        self.setup_cost + self.holding_cost
    }
}

/// Lots that cover the needs of each period. Needs that are negative or no numbers count as none; O(n²) for Wagner and Whitin, O(n) otherwise.
///
/// Limits are applied to the lots that the rule wants: what is more than wanted covers the needs that follow. With limits Wagner and Whitin's lots are
/// no longer sure to be the cheapest.
pub fn lots(needs: &[f64], rule: LotRule, costs: &LotCosts, limits: SizeLimits) -> Lots {
    let needs: Vec<f64> = needs.iter().map(|need| if need.is_finite() { need.max(0.0) } else { 0.0 }).collect();
    let total: f64 = needs.iter().sum();
    // Below this a need is the rounding of a computer.
    let nothing = 1e-12 * total;
    let prices = Prices::of(costs, needs.len());
    let starts = if rule == LotRule::WagnerWhitin { cheapest_starts(&needs, &prices) } else { Vec::new() };
    let economic = economic_quantity(total, &prices);
    let mut open = needs.clone();
    let mut receipts = vec![0.0; needs.len()];
    for period in 0..needs.len() {
        let is_planned = starts.binary_search(&period).is_ok();
        if open[period] <= nothing && !is_planned {
            continue;
        }
        let end = match rule {
            LotRule::LotForLot | LotRule::Fixed { .. } | LotRule::EconomicOrder => period + 1,
            LotRule::PeriodsOfSupply { periods } => period.saturating_add(periods.max(1) as usize).min(needs.len()),
            LotRule::WagnerWhitin => starts.iter().copied().find(|start| *start > period).unwrap_or(needs.len()),
            LotRule::SilverMeal | LotRule::LeastUnitCost | LotRule::PartPeriodBalancing => stretch(&open, period, rule, &prices),
        };
        let wanted: f64 = open[period..end].iter().sum();
        if wanted <= nothing {
            continue;
        }
        let quantity = match rule {
            LotRule::Fixed { quantity } if quantity > 0.0 => up_to_multiple(wanted, quantity),
            LotRule::EconomicOrder => wanted.max(economic),
            _ => wanted,
        };
        let quantity = up_to_multiple(quantity.max(limits.minimum), limits.multiple);
        receipts[period] = quantity;
        let mut left = quantity;
        for need in &mut open[period..] {
            let taken = left.min(*need);
            *need -= taken;
            left -= taken;
            if left <= 0.0 {
                break;
            }
        }
    }
    costed(&needs, receipts, &prices, nothing)
}

fn up_to_multiple(quantity: f64, multiple: f64) -> f64 {
    if multiple > 0.0 && multiple.is_finite() { (quantity / multiple - 1e-9).ceil().max(1.0) * multiple } else { quantity }
}

/// Costs of each period, and of holding one unit from the first period to each.
struct Prices {
    setup: Vec<f64>,
    holding: Vec<f64>,
    /// One longer than the periods.
    held_until: Vec<f64>,
}

impl Prices {
    fn of(costs: &LotCosts, periods: usize) -> Prices {
        let lawful = |cost: f64| if cost.is_finite() { cost.max(0.0) } else { 0.0 };
        let spread = |list: &[f64]| -> Vec<f64> {
            (0..periods).map(|period| list.get(period).or(list.last()).copied().map_or(0.0, lawful)).collect()
        };
        let (setup, holding) = (spread(&costs.setup), spread(&costs.holding));
        let mut sum = 0.0;
        let mut held_until = vec![0.0];
        held_until.extend(holding.iter().map(|cost| {
            sum += cost;
            sum
        }));
        Prices { setup, holding, held_until }
    }

    fn of_holding(&self, from: usize, to: usize) -> f64 {
        self.held_until[to] - self.held_until[from]
    }
}

fn economic_quantity(total: f64, prices: &Prices) -> f64 {
    let periods = prices.setup.len().max(1) as f64;
    let mean = |list: &[f64]| list.iter().sum::<f64>() / periods;
    let holding = mean(&prices.holding);
    if holding > 0.0 { (2.0 * total / periods * mean(&prices.setup) / holding).sqrt() } else { total }
}

/// The end of the lot that begins in a period: it is stretched while the rule's figure does not rise.
fn stretch(open: &[f64], from: usize, rule: LotRule, prices: &Prices) -> usize {
    let setup = prices.setup[from];
    let (mut units, mut holding, mut best) = (0.0, 0.0, f64::INFINITY);
    for (period, need) in open.iter().enumerate().skip(from) {
        units += need;
        holding += need * prices.of_holding(from, period);
        let figure = match rule {
            LotRule::SilverMeal => (setup + holding) / (period + 1 - from) as f64,
            LotRule::LeastUnitCost => (setup + holding) / units,
            _ => holding,
        };
        let bound = if rule == LotRule::PartPeriodBalancing { setup } else { best };
        if figure > bound * (1.0 + 1e-12) && period > from {
            return period;
        }
        best = figure;
    }
    open.len()
}

/// Periods in which the cheapest plan has a lot: backward pointers over the least cost up to each period.
fn cheapest_starts(needs: &[f64], prices: &Prices) -> Vec<usize> {
    let mut least = vec![f64::INFINITY; needs.len() + 1];
    // Where the last lot before the end begins; nothing where the last stretch needs none.
    let mut last: Vec<(usize, bool)> = vec![(0, false); needs.len() + 1];
    least[0] = 0.0;
    for start in 0..needs.len() {
        let (mut units, mut holding) = (0.0, 0.0);
        for end in start + 1..=needs.len() {
            units += needs[end - 1];
            holding += needs[end - 1] * prices.of_holding(start, end - 1);
            let is_lot = units > 0.0;
            let cost = least[start] + holding + if is_lot { prices.setup[start] } else { 0.0 };
            if cost < least[end] {
                least[end] = cost;
                last[end] = (start, is_lot);
            }
        }
    }
    let mut starts = Vec::new();
    let mut end = needs.len();
    while end > 0 {
        let (start, is_lot) = last[end];
        if is_lot {
            starts.push(start);
        }
        end = start;
    }
    starts.reverse();
    starts
}

fn costed(needs: &[f64], receipts: Vec<f64>, prices: &Prices, nothing: f64) -> Lots {
    let (mut stock, mut setup_cost, mut holding_cost) = (0.0, 0.0, 0.0);
    for (period, (receipt, need)) in receipts.iter().zip(needs).enumerate() {
        if *receipt > 0.0 {
            setup_cost += prices.setup[period];
        }
        stock += receipt - need;
        if stock > nothing {
            holding_cost += stock * prices.holding[period];
        }
    }
    Lots { receipts, setup_cost, holding_cost }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [LotRule; 8] = [
        LotRule::LotForLot,
        LotRule::Fixed { quantity: 7.0 },
        LotRule::EconomicOrder,
        LotRule::PeriodsOfSupply { periods: 3 },
        LotRule::SilverMeal,
        LotRule::LeastUnitCost,
        LotRule::PartPeriodBalancing,
        LotRule::WagnerWhitin,
    ];

    fn costs(setup: f64, holding: f64) -> LotCosts {
        LotCosts { setup: vec![setup], holding: vec![holding] }
    }

    #[test]
    fn no_need_is_ever_late_and_no_rule_is_cheaper_than_wagner_and_whitin() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..200 {
            let needs: Vec<f64> =
                (0..1 + random.usize(..14)).map(|_| if random.bool() { f64::from(random.u8(..60)) } else { 0.0 }).collect();
            let costs = costs(f64::from(random.u8(..90)), random.f64());
            let best = lots(&needs, LotRule::WagnerWhitin, &costs, SizeLimits::default());
            for rule in RULES {
                let found = lots(&needs, rule, &costs, SizeLimits::default());
                let mut stock = 0.0;
                for (receipt, need) in found.receipts.iter().zip(&needs) {
                    stock += receipt - need;
                    assert!(stock >= -1e-9, "{rule:?} of {needs:?}");
                }
                assert!(found.cost() >= best.cost() - 1e-9, "{rule:?} of {needs:?}");
            }
        }
    }

    #[test]
    fn wagner_and_whitin_is_as_cheap_as_trying_everything() {
        let mut random = fastrand::Rng::with_seed(11);
        for _ in 0..60 {
            let needs: Vec<f64> = (0..7).map(|_| f64::from(random.u8(..3)) * 10.0).collect();
            let costs = LotCosts {
                setup: needs.iter().map(|_| f64::from(random.u8(..50))).collect(),
                holding: needs.iter().map(|_| random.f64()).collect(),
            };
            let prices = Prices::of(&costs, needs.len());
            let cost_of = |choice: u32| {
                let starts: Vec<usize> = (0..7).filter(|period| choice >> period & 1 == 1).collect();
                let mut receipts = vec![0.0; 7];
                for (at, start) in starts.iter().enumerate() {
                    receipts[*start] = needs[*start..starts.get(at + 1).copied().unwrap_or(7)].iter().sum();
                }
                let is_enough = receipts.iter().sum::<f64>() >= needs.iter().sum::<f64>();
                if is_enough { costed(&needs, receipts, &prices, 1e-9).cost() } else { f64::INFINITY }
            };
            let least = (0..128).map(cost_of).fold(f64::INFINITY, f64::min);
            let found = lots(&needs, LotRule::WagnerWhitin, &costs, SizeLimits::default());
            assert!((found.cost() - least).abs() < 1e-9, "{needs:?}: {found:?}, {least}");
        }
    }

    #[test]
    fn what_a_limit_adds_covers_later_needs() {
        let limits = SizeLimits { minimum: 25.0, multiple: 10.0 };
        let found = lots(&[5.0, 20.0, 12.0], LotRule::LotForLot, &costs(1.0, 1.0), limits);
        assert_eq!(found.receipts, [30.0, 0.0, 30.0]);
        assert_eq!((found.setup_cost, found.holding_cost), (2.0, 25.0 + 5.0 + 23.0));
    }

    #[test]
    fn strange_input_gets_lots_that_are_numbers() {
        let limits = SizeLimits { minimum: f64::NAN, multiple: f64::INFINITY };
        for rule in RULES {
            assert_eq!(lots(&[], rule, &LotCosts::default(), limits), Lots::default());
            let found = lots(&[f64::NAN, -3.0, 4.0, f64::INFINITY], rule, &costs(f64::NAN, -1.0), limits);
            assert!(found.receipts.iter().all(|receipt| receipt.is_finite()) && found.cost() == 0.0, "{rule:?}: {found:?}");
        }
        let rule = LotRule::Fixed { quantity: -1.0 };
        assert_eq!(lots(&[3.0], rule, &LotCosts::default(), SizeLimits::default()).receipts, [3.0]);
    }
}
