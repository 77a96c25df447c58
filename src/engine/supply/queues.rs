//! Exact waiting where work comes by chance: queues of one station (M/M/c, M/M/1/K, Erlang's loss) and open networks of them (Jackson).
//!
//! Of a steady state and of exponential times alone; what varies less or more is `queueing`. Rates are per any unit of time, times in that unit.

use serde::{Deserialize, Serialize};

/// A station in the long run; nothing has an end where more comes than can be served.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Load by capacity.
    pub utilisation: f64,
    /// Chance that nobody is there.
    pub empty: f64,
    /// Chance that who comes has to wait (Erlang C).
    pub waits: f64,
    /// Mean number waiting, and mean number waiting or served.
    pub in_queue: f64,
    pub in_station: f64,
    /// Mean time waiting, and with the service.
    pub wait: f64,
    pub time: f64,
    servers: u32,
    service: f64,
}

impl Queue {
    /// Chance of waiting longer than this.
    pub fn longer_than(&self, time: f64) -> f64 {
        if self.utilisation >= 1.0 {
            return 1.0;
        }
        self.waits * (-f64::from(self.servers) * self.service * (1.0 - self.utilisation) * time.max(0.0)).exp()
    }
}

/// Chance that who comes finds all servers busy and is lost (Erlang B): `load` is what is offered, arrivals by service rate.
///
/// ```
/// assert!((linewright::engine::supply::lost(2.0, 3) - 4.0 / 19.0).abs() < 1e-12);
/// ```
pub fn lost(load: f64, servers: u32) -> f64 {
    // Without powers and factorials, which are too large from about 150 servers on.
    (1..=servers).fold(1.0, |lost, server| load * lost / (f64::from(server) + load * lost))
}

/// A station of equal servers with one queue (M/M/c): `arrivals` and what one server can do, `service`, both per unit of time.
pub fn queue(arrivals: f64, service: f64, servers: u32) -> Queue {
    let servers = servers.max(1);
    let (load, many) = (arrivals / service, f64::from(servers));
    let utilisation = load / many;
    if !(0.0..1.0).contains(&utilisation) {
        let endless = f64::INFINITY;
        let (in_queue, in_station, wait, time) = (endless, endless, endless, endless);
        return Queue { utilisation, empty: 0.0, waits: 1.0, in_queue, in_station, wait, time, servers, service };
    }
    let lost = lost(load, servers);
    let waits = lost / (1.0 - utilisation * (1.0 - lost));
    let in_queue = waits * utilisation / (1.0 - utilisation);
    // By Little's law; where nothing comes nobody waits.
    let wait = waits / (many * service * (1.0 - utilisation));
    // Of the terms load^n/n! only their sum matters, each from the one before, and all by the last so that none grows too large.
    let (mut term, mut sum) = (1.0, 0.0);
    for server in (1..=servers).rev() {
        term *= f64::from(server) / load.max(f64::MIN_POSITIVE);
        sum += term;
    }
    let empty = if load > 0.0 { term / (sum + 1.0 / (1.0 - utilisation)) } else { 1.0 };
    Queue { utilisation, empty, waits, in_queue, in_station: in_queue + load, wait, time: wait + 1.0 / service, servers, service }
}

/// One server and room for `room` in all, served or waiting (M/M/1/K).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limited {
    /// Chance that who comes finds no room.
    pub lost: f64,
    pub in_station: f64,
    /// Served per unit of time.
    pub throughput: f64,
    /// Mean time of who got in.
    pub time: f64,
}

/// The station with limited room, which has an end at any load.
pub fn limited(arrivals: f64, service: f64, room: u32) -> Limited {
    let load = arrivals / service;
    // Chances of 0 to `room` by their ratio, which holds at a load of one too.
    let chances: Vec<f64> = (0..=room).scan(1.0, |chance, _| Some(std::mem::replace(chance, *chance * load))).collect();
    let all: f64 = chances.iter().sum();
    let lost = chances.last().map_or(1.0, |last| last / all);
    let in_station = chances.iter().zip(0..).map(|(chance, many)| chance * f64::from(many)).sum::<f64>() / all;
    let throughput = arrivals * (1.0 - lost);
    Limited { lost, in_station, throughput, time: in_station / throughput }
}

/// Stations that send work to each other (Jackson 1957): what comes to each from outside, the share that each (row) sends to each (column), and
/// each one's service rate and servers. The queue of each station in its order; empty where the lists do not fit together or work never leaves.
pub fn network(outside: &[f64], routing: &[Vec<f64>], stations: &[(f64, u32)]) -> Vec<Queue> {
    let many = outside.len();
    if routing.len() != many || stations.len() != many || routing.iter().any(|row| row.len() != many) {
        return Vec::new();
    }
    // What comes to a station is what comes from outside and from the others: by steps, for with leaks these close in on the answer.
    let mut arrivals = outside.to_vec();
    for _ in 0..100_000 {
        let flows = (0..many).map(|to| {
            let from = arrivals.iter().zip(routing).map(|(rate, row)| rate * row.get(to).copied().unwrap_or(0.0));
            outside.get(to).copied().unwrap_or(0.0) + from.sum::<f64>()
        });
        let next: Vec<f64> = flows.collect();
        let moved = next.iter().zip(&arrivals).any(|(next, before)| (next - before).abs() > 1e-14 * (1.0 + next.abs()));
        arrivals = next;
        if !moved {
            return arrivals.iter().zip(stations).map(|(rate, (service, servers))| queue(*rate, *service, *servers)).collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_work_waits_without_end_and_no_work_does_not_wait() {
        let full = queue(3.0, 1.0, 3);
        assert!(full.wait.is_infinite() && full.longer_than(1_000.0) == 1.0 && full.empty == 0.0);
        let idle = queue(0.0, 2.0, 3);
        assert_eq!((idle.wait, idle.empty, idle.in_station, idle.time), (0.0, 1.0, 0.0, 0.5));
    }

    #[test]
    fn a_network_that_work_never_leaves_has_no_answer() {
        assert!(network(&[1.0], &[vec![1.0]], &[(5.0, 1)]).is_empty());
        assert!(network(&[1.0, 1.0], &[vec![1.0]], &[(5.0, 1)]).is_empty());
    }
}
