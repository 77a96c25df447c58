//! The basis of a simplex method as sparse triangular factors, with the changes since it was factorised.
//!
//! Never knows bounds or costs: it solves systems of equations.
//!
//! Bases of production plans are nearly triangular: columns with a single open row, then rows with a single open column, are taken first, without
//! any arithmetic. What remains is factorised column by column, with pivots that are large enough and have few neighbours. Changes are kept in
//! product form. After factorising, the basic column whose pivot is in a row counts as that row's: one index names rows and basic columns.

/// Of the largest entry of a column, what a pivot must at least be.
const THRESHOLD: f64 = 0.1;
/// Below this an entry is the rounding of a computer.
const DROP: f64 = 1e-14;

/// A basis that cannot be factorised: rows and columns that were left over.
#[derive(Clone, Debug, PartialEq)]
pub struct Singular {
    /// Positions in the list of columns given.
    pub columns: Vec<usize>,
    pub rows: Vec<usize>,
}

/// Lists one behind the other.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<usize>,
    entries: Vec<(usize, f64)>,
}

impl Lists {
    fn clear(&mut self) {
        self.starts.clear();
        self.starts.push(0);
        self.entries.clear();
    }

    fn close(&mut self) {
        self.starts.push(self.entries.len());
    }

    fn of(&self, at: usize) -> &[(usize, f64)] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }
}

/// A change of one column of the basis.
#[derive(Clone, Copy, Debug)]
struct Change {
    row: usize,
    pivot: f64,
    end: usize,
}

/// The factors of a basis.
#[derive(Clone, Debug, Default)]
pub struct Factors {
    /// Rows in the sequence of pivots.
    order: Vec<usize>,
    diagonal: Vec<f64>,
    /// Sequence positions with entries below the diagonal, and these entries.
    lower_at: Vec<usize>,
    lower: Lists,
    /// Entries above the diagonal by column, in the sequence of pivots, and by row.
    upper: Lists,
    upper_rows: Lists,
    changes: Vec<Change>,
    change_entries: Vec<(usize, f64)>,
}

impl Factors {
    /// Factorises columns (row, coefficient); answers which column has its pivot in which row.
    pub fn factorise(&mut self, columns: &[&[(usize, f64)]]) -> Result<Vec<usize>, Singular> {
        let size = columns.len();
        self.order.clear();
        self.diagonal.clear();
        self.lower_at.clear();
        self.lower.clear();
        self.upper.clear();
        self.changes.clear();
        self.change_entries.clear();
        let mut peeling = Peeling::of(columns);
        let mut column_of = vec![usize::MAX; size];
        let mut is_nucleus_row = vec![true; size];
        // Columns with one open row: everything else of theirs is above the diagonal.
        while let Some((column, row)) = peeling.next_column(columns) {
            self.place(columns[column], row, &is_nucleus_row);
            column_of[row] = column;
            is_nucleus_row[row] = false;
        }
        // Rows with one open column: what else is open in that column is below the diagonal.
        peeling.turn_to_rows();
        while let Some((row, column)) = peeling.next_row(columns) {
            self.place(columns[column], row, &is_nucleus_row);
            column_of[row] = column;
            is_nucleus_row[row] = false;
        }
        let mut rest = peeling.open_columns();
        rest.sort_by_key(|column| (columns[*column].iter().filter(|(row, _)| is_nucleus_row[*row]).count(), *column));
        let left_over = self.factorise_nucleus(columns, &rest, &mut is_nucleus_row, &mut column_of);
        if !left_over.is_empty() {
            let rows = (0..size).filter(|row| is_nucleus_row[*row]).collect();
            return Err(Singular { columns: left_over, rows });
        }
        self.turn_upper();
        Ok(column_of)
    }

    /// Takes a column as it is, with its pivot in `row`; rows that are still open go below the diagonal.
    fn place(&mut self, column: &[(usize, f64)], row: usize, is_open: &[bool]) {
        let pivot = column.iter().find(|entry| entry.0 == row).map_or(1.0, |entry| entry.1);
        let before = self.lower.entries.len();
        for (other, value) in column.iter().filter(|entry| entry.0 != row) {
            if is_open[*other] {
                self.lower.entries.push((*other, value / pivot));
            } else {
                self.upper.entries.push((*other, *value));
            }
        }
        if self.lower.entries.len() > before {
            self.lower_at.push(self.order.len());
            self.lower.close();
        }
        self.upper.close();
        self.order.push(row);
        self.diagonal.push(pivot);
    }

    /// Left-looking elimination of what has no single rows or columns; answers the columns without a pivot.
    fn factorise_nucleus(
        &mut self,
        columns: &[&[(usize, f64)]],
        rest: &[usize],
        is_open: &mut [bool],
        column_of: &mut [usize],
    ) -> Vec<usize> {
        let mut left_over = Vec::new();
        let first = self.lower_at.len();
        let mut counts = vec![0_usize; columns.len()];
        for (row, _) in rest.iter().flat_map(|column| columns[*column].iter()) {
            counts[*row] += 1;
        }
        let mut work = vec![0.0; columns.len()];
        let mut touched: Vec<usize> = Vec::new();
        let mut is_touched = vec![false; columns.len()];
        for column in rest {
            for (row, value) in columns[*column] {
                work[*row] = *value;
                is_touched[*row] = true;
                touched.push(*row);
            }
            for at in first..self.lower_at.len() {
                let value = work[self.order[self.lower_at[at]]];
                if value != 0.0 {
                    for (row, factor) in self.lower.of(at) {
                        if !std::mem::replace(&mut is_touched[*row], true) {
                            touched.push(*row);
                        }
                        work[*row] -= factor * value;
                    }
                }
            }
            let largest = touched.iter().filter(|row| is_open[**row]).map(|row| work[*row].abs()).fold(0.0, f64::max);
            let fit = touched.iter().copied().filter(|row| is_open[*row] && work[*row].abs() >= THRESHOLD * largest);
            let pivot = if largest > 1e-11 { fit.min_by_key(|row| (counts[*row], *row)) } else { None };
            if let Some(pivot_row) = pivot {
                let pivot = work[pivot_row];
                let before = self.lower.entries.len();
                touched.sort_unstable();
                for row in touched.iter().copied().filter(|row| *row != pivot_row && work[*row].abs() > DROP) {
                    if is_open[row] {
                        self.lower.entries.push((row, work[row] / pivot));
                    } else {
                        self.upper.entries.push((row, work[row]));
                    }
                }
                if self.lower.entries.len() > before {
                    self.lower_at.push(self.order.len());
                    self.lower.close();
                }
                self.upper.close();
                self.order.push(pivot_row);
                self.diagonal.push(pivot);
                is_open[pivot_row] = false;
                column_of[pivot_row] = *column;
            } else {
                left_over.push(*column);
            }
            for row in touched.drain(..) {
                work[row] = 0.0;
                is_touched[row] = false;
            }
        }
        left_over
    }

    /// The entries above the diagonal by rows, for systems with the transposed basis.
    fn turn_upper(&mut self) {
        let size = self.order.len();
        let mut starts = vec![0_usize; size + 1];
        self.upper.entries.iter().for_each(|(row, _)| starts[row + 1] += 1);
        for row in 0..size {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); self.upper.entries.len()];
        for (at, column) in self.order.iter().enumerate() {
            for (row, value) in self.upper.of(at) {
                entries[next[*row]] = (*column, *value);
                next[*row] += 1;
            }
        }
        self.upper_rows = Lists { starts, entries };
    }

    /// Solves B·x = b in place.
    pub fn solve(&self, work: &mut [f64]) {
        for (at, position) in self.lower_at.iter().enumerate() {
            let value = work[self.order[*position]];
            if value != 0.0 {
                self.lower.of(at).iter().for_each(|(row, factor)| work[*row] -= factor * value);
            }
        }
        for (at, row) in self.order.iter().enumerate().rev() {
            if work[*row] != 0.0 {
                let value = work[*row] / self.diagonal[at];
                work[*row] = value;
                self.upper.of(at).iter().for_each(|(other, factor)| work[*other] -= factor * value);
            }
        }
        let mut start = 0;
        for change in &self.changes {
            if work[change.row] != 0.0 {
                let value = work[change.row] / change.pivot;
                self.change_entries[start..change.end].iter().for_each(|(row, factor)| work[*row] -= factor * value);
                work[change.row] = value;
            }
            start = change.end;
        }
    }

    /// Solves Bᵀ·y = c in place.
    pub fn solve_transposed(&self, work: &mut [f64]) {
        for (at, change) in self.changes.iter().enumerate().rev() {
            let start = if at > 0 { self.changes[at - 1].end } else { 0 };
            let sum: f64 = self.change_entries[start..change.end].iter().map(|(row, factor)| factor * work[*row]).sum();
            work[change.row] = (work[change.row] - sum) / change.pivot;
        }
        for (at, row) in self.order.iter().enumerate() {
            if work[*row] != 0.0 {
                let value = work[*row] / self.diagonal[at];
                work[*row] = value;
                self.upper_rows.of(*row).iter().for_each(|(other, factor)| work[*other] -= factor * value);
            }
        }
        for (at, position) in self.lower_at.iter().enumerate().rev() {
            let sum: f64 = self.lower.of(at).iter().map(|(row, factor)| factor * work[*row]).sum();
            work[self.order[*position]] -= sum;
        }
    }

    /// Replaces the basic column of a row by one whose solution B⁻¹·a is given.
    pub fn replace(&mut self, row: usize, solution: &[f64]) {
        self.change_entries.extend(
            solution.iter().enumerate().filter(|(other, value)| *other != row && value.abs() > DROP).map(|(other, value)| (other, *value)),
        );
        self.changes.push(Change { row, pivot: solution[row], end: self.change_entries.len() });
    }

    /// Whether so much has changed that factorising again is less work.
    pub fn is_worn(&self) -> bool {
        self.changes.len() >= 100 || self.change_entries.len() > 3 * (self.upper.entries.len() + self.lower.entries.len()) + 4000
    }

    pub fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Rows and columns that have only one open neighbour.
struct Peeling {
    is_column_open: Vec<bool>,
    is_row_open: Vec<bool>,
    /// Open rows of each column.
    in_column: Vec<usize>,
    /// Open columns of each row.
    in_row: Vec<usize>,
    columns_of_row: Lists,
    waiting: Vec<usize>,
}

impl Peeling {
    fn of(columns: &[&[(usize, f64)]]) -> Peeling {
        let size = columns.len();
        let in_column: Vec<usize> = columns.iter().map(|column| column.len()).collect();
        let mut in_row = vec![0_usize; size];
        columns.iter().flat_map(|column| column.iter()).for_each(|(row, _)| in_row[*row] += 1);
        let mut starts = vec![0_usize; size + 1];
        for row in 0..size {
            starts[row + 1] = starts[row] + in_row[row];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); starts[size]];
        for (at, column) in columns.iter().enumerate() {
            for (row, value) in column.iter() {
                entries[next[*row]] = (at, *value);
                next[*row] += 1;
            }
        }
        let waiting = (0..size).rev().filter(|column| in_column[*column] == 1).collect();
        let columns_of_row = Lists { starts, entries };
        Peeling { is_column_open: vec![true; size], is_row_open: vec![true; size], in_column, in_row, columns_of_row, waiting }
    }

    /// A column with one open row, which is closed with it.
    fn next_column(&mut self, columns: &[&[(usize, f64)]]) -> Option<(usize, usize)> {
        while let Some(column) = self.waiting.pop() {
            if !self.is_column_open[column] || self.in_column[column] != 1 {
                continue;
            }
            let Some(row) = columns[column].iter().find(|entry| self.is_row_open[entry.0] && entry.1.abs() > DROP).map(|entry| entry.0)
            else {
                continue;
            };
            self.is_column_open[column] = false;
            self.is_row_open[row] = false;
            for (other, _) in self.columns_of_row.of(row) {
                self.in_column[*other] -= 1;
                if self.in_column[*other] == 1 && self.is_column_open[*other] {
                    self.waiting.push(*other);
                }
            }
            return Some((column, row));
        }
        None
    }

    fn turn_to_rows(&mut self) {
        for row in 0..self.in_row.len() {
            self.in_row[row] = self.columns_of_row.of(row).iter().filter(|(column, _)| self.is_column_open[*column]).count();
        }
        self.waiting = (0..self.in_row.len()).rev().filter(|row| self.is_row_open[*row] && self.in_row[*row] == 1).collect();
    }

    /// A row with one open column, which is closed with it; not where the entry is small beside others of its column.
    fn next_row(&mut self, columns: &[&[(usize, f64)]]) -> Option<(usize, usize)> {
        while let Some(row) = self.waiting.pop() {
            if !self.is_row_open[row] || self.in_row[row] != 1 {
                continue;
            }
            let open = self.columns_of_row.of(row).iter().find(|(column, _)| self.is_column_open[*column]);
            let Some((column, value)) = open.copied() else { continue };
            let largest = columns[column].iter().filter(|entry| self.is_row_open[entry.0]).map(|entry| entry.1.abs()).fold(0.0, f64::max);
            if value.abs() < 1e-3 * largest || value.abs() <= DROP {
                continue;
            }
            self.is_column_open[column] = false;
            self.is_row_open[row] = false;
            for (other, _) in columns[column].iter().filter(|entry| self.is_row_open[entry.0]) {
                self.in_row[*other] -= 1;
                if self.in_row[*other] == 1 {
                    self.waiting.push(*other);
                }
            }
            return Some((row, column));
        }
        None
    }

    fn open_columns(&self) -> Vec<usize> {
        (0..self.is_column_open.len()).filter(|column| self.is_column_open[*column]).collect()
    }
}
