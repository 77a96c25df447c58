//! What reports from the work do to tasks, orders and the schedule; what stops them; and that facts stay.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::app::derived::execution::{Stage, Wanted, run_list};
use linewright::app::derived::schedule::BoardData;
use linewright::document::*;
use linewright::model::*;

fn time(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn clock(time: Time) -> String {
    clock_text(time.since(time.day_start()).seconds())
}

fn now() -> Time {
    time("2026-03-02 12:00")
}

/// A saw and a press; order 12 is sawn from eight to ten and pressed from ten to noon; another task waits for the saw.
struct Hall {
    shop: Shop,
    sawing: TaskId,
    pressing: TaskId,
    next: TaskId,
    supply: u64,
}

fn hall() -> Hall {
    let mut shop = Shop::default();
    let [saw, press] = ["saw", "press"].map(|name| shop.named(TableName::Resource, name));
    let item = shop.named(TableName::Item, "door");
    let order = shop.named(TableName::Order, "12");
    let [sawing, pressing] = ["Sawing", "Pressing"].map(|name| shop.named(TableName::Operation, name));
    let made = SupplyStatus::Approved.to_value();
    let supply = shop.add(TableName::SupplyOrder, &[("item", Value::Id(item)), ("quantity", Value::Number(10.0)), ("status", made)]);
    let mut task = |operation: u64, resource: u64, from: &str, to: &str, after: Option<u64>, supply: Option<u64>| {
        let uses = vec![ResourceUse { resource: ResourceId::from_raw(resource), quantity: 1.0 }];
        let links: Vec<TaskLink> =
            after.map(|task| TaskLink::new(TaskId::from_raw(task), LinkKind::FinishStart, Span::ZERO)).into_iter().collect();
        shop.add(
            TableName::Task,
            &[
                ("operation", Value::Id(operation)),
                ("supply", supply.map_or(Value::Nothing, Value::Id)),
                ("quantity", Value::Number(10.0)),
                ("placement", Placement { start: time(from), end: time(to), uses }.to_value()),
                ("after", links.to_value()),
                ("orders", vec![OrderId::from_raw(order)].to_value()),
            ],
        )
    };
    let first = task(sawing, saw, "2026-03-02 08:00", "2026-03-02 10:00", None, Some(supply));
    let second = task(pressing, press, "2026-03-02 10:00", "2026-03-02 12:00", Some(first), Some(supply));
    let third = task(sawing, saw, "2026-03-02 10:30", "2026-03-02 11:30", None, None);
    let [sawing, pressing, next] = [first, second, third].map(TaskId::from_raw);
    Hall { shop, sawing, pressing, next, supply }
}

fn report(task: TaskId, kind: ReportKind, at: &str) -> Report {
    Report { kind, time: Some(time(at)), entered: Some(now()), task: Some(task), ..Report::new(ReportId::from_raw(0)) }
}

fn told(report: Report) -> Command {
    ExecutionCommand::Report { report: Box::new(report), moves: Vec::new() }.into()
}

fn status(hall: &Hall, task: TaskId) -> TaskStatus {
    hall.shop.workspace().tasks[&task].status
}

fn last_report(hall: &Hall) -> ReportId {
    hall.shop.workspace().reports.keys().next_back().unwrap()
}

#[test]
fn reports_move_tasks_and_their_supply_order_on_and_what_was_made_counts() {
    let mut hall = hall();
    hall.shop.run(told(report(hall.sawing, ReportKind::Start, "2026-03-02 08:10")));
    assert_eq!(status(&hall, hall.sawing), TaskStatus::Started);
    let supply = SupplyOrderId::from_raw(hall.supply);
    assert_eq!(hall.shop.workspace().supply_orders[&supply].status, SupplyStatus::Confirmed, "what has begun is not planned anew");
    hall.shop.run(told(Report { good: 10.0, ..report(hall.sawing, ReportKind::Finish, "2026-03-02 10:00") }));
    hall.shop.run(told(report(hall.pressing, ReportKind::Start, "2026-03-02 10:00")));
    hall.shop.run(told(Report { good: 8.0, scrap: 2.0, ..report(hall.pressing, ReportKind::Finish, "2026-03-02 11:50") }));
    let made = &hall.shop.workspace().supply_orders[&supply];
    assert_eq!((made.status, made.quantity), (SupplyStatus::Completed, 8.0), "two of ten were lost at the last step");
}

#[test]
fn a_correction_is_another_fact_and_the_task_stands_as_if_the_wrong_one_had_not_been() {
    let mut hall = hall();
    hall.shop.run(told(report(hall.sawing, ReportKind::Start, "2026-03-02 08:10")));
    hall.shop.run(told(Report { good: 10.0, ..report(hall.sawing, ReportKind::Finish, "2026-03-02 09:00") }));
    let wrong = last_report(&hall);
    let correct = |instead: Option<Report>, wrong| {
        let (by, device) = ("Ada".to_owned(), "tablet".to_owned());
        Command::from(ExecutionCommand::Correct { report: wrong, instead: instead.map(Box::new), by, device, entered: now() })
    };
    hall.shop.run(correct(None, wrong));
    assert_eq!(status(&hall, hall.sawing), TaskStatus::Started);
    assert_eq!(hall.shop.workspace().reports.len(), 3, "nothing was taken away");
    assert_eq!(hall.shop.refused(correct(None, wrong)).what, "This report was corrected already.");
    let refused = hall.shop.refused(RecordCommand::Remove { table: TableName::Report, ids: vec![wrong.raw()] }.into());
    assert_eq!(refused.what, "A report is a fact and stays as it is.");
}

#[test]
fn what_cannot_have_been_is_refused_in_words() {
    let mut hall = hall();
    let (sawing, pressing) = (hall.sawing, hall.pressing);
    let says = |hall: &mut Hall, report: Report| hall.shop.refused(told(report)).what;
    assert_eq!(says(&mut hall, report(sawing, ReportKind::Count, "2026-03-02 09:00")), "No units were reported.");
    assert_eq!(says(&mut hall, report(sawing, ReportKind::Start, "2026-03-02 13:00")), "It would be reported before it happens.");
    assert!(says(&mut hall, report(sawing, ReportKind::Pause, "2026-03-02 09:00")).ends_with("has not been started."));
    let below = Report { good: -1.0, scrap: 2.0, ..report(sawing, ReportKind::Count, "2026-03-02 09:00") };
    assert!(says(&mut hall, below).contains("must not be below zero"));
    hall.shop.run(told(report(sawing, ReportKind::Start, "2026-03-02 09:00")));
    assert!(says(&mut hall, report(sawing, ReportKind::Finish, "2026-03-02 08:00")).ends_with("would end before it began."));
    let call = Issue {
        name: "Motor is hot".to_owned(),
        kind: IssueKind::Call,
        task: Some(pressing),
        blocks: true,
        ..Issue::new(IssueId::from_raw(0))
    };
    hall.shop.run(IssueCommand::Raise { issue: Box::new(call) }.into());
    assert!(says(&mut hall, report(pressing, ReportKind::Start, "2026-03-02 10:00")).contains("“Motor is hot” blocks it"));
    let issue = hall.shop.workspace().issues.keys().next().unwrap();
    hall.shop.run(IssueCommand::Resolve { issue, time: now() }.into());
    hall.shop.run(told(report(pressing, ReportKind::Start, "2026-03-02 10:00")));
}

#[test]
fn a_task_cannot_be_finished_while_a_check_is_missing() {
    let mut hall = hall();
    let operation = hall.shop.workspace().tasks[&hall.sawing].operation;
    let list = Checklist { name: "Cut".to_owned(), operation, ..Checklist::new(ChecklistId::from_raw(0)) };
    hall.shop.run(QualityCommand::AddChecklist { checklist: Box::new(list), questions: Vec::new() }.into());
    hall.shop.run(told(report(hall.sawing, ReportKind::Start, "2026-03-02 08:00")));
    let finish = Report { good: 10.0, ..report(hall.sawing, ReportKind::Finish, "2026-03-02 10:00") };
    let refused = hall.shop.refused(told(finish.clone()));
    assert!(refused.what.contains("“Cut” is not filled in"), "{}", refused.what);
    let list = hall.shop.workspace().checklists.keys().next();
    let check = Check { checklist: list, time: Some(now()), task: Some(hall.sawing), ..Check::new(CheckId::from_raw(0)) };
    hall.shop.run(QualityCommand::Save { check: Box::new(check), issue: None }.into());
    hall.shop.run(told(finish));
    assert_eq!(status(&hall, hall.sawing), TaskStatus::Finished);
}

#[test]
fn a_checklist_that_was_used_becomes_a_new_version_when_its_questions_change() {
    let mut shop = Shop::default();
    let questions = vec![CheckItem { name: "Clean".to_owned(), ..CheckItem::new(CheckItemId::from_raw(0)) }];
    let list = Checklist { name: "Cut".to_owned(), ..Checklist::new(ChecklistId::from_raw(0)) };
    shop.run(QualityCommand::AddChecklist { checklist: Box::new(list), questions }.into());
    let (list, question) = (shop.workspace().checklists.keys().next().unwrap(), shop.workspace().check_items.keys().next().unwrap());
    let rename = |name: &str| {
        let field = TableName::CheckItem.field("name").unwrap();
        Command::from(QualityCommand::SetQuestion { question, field, value: text(name) })
    };
    shop.run(rename("Clean and dry"));
    assert_eq!(shop.workspace().checklists[&list].version, 1, "nobody had used it");
    let check = Check { checklist: Some(list), version: 1, time: Some(now()), ..Check::new(CheckId::from_raw(0)) };
    shop.run(QualityCommand::Save { check: Box::new(check), issue: None }.into());
    shop.run(rename("Clean, dry and bright"));
    shop.run(rename("Bright"));
    assert_eq!(shop.workspace().checklists[&list].version, 2, "one new version, however often it changes before it is used");
}

#[test]
fn both_limits_of_a_question_are_set_in_one_step_and_make_a_new_version() {
    let mut shop = Shop::default();
    let asked =
        CheckItem { name: "Length".to_owned(), kind: AnswerKind::Measured, lower: Some(9.0), ..CheckItem::new(CheckItemId::from_raw(0)) };
    let list = Checklist { name: "Cut".to_owned(), ..Checklist::new(ChecklistId::from_raw(0)) };
    shop.run(QualityCommand::AddChecklist { checklist: Box::new(list), questions: vec![asked] }.into());
    let (list, question) = (shop.workspace().checklists.keys().next().unwrap(), shop.workspace().check_items.keys().next().unwrap());
    let check = Check { checklist: Some(list), version: 1, time: Some(now()), ..Check::new(CheckId::from_raw(0)) };
    shop.run(QualityCommand::Save { check: Box::new(check), issue: None }.into());
    let limits = |shop: &Shop| (shop.workspace().check_items[&question].lower, shop.workspace().check_items[&question].upper);
    let set = |lower, upper| Command::from(QualityCommand::SetLimits { question, lower, upper });
    for (lower, upper) in [(Some(10.0), Some(10.0)), (Some(f64::NAN), None)] {
        assert!(shop.document.dispatch(&set(lower, upper), now()).is_err());
    }
    shop.run(set(Some(9.69), Some(10.31)));
    assert_eq!((limits(&shop), shop.workspace().checklists[&list].version), ((Some(9.69), Some(10.31)), 2));
    shop.document.undo(now()).unwrap();
    assert_eq!((limits(&shop), shop.workspace().checklists[&list].version), ((Some(9.0), None), 1));
}

#[test]
fn the_schedule_follows_late_work_along_links_and_along_the_machine() {
    let hall = hall();
    let board = BoardData::collect(hall.shop.workspace(), now());
    let at = board.find_task(hall.sawing).unwrap();
    let end = board.end_from(at, time("2026-03-02 09:00")).unwrap();
    assert_eq!(end, time("2026-03-02 11:00"));
    let moves = board.followed(at, time("2026-03-02 09:00"), end);
    let place = |task: TaskId| moves.iter().find(|(id, _)| *id == task).map(|(_, place)| (clock(place.start), clock(place.end)));
    assert_eq!(place(hall.sawing), Some(("09:00".to_owned(), "11:00".to_owned())));
    assert_eq!(place(hall.pressing), Some(("11:00".to_owned(), "13:00".to_owned())), "it waits for the sawing");
    assert_eq!(place(hall.next), Some(("11:00".to_owned(), "12:00".to_owned())), "it needs the saw");
    let early = board.followed(at, time("2026-03-02 07:00"), time("2026-03-02 09:00"));
    assert_eq!(early.len(), 1, "what follows is not drawn forward");
}

#[test]
fn the_run_list_shows_what_is_under_way_first_and_what_each_waits_for() {
    let mut hall = hall();
    hall.shop.run(told(report(hall.next, ReportKind::Start, "2026-03-02 08:00")));
    let list = |wanted: Wanted| {
        let board = BoardData::collect(hall.shop.workspace(), now());
        run_list(hall.shop.workspace(), &board, wanted, now(), 10).0
    };
    let stages: Vec<(TaskId, Stage)> = list(Wanted::default()).iter().map(|work| (work.task, work.stage)).collect();
    assert_eq!(stages, [(hall.next, Stage::Running), (hall.sawing, Stage::Ready), (hall.pressing, Stage::Waiting)]);
    let press = hall.shop.workspace().tasks[&hall.pressing].placement.as_ref().unwrap().uses[0].resource;
    let of_press = list(Wanted { resource: Some(press), ..Wanted::default() });
    assert_eq!(of_press.len(), 1);
    assert!(of_press[0].waits_for.starts_with("Sawing"), "{}", of_press[0].waits_for);
    assert!(of_press[0].late(now()).is_some(), "it should have begun two hours ago");
}
