//! What the tab of control charts looks at, and the one way in which it changes a chart.

use crate::app::derived::quality::{CHART_TABLES, ChartSeries, chart_series};
use crate::app::{QualityCommand, RecordCommand, Session};
use crate::engine::quality::ChartOutcome;
use crate::model::{CheckId, CheckItem, ControlChart, ControlChartId, RecordId, TableName, Value, sort_with_key};
use leptos::prelude::*;
use std::sync::Arc;

/// A chart with its numbers; none where its question is gone.
pub type Shown = Option<Arc<(ChartSeries, ChartOutcome)>>;

/// The charts of the session's workspace and the one that is looked at. Copied freely.
#[derive(Clone, Copy)]
pub struct Charts {
    pub session: Session,
    /// Who registers issues.
    pub person: RwSignal<String>,
    /// Who revises limits, where that is said.
    pub reviser: RwSignal<String>,
    pub all: Memo<Vec<(ControlChartId, String)>>,
    pub chosen: RwSignal<Option<ControlChartId>>,
    /// The record of the chart shown.
    pub record: Memo<Option<ControlChart>>,
    pub shown: Memo<Shown>,
    /// The check of the point that was pressed: it stays the same when others come before it.
    pub point: RwSignal<Option<CheckId>>,
}

impl Charts {
    /// The charts of a session; the tabs of charts and of capability look at the same one.
    pub fn new(session: Session, person: RwSignal<String>) -> Charts {
        let all = Memo::new(move |_| {
            session.watch(&[TableName::ControlChart], |workspace| {
                let mut charts: Vec<&ControlChart> = workspace.control_charts.values().collect();
                sort_with_key(&mut charts, |chart| chart.name.to_lowercase());
                charts.into_iter().map(|chart| (chart.id, chart.name.clone())).collect::<Vec<_>>()
            })
        });
        let chosen = RwSignal::new(None::<ControlChartId>);
        let id = Memo::new(move |_| {
            let wanted = chosen.get();
            all.with(|all| all.iter().find(|(id, _)| Some(*id) == wanted).or(all.first()).map(|(id, _)| *id))
        });
        let record = Memo::new(move |_| {
            let id = id.get()?;
            session.watch(&[TableName::ControlChart], |workspace| workspace.control_charts.get(&id).cloned())
        });
        let shown = Memo::new(move |_| {
            let chart = record.get()?;
            session.watch(&CHART_TABLES, |workspace| {
                let series = chart_series(workspace, &chart)?;
                let outcome = series.outcome();
                Some(Arc::new((series, outcome)))
            })
        });
        Charts { session, person, reviser: RwSignal::new(String::new()), all, chosen, record, shown, point: RwSignal::new(None) }
    }

    /// Shows a chart; a point of another one is closed.
    pub fn show(self, id: ControlChartId) {
        self.point.set(None);
        self.chosen.set(Some(id));
    }

    /// Charts a question, and shows the chart.
    pub fn add(self, question: &CheckItem) {
        let before = self.session.ids(TableName::ControlChart);
        let chart = self.session.peek(|workspace| crate::app::derived::quality::new_chart(workspace, question));
        if self.session.act(QualityCommand::AddChart { chart: Box::new(chart) }) {
            let new = self.session.peek(|workspace| workspace.ids(TableName::ControlChart)).into_iter().find(|id| !before.contains(id));
            new.into_iter().for_each(|id| self.show(ControlChartId::from_raw(id)));
        }
    }

    /// Sets a field of the chart shown.
    pub fn set(self, name: &'static str, value: Value) {
        let id = self.record.with_untracked(|chart| chart.as_ref().map(|chart| chart.id.raw()));
        if let (Some(id), Some(field)) = (id, TableName::ControlChart.field(name)) {
            self.session.act(RecordCommand::Set { table: TableName::ControlChart, ids: vec![id], field, value });
        }
    }

    /// Changes what the limits of the chart shown rest on, under the name of who does; nothing where there is no chart.
    pub fn alter(self, name: &'static str, new: impl FnOnce(&ChartSeries) -> Option<Value>) {
        let shown = self.shown.get_untracked();
        let new = shown.and_then(|shown| Some((shown.0.chart.id, TableName::ControlChart.field(name)?, new(&shown.0)?)));
        if let Some((chart, field, value)) = new {
            let (by, time) = (self.reviser.get_untracked(), self.session.now());
            self.session.act(QualityCommand::Revise { chart, field, value, by, time });
        }
    }

    /// The place of the point that was pressed; tracked.
    pub fn place(self) -> Option<usize> {
        let check = self.point.get()?;
        self.with(|series, _| series.points.iter().position(|point| point.check == check)).flatten()
    }

    /// Opens what is behind a point.
    pub fn press(self, at: usize) {
        let check = self.shown.get_untracked().and_then(|shown| shown.0.points.get(at).map(|point| point.check));
        self.point.set(check);
    }

    /// Reads the chart shown; tracked.
    pub fn with<T>(self, read: impl FnOnce(&ChartSeries, &ChartOutcome) -> T) -> Option<T> {
        self.shown.get().map(|shown| read(&shown.0, &shown.1))
    }
}
