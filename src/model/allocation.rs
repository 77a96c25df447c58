//! Who does it: what takes a resource away from its work.

use super::{record::record, *};

record! {
    /// A time in which a resource is not there.
    Absence, AbsenceId {
        /// Who or what is absent.
        resource: Option<ResourceId> = None, "Resource", Required, Owned;
        /// From when.
        start: Option<Time> = None, "From", Required;
        /// Until when.
        end: Option<Time> = None, "Until", Required;
        /// Holiday, sickness, maintenance, training.
        reason: String = String::new(), "Reason";
    }
}
