//! The form in which a workspace goes to the engine: only what plans are made from.
//!
//! What people forecast, save and agree upon beside it can be large and is of no use there; the engine finds those tables empty.

use super::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! for_plans {
    ($($tables:ident: $record:ident),+ $(,)?) => {
        #[derive(Serialize)]
        struct Lent<'w> { $($tables: &'w Table<$record>),+ }

        #[derive(Deserialize)]
        struct Taken { $($tables: Table<$record>),+ }

        /// Writes the tables that plans are made from.
        ///
        /// # Errors
        /// Those of the serializer.
        pub fn serialize<S: Serializer>(workspace: &Workspace, serializer: S) -> Result<S::Ok, S::Error> {
            Lent { $($tables: &workspace.$tables),+ }.serialize(serializer)
        }

        /// Reads what [`serialize`] wrote.
        ///
        /// # Errors
        /// The bytes are no such tables.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Workspace>, D::Error> {
            let taken = Taken::deserialize(deserializer)?;
            Ok(Box::new(Workspace { $($tables: taken.$tables,)+ ..Workspace::default() }))
        }
    };
}

for_plans! {
    settings: Settings,
    parameters: Parameter,
    calendars: Calendar,
    calendar_rules: CalendarRule,
    locations: Location,
    customers: Customer,
    items: Item,
    suppliers: Supplier,
    item_suppliers: ItemSupplier,
    item_distributions: ItemDistribution,
    stocks: Stock,
    skills: Skill,
    setup_matrices: SetupMatrix,
    setup_rules: SetupRule,
    resources: Resource,
    resource_skills: ResourceSkill,
    absences: Absence,
    operations: Operation,
    operation_materials: OperationMaterial,
    operation_resources: OperationResource,
    operation_dependencies: OperationDependency,
    orders: Order,
    supply_orders: SupplyOrder,
    tasks: Task,
    promises: Promise,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Sent(#[serde(with = "super")] Box<Workspace>);

    #[test]
    fn what_plans_are_made_from_arrives_whole_and_the_rest_stays_behind() {
        let mut workspace = Workspace::default();
        for (id, table) in (1..).zip(TableName::ALL) {
            workspace.add(*table, id);
        }
        let bytes = postcard::to_allocvec(&Sent(Box::new(workspace.clone()))).unwrap();
        let Sent(arrived) = postcard::from_bytes(&bytes).unwrap();
        let behind: Vec<&TableName> = TableName::ALL.iter().filter(|table| arrived.ids(**table).is_empty()).collect();
        let planned_for = |table: &&TableName| **table < TableName::Reason;
        let expected =
            [TableName::Forecast, TableName::ForecastValue, TableName::ProductionPlan, TableName::Baseline, TableName::WorkLimit];
        assert_eq!(behind.iter().copied().filter(planned_for).collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
        assert!(TableName::ALL.iter().filter(|table| !planned_for(table)).all(|table| behind.contains(&table)), "facts stay behind");
        assert_eq!((arrived.orders, arrived.parameters), (workspace.orders, workspace.parameters));
    }
}
