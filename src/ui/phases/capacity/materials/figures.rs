//! The figures of an item, each with its formula, its inputs and the rows behind it.

use super::view::{Netted, units};
use crate::app::derived::materials::{MaterialItem, Materials, SourceKind, StockPolicy, economic};
use crate::model::{ItemId, RecordId, TableName};
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::{Explained, SourceRow, Stat, Tone};
use leptos::prelude::*;

/// On hand, lead time, economic lot, reorder point and fill rate.
pub fn figures_view(netted: Netted, item: ItemId) -> AnyView {
    let all = netted.of(item, |found, at| {
        let item = found.items.get(at)?;
        let policy = found.stock_policy(at);
        let mut all = vec![on_hand(netted, found, at, item), lead_time(found, at, item)];
        all.extend(economic_lot(item));
        all.extend(policy.iter().flat_map(|policy| [reorder(policy), fill_rate(policy)]));
        Some(all)
    });
    let stats = all.unwrap_or_default().into_iter().map(|of| view! { <Stat of=Signal::stored(of) /> }).collect_view();
    view! { <div class="stats">{stats}</div> }.into_any()
}

fn on_hand(netted: Netted, found: &Materials, at: usize, item: &MaterialItem) -> Explained {
    let (on_hand, safety) = found.netted.get(at).map_or((0.0, 0.0), |netted| (netted.on_hand, netted.safety_stock));
    let rows = netted.session.peek(|workspace| {
        let stocks = workspace.stocks.values().filter(|stock| stock.item == Some(item.id));
        let row = |stock: &crate::model::Stock| {
            let place = stock.location.map(|place| workspace.label(TableName::Location, place.raw()));
            let label = place.unwrap_or_else(|| "No location".to_owned());
            let label = if stock.batch.is_empty() { label } else { format!("{label}, batch {}", stock.batch) };
            SourceRow { label, value: units(stock.on_hand), id: 0 }
        };
        stocks.map(row).collect()
    });
    Explained {
        label: "On hand".to_owned(),
        value: format!("{} {}", units(on_hand), item.unit).trim_end().to_owned(),
        tone: if on_hand < safety { Tone::Warning } else { Tone::Neutral },
        detail: if safety > 0.0 { format!("safety stock {}", units(safety)) } else { "no safety stock".to_owned() },
        formula: "sum of the item's stock, wherever it lies".to_owned(),
        inputs: vec![("Safety stock".to_owned(), units(safety))],
        rows,
        ..Explained::default()
    }
}

fn lead_time(found: &Materials, at: usize, item: &MaterialItem) -> Explained {
    let periods = found.netted.get(at).map_or(0, |netted| netted.lead_time as usize);
    let (formula, mut inputs) = match item.source.kind {
        SourceKind::Make(_) | SourceKind::ToOrder(_) => (
            "time of a lot through all steps, closed hours and waiting after steps included, other work not",
            vec![("Lot".to_owned(), units(item.usual_lot)), ("Operation".to_owned(), item.source.name.clone())],
        ),
        SourceKind::Buy(_) => (
            "the supplier's lead time, in days on which it works",
            vec![("Supplier".to_owned(), item.source.name.clone()), ("Lead time".to_owned(), item.source.supplying.text())],
        ),
        SourceKind::Nowhere => ("nobody makes or supplies it", Vec::new()),
    };
    if item.source.moving.seconds() > 0 {
        inputs.push(("Transport".to_owned(), item.source.moving.text()));
    }
    Explained {
        label: "Lead time".to_owned(),
        value: if item.source.kind == SourceKind::Nowhere { "never".to_owned() } else { item.lead.text() },
        detail: if item.source.kind == SourceKind::Nowhere { String::new() } else { format!("counts as {}", found.spans(periods)) },
        formula: formula.to_owned(),
        inputs,
        note: "Rounded up to whole periods; less than half a period counts as none. Choose days to see it finer.".to_owned(),
        ..Explained::default()
    }
}

fn economic_lot(item: &MaterialItem) -> Option<Explained> {
    let lot = economic(item);
    if lot.quantity <= 0.0 || item.order_cost <= 0.0 {
        return None;
    }
    let rate = item.units_per_day.filter(|rate| *rate > item.per_day);
    let mut inputs = vec![
        ("D: needed a day".to_owned(), units(item.per_day)),
        ("S: cost per order".to_owned(), units(item.order_cost)),
        ("H: keeping a unit a month".to_owned(), units(item.monthly_holding)),
    ];
    inputs.extend(rate.map(|rate| ("P: made a day at most".to_owned(), units(rate))));
    inputs.push(("Ordering and keeping a month".to_owned(), number_text(lot.setup_cost + lot.holding_cost, 0)));
    Some(Explained {
        label: if rate.is_some() { "Economic production lot" } else { "Economic order quantity" }.to_owned(),
        value: units(lot.quantity.round()),
        detail: format!("{} orders a month", number_text(lot.lots_per_year, 1)),
        formula: if rate.is_some() { "√(2 · D · S / (H · (1 − D/P)))" } else { "√(2 · D · S / H)" }.to_owned(),
        inputs,
        note: "For steady demand; D is what orders, forecasts and parents need on average, here taken per month (Harris 1913, Taft 1918)."
            .to_owned(),
        ..Explained::default()
    })
}

fn source(policy: &StockPolicy) -> String {
    match policy.periods_of_history {
        Some(periods) => format!("Mean and deviation are those of {periods} periods of history."),
        None => "There is no history of the item, so mean and deviation are those of the needs ahead.".to_owned(),
    }
}

fn reorder(policy: &StockPolicy) -> Explained {
    let percent = number_text(policy.service_level * 100.0, 1);
    let lacking = policy.point.safety_stock - policy.safety_stock;
    Explained {
        label: "Reorder point".to_owned(),
        value: units(policy.point.reorder_point.ceil()),
        tone: if lacking > 0.5 { Tone::Warning } else { Tone::Neutral },
        detail: format!("safety stock {} for {percent} %", units(policy.point.safety_stock.ceil())),
        formula: "demand during the lead time + z · σ · √lead time".to_owned(),
        inputs: vec![
            ("Needed a day".to_owned(), units(policy.mean)),
            ("σ of a day".to_owned(), units(policy.deviation)),
            ("Lead time, days".to_owned(), number_text(policy.lead_days, 1)),
            (format!("z for {percent} % of cycles"), number_text(policy.point.safety_factor, 2)),
            ("Safety stock it asks for".to_owned(), units(policy.point.safety_stock)),
            ("Safety stock set".to_owned(), units(policy.safety_stock)),
        ],
        note: format!("{} The lead time is taken as certain.", source(policy)),
        ..Explained::default()
    }
}

fn fill_rate(policy: &StockPolicy) -> Explained {
    let percent = policy.fill_rate * 100.0;
    Explained {
        label: "Fill rate".to_owned(),
        value: format!("{} %", number_text(percent, 1)),
        tone: if percent < 90.0 { Tone::Warning } else { Tone::Neutral },
        detail: "with the safety stock set".to_owned(),
        formula: "1 − σ of the lead time · G(z) / lot, z = safety stock / σ of the lead time".to_owned(),
        inputs: vec![
            ("Safety stock set".to_owned(), units(policy.safety_stock)),
            ("σ of the lead time".to_owned(), units(policy.during_lead.deviation)),
            ("Lot".to_owned(), units(policy.lot)),
        ],
        note: format!("G is the normal loss function; the share of units served from stock. {}", source(policy)),
        ..Explained::default()
    }
}
