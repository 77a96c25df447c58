//! Checks as people fill them in and read them: answers, what they are judged by, and what was found so far.
//!
//! Never keeps a check: it judges and tells.

mod answers;
mod capable;
mod causes;
mod found;
mod gauge;
mod lines;
mod lots;
mod plotted;
mod sampling;
mod series;
mod signals;

pub use answers::{Answer, Outcome, asked, choices, is_sampled, judge, outcome, read_answers, write_answers};
pub use capable::{CONFIDENCE, CapableSheet, capable_sheet, present_stage};
pub use causes::{Cause, CausedBy, causes, causes_words};
pub use found::{CheckRow, check_row, check_rows, failed_answers};
pub use gauge::{GaugeLine, GaugeMethod, GaugeRows, gauge_lines, gauge_words, read_gauge};
pub use lines::{
    LeftOut, StageStart, leave_out, read_left_out, read_rules, read_stages, remove_stages, rule_words, take_back, time_line, write_rules,
};
pub use lots::{Lots, lot_questions, lots, sampled, severity_word};
pub use plotted::{PlottedLine, plotted_line, plotted_unit, values_words};
pub use sampling::{CurvePoint, SamplingSheet, SamplingWish, item_limits, kept_wish, sampling_sheet};
pub use series::{
    CHART_TABLES, ChartPoint, ChartSeries, can_be_charted, chart_series, counting_checks, fitting_kinds, new_chart, uncharted,
};
pub use signals::{ToldSignal, false_alarm_words, kind_name, main_name, rounded, rules_at, second_name, stage_words, told_signals};

use crate::model::*;

/// What the page is made from.
pub const TABLES: [TableName; 7] = [
    TableName::Checklist,
    TableName::CheckItem,
    TableName::Check,
    TableName::Operation,
    TableName::Item,
    TableName::Resource,
    TableName::Order,
];

/// The questions of a checklist in their order.
pub fn questions(workspace: &Workspace, list: ChecklistId) -> Vec<CheckItem> {
    let mut found: Vec<CheckItem> = workspace.check_items.values().filter(|item| item.checklist == Some(list)).cloned().collect();
    // Positions are numbers with a fraction; equal ones stand in the order in which they were made.
    found.sort_by(|left, right| left.position.total_cmp(&right.position).then(left.id.cmp(&right.id)));
    found
}

/// Where a checklist is filled in and when, in words: `At Sawing, for each run`.
pub fn point_words(workspace: &Workspace, list: &Checklist) -> String {
    let place = match list.operation.and_then(|operation| workspace.operations.get(&operation)) {
        Some(operation) => format!("At {}", operation.name),
        None => "Anywhere".to_owned(),
    };
    let item = list.item.and_then(|item| workspace.items.get(&item)).map(|item| format!(" of {}", item.name)).unwrap_or_default();
    let every = text::number_text(list.every);
    let when = match list.trigger {
        _ if list.operation.is_none() => "when wanted".to_owned(),
        CheckTrigger::ByHand => "when wanted".to_owned(),
        CheckTrigger::Order => "once for each order".to_owned(),
        CheckTrigger::Task => "once for each run".to_owned(),
        CheckTrigger::Units => format!("every {every} units"),
        CheckTrigger::Hours => format!("every {every} hours of work"),
        CheckTrigger::Setup => "after a changeover".to_owned(),
        CheckTrigger::Stop => "after a stop".to_owned(),
    };
    format!("{place}{item}, {when}")
}

/// How many bad ones a count may have: `at most 2`.
pub fn most_words(question: &CheckItem) -> String {
    format!("at most {}", text::number_text(question.upper.unwrap_or(0.0)))
}

/// The limits of a question as it is kept, in words: `9.5 to 10.5 mm`.
pub fn limits_words(question: &CheckItem) -> String {
    let unit = if question.unit.is_empty() { String::new() } else { format!(" {}", question.unit) };
    let counts = matches!(question.kind, AnswerKind::Defectives | AnswerKind::Defects);
    if is_sampled(question) {
        let limit = text::number_text(question.quality_limit.unwrap_or_default());
        return format!("AQL {limit} %, level {}", question.inspection_level.label());
    }
    match (question.lower, question.upper) {
        _ if counts => most_words(question),
        _ if question.kind != AnswerKind::Measured => String::new(),
        (Some(lower), Some(upper)) => format!("{} to {}{unit}", text::number_text(lower), text::number_text(upper)),
        (Some(lower), None) => format!("at least {}{unit}", text::number_text(lower)),
        (None, Some(upper)) => format!("at most {}{unit}", text::number_text(upper)),
        (None, None) => String::new(),
    }
}
