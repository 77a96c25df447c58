//! What was really done: reports from the work, and the reasons that they name.
//!
//! A report is a fact: it is added and never changed; whoever was wrong adds another that corrects it.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// What a report says.
    ReportKind {
        /// Work on a task began, or went on after a pause.
        Start = "start", "Start";
        /// Work stopped for a while, for a reason.
        Pause = "pause", "Pause";
        /// Units were made; the work goes on.
        Count = "count", "Quantity";
        /// The task is done.
        Finish = "finish", "Finish";
        /// A remark.
        Note = "note", "Note";
        /// What the next shift has to know.
        HandOver = "hand_over", "Hand-over";
        /// A step of the work instruction was done, with what proves it.
        Evidence = "evidence", "Evidence";
        /// An earlier report was wrong and does not count.
        Withdrawal = "withdrawal", "Withdrawal";
    }
}

choice! {
    /// Which loss a reason belongs to: the six big losses of overall equipment effectiveness (Nakajima), or time that was not planned for
    /// production at all.
    Loss {
        /// A breakdown, waiting for material or people: an unplanned stop.
        Breakdown = "breakdown", "Unplanned stop";
        /// Changing over and adjusting.
        Setup = "setup", "Changeover";
        /// Idling and short stops.
        MinorStop = "minor_stop", "Short stop";
        /// Slower than the standard.
        Speed = "speed", "Reduced speed";
        /// Rejects and rework in steady production.
        Defect = "defect", "Defects";
        /// Rejects while starting up.
        StartUp = "start_up", "Start-up losses";
        /// Breaks, meetings, planned maintenance: no loss of what was planned.
        Planned = "planned", "Planned stop";
    }
}

record! {
    /// Why work stopped or went wrong; reasons form a tree.
    Reason, ReasonId {
        /// What people call it.
        name: String = String::new(), "Name", Required, Unique;
        /// The reason it is a part of.
        owner: Option<ReasonId> = None, "Part of";
        /// Which loss the time or the units count as.
        loss: Loss = Loss::Breakdown, "Loss";
    }
}

record! {
    /// A fact from the work. What it is about is written down whole, so that it still says so when the plan has changed.
    Report, ReportId {
        /// What it says.
        kind: ReportKind = ReportKind::Note, "Kind";
        /// When it happened.
        time: Option<Time> = None, "Time", Required;
        /// When it was written down.
        entered: Option<Time> = None, "Entered";
        /// The task worked on.
        task: Option<TaskId> = None, "Task";
        /// The order it serves.
        order: Option<OrderId> = None, "Order";
        /// The operation carried out.
        operation: Option<OperationId> = None, "Operation";
        /// The item that was made.
        item: Option<ItemId> = None, "Item";
        /// The person or machine that did it.
        resource: Option<ResourceId> = None, "Resource";
        /// Good units.
        good: f64 = 0.0, "Good", NotNegative;
        /// Units lost.
        scrap: f64 = 0.0, "Scrap", NotNegative;
        /// Units that have to be worked on again.
        rework: f64 = 0.0, "Rework", NotNegative;
        /// Why work stopped or units were lost.
        reason: Option<ReasonId> = None, "Reason";
        /// In words.
        text: String = String::new(), "Words";
        /// Who wrote it.
        by: String = String::new(), "By";
        /// The device it was written on.
        device: String = String::new(), "Device";
        /// The earlier report that it takes the place of.
        corrects: Option<ReportId> = None, "Corrects";
    }
}

impl Workspace {
    /// The reports that count, by time: those that were neither corrected nor withdrawn. Where a report was corrected twice, by people apart,
    /// the later correction counts.
    pub fn counted_reports(&self) -> Vec<&Report> {
        let mut latest: std::collections::HashMap<ReportId, &Report> = std::collections::HashMap::new();
        for report in self.reports.values() {
            let Some(wrong) = report.corrects else { continue };
            let known = latest.entry(wrong).or_insert(report);
            if (known.entered, known.id) < (report.entered, report.id) {
                *known = report;
            }
        }
        let holds = |report: &&Report| {
            let was_corrected = latest.contains_key(&report.id);
            let is_latest = report.corrects.is_none_or(|wrong| latest.get(&wrong).is_some_and(|latest| latest.id == report.id));
            report.kind != ReportKind::Withdrawal && !was_corrected && is_latest
        };
        // They come by their ids, which those of equal times keep; what has no time comes first.
        let found: Vec<&Report> = self.reports.values().filter(holds).collect();
        let number = |report: &&Report| report.time.map_or(0, |time| unsigned(time.seconds()));
        let mut order: Vec<u32> = (0..u32::try_from(found.len()).unwrap_or(u32::MAX)).collect();
        sort_places_by_number(&mut order, &|at| found.get(at as usize).map_or(0, number));
        order.into_iter().filter_map(|at| found.get(at as usize).copied()).collect()
    }
}

/// `8 good, 1 scrap, 2 to rework`: what there is none of is left out.
pub fn units_words(good: f64, scrap: f64, rework: f64) -> String {
    let all = [(good, "good"), (scrap, "scrap"), (rework, "to rework")];
    let some = all.into_iter().filter(|(number, _)| *number > 0.0).map(|(number, word)| format!("{} {word}", text::number_text(number)));
    some.collect::<Vec<_>>().join(", ")
}

/// How far a task has come, by the reports of it.
pub fn reported_status<'r>(reports: impl Iterator<Item = &'r Report>) -> TaskStatus {
    reports.fold(TaskStatus::Planned, |status, report| match report.kind {
        ReportKind::Finish => TaskStatus::Finished,
        ReportKind::Start | ReportKind::Pause | ReportKind::Count if status == TaskStatus::Planned => TaskStatus::Started,
        _ => status,
    })
}
