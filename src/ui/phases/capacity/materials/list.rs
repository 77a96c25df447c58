//! The list of items: what is short first, then what is needed, by name.

use super::view::{Netted, units};
use crate::app::derived::materials::Materials;
use crate::model::{ItemId, RecordId, sort_with_key};
use crate::ui::widgets::Tone;
use crate::ui::widgets::table::{CellValue, Column, DataTable, Look, TableView};
use leptos::prelude::*;
use std::sync::Arc;

/// Positions of the items as the list shows them.
fn in_order(found: &Materials) -> Vec<usize> {
    let mut places: Vec<usize> = (0..found.items.len()).collect();
    sort_with_key(&mut places, |at| (found.first_shortage(*at).map_or(usize::MAX, |shortage| shortage.period), *at));
    places
}

/// The item that is shown before one is chosen.
pub fn first_item(found: &Materials) -> Option<ItemId> {
    in_order(found).first().and_then(|at| found.items.get(*at)).map(|item| item.id)
}

/// All items; opening one shows it beside the list.
pub fn item_list(netted: Netted) -> AnyView {
    let columns = vec![
        Column::text("item", "Item").width(150),
        Column::text("short", "First shortage").width(112).help("The first period in which demand is late because of the item."),
        Column::number("gross", "Needed").width(84).help("For orders, forecasts and everything it goes into, over all periods shown."),
        Column::number("stock", "On hand").width(84),
        Column::number("planned", "Planned").width(84).help("Units of the lots to be made or bought in the periods shown."),
        Column::number("lots", "Lots").width(64),
        Column::text("source", "From").width(140),
    ];
    let rows = Memo::new(move |_| {
        netted.found.with(|found| {
            let ids = in_order(found).into_iter().filter_map(|at| found.items.get(at)).map(|item| item.id.raw());
            Arc::new(ids.collect::<Vec<u64>>())
        })
    });
    let cell = Arc::new(move |id: u64, column: usize| {
        netted.of(ItemId::from_raw(id), |found, at| Some(cell_of(found, at, column))).unwrap_or_default()
    });
    let open = Callback::new(move |id: u64| netted.choose(ItemId::from_raw(id)));
    let view = RwSignal::new(TableView::of(&columns));
    view! { <DataTable label="Items" columns rows cell view on_open=open /> }.into_any()
}

fn cell_of(found: &Materials, at: usize, column: usize) -> CellValue {
    let (Some(item), Some(netted), Some(record)) = (found.items.get(at), found.netted.get(at), found.netting.items.get(at)) else {
        return CellValue::empty();
    };
    let number = |value: f64| CellValue { text: units(value), ..CellValue::number(value, 2) };
    match column {
        0 => CellValue::text(item.name.clone()),
        1 => match found.first_shortage(at) {
            Some(shortage) => {
                let name = found.period_name(shortage.period);
                CellValue { sort: crate::ui::widgets::SortKey::Number(shortage.period as f64), ..CellValue::text(name) }
                    .tone(Tone::Bad)
                    .look(Look::Badge)
            }
            None => CellValue::empty(),
        },
        2 => number(record.gross.iter().sum()),
        3 => number(netted.on_hand),
        4 => number(record.planned_receipts.iter().sum()),
        5 => CellValue::integer(record.lots.len() as i64),
        _ => CellValue::text(item.source.name.clone()),
    }
}
