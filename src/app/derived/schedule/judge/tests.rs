//! What is found of places in the small dairy, and that no landing place ever has an obstacle.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::super::sample::{at, dairy, large, now};
use super::super::{BoardData, Ground, Judgement, Obstacle};
use crate::model::*;

fn setting(workspace: &Workspace, raw: u64) -> (BoardData, Ground) {
    let board = BoardData::collect(workspace, now());
    let task = board.find_task(TaskId::from_raw(raw)).unwrap();
    let ground = Ground::of(workspace, &board, task).unwrap();
    (board, ground)
}

fn judge(workspace: &Workspace, raw: u64, start: &str) -> (BoardData, Judgement) {
    let (board, ground) = setting(workspace, raw);
    let judgement = board.judge(&ground, at(start), None).unwrap();
    (board, judgement)
}

fn sentences(board: &BoardData, judgement: &Judgement, raw: u64) -> Vec<String> {
    let task = board.find_task(TaskId::from_raw(raw)).unwrap();
    judgement.obstacles.iter().map(|obstacle| obstacle.sentence(board, task)).collect()
}

#[test]
fn a_free_place_fits_and_is_as_long_as_the_work_takes_with_its_nights() {
    let (_, judgement) = judge(&dairy(), 4, "2026-11-03 14:00");
    assert!(judgement.fits());
    assert_eq!((judgement.wanted.start, judgement.wanted.end), (at("2026-11-03 14:00"), at("2026-11-04 10:00")));
}

#[test]
fn a_busy_machine_is_named_with_the_task_and_the_moment_it_is_free() {
    let (board, judgement) = judge(&dairy(), 4, "2026-11-02 12:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Filling line is busy with Fill of Order 1 until Mon 14:00."]);
    assert_eq!(judgement.nearest.unwrap().start, at("2026-11-02 14:00"));
}

#[test]
fn a_step_waits_for_the_one_before_it() {
    let mut workspace = dairy();
    workspace.tasks.get_mut(&TaskId::from_raw(2)).unwrap().placement = None;
    let (board, judgement) = judge(&workspace, 4, "2026-11-02 09:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Waits for Mix of Order 2 until Mon 12:00."]);
    assert_eq!(judgement.nearest.unwrap().start, at("2026-11-02 12:00"));
}

#[test]
fn a_place_that_makes_others_wait_says_whom() {
    let (board, judgement) = judge(&dairy(), 1, "2026-11-02 12:00");
    assert_eq!(sentences(&board, &judgement, 1), ["Fill of Order 1 waits for it and starts Mon 10:00."]);
    assert_eq!(judgement.nearest.unwrap().start, at("2026-11-02 08:00"));
}

#[test]
fn nights_and_weekends_are_closed_and_say_when_work_begins_again() {
    let (board, judgement) = judge(&dairy(), 4, "2026-11-03 20:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Closed: outside working time. Filling line is back Wed 08:00."]);
    let (board, judgement) = judge(&dairy(), 4, "2026-11-07 10:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Closed: weekend. Filling line is back Mon 9 Nov 08:00."]);
    assert_eq!(judgement.nearest.unwrap().start, at("2026-11-06 12:00"), "done before the weekend is nearer than Monday");
}

#[test]
fn an_absence_is_given_as_the_reason() {
    let mut workspace = dairy();
    let mut absence = Absence::new(AbsenceId::from_raw(1));
    absence.resource = Some(ResourceId::from_raw(2));
    (absence.start, absence.end, absence.reason) = (Some(at("2026-11-04")), Some(at("2026-11-05")), "maintenance".to_owned());
    workspace.absences.insert(absence.id, absence);
    let (board, judgement) = judge(&workspace, 4, "2026-11-04 09:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Filling line is away (maintenance) until Thu 08:00."]);
}

#[test]
fn what_must_be_done_in_one_go_is_not_cut_by_the_night() {
    let mut workspace = dairy();
    workspace.operations.get_mut(&OperationId::from_raw(2)).unwrap().interruptible = false;
    let (board, judgement) = judge(&workspace, 4, "2026-11-03 14:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Must be done in one go, but work stops Tue 16:00."]);
    assert_eq!(judgement.nearest.unwrap().start, at("2026-11-03 12:00"));
}

#[test]
fn the_past_and_the_release_are_respected() {
    let mut workspace = dairy();
    let (board, judgement) = judge(&workspace, 1, "2026-11-01 09:00");
    assert!(sentences(&board, &judgement, 1).iter().any(|text| text == "The past cannot be planned: now is Mon 07:00."));
    workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().release = Some(at("2026-11-05 08:00"));
    let (board, judgement) = judge(&workspace, 4, "2026-11-03 14:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Its order is not released before Thu 08:00."]);
    assert_eq!(judgement.nearest.unwrap().start, at("2026-11-05 08:00"));
}

#[test]
fn a_machine_that_the_step_does_not_ask_for_is_refused_by_name() {
    let (board, ground) = setting(&dairy(), 1);
    let line = board.find_resource(ResourceId::from_raw(2)).unwrap();
    let judgement = board.judge(&ground, at("2026-11-03 09:00"), Some(line)).unwrap();
    assert_eq!(judgement.obstacles, [Obstacle::Unable { resource: Some(line) }]);
    assert_eq!(
        judgement.obstacles[0].sentence(&board, ground.task),
        "Filling line cannot do Mix: it is none of the resources the step asks for."
    );
}

#[test]
fn of_several_resources_the_one_that_is_closed_is_named() {
    let mut workspace = dairy();
    let w = &mut workspace;
    let mut person = Resource::new(ResourceId::from_raw(7));
    (person.name, person.class) = ("Ada".to_owned(), ResourceClass::Person);
    let mut need = OperationResource::new(OperationResourceId::from_raw(7));
    (need.operation, need.resource) = (Some(OperationId::from_raw(2)), Some(person.id));
    w.operation_resources.insert(need.id, need);
    // Ada works at any hour, the line only by day.
    let place = w.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
    place.uses.insert(0, ResourceUse { resource: person.id, quantity: 1.0 });
    w.resources.insert(person.id, person);
    let (board, judgement) = judge(&workspace, 4, "2026-11-03 20:00");
    assert_eq!(sentences(&board, &judgement, 4), ["Closed: outside working time. Filling line is back Wed 08:00."]);
}

/// Two people in a group, of whom only one may weld, and only until Wednesday.
fn welders() -> Workspace {
    let mut workspace = dairy();
    let w = &mut workspace;
    let group = ResourceId::from_raw(10);
    for (raw, name, owner) in [(10, "Welders", None), (11, "Ada", Some(group)), (12, "Ben", Some(group))] {
        let mut resource = Resource::new(ResourceId::from_raw(raw));
        (resource.name, resource.owner) = (name.to_owned(), owner);
        w.resources.insert(resource.id, resource);
    }
    let mut skill = Skill::new(SkillId::from_raw(1));
    skill.name = "Welding".to_owned();
    let mut held = ResourceSkill::new(ResourceSkillId::from_raw(1));
    (held.resource, held.skill, held.end) = (Some(ResourceId::from_raw(11)), Some(skill.id), Some(at("2026-11-04")));
    w.resource_skills.insert(held.id, held);
    let need = w.operation_resources.get_mut(&OperationResourceId::from_raw(1)).unwrap();
    (need.resource, need.skill) = (Some(group), Some(skill.id));
    w.skills.insert(skill.id, skill);
    w.tasks.get_mut(&TaskId::from_raw(2)).unwrap().placement = None;
    workspace
}

#[test]
fn only_those_who_hold_the_skill_are_able_and_only_while_they_hold_it() {
    let (board, ground) = setting(&welders(), 1);
    let (ada, ben) = (board.find_resource(ResourceId::from_raw(11)).unwrap(), board.find_resource(ResourceId::from_raw(12)).unwrap());
    assert_eq!(ground.able(), [ada]);
    assert!(board.judge(&ground, at("2026-11-03 09:00"), Some(ada)).unwrap().fits());
    assert_eq!(board.judge(&ground, at("2026-11-03 09:00"), Some(ben)).unwrap().obstacles, [Obstacle::Unable { resource: Some(ben) }]);
    let late = board.judge(&ground, at("2026-11-04 09:00"), Some(ada)).unwrap();
    assert!(late.obstacles.contains(&Obstacle::Unskilled { resource: ada }));
}

#[test]
fn whatever_is_wanted_the_landing_place_breaks_nothing() {
    let mut workspace = large(300);
    // Room at both sides of every task, and machines for two at some.
    workspace.resources.values_mut().step_by(3).for_each(|resource| resource.maximum = 2.0);
    for round in 0..300u64 {
        let raw = round * 17 % 300 + 1;
        let (mut board, ground) = setting(&workspace, raw);
        let start = now().plus(Span::from_minutes((round * 131 % 3000) as i64 - 200));
        let judgement = board.judge(&ground, start, None).unwrap();
        let held_up = judgement.obstacles.iter().any(|obstacle| matches!(obstacle, Obstacle::HeldUp { .. }));
        let Some(landing) = judgement.landing() else { continue };
        assert!(landing.start >= now());
        let again = board.judge(&ground, landing.start, None).unwrap();
        let left = again.obstacles.iter().filter(|obstacle| !(held_up && matches!(obstacle, Obstacle::HeldUp { .. }))).count();
        assert_eq!(left, 0, "round {round}: {:?}", again.obstacles);
        // The board's own look at conflicts agrees, by another way.
        let placement = landing.placement(&board);
        workspace.tasks.get_mut(&TaskId::from_raw(raw)).unwrap().placement = Some(placement);
        board.follow(&workspace);
        let crowded = board.task(ground.task).unwrap().conflict;
        assert!(!crowded, "round {round}");
    }
}
