//! What the board's data tells of small workspaces.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::sample::{at, dairy, large, now};
use super::*;
use crate::model::*;

fn task_id(raw: u64) -> TaskId {
    TaskId::from_raw(raw)
}

fn standing(board: &BoardData, raw: u64) -> Standing {
    board.standing(board.task(board.find_task(task_id(raw)).unwrap()).unwrap())
}

fn move_to(workspace: &mut Workspace, raw: u64, start: &str, end: &str) {
    let place = workspace.tasks.get_mut(&task_id(raw)).unwrap().placement.as_mut().unwrap();
    (place.start, place.end) = (at(start), at(end));
}

#[test]
fn an_order_is_ready_when_its_last_task_ends_and_late_by_what_lies_beyond_its_due_date() {
    let board = BoardData::collect(&dairy(), now());
    let order = &board.orders[index(board.find_order(OrderId::from_raw(2)).unwrap())];
    assert_eq!(order.ready, Some(at("2026-11-03 10:00")));
    assert_eq!(order.lateness(), Some(Span::from_hours(18)));
    assert_eq!(board.orders[0].name, "Order 2", "the order due first stands first");
    assert_eq!((standing(&board, 2), standing(&board, 4), standing(&board, 3)), (Standing::OnTime, Standing::Late, Standing::Late));
}

#[test]
fn an_order_with_an_unplaced_last_task_has_no_date() {
    let mut workspace = dairy();
    workspace.tasks.get_mut(&task_id(2)).unwrap().placement = None;
    let board = BoardData::collect(&workspace, now());
    assert_eq!(board.orders[index(board.find_order(OrderId::from_raw(1)).unwrap())].ready, None);
}

#[test]
fn two_tasks_at_once_on_a_machine_for_one_are_a_conflict_of_the_later() {
    let mut workspace = dairy();
    move_to(&mut workspace, 3, "2026-11-02 09:00", "2026-11-02 11:00");
    let board = BoardData::collect(&workspace, now());
    assert_eq!(standing(&board, 3), Standing::Conflict);
    assert_ne!(standing(&board, 1), Standing::Conflict);
    workspace.resources.get_mut(&ResourceId::from_raw(1)).unwrap().maximum = 2.0;
    assert_ne!(standing(&BoardData::collect(&workspace, now()), 3), Standing::Conflict);
}

#[test]
fn a_task_before_what_it_waits_for_is_a_conflict() {
    let mut workspace = dairy();
    move_to(&mut workspace, 2, "2026-11-02 09:00", "2026-11-02 13:00");
    assert_eq!(standing(&BoardData::collect(&workspace, now()), 2), Standing::Conflict);
}

/// Everything a frame depends on.
fn look(board: &BoardData) -> String {
    format!("{:?} {:?} {:?}", board.tasks, board.resources.iter().map(|r| &r.tasks).collect::<Vec<_>>(), board.orders)
}

#[test]
fn following_a_change_gives_what_collecting_anew_gives() {
    let mut workspace = large(400);
    let mut board = BoardData::collect(&workspace, now());
    assert_eq!(board.follow(&workspace), Followed::Nothing);
    for round in 0..200u64 {
        let raw = round * 37 % 400 + 1;
        let task = workspace.tasks.get_mut(&task_id(raw)).unwrap();
        match round % 5 {
            0 => task.pinned = !task.pinned,
            1 => task.placement = None,
            2 => task.status = TaskStatus::Started,
            _ => {
                let start = now().plus(Span::from_minutes((round * 53 % 900) as i64));
                let uses = vec![ResourceUse { resource: ResourceId::from_raw(round % 25 + 1), quantity: 1.0 }];
                task.placement = Some(Placement { start, end: start.plus(Span::from_hours(2)), uses });
            }
        }
        let ids = [task_id(raw)];
        let followed = if round % 2 == 0 { board.follow(&workspace) } else { board.follow_tasks(&workspace, &ids) };
        assert!(matches!(followed, Followed::Tasks { .. } | Followed::Nothing), "round {round}");
        let anew = BoardData::collect(&workspace, now());
        let conflicts = |board: &BoardData| board.tasks.iter().map(|task| task.conflict).collect::<Vec<_>>();
        assert_eq!(conflicts(&board), conflicts(&anew), "round {round}");
        assert_eq!(board.extent(), anew.extent(), "round {round}");
        for (known, fresh) in board.resources.iter().zip(&anew.resources) {
            let starts = |list: &[Index]| list.iter().map(|at| board.tasks[index(*at)].start).collect::<Vec<_>>();
            assert_eq!(starts(&known.tasks), starts(&fresh.tasks), "round {round}");
        }
        assert_eq!(
            board.orders.iter().map(|order| order.ready).collect::<Vec<_>>(),
            anew.orders.iter().map(|order| order.ready).collect::<Vec<_>>()
        );
    }
    assert!(look(&board).len() > 1000);
}

#[test]
fn a_first_glance_has_the_tasks_of_a_stretch_as_they_are_and_knows_how_far_all_of_them_reach() {
    let workspace = large(400);
    let all = BoardData::collect(&workspace, now());
    let (first, last) = span_of(&workspace).unwrap();
    let to = first.plus(Span::from_hours(last.since(first).seconds() / 3600 / 4));
    let glance = BoardData::glance(&workspace, now(), (first, to));
    let seen: Vec<TaskId> = all.tasks.iter().filter(|task| task.placed && task.start < to).map(|task| task.id).collect();
    assert!(!seen.is_empty() && seen.len() < all.tasks.len() / 2, "{} tasks", seen.len());
    assert_eq!(glance.tasks.iter().map(|task| task.id).collect::<Vec<_>>(), seen);
    assert_eq!((glance.extent(), glance.resources.len()), (all.extent(), all.resources.len()));
    for (at, task) in glance.tasks.iter().enumerate() {
        let known = all.find_task(task.id).unwrap();
        let linked =
            |board: &BoardData, at: Index| board.waits_for(at).iter().map(|link| board.tasks[index(link.from)].id).collect::<Vec<_>>();
        let shown: Vec<TaskId> = linked(&all, known).into_iter().filter(|id| seen.contains(id)).collect();
        assert_eq!(linked(&glance, at as Index), shown);
    }
}

#[test]
fn a_task_more_or_another_link_means_collecting_anew() {
    let mut workspace = dairy();
    let mut board = BoardData::collect(&workspace, now());
    workspace.tasks.get_mut(&task_id(4)).unwrap().after.clear();
    assert_eq!(board.follow(&workspace), Followed::Anew);
    let mut board = BoardData::collect(&workspace, now());
    workspace.tasks.remove(&task_id(1));
    assert_eq!(board.follow(&workspace), Followed::Anew);
}

#[test]
fn resources_that_keep_the_same_hours_share_one_profile() {
    let board = BoardData::collect(&dairy(), now());
    assert_eq!(board.resources[0].hours, board.resources[1].hours);
    let profile = board.profile(board.resources[0].hours).unwrap();
    assert_eq!(profile.value_at(at("2026-11-02 09:00")), 1000);
    assert_eq!(profile.value_at(at("2026-11-02 17:00")), 0);
    assert_eq!(profile.value_at(at("2026-11-07 09:00")), 0, "Saturday");
}
