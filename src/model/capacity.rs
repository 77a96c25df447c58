//! What can be done: places, calendars, resources and their skills.

use super::value::choice;
use super::{record::record, *};

record! {
    /// A place where stock lies and work is done.
    Location, LocationId {
        /// The location's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// A group for reports.
        category: String = String::new(), "Category";
        /// The larger location it belongs to.
        owner: Option<LocationId> = None, "Part of";
        /// When work is possible there; empty means always.
        calendar: Option<CalendarId> = None, "Calendar";
    }
}

record! {
    /// A value over time: open hours, a size, an efficiency. Its rules say when it differs from the default.
    Calendar, CalendarId {
        /// The calendar's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// The value where no rule applies; 0 is closed.
        default_value: f64 = 0.0, "Otherwise", NotNegative;
    }
}

record! {
    /// A rule of a calendar: within its validity, on its weekdays, between its hours, the value is this.
    CalendarRule, CalendarRuleId {
        /// The calendar the rule belongs to.
        calendar: Option<CalendarId> = None, "Calendar", Required, Owned;
        /// First moment the rule holds; empty means always so far.
        start: Option<Time> = None, "Valid from";
        /// First moment it no longer holds; empty means for ever.
        end: Option<Time> = None, "Valid to";
        /// The value while the rule holds; 0 is closed.
        value: f64 = 1.0, "Value", NotNegative;
        /// Of two rules that both hold the one with the lower number wins.
        priority: i64 = 0, "Priority";
        /// The weekdays on which it holds.
        weekdays: Weekdays = Weekdays::ALL, "Weekdays";
        /// Time of day from which it holds.
        start_time: Clock = Clock(0), "From";
        /// Time of day until which it holds.
        end_time: Clock = Clock(DAY), "Until";
        /// What the rule is: early shift, public holiday, stocktaking.
        name: String = String::new(), "Name";
    }
}

record! {
    /// The changeovers of one kind of machine; machines may share them.
    SetupMatrix, SetupMatrixId {
        /// The name of this set of changeovers.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
    }
}

record! {
    /// What it takes to change a machine over from one set-up to another; a change without a rule takes no time.
    SetupRule, SetupRuleId {
        /// The set of changeovers it belongs to.
        matrix: Option<SetupMatrixId> = None, "Changeovers", Required, Owned;
        /// The set-up before; empty means any other.
        from_setup: String = String::new(), "From";
        /// The set-up after; empty means any other.
        to_setup: String = String::new(), "To";
        /// How long the machine is changed over.
        duration: Span = Span::ZERO, "Time", NotNegative;
        /// Money for one changeover.
        cost: f64 = 0.0, "Cost", NotNegative;
        /// Where several rules fit, the one with the lowest number holds.
        priority: i64 = 1, "Order", NotNegative;
    }
}

choice! {
    /// How a resource limits work.
    ResourceKind {
        /// At any moment no more than its size is in use.
        Default = "default", "Size at any moment";
        /// Only the total per period of its maximum calendar is limited.
        Buckets = "buckets", "Total per calendar period";
        BucketsDay = "buckets_day", "Total per day";
        BucketsWeek = "buckets_week", "Total per week";
        BucketsMonth = "buckets_month", "Total per month";
        /// It never limits.
        Infinite = "infinite", "Unlimited";
    }
}

choice! {
    /// What a resource is.
    ResourceClass {
        Machine = "machine", "Machine";
        Person = "person", "Person";
        Tool = "tool", "Tool";
        Place = "place", "Place";
        Group = "group", "Group";
    }
}

record! {
    /// Somebody or something that does work: a person, a machine, a tool, a place, or a group of them.
    Resource, ResourceId {
        /// The resource's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// A group for reports.
        category: String = String::new(), "Category";
        /// A finer group for reports.
        subcategory: String = String::new(), "Subcategory";
        /// What it is.
        class: ResourceClass = ResourceClass::Machine, "Class";
        /// How it limits work.
        kind: ResourceKind = ResourceKind::Default, "Limit";
        /// How much work it can do at once; for a limit per period, the hours or units of one period.
        maximum: f64 = 1.0, "Size", NotNegative;
        /// Its size over time, where that changes.
        maximum_calendar: Option<CalendarId> = None, "Size over time";
        /// When it works; empty means whenever its location does.
        calendar: Option<CalendarId> = None, "Calendar";
        /// Where it is.
        location: Option<LocationId> = None, "Location";
        /// The group it belongs to; work given to the group may go to any member.
        owner: Option<ResourceId> = None, "Group";
        /// Money per hour of use.
        cost: f64 = 0.0, "Cost per hour", NotNegative;
        /// Speed in per cent; 120 does an hour's work in 50 minutes.
        efficiency: f64 = 100.0, "Efficiency %", Positive;
        /// Its speed over time, where that changes.
        efficiency_calendar: Option<CalendarId> = None, "Efficiency over time";
        /// Whether the plan must respect its limit.
        constrained: bool = true, "Limits the plan";
        /// How long it is changed over between set-ups; it then does one task at a time.
        setup_matrix: Option<SetupMatrixId> = None, "Changeovers";
        /// What it is set up for when the plan starts; empty means the first task needs no changeover.
        setup: String = String::new(), "Set up for";
        /// Hours of overtime that are possible in a week.
        overtime_hours: f64 = 0.0, "Overtime hours", NotNegative;
        /// Money per hour of overtime; empty means one and a half times its cost per hour.
        overtime_cost: Option<f64> = None, "Overtime cost", NotNegative;
        /// Money for taking on one more; empty means nobody can be taken on.
        hire_cost: Option<f64> = None, "Hiring cost", NotNegative;
        /// Money for laying one off; empty means nobody can be laid off.
        layoff_cost: Option<f64> = None, "Lay-off cost", NotNegative;
    }
}

record! {
    /// Something a resource can be able to do.
    Skill, SkillId {
        /// The skill's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
    }
}

record! {
    /// That a resource has a skill, since when and until when.
    ResourceSkill, ResourceSkillId {
        /// Who has the skill.
        resource: Option<ResourceId> = None, "Resource", Required, Owned;
        /// The skill.
        skill: Option<SkillId> = None, "Skill", Required, Owned;
        /// How well: 1 learns it, 2 does it with help, 3 does it alone, 4 teaches it.
        level: i64 = 3, "Level", NotNegative;
        /// 1 is asked first.
        priority: i64 = 1, "Preference", NotNegative;
        /// Since when; empty means always so far.
        start: Option<Time> = None, "Valid from";
        /// Until when; empty means for ever.
        end: Option<Time> = None, "Valid to";
    }
}
