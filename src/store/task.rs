//! Futures of one thread, and a small executor for where there is no browser.
//!
//! Never uses threads, timers or a clock: a task moves only when it is polled here or by the browser's event loop.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// A future owned by whoever runs it, bound to one thread.
pub type Task<T> = Pin<Box<dyn Future<Output = T>>>;

/// Whoever runs a task to its end in the background: the browser's event loop, or [`Tasks`].
pub trait Spawn {
    /// Takes the task over; it may run at once or later, and nobody waits for it.
    fn spawn(&self, task: Task<()>);
}

/// A task that is already done.
pub fn done<T: 'static>(value: T) -> Task<T> {
    Box::pin(std::future::ready(value))
}

/// Tasks run by hand, in the order they were given; for tests and native use.
#[derive(Clone, Default)]
pub struct Tasks {
    queue: Rc<RefCell<VecDeque<Task<()>>>>,
}

impl Spawn for Tasks {
    fn spawn(&self, task: Task<()>) {
        self.queue.borrow_mut().push_back(task);
    }
}

impl Tasks {
    /// Runs every task until none of them can move any more.
    pub fn run(&self) {
        let flag = Arc::new(Flag::default());
        let waker = Waker::from(Arc::clone(&flag));
        while self.poll_all(&mut Context::from_waker(&waker)) || flag.take() {}
    }

    /// Runs `future` and every task; `None` if the future waits for something that will never come.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let flag = Arc::new(Flag::default());
        let waker = Waker::from(Arc::clone(&flag));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return Some(value);
            }
            let moved = self.poll_all(&mut context);
            if !moved && !flag.take() {
                return None;
            }
        }
    }

    /// Polls each task once; true if one of them ended or a new one arrived.
    fn poll_all(&self, context: &mut Context<'_>) -> bool {
        let tasks = std::mem::take(&mut *self.queue.borrow_mut());
        let mut waiting = VecDeque::with_capacity(tasks.len());
        let before = tasks.len();
        for mut task in tasks {
            if task.as_mut().poll(context).is_pending() {
                waiting.push_back(task);
            }
        }
        let mut queue = self.queue.borrow_mut();
        let moved = waiting.len() < before || !queue.is_empty();
        waiting.append(&mut queue);
        *queue = waiting;
        moved
    }
}

/// Remembers that something woke a task since the last look.
#[derive(Default)]
struct Flag(AtomicBool);

impl Flag {
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
