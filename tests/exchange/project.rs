//! Projects in Microsoft's XML form: what a planner drew there stands on the board, and what is written goes in again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use linewright::exchange::{Format, ReadError, apply, dry_run, export_project, is_project, propose, read_project};
use linewright::model::*;
use std::collections::BTreeSet;

const KITCHEN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project">
  <Name>kitchen.mpp</Name><Title>Kitchen</Title><StartDate>2026-03-02T08:00:00</StartDate><FinishDate>2026-03-10T17:00:00</FinishDate>
  <Calendars>
    <Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
      <WeekDays>
        <WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>
        <WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>
          <WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>
          <WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
        <WeekDay><DayType>3</DayType><DayWorking>1</DayWorking><WorkingTimes>
          <WorkingTime><FromTime>22:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
      </WeekDays>
      <Exceptions><Exception><TimePeriod><FromDate>2026-03-09T00:00:00</FromDate><ToDate>2026-03-09T23:59:00</ToDate></TimePeriod>
        <Name>Fair</Name><DayWorking>0</DayWorking></Exception></Exceptions>
    </Calendar>
    <Calendar><UID>2</UID><Name>Anna</Name><BaseCalendarUID>1</BaseCalendarUID></Calendar>
  </Calendars>
  <Tasks>
    <Task><UID>0</UID><OutlineLevel>0</OutlineLevel><Name>Kitchen</Name><Summary>1</Summary></Task>
    <Task><UID>1</UID><OutlineLevel>1</OutlineLevel><Name>Build &amp; paint</Name></Task>
    <Task><UID>2</UID><OutlineLevel>2</OutlineLevel><Name>Cut</Name><Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>
      <Duration>PT8H0M0S</Duration><PercentComplete>100</PercentComplete></Task>
    <Task><UID>3</UID><OutlineLevel>2</OutlineLevel><Name>Paint</Name><Start>2026-03-03T08:00:00</Start><Finish>2026-03-03T12:30:00</Finish>
      <Duration>PT4H30M0S</Duration><PercentComplete>20</PercentComplete><Deadline>2026-03-05T17:00:00</Deadline>
      <ConstraintType>4</ConstraintType><ConstraintDate>2026-03-03T08:00:00</ConstraintDate>
      <PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type><LinkLag>600</LinkLag><LagFormat>5</LagFormat></PredecessorLink></Task>
    <Task><UID>4</UID><OutlineLevel>1</OutlineLevel><Name>Cut</Name><Start>2026-03-04T08:00:00</Start><Finish>2026-03-04T10:00:00</Finish>
      <Duration>PT2H0M0S</Duration>
      <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type></PredecessorLink></Task>
    <Task><UID>5</UID><IsNull>1</IsNull></Task>
  </Tasks>
  <Resources>
    <Resource><UID>0</UID><Name>Unassigned</Name><Type>1</Type><IsNull>1</IsNull></Resource>
    <Resource><UID>7</UID><Name>Anna</Name><Type>1</Type><MaxUnits>1.0</MaxUnits><StandardRate>34</StandardRate><CalendarUID>2</CalendarUID></Resource>
    <Resource><UID>8</UID><Name>Paint</Name><Type>0</Type></Resource>
  </Resources>
  <Assignments>
    <Assignment><UID>1</UID><TaskUID>3</TaskUID><ResourceUID>7</ResourceUID><Units>0.5</Units></Assignment>
    <Assignment><UID>2</UID><TaskUID>3</TaskUID><ResourceUID>8</ResourceUID><Units>3</Units></Assignment>
    <Assignment><UID>3</UID><TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID></Assignment>
  </Assignments>
</Project>"#;

/// A project as a workspace; nothing in it is a problem.
fn imported(text: &str) -> Workspace {
    let sheets = read_project("kitchen.xml", text.as_bytes()).unwrap();
    assert!(is_project(text.as_bytes()) && sheets.format == Format::Project);
    let mapping = propose(&sheets);
    assert!(
        mapping.sheets.iter().all(|sheet| sheet.table.is_some() && !sheet.guessed && sheet.columns.iter().all(Option::is_some)),
        "{mapping:?}"
    );
    let mut workspace = Workspace::default();
    let run = dry_run(&sheets, &mapping, &workspace, 7);
    let problems: Vec<_> = run.sheets.iter().flat_map(|sheet| &sheet.problems).collect();
    assert!(run.can_import && problems.is_empty(), "{problems:#?}");
    assert!(apply(&mut workspace, &run.edits));
    workspace
}

fn time(text: &str) -> Option<Time> {
    Some(Time::parse(text).unwrap())
}

#[test]
fn a_project_becomes_an_order_with_its_routing_and_its_tasks_stand_where_they_stood() {
    let workspace = imported(KITCHEN);
    let order = workspace.orders.values().next().unwrap();
    assert_eq!((order.name.as_str(), order.due), ("Kitchen", time("2026-03-05 17:00")));
    let operation = |name: &str| workspace.operations.values().find(|operation| operation.name == name).unwrap();
    assert_eq!(operation("Kitchen").kind, OperationKind::Routing);
    let paint = operation("Paint");
    assert_eq!(
        (paint.duration, paint.category.as_str(), paint.owner),
        (Span::from_minutes(270), "Build & paint", Some(operation("Kitchen").id))
    );
    let task = |operation: &Operation| workspace.tasks.values().find(|task| task.operation == Some(operation.id)).unwrap();
    let placed = task(paint).placement.clone().unwrap();
    assert_eq!((Some(placed.start), Some(placed.end)), (time("2026-03-03 08:00"), time("2026-03-03 12:30")));
    let anna = workspace.resources.values().next().unwrap();
    assert_eq!((anna.name.as_str(), anna.cost, placed.uses), ("Anna", 34.0, vec![ResourceUse { resource: anna.id, quantity: 0.5 }]));
    assert_eq!(
        (task(paint).status, task(paint).release, task(paint).due),
        (TaskStatus::Started, time("2026-03-03 08:00"), time("2026-03-05 17:00"))
    );
    assert_eq!(task(operation("Cut")).status, TaskStatus::Finished);
    let wait = |to: &Operation| {
        let mut waits: Vec<_> = workspace.operation_dependencies.values().filter(|wait| wait.operation == Some(to.id)).collect();
        waits.sort_by_key(|wait| wait.blocked_by);
        waits.iter().map(|wait| (workspace.operations[&wait.blocked_by.unwrap()].name.as_str(), wait.kind, wait.lag)).collect::<Vec<_>>()
    };
    assert_eq!(wait(paint), [("Cut", LinkKind::FinishStart, Span::from_hours(1))]);
    let both = [("Cut", LinkKind::StartStart, Span::ZERO), ("Paint", LinkKind::StartStart, Span::ZERO)];
    assert_eq!(wait(operation("Cut (4)")), both, "a heading stands for what is under it");
    assert_eq!(task(operation("Cut (4)")).after.len(), 2);
}

#[test]
fn calendars_bring_their_week_and_their_exceptions() {
    let workspace = imported(KITCHEN);
    for name in ["Standard", "Anna"] {
        let calendar = workspace.calendars.values().find(|calendar| calendar.name == name).unwrap();
        let rules: Vec<&CalendarRule> = workspace.calendar_rules.values().filter(|rule| rule.calendar == Some(calendar.id)).collect();
        let at = |text: &str| {
            let time = Time::parse(text).unwrap();
            let clock = time.second_of_day();
            let holds = |rule: &&&CalendarRule| {
                rule.start.is_none_or(|start| start <= time)
                    && rule.end.is_none_or(|end| time < end)
                    && rule.weekdays.has(time.weekday())
                    && rule.start_time.0 <= clock
                    && clock < rule.end_time.0
            };
            rules.iter().filter(holds).min_by_key(|rule| (rule.priority, rule.id)).map_or(calendar.default_value, |rule| rule.value)
        };
        let monday = ["2026-03-02 07:59", "2026-03-02 08:00", "2026-03-02 12:30", "2026-03-02 16:59:59", "2026-03-02 17:00"].map(at);
        assert_eq!(monday, [0.0, 1.0, 0.0, 1.0, 0.0], "{name}");
        assert_eq!(["2026-03-03 23:59:30", "2026-03-01 10:00", "2026-03-09 10:00"].map(at), [1.0, 0.0, 0.0], "{name}");
    }
}

#[test]
fn what_is_no_project_is_refused_with_a_sentence() {
    let refused = |text: &str| read_project("x.xml", text.as_bytes()).unwrap_err();
    assert_eq!(refused("<html><body/></html>"), ReadError::NoProject { found: "html".into() });
    assert_eq!(refused(KITCHEN.split("<Resources>").next().unwrap()), ReadError::Truncated);
    assert!(matches!(refused("<Project><Tasks></Project>"), ReadError::BadXml { .. }));
}

#[test]
fn what_is_written_is_read_back_with_its_places_links_people_and_hours() {
    let before = imported(KITCHEN);
    let text = export_project(&before, Time::parse("2026-03-01").unwrap());
    let after = imported(&text);
    let tasks = |workspace: &Workspace| {
        let mut tasks: Vec<_> = workspace
            .tasks
            .values()
            .map(|task| {
                let name = |id: &TaskId| workspace.label(TableName::Task, id.raw());
                let after: BTreeSet<_> = task.after.iter().map(|link| (name(&link.task), link.kind, link.lag)).collect();
                let at = task.placement.clone().unwrap();
                let uses: Vec<_> =
                    at.uses.iter().map(|used| (workspace.resources[&used.resource].name.clone(), used.quantity.to_string())).collect();
                // A second task of one name gets a number of its own in the file.
                (name(&task.id).split(" (").next().unwrap().to_owned(), at.start, at.end, uses, task.status, task.due, after.len())
            })
            .collect();
        tasks.sort();
        tasks
    };
    assert_eq!(tasks(&after), tasks(&before));
    let rules = |workspace: &Workspace, name: &str| {
        let calendar = workspace.calendars.values().find(|calendar| calendar.name == name).unwrap().id;
        let rules = workspace.calendar_rules.values().filter(|rule| rule.calendar == Some(calendar));
        rules.map(|rule| (rule.start, rule.weekdays.0, rule.start_time, rule.end_time, rule.value > 0.0)).collect::<BTreeSet<_>>()
    };
    assert_eq!(rules(&after, "Standard"), rules(&before, "Standard"));
    assert!(text.contains("<Name>Kitchen</Name>") && text.contains("<OutlineNumber>1.1</OutlineNumber>") && !text.contains("&amp;amp;"));
}

#[test]
fn a_spoiled_project_is_read_or_refused_and_never_kills_the_reader() {
    let mut luck = fastrand::Rng::with_seed(3);
    let mut taken = 0;
    for _ in 0..1500 {
        let mut bytes = KITCHEN.as_bytes().to_vec();
        for _ in 0..luck.usize(1..3) {
            let at = luck.usize(..bytes.len());
            match luck.u8(..4) {
                0 => bytes[at] = luck.u8(..),
                1 => drop(bytes.drain(at..(at + luck.usize(..40)).min(bytes.len()))),
                2 => bytes[at] = b"0123456789-.:TP"[luck.usize(..15)],
                _ => drop(bytes.splice(at..at, b"99999999999999999999".iter().copied())),
            }
        }
        let Ok(sheets) = read_project("kitchen.xml", &bytes) else { continue };
        let workspace = Workspace::default();
        dry_run(&sheets, &propose(&sheets), &workspace, 7);
        taken += 1;
    }
    assert!(taken > 100, "most small changes leave a readable project: {taken}");
}
