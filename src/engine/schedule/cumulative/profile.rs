//! What the kernel asks of free quantities over time, however they are kept.

/// Free quantities over time of all resources, and what each task needs of them.
pub(super) trait Profile {
    /// All resources are free again, and for every moment.
    fn clear(&mut self);
    /// The first start from `from` on at which the task fits for its whole length.
    fn first_fit(&mut self, task: usize, from: usize, length: usize) -> usize;
    /// Takes what the task needs from its start on.
    fn take(&mut self, task: usize, start: usize, length: usize);
}
