//! What gets better: changes that are tried, measured before and after, and kept or given up.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// How far an improvement has come: plan, do, study, act.
    ImprovementStage {
        Idea = "idea", "Idea";
        /// What is expected, how it is measured, and how much is needed to see it.
        Plan = "plan", "Plan";
        /// It is being tried.
        Do = "do", "Do";
        /// What was measured is held against what was expected.
        Study = "study", "Study";
        /// It was adopted, adapted or abandoned.
        Act = "act", "Act";
    }
}

choice! {
    /// What was decided about a change that was tried.
    Conclusion {
        Open = "open", "Open";
        Adopt = "adopt", "Adopt";
        /// Tried again in another way.
        Adapt = "adapt", "Adapt";
        Abandon = "abandon", "Abandon";
    }
}

choice! {
    /// What is measured before and after.
    Measured {
        Nothing = "nothing", "Nothing yet";
        /// Measured values or counts of a question of a checklist.
        Question = "question", "A question of a checklist";
        /// Time per unit at an operation, from reports.
        UnitTime = "unit_time", "Time per unit";
        /// Share of the units made that were lost.
        Scrap = "scrap", "Share scrapped";
        /// Share of checks that failed.
        Failures = "failures", "Share of failed checks";
    }
}

record! {
    /// An improvement, with the boxes of an A3 sheet.
    Improvement, ImprovementId {
        /// What it is about, in a line.
        name: String = String::new(), "Improvement", Required;
        /// How far it has come.
        stage: ImprovementStage = ImprovementStage::Idea, "Stage";
        /// What was decided.
        decision: Conclusion = Conclusion::Open, "Decision";
        /// The issue that it comes from.
        issue: Option<IssueId> = None, "From issue";
        /// Who looks after it.
        owner: String = String::new(), "Owner";
        /// Until when it should be decided.
        due: Option<Time> = None, "Due";
        /// Why it matters.
        background: String = String::new(), "Background";
        /// How it is today.
        condition: String = String::new(), "Current condition";
        /// How it should be.
        goal: String = String::new(), "Goal";
        /// Why it is not so yet.
        analysis: String = String::new(), "Analysis";
        /// What is changed.
        countermeasures: String = String::new(), "Countermeasures";
        /// What is expected to happen, and by how much.
        hypothesis: String = String::new(), "Hypothesis";
        /// Who does what until when.
        plan: String = String::new(), "Plan";
        /// What is measured.
        measure: Measured = Measured::Nothing, "Measure";
        /// The question whose answers are measured.
        question: Option<CheckItemId> = None, "Question";
        /// The operation at which it is measured.
        operation: Option<OperationId> = None, "Operation";
        /// Only for this item; empty means for all.
        item: Option<ItemId> = None, "Item";
        /// When the change took effect: what was measured before is held against what came after.
        began: Option<Time> = None, "Changed from";
        /// Who decided, where that was said.
        decided_by: String = String::new(), "Decided by";
        /// What the comparison said.
        result: String = String::new(), "Result";
        /// What it is worth a year.
        benefit: f64 = 0.0, "Benefit a year";
        /// What it cost.
        cost: f64 = 0.0, "Cost", NotNegative;
        /// The scenario in which it was tried before it was done.
        scenario: Option<ScenarioId> = None, "Tried in scenario";
        /// What is expected of the measure afterwards: its mean, or the share in per cent.
        expected: Option<f64> = None, "Expected afterwards";
    }
}
