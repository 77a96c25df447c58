//! What the kernel asks of free quantities over time, however they are kept.

/// Free quantities over time of all resources, and what each task needs of them.
pub(super) trait Profile {
    /// All resources are free again, and for every moment.
    fn clear(&mut self);
    /// Remembers what is free now that so many tasks are placed, where that is worth its memory.
    fn remember(&mut self, _placed: usize) {}
    /// Goes back to what was remembered last with at most so many tasks placed; answers with how many. With none, all is free again.
    fn recall(&mut self, _most: usize) -> usize {
        self.clear();
        0
    }
    /// Remembers nothing any more.
    fn forget(&mut self) {}
    /// The last end of all that is placed.
    fn last(&self) -> usize;
    /// The first start from `from` on at which the task fits for its whole length.
    fn first_fit(&mut self, task: usize, from: usize, length: usize) -> usize;
    /// Takes what the task needs from its start on.
    fn take(&mut self, task: usize, start: usize, length: usize);
}
