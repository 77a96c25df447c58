//! Acceptance sampling against the standard's tables, exact distributions and the plans of R.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::{assert_near, number, numbers, rows, sampling};
use linewright::engine::quality::*;
use linewright::model::{InspectionLevel, InspectionWord};
use serde_json::Value;

const EXACT: f64 = 1e-9;
const LEVELS: [(&str, InspectionLevel); 7] = [
    ("S-1", InspectionLevel::S1),
    ("S-2", InspectionLevel::S2),
    ("S-3", InspectionLevel::S3),
    ("S-4", InspectionLevel::S4),
    ("I", InspectionLevel::I),
    ("II", InspectionLevel::II),
    ("III", InspectionLevel::III),
];

fn whole(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[test]
fn code_letters_are_those_of_the_standard() {
    let table = rows(include_str!("../data/iso2859_code_letters.csv"));
    assert_eq!(table.len(), 15);
    for row in table {
        let from: u64 = row[0].parse().unwrap();
        let to: u64 = row[1].parse().unwrap_or(from * 10);
        for (column, (name, level)) in LEVELS.into_iter().enumerate() {
            for lot in [from, to] {
                assert_eq!(code_letter(lot, level).to_string(), row[column + 2], "{lot} at {name}");
            }
        }
    }
}

#[test]
fn every_cell_of_the_master_table_is_that_of_the_standard() {
    let text = include_str!("../data/iso2859_single_normal.csv");
    let limits: Vec<f64> = text.lines().next().unwrap().split(',').skip(2).map(|cell| cell.parse().unwrap()).collect();
    assert_eq!(limits, QUALITY_LIMITS);
    let table = rows(text);
    assert_eq!(table.len(), 16);
    for (letter, row) in table.iter().enumerate() {
        for (limit, cell) in row[2..].iter().enumerate() {
            let expected = match cell.as_str() {
                "v" => Cell::Down,
                "^" => Cell::Up,
                number => Cell::Accept(number.parse().unwrap()),
            };
            assert_eq!(master_cell(Severity::Normal, letter, limit), expected, "{} at {}", row[0], QUALITY_LIMITS[limit]);
        }
    }
    // Every arrow leads to a plan of the table, whose letter, sample and number belong together.
    for lot in [2, 20, 60, 120, 400, 2_000, 20_000, 100_000, 1_000_000] {
        for (_, level) in LEVELS {
            for (limit, quality) in QUALITY_LIMITS.into_iter().enumerate() {
                let found = lot_plan(lot, level, quality, Severity::Normal);
                let at = table.iter().position(|row| row[0] == found.plan_letter.to_string()).unwrap();
                assert_eq!(master_cell(Severity::Normal, at, limit), Cell::Accept(found.plan.accept));
                let sample: u64 = table[at][1].parse().unwrap();
                assert_eq!((found.plan.sample, found.inspect_all), (sample.min(lot), sample >= lot));
            }
        }
    }
}

#[test]
fn plans_for_lots_follow_the_arrows() {
    let all = sampling();
    let examples = all["examples"].as_array().unwrap();
    assert_eq!(examples.len(), 16);
    for example in examples {
        let level = LEVELS.into_iter().find(|(name, _)| example["level"] == *name).unwrap().1;
        let found = lot_plan(whole(&example["lot"]), level, number(&example["aql"]), Severity::Normal);
        assert_eq!(found.letter.to_string(), example["letter"].as_str().unwrap(), "{example}");
        assert_eq!(found.plan_letter.to_string(), example["plan_letter"].as_str().unwrap(), "{example}");
        assert_eq!((found.plan.sample, found.plan.accept), (whole(&example["n"]), whole(&example["ac"])), "{example}");
        assert_eq!(found.plan.accept + 1, whole(&example["re"]));
        assert_eq!(found.inspect_all, example["inspect_100pct"].as_bool().unwrap());
    }
    assert!(lot_plan(10, InspectionLevel::II, 0.1, Severity::Normal).inspect_all);
}

/// Where every letter and limit leads, with its sample: tables 2-B and 2-C of GB/T 2828.1-2012, which is ISO 2859-1:1999. Those of table 2-B are also
/// those of table II-B of MIL-STD-105E, found independently, but for letter A at 10 (8 items and one there, as the edition of 1989 has no zero there).
/// Table 2-C has no counterpart there: the standard of 1999 did away with the gap between accepting and not accepting.
#[test]
fn every_way_of_tightened_and_reduced_inspection_is_that_of_the_standard() {
    let tables = [
        (Severity::Tightened, include_str!("../data/iso2859_single_tightened.csv")),
        (Severity::Reduced, include_str!("../data/iso2859_single_reduced.csv")),
    ];
    // A lot of each letter at level II, large enough for any sample.
    let lots = [5, 10, 20, 40, 70, 120, 200, 400, 1_000, 2_000, 5_000, 20_000, 100_000, 400_000, 600_000];
    for (severity, text) in tables {
        let table = rows(text);
        assert_eq!(table.len(), 16);
        let mut compared = 0;
        for row in &table {
            // The last letter has no lots at level II.
            let at_three = (row[0] == "R").then_some((600_000, InspectionLevel::III));
            let lot =
                lots.into_iter().map(|lot| (lot, InspectionLevel::II)).find(|(lot, level)| code_letter(*lot, *level).to_string() == row[0]);
            let (lot, level) = lot.or(at_three).unwrap();
            for (limit, cell) in QUALITY_LIMITS.into_iter().zip(&row[1..]) {
                let parts: Vec<&str> = cell.split(' ').collect();
                let (sample, accept): (u64, u64) = (parts[1].parse().unwrap(), parts[2].parse().unwrap());
                let found = lot_plan(lot, level, limit, severity);
                assert_eq!(
                    (found.plan_letter.to_string().as_str(), found.plan.accept),
                    (parts[0], accept),
                    "{severity:?} {} at {limit}",
                    row[0]
                );
                assert_eq!((found.plan.sample, found.inspect_all), (sample.min(lot), sample >= lot), "{severity:?} {} at {limit}", row[0]);
                compared += 1;
            }
        }
        assert_eq!(compared, 16 * 26);
    }
    // What the reference calls an anchor: letter K at 0.65.
    let anchor = |severity| lot_plan(2_000, InspectionLevel::II, 0.65, severity).plan;
    assert_eq!(anchor(Severity::Tightened), SamplingPlan { sample: 125, accept: 1 });
    assert_eq!((anchor(Severity::Reduced).sample, anchor(Severity::Reduced).accept), (50, 1));
}

/// A lot of a plan with this acceptance number; `tighter` where the next tighter limit would accept it too.
fn lot(accepted: bool, accept: u64, tighter: bool) -> Inspected {
    Inspected { accepted, accept, accepted_tighter: tighter }
}

/// Agreed before the first lot.
const AGREED: (usize, InspectionWord) = (0, InspectionWord::ReducedAgreed);

/// `+` accepted, `-` not accepted, of a plan that allows one.
fn lots(text: &str) -> Vec<Inspected> {
    text.chars().map(|sign| lot(sign == '+', 1, false)).collect()
}

#[test]
fn two_of_five_lots_tighten_and_five_accepted_lead_back() {
    let severity = |text: &str| switched(&lots(text), &[]).standing.severity;
    assert_eq!(severity("+++-"), Severity::Normal);
    // Four apart is within five lots one after the other, five apart is not.
    assert_eq!(severity("-+++-"), Severity::Tightened);
    assert_eq!(severity("-++++-"), Severity::Normal);
    assert_eq!(severity("--"), Severity::Tightened);
    // What tightened it does not count again: after five accepted it is normal, and one more not accepted changes nothing yet.
    assert_eq!(severity("--++++"), Severity::Tightened);
    assert_eq!(severity("--+++++"), Severity::Normal);
    assert_eq!(severity("--+++++-"), Severity::Normal);
    assert_eq!(severity("--++++-+++++"), Severity::Normal);
    // A switch binds the lot after the one that led to it.
    let found = switched(&lots("+--+"), &[]);
    assert_eq!(found.severities, [Severity::Normal, Severity::Normal, Severity::Normal, Severity::Tightened]);
    assert_eq!((found.since, found.standing.accepted_running), (Some(Since::Lot(2)), 1));
}

#[test]
fn five_lots_not_accepted_end_tightened_inspection() {
    // They are counted over all lots of it, whatever lies between.
    let found = switched(&lots("--"), &[]).standing;
    assert_eq!((found.severity, found.rejected, found.discontinued), (Severity::Tightened, 0, false));
    let found = switched(&lots("---++-+--"), &[]).standing;
    assert_eq!((found.rejected, found.discontinued), (4, false));
    let ended = switched(&lots("---++-+---"), &[]);
    assert!(ended.standing.discontinued && ended.since == Some(Since::Lot(9)));
    // Nothing that comes after counts.
    assert!(switched(&lots("---++-+---++++++++"), &[]).standing.discontinued);
}

#[test]
fn the_score_leads_to_reduced_inspection_where_it_is_agreed() {
    let score = |lots: &[Inspected]| switched(lots, &[]).standing.score;
    assert_eq!(score(&[lot(true, 1, false); 3]), 6);
    assert_eq!(score(&[lot(true, 2, true); 3]), 9);
    // Accepted, but not with the tighter limit; not accepted.
    assert_eq!(score(&[lot(true, 2, true), lot(true, 2, true), lot(true, 2, false)]), 0);
    assert_eq!(score(&[lot(true, 0, false), lot(true, 0, false), lot(false, 0, false), lot(true, 0, false)]), 2);
    let ten = [lot(true, 3, true); 10];
    assert_eq!(switched(&ten, &[AGREED]).standing.severity, Severity::Reduced);
    assert_eq!(switched(&ten[1..], &[AGREED]).standing.severity, Severity::Normal);
    let unasked = switched(&ten, &[]).standing;
    assert_eq!((unasked.severity, unasked.score), (Severity::Normal, 30));
    // Any lot not accepted ends it, and the score begins anew.
    let mut then = ten.to_vec();
    then.extend([lot(true, 3, false), lot(false, 3, false)]);
    let found = switched(&then, &[AGREED]);
    assert_eq!((found.standing.severity, found.standing.score, found.since), (Severity::Normal, 0, Some(Since::Lot(11))));
    assert_eq!(found.severities[10..], [Severity::Reduced, Severity::Reduced]);
}

#[test]
fn what_people_say_holds_from_the_lot_after_it() {
    let twelve = [lot(true, 3, true); 12];
    let standing = |said: &[(usize, InspectionWord)]| switched(&twelve, said);
    // Agreed when the score had long been reached: the next lot is reduced.
    let late = standing(&[(11, InspectionWord::ReducedAgreed)]);
    assert_eq!((late.severities[10], late.severities[11], late.since), (Severity::Normal, Severity::Reduced, Some(Since::Said(0))));
    assert_eq!(standing(&[(12, InspectionWord::ReducedAgreed)]).standing.severity, Severity::Reduced);
    // Agreed after all that is known, as a lot may have been taken away.
    assert_eq!(standing(&[(99, InspectionWord::ReducedAgreed)]).standing.severity, Severity::Reduced);
    // Agreed and ended before the score was reached; ended while it was reduced, with the score from nothing.
    let taken_back = [AGREED, (3, InspectionWord::ReducedEnded)];
    assert_eq!((standing(&taken_back).standing.severity, standing(&taken_back).since), (Severity::Normal, None));
    let ended = standing(&[AGREED, (11, InspectionWord::ReducedEnded)]);
    assert_eq!((ended.severities[10], ended.severities[11]), (Severity::Reduced, Severity::Normal));
    assert_eq!((ended.standing.score, ended.since), (3, Some(Since::Said(1))));
    // What ended goes on, tightened, once that was said, and its lots are counted anew.
    let lots = lots("---++-+---+++++");
    assert!(switched(&lots[..12], &[(9, InspectionWord::Resumed)]).standing.discontinued, "said before it ended");
    let resumed = switched(&lots[..11], &[(10, InspectionWord::Resumed)]);
    assert_eq!((resumed.standing.severity, resumed.standing.discontinued), (Severity::Tightened, false));
    assert_eq!((resumed.standing.rejected, resumed.standing.accepted_running), (0, 1));
    assert_eq!(switched(&lots, &[(10, InspectionWord::Resumed)]).standing.severity, Severity::Normal);
}

#[test]
fn the_tighter_plan_is_that_of_the_next_limit() {
    let found = tighter_plan(2_000, InspectionLevel::II, 1.0).unwrap();
    assert_eq!(found.plan, SamplingPlan { sample: 125, accept: 2 });
    assert_eq!(tighter_plan(2_000, InspectionLevel::II, 0.01), None);
}

#[test]
fn operating_characteristics_are_exact() {
    let all = sampling();
    for case in all["oc"].as_array().unwrap() {
        let plan = SamplingPlan { sample: whole(&case["n"]), accept: whole(&case["ac"]) };
        let along = |drawn: Drawn| numbers(&case["p"]).into_iter().map(|p| plan.acceptance(p, drawn)).collect::<Vec<f64>>();
        assert_near("binomial", &along(Drawn::Process), &numbers(&case["pa_binomial"]), EXACT);
        assert_near("Poisson", &along(Drawn::Nonconformities), &numbers(&case["pa_poisson"]), EXACT);
        let ends = [0.95, 0.5, 0.1].map(|acceptance| plan.quality_at(acceptance));
        assert_near("qualities", &ends, &["p95", "p50", "p10"].map(|name| number(&case[name])), EXACT);
    }
}

#[test]
fn a_lot_is_judged_by_what_can_be_drawn_from_it() {
    // Ten items, two of them bad, four drawn: none in 15 of 45, at most one in 39 of 45.
    let drawn = Drawn::Lot(10);
    let found = [0, 1, 2].map(|accept| SamplingPlan { sample: 4, accept }.acceptance(0.2, drawn));
    assert_near("drawn", &found, &[15.0 / 45.0, 39.0 / 45.0, 1.0], 1e-12);
    // In a large lot it comes to the same as in a process.
    let plan = SamplingPlan { sample: 80, accept: 5 };
    assert_near("large", &[plan.acceptance(0.05, Drawn::Lot(10_000_000))], &[plan.acceptance(0.05, Drawn::Process)], 1e-5);
}

#[test]
fn plans_for_risks_are_those_of_r() {
    let all = sampling();
    let designs = all["design"].as_array().unwrap();
    assert_eq!(designs.len(), 4);
    for case in designs {
        let [good, alpha, bad, beta] = ["p1", "alpha", "p2", "beta"].map(|name| number(&case[name]));
        let expected = SamplingPlan { sample: whole(&case["n"]), accept: whole(&case["c"]) };
        assert_eq!(plan_for_risks(good, alpha, bad, beta), Some(expected));
    }
    assert_eq!(plan_for_risks(0.05, 0.05, 0.05, 0.1), None);
    assert_eq!(plan_for_risks(0.01, 0.05, 0.010_001, 0.1), None);
}

#[test]
fn rectifying_inspection_is_exact() {
    let case = sampling()["rectifying"].clone();
    let plan = SamplingPlan { sample: whole(&case["n"]), accept: whole(&case["c"]) };
    let lot = whole(&case["N"]);
    let (limit, at) = plan.outgoing_limit(lot);
    let found = [plan.acceptance(0.01, Drawn::Process), plan.outgoing_quality(0.01, lot), limit, at, plan.total_inspection(0.01, lot)];
    // The place of the maximum was searched for there, and the curve is flat about it.
    let names = ["pa_p01", "aoq_p01", "aoql", "at", "ati_p01"];
    for (name, found) in names.into_iter().zip(found) {
        let expected = number(&case[name]);
        assert_near(name, &[found], &[expected], if name == "at" { 1e-6 } else { EXACT * expected.max(1.0) });
    }
    // Minitab's published example, and the handbook's column of inspections, whole numbers of which each is cut or rounded.
    let (limit, at) = SamplingPlan { sample: 52, accept: 2 }.outgoing_limit(5_000);
    assert_near("published", &[100.0 * limit, 100.0 * at], &[2.603, 4.300], 5e-3);
    let plan = SamplingPlan { sample: 52, accept: 3 };
    let printed = [70.0, 253.0, 753.0, 1584.0, 2655.0, 3836.0, 5007.0, 6083.0, 7012.0, 7779.0, 8388.0, 8854.0, 9201.0, 9453.0];
    for (at, printed) in printed.into_iter().enumerate() {
        let found = plan.total_inspection(0.01 * (at + 1) as f64, 10_000);
        assert!(found.floor() == printed || found.round() == printed, "{at}: {found} {printed}");
    }
}
