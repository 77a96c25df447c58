//! Who answers for what is done is noted with what is done, and nobody is kept from doing it where no names are given.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::*;
use linewright::model::roles::{people_key, raci_key};
use linewright::model::*;

/// A shop in which the roles that usually answer for issues, improvement, quality and capacity are held by people.
fn named() -> Shop {
    let mut shop = Shop::default();
    let people = [(0, "Eva Sponsor"), (1, "Max Manager"), (2, "Olga Lead, Otto Lead"), (3, "Quinn Quality")];
    let answers = people.map(|(role, names)| (people_key(role), names.to_owned())).to_vec();
    shop.run(ImprovementCommand::Answers { answers }.into());
    shop
}

fn issue(shop: &mut Shop) -> IssueId {
    let issue = Issue { name: "Scratched".to_owned(), ..Issue::new(IssueId::from_raw(0)) };
    shop.run(IssueCommand::Raise { issue: Box::new(issue) }.into());
    shop.workspace().issues.keys().next_back().unwrap()
}

fn closed(shop: &Shop, issue: IssueId) -> (IssueStatus, bool, String) {
    let issue = &shop.workspace().issues[&issue];
    (issue.status, issue.closed.is_some(), issue.closed_by.clone())
}

#[test]
fn whoever_closes_an_issue_is_noted_as_on_the_list_of_roles_and_gone_when_it_is_opened_again() {
    let mut shop = named();
    let issue = issue(&mut shop);
    let close = |by: &str| Command::from(IssueCommand::Close { issue, by: by.to_owned(), time: now() });
    shop.run(close(" otto lead "));
    assert_eq!(closed(&shop, issue), (IssueStatus::Closed, true, "Otto Lead".to_owned()));
    shop.run(IssueCommand::Advance { issue, status: IssueStatus::Verified, time: now() }.into());
    assert_eq!(closed(&shop, issue), (IssueStatus::Verified, false, String::new()));
    // Somebody else may close it, and is noted as who it is.
    shop.run(close("Nina"));
    assert_eq!(closed(&shop, issue).2, "Nina");
    shop.document.undo(now()).unwrap();
    assert_eq!(closed(&shop, issue), (IssueStatus::Verified, false, String::new()));
}

#[test]
fn closing_by_name_asks_for_what_closing_asks_for() {
    let mut shop = named();
    let issue = issue(&mut shop);
    let field = TableName::Issue.field("quantity").unwrap();
    shop.run(Command::Record(RecordCommand::Set { table: TableName::Issue, ids: vec![issue.raw()], field, value: Value::Number(3.0) }));
    let refused = shop.document.dispatch(&IssueCommand::Close { issue, by: "Otto Lead".to_owned(), time: now() }, now());
    assert_eq!(refused.unwrap_err().what, "It is not decided what becomes of the units affected.");
    assert_eq!(closed(&shop, issue).0, IssueStatus::Registered);
}

#[test]
fn a_team_without_names_decides_closes_and_revises_as_before() {
    let mut shop = Shop::default();
    let issue = issue(&mut shop);
    shop.run(IssueCommand::Close { issue, by: String::new(), time: now() }.into());
    assert_eq!(closed(&shop, issue), (IssueStatus::Closed, true, String::new()));
    // Even where no role at all answers for the phase.
    for role in 0..5 {
        shop.run(ImprovementCommand::Answer { key: raci_key(Phase::Improvement, role), value: "-".to_owned() }.into());
    }
    let idea = Improvement { name: "Shorter setups".to_owned(), ..Improvement::new(ImprovementId::from_raw(0)) };
    shop.run(ImprovementCommand::Add { improvement: Box::new(idea) }.into());
    let improvement = shop.workspace().improvements.keys().next().unwrap();
    let (decision, result) = (Conclusion::Adopt, "It helped.".to_owned());
    shop.run(ImprovementCommand::Decide { improvement, decision, result, by: String::new() }.into());
    let kept = &shop.workspace().improvements[&improvement];
    assert_eq!((kept.decision, kept.decided_by.as_str()), (Conclusion::Adopt, ""));
}

#[test]
fn whoever_adopts_an_improvement_and_whoever_revises_limits_is_noted_in_the_same_step() {
    let mut shop = named();
    let idea = Improvement { name: "Shorter setups".to_owned(), ..Improvement::new(ImprovementId::from_raw(0)) };
    shop.run(ImprovementCommand::Add { improvement: Box::new(idea) }.into());
    let improvement = shop.workspace().improvements.keys().next().unwrap();
    let (decision, result) = (Conclusion::Adopt, "It helped.".to_owned());
    shop.run(ImprovementCommand::Decide { improvement, decision, result, by: "eva sponsor".to_owned() }.into());
    assert_eq!(shop.workspace().improvements[&improvement].decided_by, "Eva Sponsor");

    let chart = ControlChart { name: "Length".to_owned(), ..ControlChart::new(ControlChartId::from_raw(0)) };
    shop.run(QualityCommand::AddChart { chart: Box::new(chart) }.into());
    let chart = shop.workspace().control_charts.keys().next().unwrap();
    let revise = |name: &str, value: Value| {
        let field = TableName::ControlChart.field(name).unwrap();
        QualityCommand::Revise { chart, field, value, by: "Quinn Quality".to_owned(), time: now() }
    };
    shop.run(revise("learned_until", now().to_value()).into());
    let kept = shop.workspace().control_charts[&chart].clone();
    assert_eq!((kept.learned_until, kept.revised, kept.revised_by.as_str()), (Some(now()), Some(now()), "Quinn Quality"));
    assert!(shop.document.dispatch(&revise("name", text("Width")), now()).is_err(), "a name is nothing that limits rest on");
    shop.document.undo(now()).unwrap();
    let kept = shop.workspace().control_charts[&chart].clone();
    assert_eq!((kept.learned_until, kept.revised, kept.revised_by.as_str()), (None, None, ""));
}

#[test]
fn whoever_agrees_to_reduced_inspection_is_kept_with_the_day_and_limits_are_those_of_the_standard() {
    let mut shop = named();
    let asked = CheckItem { name: "Bad ones".to_owned(), kind: AnswerKind::Defectives, ..CheckItem::new(CheckItemId::from_raw(0)) };
    let list = Checklist { name: "Goods in".to_owned(), ..Checklist::new(ChecklistId::from_raw(0)) };
    shop.run(QualityCommand::AddChecklist { checklist: Box::new(list), questions: vec![asked] }.into());
    let (list, question) = (shop.workspace().checklists.keys().next().unwrap(), shop.workspace().check_items.keys().next().unwrap());
    let check = Check { checklist: Some(list), version: 1, time: Some(now()), ..Check::new(CheckId::from_raw(0)) };
    shop.run(QualityCommand::Save { check: Box::new(check), issue: None }.into());
    let say = |word, by: &str| QualityCommand::SayInspection { question, word, by: by.to_owned(), time: now() };
    let said = |shop: &Shop| inspection_said(&shop.workspace().check_items[&question].inspection);
    assert!(shop.document.dispatch(&say(InspectionWord::ReducedEnded, "Quinn"), now()).is_err(), "it was never agreed");
    shop.run(say(InspectionWord::ReducedAgreed, "quinn quality").into());
    let agreed = InspectionSaid { time: now(), word: InspectionWord::ReducedAgreed, by: "Quinn Quality".to_owned() };
    assert_eq!(said(&shop), std::slice::from_ref(&agreed));
    assert!(shop.document.dispatch(&say(InspectionWord::ReducedAgreed, "Max"), now()).is_err(), "it is agreed already");
    shop.run(say(InspectionWord::ReducedEnded, "Max").into());
    assert_eq!((said(&shop).len(), reduced_is_agreed(&said(&shop))), (2, false));
    assert_eq!(shop.workspace().checklists[&list].version, 1, "what is asked is the same");
    shop.document.undo(now()).unwrap();
    assert_eq!(said(&shop), [agreed]);

    let field = TableName::CheckItem.field("quality_limit").unwrap();
    let set = |limit: f64| QualityCommand::SetQuestion { question, field, value: Value::Number(limit) };
    for wrong in [0.0, 0.009, 10.5, -1.0] {
        assert!(shop.document.dispatch(&set(wrong), now()).is_err(), "{wrong}");
    }
    shop.run(set(0.65).into());
    assert_eq!(shop.workspace().check_items[&question].quality_limit, Some(0.65));
    assert_eq!(shop.workspace().checklists[&list].version, 2, "lots are judged by another number");
}

#[test]
fn whoever_releases_a_plan_is_noted() {
    let mut shop = named();
    let item = ItemId::from_raw(shop.named(TableName::Item, "door"));
    let operation = OperationId::from_raw(shop.named(TableName::Operation, "make doors"));
    let approved = PlanStatus::Approved.to_value();
    let plan = ProductionPlanId::from_raw(shop.add(TableName::ProductionPlan, &[("name", text("Spring")), ("status", approved)]));
    let orders = vec![PlannedOrder { item, operation, location: None, batch: String::new(), quantity: 5.0, end: now() }];
    shop.run(CapacityCommand::ReleasePlan { plan, orders, by: "max manager".to_owned() }.into());
    let kept = &shop.workspace().production_plans[&plan];
    assert_eq!((kept.status, kept.released_by.as_str()), (PlanStatus::Released, "Max Manager"));
}
