//! What went wrong: calls for help, nonconformities and complaints, what was done about them, and whether it helped.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// Where an issue comes from.
    IssueKind {
        /// Somebody at work called for help.
        Call = "call", "Call for help";
        /// A check failed or bad units were found.
        Nonconformity = "nonconformity", "Nonconformity";
        /// A customer complained.
        Complaint = "complaint", "Complaint";
        /// Something else stands in the way.
        Problem = "problem", "Problem";
    }
}

choice! {
    /// How far the solution of an issue has come.
    IssueStatus {
        Registered = "registered", "Registered";
        /// What is affected is out of harm's way.
        Contained = "contained", "Contained";
        /// The cause is known.
        Analysed = "analysed", "Analysed";
        /// The cause was removed.
        Corrected = "corrected", "Corrected";
        /// It was shown that it helped.
        Verified = "verified", "Verified";
        Closed = "closed", "Closed";
    }
}

choice! {
    /// How bad it is.
    Severity {
        Minor = "minor", "Minor";
        Major = "major", "Major";
        Critical = "critical", "Critical";
    }
}

choice! {
    /// What becomes of the units that are affected.
    Disposition {
        Undecided = "undecided", "Undecided";
        UseAsIs = "use_as_is", "Use as it is";
        Rework = "rework", "Rework";
        Scrap = "scrap", "Scrap";
        Return = "return", "Return to the supplier";
    }
}

record! {
    /// Something that went wrong, from its registration to the proof that it will not come back.
    Issue, IssueId {
        /// What happened, in a line.
        name: String = String::new(), "What happened", Required;
        /// Where it comes from.
        kind: IssueKind = IssueKind::Problem, "Kind";
        /// How far its solution has come.
        status: IssueStatus = IssueStatus::Registered, "Status";
        /// How bad it is.
        severity: Severity = Severity::Minor, "Severity";
        /// What kind of thing went wrong; issues of the same category at the same step are told to come back.
        category: String = String::new(), "Category";
        /// The step at which it happened.
        operation: Option<OperationId> = None, "Step";
        /// The task it happened to.
        task: Option<TaskId> = None, "Task";
        /// The order affected.
        order: Option<OrderId> = None, "Order";
        /// The item affected.
        item: Option<ItemId> = None, "Item";
        /// The person or machine concerned.
        resource: Option<ResourceId> = None, "Resource";
        /// The check that found it.
        check: Option<CheckId> = None, "Check";
        /// Units affected.
        quantity: f64 = 0.0, "Units affected", NotNegative;
        /// What becomes of them.
        disposition: Disposition = Disposition::Undecided, "Disposition";
        /// Money that it cost: sorting, rework, returns, penalties. Pieces reported as scrap are counted by themselves.
        cost: f64 = 0.0, "Cost", NotNegative;
        /// Whether the task cannot go on until it is resolved.
        blocks: bool = false, "Blocks the task";
        /// Who looks after it.
        owner: String = String::new(), "Owner";
        /// Until when it should be closed.
        due: Option<Time> = None, "Due";
        /// When it was found.
        raised: Option<Time> = None, "Raised";
        /// Who found it.
        raised_by: String = String::new(), "Raised by";
        /// When somebody came to help.
        acknowledged: Option<Time> = None, "Acknowledged";
        /// Who came.
        acknowledged_by: String = String::new(), "Acknowledged by";
        /// When work could go on.
        resolved: Option<Time> = None, "Resolved";
        /// What is known about it.
        description: String = String::new(), "Description";
        /// One why per line, each asking about the answer before.
        whys: String = String::new(), "Whys";
        /// Possible causes, one per line, each with its branch of the fishbone before a colon.
        causes: String = String::new(), "Possible causes";
        /// What, where, when and how much it is and is not.
        is_not: String = String::new(), "Is and is not";
        /// Why it happened.
        root_cause: String = String::new(), "Root cause";
        /// Why it was not noticed earlier.
        escape_cause: String = String::new(), "Why it was not noticed";
        /// When the cause was removed: before and after it are compared.
        corrected: Option<Time> = None, "Corrected";
        /// What the comparison of before and after said.
        effect: String = String::new(), "Effect";
        /// When it was closed.
        closed: Option<Time> = None, "Closed";
        /// Who closed it, where that was said.
        closed_by: String = String::new(), "Closed by";
    }
}

choice! {
    /// What an action is for.
    ActionKind {
        /// Keeps what went wrong from doing more harm.
        Containment = "containment", "Containment";
        /// Removes the cause.
        Corrective = "corrective", "Corrective";
        /// Keeps the same from happening elsewhere.
        Preventive = "preventive", "Preventive";
        /// Shows whether it helped.
        Verification = "verification", "Verification";
    }
}

record! {
    /// Something that somebody has to do about an issue.
    IssueAction, IssueActionId {
        /// The issue.
        issue: Option<IssueId> = None, "Issue", Required, Owned;
        /// What it is for.
        kind: ActionKind = ActionKind::Containment, "Kind";
        /// What is to be done.
        name: String = String::new(), "What", Required;
        /// Who does it.
        owner: String = String::new(), "Who";
        /// Until when.
        due: Option<Time> = None, "Due";
        /// When it was done.
        done: Option<Time> = None, "Done";
        /// Money that it cost, where the cost of its issue does not hold it.
        cost: f64 = 0.0, "Cost", NotNegative;
    }
}
