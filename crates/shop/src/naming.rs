//! What rules name and other departments keep: groups, tags, own fields. Who gives one another name or ends it asks here
//! first, so that no rule means something else from one moment to the next. Those departments may not know of segments;
//! what answers is [`crate::NAMING`].

use std::any::Any;

use futures_util::future::BoxFuture;
use platform::db::Tx;
use platform::{App, Error};

/// Something that rules name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'a> {
    /// A group, by its name.
    Group(&'a str),
    /// A tag.
    Tag(&'a str),
    /// An own field, by its key.
    Field(&'a str),
    /// A choice of an own field, by the field's key and its value.
    Choice(&'a str, &'a str),
}

/// Gives a group, by the first name, the second in every rule.
pub type Regroup = for<'a> fn(&'a mut Tx, &'a App, &'a str, &'a str) -> BoxFuture<'a, Result<(), Error>>;

/// What is asked of whoever keeps rules.
pub struct Naming {
    /// Nobody saves a rule while the answer is held. Ask before a transaction is opened, never after.
    pub turn: for<'a> fn(&'a App) -> BoxFuture<'a, Box<dyn Any + Send>>,
    /// Refuses with `named_by_segments` while rules name it, saying whose.
    pub free: for<'a> fn(&'a mut Tx, Named<'a>) -> BoxFuture<'a, Result<(), Error>>,
    /// Writes a group's new name into the rules that name it.
    pub regroup: Regroup,
}
