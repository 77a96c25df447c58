//! What goes into the business case, and the five benefits that come out of it, each with its formula in words.

/// One input of the business case.
#[derive(Clone, Copy, Debug)]
pub struct CaseInput {
    pub key: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
}

const fn input(key: &'static str, label: &'static str, unit: &'static str) -> CaseInput {
    CaseInput { key, label, unit }
}

/// Everything that can be entered, in the order of the form.
pub const INPUTS: [CaseInput; 24] = [
    input("volume", "Units or cases a year", ""),
    input("touch_before", "Working time per unit today", "min"),
    input("touch_after", "Working time per unit then", "min"),
    input("rate", "Cost of an hour", "per h"),
    input("cashable", "Share of saved hours that is really used", "%"),
    input("overtime", "Overtime saved a year", "h"),
    input("premium", "Premium of an hour of overtime", "per h"),
    input("stock", "Less work in progress and stock", "value"),
    input("holding", "Cost of holding stock", "% a year"),
    input("expedites", "Rush jobs avoided a year", ""),
    input("expedite_cost", "Cost of a rush job", ""),
    input("defects_before", "Defects found inside today", "%"),
    input("defects_after", "Defects found inside then", "%"),
    input("internal_cost", "Cost of a defect found inside", ""),
    input("escapes_before", "Defects that reach customers today", "%"),
    input("escapes_after", "Defects that reach customers then", "%"),
    input("external_cost", "Cost of a defect that reaches a customer", ""),
    input("risk", "Less expected damage a year", ""),
    input("unserved", "Demand that could not be served, a year", "units"),
    input("released", "Units that freed capacity could make, a year", "units"),
    input("margin", "Margin of a unit after what varies with it", ""),
    input("one_off", "Cost once", ""),
    input("recurring", "Cost a year", ""),
    input("discount", "Discount rate", "% a year"),
];

/// The five benefits: name and formula.
pub const BENEFITS: [(&str, &str); 5] = [
    ("Efficiency", "units × minutes saved ÷ 60 × cost of an hour × share really used"),
    ("Cost", "overtime saved × premium + less stock × cost of holding + rush jobs avoided × their cost"),
    ("Quality", "units × (fewer defects inside × their cost + fewer that reach customers × theirs)"),
    ("Risk", "less expected damage: probability × damage, before less after"),
    ("Growth", "the lesser of unserved demand and freed capacity × margin"),
];
