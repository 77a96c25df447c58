//! Forecast series from orders and typed history: which order counts where, what commands say and take back, and that sums agree.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::app::derived::forecast::*;
use linewright::document::*;
use linewright::model::*;

fn time(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn now() -> Time {
    time("2026-05-20 10:00")
}

/// An order that names an item, and a customer where one is given.
fn order(shop: &mut Shop, name: &str, item: u64, customer: Option<u64>, due: &str, quantity: f64, status: OrderStatus) -> u64 {
    let customer = customer.map_or(Value::Nothing, Value::Id);
    shop.add(
        TableName::Order,
        &[
            ("name", Value::Text(name.to_owned())),
            ("item", Value::Id(item)),
            ("customer", customer),
            ("due", time(due).to_value()),
            ("quantity", Value::Number(quantity)),
            ("status", status.to_value()),
        ],
    )
}

fn series(shop: &mut Shop, name: &str, item: u64, customer: Option<u64>) -> ForecastId {
    let customer = customer.map_or(Value::Nothing, Value::Id);
    let fields = [("name", Value::Text(name.to_owned())), ("item", Value::Id(item)), ("customer", customer)];
    ForecastId::from_raw(shop.add(TableName::Forecast, &fields))
}

fn say(what: ForecastPart, forecast: ForecastId, start: &str, quantity: Option<f64>) -> Command {
    let cells = vec![ForecastCell { forecast, start: time(start), range: None, quantity }];
    values(what, cells, "a fair in May", "Ada").into()
}

#[test]
fn every_order_counts_in_the_one_series_that_names_it_most_exactly() {
    let mut shop = Shop::default();
    let (chair, north) = (shop.named(TableName::Item, "chair"), shop.named(TableName::Customer, "north"));
    let (all, its) = (series(&mut shop, "chair", chair, None), series(&mut shop, "chair for north", chair, Some(north)));
    order(&mut shop, "1", chair, Some(north), "2026-03-04", 5.0, OrderStatus::Closed);
    order(&mut shop, "2", chair, None, "2026-03-09", 7.0, OrderStatus::Closed);
    order(&mut shop, "3", chair, None, "2026-03-10", 90.0, OrderStatus::Cancelled);
    order(&mut shop, "4", chair, None, "2026-03-10", 91.0, OrderStatus::Quote);
    let sheets = series_sheets(shop.workspace(), now());
    let history = |id| series_of(&sheets, id).unwrap().history();
    assert_eq!(history(all), [Some(7.0), Some(0.0)], "March, and an April without orders");
    assert_eq!(history(its), [Some(5.0), Some(0.0)]);
}

#[test]
fn typed_history_counts_instead_of_orders_and_its_gaps_are_no_zeros() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    let id = series(&mut shop, "chair", chair, None);
    shop.run(say(ForecastPart::History, id, "2026-01-01", Some(40.0)));
    shop.run(say(ForecastPart::History, id, "2026-03-01", Some(44.0)));
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    assert_eq!(sheet.history(), [Some(40.0), None, Some(44.0), None]);
    shop.run(say(ForecastPart::Correction, id, "2026-03-01", Some(41.0)));
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    assert_eq!(sheet.history(), [Some(40.0), None, Some(41.0), None]);
    assert_eq!(sheet.rows[2].history(), Some(44.0), "what was stays what it was");
    shop.document.undo(Time::clamped(0)).unwrap();
    assert_eq!(series_sheets(shop.workspace(), now()).remove(0).history(), [Some(40.0), None, Some(44.0), None]);
}

#[test]
fn an_override_stands_apart_from_the_baseline_with_who_and_why() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    let id = series(&mut shop, "chair", chair, None);
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    shop.run(acceptance(&[(&sheet, &[10.4; 12], &[])]).into());
    shop.run(say(ForecastPart::Adjustment, id, "2026-06-01", Some(25.0)));
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    let june = &sheet.coming()[1];
    assert_eq!((june.baseline, june.adjustment, june.expected()), (Some(10.0), Some(25.0), Some(25.0)), "chairs are counted whole");
    assert_eq!((june.reason.as_str(), june.author.as_str()), ("a fair in May", "Ada"));
    shop.run(say(ForecastPart::Adjustment, id, "2026-06-01", None));
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    let june = &sheet.coming()[1];
    assert_eq!((june.expected(), june.reason.as_str()), (Some(10.0), ""));
    // A period of which nothing is said any more leaves no record behind.
    shop.run(say(ForecastPart::Baseline, id, "2026-06-01", None));
    assert_eq!(shop.workspace().forecast_values.len(), 11);
}

#[test]
fn the_range_that_was_accepted_is_kept_and_held_against_what_came() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    let id = series(&mut shop, "chair", chair, None);
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    let range = |low, high| linewright::engine::forecast::Range { low, high };
    shop.run(acceptance(&[(&sheet, &[10.0; 4], &[range(7.5, 12.0), range(8.0, 12.0), range(8.0, 12.0)])]).into());
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    let kept: Vec<_> = sheet.coming().iter().take(4).map(|row| row.range).collect();
    assert_eq!(kept, [Some((7.5, 12.0)), Some((8.0, 12.0)), Some((8.0, 12.0)), None]);
    assert_eq!(tracked(&sheet), None, "nothing is over yet");
    for (month, demand) in [("2026-05-01", 12.0), ("2026-06-01", 12.5), ("2026-07-01", 9.0), ("2026-08-01", 30.0)] {
        shop.run(say(ForecastPart::History, id, month, Some(demand)));
    }
    let later = time("2026-09-02 10:00");
    let sheet = series_sheets(shop.workspace(), later).remove(0);
    assert_eq!(tracked(&sheet).unwrap().held, Some((2, 3)), "August was accepted without a range");
    // What is taken back takes its range along; the demand of the past stays.
    shop.run(say(ForecastPart::Baseline, id, "2026-05-01", None));
    let sheet = series_sheets(shop.workspace(), later).remove(0);
    assert_eq!(tracked(&sheet).unwrap().held, Some((1, 2)));
    assert!(
        shop.workspace().forecast_values.values().filter(|value| value.start == Some(time("2026-05-01"))).all(|value| value.low.is_none())
    );
}

#[test]
fn demand_below_zero_or_beyond_reason_is_refused_in_words_and_changes_nothing() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    let id = series(&mut shop, "chair", chair, None);
    for (quantity, words) in [(-3.0, "never below zero"), (1e12, "from 0 to"), (f64::NAN, "from 0 to"), (f64::INFINITY, "from 0 to")] {
        let refusal = shop.refused(say(ForecastPart::History, id, "2026-01-01", Some(quantity)));
        assert!(refusal.to_string().contains(words), "{refusal}");
    }
    assert!(shop.workspace().forecast_values.is_empty());
}

#[test]
fn orders_use_up_what_was_expected_and_are_told_apart() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    let id = series(&mut shop, "chair", chair, None);
    let promised = order(&mut shop, "1", chair, None, "2026-06-10", 6.0, OrderStatus::Open);
    order(&mut shop, "2", chair, None, "2026-06-12", 9.0, OrderStatus::Open);
    order(&mut shop, "overdue", chair, None, "2026-04-12", 2.0, OrderStatus::Open);
    shop.add(TableName::Promise, &[("order", Value::Id(promised)), ("verdict", Verdict::OnTime.to_value())]);
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    shop.run(acceptance(&[(&sheet, &[10.0; 12], &[])]).into());
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    let told = |at: usize| {
        let row = &sheet.coming()[at];
        (row.promised, row.open, row.left)
    };
    assert_eq!(told(0), (0.0, 2.0, 8.0), "what is overdue is asked for now");
    assert_eq!(told(1), (6.0, 9.0, 0.0));
    assert_eq!(told(2), (0.0, 0.0, 10.0), "outside its window an order uses up nothing");
    assert_eq!(sheet.id, id);
}

#[test]
fn what_is_said_of_a_group_reaches_its_members_and_the_sums_agree() {
    let mut shop = Shop::default();
    let seats = shop.named(TableName::Item, "seats");
    let mut ids = Vec::new();
    for (name, quantity) in [("chair", 30.0), ("stool", 10.0), ("bench", 0.0)] {
        let item = shop.add(TableName::Item, &[("name", Value::Text(name.to_owned())), ("owner", Value::Id(seats))]);
        let id = series(&mut shop, name, item, None);
        shop.run(say(ForecastPart::Baseline, id, "2026-06-01", Some(quantity)));
        ids.push(id);
    }
    let sheets = series_sheets(shop.workspace(), now());
    let group = groups(shop.workspace(), &sheets).remove(0);
    assert_eq!((group.name.as_str(), group.members.len()), ("seats", 3));
    let june = |group: &Group| group.rows.iter().find(|row| row.start == time("2026-06-01")).unwrap().expected;
    assert_eq!(june(&group), Some(40.0));
    let cells = share_out(&sheets, &group, time("2026-06-01"), 51.0);
    shop.run(values(ForecastPart::Adjustment, cells, "", "").into());
    let sheets = series_sheets(shop.workspace(), now());
    let parts: Vec<Option<f64>> = ids.iter().map(|id| series_of(&sheets, *id).unwrap().coming()[1].expected()).collect();
    assert_eq!(parts, [Some(38.0), Some(13.0), Some(0.0)]);
    assert_eq!(june(&groups(shop.workspace(), &sheets).remove(0)), Some(51.0));
}

#[test]
fn items_with_a_past_and_no_series_get_one_with_a_period_their_history_allows() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    order(&mut shop, "1", chair, None, "2024-01-04", 5.0, OrderStatus::Closed);
    let (period, items) = missing_series(shop.workspace(), now()).unwrap();
    assert_eq!((period, items.as_slice()), (Period::Month, [ItemId::from_raw(chair)].as_slice()));
    let of = items.into_iter().map(|item| (item, None)).collect();
    shop.run(Command::Demand(DemandCommand::BeginSeries { period, of }));
    assert_eq!(missing_series(shop.workspace(), now()), None);
    let sheet = series_sheets(shop.workspace(), now()).remove(0);
    assert_eq!((sheet.name.as_str(), sheet.past, sheet.rows.len()), ("chair", 28, 40));
}

#[test]
fn what_two_people_say_of_the_same_period_apart_is_kept_and_then_changed_as_one() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    let id = series(&mut shop, "chair", chair, None);
    let mut other = Shop::default();
    other.document.take_over(&shop.document.snapshot(), "copy", Time::clamped(0)).unwrap();
    shop.run(say(ForecastPart::History, id, "2026-03-01", Some(4.0)));
    other.run(say(ForecastPart::Adjustment, id, "2026-03-01", Some(6.0)));
    shop.document.take_over(&other.document.snapshot(), "copy", Time::clamped(0)).unwrap();
    let march = |shop: &Shop| {
        let sheet = series_sheets(shop.workspace(), now()).remove(0);
        (sheet.rows[0].history(), sheet.rows[0].adjustment)
    };
    assert_eq!(march(&shop), (Some(4.0), Some(6.0)));
    for quantity in [Some(9.0), None] {
        shop.run(say(ForecastPart::Adjustment, id, "2026-03-01", quantity));
        assert_eq!(march(&shop), (Some(4.0), quantity));
    }
}

#[test]
fn weights_of_holt_winters_are_typed_behind_the_method_and_undone_with_it() {
    let mut shop = Shop::default();
    let item = shop.add(TableName::Item, &[("name", Value::Text("chair".to_owned()))]);
    let id = series(&mut shop, "chair", item, None);
    let field = TableName::Forecast.field("method").unwrap();
    let choose = |shop: &mut Shop, word: &str| {
        let value = Value::Text(word.to_owned());
        shop.run(Command::Record(RecordCommand::Set { table: TableName::Forecast, ids: vec![id.raw()], field, value }));
        shop.workspace().forecasts.get(&id).unwrap().method.clone()
    };
    let method = choose(&mut shop, "holt-winters multiplicative");
    for wrong in ["0.3 0.05", "0.3 0.05 1.4", "-0.1 0.2 0.3", "a b c", "0.3 0.05 0.4 0.1", "1e99 0 0"] {
        let refused = with_weights(&method, wrong).unwrap_err();
        assert!(refused.starts_with("Enter three numbers from 0 to 1"), "{wrong}: {refused}");
    }
    for typed in ["0.3 0.05 0.4", "0,3; 0,05; 0,4", " 0.3, 0.05, 0.4 ", "0.3,0.05,0.4", "0.3\t.05\t0.4"] {
        assert_eq!(with_weights(&method, typed).unwrap(), "holt-winters multiplicative 0.3 0.05 0.4", "{typed}");
    }
    let weighted = choose(&mut shop, &with_weights(&method, "0.3 0.05 0.4").unwrap());
    let all = series_sheets(shop.workspace(), now());
    let asked = question(&all[0]).settings;
    assert_eq!(asked.method, Some(linewright::engine::forecast::Method::HoltWintersMultiplicative));
    assert_eq!(asked.weights.map(weights_text).as_deref(), Some("0.3 0.05 0.4"));
    // Other weights take the place of those; nothing typed takes them away; other methods have none.
    assert_eq!(with_weights(&weighted, "1 0 0").unwrap(), "holt-winters multiplicative 1 0 0");
    assert_eq!(with_weights(&weighted, "").unwrap(), "holt-winters multiplicative");
    assert_eq!((method_named("croston 0.1 0.1 0.1"), weights_named("croston 0.1 0.1 0.1")), (None, None));
    assert!(is_unknown("holt-winters multiplicative 0.3 0.05 1.4") && is_unknown("trend"));
    assert!(!is_unknown(&weighted) && !is_unknown(" Automatic") && !is_unknown(""));
    shop.document.undo(Time::clamped(0)).unwrap();
    assert_eq!(shop.workspace().forecasts.get(&id).unwrap().method, method);
}

#[test]
fn what_was_accepted_is_held_against_what_came_once_its_period_is_over() {
    let mut shop = Shop::default();
    let chair = shop.named(TableName::Item, "chair");
    let id = series(&mut shop, "chair", chair, None);
    let sheet = |shop: &Shop| series_sheets(shop.workspace(), now()).remove(0);
    shop.run(say(ForecastPart::Baseline, id, "2026-06-01", Some(9.0)));
    shop.run(say(ForecastPart::History, id, "2026-01-01", Some(10.0)));
    assert_eq!(tracked(&sheet(&shop)), None, "nothing accepted is over yet");
    // 8, 6 and 5 came of 12, 6 and 7 that were accepted; of the last a person said 5.
    for (month, came, accepted) in [("2026-02-01", 8.0, 12.0), ("2026-03-01", 6.0, 6.0), ("2026-04-01", 5.0, 7.0)] {
        shop.run(say(ForecastPart::History, id, month, Some(came)));
        shop.run(say(ForecastPart::Baseline, id, month, Some(accepted)));
    }
    let alone = tracked(&sheet(&shop)).unwrap();
    assert_eq!((alone.baseline, alone.expected.forecasts, alone.expected.bias), (None, 3, -2.0));
    // Of differences of 4 and 2 in 20 and 12; months are apart by 2, 2 and 1 in the history, which has no year yet.
    assert!((alone.expected.smape - 200.0 * (4.0 / 20.0 + 2.0 / 12.0) / 3.0).abs() < 1e-9);
    assert!((alone.expected.mase - 2.0 / (5.0 / 3.0)).abs() < 1e-9);
    shop.run(say(ForecastPart::Adjustment, id, "2026-04-01", Some(5.0)));
    let both = tracked(&sheet(&shop)).unwrap();
    assert_eq!((both.expected.bias, both.baseline), (-4.0 / 3.0, Some(alone.expected)));
    let told = tracked_sentence(&[&sheet(&shop)]).unwrap();
    assert!(told.starts_with("Accepted forecasts so far, 3 periods of 1 series: sMAPE 13.33, MASE 0.8; none is biased"), "{told}");
    assert_eq!(tracked_sentence(&[]), None);
    // Two years of one too many each month are no accident.
    for month in 0..24 {
        let start = format!("{}-{:02}-01", 2024 + month / 12, month % 12 + 1);
        shop.run(say(ForecastPart::History, id, &start, Some(10.0 + f64::from(month % 2))));
        shop.run(say(ForecastPart::Baseline, id, &start, Some(12.0)));
    }
    let told = tracked_sentence(&[&sheet(&shop)]).unwrap();
    assert!(told.contains("biased beyond accident: chair (") && told.contains(" less a period"), "{told}");
}
