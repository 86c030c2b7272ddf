//! Texts as numbers, one dictionary for each attribute and for each name of a property.
//!
//! A code never changes its text, so readers and the writer share the dictionaries. Properties of one name share one
//! dictionary over all kinds of facts, so that a sequence can ask for the same product.
//!
//! Absent from here: counts. A text may be here that nobody has any more.

use std::sync::Arc;

use parking_lot::RwLock;
use rustc_hash::FxHashMap;

/// The texts of a column.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    inner: RwLock<Texts>,
}

#[derive(Debug, Default)]
struct Texts {
    texts: Vec<Arc<str>>,
    codes: FxHashMap<Arc<str>, u32>,
}

impl Dictionary {
    /// A dictionary of these texts, in this order.
    pub(crate) fn of(texts: Vec<Arc<str>>) -> Self {
        let codes = texts.iter().enumerate().map(|(code, text)| (Arc::clone(text), code as u32)).collect();
        Self { inner: RwLock::new(Texts { texts, codes }) }
    }

    /// The code of a text, which gets one when it has none.
    pub(crate) fn code(&self, text: &str) -> i64 {
        if let Some(&code) = self.inner.read().codes.get(text) {
            return i64::from(code);
        }
        let mut inner = self.inner.write();
        if let Some(&code) = inner.codes.get(text) {
            return i64::from(code);
        }
        let code = inner.texts.len() as u32;
        let text: Arc<str> = Arc::from(text);
        inner.texts.push(Arc::clone(&text));
        inner.codes.insert(text, code);
        i64::from(code)
    }

    /// The text of a code.
    pub(crate) fn text(&self, code: i64) -> Option<Arc<str>> {
        self.inner.read().texts.get(usize::try_from(code).ok()?).cloned()
    }

    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.inner.read().texts.len()
    }

    /// The codes of the texts that pass, rising.
    pub(crate) fn codes(&self, passes: impl Fn(&str) -> bool) -> Vec<i64> {
        let inner = self.inner.read();
        inner.texts.iter().enumerate().filter(|(_, text)| passes(text)).map(|(code, _)| code as i64).collect()
    }

    /// Every text, by code.
    pub(crate) fn texts(&self) -> Vec<Arc<str>> {
        self.inner.read().texts.clone()
    }
}
