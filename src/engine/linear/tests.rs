//! The solver against proofs that do not depend on it, over random programmes with every kind of bound.

#![allow(clippy::panic, reason = "a panic is a failed test")]

use super::*;

fn watch() -> impl FnMut(u64, f64, f64) -> bool {
    |_, _, _| true
}

/// A random programme that has a solution more often than not: whole numbers, many ties, every kind of bound.
fn random_programme(random: &mut fastrand::Rng) -> Programme {
    let mut programme = Programme::default();
    let (rows, columns) = (1 + random.usize(..8), 1 + random.usize(..12));
    let mut whole = |from: i32, to: i32| f64::from(random.i32(from..=to));
    let mut inside = Vec::new();
    for _ in 0..columns {
        let low = whole(-3, 3);
        let span = whole(0, 6);
        let (low, high) = match whole(0, 5) as i32 {
            0 => (f64::NEG_INFINITY, low),
            1 => (f64::NEG_INFINITY, f64::INFINITY),
            2 => (low, f64::INFINITY),
            _ => (low, low + span),
        };
        programme.add_column(whole(-2, 6), low, high);
        inside.push(if low.is_finite() {
            low
        } else if high.is_finite() {
            high
        } else {
            0.0
        });
    }
    for _ in 0..rows {
        let row = programme.add_row(0.0, 0.0);
        let mut sum = 0.0;
        for (column, value) in inside.iter().enumerate() {
            if whole(0, 2) > 0.0 {
                let coefficient = whole(-3, 3);
                programme.add_entry(row, column, coefficient);
                sum += coefficient * value;
            }
        }
        let off = if whole(0, 4) > 0.0 { 0.0 } else { whole(-4, 4) };
        programme.rows[row] = match whole(0, 3) as i32 {
            0 => (sum + off, sum + off),
            1 => (f64::NEG_INFINITY, sum + off + whole(0, 4)),
            2 => (sum + off - whole(0, 4), f64::INFINITY),
            _ => (sum + off - whole(0, 3), sum + off + whole(0, 3)),
        };
    }
    programme
}

#[test]
fn every_end_of_a_random_programme_proves_itself() {
    let mut random = fastrand::Rng::with_seed(3);
    let mut counts = [0; 3];
    for round in 0..4000 {
        let programme = random_programme(&mut random);
        let mut simplex = Simplex::new(&programme);
        match simplex.solve(&mut watch()) {
            Ended::Optimal => {
                counts[0] += 1;
                let values = simplex.values();
                assert!(programme.violation_of(&values) < 1e-8, "{round}: {programme:?} {values:?}");
                let cost = programme.cost_of(&values);
                assert!((simplex.proven_cost() - cost).abs() < 1e-7 * (1.0 + cost.abs()), "{round}: {} {cost}", simplex.proven_cost());
            }
            Ended::Infeasible(conflicts) => {
                counts[1] += 1;
                assert!(
                    !is_possible(&programme, &conflicts),
                    "{round}: the bounds named do not contradict each other: {conflicts:?} {programme:?}"
                );
                for left_out in 0..conflicts.len() {
                    let mut fewer = conflicts.clone();
                    fewer.remove(left_out);
                    assert!(is_possible(&programme, &fewer), "{round}: {:?} is not needed for it", conflicts[left_out]);
                }
            }
            Ended::Unbounded => {
                counts[2] += 1;
                // With a cost for going far in either direction there is an end, and the further it may go the cheaper it is.
                let within = |far: f64| {
                    let mut bounded = programme.clone();
                    for column in &mut bounded.columns {
                        (column.low, column.high) = (column.low.max(-far), column.high.min(far));
                    }
                    let mut simplex = Simplex::new(&bounded);
                    assert_eq!(simplex.solve(&mut watch()), Ended::Optimal, "{round}");
                    simplex.cost()
                };
                assert!(within(1e6) < within(1e3) - 1.0, "{round}");
            }
            other => panic!("{round}: {other:?} of {programme:?}"),
        }
    }
    println!("optimal, infeasible, unbounded: {counts:?}");
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
}

/// Whether there is a choice of columns that keeps these bounds alone.
fn is_possible(programme: &Programme, conflicts: &[Conflict]) -> bool {
    let mut only = programme.clone();
    for column in &mut only.columns {
        (column.cost, column.low, column.high) = (0.0, f64::NEG_INFINITY, f64::INFINITY);
    }
    only.rows.iter_mut().for_each(|row| *row = (f64::NEG_INFINITY, f64::INFINITY));
    let columns = programme.columns.len();
    for conflict in conflicts {
        match (conflict.variable < columns, conflict.is_high) {
            (true, true) => only.columns[conflict.variable].high = programme.columns[conflict.variable].high,
            (true, false) => only.columns[conflict.variable].low = programme.columns[conflict.variable].low,
            (false, true) => only.rows[conflict.variable - columns].1 = programme.rows[conflict.variable - columns].1,
            (false, false) => only.rows[conflict.variable - columns].0 = programme.rows[conflict.variable - columns].0,
        }
    }
    match Simplex::new(&only).solve(&mut watch()) {
        Ended::Optimal => true,
        Ended::Infeasible(_) => false,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_curve_is_what_solving_again_says() {
    let mut random = fastrand::Rng::with_seed(5);
    let mut compared = 0;
    for round in 0..600 {
        let programme = random_programme(&mut random);
        let mut simplex = Simplex::new(&programme);
        if simplex.solve(&mut watch()) != Ended::Optimal {
            continue;
        }
        let row = random.usize(..programme.rows.len());
        let (low, high) = programme.rows[row];
        let bound = if low == high {
            Bound::Both
        } else if high.is_finite() {
            Bound::High
        } else {
            Bound::Low
        };
        let curve = curve_of(&simplex, simplex.row_variable(row), bound, 4);
        let cost_at = |at: f64| {
            let mut moved = programme.clone();
            moved.rows[row] = match bound {
                Bound::Both => (at, at),
                Bound::High => (low, at),
                Bound::Low => (at, high),
            };
            let mut simplex = Simplex::new(&moved);
            (simplex.solve(&mut watch()) == Ended::Optimal).then(|| simplex.cost())
        };
        for piece in &curve.pieces {
            let (from, to) = (piece.from.max(curve.at - 50.0), piece.to.min(curve.at + 50.0));
            if to - from < 1e-6 {
                continue;
            }
            let (Some(a), Some(b)) = (cost_at(from + 0.25 * (to - from)), cost_at(from + 0.75 * (to - from))) else {
                panic!("{round}: no plan within {piece:?} of {curve:?}");
            };
            let price = (b - a) / (0.5 * (to - from));
            assert!((price - piece.price).abs() < 1e-5 * (1.0 + price.abs()), "{round}: {price} in {piece:?} of {curve:?}");
            compared += 1;
        }
        for (end, beyond) in [(curve.possible_from, -0.01), (curve.possible_to, 0.01)] {
            if let Some(end) = end {
                assert_eq!(cost_at(end + beyond), None, "{round}: possible beyond {end} of {curve:?}");
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn whole_numbers_are_the_best_of_all() {
    let mut random = fastrand::Rng::with_seed(9);
    for round in 0..200 {
        let mut programme = Programme::default();
        let row = programme.add_row(f64::from(random.i32(5..40)) + 0.5, f64::INFINITY);
        let sizes: Vec<f64> = (0..3).map(|_| f64::from(random.i32(2..9))).collect();
        let costs: Vec<f64> = (0..3).map(|_| f64::from(random.i32(2..19))).collect();
        for (size, cost) in sizes.iter().zip(&costs) {
            let column = programme.add_column(*cost, 0.0, 20.0);
            programme.add_entry(row, column, *size);
        }
        let mut least = f64::INFINITY;
        for a in 0..=20 {
            for b in 0..=20 {
                for c in 0..=20 {
                    let [a, b, c] = [a, b, c].map(f64::from);
                    if a * sizes[0] + b * sizes[1] + c * sizes[2] >= programme.rows[row].0 {
                        least = least.min(a * costs[0] + b * costs[1] + c * costs[2]);
                    }
                }
            }
        }
        let mut search = WholeSearch::new(Simplex::new(&programme), vec![0, 1, 2], 10_000, 0.0);
        while !search.work(&mut |_, _, _| random.bool()) {}
        assert_eq!(*search.ended(), Ended::Optimal);
        let best = search.best_cost().unwrap_or(f64::NAN);
        assert!((best - least).abs() < 1e-6 && search.bound() <= least + 1e-6, "{round}: {best}, {least}");
    }
}

#[test]
fn a_search_that_is_stopped_at_every_question_ends_the_same() {
    let mut random = fastrand::Rng::with_seed(2);
    let mut stops = 0;
    for _ in 0..20 {
        // A transport of what some have to what others want, large enough to be asked about on the way.
        let mut programme = Programme::default();
        let (from, to) = (25, 40);
        let supplies: Vec<usize> = (0..from).map(|_| programme.add_row(f64::NEG_INFINITY, 20.0)).collect();
        let wants: Vec<usize> = (0..to).map(|_| programme.add_row(f64::from(random.u8(5..15)), f64::INFINITY)).collect();
        for supply in &supplies {
            for want in &wants {
                let column = programme.add_column(random.f64() * 9.0, 0.0, 7.0);
                programme.add_entry(*supply, column, 1.0);
                programme.add_entry(*want, column, 1.0);
            }
        }
        let mut at_once = Simplex::new(&programme);
        assert_eq!(at_once.solve(&mut watch()), Ended::Optimal);
        let mut in_pieces = Simplex::new(&programme);
        while in_pieces.solve(&mut |_, _, _| false) == Ended::Stopped {
            stops += 1;
        }
        assert!((at_once.cost() - in_pieces.cost()).abs() < 1e-9 * (1.0 + at_once.cost().abs()));
    }
    assert!(stops > 10, "{stops}");
}

#[test]
fn a_programme_of_nothing_is_solved() {
    let mut simplex = Simplex::new(&Programme::default());
    assert_eq!(simplex.solve(&mut watch()), Ended::Optimal);
    assert_eq!((simplex.cost(), simplex.values()), (0.0, Vec::new()));
}
