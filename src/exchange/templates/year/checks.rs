//! What was checked at the last step of each run, and the chart of what is measured.

use super::{Checked, Course, MOVED, Past};
use crate::model::*;

impl Past<'_> {
    /// The checklist at the last step of the first item, and the chart of what is measured.
    pub(super) fn checklist(&mut self, courses: &[Course], checked: &Checked) -> Vec<CheckItem> {
        let last = courses.first().and_then(|course| course.steps.last().copied());
        let list = Checklist { name: checked.list.to_owned(), operation: last, blocks: false, ..self.build.record() };
        let pass = CheckItem { checklist: Some(list.id), position: 1.0, name: checked.question.to_owned(), ..self.build.record() };
        let measured = CheckItem {
            checklist: Some(list.id),
            position: 2.0,
            name: checked.measured.to_owned(),
            kind: AnswerKind::Measured,
            unit: checked.unit.to_owned(),
            lower: Some(checked.target - checked.tolerance),
            target: Some(checked.target),
            upper: Some(checked.target + checked.tolerance),
            size: 3,
            ..self.build.record()
        };
        let chart = ControlChart {
            name: checked.measured.to_owned(),
            question: Some(measured.id),
            learned_until: Some(self.today.week_start().minus(Span::from_days(7 * MOVED))),
            ..self.build.record()
        };
        self.build.workspace.control_charts.insert(chart.id, chart);
        self.build.workspace.checklists.insert(list.id, list);
        for item in [&pass, &measured] {
            self.build.workspace.check_items.insert(item.id, item.clone());
        }
        vec![pass, measured]
    }

    pub(super) fn check(&mut self, ago: i64, about: &Report, time: Time, checked: &Checked, list: &[CheckItem]) {
        let [pass, measured] = list else { return };
        let moved = if ago <= MOVED { 0.45 * checked.tolerance } else { 0.0 };
        let values: Vec<f64> = (0..3)
            .map(|_| {
                let value = checked.target + moved + self.spread() * checked.tolerance / 4.0;
                (value * 100.0).round() / 100.0
            })
            .collect();
        let is_within = values.iter().all(|value| (value - checked.target).abs() <= checked.tolerance);
        let is_well = self.rng.f64() > 0.04;
        // As answers are kept; nothing in our own words has to be escaped.
        let numbers: Vec<String> = values.iter().map(f64::to_string).collect();
        let answers = format!(
            concat!(
                r#"[{{"item":"{}","question":"{}","kind":"PassFail","size":1,"text":"{}","passed":{}}},"#,
                r#"{{"item":"{}","question":"{}","kind":"Measured","values":[{}],"size":3,"passed":{},"lower":{},"upper":{},"unit":"{}"}}]"#
            ),
            id_text(pass.id.raw()),
            pass.name,
            if is_well { "pass" } else { "fail" },
            is_well,
            id_text(measured.id.raw()),
            measured.name,
            numbers.join(","),
            is_within,
            checked.target - checked.tolerance,
            checked.target + checked.tolerance,
            measured.unit
        );
        let passed = is_well && is_within;
        let check = Check {
            checklist: pass.checklist,
            time: Some(time),
            by: about.by.clone(),
            device: about.device.clone(),
            task: about.task,
            operation: about.operation,
            item: about.item,
            resource: about.resource,
            passed,
            score: f64::from(u8::from(is_well) + u8::from(is_within)) * 50.0,
            answers,
            ..self.build.record()
        };
        self.build.workspace.checks.insert(check.id, check);
    }
}
