//! The amounts that every key figure is made of, and their sums in one period for one member. Never divides anything.

use std::collections::BTreeMap;

macro_rules! amounts {
    ($($(#[$doc:meta])* $name:ident $word:literal,)*) => {
        /// What is summed up. Its word is the name under which a figure shows it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Amount {
            $($(#[$doc])* $name,)*
        }

        impl Amount {
            const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The amount in words.
            pub fn word(self) -> &'static str {
                Self::WORDS.get(self as usize).copied().unwrap_or_default()
            }
        }
    };
}

amounts! {
    /// One, for formulas that count one more than was counted.
    One "one",
    Seconds "seconds of the period",
    /// Hours of the calendar, as far as the period has gone.
    Open "open seconds",
    /// Worked outside the calendar.
    Overtime "seconds worked beyond the calendar",
    Running "seconds running",
    PlannedStop "seconds of planned stops",
    Breakdown "seconds of breakdowns",
    Setup "seconds of setups",
    MinorStop "seconds of minor stops",
    /// Stops without a reason, or with one that is no stop.
    OtherStop "seconds of unexplained stops",
    Failures "breakdowns",
    Good "good",
    Scrap "scrap",
    Rework "reworked",
    /// Pieces at their planned run time.
    StandardProduced "planned seconds of what was produced",
    StandardGood "planned seconds of what was good",
    StandardStartup "planned seconds of what start-up spoilt",
    StandardSetup "planned seconds of setups",
    Checks "checks",
    ChecksPassed "checks passed the first time",
    Opportunities "opportunities for defects",
    ScrapCost "cost of scrap",
    Prevention "prevention",
    Appraisal "appraisal",
    InternalFailure "internal failure",
    ExternalFailure "external failure",
    Revenue "revenue",
    Started "started",
    Done "done",
    /// Of what was in work, each as long as it was.
    InWorkSeconds "seconds in work, summed over what was in work",
    InWorkAtEnd "in work at the end",
    Demanded "quantity due",
    OrdersDue "orders due",
    OrdersOnTime "orders delivered on time",
    OrdersInFull "orders delivered in full",
    OrdersOnTimeInFull "orders delivered on time and in full",
    OrdersPromised "orders promised for the period",
    PromisesKept "promises kept",
    LateSeconds "seconds late, summed over orders",
    BacklogOrders "orders open at the end",
    BacklogQuantity "quantity open at the end",
    OverdueOrders "orders overdue at the end",
    PlannedQuantity "planned quantity",
    ActualQuantity "usable quantity of what was planned",
    /// Of each task no more than was planned.
    KeptQuantity "usable quantity up to what was planned",
    QuantityDeviation "quantity off the plan",
    TasksPlanned "tasks planned to end",
    TasksOnTime "tasks ended as planned or earlier",
    StartsPlanned "tasks planned to start",
    StartsOnTime "tasks started as planned or earlier",
}

/// The sums of one member in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    amounts: [f64; Amount::WORDS.len()],
    /// Seconds from start to end of what was done in the period.
    pub cycle_times: Vec<f64>,
    /// Seconds from release to delivery.
    pub lead_times: Vec<f64>,
    /// Per operation: good, and all that was produced.
    pub operations: BTreeMap<u64, (f64, f64)>,
}

impl Default for Sums {
    fn default() -> Sums {
        let mut sums =
            Sums { amounts: [0.0; Amount::WORDS.len()], cycle_times: Vec::new(), lead_times: Vec::new(), operations: BTreeMap::new() };
        sums.add(Amount::One, 1.0);
        sums
    }
}

impl Sums {
    pub fn of(&self, amount: Amount) -> f64 {
        self.amounts.get(amount as usize).copied().unwrap_or(0.0)
    }

    /// Adds a lawful number; others are as if they had not been told.
    pub fn add(&mut self, amount: Amount, number: f64) {
        if let Some(sum) = self.amounts.get_mut(amount as usize).filter(|_| number.is_finite()) {
            *sum += number;
        }
    }
}
