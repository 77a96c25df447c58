//! The numbers of one period of an item, each with its formula, its inputs and the rows that it is made of.

use super::view::{Netted, units};
use crate::app::derived::materials::{Materials, Need, NeedOf};
use crate::model::{ItemId, RecordId, TableName};
use crate::ui::widgets::{Explained, SourceRow, Stat, Tone};
use leptos::prelude::*;

/// The period chosen in the record, taken apart.
pub fn period_view(netted: Netted, item: ItemId) -> AnyView {
    let Some(period) = netted.period.get() else {
        return view! { <p class="hint">"Choose a period to see what its numbers are made of."</p> }.into_any();
    };
    let shown = netted.of(item, |found, at| {
        let needs = netted.session.peek(|workspace| found.needs(workspace, at, period));
        let stats =
            [gross(found, at, period, &needs), arrivals(netted, found, at, period), stock(found, at, period), net(found, at, period)];
        let stats = stats.into_iter().flatten().map(|of| view! { <Stat of=Signal::stored(of) /> }).collect_view();
        let rows = needs.into_iter().map(|need| need_row(netted, found, need)).collect_view();
        Some(view! {
            <h3>{found.period_name(period).to_owned()}</h3>
            <div class="stats">{stats}</div>
            <ul class="material-needs" role="list" aria-label="Who asks for it">{rows}</ul>
        })
    });
    view! { <div class="stack">{shown}</div> }.into_any()
}

fn need_row(netted: Netted, found: &Materials, need: Need) -> AnyView {
    let label = match need.of {
        NeedOf::Parent(parent) => {
            let parent = found.items.get(parent).map(|item| item.id);
            let go = move |_| parent.into_iter().for_each(|item| netted.choose(item));
            view! { <button type="button" class="material-link" on:click=go>{need.label}</button> }.into_any()
        }
        _ => view! { <span>{need.label}</span> }.into_any(),
    };
    view! { <li>{label}<span class="numbers">{units(need.quantity)}</span></li> }.into_any()
}

fn gross(found: &Materials, at: usize, period: usize, needs: &[Need]) -> Option<Explained> {
    let gross = found.netting.items.get(at)?.gross.get(period).copied()?;
    Some(Explained {
        label: "Gross requirement".to_owned(),
        value: units(gross),
        formula: "open orders + forecasts not yet ordered + what released orders take + planned releases of each parent × units per parent"
            .to_owned(),
        rows: needs.iter().map(|need| SourceRow { label: need.label.clone(), value: units(need.quantity), id: 0 }).collect(),
        ..Explained::default()
    })
}

fn arrivals(netted: Netted, found: &Materials, at: usize, period: usize) -> Option<Explained> {
    let (item, record) = (found.items.get(at)?, found.netting.items.get(at)?);
    let arriving = item.receipts.iter().filter(|(_, when, _)| *when == period);
    let sum: f64 = arriving.clone().map(|(.., quantity)| quantity).sum();
    let planned = record.planned_receipts.get(period).copied()?;
    let rows = arriving.map(|(supply, _, quantity)| SourceRow {
        label: netted.session.peek(|workspace| workspace.label(TableName::SupplyOrder, supply.raw())),
        value: units(*quantity),
        id: 0,
    });
    Some(Explained {
        label: "Receipts".to_owned(),
        value: units(sum + planned),
        formula: "scheduled receipts of released orders + planned receipts".to_owned(),
        inputs: vec![("Scheduled".to_owned(), units(sum)), ("Planned".to_owned(), units(planned))],
        rows: rows.collect(),
        note: "What was to come before the plan's start and has not come counts in the first period.".to_owned(),
        ..Explained::default()
    })
}

fn before(found: &Materials, at: usize, period: usize) -> Option<f64> {
    match period.checked_sub(1) {
        Some(earlier) => found.netting.items.get(at)?.projected_on_hand.get(earlier).copied(),
        None => found.netted.get(at).map(|netted| netted.on_hand),
    }
}

fn stock(found: &Materials, at: usize, period: usize) -> Option<Explained> {
    let (netted, record) = (found.netted.get(at)?, found.netting.items.get(at)?);
    let of = |list: &[f64]| list.get(period).copied().unwrap_or(0.0);
    let value = of(&record.projected_on_hand);
    Some(Explained {
        label: "Projected on hand".to_owned(),
        value: units(value),
        tone: if value < netted.safety_stock - 1e-9 { Tone::Warning } else { Tone::Neutral },
        formula: "on hand before + scheduled receipts + planned receipts − gross requirement".to_owned(),
        inputs: vec![
            ("On hand before".to_owned(), units(before(found, at, period)?)),
            ("Scheduled receipts".to_owned(), units(of(&netted.scheduled_receipts))),
            ("Planned receipts".to_owned(), units(of(&record.planned_receipts))),
            ("Gross requirement".to_owned(), units(of(&record.gross))),
            ("Safety stock".to_owned(), units(netted.safety_stock)),
        ],
        note: "At the end of the period, if all lots come when they are needed.".to_owned(),
        ..Explained::default()
    })
}

fn net(found: &Materials, at: usize, period: usize) -> Option<Explained> {
    let (item, netted, record) = (found.items.get(at)?, found.netted.get(at)?, found.netting.items.get(at)?);
    let release = record.lots.iter().find(|lot| lot.receipt == period);
    let detail = release.map(|lot| {
        let when = found.period_name(lot.release);
        match lot.late_by {
            0 => format!("a lot of {} is to be released in {when}", units(lot.quantity)),
            late => format!("a lot of {} should have been released {} ago", units(lot.quantity), found.spans(late as usize)),
        }
    });
    Some(Explained {
        label: "Net requirement".to_owned(),
        value: units(record.net.get(period).copied()?),
        detail: detail.unwrap_or_default(),
        formula: "gross requirement + safety stock − stock and receipts that no earlier period uses, and not below zero".to_owned(),
        inputs: vec![
            ("Gross requirement".to_owned(), units(record.gross.get(period).copied()?)),
            ("Safety stock".to_owned(), units(netted.safety_stock)),
            ("Lead time".to_owned(), format!("{} ({})", item.lead.text(), found.spans(netted.lead_time as usize))),
        ],
        note: "A planned release lies the lead time before its receipt.".to_owned(),
        ..Explained::default()
    })
}
