//! Rough-cut capacity planning: the load of a master schedule on the critical resources, by three methods of growing detail.
//!
//! After Vollmann, Berry and Whybark, Manufacturing Planning and Control Systems. Never moves a quantity: it shows where load exceeds capacity.

use serde::{Deserialize, Serialize};

/// Hours that one unit of a product asks of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceHours {
    /// Position of the resource.
    pub resource: usize,
    pub hours_per_unit: f64,
    /// Periods from the work to the product's own period: one means that it is done in the period before.
    pub periods_before: u32,
}

/// A product of the master schedule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Quantity per period.
    pub quantities: Vec<f64>,
    pub hours: Vec<ResourceHours>,
}

/// A critical resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoughCutResource {
    /// Hours per period.
    pub capacity: Vec<f64>,
    /// Its share of all hours in the past, for the overall factors.
    pub historic_share: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Capacity planning using overall factors: all hours of a period, shared out as in the past.
    OverallFactors,
    /// Bill of capacity: each resource's own hours, in the period of the product.
    BillOfCapacity,
    /// Resource profile: its hours in the period in which the work is done.
    ResourceProfile,
}

/// Load against capacity, by resource and period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoughCut {
    pub load_hours: Vec<Vec<f64>>,
    /// Load by capacity; endless where there is load and no capacity.
    pub load_ratio: Vec<Vec<f64>>,
    /// Hours of load beyond capacity.
    pub overload_hours: Vec<Vec<f64>>,
    /// Hours of each resource that should have been worked before the first period.
    pub before_start_hours: Vec<f64>,
}

/// The load of products on resources. All lists of quantities and capacities may be of different lengths: what is missing is zero.
///
/// Hours on a resource that is not in the list count for nothing; quantities that are no numbers count as zero.
pub fn rough_cut(products: &[Product], resources: &[RoughCutResource], method: Method) -> RoughCut {
    let lengths = products.iter().map(|product| product.quantities.len()).chain(resources.iter().map(|resource| resource.capacity.len()));
    let periods = lengths.max().unwrap_or_default();
    let mut load_hours = vec![vec![0.0; periods]; resources.len()];
    let mut before_start_hours = vec![0.0; resources.len()];
    for product in products {
        for (period, quantity) in product.quantities.iter().enumerate().filter(|(_, quantity)| quantity.is_finite()) {
            for ResourceHours { resource, hours_per_unit, periods_before } in &product.hours {
                let hours = quantity * hours_per_unit;
                match method {
                    Method::OverallFactors => {
                        load_hours.iter_mut().zip(resources).for_each(|(load, resource)| load[period] += hours * resource.historic_share);
                    }
                    _ if *resource >= resources.len() => {}
                    Method::BillOfCapacity => load_hours[*resource][period] += hours,
                    Method::ResourceProfile => match period.checked_sub(*periods_before as usize) {
                        Some(earlier) => load_hours[*resource][earlier] += hours,
                        None => before_start_hours[*resource] += hours,
                    },
                }
            }
        }
    }
    let against = |of_period: fn(f64, f64) -> f64| {
        let of_resource = |(load, resource): (&Vec<f64>, &RoughCutResource)| {
            let capacity = |period: usize| resource.capacity.get(period).copied().unwrap_or_default();
            load.iter().enumerate().map(|(period, load)| of_period(*load, capacity(period))).collect()
        };
        load_hours.iter().zip(resources).map(of_resource).collect()
    };
    let load_ratio = against(|load, capacity| if load > 0.0 { load / capacity.max(0.0) } else { 0.0 });
    let overload_hours = against(|load, capacity| (load - capacity).max(0.0));
    RoughCut { load_hours, load_ratio, overload_hours, before_start_hours }
}

/// Each resource's share of all hours of a past load: the historic shares of the overall factors.
pub fn shares_of_load(load_hours: &[Vec<f64>]) -> Vec<f64> {
    let sums: Vec<f64> = load_hours.iter().map(|load| load.iter().sum()).collect();
    let whole: f64 = sums.iter().sum();
    sums.iter().map(|sum| if whole > 0.0 { sum / whole } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_before_the_first_period_is_told_and_not_lost() {
        let hours = vec![ResourceHours { resource: 0, hours_per_unit: 2.0, periods_before: 1 }];
        let products = [Product { quantities: vec![5.0, 3.0], hours }];
        let resources = [RoughCutResource { capacity: vec![4.0, 4.0], historic_share: 1.0 }];
        let found = rough_cut(&products, &resources, Method::ResourceProfile);
        assert_eq!(found.load_hours, [[6.0, 0.0]]);
        assert_eq!((found.before_start_hours, found.overload_hours), (vec![10.0], vec![vec![2.0, 0.0]]));
        assert_eq!(found.load_ratio, [[1.5, 0.0]]);
    }

    #[test]
    fn strange_input_loads_nothing() {
        let hours = vec![ResourceHours { resource: 7, hours_per_unit: 2.0, periods_before: 9 }];
        let products = [Product { quantities: vec![f64::NAN, 1.0], hours }];
        for method in [Method::OverallFactors, Method::BillOfCapacity, Method::ResourceProfile] {
            assert_eq!(rough_cut(&products, &[], method), RoughCut::default());
        }
    }
}
