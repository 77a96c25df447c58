//! The business case: five benefits from a few inputs, each as low, likely and high, and what they come to over the years.
//!
//! Never invents a number: what was not entered counts as nothing, and each benefit says its formula.

use crate::engine::finance::{Range, appraise_range};
use crate::guide::INPUTS;
use crate::model::Workspace;
use crate::model::roles::answer;

/// How much of the benefit is there in each of the first years.
const RAMP: [f64; 3] = [0.5, 0.9, 1.0];

/// The business case as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    /// The five benefits a year, each as low, likely and high.
    pub benefits: [[f64; 3]; 5],
    /// Payments by year, the first being what is paid once: low, likely and high.
    pub payments: [Vec<f64>; 3],
    pub range: Range,
    /// Whether anything was entered.
    pub is_begun: bool,
}

/// The number of an input, in the case of `at`: 0 low, 1 likely, 2 high. Low and high that were not entered are likely.
fn number(workspace: &Workspace, key: &str, at: usize) -> Option<f64> {
    let read = |kind: &str| answer(workspace, &format!("case.{key}.{kind}")).and_then(|text| text.parse::<f64>().ok());
    let likely = read("likely");
    match at {
        0 => read("low").or(likely),
        2 => read("high").or(likely),
        _ => likely,
    }
}

/// The business case of the answers that were given.
pub fn case_of(workspace: &Workspace) -> Case {
    let is_begun = INPUTS.iter().any(|input| number(workspace, input.key, 1).is_some());
    let mut benefits = [[0.0; 3]; 5];
    let mut payments: [Vec<f64>; 3] = Default::default();
    for at in 0..3 {
        let of = |key: &str| number(workspace, key, at).unwrap_or(0.0);
        let percent = |key: &str| of(key) / 100.0;
        let own = [
            of("volume") * (of("touch_before") - of("touch_after")) / 60.0 * of("rate") * percent("cashable"),
            of("overtime") * of("premium") + of("stock") * percent("holding") + of("expedites") * of("expedite_cost"),
            of("volume")
                * ((percent("defects_before") - percent("defects_after")) * of("internal_cost")
                    + (percent("escapes_before") - percent("escapes_after")) * of("external_cost")),
            of("risk"),
            of("unserved").min(of("released")) * of("margin"),
        ];
        let adoption = number(workspace, "adoption", at).unwrap_or(100.0) / 100.0;
        let year: f64 = own.iter().sum();
        for (benefit, value) in benefits.iter_mut().zip(own) {
            benefit[at] = value;
        }
        payments[at] = std::iter::once(-of("one_off")).chain(RAMP.iter().map(|ramp| year * ramp * adoption - of("recurring"))).collect();
    }
    let rate = number(workspace, "discount", 1).unwrap_or(8.0) / 100.0;
    let range = appraise_range(rate, &payments[0], &payments[1], &payments[2]);
    Case { benefits, payments, range, is_begun }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::*;

    /// The worked example of the reference, and what it comes to.
    #[test]
    fn the_worked_example_comes_to_the_same() {
        let mut workspace = Workspace::default();
        let given = [
            ("volume", 24_000.0),
            ("touch_before", 18.0),
            ("touch_after", 16.2),
            ("rate", 38.0),
            ("cashable", 50.0),
            ("overtime", 420.0),
            ("premium", 19.0),
            ("stock", 60_000.0),
            ("holding", 20.0),
            ("expedites", 90.0),
            ("expedite_cost", 65.0),
            ("defects_before", 4.5),
            ("defects_after", 3.0),
            ("internal_cost", 22.0),
            ("escapes_before", 0.6),
            ("escapes_after", 0.4),
            ("external_cost", 140.0),
            ("risk", 9_200.0),
            ("unserved", 600.0),
            ("released", 900.0),
            ("margin", 31.0),
            ("one_off", 38_000.0),
            ("recurring", 9_000.0),
            ("adoption", 80.0),
            ("discount", 8.0),
        ];
        for (id, (key, value)) in (1..).zip(given) {
            let id = ParameterId::from_raw(id);
            let parameter = Parameter { name: format!("case.{key}.likely"), value: value.to_string(), ..Parameter::new(id) };
            workspace.parameters.insert(id, parameter);
        }
        let found = case_of(&workspace);
        let near = |left: f64, right: f64| (left - right).abs() <= 1e-9 * right.abs().max(1.0);
        let expected = [13_680.0, 25_830.0, 14_640.0, 9_200.0, 18_600.0];
        assert!(found.benefits.iter().zip(expected).all(|(found, expected)| near(found[1], expected)), "{:?}", found.benefits);
        let payments = [-38_000.0, 23_780.0, 50_004.0, 56_560.0];
        assert!(found.payments[1].iter().zip(payments).all(|(found, expected)| near(*found, expected)), "{:?}", found.payments);
        let likely = &found.range.likely;
        assert!(near(likely.present_value, 71_788.040_440_989_67));
        assert!(likely.internal_rate.is_some_and(|rate| (rate - 0.808_493_291_093_387_4).abs() < 1e-9));
        assert!(likely.payback.is_some_and(|years| near(years, 1.284_377_249_820_014_3)));
        assert!(!case_of(&Workspace::default()).is_begun);
    }
}
