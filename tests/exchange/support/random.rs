//! Random workspaces that keep every law of the model.

use linewright::model::*;

/// Texts that have broken exporters before.
const TEXTS: [&str; 14] = [
    "=1+1",
    "+x",
    "-5",
    "@SUM(A1)",
    "\ttab",
    "'quoted'",
    "a;b",
    "a=\"b\"",
    "x,y",
    "two\nlines",
    "_x0041_",
    "漢字 ß €",
    "<b>&amp;",
    "trailing ",
];

struct Maker {
    rng: fastrand::Rng,
    workspace: Workspace,
}

/// A workspace of up to `most` records per table.
pub fn workspace(seed: u64, most: u64) -> Workspace {
    let mut maker = Maker { rng: fastrand::Rng::with_seed(seed), workspace: Workspace::default() };
    // Baselines and scenarios do not go out to other programs.
    let stays = |table: &TableName| matches!(table, TableName::Baseline | TableName::Scenario | TableName::ScenarioChange);
    for table in TableName::ALL.iter().copied().filter(|table| !stays(table)) {
        let count = if table == TableName::Settings { 1 } else { maker.rng.u64(0..=most) };
        // Tables that others need to exist are never empty.
        let needed = matches!(table, TableName::Item | TableName::Operation | TableName::Resource | TableName::Location | TableName::Order);
        for index in 0..count.max(u64::from(needed)) {
            let id = if table == TableName::Settings { SettingsId::THE } else { 5000 + index * 3 };
            maker.record(table, id, index);
        }
    }
    // Tasks may wait for later ones.
    if let Some(after) = TableName::Task.field("after") {
        for id in maker.workspace.ids(TableName::Task) {
            let value = maker.links();
            maker.workspace.set(TableName::Task, id, after, &value);
        }
    }
    maker.workspace
}

impl Maker {
    fn record(&mut self, table: TableName, id: u64, index: u64) {
        let mut values = Vec::new();
        for field in table.fields() {
            let value = self.value(table, field, index);
            if value == Value::Nothing && field.is(Mark::Required) {
                return;
            }
            values.push(value);
        }
        self.workspace.add(table, id);
        for (at, value) in values.iter().enumerate() {
            self.workspace.set(table, id, at, value);
        }
        self.keep_laws(table, id);
    }

    fn value(&mut self, table: TableName, field: &Field, index: u64) -> Value {
        if !field.is(Mark::Required) && self.rng.u8(0..3) == 0 {
            return Value::Nothing;
        }
        match field.kind {
            FieldKind::Text if field.is(Mark::Unique) => Value::Text(format!("{} {index}", self.text())),
            FieldKind::Text => Value::Text(self.text()),
            FieldKind::Number => Value::Number(self.number(field)),
            FieldKind::Whole => Value::Number(self.rng.i64(i64::from(field.is(Mark::Positive))..1000) as f64),
            FieldKind::Flag => Value::Flag(self.rng.bool()),
            FieldKind::Time => Value::Number(self.rng.i64(Time::MIN.seconds()..Time::MAX.seconds()) as f64),
            FieldKind::Span if field.is(Mark::NotNegative) => Value::Number(self.rng.i64(0..100_000_000) as f64),
            FieldKind::Span => Value::Number(self.rng.i64(-1_000_000..1_000_000) as f64),
            FieldKind::Clock => Value::Number(self.rng.i64(0..=DAY) as f64),
            FieldKind::Weekdays => Value::Number(f64::from(self.rng.u8(0..128))),
            FieldKind::Choice(choices) => Value::Text(choices[self.rng.usize(0..choices.len())].code.to_owned()),
            FieldKind::Reference(other) => self.reference(other).map_or(Value::Nothing, Value::Id),
            FieldKind::List => self.list(table, field.name),
        }
    }

    fn text(&mut self) -> String {
        match self.rng.u8(0..3) {
            0 => TEXTS[self.rng.usize(0..TEXTS.len())].to_owned(),
            1 => (0..self.rng.usize(1..12)).map(|_| self.rng.char('!'..'\u{2fff}')).filter(|c| !c.is_control()).chain(['x']).collect(),
            _ => format!("name {}", self.rng.u16(..)),
        }
    }

    fn number(&mut self, field: &Field) -> f64 {
        let size = [1.0, 1000.0, 1e9][self.rng.usize(0..3)];
        let number = self.rng.f64() * size;
        let number = if self.rng.bool() { number.round() } else { number };
        match field {
            field if field.is(Mark::Positive) => number + 1.0,
            field if field.is(Mark::NotNegative) => number,
            _ if self.rng.bool() => -number,
            _ => number,
        }
    }

    /// An earlier record: no reference leads in a circle.
    fn reference(&mut self, table: TableName) -> Option<u64> {
        let ids = self.workspace.ids(table);
        (!ids.is_empty()).then(|| ids[self.rng.usize(0..ids.len())])
    }

    fn list(&mut self, table: TableName, name: &str) -> Value {
        match (table, name) {
            (_, "orders") => {
                let ids = self.workspace.ids(TableName::Order);
                let count = self.rng.usize(0..3).min(ids.len());
                if count == 0 { Value::Nothing } else { Value::List(ids[..count].iter().map(|id| Value::Id(*id)).collect()) }
            }
            (TableName::Task, "placement") => {
                let start = Time::clamped(self.rng.i64(0..2_000_000_000));
                let uses = (0..self.rng.usize(0..3)).filter_map(|_| {
                    let resource = ResourceId::from_raw(self.reference(TableName::Resource)?);
                    Some(ResourceUse { resource, quantity: self.rng.f64() * 5.0 })
                });
                let uses = uses.collect();
                Placement { start, end: start.plus(Span::from_seconds(self.rng.i64(0..1_000_000))), uses }.to_value()
            }
            _ => Value::Nothing,
        }
    }

    fn links(&mut self) -> Value {
        let links: Vec<TaskLink> = (0..self.rng.usize(0..3))
            .filter_map(|_| {
                let task = TaskId::from_raw(self.reference(TableName::Task)?);
                let kind = LinkKind::ALL[self.rng.usize(0..LinkKind::ALL.len())];
                Some(TaskLink { by_hand: self.rng.bool(), ..TaskLink::new(task, kind, Span::from_seconds(self.rng.i64(-5000..5000))) })
            })
            .collect();
        links.to_value()
    }

    fn keep_laws(&mut self, table: TableName, id: u64) {
        for (earlier, later) in [("start", "end"), ("release", "deadline")] {
            let (Some(first), Some(second)) = (table.field(earlier), table.field(later)) else { continue };
            let value = |field| self.workspace.get(table, id, field);
            if let (Value::Number(from), Value::Number(to)) = (value(first), value(second))
                && to < from
            {
                self.workspace.set(table, id, first, &Value::Number(to));
                self.workspace.set(table, id, second, &Value::Number(from));
            }
        }
        if table == TableName::OperationDependency {
            // An operation only waits for an earlier one.
            let link = self.workspace.operation_dependencies.get_mut(&RecordId::from_raw(id)).unwrap();
            if link.operation <= link.blocked_by {
                std::mem::swap(&mut link.operation, &mut link.blocked_by);
            }
            if link.operation == link.blocked_by {
                self.workspace.remove(table, id);
            }
        }
        if table == TableName::OperationMaterial {
            // The first item is only used up, every other one is only made.
            let first = self.workspace.items.keys().next();
            let line = self.workspace.operation_materials.get_mut(&RecordId::from_raw(id)).unwrap();
            let sign = if line.item == first { -1.0 } else { 1.0 };
            line.quantity = line.quantity.abs() * sign;
            line.fixed_quantity = line.fixed_quantity.abs() * sign;
        }
        if table == TableName::Operation {
            let first = self.workspace.items.keys().next();
            let operation = self.workspace.operations.get_mut(&RecordId::from_raw(id)).unwrap();
            if operation.item == first {
                operation.item = None;
            }
        }
    }
}

/// The workspace with every id replaced by the record's place in its table, so that copies with other ids compare equal.
pub fn without_ids(workspace: &Workspace) -> Vec<(TableName, Vec<Vec<Value>>)> {
    let ranks: std::collections::HashMap<(TableName, u64), u64> = TableName::ALL
        .iter()
        .flat_map(|table| workspace.ids(*table).into_iter().zip(0u64..).map(|(id, rank)| ((*table, id), rank)))
        .collect();
    let tables = TableName::ALL.iter().copied();
    tables
        .map(|table| {
            let records = workspace.ids(table).into_iter().map(|id| {
                let fields = table.fields().iter().enumerate();
                fields.map(|(at, field)| ranked(&ranks, field, &workspace.get(table, id, at))).collect()
            });
            (table, records.collect())
        })
        .collect()
}

fn ranked(ranks: &std::collections::HashMap<(TableName, u64), u64>, field: &Field, value: &Value) -> Value {
    let rank = |table, id: &u64| Value::Id(ranks.get(&(table, *id)).copied().unwrap_or(u64::MAX));
    match (field.kind, value) {
        (FieldKind::Reference(table), Value::Id(id)) => rank(table, id),
        (FieldKind::List, Value::List(values)) => {
            let table = match field.name {
                "orders" => TableName::Order,
                "after" => TableName::Task,
                _ => TableName::Resource,
            };
            let inner = |value: &Value| match value {
                Value::Id(id) => rank(table, id),
                Value::List(values) => Value::List(
                    values.iter().map(|value| if let Value::Id(id) = value { rank(table, id) } else { value.clone() }).collect(),
                ),
                value => value.clone(),
            };
            Value::List(values.iter().map(inner).collect())
        }
        (_, value) => value.clone(),
    }
}
