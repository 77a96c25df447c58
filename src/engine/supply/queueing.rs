//! How long work waits before a station: Kingman's equation, with what outages do to process times and how variability travels on.
//!
//! Approximations of a steady state; never simulates.

use serde::{Deserialize, Serialize};

/// A station of `machines` equal ones. Variabilities are squared coefficients of variation (variance by squared mean).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    pub arrival_variability: f64,
    pub process_variability: f64,
    /// Load by capacity, below one.
    pub utilisation: f64,
    /// Effective process time of one job; waiting comes out in the same unit.
    pub process_time: f64,
    pub machines: u32,
}

/// Waiting as the product of its three causes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// V: the mean of the two variabilities.
    pub variability: f64,
    /// U: what the utilisation alone does; endless from a load of one on.
    pub utilisation: f64,
    /// T: the process time.
    pub time: f64,
    pub in_queue: f64,
    /// Queue and process.
    pub in_station: f64,
}

/// Time in queue V·U·T (Kingman 1961; for several machines Sakasegawa 1977, as in Hopp and Spearman, Factory Physics, chapter 8).
pub fn waiting(station: &Station) -> Waiting {
    let lawful = |number: f64| if number.is_finite() { number.max(0.0) } else { 0.0 };
    let machines = f64::from(station.machines.max(1));
    let load = lawful(station.utilisation);
    let variability = 0.5 * (lawful(station.arrival_variability) + lawful(station.process_variability));
    let utilisation = if load < 1.0 { load.powf((2.0 * (machines + 1.0)).sqrt() - 1.0) / (machines * (1.0 - load)) } else { f64::INFINITY };
    let time = lawful(station.process_time);
    // Endless times nothing is nothing: without variability nobody waits, even at full load.
    let in_queue = if variability * time > 0.0 { variability * utilisation * time } else { 0.0 };
    Waiting { variability, utilisation, time, in_queue, in_station: in_queue + time }
}

/// Outages that interrupt work: mean time to failure, mean time to repair, squared coefficient of variation of repairs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outages {
    pub time_to_failure: f64,
    pub time_to_repair: f64,
    pub repair_variability: f64,
}

/// What a job takes with everything that holds it up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProcessTime {
    pub availability: f64,
    pub mean: f64,
    pub variability: f64,
}

/// Effective process time under interrupting outages (Hopp and Spearman, Factory Physics, chapter 8): t₀/A, and
/// c² = c₀² + (1 + c_r²)·A·(1 − A)·m_r/t₀.
pub fn effective_process_time(natural: f64, natural_variability: f64, outages: Outages) -> ProcessTime {
    let whole = outages.time_to_failure + outages.time_to_repair;
    let availability = if whole > 0.0 && whole.is_finite() { (outages.time_to_failure / whole).clamp(0.0, 1.0) } else { 1.0 };
    let added = if natural > 0.0 {
        (1.0 + outages.repair_variability) * availability * (1.0 - availability) * outages.time_to_repair / natural
    } else {
        0.0
    };
    let mean = if availability > 0.0 { natural / availability } else { f64::INFINITY };
    ProcessTime { availability, mean, variability: natural_variability + added }
}

/// Variability of departures, which are the next station's arrivals (Hopp and Spearman): for one machine u²·c_e² + (1 − u²)·c_a², for m of them
/// 1 + (1 − u²)(c_a² − 1) + u²(c_e² − 1)/√m.
pub fn departure_variability(station: &Station) -> f64 {
    let (square, machines) = (station.utilisation.clamp(0.0, 1.0).powi(2), f64::from(station.machines.max(1)));
    1.0 + (1.0 - square) * (station.arrival_variability - 1.0) + square * (station.process_variability - 1.0) / machines.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_full_load_waiting_is_endless_unless_nothing_varies() {
        let mut station = Station { arrival_variability: 1.0, process_variability: 1.0, utilisation: 1.0, process_time: 2.0, machines: 1 };
        assert_eq!(waiting(&station).in_queue, f64::INFINITY);
        (station.arrival_variability, station.process_variability) = (0.0, 0.0);
        assert_eq!(waiting(&station).in_station, 2.0);
    }
}
