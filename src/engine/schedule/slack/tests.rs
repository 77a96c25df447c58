//! Networks whose floats and critical paths are known by hand.

use super::*;

/// Activities as long as they are, at any hour.
struct Always(Vec<i64>);

impl Calendars for Always {
    fn begin(&self, activity: u32, end: i64) -> Option<i64> {
        Some(end - self.0[activity as usize])
    }
    fn finish(&self, activity: u32, start: i64) -> Option<i64> {
        Some(start + self.0[activity as usize])
    }
}

/// Open in the first eight of every 24 hours; activities take `0` hours of it each.
struct Days(Vec<i64>);

impl Days {
    fn is_open(hour: i64) -> bool {
        hour.rem_euclid(24) < 8
    }
}

impl Calendars for Days {
    fn begin(&self, activity: u32, end: i64) -> Option<i64> {
        let (mut at, mut left) = (end, self.0[activity as usize]);
        while left > 0 {
            at -= 1;
            left -= i64::from(Days::is_open(at));
        }
        Some(at)
    }
    fn finish(&self, activity: u32, start: i64) -> Option<i64> {
        let (mut at, mut left) = (start, self.0[activity as usize]);
        while left > 0 {
            left -= i64::from(Days::is_open(at));
            at += 1;
        }
        Some(at)
    }
}

fn at(start: i64, end: i64, until: i64) -> Option<Activity> {
    Some(Activity { start, end, until, fixed: false })
}

fn finish_start(from: u32, to: u32, lag: i64) -> Tie {
    Tie { from, from_end: true, to, to_start: true, lag }
}

fn floats(network: &Network) -> (Vec<i64>, Vec<i64>) {
    let of = |dates: Dates| {
        network.activities.iter().zip(dates).filter_map(|(known, latest)| Some(latest?.0 - known.as_ref()?.start)).collect::<Vec<_>>()
    };
    (of(network.latest()), of(network.free()))
}

/// The textbook case: A(3) before B(4) and C(2), both before D(5); B is one of the longest way, C has two to spare.
fn diamond(calendars: &dyn Calendars) -> Network<'_> {
    let activities = vec![at(0, 3, 12), at(3, 7, 12), at(3, 5, 12), at(7, 12, 12)];
    Network::new(activities, vec![finish_start(0, 1, 0), finish_start(0, 2, 0), finish_start(1, 3, 0), finish_start(2, 3, 0)], calendars)
}

#[test]
fn the_longest_way_has_no_float_and_what_is_beside_it_has() {
    let calendars = Always(vec![3, 4, 2, 5]);
    let network = diamond(&calendars);
    assert_eq!(floats(&network), (vec![0, 0, 2, 0], vec![0, 0, 2, 0]));
    assert_eq!(network.deciding(&[3]), [Some(3), Some(3), None, Some(3)]);
}

#[test]
fn total_float_is_shared_along_a_chain_and_free_float_is_that_of_its_last() {
    let calendars = Always(vec![2, 3, 9]);
    let network = Network::new(vec![at(0, 2, 9), at(2, 5, 9), at(0, 9, 9)], vec![finish_start(0, 1, 0)], &calendars);
    assert_eq!(floats(&network), (vec![4, 4, 0], vec![0, 4, 0]));
}

#[test]
fn lags_of_all_four_kinds_take_their_time() {
    let tie = |from_end: bool, to_start: bool, lag: i64| vec![Tie { from: 0, from_end, to: 1, to_start, lag }];
    let calendars = Always(vec![4, 6]);
    // The second runs from 10 to 16; the first from 0 to 4.
    for (ties, float) in [
        (tie(true, true, 3), 3),    // ends by 7
        (tie(false, true, 3), 7),   // starts by 7
        (tie(true, false, 3), 9),   // ends by 13
        (tie(false, false, 20), 0), // should have started at -4: it has no time, but not less
        (tie(true, true, -2), 8),   // may overlap by 2
    ] {
        let network = Network::new(vec![at(0, 4, 100), at(10, 16, 16)], ties.clone(), &calendars);
        assert_eq!(floats(&network).1[0], float, "{ties:?}");
    }
}

#[test]
fn closed_time_is_no_float() {
    // Four hours at the end of day one, and four at the beginning of day two.
    let calendars = Days(vec![4, 4]);
    let network = Network::new(vec![at(4, 8, 100), at(24, 28, 28)], vec![finish_start(0, 1, 0)], &calendars);
    assert_eq!(floats(&network), (vec![0, 0], vec![0, 0]), "the night between them is nothing to spare");
    assert_eq!(network.deciding(&[1]), [Some(1), Some(1)]);
    let early = Network::new(vec![at(2, 6, 100), at(24, 28, 28)], vec![finish_start(0, 1, 0)], &calendars);
    assert_eq!(floats(&early).1, [2, 0]);
    assert_eq!(early.deciding(&[1]), [None, Some(1)]);
}

#[test]
fn a_tied_start_ends_the_activity_no_later_than_it_then_runs() {
    // 0 must start by 5, when 1 does; 2 waits for its end, so it must not take 0 for ending at 50.
    let calendars = Always(vec![2, 5, 1, 1]);
    let ties = vec![
        Tie { from: 0, from_end: false, to: 1, to_start: true, lag: 0 },
        Tie { from: 2, from_end: true, to: 0, to_start: false, lag: 0 },
    ];
    let network = Network::new(vec![at(0, 2, 50), at(5, 10, 10), at(0, 1, 50)], ties, &calendars);
    assert_eq!(network.latest(), [Some((5, 7)), Some((5, 10)), Some((6, 7))]);
}

#[test]
fn what_is_fixed_has_no_float_and_what_has_no_place_is_left_out() {
    let calendars = Always(vec![1, 1, 1]);
    let fixed = Some(Activity { start: 3, end: 4, until: 9, fixed: true });
    let network = Network::new(vec![at(0, 1, 9), fixed, None], vec![finish_start(0, 1, 0), finish_start(0, 2, 0)], &calendars);
    assert_eq!(network.latest(), [Some((2, 3)), Some((3, 4)), None]);
    assert_eq!(network.deciding(&[2, 1]), [None, Some(1), None]);
}

#[test]
fn a_circle_comes_to_an_end() {
    let calendars = Always(vec![1, 1]);
    let network = Network::new(vec![at(0, 1, 9), at(1, 2, 9)], vec![finish_start(0, 1, 0), finish_start(1, 0, 0)], &calendars);
    assert_eq!(network.latest().len(), 2);
    assert_eq!(network.deciding(&[1]), [Some(1), Some(1)]);
}
