//! What was measured of the inputs of the business case: each with its value, its period, how many it rests on, and where it is looked up.
//!
//! Never enters anything: a person takes a value over, and it says from then on where it comes from. What no record tells is not offered.

use super::answer;
use super::yearly::Yearly;
use crate::engine::performance::Amount;
use crate::model::text::{count_text, with_thousands};
use crate::model::{IssueKind, TableName, Time, Workspace};

/// So many days have to be known before they are told of a year.
const LEAST_DAYS: f64 = 91.0;
const YEAR: f64 = 365.0;

/// What the measured values are read from beyond what figures are made from.
pub const MEASURED_TABLES: [TableName; 3] = [TableName::Parameter, TableName::Issue, TableName::Stock];

/// A measured value of an input.
#[derive(Clone, PartialEq, Debug)]
pub struct MeasuredInput {
    /// The input.
    pub key: &'static str,
    /// Whether it is what is likely; else it is the most that there is, and goes in with luck.
    pub is_likely: bool,
    pub value: f64,
    /// What it is, over which time, and how many it rests on.
    pub words: String,
    /// The page on which it is looked up.
    pub route: &'static str,
}

impl MeasuredInput {
    /// The kind of value that it goes into.
    pub fn kind(&self) -> &'static str {
        if self.is_likely { "likely" } else { "high" }
    }

    /// What is kept when it is taken over: the value, and where it comes from.
    pub fn answers(&self) -> Vec<(String, String)> {
        let key = format!("case.{}.{}", self.key, self.kind());
        let value = self.value.to_string();
        vec![(format!("{key}.measured"), format!("{value}|{}", self.words)), (key, value)]
    }
}

/// Where an entered value comes from: what was measured, as long as it still is that value; nothing where it was typed.
pub fn source_of(workspace: &Workspace, key: &str, kind: &str) -> Option<String> {
    let value = answer(workspace, &format!("case.{key}.{kind}"))?;
    let kept = answer(workspace, &format!("case.{key}.{kind}.measured"))?;
    kept.split_once('|').filter(|(of, _)| *of == value).map(|(_, words)| words.to_owned())
}

/// A number as it is entered: three digits that count are enough for what was counted.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = 10_f64.powi((2 - value.abs().log10().floor() as i32).clamp(0, 6));
    (value * scale).round() / scale
}

/// Everything that is known of the inputs, in the order of the form.
pub fn measured(workspace: &Workspace, now: Time) -> Vec<MeasuredInput> {
    let yearly = Yearly::of(workspace, now);
    let mut found = Vec::new();
    let mut offer = |key, is_likely, value: f64, words: String, route| {
        if value.is_finite() && value > 0.0 {
            found.push(MeasuredInput { key, is_likely, value: rounded(value), words, route });
        }
    };
    let days = yearly.days();
    let per_year = YEAR / days;
    let span = format!("in {days:.0} days up to {}", now.date_text());
    let since = yearly.since.unwrap_or(now);
    let knows_enough = days >= LEAST_DAYS;
    let orders = || yearly.figures.basis.orders.iter();
    let within = |time: Option<i64>| time.is_some_and(|time| time >= since.seconds() && time <= now.seconds());
    let delivered: Vec<f64> = orders().filter(|order| within(order.delivered)).map(|order| order.delivered_quantity).collect();
    let units: f64 = delivered.iter().sum();
    let minutes = yearly.sum(Amount::Running) / 60.0;
    if knows_enough && units > 0.0 {
        let words =
            format!("{} units of {} orders delivered {span}, told of a year", with_thousands(rounded(units)), count_text(delivered.len()));
        offer("volume", true, units * per_year, words, "performance/");
        let words = format!(
            "{} hours of work on {} units delivered {span}",
            with_thousands((minutes / 60.0).round()),
            with_thousands(rounded(units))
        );
        offer("touch_before", true, minutes / units, words, "performance/");
    }
    let overtime = yearly.sum(Amount::Overtime) / 3_600.0;
    if knows_enough {
        let words =
            format!("{} hours worked beyond the calendar {span}, told of a year: no more can be saved", with_thousands(overtime.round()));
        offer("overtime", false, overtime * per_year, words, "performance/");
    }
    let worth =
        |stock: &crate::model::Stock| stock.item.and_then(|item| workspace.items.get(&item)).map_or(0.0, |item| item.cost) * stock.on_hand;
    let stocks: Vec<f64> = workspace.stocks.values().map(worth).filter(|worth| *worth > 0.0).collect();
    let words = format!("{} stocks at their value per unit on {}: no more can go", stocks.len(), now.date_text());
    offer("stock", false, stocks.iter().sum(), words, "capacity/");
    let (good, bad) = (yearly.sum(Amount::Good), yearly.sum(Amount::Scrap) + yearly.sum(Amount::Rework));
    let words = format!("{} scrapped or reworked of {} made {span}", with_thousands(rounded(bad)), with_thousands(rounded(good + bad)));
    offer("defects_before", true, 100.0 * bad / (good + bad), words, "performance/");
    let complaints = workspace.issues.values().filter(|issue| issue.kind == IssueKind::Complaint);
    let complaints: Vec<f64> =
        complaints.filter(|issue| within(issue.raised.map(Time::seconds))).map(|issue| issue.quantity.max(1.0)).collect();
    let escaped: f64 = complaints.iter().sum();
    if units > 0.0 {
        let words = format!(
            "{} units in {} complaints of {} delivered {span}",
            with_thousands(escaped),
            count_text(complaints.len()),
            with_thousands(rounded(units))
        );
        offer("escapes_before", true, 100.0 * escaped / units, words, "issues/");
    }
    let short: Vec<f64> = orders()
        .filter(|order| within(order.due))
        .map(|order| order.quantity - order.delivered_quantity)
        .filter(|short| *short > 0.0)
        .collect();
    if knows_enough {
        let missing: f64 = short.iter().sum();
        let words = format!(
            "{} units of {} orders due {span} whose delivery was not reported, told of a year",
            with_thousands(rounded(missing)),
            count_text(short.len())
        );
        offer("unserved", true, missing * per_year, words, "performance/");
        let lost =
            [Amount::Breakdown, Amount::Setup, Amount::MinorStop, Amount::OtherStop].map(|amount| yearly.sum(amount)).iter().sum::<f64>()
                / 60.0;
        let words = format!(
            "{} hours of stops and changeovers (losses of OEE) {span}, at {} min per unit, told of a year: no more can be freed",
            with_thousands((lost / 60.0).round()),
            with_thousands(rounded(minutes / units))
        );
        offer("released", false, lost / (minutes / units) * per_year, words, "performance/");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap_or(Time::clamped(0))
    }

    /// One task every week for twenty weeks, on Mondays from 8 to 10: 18 good, 2 scrap, delivered as an order of 20; one was never done.
    fn shop() -> Workspace {
        let mut workspace = Workspace::default();
        let item = Item { cost: 2.5, ..Item::new(ItemId::from_raw(1)) };
        let machine = Resource { name: "Saw".to_owned(), class: ResourceClass::Machine, ..Resource::new(ResourceId::from_raw(1)) };
        let stock = Stock { item: Some(item.id), on_hand: 40.0, ..Stock::new(StockId::from_raw(1)) };
        let first = at("2026-06-01 08:00");
        for week in 0..20_u64 {
            let start = first.plus(Span::from_days(7 * week as i64));
            let end = start.plus(Span::from_minutes(120));
            let order = Order {
                item: Some(item.id),
                quantity: 20.0,
                due: Some(end),
                release: Some(start),
                ..Order::new(OrderId::from_raw(week + 1))
            };
            let is_done = week < 19;
            let uses = vec![ResourceUse { resource: machine.id, quantity: 1.0 }];
            let task = Task {
                quantity: 20.0,
                orders: vec![order.id],
                placement: Some(Placement { start, end, uses }),
                status: if is_done { TaskStatus::Finished } else { TaskStatus::Planned },
                ..Task::new(TaskId::from_raw(week + 1))
            };
            if is_done {
                let report = |raw, kind, time, good, scrap| Report {
                    kind,
                    time: Some(time),
                    task: Some(task.id),
                    order: Some(order.id),
                    item: Some(item.id),
                    resource: Some(machine.id),
                    good,
                    scrap,
                    ..Report::new(ReportId::from_raw(raw))
                };
                for report in
                    [report(2 * week + 1, ReportKind::Start, start, 0.0, 0.0), report(2 * week + 2, ReportKind::Finish, end, 18.0, 2.0)]
                {
                    workspace.reports.insert(report.id, report);
                }
            }
            workspace.orders.insert(order.id, order);
            workspace.tasks.insert(task.id, task);
        }
        let complaint =
            Issue { kind: IssueKind::Complaint, raised: Some(at("2026-07-01")), quantity: 3.0, ..Issue::new(IssueId::from_raw(1)) };
        workspace.issues.insert(complaint.id, complaint);
        workspace.items.insert(item.id, item);
        workspace.resources.insert(machine.id, machine);
        workspace.stocks.insert(stock.id, stock);
        workspace
    }

    #[test]
    fn what_was_measured_is_what_is_counted_by_hand() {
        let now = at("2026-10-19 08:00");
        let found = measured(&shop(), now);
        let of = |key: &str| found.iter().find(|one| one.key == key).map(|one| (one.value, one.is_likely));
        // 140 days; 19 orders of 18 usable units are 342, and 38 hours of work.
        assert_eq!(of("volume"), Some((892.0, true)), "342 × 365 / 140 = 891.6");
        assert_eq!(of("touch_before"), Some((6.67, true)), "2280 minutes by 342 units");
        assert_eq!(of("defects_before"), Some((10.0, true)), "38 of 380");
        assert_eq!(of("escapes_before"), Some((0.877, true)), "3 of 342");
        assert_eq!(of("stock"), Some((100.0, false)), "40 at 2.5, and never more than that");
        // Nineteen orders lack two units, and one all of its twenty: 58 in 140 days.
        assert_eq!(of("unserved"), Some((151.0, true)));
        assert_eq!(of("overtime"), None, "the saw is always open");
        let volume = found.iter().find(|one| one.key == "volume").map(|one| one.words.clone()).unwrap_or_default();
        assert_eq!(volume, "342 units of 19 orders delivered in 140 days up to 2026-10-19, told of a year");
    }

    #[test]
    fn what_is_too_short_for_a_year_is_not_told_of_one() {
        let found = measured(&shop(), at("2026-08-01 08:00"));
        let keys: Vec<&str> = found.iter().map(|one| one.key).collect();
        assert_eq!(keys, ["stock", "defects_before", "escapes_before"]);
    }

    #[test]
    fn thousands_stand_apart_and_decimals_stay() {
        assert_eq!([0.0, 999.0, 1_000.0, 12_345.5].map(with_thousands), ["0", "999", "1,000", "12,345.5"]);
    }

    #[test]
    fn a_value_says_where_it_comes_from_until_another_is_typed() {
        let mut workspace = shop();
        let offered = measured(&workspace, at("2026-10-19 08:00")).into_iter().find(|one| one.key == "defects_before");
        let answers = offered.map(|one| one.answers()).unwrap_or_default();
        for (raw, (name, value)) in (1..).zip(answers) {
            let id = ParameterId::from_raw(raw);
            workspace.parameters.insert(id, Parameter { name, value, ..Parameter::new(id) });
        }
        let told = source_of(&workspace, "defects_before", "likely");
        assert!(told.is_some_and(|words| words.starts_with("38 scrapped or reworked of 380 made in 140 days")));
        let typed = workspace.parameters.values_mut().find(|known| known.name == "case.defects_before.likely");
        if let Some(typed) = typed {
            typed.value = "7".to_owned();
        }
        assert_eq!(source_of(&workspace, "defects_before", "likely"), None);
    }
}
