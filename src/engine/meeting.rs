//! The meetings of several searches: who has made an offer, who is awaited, and what goes to whom.
//!
//! Never looks into an offer and never reads a clock: whoever carries the messages says what time it is.

/// Milliseconds without a word after which one who is awaited counts no more.
const PATIENCE_MS: f64 = 2000.0;

/// One meeting after the other. Everybody goes on only when all who take part have made an offer.
pub struct Meeting<T> {
    seats: Vec<Seat<T>>,
}

struct Seat<T> {
    takes_part: bool,
    heard_ms: f64,
    offer: Option<T>,
}

impl<T: Clone> Meeting<T> {
    /// So many take part.
    pub fn new(seats: usize, now_ms: f64) -> Meeting<T> {
        Meeting { seats: (0..seats).map(|_| Seat { takes_part: true, heard_ms: now_ms, offer: None }).collect() }
    }

    /// Somebody has said a word, and so is there.
    pub fn note(&mut self, seat: usize, now_ms: f64) {
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.heard_ms = now_ms;
        }
    }

    /// Somebody makes an offer and waits for those of the others.
    pub fn offer(&mut self, seat: usize, offer: T) {
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.offer = Some(offer);
        }
    }

    /// Somebody counts no more, for it has ended or broken.
    pub fn leave(&mut self, seat: usize) {
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.takes_part = false;
        }
    }

    /// Whether somebody has not said a word for long. One that waits has nothing to say.
    pub fn is_silent(&self, seat: usize, now_ms: f64) -> bool {
        self.seats.get(seat).is_some_and(|seat| seat.offer.is_none() && now_ms - seat.heard_ms > PATIENCE_MS)
    }

    /// What is to be handed out now, to whom: the offers of all others in the order of their seats, when all have made theirs. Who counts
    /// no more but waits gets nothing, at once.
    pub fn round(&mut self, now_ms: f64) -> Vec<(usize, Vec<T>)> {
        for seat in 0..self.seats.len() {
            if self.is_silent(seat, now_ms) {
                self.leave(seat);
            }
        }
        let is_complete = self.seats.iter().all(|seat| seat.offer.is_some() || !seat.takes_part);
        let offers: Vec<Option<T>> = self.seats.iter().map(|seat| seat.offer.clone().filter(|_| seat.takes_part)).collect();
        let others = |at: usize| {
            let others = offers.iter().enumerate().filter(|(other, _)| *other != at && offers[at].is_some());
            others.filter_map(|(_, offer)| offer.clone()).collect()
        };
        let mut due = Vec::new();
        for (at, seat) in self.seats.iter_mut().enumerate() {
            if seat.offer.is_some() && (is_complete || !seat.takes_part) {
                seat.offer = None;
                due.push((at, others(at)));
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::Meeting;

    #[test]
    fn offers_go_round_when_all_have_made_theirs() {
        let mut meeting = Meeting::new(3, 0.0);
        meeting.offer(2, "c");
        meeting.offer(0, "a");
        assert!(meeting.round(1.0).is_empty(), "one is awaited");
        meeting.offer(1, "b");
        assert_eq!(meeting.round(1.0), [(0, vec!["b", "c"]), (1, vec!["a", "c"]), (2, vec!["a", "b"])]);
        assert!(meeting.round(1.0).is_empty(), "each offer goes round once");
    }

    #[test]
    fn who_has_left_is_not_awaited() {
        let mut meeting = Meeting::new(3, 0.0);
        meeting.offer(0, "a");
        meeting.offer(1, "b");
        meeting.leave(2);
        assert_eq!(meeting.round(0.0), [(0, vec!["b"]), (1, vec!["a"])]);
        meeting.leave(1);
        meeting.offer(0, "a");
        assert_eq!(meeting.round(0.0), [(0, vec![])], "whoever is alone is told so");
    }

    #[test]
    fn who_is_silent_for_two_seconds_stalls_nobody_and_may_come_back_alone() {
        let mut meeting = Meeting::new(2, 0.0);
        meeting.note(0, 1500.0);
        meeting.offer(0, "a");
        assert!(meeting.round(1900.0).is_empty());
        meeting.note(1, 1950.0);
        assert!(meeting.round(3900.0).is_empty(), "a word is enough");
        assert_eq!(meeting.round(3951.0), [(0, vec![])], "waiting is no silence");
        meeting.offer(1, "b");
        assert_eq!(meeting.round(4000.0), [(1, vec![])]);
    }
}
