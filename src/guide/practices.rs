//! The five best and five leading practices: what each is, which pitfalls it counters, and where it is taken up.

/// One practice in words.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PracticeWords {
    /// The key that it is known by.
    pub key: &'static str,
    pub name: &'static str,
    /// Whether few have it yet.
    pub is_leading: bool,
    pub plain: &'static str,
    /// Names of the pitfalls that it keeps away.
    pub counters: &'static [&'static str],
    pub source: &'static str,
    /// The page on which it is taken up, as a route, and what to do there.
    pub route: &'static str,
    pub way_on: &'static str,
}

/// The practices, the best ones first.
pub const PRACTICES: [PracticeWords; 10] = [
    PracticeWords {
        key: "level_load",
        name: "Level the load and protect the constraint",
        is_leading: false,
        plain: "Know the bottleneck, schedule it first, leave it room, release work evenly.",
        counters: &["Every hour is planned", "Steps are busy that hold nothing up", "Dates are wished for"],
        source: "Goldratt, drum-buffer-rope; Ohno, heijunka; Hopp and Spearman, Factory Physics",
        route: "capacity/",
        way_on: "See the load by week under Capacity and keep the bottleneck between 70 and 90 %.",
    },
    PracticeWords {
        key: "limited_work",
        name: "Limit work in progress and pull",
        is_leading: false,
        plain: "What is under way at once is limited; finishing triggers starting.",
        counters: &["More is started than finished", "Steps are busy that hold nothing up"],
        source: "Spearman, Woodruff and Hopp 1990; Kanban Guide; Little 1961",
        route: "scheduling_board/",
        way_on: "Set a limit on the column “Started” of the board’s cards, and begin the next only when one is finished.",
    },
    PracticeWords {
        key: "check_at_the_source",
        name: "Build quality in: check at the source with control charts",
        is_leading: false,
        plain: "Steps that matter have a check, charted with limits; signals are acted on, noise is left alone.",
        counters: &["A stable process is adjusted", "Quality is checked in at the end"],
        source: "Shewhart; Western Electric 1956; Shingo; Montgomery, Introduction to Statistical Quality Control",
        route: "quality/",
        way_on: "Put a checklist at each step at which units are lost, chart its measured question, and open an issue from each signal.",
    },
    PracticeWords {
        key: "close_the_loop",
        name: "Close the loop: contain, find the cause, correct, verify",
        is_leading: false,
        plain: "Major issues are closed only once the effect is proven.",
        counters: &["Fires are put out again and again"],
        source: "Ford, Global 8D; ISO 9001:2015, 10.2; 21 CFR 820.100",
        route: "issues/",
        way_on: "Give each major issue its containment, both causes, a correction and a check afterwards before it is closed.",
    },
    PracticeWords {
        key: "standard_work",
        name: "Standard work with one clear owner",
        is_leading: false,
        plain: "Every step has an instruction, a standard time and a role; ownership is clear and reviewed.",
        counters: &["Nobody answers for it"],
        source: "Ohno, standardised work; Training Within Industry, job instruction; RACI",
        route: "workflow/",
        way_on: "Fill in role, time and description of each step, and teach each skill to a second person.",
    },
    PracticeWords {
        key: "ranges",
        name: "Plan with ranges and promise by probability",
        is_leading: true,
        plain: "Forecasts carry ranges, promises use a percentile, buffers come from measured error.",
        counters: &["Forecasts are not checked", "Dates are wished for"],
        source: "Hyndman and Athanasopoulos, Forecasting; Vacanti, Actionable Agile Metrics; Goldratt, Critical Chain",
        route: "demand/",
        way_on: "Accept a forecast with its ranges under Demand, and promise by the 85 % cycle time of Performance.",
    },
    PracticeWords {
        key: "rolling_plan",
        name: "Closed-loop rolling planning",
        is_leading: true,
        plain: "Demand, capacity, schedule and results are linked anew at a fixed pace; changes respect the frozen time.",
        counters: &["What is about to start is planned anew"],
        source: "ASCM, sales and operations planning and time fences; Vollmann, Berry and Whybark",
        route: "production_plan/",
        way_on: "Save a version of the plan or a baseline of the schedule each month, before the work begins.",
    },
    PracticeWords {
        key: "model_first",
        name: "Try the change in a model first",
        is_leading: true,
        plain: "A model predicts what a change of the workflow does; the prediction is held against what happened.",
        counters: &[],
        source: "Law, Simulation Modeling and Analysis; ISO 23247",
        route: "production_plan/",
        way_on: "Play a change through as a version of the plan ahead, write its number into the hypothesis, and compare afterwards.",
    },
    PracticeWords {
        key: "experiments",
        name: "Improve by experiment",
        is_leading: true,
        plain: "Each improvement states what is expected and how it is measured, and is kept only if the data support it.",
        counters: &[],
        source: "Deming, plan-do-study-act; Rother, Toyota Kata; Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments",
        route: "improvement/",
        way_on: "Write a hypothesis, choose the measure, wait for twenty values before the change, and decide by the comparison.",
    },
    PracticeWords {
        key: "early_warning",
        name: "Early warning instead of reports afterwards",
        is_leading: true,
        plain: "Signals raise an issue before the target is missed.",
        counters: &[],
        source: "Toyota, andon and jidoka; Montgomery, chapter 9; Kanban, ageing work",
        route: "performance_dashboard/",
        way_on: "Plan all open orders, chart a measured question, put figures on the dashboard, and answer calls the same day.",
    },
];

/// The key under which it is kept when the workflow was last reviewed, a day.
pub const WORKFLOW_REVIEWED: &str = "practice.workflow_reviewed";
