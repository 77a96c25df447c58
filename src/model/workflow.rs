//! How the work flows: operations, what they use up and make, who does them, and what must come before.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// How the length of an operation is found.
    OperationKind {
        /// The same for any quantity.
        FixedTime = "fixed_time", "Fixed time";
        /// A part per unit and a fixed part.
        TimePer = "time_per", "Time per unit";
        /// The sum of its steps.
        Routing = "routing", "Routing of steps";
        /// One of its sub-operations, by preference.
        Alternate = "alternate", "One of several";
        /// Several of its sub-operations, by share.
        Split = "split", "Shared among several";
    }
}

choice! {
    /// How one of several possibilities is chosen.
    SearchMode {
        Priority = "PRIORITY", "By preference";
        MinimumCost = "MINCOST", "Least cost";
        MinimumPenalty = "MINPENALTY", "Least penalty";
        MinimumCostPenalty = "MINCOSTPENALTY", "Least cost and penalty";
    }
}

record! {
    /// A kind of work: it makes an item, is a step of a routing, or serves a ticket.
    Operation, OperationId {
        /// The operation's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// A group for reports.
        category: String = String::new(), "Category";
        /// A finer group for reports.
        subcategory: String = String::new(), "Subcategory";
        /// How its length is found.
        kind: OperationKind = OperationKind::FixedTime, "Kind";
        /// The item it makes.
        item: Option<ItemId> = None, "Makes";
        /// Where it is done.
        location: Option<LocationId> = None, "Location";
        /// The routing or choice it is a step of.
        owner: Option<OperationId> = None, "Step of", Owned;
        /// Position among the steps, or preference among alternatives; 0 is never chosen by itself.
        priority: i64 = 1, "Step or preference", NotNegative;
        /// Fixed time per run.
        duration: Span = Span::ZERO, "Fixed time", NotNegative;
        /// Seconds for each unit.
        duration_per_unit: f64 = 0.0, "Seconds per unit", NotNegative;
        /// Share of the units begun that is scrapped, as 0.03; a plan begins so many more.
        scrap_share: f64 = 0.0, "Share scrapped", NotNegative;
        /// Time that must pass after it before its output can be used.
        post_time: Span = Span::ZERO, "Waiting after", NotNegative;
        /// No new run starts within this time from the plan's start.
        fence: Span = Span::ZERO, "Frozen time", NotNegative;
        /// The least quantity of one run.
        size_minimum: f64 = 1.0, "Min. size", NotNegative;
        /// Runs are multiples of this; empty means any size.
        size_multiple: Option<f64> = None, "Multiple", NotNegative;
        /// The greatest quantity of one run.
        size_maximum: Option<f64> = None, "Max. size", NotNegative;
        /// Money per unit.
        cost: f64 = 0.0, "Cost per unit", NotNegative;
        /// How alternatives below it are chosen.
        search_mode: SearchMode = SearchMode::Priority, "Choice";
        /// When it may be done; empty means whenever its location is open.
        calendar: Option<CalendarId> = None, "Calendar";
        /// Whether closed time may interrupt it.
        interruptible: bool = true, "May be interrupted";
        /// The role that answers for it, a lane of the Workflow Map.
        role: String = String::new(), "Role";
        /// Since when it can be used; empty means always so far.
        start: Option<Time> = None, "Valid from";
        /// Until when it can be used; empty means for ever.
        end: Option<Time> = None, "Valid to";
        /// Whether what goes wrong here is dear or found too late: it needs a check of its own.
        critical: bool = false, "Critical";
    }
}

/// More than this share of what is begun is never taken for lost: a plan would begin without end.
const MOST_SCRAPPED: f64 = 0.95;

impl Operation {
    /// The share of the units begun that is left after it.
    pub fn kept_share(&self) -> f64 {
        1.0 - self.scrap_share.clamp(0.0, MOST_SCRAPPED)
    }
}

choice! {
    /// When an operation takes or gives material.
    FlowKind {
        /// When it starts.
        Start = "start", "At the start";
        /// When it ends.
        End = "end", "At the end";
        /// Little by little, in transfer batches.
        TransferBatch = "transfer_batch", "In transfer batches";
    }
}

record! {
    /// What an operation uses up (below zero) or makes (above zero): a line of the bill of materials.
    OperationMaterial, OperationMaterialId {
        /// The operation.
        operation: Option<OperationId> = None, "Operation", Required, Owned;
        /// The item used up or made.
        item: Option<ItemId> = None, "Item", Required, Owned;
        /// Units per unit of the operation: below zero is used up, above zero is made.
        quantity: f64 = 1.0, "Per unit";
        /// Units per run, whatever its quantity.
        fixed_quantity: f64 = 0.0, "Per run";
        /// When it is taken or given.
        kind: FlowKind = FlowKind::Start, "When";
        /// Units of one transfer batch.
        transfer_batch: Option<f64> = None, "Transfer batch", NotNegative;
        /// Lines with the same name are alternatives of each other.
        name: String = String::new(), "Alternative of";
        /// Preference among alternatives; 1 is asked first.
        priority: i64 = 1, "Preference", NotNegative;
    }
}

record! {
    /// What an operation needs to be done: a resource, any of a group, or anyone with a skill.
    OperationResource, OperationResourceId {
        /// The operation.
        operation: Option<OperationId> = None, "Operation", Required, Owned;
        /// The resource, or a group any member of which will do.
        resource: Option<ResourceId> = None, "Resource", Required, Owned;
        /// The skill asked of the member chosen.
        skill: Option<SkillId> = None, "Skill";
        /// Nobody below this level of the skill is given the work; 0 asks for the skill alone.
        skill_level: i64 = 0, "Level at least", NotNegative;
        /// How much of the resource is in use during the run; for a limit per period, how much one unit uses.
        quantity: f64 = 1.0, "Quantity", NotNegative;
        /// Use per run of a limit per period, whatever the quantity.
        fixed_quantity: f64 = 0.0, "Per run", NotNegative;
        /// Lines with the same name are alternatives of each other.
        name: String = String::new(), "Alternative of";
        /// Preference among alternatives; 1 is asked first.
        priority: i64 = 1, "Preference", NotNegative;
        /// How the member of a group is chosen.
        search_mode: SearchMode = SearchMode::Priority, "Choice";
        /// The set-up the resource must be in.
        setup: String = String::new(), "Set-up";
    }
}

choice! {
    /// What of the one must come before what of the other.
    LinkKind {
        FinishStart = "FS", "Finish to start";
        StartStart = "SS", "Start to start";
        FinishFinish = "FF", "Finish to finish";
        StartFinish = "SF", "Start to finish";
    }
}

record! {
    /// That an operation waits for another.
    OperationDependency, OperationDependencyId {
        /// The operation that waits.
        operation: Option<OperationId> = None, "Operation", Required, Owned;
        /// The operation it waits for.
        blocked_by: Option<OperationId> = None, "Waits for", Required, Owned;
        /// Units of the other operation per unit of this one.
        quantity: f64 = 1.0, "Quantity", NotNegative;
        /// What must come before what.
        kind: LinkKind = LinkKind::FinishStart, "Kind";
        /// Time between the two; may be below zero.
        lag: Span = Span::ZERO, "Lag";
        /// The most time between the two; empty means any.
        lag_maximum: Option<Span> = None, "Max. lag";
    }
}
