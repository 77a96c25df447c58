//! What most failures come from: by question, checklist, item, resource, or the category of issues, the most frequent first.
//!
//! Never merges what people named differently.

use super::found::failed_answers;
use super::series::counting_checks;
use crate::engine::quality::pareto;
use crate::model::*;
use std::collections::BTreeMap;

/// The share that the few causes are said to make up.
const VITAL: f64 = 0.8;

/// What failures are counted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CausedBy {
    /// Answers that failed, by their question.
    #[default]
    Question,
    /// Checks that failed, by their checklist.
    Checklist,
    /// Checks that failed, by what was made.
    Item,
    /// Checks that failed, by who or what had done the work.
    Resource,
    /// Issues, by their category.
    Category,
}

impl CausedBy {
    pub const ALL: [CausedBy; 5] = [CausedBy::Question, CausedBy::Checklist, CausedBy::Item, CausedBy::Resource, CausedBy::Category];

    /// Key and words under which it is chosen.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            CausedBy::Question => ("question", "Failed questions"),
            CausedBy::Checklist => ("checklist", "Checklists"),
            CausedBy::Item => ("item", "Items"),
            CausedBy::Resource => ("resource", "Resources"),
            CausedBy::Category => ("category", "Issue categories"),
        }
    }
}

/// A cause in its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Cause {
    pub name: String,
    pub count: f64,
    /// Of all, from nought to one.
    pub share: f64,
    /// Of this and all before it.
    pub cumulative: f64,
    /// One of the few that together first make up four fifths.
    pub vital: bool,
}

/// Causes by falling count, equal ones by name.
pub fn causes(workspace: &Workspace, by: CausedBy) -> Vec<Cause> {
    let mut counted: BTreeMap<String, f64> = BTreeMap::new();
    let mut count = |name: String| *counted.entry(if name.trim().is_empty() { "Not said".to_owned() } else { name }).or_default() += 1.0;
    let label = |table: TableName, id: Option<u64>| id.map(|id| workspace.label(table, id)).unwrap_or_default();
    match by {
        CausedBy::Question => counting_checks(workspace).flat_map(failed_answers).for_each(|answer| count(answer.question)),
        CausedBy::Category => workspace.issues.values().for_each(|issue| count(issue.category.trim().to_owned())),
        CausedBy::Checklist | CausedBy::Item | CausedBy::Resource => {
            for check in counting_checks(workspace).filter(|check| !check.passed) {
                count(match by {
                    CausedBy::Item => label(TableName::Item, check.item.map(RecordId::raw)),
                    CausedBy::Resource => label(TableName::Resource, check.resource.map(RecordId::raw)),
                    _ => label(TableName::Checklist, check.checklist.map(RecordId::raw)),
                });
            }
        }
    }
    let names: Vec<(String, f64)> = counted.into_iter().collect();
    let weights: Vec<f64> = names.iter().map(|(_, weight)| *weight).collect();
    let cause = |bar: crate::engine::quality::Bar| {
        let (name, count) = names.get(bar.category)?.clone();
        Some(Cause { name, count, share: bar.share, cumulative: bar.cumulative, vital: bar.vital })
    };
    pareto(&weights, VITAL).into_iter().filter_map(cause).collect()
}

/// The causes in a sentence: `2 of 7 make up 81 % of 43.`
pub fn causes_words(causes: &[Cause]) -> String {
    let few = causes.iter().filter(|cause| cause.vital).count();
    let share = causes.iter().rev().find(|cause| cause.vital).map_or(0.0, |cause| cause.cumulative);
    let whole: f64 = causes.iter().map(|cause| cause.count).sum();
    format!("{few} of {} make up {} % of {}.", causes.len(), text::number_text((share * 100.0).round()), text::number_text(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::quality::{Answer, write_answers};

    fn check(id: u64, failed: &[&str], resource: u64) -> Check {
        let question = CheckItem::new(CheckItemId::from_raw(1));
        let answer = |name: &&str| Answer { question: (*name).to_owned(), passed: Some(false), ..Answer::to(&question) };
        let good = Answer { question: "Colour".to_owned(), passed: Some(true), ..Answer::to(&question) };
        let answers: Vec<Answer> = failed.iter().map(answer).chain([good]).collect();
        let resource = Some(ResourceId::from_raw(resource));
        Check { resource, passed: failed.is_empty(), answers: write_answers(&answers), ..Check::new(CheckId::from_raw(id)) }
    }

    #[test]
    fn failed_answers_and_failed_checks_are_counted_without_those_that_were_corrected() {
        let mut workspace = Workspace::default();
        let corrected = Check { corrects: Some(CheckId::from_raw(1)), ..check(5, &[], 1) };
        for check in [check(1, &["Colour"], 1), check(2, &["Size", "Colour"], 1), check(3, &["Size"], 2), check(4, &["Size"], 1), corrected]
        {
            workspace.checks.insert(check.id, check);
        }
        for (id, name) in [(1, "Lathe"), (2, "Mill")] {
            let id = ResourceId::from_raw(id);
            workspace.resources.insert(id, Resource { name: name.to_owned(), ..Resource::new(id) });
        }
        let told = |by| causes(&workspace, by).into_iter().map(|cause| (cause.name, cause.count, cause.vital)).collect::<Vec<_>>();
        assert_eq!(told(CausedBy::Question), [("Size".to_owned(), 3.0, true), ("Colour".to_owned(), 1.0, true)]);
        assert_eq!(told(CausedBy::Resource), [("Lathe".to_owned(), 2.0, true), ("Mill".to_owned(), 1.0, true)]);
        assert_eq!(told(CausedBy::Category), []);
        let issue = Issue { category: "Paint ".to_owned(), ..Issue::new(IssueId::from_raw(1)) };
        workspace.issues.insert(issue.id, issue);
        workspace.issues.insert(IssueId::from_raw(2), Issue::new(IssueId::from_raw(2)));
        let found = causes(&workspace, CausedBy::Category);
        assert_eq!(found.iter().map(|cause| cause.name.as_str()).collect::<Vec<_>>(), ["Not said", "Paint"]);
        assert_eq!(causes_words(&found), "2 of 2 make up 100 % of 2.");
    }
}
