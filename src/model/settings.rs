//! What holds for the workspace as a whole, and parameters of other programs that are kept so that they come out again.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// The length of a planning period.
    Period {
        /// ISO week, from Monday.
        Week = "week", "Week";
        Day = "day", "Day";
        Month = "month", "Month";
    }
}

impl Period {
    /// The first moment of the period that holds a moment.
    pub fn start_of(self, time: Time) -> Time {
        match self {
            Period::Day => time.day_start(),
            Period::Week => time.week_start(),
            Period::Month => time.month_start(),
        }
    }
}

choice! {
    /// Where the scheduler starts from.
    Direction {
        /// Just in time: every order ends when it is due, as far as capacity allows.
        Backward = "backward", "As late as the due dates allow";
        Forward = "forward", "As early as possible";
    }
}

record! {
    /// The settings of the workspace; there is one record, [`Settings::THE`].
    Settings, SettingsId {
        /// What people call this workspace.
        name: String = String::new(), "Name", Required;
        /// What the organisation plans, in a sentence.
        description: String = String::new(), "Description";
        /// The moment the plan starts from; empty means the present moment.
        plan_start: Option<Time> = None, "Plan start";
        /// How far ahead the plan looks, in days.
        horizon_days: f64 = 1095.0, "Horizon in days", Positive;
        /// The period of the Production Plan and the load chart.
        period: Period = Period::Week, "Period";
        /// Whether tasks are placed as early as possible or just in time.
        direction: Direction = Direction::Backward, "Scheduling direction";
        /// The sign or code shown with amounts of money.
        currency: String = String::new(), "Currency";
    }
}

impl SettingsId {
    /// The id of the one settings record.
    pub const THE: u64 = 1;
}

record! {
    /// A named value of another program, kept as it came.
    Parameter, ParameterId {
        /// The parameter's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Its value as text.
        value: String = String::new(), "Value";
        /// What it does.
        description: String = String::new(), "Description";
    }
}
