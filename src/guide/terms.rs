//! Terms of the field, each in a sentence of plain words, with its formula where it has one.
//!
//! Pages name a term by its key alone; the words are read by what explains them, so that no page has to carry them.

/// A term as it is explained.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TermWords {
    /// In full: what an abbreviation stands for.
    pub name: &'static str,
    pub plain: &'static str,
    /// Empty where there is none.
    pub formula: &'static str,
}

macro_rules! terms {
    ($($term:ident: $name:literal, $plain:literal, $formula:literal;)*) => {
        /// The key of a term.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Term {
            $($term,)*
        }

        impl Term {
            /// All terms.
            pub const ALL: &'static [Term] = &[$(Term::$term,)*];
        }

        const WORDS: &[TermWords] = &[$(TermWords { name: $name, plain: $plain, formula: $formula },)*];
    };
}

/// The words of a term.
pub fn term(term: Term) -> Option<&'static TermWords> {
    WORDS.get(term as usize)
}

terms! {
    Adherence: "Schedule adherence", "How much of what was planned was made, counting nothing beyond the plan.", "usable quantity up to what was planned ÷ planned quantity";
    Atp: "Available to promise (ATP)", "What of stock and coming supply is not yet promised to anybody, so that a new order can have it.", "stock + supply until the next receipt − what is promised";
    Availability: "Availability", "The part of the planned time in which a machine really ran.", "time running ÷ time planned";
    Bottleneck: "Bottleneck, constraint", "The resource that limits how much the whole can deliver; an hour lost there is lost for everybody.", "greatest load ÷ capacity";
    Baseline: "Baseline", "The schedule as it stood when somebody saved it, kept to be compared with what became of it.", "";
    BillOfMaterials: "Bill of materials", "What goes into one unit of an item, level by level.", "";
    Capacity: "Capacity", "The hours or units that a resource can give in a period.", "open hours × number × efficiency";
    CentreLine: "Centre line", "The mean around which the points of a control chart lie.", "mean of the points of the stage";
    ControlLimit: "Control limits", "The bounds within which a process stays by chance alone; they come from its own points and are no tolerance.", "mean ± 3 standard deviations";
    Cp: "Process potential (Cp)", "How often the spread of a process would fit between the limits that are allowed, were it in the middle.", "(upper − lower limit) ÷ 6 σ";
    Cpk: "Process capability (Cpk)", "The same, counted from the mean to the nearer limit; 1.33 is the usual least.", "distance to the nearer limit ÷ 3 σ";
    CriticalPath: "Critical path", "The chain of tasks that decides when everything ends; a delay on it delays the end.", "tasks without float";
    CycleTime: "Cycle time", "From the start of a piece of work to its end.", "end − start";
    Deadline: "Deadline", "The moment after which delivery is worthless; a due date may be missed, a deadline not.", "";
    Dpmo: "Defects per million opportunities (DPMO)", "How often something goes wrong for each million chances to go wrong.", "defects ÷ opportunities × 1,000,000";
    Eoq: "Economic order quantity (EOQ)", "The lot at which ordering and keeping stock together cost least.", "√(2 × demand a year × cost per order ÷ holding cost)";
    EscapeCause: "Escape cause", "Why a defect was not noticed where it was made.", "";
    Fishbone: "Fishbone (Ishikawa) diagram", "Possible causes of a problem, sorted into branches such as people, machines and material.", "";
    FirstPassYield: "First pass yield", "The part that is right the first time, without rework.", "good the first time ÷ made";
    FiveWhys: "Five whys", "Asking why of each answer, until the cause is one that can be removed for good.", "";
    Float: "Float, slack", "How long a task can wait: total float until it delays the end, free float until it delays the next task.", "latest start − earliest start";
    FrozenTime: "Frozen time", "The next days, in which the plan is not changed any more.", "";
    InternalRate: "Internal rate of return", "The rate of interest at which an investment neither gains nor loses.", "rate at which the net present value is 0";
    LeadTime: "Lead time", "From the order to its delivery, with all the waiting.", "delivery − release";
    LevelLoading: "Level load (heijunka)", "The same amount and mix of work in each period, instead of waves.", "";
    Little: "Little’s law", "In a steady flow, work in progress is what is finished per day times the days that each piece takes.", "WIP = throughput × cycle time";
    LoadRatio: "Load, utilisation", "What is planned on a resource by what it can give; near 100 % queues grow without end.", "planned hours ÷ open hours";
    LotSize: "Lot size", "How many units are made or ordered at once.", "";
    Makespan: "Makespan", "From the start of the first task of a schedule to the end of the last.", "last end − first start";
    Mase: "Mean absolute scaled error (MASE)", "How far a forecast is off by how far the plain one is; below 1 it is worth having.", "mean |error| ÷ mean |error of the naive forecast|";
    Mape: "Mean absolute percentage error (MAPE)", "How far a forecast is off, as a share of what came.", "mean of |error| ÷ demand";
    Mtbf: "Mean time between failures (MTBF)", "How long a machine runs from one breakdown to the next.", "time running ÷ breakdowns";
    Mttr: "Mean time to repair (MTTR)", "How long a breakdown stops the machine.", "time of breakdowns ÷ breakdowns";
    Netting: "Netting", "What has to be made or bought once stock and coming supply are taken off demand.", "demand + safety stock − stock − receipts";
    NetPresentValue: "Net present value", "What all payments of an investment are worth today.", "Σ payment ÷ (1 + rate)^year";
    Nonconformity: "Nonconformity", "Something that does not meet what was asked for.", "";
    Oee: "Overall equipment effectiveness (OEE)", "The part of the planned time in which good pieces were made at full speed.", "availability × performance × quality";
    Otif: "On time in full (OTIF)", "The part of orders that came by their due date and complete.", "orders on time and in full ÷ orders due";
    Pareto: "Pareto chart", "Causes by how much they matter, so that the few that matter most are seen.", "";
    Payback: "Payback", "How long until what came in covers what was paid.", "";
    PercentileTime: "85 % time", "The time within which 85 of 100 are done: a promise that is kept more often than not.", "85th percentile of the times";
    Precedence: "Precedence, lag", "What has to come before what, and how much time lies between.", "";
    PullLimit: "Limit of work in progress", "How much may be begun at once; only what is finished makes room for the next.", "";
    Raci: "RACI", "Who is responsible, accountable, consulted and informed; exactly one is accountable.", "";
    ReorderPoint: "Reorder point", "The stock at which it is time to order again.", "demand during the lead time + safety stock";
    RolledYield: "Rolled throughput yield", "The part that goes through all steps without a fault.", "product of the first pass yields of all steps";
    RootCause: "Root cause", "The cause without which the problem would not come back.", "";
    RoughCut: "Rough-cut capacity", "Whether the load fits the capacity, before anything is scheduled.", "";
    SafetyStock: "Safety stock", "Stock for what demand and lead time do beyond their mean.", "z × σ of demand during the lead time";
    ServiceLevel: "Service level", "How often, or what part of demand, is served from stock.", "";
    Setup: "Changeover, setup", "Time to make a machine ready for other work.", "";
    SixLosses: "Six big losses", "Breakdowns, changeovers, short stops, reduced speed, defects and start-up: where effectiveness goes.", "";
    Takt: "Takt", "The pace at which a piece has to be ready so that demand is met.", "open time ÷ demand";
    Tardiness: "Lateness, tardiness", "By how much something is ready after its due date; tardiness is never below zero.", "end − due";
    Throughput: "Throughput", "How much is finished per day.", "finished ÷ days";
    Wip: "Work in progress (WIP)", "What has been begun and is not finished.", "begun − finished";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_one_plain_sentence() {
        assert!((40..=60).contains(&Term::ALL.len()), "{}", Term::ALL.len());
        for (at, key) in Term::ALL.iter().enumerate() {
            let words = term(*key);
            assert_eq!(words, WORDS.get(at), "{key:?}");
            let plain = words.map_or("", |words| words.plain);
            assert!(plain.ends_with('.') && plain.matches(". ").count() == 0 && plain.len() <= 140, "{key:?}: {plain}");
        }
        let mut names: Vec<&str> = WORDS.iter().map(|words| words.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
