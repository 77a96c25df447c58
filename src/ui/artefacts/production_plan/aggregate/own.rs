//! Quantities by hand: what is to be made of each item in each period; what is left empty costs as little as it can.

use super::planner::Ahead;
use crate::ui::widgets::entry::Entered;
use crate::ui::widgets::table::{CellEdit, CellValue, Column, DataTable};
use leptos::prelude::*;
use std::sync::Arc;

/// The table to enter quantities into.
pub fn own_table(ahead: Ahead) -> AnyView {
    let basis = ahead.basis.get();
    let mut columns = vec![Column::text("item", "Item").width(180)];
    columns.extend(basis.period_names.iter().map(|name| Column::number("quantity", name.clone()).width(84).editable()));
    let rows = Signal::stored(Arc::new((0..basis.items.len() as u64).collect::<Vec<u64>>()));
    let names = basis.item_names.clone();
    let cell = Arc::new(move |row: u64, column: usize| match column {
        0 => CellValue::text(names.get(row as usize).cloned().unwrap_or_default()),
        other => ahead.own.with(|own| {
            let fixed = own.production.get(row as usize).and_then(|periods| periods.get(other - 1)).copied().flatten();
            fixed.map(|fixed| CellValue::number(fixed, if fixed.fract() == 0.0 { 0 } else { 1 })).unwrap_or_default()
        }),
    });
    let (items, periods) = (basis.items.len(), basis.period_names.len());
    let on_edit = Callback::new(move |edits: Vec<CellEdit>| {
        let quantity = |edit: &CellEdit| match &edit.value {
            Entered::Number(number) if *number < 0.0 => {
                Err("Nothing can be made below zero: enter 0 or more, or leave it empty.".to_owned())
            }
            Entered::Number(number) => Ok(Some(*number)),
            _ => Ok(None),
        };
        let said: Vec<(usize, usize, Option<f64>)> = edits
            .iter()
            .filter_map(|edit| Some((edit, edit.column.checked_sub(1)?)))
            .map(|(edit, period)| Ok((edit.row as usize, period, quantity(edit)?)))
            .collect::<Result<_, String>>()?;
        ahead.own.update(|own| {
            own.production.resize(items, Vec::new());
            for (item, period, quantity) in said {
                if let Some(list) = own.production.get_mut(item) {
                    list.resize(periods, None);
                    if let Some(slot) = list.get_mut(period) {
                        *slot = quantity;
                    }
                }
            }
        });
        Ok(())
    });
    view! {
        <p class="hint">"Enter or paste what is to be made; what is left empty is chosen so that it costs least."</p>
        <DataTable label="Quantities by hand" columns rows cell on_edit />
    }
    .into_any()
}
