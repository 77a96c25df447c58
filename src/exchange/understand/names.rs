//! The exact names of sheets and columns: our own, and those of frePPLe's workbooks and fixtures.
//!
//! Never guesses; similar words are the business of the module beside it.

use super::{Target, plain};
use crate::exchange::is_keyed;
use crate::model::{Mark, SupplyKind, TableName, Value};

pub(super) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What a sheet of a known name is.
pub(super) enum Known {
    Table(TableName, Role),
    /// It is known and has no counterpart, for this reason.
    LeftOut(&'static str),
}

/// What a sheet's name says beyond its table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    /// All its rows are supply orders of one kind.
    Supply(SupplyKind),
    /// It says of operations which routing they are a step of.
    Steps,
}

impl Role {
    /// The fields every record of such a sheet has.
    pub(super) fn constants(self, table: TableName) -> Vec<(usize, Value)> {
        match (self, table.field("kind")) {
            (Role::Supply(kind), Some(field)) => vec![(field, Value::Text(kind.code().to_owned()))],
            _ => Vec::new(),
        }
    }
}

const RESULT: &str = "It holds results that Linewright computes itself.";
const SETTINGS: &str = "It holds settings of another program's screens or users.";
const BUCKETS: &str = "Linewright has its own days, weeks and months.";

#[rustfmt::skip]
const SHEETS: &[(&str, Known)] = &[
    ("demand", Known::Table(TableName::Order, Role::Plain)),
    ("order", Known::Table(TableName::Order, Role::Plain)),
    ("customerorder", Known::Table(TableName::Order, Role::Plain)),
    ("ticket", Known::Table(TableName::Order, Role::Plain)),
    ("stock", Known::Table(TableName::Stock, Role::Plain)),
    ("inventory", Known::Table(TableName::Stock, Role::Plain)),
    ("calendarrule", Known::Table(TableName::CalendarRule, Role::Plain)),
    ("shift", Known::Table(TableName::CalendarRule, Role::Plain)),
    ("product", Known::Table(TableName::Item, Role::Plain)),
    ("article", Known::Table(TableName::Item, Role::Plain)),
    ("part", Known::Table(TableName::Item, Role::Plain)),
    ("bom", Known::Table(TableName::OperationMaterial, Role::Plain)),
    ("machine", Known::Table(TableName::Resource, Role::Plain)),
    ("employee", Known::Table(TableName::Resource, Role::Plain)),
    ("client", Known::Table(TableName::Customer, Role::Plain)),
    ("vendor", Known::Table(TableName::Supplier, Role::Plain)),
    ("transport", Known::Table(TableName::ItemDistribution, Role::Plain)),
    ("manufacturingorder", Known::Table(TableName::SupplyOrder, Role::Supply(SupplyKind::Make))),
    ("workorder", Known::Table(TableName::SupplyOrder, Role::Supply(SupplyKind::Make))),
    ("purchaseorder", Known::Table(TableName::SupplyOrder, Role::Supply(SupplyKind::Buy))),
    ("distributionorder", Known::Table(TableName::SupplyOrder, Role::Supply(SupplyKind::Move))),
    ("deliveryorder", Known::Table(TableName::SupplyOrder, Role::Supply(SupplyKind::Deliver))),
    ("operationplan", Known::Table(TableName::SupplyOrder, Role::Plain)),
    ("suboperation", Known::Table(TableName::Operation, Role::Steps)),
    ("measure", Known::LeftOut("Linewright has its own measures of a forecast.")),
    ("forecastmeasure", Known::LeftOut("Linewright has its own measures of a forecast.")),
    ("forecastplan", Known::LeftOut(RESULT)),
    ("forecastover", Known::LeftOut(RESULT)),
    ("operationplanmaterial", Known::LeftOut(RESULT)),
    ("inventorydetail", Known::LeftOut(RESULT)),
    ("operationplanresource", Known::LeftOut(RESULT)),
    ("resourcedetail", Known::LeftOut(RESULT)),
    ("problem", Known::LeftOut(RESULT)),
    ("constraint", Known::LeftOut(RESULT)),
    ("setupmatrices", Known::Table(TableName::SetupMatrix, Role::Plain)),
    ("setupmatrixrule", Known::Table(TableName::SetupRule, Role::Plain)),
    ("changeovermatrix", Known::Table(TableName::SetupMatrix, Role::Plain)),
    ("changeovertime", Known::Table(TableName::SetupRule, Role::Plain)),
    ("bucket", Known::LeftOut(BUCKETS)),
    ("bucketdetail", Known::LeftOut(BUCKETS)),
    ("bucketdate", Known::LeftOut(BUCKETS)),
    ("userpreference", Known::LeftOut(SETTINGS)),
    ("user", Known::LeftOut(SETTINGS)),
    ("attribute", Known::LeftOut(SETTINGS)),
    ("apikey", Known::LeftOut(SETTINGS)),
    ("scheduledtask", Known::LeftOut(SETTINGS)),
    ("businessrule", Known::LeftOut("Business rules of another program are not carried out here.")),
    ("segment", Known::LeftOut("Segments of items are not planned with yet.")),
    ("inventoryplanning", Known::LeftOut("Safety stock stands on the stock itself.")),
    ("inventoryplanningparameter", Known::LeftOut("Safety stock stands on the stock itself.")),
    ("comment", Known::LeftOut("Comments of another program are not taken over.")),
];

/// What a sheet of this name is: any spelling, singular or plural, with or without the program's prefix.
pub(super) fn sheet_of(name: &str) -> Option<&'static Known> {
    let name = name.rsplit('.').next().unwrap_or(name);
    let word = plain(name);
    let single = word.strip_suffix("ies").map(|stem| format!("{stem}y")).or_else(|| word.strip_suffix('s').map(str::to_owned));
    [Some(word), single].into_iter().flatten().find_map(|word| {
        let own = OWN.iter().find(|(table, _)| plain(table.word()) == word || plain(table.title()) == word);
        own.map(|(_, known)| known).or_else(|| SHEETS.iter().find(|(other, _)| *other == word).map(|(_, known)| known))
    })
}

macro_rules! own {
    ($($table:ident)+) => {
        /// Our own sheets, one per table.
        const OWN: &[(TableName, Known)] = &[$((TableName::$table, Known::Table(TableName::$table, Role::Plain))),+];
    };
}
own! {
    Settings Parameter Calendar CalendarRule Location Customer Item Supplier ItemSupplier ItemDistribution Stock Skill SetupMatrix SetupRule Resource
    ResourceSkill Absence Operation OperationMaterial OperationResource OperationDependency Order Forecast ForecastValue ProductionPlan SupplyOrder Task Promise Baseline WorkLimit
    Reason Report Checklist CheckItem Check ControlChart Issue IssueAction Improvement Kpi KpiValue Scenario ScenarioChange
}

/// Names of columns that are not the names of our fields.
#[rustfmt::skip]
const COLUMNS: &[(TableName, &str, &str)] = &[
    (TableName::CalendarRule, "startdate", "start"), (TableName::CalendarRule, "enddate", "end"),
    (TableName::Location, "available", "calendar"),
    (TableName::Item, "type", "kind"), (TableName::Item, "uom", "unit"), (TableName::Item, "unitofmeasure", "unit"),
    (TableName::Supplier, "available", "calendar"),
    (TableName::ItemDistribution, "destination", "location"),
    (TableName::SetupRule, "setupmatrix", "matrix"), (TableName::Resource, "type", "kind"), (TableName::Resource, "available", "calendar"),
    (TableName::Operation, "type", "kind"), (TableName::Operation, "available", "calendar"),
    (TableName::Operation, "durationper", "duration_per_unit"), (TableName::Operation, "search", "search_mode"),
    (TableName::OperationMaterial, "type", "kind"), (TableName::OperationMaterial, "quantityfixed", "fixed_quantity"),
    (TableName::OperationMaterial, "transferbatchquantity", "transfer_batch"),
    (TableName::OperationResource, "quantityfixed", "fixed_quantity"), (TableName::OperationResource, "search", "search_mode"),
    (TableName::OperationDependency, "blockedbyoperation", "blocked_by"), (TableName::OperationDependency, "type", "kind"),
    (TableName::OperationDependency, "hardsafetyleadtime", "lag"),
    (TableName::Order, "deliveryoperation", "operation"), (TableName::Order, "minshipment", "minimum_shipment"),
    (TableName::Order, "maximumlateness", "max_lateness"),
    (TableName::Forecast, "forecastmethod", "method"),
    (TableName::SupplyOrder, "type", "kind"), (TableName::SupplyOrder, "startdate", "start"),
    (TableName::SupplyOrder, "orderingdate", "start"), (TableName::SupplyOrder, "shippingdate", "start"),
    (TableName::SupplyOrder, "enddate", "end"), (TableName::SupplyOrder, "receiptdate", "end"),
    (TableName::SupplyOrder, "destination", "location"), (TableName::SupplyOrder, "demand", "orders"),
    (TableName::SupplyOrder, "demands", "orders"),
];

/// The field that the key of a fixture's record is.
pub(super) fn key_field(table: TableName) -> Option<usize> {
    let unique = table.fields().iter().position(|field| field.is(Mark::Unique));
    unique.or_else(|| table.field("reference"))
}

/// Names of columns that mean the same in every table that has the field.
const EVERYWHERE: &[(&str, &str)] = &[("effectivestart", "start"), ("effectiveend", "end")];

/// What a column of this title is.
pub(super) fn column_of(table: TableName, role: Role, title: &str) -> Option<Target> {
    let lower = title.trim().to_lowercase();
    let stem = lower.strip_suffix("_id").or_else(|| lower.strip_suffix(" id")).unwrap_or(&lower);
    let word = plain(stem);
    if word.is_empty() {
        return None;
    }
    let field = |name: &str| table.field(name).map(Target::Field);
    if role == Role::Steps {
        match word.as_str() {
            "operation" => return field("owner"),
            "suboperation" => return field("name"),
            _ => {}
        }
    }
    match (table, word.as_str()) {
        (TableName::Task, "start") => return Some(Target::PlacedStart),
        (TableName::Task, "end") => return Some(Target::PlacedEnd),
        (TableName::Task, "on") => return Some(Target::PlacedOn),
        (table, "key") if is_keyed(table) => return Some(Target::Key),
        (TableName::Task, "placement") => return None,
        (TableName::CalendarRule, word) => {
            if let Some(day) = WEEKDAYS.iter().position(|day| day.to_lowercase() == word) {
                return Some(Target::Weekday(day as u8));
            }
        }
        _ => {}
    }
    let fields = table.fields();
    let by = |same: &dyn Fn(&crate::model::Field) -> bool| fields.iter().position(same).map(Target::Field);
    let alias = || COLUMNS.iter().find(|(other, name, _)| *other == table && *name == word).and_then(|(_, _, name)| field(name));
    let everywhere = || EVERYWHERE.iter().find(|(name, _)| *name == word).and_then(|(_, name)| field(name));
    by(&|field| plain(field.name) == word).or_else(alias).or_else(everywhere).or_else(|| by(&|field| plain(field.label) == word))
}
