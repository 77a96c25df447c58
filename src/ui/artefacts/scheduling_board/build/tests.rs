//! What is drawn of small workspaces, and how little is visited of large ones.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::super::layout::{Folded, Grouping, Layout};
use super::super::view::{Metrics, View};
use super::*;
use crate::app::derived::schedule::sample::{at, dairy, large, now, two_packages};
use crate::model::{Span, Workspace};

pub struct Scenery {
    pub board: BoardData,
    pub layout: Layout,
    pub view: View,
    pub look: Look,
}

impl Scenery {
    pub fn new(workspace: &Workspace, grouping: Grouping, px_per_hour: f64) -> Scenery {
        let board = BoardData::collect(workspace, now());
        let metrics =
            Metrics { font_size: 12.0, text_size: 12.0, header_width: 180.0, axis_height: 40.0, lane_height: 26.0, bar_inset: 3.0 };
        let layout = Layout::new(&board, grouping, &Folded::default(), &metrics);
        let (from, to) = (at("2026-11-02"), at("2026-11-02").plus(Span::from_days(100)));
        let view = View { metrics, width: 1180.0, height: 440.0, px_per_hour, from, to, scroll_x: 0.0, scroll_y: 0.0 };
        Scenery { board, layout, view, look: Look::default() }
    }

    pub fn sight(&self) -> Sight<'_> {
        Sight { board: &self.board, layout: &self.layout, view: &self.view, look: &self.look }
    }

    pub fn scene(&self) -> Scene {
        build(self.sight())
    }

    fn fills(&self, ink: Ink) -> Vec<Area> {
        let scene = build(self.sight());
        let of = |shape: &Shape| match shape {
            Shape::Fill { area, ink: found, .. } if *found == ink => Some(*area),
            _ => None,
        };
        scene.shapes().filter_map(of).collect()
    }
}

#[test]
fn a_bar_lies_where_its_task_lies_in_time() {
    let scenery = Scenery::new(&dairy(), Grouping::Resource, 20.0);
    let late = scenery.fills(Ink::Late);
    // Filling order 2 from Monday 14:00 to Tuesday 10:00, on the first row; the resources are sorted by name.
    let x = 180.0 + 14.0 * 20.0;
    assert!(late.iter().any(|area| area.x == x && (area.width - 400.0).abs() <= 1.0 && area.y == 43.0), "{late:?}");
}

#[test]
fn tasks_at_once_lie_in_lanes_below_each_other() {
    let mut workspace = dairy();
    workspace.tasks.values_mut().for_each(|task| {
        let place = task.placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-02 08:00"), at("2026-11-02 10:00"));
    });
    let scenery = Scenery::new(&workspace, Grouping::Resource, 20.0);
    assert!(scenery.layout.rows.iter().all(|row| row.lanes.len() == 2 && row.height == 52.0));
}

#[test]
fn a_changeover_is_drawn_hatched_right_before_the_task_it_prepares_and_told_in_words() {
    let mut workspace = two_packages();
    let place = workspace.tasks.get_mut(&crate::model::RecordId::from_raw(4)).unwrap().placement.as_mut().unwrap();
    (place.start, place.end) = (at("2026-11-02 15:00"), at("2026-11-03 11:00"));
    let scenery = Scenery::new(&workspace, Grouping::Resource, 20.0);
    let (bar, lead) = (180.0 + 15.0 * 20.0, Area::new(180.0 + 14.5 * 20.0, 48.0, 10.0, 10.0));
    assert!(scenery.fills(Ink::Neutral).contains(&lead), "{:?}", scenery.fills(Ink::Neutral));
    assert!(scenery.fills(Ink::Late).iter().any(|area| area.x == bar));
    let hatched = scenery.scene().shapes().any(|shape| *shape == Shape::Hatch { area: lead, ink: Ink::OnBar });
    assert!(hatched);
    let text = super::super::aria::task_text(&scenery.board, 3);
    assert!(text.contains("Changed over before it: Filling line from Cups to Bottles, 30 min from Mon 14:30."), "{text}");
}

#[test]
fn closed_time_is_shaded_once_for_neighbours_with_the_same_hours() {
    let scenery = Scenery::new(&dairy(), Grouping::Resource, 20.0);
    let closed = scenery.fills(Ink::Closed);
    let night = closed.iter().find(|area| area.x == 180.0 + 16.0 * 20.0).unwrap();
    assert_eq!((night.width, night.y, night.height), (16.0 * 20.0, 40.0, 52.0));
}

#[test]
fn by_order_each_order_is_followed_by_its_tasks_and_says_how_late_it_is() {
    let scenery = Scenery::new(&dairy(), Grouping::Order, 8.0);
    let kinds: Vec<&RowKind> = scenery.layout.rows.iter().map(|row| &row.kind).collect();
    assert!(matches!(
        kinds.as_slice(),
        [RowKind::Order(0), RowKind::Task(2), RowKind::Task(3), RowKind::Order(1), RowKind::Task(0), RowKind::Task(1)]
    ));
    let scene = build(scenery.sight());
    assert!(scene.texts().any(|text| text == "Order 2"));
    assert!(scene.texts().any(|text| text == "+18 h"));
}

#[test]
fn a_folded_order_hides_its_tasks() {
    let mut scenery = Scenery::new(&dairy(), Grouping::Order, 8.0);
    let folded = Folded { orders: scenery.board.orders.iter().map(|order| order.id).collect(), ..Folded::default() };
    scenery.layout = Layout::new(&scenery.board, Grouping::Order, &folded, &scenery.view.metrics);
    assert_eq!(scenery.layout.rows.len(), 2);
    assert_eq!(scenery.layout.home(0), None);
}

#[test]
fn lateness_conflict_and_pin_have_signs_besides_their_colour() {
    let mut workspace = dairy();
    workspace.tasks.values_mut().for_each(|task| task.pinned = true);
    let place = workspace.tasks.values_mut().next().unwrap().placement.as_mut().unwrap();
    (place.start, place.end) = (at("2026-11-02 11:00"), at("2026-11-02 13:00"));
    let scenery = Scenery::new(&workspace, Grouping::Resource, 40.0);
    let scene = build(scenery.sight());
    for wanted in
        [super::super::render_model::Sign::Pinned, super::super::render_model::Sign::Late, super::super::render_model::Sign::Conflict]
    {
        assert!(scene.shapes().any(|shape| matches!(shape, Shape::Mark { sign, .. } if *sign == wanted)), "{wanted:?}");
    }
    assert!(scene.shapes().any(|shape| matches!(shape, Shape::Hatch { .. })));
}

#[test]
fn the_links_of_a_selected_task_are_drawn_and_those_of_others_are_not() {
    let mut scenery = Scenery::new(&dairy(), Grouping::Resource, 20.0);
    let lines = |scenery: &Scenery| build(scenery.sight()).shapes().filter(|shape| matches!(shape, Shape::Arrow { .. })).count();
    assert_eq!(lines(&scenery), 0);
    scenery.look.selected.insert(0);
    assert_eq!(lines(&scenery), 2, "below the bars and above them");
    scenery.look.links = LinksShown::All;
    scenery.look.selected.clear();
    assert_eq!(lines(&scenery), 2, "two links");
}

#[test]
fn a_ghost_shows_where_the_task_would_go_and_the_nearest_place_where_it_can() {
    let mut scenery = Scenery::new(&dairy(), Grouping::Resource, 20.0);
    let nearest = Some((0, at("2026-11-03 10:00"), at("2026-11-03 14:00")));
    scenery.look.ghost = Some(Ghost {
        task: 1,
        row: 0,
        start: at("2026-11-02 12:00"),
        end: at("2026-11-02 16:00"),
        fits: false,
        others: Vec::new(),
        nearest,
    });
    let boxes = ghost_boxes(scenery.sight());
    let shown: Vec<(Ink, GhostPart)> = boxes.iter().map(|shown| (shown.ink, shown.part)).collect();
    assert_eq!(shown, [(Ink::Breaks, GhostPart::Held), (Ink::Fits, GhostPart::Nearest)]);
    let (held, nearest) = (boxes[0].area, boxes[1].area);
    assert_eq!((held.width, nearest.x - held.x), (80.0, 440.0), "four hours, and 22 hours later");
}

#[test]
fn bars_too_small_to_see_become_blocks_that_keep_the_most_pressing_colour() {
    let mut workspace = large(2000);
    workspace.orders.clear();
    let mut scenery = Scenery::new(&workspace, Grouping::Resource, 0.1);
    scenery.look.colour = Colour::Standing;
    let scene = build(scenery.sight());
    let blocks = scene.shapes().filter(|shape| matches!(shape, Shape::Veil { .. })).count();
    let bars = scene.shapes().filter(|shape| matches!(shape, Shape::Fill { ink: Ink::OnTime, .. })).count();
    assert_eq!(bars, 0);
    assert!(blocks > 0 && blocks < 25 * 20, "{blocks} blocks for 2,000 tasks");
}

#[test]
fn of_ten_thousand_tasks_only_those_in_the_window_are_built() {
    let scenery = Scenery::new(&large(10_000), Grouping::Resource, 32.0);
    let seen = bars::bars(scenery.sight()).seen.len();
    // 1,000 pixels are 31 hours: 16 tasks in each of the 16 rows that 400 pixels show.
    assert!((200..320).contains(&seen), "{seen}");
}

#[test]
fn following_a_move_gives_the_rows_that_a_new_layout_gives() {
    let mut workspace = large(500);
    let mut scenery = Scenery::new(&workspace, Grouping::Resource, 20.0);
    for round in 0..100u64 {
        let task = workspace.tasks.values_mut().nth((round * 31 % 500) as usize).unwrap();
        let place = task.placement.as_mut().unwrap();
        place.start = now().plus(Span::from_minutes((round * 77 % 3000) as i64));
        place.end = place.start.plus(Span::from_hours(3));
        place.uses[0].resource = crate::model::RecordId::from_raw(round % 25 + 1);
        let followed = scenery.board.follow(&workspace);
        assert!(scenery.layout.follow(&scenery.board, &followed, &scenery.view.metrics));
        let anew = Layout::new(&scenery.board, Grouping::Resource, &Folded::default(), &scenery.view.metrics);
        assert_eq!(scenery.layout.rows, anew.rows, "round {round}");
        for task in 0..500 {
            assert_eq!(scenery.layout.home(task), anew.home(task), "round {round}, task {task}");
        }
    }
}

#[test]
fn critical_bars_bear_a_line_along_both_edges_where_they_are_asked_for() {
    let mut scenery = Scenery::new(&dairy(), Grouping::Resource, 20.0);
    let lines = |scenery: &Scenery| scenery.fills(Ink::OnBar).iter().filter(|area| area.height == 2.0).count();
    assert_eq!(lines(&scenery), 0);
    scenery.look.critical = true;
    assert_eq!(lines(&scenery), 6, "both tasks of order 1 and the filling of order 2, which is late");
    (scenery.look.critical, scenery.look.colour) = (false, Colour::Criticality);
    assert_eq!(lines(&scenery), 6);
    assert_eq!(scenery.fills(Ink::Critical).len(), 3);
}
