//! Columns of other programs that are known and left out, each with its reason.

use super::plain;

const OWN_RESULT: &str = "a result of the other program; Linewright computes its own";
const BOOKKEEPING: &str = "bookkeeping of the other program";
const NOT_YET: &str = "not planned with yet";

#[rustfmt::skip]
const UNUSED: &[(&str, &str)] = &[
    ("id", BOOKKEEPING), ("identifier", BOOKKEEPING), ("pk", BOOKKEEPING), ("lft", BOOKKEEPING), ("rght", BOOKKEEPING),
    ("lvl", BOOKKEEPING), ("source", BOOKKEEPING), ("lastmodified", BOOKKEEPING), ("color", BOOKKEEPING), ("remark", BOOKKEEPING),
    ("plan", OWN_RESULT), ("pegging", OWN_RESULT), ("delay", OWN_RESULT), ("plannedquantity", OWN_RESULT),
    ("deliverydate", OWN_RESULT), ("criticality", OWN_RESULT), ("feasible", OWN_RESULT), ("inventorystatus", OWN_RESULT),
    ("quantitycompleted", NOT_YET), ("computedcolor", OWN_RESULT), ("unavailable", OWN_RESULT), ("setupend", OWN_RESULT),
    ("maxearly", NOT_YET), ("maximumearly", NOT_YET), ("setup", OWN_RESULT), ("mininterval", NOT_YET),
    ("minimumcalendar", NOT_YET), ("maximum", NOT_YET), ("maximumcalendar", NOT_YET), ("periodofcover", NOT_YET),
    ("weight", NOT_YET), ("volume", NOT_YET), ("resource", NOT_YET), ("resourceqty", NOT_YET), ("resourcequantity", NOT_YET),
    ("batchwindow", NOT_YET), ("offset", NOT_YET), ("policy", NOT_YET), ("safetyleadtime", NOT_YET),
    ("extrasafetyleadtime", NOT_YET), ("hardsafetyleadtime", NOT_YET), ("type", NOT_YET), ("owner", NOT_YET), ("search", NOT_YET),
    ("effectivestart", NOT_YET), ("effectiveend", NOT_YET), ("location", NOT_YET),
];

/// Why a known column that fits no field is left out.
pub(in super::super) fn unused_column(title: &str) -> Option<&'static str> {
    let lower = title.trim().to_lowercase();
    let word = plain(lower.strip_suffix("_id").unwrap_or(&lower));
    UNUSED.iter().find(|(other, _)| *other == word).map(|(_, reason)| *reason)
}
