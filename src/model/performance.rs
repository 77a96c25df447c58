//! Which key figures are looked at, and what they should be: the tiles of the Performance Dashboard.
//!
//! Figures are worked out from the facts, whenever they are shown; a value is kept only where people type it, for what no report tells.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// Which way a figure of one's own gets better.
    Better {
        Up = "up", "Higher";
        Down = "down", "Lower";
        /// It has a place where it belongs.
        Neither = "neither", "Neither";
    }
}

choice! {
    /// How typed values come to one of a longer period.
    Together {
        Sum = "sum", "Added up";
        Mean = "mean", "Their mean";
        Last = "last", "The last one";
    }
}

record! {
    /// A key figure that somebody keeps an eye on.
    Kpi, KpiId {
        /// What people call it.
        name: String = String::new(), "Name", Required, Unique;
        /// The name of a key figure, such as oee, or arithmetic over such names: scrap_ratio + rework_ratio. Where values are typed, the name by
        /// which formulas call it.
        formula: String = String::new(), "Formula", Required;
        /// The unit of a figure of one's own.
        unit: String = String::new(), "Unit";
        /// Which way a figure of one's own gets better.
        better: Better = Better::Up, "Better";
        /// What it should be, in the figure's own unit: shares as 0.85, lengths of time in seconds.
        target: Option<f64> = None, "Target";
        /// What it must not be below.
        lower: Option<f64> = None, "Lower limit";
        /// What it must not be above.
        upper: Option<f64> = None, "Upper limit";
        /// Only of this person or machine. A figure of one member goes when that does, for without it, it would be one of everything.
        resource: Option<ResourceId> = None, "Resource", Owned;
        /// Only of this item. Of several that are given, what comes first here counts: a person or machine, an item, a customer, an order, an
        /// operation, a shift.
        item: Option<ItemId> = None, "Item", Owned;
        /// Only of this customer.
        customer: Option<CustomerId> = None, "Customer", Owned;
        /// Only of this order.
        order: Option<OrderId> = None, "Order", Owned;
        /// Only of this operation.
        operation: Option<OperationId> = None, "Operation", Owned;
        /// Only of the shift of this name.
        shift: String = String::new(), "Shift";
        /// Where its tile stands among the others.
        position: f64 = 0.0, "Position";
        /// Whether it has a tile on the Performance Dashboard.
        shown: bool = true, "On the dashboard";
        /// Its values are typed, one for each day, week or month; empty means that they are counted by its formula.
        typed: Option<Period> = None, "Typed per";
        /// How typed values come to one of a longer period.
        together: Together = Together::Sum, "Longer periods";
    }
}

record! {
    /// A value that was typed for a period of a key figure. Of two of the same period, as people may type apart, that of the lower id counts.
    KpiValue, KpiValueId {
        /// The key figure.
        kpi: Option<KpiId> = None, "Key figure", Required, Owned;
        /// First day of the period.
        start: Option<Time> = None, "Period", Required;
        /// The value, in the figure's own unit: shares as 0.85; empty counts for nothing.
        value: Option<f64> = None, "Value";
    }
}

impl Workspace {
    /// The figures with a tile on the dashboard, in their order.
    pub fn tiles(&self) -> Vec<&Kpi> {
        let mut tiles: Vec<&Kpi> = self.kpis.values().filter(|figure| figure.shown).collect();
        sort_with(&mut tiles, |a, b| a.position.total_cmp(&b.position).then(a.id.cmp(&b.id)));
        tiles
    }

    /// The values typed for a figure, in the order of their periods and each once; none for one that is counted.
    pub fn typed_values(&self, figure: &Kpi) -> Vec<&KpiValue> {
        let Some(period) = figure.typed else { return Vec::new() };
        let start = |value: &KpiValue| value.start.map(|start| period.start_of(start));
        let known = |value: &&KpiValue| value.kpi == Some(figure.id) && value.start.is_some() && value.value.is_some();
        let mut values: Vec<&KpiValue> = self.kpi_values.values().filter(known).collect();
        sort_with(&mut values, |a, b| start(a).cmp(&start(b)).then(a.id.cmp(&b.id)));
        values.dedup_by(|later, first| start(later) == start(first));
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_values_come_in_the_order_of_their_periods_and_each_period_once() {
        let mut workspace = Workspace::default();
        let figure = Kpi { typed: Some(Period::Week), ..Kpi::new(KpiId::from_raw(1)) };
        let mut type_in = |raw, day, value| {
            let start = Time::from_date(2026, 3, day);
            let id = KpiValueId::from_raw(raw);
            workspace.kpi_values.insert(id, KpiValue { kpi: Some(figure.id), start, value, ..KpiValue::new(id) });
        };
        // The second of March is a Monday; the fourth lies in the same week.
        type_in(7, 9, Some(9.0));
        type_in(8, 4, Some(4.0));
        type_in(9, 2, Some(2.0));
        type_in(10, 16, None);
        let told = |figure: &Kpi| workspace.typed_values(figure).iter().map(|value| value.value).collect::<Vec<_>>();
        assert_eq!(told(&figure), [Some(4.0), Some(9.0)]);
        assert_eq!(told(&Kpi { typed: Some(Period::Day), ..figure.clone() }), [Some(2.0), Some(4.0), Some(9.0)]);
        assert!(told(&Kpi { typed: None, ..figure.clone() }).is_empty(), "what is counted has no typed values");
    }
}
