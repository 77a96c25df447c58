//! Present value, rates of return and payback against numpy-financial and the examples of Excel's manual: every case of the reference.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::reference::{assert_close, key_figures, number, numbers};
use linewright::engine::finance::*;

const EXACT: f64 = 1e-9;

#[test]
fn investments_are_worth_what_the_reference_says() {
    let mut compared = 0;
    for case in key_figures()["finance"].as_array().unwrap() {
        let mut one = |name: &str, found: Option<f64>| {
            if let Some(expected) = case[name].as_f64() {
                assert_close(name, &[found.unwrap()], &[expected], EXACT);
                compared += 1;
            }
        };
        if case["cash_flows"].is_array() {
            let payments = numbers(&case["cash_flows"]);
            let found = appraise(case["rate"].as_f64().unwrap_or(0.1), &payments);
            one("npv", Some(found.present_value));
            one("npf", Some(found.present_value));
            one("irr", found.internal_rate);
            one("npf_irr", found.internal_rate);
            one("payback_years", found.payback);
            one("discounted_payback", found.discounted_payback);
            one("roi", found.return_on_investment);
            one("profitability_index", found.profitability_index);
            if case.get("payback_years").is_some_and(serde_json::Value::is_null) {
                assert_eq!(found.payback, None);
                compared += 1;
            }
            if case["irr_multiple"].is_array() {
                assert_close("both rates", &internal_rates(&payments), &numbers(&case["irr_multiple"]), EXACT);
                assert_eq!((found.internal_rate, found.internal_rates), (None, 2));
                compared += 1;
            }
        }
        let excel = &case["excel_doc"];
        if excel.is_object() {
            // Excel takes the first payment to be a period away; its manual prints two digits.
            let (rate, payments) = (number(&excel["rate"]), numbers(&excel["cf"]));
            let found = present_value(rate, &payments);
            assert!((found / (1.0 + rate) - number(&excel["excel_npv"])).abs() < 0.005);
            assert!((found - 1_307.287_753_568_743).abs() < 1e-9);
            compared += 1;
        }
        let modified = &case["mirr"];
        if modified.is_object() {
            let found = modified_rate(&numbers(&modified["cf"]), number(&modified["finance"]), number(&modified["reinvest"]));
            assert_close("MIRR", &[found.unwrap()], &[number(&modified["mirr"])], EXACT);
            compared += 1;
        }
    }
    assert_eq!(compared, 15);
}
