//! What holds the tasks of a problem back: ties, material that is handed over or arrives, and the dates of who takes from them.
//!
//! Never says how long anything takes or on what it is done.

use super::assembly::Assembler;
use super::draft::*;
use super::transfer::{Flow, first_taking, handovers};
use crate::engine::schedule as sched;
use crate::model::*;

impl Assembler<'_, '_, '_> {
    pub(super) fn add_ties(&mut self) {
        for tie in self.explosion.draft.ties.clone() {
            let lag = tie.lag.plus(tie.wait);
            let most = tie.lag_maximum.map(|most| most.seconds().max(lag.seconds()));
            self.link(tie.from, tie.to, kind_of(tie.kind), lag.seconds(), most);
        }
    }

    /// What a person has tied by hand, as long as the plan makes both tasks; a tie that the work itself now contradicts is left out.
    pub(super) fn add_links_by_hand(&mut self) {
        let tasks = &self.explosion.shop.workspace.tasks;
        let by_hand = |id: &TaskId| tasks.get(id).into_iter().flat_map(|task| &task.after).filter(|link| link.by_hand);
        let works = self.ids.works.iter().enumerate().filter_map(|(work, id)| Some((work, (*id)?)));
        let tied: Vec<(WorkIndex, &TaskLink)> = works.flat_map(|(work, id)| by_hand(&id).map(move |link| (work, link))).collect();
        for (to, link) in tied {
            let from = self.ids.works.iter().position(|id| *id == Some(link.task));
            if let Some(from) = from.filter(|from| !self.leads(to, *from)) {
                self.link(from, to, kind_of(link.kind), link.lag.seconds(), None);
            }
        }
    }

    /// Whether a way of links leads from one work to another, or they are one.
    fn leads(&self, from: WorkIndex, to: WorkIndex) -> bool {
        let mut known = vec![false; self.ids.works.len()];
        let mut open = vec![from as u32];
        while let Some(at) = open.pop() {
            if at as usize == to {
                return true;
            }
            if !std::mem::replace(&mut known[at as usize], true) {
                open.extend(self.links.range((at, 0, 0)..=(at, u32::MAX, u8::MAX)).map(|((_, next, _), _)| *next));
            }
        }
        false
    }

    pub(super) fn add_pegs(&mut self) {
        for at in 0..self.explosion.draft.pegs.len() {
            let peg = self.explosion.draft.pegs[at];
            let lot = self.explosion.draft.lots[peg.lot].clone();
            match (lot.origin, peg.taker) {
                (Origin::Work { work, .. }, Taker::Demand(demand)) => self.due(work, demand),
                (Origin::Work { work: maker, kind, transfer_batch }, Taker::Work { work: taker, .. }) => {
                    let from = Flow { kind, transfer_batch, total: lot.made, seconds: self.seconds(maker) };
                    self.hand_over(maker, taker, &from, &peg);
                }
                (Origin::Arrival(supply) | Origin::Buy(supply), Taker::Work { work, kind, transfer_batch, total }) => {
                    let arrival = self.explosion.draft.supplies[supply].arrival;
                    let flow = Flow { kind, transfer_batch, total, seconds: self.seconds(work) };
                    self.arrive(work, arrival, first_taking(&flow, peg.taker_offset));
                }
                (Origin::Stock, _) | (Origin::Arrival(_) | Origin::Buy(_), Taker::Demand(_)) => {}
            }
        }
        self.due_of_the_rest();
    }

    fn seconds(&self, work: WorkIndex) -> i64 {
        self.explosion.draft.works[work].seconds
    }

    /// Safety time after the work whose output is taken.
    fn wait_after(&self, work: WorkIndex) -> Span {
        let row = &self.explosion.draft.works[work];
        let demand = self.explosion.draft.supplies[row.supply].demand;
        let operation = row.operation.and_then(|id| self.explosion.shop.workspace.operations.get(&id));
        operation.filter(|_| !self.explosion.hurried(demand)).map_or(Span::ZERO, |operation| operation.post_time)
    }

    /// An order takes what the work puts out: it should be done, and rested, by the order's due date.
    fn due(&mut self, work: WorkIndex, demand: DemandIndex) {
        let wait = self.wait_after(work);
        let limit = self.limits.get(demand).copied().flatten();
        let demand = &self.explosion.demands[demand];
        let task = &mut self.assembly.problem.tasks[work];
        if demand.order.is_none() && demand.due.is_none() {
            // A safety stock wants it as soon as nothing else does.
            task.due = Some(task.due.map_or(self.explosion.now, |due| due.min(self.explosion.now)));
            return;
        }
        let earlier = |date: Option<Time>, other: Option<Time>| [date, other.map(|other| other.minus(wait))].into_iter().flatten().min();
        task.due = earlier(task.due, demand.due);
        let deadline = demand.order.and_then(|order| self.explosion.shop.workspace.orders.get(&order)?.deadline);
        task.deadline = earlier(task.deadline, [deadline, limit].into_iter().flatten().min());
    }

    /// Firm work that nobody takes from keeps its own date.
    fn due_of_the_rest(&mut self) {
        for (index, work) in self.explosion.draft.works.iter().enumerate() {
            let supply = &self.explosion.draft.supplies[work.supply];
            let last = supply.works.0 + supply.works.1.saturating_sub(1) == index;
            if supply.firm.is_some() && last && self.assembly.problem.tasks[index].due.is_none() {
                self.assembly.problem.tasks[index].due = Some(work.latest.1.max(self.explosion.now));
            }
        }
    }

    fn hand_over(&mut self, maker: WorkIndex, taker: WorkIndex, from: &Flow, peg: &Peg) {
        let Taker::Work { kind, transfer_batch, total, .. } = peg.taker else { return };
        let to = Flow { kind, transfer_batch, total, seconds: self.seconds(taker) };
        let wait = self.wait_after(maker).seconds();
        let least = |ends: bool| self.corrections.lags.get(&(maker, taker, ends)).copied().unwrap_or(i64::MIN);
        let (between_starts, between_ends) = (least(false), least(true));
        for handover in handovers(from, &to, peg.quantity, peg.lot_offset, peg.taker_offset) {
            use sched::LinkKind::*;
            let whole = |share: f64| share == 0.0 || share == 1.0;
            if whole(handover.made) && whole(handover.taken) {
                let kind = match (handover.made == 1.0, handover.taken == 1.0) {
                    (true, false) => FinishToStart,
                    (true, true) => FinishToFinish,
                    (false, false) => StartToStart,
                    (false, true) => StartToFinish,
                };
                self.link(maker, taker, kind, wait, None);
                continue;
            }
            let (made, taken) = (handover.made * from.seconds as f64, handover.taken * to.seconds as f64);
            let (rest_made, rest_taken) = (from.seconds as f64 - made, to.seconds as f64 - taken);
            // What is said of the whole work so is a little more than is needed: what stays where it is does not move for that.
            let (starts, ends) = self.between_at_present(maker, taker);
            self.link(maker, taker, StartToStart, ((made - taken).ceil() as i64 + wait).min(starts).max(between_starts), None);
            self.link(maker, taker, FinishToFinish, ((rest_taken - rest_made).ceil() as i64 + wait).min(ends).max(between_ends), None);
            self.assembly.handovers.push((maker, taker, handover.made, handover.taken));
        }
    }

    /// Seconds from start to start and from end to end of two works where they are, if both could stay there.
    fn between_at_present(&self, from: WorkIndex, to: WorkIndex) -> (i64, i64) {
        let (Some(from), Some(to)) = (&self.stays[from], &self.stays[to]) else { return (i64::MAX, i64::MAX) };
        (to.start.since(from.start).seconds(), to.end.since(from.end).seconds())
    }

    /// What arrives holds back the work that takes it.
    fn arrive(&mut self, work: WorkIndex, arrival: Time, share: f64) {
        if share >= 1.0 {
            let moment = self.assembly.problem.tasks.len();
            let milestone = sched::Mode::default();
            self.assembly.problem.tasks.push(sched::Task { modes: vec![milestone], release: Some(arrival), ..sched::Task::default() });
            self.link(moment, work, sched::LinkKind::FinishToFinish, 0, None);
            return;
        }
        let before = (share * self.seconds(work) as f64).floor() as i64;
        // So late a start is surely late enough; what stays where it is does not move for that, and is looked at again.
        let sure = arrival.minus(Span::from_seconds(before));
        let release = self.stays[work].as_ref().filter(|_| share > 0.0).map_or(sure, |at| at.start.min(sure));
        let corrected = self.corrections.starts.get(&work).copied();
        let task = &mut self.assembly.problem.tasks[work];
        task.release = task.release.max(Some(release)).max(corrected);
        if share > 0.0 {
            self.assembly.arrivals.push((arrival, work, share));
        }
    }

    fn link(&mut self, from: usize, to: usize, kind: sched::LinkKind, least: i64, most: Option<i64>) {
        if from == to {
            return;
        }
        let entry = self.links.entry((from as u32, to as u32, kind as u8)).or_insert((least, most));
        entry.0 = entry.0.max(least);
        entry.1 = [entry.1, most].into_iter().flatten().min().map(|most| most.max(entry.0));
    }
}

fn kind_of(kind: LinkKind) -> sched::LinkKind {
    match kind {
        LinkKind::FinishStart => sched::LinkKind::FinishToStart,
        LinkKind::StartStart => sched::LinkKind::StartToStart,
        LinkKind::FinishFinish => sched::LinkKind::FinishToFinish,
        LinkKind::StartFinish => sched::LinkKind::StartToFinish,
    }
}
