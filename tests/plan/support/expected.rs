//! The plans that frePPLe's own solver makes of the workbooks: when it hands over what, order by order.

use super::shared_file;
use linewright::model::*;
use std::collections::BTreeMap;

/// A line of an expected plan.
pub struct Row {
    pub operation: String,
    pub end: Time,
    pub quantity: f64,
    pub batch: String,
}

/// The expected plan of a workbook, or `None` where there is none.
pub fn rows(workbook: &str) -> Option<Vec<Row>> {
    let name = workbook.strip_suffix(".xlsx")?;
    let text = String::from_utf8(shared_file(&format!("frepple/{name}.expect"))?).expect("expected plans are UTF-8");
    let row = |line: &str| {
        let mut fields = line.split(',');
        let operation = fields.next()?.to_owned();
        let (_, end, quantity) = (fields.next()?, Time::parse(fields.next()?)?, fields.next()?.trim().parse().ok()?);
        Some(Row { operation, end, quantity, batch: fields.next().unwrap_or_default().trim().to_owned() })
    };
    Some(
        text.split(['\r', '\n'])
            .filter(|line| !line.trim().is_empty())
            .map(|line| row(line).unwrap_or_else(|| panic!("{name}: {line}")))
            .collect(),
    )
}

/// When each order is handed over in the expected plan. Orders that the plan does not tell apart are matched by their due dates.
pub fn deliveries(workspace: &Workspace, rows: &[Row]) -> BTreeMap<OrderId, Time> {
    let mut groups: BTreeMap<(String, u64, String), Vec<&Order>> = BTreeMap::new();
    for order in workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
        let operation = match order.operation {
            Some(id) => workspace.operations[&id].name.clone(),
            None => format!(
                "Ship {} @ {}",
                workspace.items[&order.item.unwrap()].name,
                order.location.map_or("", |id| workspace.locations[&id].name.as_str())
            ),
        };
        groups.entry((operation, order.quantity.to_bits(), order.batch.clone())).or_default().push(order);
    }
    let mut found = BTreeMap::new();
    for ((operation, quantity, batch), mut orders) in groups {
        let same = |row: &&Row| row.operation == operation && row.quantity.to_bits() == quantity;
        let exact: Vec<Time> = rows.iter().filter(same).filter(|row| row.batch == batch).map(|row| row.end).collect();
        let mut ends: Vec<Time> = if exact.len() >= orders.len() { exact } else { rows.iter().filter(same).map(|row| row.end).collect() };
        ends.sort_unstable();
        orders.sort_by_key(|order| (order.priority, order.due));
        // A single shipment may serve several orders: then its date counts for all of them.
        found.extend(orders.iter().enumerate().filter_map(|(at, order)| Some((order.id, *ends.get(at).or(ends.last())?))));
    }
    found
}
