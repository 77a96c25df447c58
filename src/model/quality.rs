//! Whether it is good: checklists with their questions, what was found, and the charts that tell a signal from noise.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// When a checklist has to be filled in.
    CheckTrigger {
        /// Whenever somebody wants to.
        ByHand = "by_hand", "When wanted";
        /// Once for each order, before it is finished.
        Order = "order", "For each order";
        /// Once for each run of the operation.
        Task = "task", "For each run";
        /// Again after so many units.
        Units = "units", "Every so many units";
        /// Again after so many hours of work.
        Hours = "hours", "Every so many hours";
        /// When work on another item begins.
        Setup = "setup", "After a changeover";
        /// When work goes on after a stop.
        Stop = "stop", "After a stop";
    }
}

record! {
    /// A list of questions that are answered at a control point of the workflow.
    Checklist, ChecklistId {
        /// What people call it.
        name: String = String::new(), "Name", Required, Unique;
        /// Counts up when its questions change after it was used; what was found names the version that it was found with.
        version: i64 = 1, "Version", Positive;
        /// The control point: the operation at which it is filled in; empty means wherever somebody wants to.
        operation: Option<OperationId> = None, "Operation";
        /// Only for this item; empty means for all.
        item: Option<ItemId> = None, "Item";
        /// When it has to be filled in.
        trigger: CheckTrigger = CheckTrigger::Task, "When";
        /// After how many units or hours again, where it is asked for by them.
        every: f64 = 1.0, "Every", Positive;
        /// Whether work at this step cannot be finished while the check is missing or failed.
        blocks: bool = true, "Blocks";
        /// The least share of points for it to pass, in percent.
        pass_percent: f64 = 100.0, "Passes at %", NotNegative;
        /// Whether it is out of use.
        retired: bool = false, "Out of use";
        /// How long filling it in takes; with the cost per hour of whoever checks, what checks cost.
        duration: Option<Span> = None, "Time it takes", NotNegative;
    }
}

choice! {
    /// How a question is answered.
    AnswerKind {
        /// Yes or no.
        PassFail = "pass_fail", "Pass or fail";
        /// A measured value, or several, with limits.
        Measured = "measured", "Measured";
        /// How many of the units looked at are bad.
        Defectives = "defectives", "Defective units";
        /// How many defects the units looked at have.
        Defects = "defects", "Defects";
        /// One of several answers.
        Choice = "choice", "Choice";
        /// A text.
        Text = "text", "Text";
        /// A name in place of a signature.
        Signature = "signature", "Signature";
        /// A small picture.
        Photo = "photo", "Photo";
    }
}

record! {
    /// One question of a checklist.
    CheckItem, CheckItemId {
        /// The checklist.
        checklist: Option<ChecklistId> = None, "Checklist", Required, Owned;
        /// Where it stands among the others.
        position: f64 = 0.0, "Position";
        /// The question, or the characteristic measured.
        name: String = String::new(), "Question", Required;
        /// What to look at and how, for whoever answers.
        help: String = String::new(), "How to";
        /// How it is answered.
        kind: AnswerKind = AnswerKind::PassFail, "Answer";
        /// The unit of measured values.
        unit: String = String::new(), "Unit";
        /// Measured values must not be below.
        lower: Option<f64> = None, "Lower limit";
        /// What measured values should be.
        target: Option<f64> = None, "Target";
        /// Measured values must not be above; counts must not exceed it.
        upper: Option<f64> = None, "Upper limit";
        /// How many values are measured or units looked at each time.
        size: i64 = 1, "Sample size", Positive;
        /// The answers to choose from, one per line; those that fail begin with a minus.
        answers: String = String::new(), "Answers";
        /// Whether the check cannot be saved without it.
        mandatory: bool = true, "Mandatory";
        /// What it adds to the score when it passes.
        points: f64 = 1.0, "Points", NotNegative;
        /// It is asked only where this question has been answered.
        only_if: Option<CheckItemId> = None, "Only if";
        /// The answer that this question must have: pass, fail or one of its answers.
        only_answer: String = String::new(), "Is answered";
        /// The acceptable quality limit of lots, in percent nonconforming, from 0.01 to 10. With it, sample and acceptance number of each lot come
        /// from ISO 2859-1, not from sample size and upper limit.
        quality_limit: Option<f64> = None, "AQL %", Positive;
        /// How much of a lot is inspected for its size.
        inspection_level: InspectionLevel = InspectionLevel::II, "Inspection level";
        /// The usual number of items in a lot; nought where it is asked for each time.
        lot_size: i64 = 0, "Lot size", NotNegative;
        /// When reduced inspection was agreed or ended and inspection was resumed, and by whom, one per line.
        inspection: String = String::new(), "Said of inspection", Long;
    }
}

record! {
    /// A checklist that was filled in: a fact that is never changed.
    Check, CheckId {
        /// The checklist.
        checklist: Option<ChecklistId> = None, "Checklist";
        /// Its version at the time.
        version: i64 = 1, "Version", Positive;
        /// When it was filled in.
        time: Option<Time> = None, "Time", Required;
        /// Who filled it in.
        by: String = String::new(), "By";
        /// The device it was filled in on.
        device: String = String::new(), "Device";
        /// The task whose work was looked at.
        task: Option<TaskId> = None, "Task";
        /// The order.
        order: Option<OrderId> = None, "Order";
        /// The operation.
        operation: Option<OperationId> = None, "Operation";
        /// The item looked at.
        item: Option<ItemId> = None, "Item";
        /// Who or what had done the work.
        resource: Option<ResourceId> = None, "Resource";
        /// Whether all was well.
        passed: bool = true, "Passed";
        /// Points reached, in percent.
        score: f64 = 100.0, "Score %", NotNegative;
        /// What was answered, with each question as it stood then, so that it stays readable when the checklist changes.
        answers: String = String::new(), "Answers", Long;
        /// The earlier check that it takes the place of.
        corrects: Option<CheckId> = None, "Corrects";
        /// Items in the lot that was inspected; nought where it was no lot.
        lot_size: i64 = 0, "Lot size", NotNegative;
    }
}

choice! {
    /// The kind of a control chart.
    ChartKind {
        /// Chosen by what is charted.
        Automatic = "automatic", "Automatic";
        XbarR = "xbar_r", "Mean and range";
        XbarS = "xbar_s", "Mean and standard deviation";
        Individuals = "individuals", "Individuals and moving range";
        P = "p", "Share defective (p)";
        Np = "np", "Number defective (np)";
        C = "c", "Defects (c)";
        U = "u", "Defects per unit (u)";
        G = "g", "Units between defects (g)";
        T = "t", "Time between defects (t)";
        Ewma = "ewma", "Weighted mean (EWMA)";
        Cusum = "cusum", "Cumulative sum (CUSUM)";
    }
}

record! {
    /// How the answers to a question are charted.
    ControlChart, ControlChartId {
        /// What people call it.
        name: String = String::new(), "Name", Required, Unique;
        /// The question whose answers are charted.
        question: Option<CheckItemId> = None, "Question", Owned;
        /// Only for this item.
        item: Option<ItemId> = None, "Item";
        /// Only for this resource.
        resource: Option<ResourceId> = None, "Resource";
        /// The kind of chart.
        kind: ChartKind = ChartKind::Automatic, "Chart";
        /// The rules that are looked for, by their numbers (Nelson 1 to 8), with a blank between; `2=8` gives a rule another number of points.
        rules: String = "1 2 5 6".to_owned(), "Rules";
        /// When new stages began, a time per line: limits are worked out anew from there.
        stages: String = String::new(), "Stages";
        /// Limits are worked out from what was found until then and hold for what comes after; empty means from all.
        learned_until: Option<Time> = None, "Limits from until";
        /// What is left out of the limits: the time of a check and why, one per line.
        left_out: String = String::new(), "Left out";
        /// When what the limits rest on was changed last.
        revised: Option<Time> = None, "Limits revised";
        /// Who changed it, where that was said.
        revised_by: String = String::new(), "Revised by";
    }
}
