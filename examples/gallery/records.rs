//! A table of ten thousand rows beside a panel, and an empty one.

use crate::head;
use leptos::prelude::*;
use linewright::model::{Span, Time};
use linewright::ui::widgets::entry::Entered;
use linewright::ui::widgets::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, PartialEq)]
struct Record {
    name: String,
    customer: Option<u64>,
    quantity: Option<f64>,
    priority: Option<i64>,
    due: Option<Time>,
    length: Option<Span>,
    status: String,
    firm: bool,
    share: f64,
}

fn columns() -> Vec<Column> {
    let customers = lookup_in((0..200).map(|n| Choice::new(n.to_string(), format!("Customer {n}"))).collect());
    let states = vec![Choice::new("open", "Open"), Choice::new("late", "Late"), Choice::new("done", "Done")];
    vec![
        Column::text("name", "Order").editable().width(200).help("Name or number of the order."),
        Column::reference("customer", "Customer", customers).editable(),
        Column::number("quantity", "Quantity").editable(),
        Column::integer("priority", "Priority").editable(),
        Column::date("due", "Due").editable(),
        Column::duration("length", "Work").editable(),
        Column::choice("status", "Status", states).editable(),
        Column::boolean("firm", "Firm").editable(),
        Column::number("share", "Done"),
        Column::text("skills", "Skills").width(220),
        Column::text("note", "Note").hidden(),
    ]
}

fn sample(id: u64) -> Record {
    let day = 20_500 + (id * 7919) % 400;
    Record {
        name: format!("Order {id}"),
        customer: Some((id * 31) % 200),
        quantity: Some((id * 37 % 5_000) as f64 / 4.0),
        priority: (!id.is_multiple_of(9)).then_some((id % 5) as i64),
        due: Time::from_seconds(day as i64 * 86_400),
        length: Some(Span::from_minutes((id * 13 % 4_000) as i64)),
        status: ["open", "late", "done"][(id % 3) as usize].to_owned(),
        firm: id.is_multiple_of(2),
        share: (id % 13) as f64 / 10.0,
    }
}

fn cell_of(record: &Record, column: usize) -> CellValue {
    match column {
        0 => CellValue::text(&record.name),
        1 => record.customer.map_or_else(CellValue::empty, |n| CellValue::reference(n.to_string(), format!("Customer {n}"))),
        2 => record.quantity.map_or_else(CellValue::empty, |number| CellValue::number(number, 2)),
        3 => record.priority.into(),
        4 => record.due.map_or_else(CellValue::empty, CellValue::date),
        5 => record.length.into(),
        6 => {
            let (label, tone, rank) = match record.status.as_str() {
                "late" => ("Late", Tone::Bad, 1),
                "done" => ("Done", Tone::Good, 2),
                _ => ("Open", Tone::Neutral, 0),
            };
            CellValue::choice(&record.status, label, rank).tone(tone).look(Look::Badge)
        }
        7 => CellValue::boolean(record.firm),
        8 => {
            let tone = if record.share > 1.0 { Tone::Bad } else { Tone::Neutral };
            CellValue::number(record.share * 100.0, 0).look(Look::Meter(record.share)).tone(tone).note("share of the work that is done")
        }
        9 => CellValue::text("welding, milling").look(Look::Chips),
        _ => CellValue::empty(),
    }
}

fn apply(record: &mut Record, key: &str, value: &Entered) -> Result<(), String> {
    match (key, value) {
        ("name", Entered::Text(text)) => record.name.clone_from(text),
        ("name", _) => return Err("An order needs a name.".to_owned()),
        ("customer", Entered::Choice(key)) => record.customer = key.parse().ok(),
        ("customer", _) => record.customer = None,
        ("quantity", Entered::Number(number)) if *number < 0.0 => return Err("A quantity cannot be negative.".to_owned()),
        ("quantity", Entered::Number(number)) => record.quantity = Some(*number),
        ("quantity", _) => record.quantity = None,
        ("priority", Entered::Integer(number)) => record.priority = Some(*number),
        ("priority", _) => record.priority = None,
        ("due", Entered::Moment(time)) => record.due = Some(*time),
        ("due", _) => record.due = None,
        ("length", Entered::Span(span)) => record.length = Some(*span),
        ("length", _) => record.length = None,
        ("status", Entered::Choice(key)) => record.status.clone_from(key),
        ("firm", Entered::Flag(on)) => record.firm = *on,
        _ => {}
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Store {
    ids: RwSignal<Arc<Vec<u64>>>,
    records: StoredValue<BTreeMap<u64, ArcRwSignal<Record>>>,
}

impl Store {
    fn new(count: u64) -> Store {
        let records = (1..=count).map(|id| (id, ArcRwSignal::new(sample(id)))).collect();
        Store { ids: RwSignal::new(Arc::new((1..=count).collect())), records: StoredValue::new(records) }
    }

    fn cell(self, id: u64, column: usize) -> CellValue {
        let record = self.records.with_value(|records| records.get(&id).cloned());
        record.map(|record| record.with(|record| cell_of(record, column))).unwrap_or_default()
    }

    fn edit(self, edits: Vec<CellEdit>) -> Result<(), String> {
        for edit in &edits {
            let record = self.records.with_value(|records| records.get(&edit.row).cloned()).ok_or("That row is gone.")?;
            let mut changed = record.get_untracked();
            apply(&mut changed, edit.key, &edit.value)?;
            record.set(changed);
        }
        Ok(())
    }

    fn add(self, fill: impl FnOnce(&mut Record) -> Result<(), String>) -> Result<u64, String> {
        let id = self.records.with_value(|records| records.keys().max().copied().unwrap_or(0)) + 1;
        let mut record = Record { name: String::new(), customer: None, quantity: None, due: None, ..sample(id) };
        fill(&mut record)?;
        self.records.update_value(|records| drop(records.insert(id, ArcRwSignal::new(record))));
        self.ids.update(|ids| Arc::make_mut(ids).push(id));
        Ok(id)
    }

    fn paste(self, paste: Paste) -> Result<(), String> {
        self.edit(paste.edits)?;
        for row in paste.new_rows {
            self.add(|record| row.cells.iter().try_for_each(|(key, value)| apply(record, key, value)))?;
        }
        Ok(())
    }

    fn delete(self, ids: Vec<u64>) -> Result<(), String> {
        self.ids.update(|all| Arc::make_mut(all).retain(|id| !ids.contains(id)));
        Ok(())
    }
}

#[component]
pub fn Records() -> impl IntoView {
    let store = Store::new(10_000);
    let open = RwSignal::new(false);
    let row = RwSignal::new(0_u64);
    let title = Signal::derive(move || format!("Order {}", row.get()));
    let show = move |id| {
        row.set(id);
        open.set(true);
    };
    let aside = move || {
        let name = Signal::derive(move || store.cell(row.get(), 0).text);
        view! {
            <TextField
                label="Name"
                value=name
                on_commit=move |text: String| {
                    let value = if text.is_empty() { Entered::Empty } else { Entered::Text(text) };
                    store.edit(vec![CellEdit { row: row.get_untracked(), column: 0, key: "name", value }])
                }
            />
        }
    };
    view! {
        <div class="page fill">
            {head("Table", "Are ten thousand rows as easy as ten?")}
            <Split title open aside=aside>
                <DataTable
                    label="Orders"
                    columns=columns()
                    rows=store.ids
                    cell=Arc::new(move |id, column| store.cell(id, column))
                    on_edit=move |edits| store.edit(edits)
                    on_paste=move |paste| store.paste(paste)
                    on_add=move |()| store.add(|_| Ok(()))
                    on_delete=move |ids| store.delete(ids)
                    on_open=show
                    add_label="Add order"
                />
            </Split>
        </div>
    }
    .into_any()
}

#[component]
pub fn Nothing() -> impl IntoView {
    let store = Store::new(0);
    let empty = || {
        view! {
            <EmptyState title="No orders yet" text="Orders say what is asked for and by when. Add the first one, paste a list from a spreadsheet, or import a workbook." shape=Icon::Inbox>
                <Button label="Import a workbook" look=ButtonLook::Primary icon=Icon::Upload on_press=|()| () />
                <Button label="Try a sample" on_press=|()| () />
            </EmptyState>
        }
    };
    view! {
        <div class="page fill">
            {head("Empty", "Does an empty page lead on?")}
            <DataTable
                label="Orders"
                columns=columns()
                rows=store.ids
                cell=Arc::new(move |id, column| store.cell(id, column))
                on_edit=move |edits| store.edit(edits)
                on_paste=move |paste| store.paste(paste)
                on_add=move |()| store.add(|_| Ok(()))
                empty=empty
            />
        </div>
    }
    .into_any()
}
