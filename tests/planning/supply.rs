//! Lot sizing, stock, material requirements, rough-cut capacity and waiting against known answers of textbooks and of exact solvers.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::reference::{assert_close, flow, number, numbers, planning};
use linewright::engine::statistics::normal_loss;
use linewright::engine::supply::*;
use serde_json::Value;

/// Of closed forms and of sums.
const EXACT: f64 = 1e-9;

fn at_positions(orders: &Value, periods: usize) -> Vec<f64> {
    let mut receipts = vec![0.0; periods];
    for order in orders.as_array().unwrap() {
        receipts[order[0].as_u64().unwrap() as usize - 1] = number(&order[1]);
    }
    receipts
}

#[test]
fn lots_are_those_of_the_textbooks() {
    let rules = [
        ("wagner_whitin", LotRule::WagnerWhitin),
        ("silver_meal", LotRule::SilverMeal),
        ("least_unit_cost", LotRule::LeastUnitCost),
        ("part_period", LotRule::PartPeriodBalancing),
    ];
    let mut compared = 0;
    for case in planning()["lot_sizing"].as_array().unwrap() {
        let needs = numbers(&case["demand"]);
        let setup = if case["setup"].is_array() { numbers(&case["setup"]) } else { vec![number(&case["setup"])] };
        let costs = LotCosts { setup, holding: vec![number(&case["holding"])] };
        for (name, rule) in rules.into_iter().filter(|(name, _)| case[*name].is_object()) {
            let found = lots(&needs, rule, &costs, SizeLimits::default());
            assert_close(name, &[found.cost()], &[number(&case[name]["cost"])], EXACT);
            assert_close(name, &found.receipts, &at_positions(&case[name]["orders"], needs.len()), EXACT);
            compared += 1;
        }
        let best = lots(&needs, LotRule::WagnerWhitin, &costs, SizeLimits::default());
        assert_close("the mixed-integer programme", &[best.cost()], &[number(&case["milp_check"])], EXACT);
        if let Some(expected) = case["lot_for_lot"].as_f64() {
            assert_close("lot for lot", &[lots(&needs, LotRule::LotForLot, &costs, SizeLimits::default()).cost()], &[expected], EXACT);
        }
        if let Some(expected) = case["eoq"].as_f64() {
            let mean = needs.iter().sum::<f64>() / needs.len() as f64;
            assert_close("economic lot", &[economic_lot(mean, costs.setup[0], costs.holding[0]).quantity], &[expected], EXACT);
            let first = lots(&needs, LotRule::EconomicOrder, &costs, SizeLimits::default()).receipts[0];
            assert_close("economic order rule", &[first], &[expected], EXACT);
        }
    }
    assert_eq!(compared, 9);
}

#[test]
fn stock_is_that_of_the_textbooks() {
    let all = planning();
    let case = |id: &str| all["inventory"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone();
    let of = |case: &Value, names: &[&str]| -> Vec<f64> { names.iter().map(|name| number(&case[*name])).collect() };

    let eoq = case("eoq_heizer");
    let lot = economic_lot(number(&eoq["D"]), number(&eoq["S"]), number(&eoq["H"]));
    // The book's year has 250 working days.
    let found = [lot.quantity, lot.lots_per_year, 250.0 * lot.cycle_years, lot.setup_cost + lot.holding_cost];
    assert_close("EOQ", &found, &of(&eoq, &["Q", "orders", "TBO_days", "cost"]), EXACT);

    let epq = case("epq_heizer");
    let [demand, setup, holding, used, made] = ["D", "S", "H", "d", "p"].map(|name| number(&epq[name]));
    let lot = production_lot(demand, setup, holding, used, made);
    assert_close("EPQ", &[lot.quantity, lot.most_stock], &of(&epq, &["Q", "max_inventory"]), EXACT);

    let discount = case("quantity_discount_heizer");
    let breaks = [(0.0, 5.0), (1000.0, 4.8), (2000.0, 4.75)].map(|(from, price)| PriceBreak { from, price });
    let found = quantity_discount(number(&discount["D"]), number(&discount["S"]), number(&discount["i"]), &breaks);
    for (lot, level) in found.lots.iter().zip(discount["levels"].as_array().unwrap()) {
        assert_close("discount", &[lot.price, lot.lot.quantity, lot.total_cost], &of(level, &["price", "q", "cost"]), EXACT);
    }
    assert_eq!((found.lots.len(), found.lots[found.best].price), (3, number(&discount["best"]["price"])));

    let point = case("rop_heizer");
    let demand = LeadTimeDemand { mean: number(&point["mean_ltd"]), deviation: number(&point["sd_ltd"]) };
    let found = reorder_point(demand, number(&point["service"]));
    assert_close("ROP", &[found.safety_factor, found.safety_stock, found.reorder_point], &of(&point, &["z", "ss", "rop"]), EXACT);
    for name in ["rop_var_demand", "rop_both_random"] {
        let point = case(name);
        let [d, sd, l, sl] = ["d", "sd", "L", "sL"].map(|name| number(&point[name]));
        let demand = LeadTimeDemand::of(d, sd, l, sl);
        let found = reorder_point(demand, number(&point["service"]));
        let found = [demand.deviation, found.safety_factor, found.safety_stock, found.reorder_point];
        assert_close(name, &found, &of(&point, &["sigma_ltd", "z", "ss", "rop"]), EXACT);
    }

    let fill = case("fill_rate");
    let demand = LeadTimeDemand { mean: 0.0, deviation: number(&fill["sigma"]) };
    let factor = safety_factor_for_fill_rate(demand, number(&fill["Q"]), number(&fill["target"])).safety_factor;
    assert_close("fill rate", &[factor, normal_loss(factor)], &of(&fill, &["z", "G"]), EXACT);

    let season = case("newsvendor");
    let [mean, deviation, missing, left] = ["mu", "sigma", "cu", "co"].map(|name| number(&season[name]));
    let found = newsvendor(mean, deviation, missing, left);
    assert_close(
        "newsvendor",
        &[found.critical_ratio, found.quantity, found.expected_cost],
        &of(&season, &["cr", "Q", "expected_cost"]),
        EXACT,
    );
}

#[test]
fn the_speaker_kit_is_exploded_and_netted_as_in_the_book() {
    let all = planning();
    let case = &all["mrp_heizer_speaker"];
    let names: Vec<String> = case["lead_time"].as_object().unwrap().keys().cloned().collect();
    let position = |name: &str| names.iter().position(|other| other == name).unwrap();
    let components = |name: &str| -> Vec<Component> {
        let parts = case["bom"][name].as_array().into_iter().flatten();
        parts.map(|part| Component { item: position(part[0].as_str().unwrap()), quantity: number(&part[1]) }).collect()
    };
    let bills: Vec<Vec<Component>> = names.iter().map(|name| components(name)).collect();
    let mut asked = vec![0.0; names.len()];
    asked[position("A")] = 50.0;
    let exploded = explode(&bills.iter().map(Vec::as_slice).collect::<Vec<_>>(), &asked);
    let expected: Vec<f64> = names.iter().map(|name| number(&case["gross_explosion_50"][name])).collect();
    assert_close("explosion", &exploded, &expected, EXACT);

    let item = |name: &String| NettedItem {
        demand: (1..=8).map(|period| case["master_schedule"][name][period.to_string()].as_f64().unwrap_or(0.0)).collect(),
        on_hand: number(&case["on_hand"][name]),
        lead_time: case["lead_time"][name].as_u64().unwrap() as u32,
        components: components(name),
        ..NettedItem::default()
    };
    let items: Vec<NettedItem> = names.iter().map(item).collect();
    let found = net(&items, 8);
    assert_eq!(found.findings, []);
    for (name, record) in names.iter().zip(&found.items) {
        let expected = &case["time_phased"][name];
        assert_eq!(record.low_level_code, expected["llc"].as_u64().unwrap() as usize, "{name}");
        for (what, list) in [
            ("gross", &record.gross),
            ("net", &record.net),
            ("planned_receipts", &record.planned_receipts),
            ("planned_releases", &record.planned_releases),
            ("projected_on_hand", &record.projected_on_hand),
        ] {
            assert_close(&format!("{name} {what}"), list, &numbers(&expected[what]), EXACT);
        }
        assert_eq!(record.late, number(&expected["late"]), "{name}");
    }
    assert_eq!(shortages(&items, &found), []);

    // A period earlier nothing is in time for G, which takes the longest way: A, C, F, G.
    let mut hurried = items;
    hurried[position("A")].demand = vec![0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 50.0, 0.0];
    let short = shortages(&hurried, &net(&hurried, 8));
    assert_eq!((short.len(), short[0].quantity, short[0].until), (1, 40.0, 7));
    let way: Vec<&str> = short[0].chain.iter().map(|link| names[link.item].as_str()).collect();
    assert_eq!(way, ["A", "C", "F", "G"]);
    assert_eq!(short[0].chain[3].released_late_by, 1);
}

#[test]
fn rough_cut_capacity_is_the_same_by_all_three_methods() {
    let all = planning();
    let case = &all["rccp"];
    let names = ["cut", "assemble", "test"];
    let products: Vec<Product> = ["P", "Q"]
        .iter()
        .map(|product| Product {
            quantities: numbers(&case["mps"][product]),
            hours: names
                .iter()
                .enumerate()
                .map(|(resource, name)| ResourceHours {
                    resource,
                    hours_per_unit: number(&case["hours_per_unit"][product][name]),
                    periods_before: case["offset_periods"][product][name].as_i64().unwrap().unsigned_abs() as u32,
                })
                .collect(),
        })
        .collect();
    let resources: Vec<RoughCutResource> = names
        .iter()
        .map(|name| RoughCutResource {
            capacity: vec![number(&case["capacity"][name]); 6],
            historic_share: number(&case["historic_share"][name]),
        })
        .collect();
    for (key, method) in [
        ("capacity_bills_load", RoughCutMethod::BillOfCapacity),
        ("resource_profile_load", RoughCutMethod::ResourceProfile),
        ("cpof_load", RoughCutMethod::OverallFactors),
    ] {
        let found = rough_cut(&products, &resources, method);
        for (name, load) in names.iter().zip(&found.load_hours) {
            assert_close(&format!("{key} {name}"), load, &numbers(&case[key][name]), EXACT);
        }
    }
    let bills = rough_cut(&products, &resources, RoughCutMethod::BillOfCapacity);
    for (at, name) in names.iter().enumerate() {
        assert_close(name, &[shares_of_load(&bills.load_hours)[at]], &[number(&case["historic_share"][name])], EXACT);
        // Printed with six digits.
        assert_close(name, &bills.load_ratio[at], &numbers(&case["utilisation"][name]), 1e-6);
        let over: Vec<f64> =
            bills.overload_hours[at].iter().enumerate().filter(|(_, hours)| **hours > 0.0).map(|(period, _)| period as f64 + 1.0).collect();
        assert_eq!(over, numbers(&case["overload_periods"][name]), "{name}");
    }
}

#[test]
fn waiting_is_that_of_factory_physics() {
    let all = flow();
    for case in all["kingman_vut"].as_array().unwrap() {
        let [arrival_variability, process_variability, utilisation, process_time] =
            ["ca2", "ce2", "u", "te"].map(|name| number(&case[name]));
        let machines = case["m"].as_u64().unwrap() as u32;
        let found = waiting(&Station { arrival_variability, process_variability, utilisation, process_time, machines });
        assert_close("VUT", &[found.in_queue, found.in_station], &[number(&case["CTq"]), number(&case["CT"])], EXACT);
    }
    for case in all["effective_process_time"]["preemptive"].as_array().unwrap() {
        let [natural, variation, time_to_failure, time_to_repair, repair] = ["t0", "c0", "mf", "mr", "cr"].map(|name| number(&case[name]));
        let outages = Outages { time_to_failure, time_to_repair, repair_variability: repair * repair };
        let found = effective_process_time(natural, variation * variation, outages);
        let expected = ["A", "te", "ce2"].map(|name| number(&case[name]));
        assert_close("process time", &[found.availability, found.mean, found.variability], &expected, EXACT);
    }
    let case = &all["linkage"]["example"];
    let [utilisation, process_variability, arrival_variability] = ["u", "ce2", "ca2"].map(|name| number(&case[name]));
    let station = Station { arrival_variability, process_variability, utilisation, process_time: 1.0, machines: 1 };
    assert_close("linkage", &[departure_variability(&station)], &[number(&case["cd2"])], EXACT);
}
