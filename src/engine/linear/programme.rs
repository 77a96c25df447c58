//! A linear programme as plain data: columns with costs and bounds, rows that are sums of columns between two bounds.
//!
//! Never solves anything.

/// A column: what one unit of it costs, and between which values it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub cost: f64,
    pub low: f64,
    pub high: f64,
    /// Row and coefficient, each row once.
    pub entries: Vec<(usize, f64)>,
}

/// Columns of least cost such that each column and each row lies between its bounds. Bounds may be endless; costs must be finite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programme {
    pub columns: Vec<Column>,
    /// Lowest and highest value of each row.
    pub rows: Vec<(f64, f64)>,
}

impl Programme {
    pub fn add_row(&mut self, low: f64, high: f64) -> usize {
        self.rows.push((low, high));
        self.rows.len() - 1
    }

    pub fn add_column(&mut self, cost: f64, low: f64, high: f64) -> usize {
        self.columns.push(Column { cost, low, high, entries: Vec::new() });
        self.columns.len() - 1
    }

    /// Adds a coefficient; nothing where row or column are not there, or it is zero.
    pub fn add_entry(&mut self, row: usize, column: usize, value: f64) {
        if row < self.rows.len()
            && value != 0.0
            && let Some(column) = self.columns.get_mut(column)
        {
            match column.entries.iter_mut().find(|entry| entry.0 == row) {
                Some(entry) => entry.1 += value,
                None => column.entries.push((row, value)),
            }
        }
    }

    /// What a choice of columns costs.
    pub fn cost_of(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
    }

    /// By how much a choice of columns breaks its bounds at most, relative to the size of the bound.
    pub fn violation_of(&self, values: &[f64]) -> f64 {
        let mut sums = vec![0.0; self.rows.len()];
        let mut worst: f64 = 0.0;
        for (column, value) in self.columns.iter().zip(values) {
            column.entries.iter().for_each(|(row, coefficient)| sums[*row] += coefficient * value);
            worst = worst.max(beyond(*value, column.low, column.high));
        }
        self.rows.iter().zip(&sums).fold(worst, |worst, ((low, high), sum)| worst.max(beyond(*sum, *low, *high)))
    }
}

/// How far a value lies outside its bounds, relative to the bound.
pub(super) fn beyond(value: f64, low: f64, high: f64) -> f64 {
    let below = if low.is_finite() { (low - value) / (1.0 + low.abs()) } else { 0.0 };
    let above = if high.is_finite() { (value - high) / (1.0 + high.abs()) } else { 0.0 };
    below.max(above).max(0.0)
}
