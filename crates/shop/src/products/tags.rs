//! What a shop marks its products with, for promotions to name.
//!
//! Absent from here: the tags of customers (`groups`).

use std::collections::BTreeSet;

use connectors::drafts::{LONGEST_TAG, MOST_TAGS};
use platform::Error;

/// The tags of a product, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tags(BTreeSet<String>);

impl Tags {
    /// As somebody wrote them down, one after another.
    pub(super) fn of<'a>(said: impl IntoIterator<Item = &'a String>) -> Self {
        let tidy = said.into_iter().map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" "));
        Self(tidy.filter(|tag| !tag.is_empty()).collect())
    }

    /// As staff says them.
    ///
    /// # Errors
    /// `invalid` when there are too many, or one is too long.
    pub(super) fn typed(said: &[String]) -> Result<Self, Error> {
        let tags = Self::of(said);
        if tags.0.len() > MOST_TAGS {
            return Err(Error::invalid("tags", "too_many"));
        }
        if tags.0.iter().any(|tag| tag.chars().count() > LONGEST_TAG) {
            return Err(Error::invalid("tags", "too_long"));
        }
        Ok(tags)
    }

    /// Reads [`Self::kept`].
    pub(super) fn read(kept: &str) -> Self {
        Self(kept.split('\n').filter(|tag| !tag.is_empty()).map(str::to_owned).collect())
    }

    /// As the database keeps them: a line each, with a break before and after, so that one is found whole.
    pub(super) fn kept(&self) -> String {
        self.0
            .iter()
            .fold(String::new(), |kept, tag| if kept.is_empty() { format!("\n{tag}\n") } else { kept + tag + "\n" })
    }

    /// The tags in their order.
    pub(super) fn list(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }

    /// The tags.
    pub(super) fn into_set(self) -> BTreeSet<String> {
        self.0
    }
}
