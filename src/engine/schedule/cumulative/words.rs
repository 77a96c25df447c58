//! Free quantities of any size: all resources side by side in fields of a few machine words, so that one subtraction tells whether a task
//! fits at a moment.

use super::profile::Profile;
use super::project::Project;

/// What a word holds: the guard bit above every field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Word {
    guards: u64,
    /// All resources free, guards set.
    free: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Words {
    words: Vec<Word>,
    /// Need of each task in every word, word by word.
    needs: Vec<Vec<u64>>,
    /// What is free at each moment, one row per word.
    rows: Vec<Vec<u64>>,
    /// No task has been placed from here on.
    reached: usize,
}

impl Words {
    pub fn new(project: &Project) -> Words {
        let mut words: Vec<Word> = Vec::new();
        let mut fields: Vec<(usize, u32)> = Vec::new();
        let mut used = 64;
        for size in &project.sizes {
            let bits = 64 - size.leading_zeros() + 1;
            if used + bits > 64 {
                words.push(Word::default());
                used = 0;
            }
            let word = words.len() - 1;
            words[word].free |= size << used;
            words[word].guards |= 1 << (used + bits - 1);
            fields.push((word, used));
            used += bits;
        }
        for word in &mut words {
            word.free |= word.guards;
        }
        let mut needs = vec![vec![0; project.tasks.len()]; words.len()];
        for (task, activity) in project.tasks.iter().enumerate() {
            for (resource, quantity) in &activity.needs {
                let (word, shift) = fields[*resource as usize];
                needs[word][task] += quantity << shift;
            }
        }
        Words { rows: vec![Vec::new(); words.len()], words, needs, reached: 0 }
    }
}

impl Profile for Words {
    fn clear(&mut self) {
        for (row, word) in self.rows.iter_mut().zip(&self.words) {
            let used = self.reached.min(row.len());
            row[..used].fill(word.free);
        }
        self.reached = 0;
    }

    #[inline]
    fn last(&self) -> usize {
        self.reached
    }

    #[inline]
    fn first_fit(&mut self, task: usize, from: usize, length: usize) -> usize {
        let mut start = from;
        // Of several words, all have to agree on a place.
        let (mut agreed, mut at) = (0, 0);
        while agreed < self.words.len() {
            let need = self.needs[at][task];
            let found = if need == 0 { start } else { fit(&self.rows[at], &self.words[at], need, start, length, self.reached) };
            agreed = if found == start { agreed + 1 } else { 1 };
            start = found;
            at = (at + 1) % self.words.len();
        }
        start
    }

    #[inline]
    fn take(&mut self, task: usize, start: usize, length: usize) {
        let end = start + length;
        self.reached = self.reached.max(end);
        for ((row, needs), word) in self.rows.iter_mut().zip(&self.needs).zip(&self.words) {
            if row.len() < end {
                row.resize(end * 2, word.free);
            }
            let need = needs[task];
            row[start..end].iter_mut().for_each(|free| *free -= need);
        }
    }
}

/// The first start from `from` on at which a task fits for its whole length. No moment is looked at twice.
#[inline]
fn fit(row: &[u64], word: &Word, need: u64, from: usize, length: usize, reached: usize) -> usize {
    let (mut start, mut checked) = (from, from);
    loop {
        let end = start + length;
        // Beyond what is reached, everything is free.
        let until = end.min(reached);
        if checked >= until {
            return start;
        }
        match row[checked..until].iter().rposition(|free| free.wrapping_sub(need) & word.guards != word.guards) {
            None => return start,
            Some(short) => {
                start = checked + short + 1;
                checked = until;
            }
        }
    }
}
