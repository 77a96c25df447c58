//! Why a command is not carried out, in the words of the person who gave it.
//!
//! Never a code or a type name: every refusal says what happened, what is safe and what to do.

use crate::model::laws::Objection;
use crate::model::text::count_text;
use crate::model::{TableName, Workspace};
use std::fmt;

/// A command that was not carried out; nothing has changed.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// What happened.
    pub what: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub todo: String,
    /// The field to look at, where there is one.
    pub field: Option<(TableName, u64, usize)>,
}

impl Refusal {
    /// A refusal that left everything as it was.
    pub fn new(what: impl Into<String>, todo: impl Into<String>) -> Refusal {
        Refusal { what: what.into(), safe: "Nothing was changed.".to_owned(), todo: todo.into(), field: None }
    }

    /// The same refusal, pointing at a field.
    pub fn at(self, table: TableName, id: u64, field: usize) -> Refusal {
        Refusal { field: Some((table, id, field)), ..self }
    }

    /// A refusal because a record breaks a law of the model; `workspace` is the workspace as it would be.
    pub fn objection(workspace: &Workspace, table: TableName, id: u64, field: usize, objection: &Objection) -> Refusal {
        let todo = match objection {
            Objection::Missing(label) => format!("Enter a value for {label}."),
            Objection::WrongKind(label) => format!("Enter a value that {label} understands."),
            Objection::NotPositive(_) => "Enter a number above zero.".to_owned(),
            Objection::Negative(_) => "Enter zero or more.".to_owned(),
            Objection::TooLarge(_) => "Enter a smaller number, or use a larger unit.".to_owned(),
            Objection::TooLong(_) => "Shorten the text.".to_owned(),
            Objection::TooMuch(_) => "Leave a picture out, or write less.".to_owned(),
            Objection::Unknown(_) => "Choose one that exists, or add it first.".to_owned(),
            Objection::Taken(_) => "Choose another name.".to_owned(),
            Objection::Reversed { later, .. } => format!("Enter a later moment for {later}."),
            Objection::Circle(label) => format!("Choose another record for {label}."),
        };
        Refusal::new(format!("{}: {objection}", record_words(workspace, table, id)), todo).at(table, id, field)
    }

    /// A refusal because the record named does not exist, or no longer does.
    pub fn gone(table: TableName) -> Refusal {
        Refusal::new(
            format!("The {} is not there any more.", singular(table)),
            "Somebody may have removed it. Undo the removal, or choose another.",
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.what, self.safe, self.todo)
    }
}

impl std::error::Error for Refusal {}

/// A record as people know it: `Order “12”`.
pub fn record_words(workspace: &Workspace, table: TableName, id: u64) -> String {
    let mut word = singular(table).to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match short_label(workspace, table, id) {
        Some(label) => format!("{word} “{label}”"),
        None => word,
    }
}

/// The name by which people know a record, where it has one.
pub fn short_label(workspace: &Workspace, table: TableName, id: u64) -> Option<String> {
    let named = table.name_field().map(|field| workspace.get(table, id, field));
    match named {
        Some(crate::model::Value::Text(name)) if !name.is_empty() => Some(name),
        _ if table == TableName::Task && workspace.has(table, id) => Some(workspace.label(table, id)),
        _ => None,
    }
}

/// One record of a table, in words.
pub fn singular(table: TableName) -> &'static str {
    match table {
        TableName::Settings => "settings",
        TableName::Parameter => "parameter",
        TableName::Calendar => "calendar",
        TableName::CalendarRule => "calendar rule",
        TableName::Location => "location",
        TableName::Customer => "customer",
        TableName::Item => "item",
        TableName::Supplier => "supplier",
        TableName::ItemSupplier => "supply terms",
        TableName::ItemDistribution => "transport",
        TableName::Stock => "stock",
        TableName::Skill => "skill",
        TableName::SetupMatrix => "set of changeovers",
        TableName::SetupRule => "changeover",
        TableName::Resource => "resource",
        TableName::ResourceSkill => "skill of a resource",
        TableName::Absence => "absence",
        TableName::Operation => "operation",
        TableName::OperationMaterial => "material line",
        TableName::OperationResource => "resource requirement",
        TableName::OperationDependency => "dependency",
        TableName::Order => "order",
        TableName::Forecast => "forecast",
        TableName::ForecastValue => "forecast value",
        TableName::ProductionPlan => "production plan",
        TableName::SupplyOrder => "supply order",
        TableName::Task => "task",
        TableName::Promise => "promise",
        TableName::Baseline => "baseline",
        TableName::WorkLimit => "limit of work",
        TableName::Reason => "reason",
        TableName::Report => "report",
        TableName::Checklist => "checklist",
        TableName::CheckItem => "question",
        TableName::Check => "check",
        TableName::ControlChart => "control chart",
        TableName::Issue => "issue",
        TableName::IssueAction => "action",
        TableName::Improvement => "improvement",
        TableName::Kpi => "key figure",
        TableName::KpiValue => "typed value",
        TableName::Scenario => "scenario",
        TableName::ScenarioChange => "change of a scenario",
    }
}

/// So many records of a table, in words: `1 order`, `3 orders`.
pub fn counted(table: TableName, count: usize) -> String {
    if count == 1 { format!("1 {}", singular(table)) } else { format!("{} {}", count_text(count), table.title().to_lowercase()) }
}
