//! The workspace: one table per kind of record.
//!
//! Never decides who may change it; the document is the one place that does.

use super::record::{Field, Record, RecordId, default_of};
use super::table::{AnyTable, Table};
use super::*;
use serde::{Deserialize, Serialize};

macro_rules! tables {
    ($( $record:ident, $tables:ident, $word:literal, $title:literal; )+) => {
        /// The name of a table.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum TableName { $($record),+ }

        impl TableName {
            /// Every table.
            pub const ALL: &'static [TableName] = &[$(TableName::$record),+];

            /// Its name at rest: also the name of its sheet in a workbook, with blanks for underscores.
            pub const fn word(self) -> &'static str {
                match self { $(TableName::$record => $word),+ }
            }

            /// What people call its records, in the plural.
            pub const fn title(self) -> &'static str {
                match self { $(TableName::$record => $title),+ }
            }

            /// The fields of its records.
            pub const fn fields(self) -> &'static [Field] {
                match self { $(TableName::$record => <$record as Record>::FIELDS),+ }
            }

            /// What a field of its records means, in a sentence.
            pub fn help(self, field: usize) -> &'static str {
                let all = match self { $(TableName::$record => <$record as Record>::HELP),+ };
                all.get(field).copied().unwrap_or_default().trim()
            }
        }

        /// Everything an organisation keeps in Linewright.
        #[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
        pub struct Workspace { $(pub $tables: Table<$record>),+ }

        impl Workspace {
            fn table(&self, table: TableName) -> &dyn AnyTable {
                match table { $(TableName::$record => &self.$tables),+ }
            }

            fn table_mut(&mut self, table: TableName) -> &mut dyn AnyTable {
                match table { $(TableName::$record => &mut self.$tables),+ }
            }
        }

        /// The value that a field has where nothing was entered.
        pub fn default_value(table: TableName, field: usize) -> Value {
            match table { $(TableName::$record => default_of::<$record>(field)),+ }
        }
    };
}

tables! {
    Settings, settings, "settings", "Settings";
    Parameter, parameters, "parameter", "Parameters";
    Calendar, calendars, "calendar", "Calendars";
    CalendarRule, calendar_rules, "calendar_bucket", "Calendar rules";
    Location, locations, "location", "Locations";
    Customer, customers, "customer", "Customers";
    Item, items, "item", "Items";
    Supplier, suppliers, "supplier", "Suppliers";
    ItemSupplier, item_suppliers, "item_supplier", "Supply terms";
    ItemDistribution, item_distributions, "item_distribution", "Transports";
    Stock, stocks, "buffer", "Stocks";
    Skill, skills, "skill", "Skills";
    SetupMatrix, setup_matrices, "setup_matrix", "Sets of changeovers";
    SetupRule, setup_rules, "setup_rule", "Changeovers";
    Resource, resources, "resource", "Resources";
    ResourceSkill, resource_skills, "resource_skill", "Skills of resources";
    Absence, absences, "absence", "Absences";
    Operation, operations, "operation", "Operations";
    OperationMaterial, operation_materials, "operation_material", "Bill of materials";
    OperationResource, operation_resources, "operation_resource", "Resource requirements";
    OperationDependency, operation_dependencies, "operation_dependency", "Dependencies";
    Order, orders, "sales_order", "Orders";
    Forecast, forecasts, "forecast", "Forecasts";
    ForecastValue, forecast_values, "forecast_value", "Forecast values";
    ProductionPlan, production_plans, "production_plan", "Production plans";
    SupplyOrder, supply_orders, "supply_order", "Supply orders";
    Task, tasks, "task", "Tasks";
    Promise, promises, "promise", "Promises";
    Baseline, baselines, "baseline", "Baselines";
    WorkLimit, work_limits, "work_limit", "Limits of work";
    Reason, reasons, "reason", "Reasons";
    Report, reports, "report", "Reports";
    Checklist, checklists, "checklist", "Checklists";
    CheckItem, check_items, "check_item", "Questions";
    Check, checks, "check", "Checks";
    ControlChart, control_charts, "control_chart", "Control charts";
    Issue, issues, "issue", "Issues";
    IssueAction, issue_actions, "issue_action", "Actions";
    Improvement, improvements, "improvement", "Improvements";
    Kpi, kpis, "kpi", "Key figures";
    KpiValue, kpi_values, "kpi_value", "Typed values";
    Scenario, scenarios, "scenario", "Scenarios";
    ScenarioChange, scenario_changes, "scenario_change", "Changes of scenarios";
}

impl TableName {
    /// The table of a word.
    pub fn from_word(word: &str) -> Option<TableName> {
        TableName::ALL.iter().copied().find(|table| table.word() == word)
    }

    /// Whether its records are facts: added and never changed, for whoever was wrong adds another.
    pub fn is_facts(self) -> bool {
        matches!(self, TableName::Report | TableName::Check)
    }

    /// The index of a field by its name.
    pub fn field(self, name: &str) -> Option<usize> {
        self.fields().iter().position(|field| field.name == name)
    }

    /// The index of the field by which people know a record, where there is one.
    pub fn name_field(self) -> Option<usize> {
        self.field("name").or_else(|| self.field("reference"))
    }
}

impl Workspace {
    /// Whether the record exists.
    pub fn has(&self, table: TableName, id: u64) -> bool {
        self.table(table).has(id)
    }

    /// The number of records of a table.
    pub fn count(&self, table: TableName) -> usize {
        self.table(table).ids().len()
    }

    /// The ids of a table's records in ascending order.
    pub fn ids(&self, table: TableName) -> Vec<u64> {
        self.table(table).ids().to_vec()
    }

    /// The value of a field by its index in [`TableName::fields`]; `Nothing` where there is no such record.
    pub fn get(&self, table: TableName, id: u64, field: usize) -> Value {
        self.table(table).get(id, field)
    }

    /// Adds a record with every field at its default, unless it exists.
    pub fn add(&mut self, table: TableName, id: u64) {
        self.table_mut(table).add(id);
    }

    /// Sets a field; false, and nothing changed, where the record is missing or the value does not fit.
    pub fn set(&mut self, table: TableName, id: u64, field: usize, value: &Value) -> bool {
        self.table_mut(table).set(id, field, value)
    }

    /// Removes a record; false where it is missing.
    pub fn remove(&mut self, table: TableName, id: u64) -> bool {
        self.table_mut(table).remove(id)
    }

    /// The settings, or their defaults where none were made.
    pub fn settings(&self) -> Settings {
        self.settings.values().next().cloned().unwrap_or_else(|| Settings::new(RecordId::from_raw(SettingsId::THE)))
    }

    /// What people call a record: its name or reference, or the table and its id where it has none.
    pub fn label(&self, table: TableName, id: u64) -> String {
        let named = table.name_field().map(|field| self.get(table, id, field));
        match named {
            Some(Value::Text(name)) if !name.is_empty() => name,
            _ if table == TableName::Task => self.task_label(id),
            _ => format!("{} {}", table.title(), record::id_text(id)),
        }
    }

    fn task_label(&self, id: u64) -> String {
        let task = self.tasks.get(&TaskId::from_raw(id));
        let operation = task.and_then(|task| self.operations.get(&task.operation?));
        operation.map_or_else(|| "Task".to_owned(), |operation| operation.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_fits_its_own_field() {
        let mut workspace = Workspace::default();
        for &table in TableName::ALL {
            workspace.add(table, 7);
            for (index, field) in table.fields().iter().enumerate() {
                let value = default_value(table, index);
                assert!(workspace.set(table, 7, index, &value), "{}.{}", table.word(), field.name);
                assert_eq!(workspace.get(table, 7, index), value, "{}.{}", table.word(), field.name);
            }
        }
    }

    #[test]
    fn a_value_of_the_wrong_kind_changes_nothing() {
        let mut workspace = Workspace::default();
        workspace.add(TableName::Order, 1);
        let before = workspace.clone();
        let quantity = TableName::Order.field("quantity").unwrap_or(usize::MAX);
        for bad in [Value::Text("many".into()), Value::Number(f64::NAN), Value::Number(f64::INFINITY), Value::Flag(true)] {
            assert!(!workspace.set(TableName::Order, 1, quantity, &bad));
        }
        assert_eq!(workspace, before);
    }

    #[test]
    fn words_of_tables_and_fields_are_unique() {
        for (index, table) in TableName::ALL.iter().enumerate() {
            assert!(TableName::ALL.iter().skip(index + 1).all(|other| other.word() != table.word()));
            let fields = table.fields();
            for (at, field) in fields.iter().enumerate() {
                assert!(fields.iter().skip(at + 1).all(|other| other.name != field.name), "{}", field.name);
                assert!(table.help(at).ends_with('.'), "{}.{} has no sentence", table.word(), field.name);
            }
        }
    }

    #[test]
    fn a_placement_survives_its_general_form() {
        let uses = vec![ResourceUse { resource: ResourceId::from_raw(u64::MAX), quantity: 0.5 }];
        let placement = Placement { start: Time::clamped(60), end: Time::clamped(120), uses };
        assert_eq!(Placement::from_value(&placement.to_value()), Some(placement));
        assert_eq!(Placement::from_value(&Value::List(vec![Value::Number(2.0), Value::Number(1.0)])), None, "ends before it starts");
    }
}
