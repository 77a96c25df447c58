//! What quality costs and what was earned, by the records of a workspace.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::workspace::{SAW, at, figures, shop, value};
use linewright::app::derived::performance::RowKind;
use linewright::engine::performance::{Dimension, kpi};
use linewright::model::*;

/// A complaint of 250 about the order, raised on the Monday, a nonconformity of 40 at the saw, one of the next week and one that cost nothing.
#[test]
fn what_issues_cost_is_poor_quality_by_item_customer_resource_and_period() {
    let mut workspace = shop();
    let issue = |raw, kind, cost, raised: &str| Issue {
        name: format!("Issue {raw}"),
        kind,
        cost,
        raised: Some(at(raised)),
        ..Issue::new(IssueId::from_raw(raw))
    };
    let order = Some(OrderId::from_raw(1));
    let resource = Some(ResourceId::from_raw(SAW));
    for issue in [
        Issue { order, ..issue(1, IssueKind::Complaint, 250.0, "2026-11-02 15:00") },
        Issue { resource, ..issue(2, IssueKind::Nonconformity, 40.0, "2026-11-02 09:00") },
        issue(3, IssueKind::Problem, 1_000.0, "2026-11-09 09:00"),
        issue(4, IssueKind::Nonconformity, 0.0, "2026-11-02 10:00"),
    ] {
        workspace.issues.insert(issue.id, issue);
    }
    let all = figures(&workspace, Dimension::All);
    // One piece of scrap at three, and both issues.
    assert_eq!(value(&all, "copq", 0), Some(293.0));
    let (rows, count) = all.rows(&workspace, kpi("copq").unwrap(), 0, 1, 100);
    let behind: Vec<_> = rows.iter().map(|row| (row.kind, row.id, row.value.as_str())).collect();
    assert_eq!(behind[..2], [(RowKind::Issue, 1, "250"), (RowKind::Issue, 2, "40")]);
    assert!(count == 3 && behind[2].0 == RowKind::Report, "{behind:?}");
    // The complaint says no item and no customer, and its order does.
    assert_eq!(value(&figures(&workspace, Dimension::Item), "copq", 1), Some(253.0));
    assert_eq!(value(&figures(&workspace, Dimension::Customer), "copq", 1), Some(253.0));
    assert_eq!(value(&figures(&workspace, Dimension::Resource), "copq", SAW), Some(43.0));
}

#[test]
fn what_quality_costs_is_told_in_four_classes_each_with_its_rows() {
    let mut workspace = shop();
    let raised = Some(at("2026-11-02 09:00"));
    let complaint = Issue { kind: IssueKind::Complaint, cost: 250.0, raised, ..Issue::new(IssueId::from_raw(1)) };
    let done = Some(at("2026-11-02 16:00"));
    let action = |raw, kind, cost, done| IssueAction {
        issue: Some(complaint.id),
        kind,
        cost,
        done,
        ..IssueAction::new(IssueActionId::from_raw(raw))
    };
    for action in [
        action(1, ActionKind::Containment, 30.0, done),
        action(2, ActionKind::Preventive, 80.0, done),
        action(3, ActionKind::Verification, 5.0, done),
        action(4, ActionKind::Preventive, 999.0, None),
    ] {
        workspace.issue_actions.insert(action.id, action);
    }
    workspace.issues.insert(complaint.id, complaint);
    // Against scrap it is prevention; a quicker setup is none, and what has not begun costs nothing yet.
    let improvement = |raw, measure, began| Improvement { measure, began, cost: 100.0, ..Improvement::new(ImprovementId::from_raw(raw)) };
    for improvement in
        [improvement(1, Measured::Scrap, raised), improvement(2, Measured::UnitTime, raised), improvement(3, Measured::Scrap, None)]
    {
        workspace.improvements.insert(improvement.id, improvement);
    }
    // A quarter of an hour each: of Ada at 40, of somebody unknown at the saw's 24, of nobody at nothing.
    let ada = Resource { name: "Ada".to_owned(), cost: 40.0, ..Resource::new(ResourceId::from_raw(77)) };
    workspace.resources.insert(ada.id, ada);
    let mut saw = workspace.resources.get(&ResourceId::from_raw(SAW)).unwrap().clone();
    saw.cost = 24.0;
    workspace.resources.insert(saw.id, saw);
    let list = Checklist { duration: Some(Span::from_minutes(15)), ..Checklist::new(ChecklistId::from_raw(70)) };
    let before = figures(&workspace, Dimension::All);
    let check = |raw, by: &str, resource: Option<u64>| Check {
        checklist: Some(list.id),
        time: raised,
        by: by.to_owned(),
        resource: resource.map(ResourceId::from_raw),
        ..Check::new(CheckId::from_raw(raw))
    };
    for check in [check(71, "ada ", Some(SAW)), check(72, "Ben", Some(SAW)), check(73, "Ben", None)] {
        workspace.checks.insert(check.id, check);
    }
    workspace.checklists.insert(list.id, list);
    let all = figures(&workspace, Dimension::All);
    let told = |word: &str| value(&all, word, 0).unwrap();
    let appraisal = told("appraisal_cost") - value(&before, "appraisal_cost", 0).unwrap();
    assert!((appraisal - 16.0).abs() < 1e-9, "{appraisal}");
    assert_eq!((told("prevention_cost"), told("internal_failure_cost"), told("external_failure_cost")), (180.0, 3.0, 280.0));
    assert_eq!(told("copq"), 283.0);
    let classes = ["prevention_cost", "appraisal_cost", "internal_failure_cost", "external_failure_cost"].map(told);
    assert!((told("coq") - classes.iter().sum::<f64>()).abs() < 1e-9, "{classes:?}");
    let rows = |word: &str| {
        let (rows, count) = all.rows(&workspace, kpi(word).unwrap(), 0, 1, 100);
        assert_eq!(rows.len(), count, "{word}");
        rows.into_iter().map(|row| (row.kind, row.id, row.value)).collect::<Vec<_>>()
    };
    let row = |kind, id, value: &str| (kind, id, value.to_owned());
    assert_eq!(rows("prevention_cost"), [row(RowKind::Improvement, 1, "100"), row(RowKind::Issue, 1, "80")]);
    assert_eq!(rows("appraisal_cost"), [row(RowKind::Check, 71, "10"), row(RowKind::Check, 72, "6"), row(RowKind::Issue, 1, "5")]);
    assert_eq!(rows("external_failure_cost"), [row(RowKind::Issue, 1, "250"), row(RowKind::Issue, 1, "30")]);
    let inside = rows("internal_failure_cost");
    assert!(inside.len() == 1 && inside.iter().all(|(kind, ..)| *kind == RowKind::Report), "{inside:?}");
    assert_eq!(rows("coq").len(), 8);
    // Each class counts for the saw what is the saw's.
    assert_eq!(value(&figures(&workspace, Dimension::Resource), "appraisal_cost", SAW), Some(16.0));
}

#[test]
fn what_was_delivered_is_revenue_at_the_price_of_its_item() {
    let mut workspace = shop();
    let before = figures(&workspace, Dimension::All);
    assert_eq!((value(&before, "revenue", 0), value(&before, "copq_share", 0)), (Some(0.0), None), "nothing has a price");
    let item = workspace.items.get_mut(&ItemId::from_raw(1)).unwrap();
    item.price = 5.0;
    // Nine of ten were good, and the order is done; one piece was scrapped at 3.
    let all = figures(&workspace, Dimension::All);
    assert_eq!(value(&all, "revenue", 0), Some(45.0));
    assert_eq!(value(&all, "copq_share", 0), Some(3.0 / 45.0));
    let (rows, count) = all.rows(&workspace, kpi("revenue").unwrap(), 0, 1, 100);
    assert_eq!((rows.len(), count), (1, 1));
    assert!(rows[0].kind == RowKind::Order && rows[0].id == 1 && rows[0].value == "45" && rows[0].label.contains("O1"), "{rows:?}");
    assert_eq!(value(&figures(&workspace, Dimension::Customer), "revenue", 1), Some(45.0));
    assert_eq!(value(&figures(&workspace, Dimension::Item), "revenue", 1), Some(45.0));
    // What is not finished yet has earned nothing.
    workspace.tasks.get_mut(&TaskId::from_raw(1)).unwrap().status = TaskStatus::Started;
    assert_eq!(value(&figures(&workspace, Dimension::All), "revenue", 0), Some(0.0));
}
