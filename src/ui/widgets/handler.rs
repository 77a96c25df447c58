//! A callback that may be missing, so that a component can hand on the ones it was given.

use leptos::prelude::*;

/// A callback that may be missing. Made from a closure, a [`Callback`], or an `Option` of one.
pub struct Handler<In: 'static, Out: 'static = ()>(Option<Callback<In, Out>>);

impl<In, Out> Handler<In, Out> {
    /// The callback, if there is one.
    pub fn get(self) -> Option<Callback<In, Out>> {
        self.0
    }
}

impl<In, Out> Clone for Handler<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In, Out> Copy for Handler<In, Out> {}

impl<In, Out> Default for Handler<In, Out> {
    fn default() -> Self {
        Handler(None)
    }
}

impl<In, Out> From<Callback<In, Out>> for Handler<In, Out> {
    fn from(callback: Callback<In, Out>) -> Self {
        Handler(Some(callback))
    }
}

impl<In, Out> From<Option<Callback<In, Out>>> for Handler<In, Out> {
    fn from(callback: Option<Callback<In, Out>>) -> Self {
        Handler(callback)
    }
}

impl<In, Out, F> From<F> for Handler<In, Out>
where
    F: Fn(In) -> Out + Send + Sync + 'static,
{
    fn from(function: F) -> Self {
        Handler(Some(Callback::new(function)))
    }
}
