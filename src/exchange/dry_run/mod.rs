//! The dry run: what an import would do, as edits that are not carried out.
//!
//! Never changes the workspace. Records are matched by their names, or by what makes a line the same line, so that the same
//! file imported twice changes nothing the second time.

mod checks;
mod compare;
mod cycles;
mod drafts;
pub(super) mod lists;
pub(super) mod names;
mod report;
mod resolve;
mod resources;
mod settings;

use super::sheets::Sheets;
use super::understand::Mapping;
use crate::document::Edit;
use crate::model::{TableName, Workspace};
use compare::Plan;
use names::Ids;
use report::Reports;
pub use report::{DryRun, Problem, Severity, SheetReport};
use resolve::Resolver;

/// What importing the sheets by this mapping would do to the workspace.
///
/// `seed` must be random: new records get ids of a session of its own.
pub fn dry_run(file: &Sheets, mapping: &Mapping, workspace: &Workspace, seed: u64) -> DryRun {
    let mut reports = Reports::new(file);
    let spans_in_days = settings::spans_in_days(file, mapping);
    let mut drafts = drafts::read(file, mapping, spans_in_days, &mut reports);
    settings::from_parameters(file, &mut drafts, workspace, &mut reports);
    let mut resolver = Resolver::new(workspace, Ids::new(seed, workspace));
    let records = resolver.records(drafts, &mut reports);
    let implied = resolver.implied();
    let plan = Plan::of(workspace, &records, &implied, &mut reports);
    checks::check(workspace, &plan, &records, &mut reports);
    compare::count(&plan, &records, &mut reports);
    let can_import = !reports.has_errors();
    DryRun {
        implied: implied.into_iter().map(|(table, _, name)| (table, name)).collect(),
        edits: if can_import { plan.edits } else { Vec::new() },
        can_import,
        sheets: reports.finish(),
    }
}

/// Carries edits out on a plain workspace, without a document: for checks, previews and tests.
///
/// False where an edit did not fit; the others are carried out all the same.
pub fn apply(workspace: &mut Workspace, edits: &[Edit]) -> bool {
    let mut fitted = true;
    for edit in edits {
        match edit {
            Edit::Add { table, id, fields } => {
                workspace.add(*table, *id);
                for (field, value) in fields {
                    fitted &= workspace.set(*table, *id, *field, value);
                }
            }
            Edit::Set { table, id, field, value } => fitted &= workspace.set(*table, *id, *field, value),
            Edit::Remove { table, id } => fitted &= workspace.remove(*table, *id),
        }
    }
    fitted
}

/// A record as the file tells it, with every reference resolved.
#[derive(Clone, Debug)]
struct Record {
    table: TableName,
    id: u64,
    is_new: bool,
    fields: Vec<Told>,
    /// The row that told it last.
    place: report::Place,
}

/// A field of a record as the file tells it.
#[derive(Clone, Debug)]
struct Told {
    field: usize,
    value: crate::model::Value,
    place: report::Place,
}
