//! Pages by cursor: a page is found by what the last row of the one before it held, so it costs the same at any depth
//! and does not shift when rows come in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::Error;

/// Rows of a page when nothing is asked.
const USUAL: i64 = 50;
/// Rows of a page at most.
const MOST: i64 = 200;

/// One page of a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What to send as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// What a list is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows wanted, 50 when absent, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    #[serde(default, deserialize_with = "super::extract::number")]
    pub limit: Option<i64>,
}

impl PageQuery {
    /// Rows wanted, within bounds.
    #[must_use]
    pub fn limit(&self) -> i64 {
        self.limit.unwrap_or(USUAL).clamp(1, MOST)
    }

    /// What the cursor holds.
    ///
    /// # Errors
    /// `invalid` when it is not one of ours.
    pub fn after<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        self.cursor.as_deref().map(Cursor::read).transpose()
    }
}

/// A cursor's text: the sort key of the last row, in base 64. Opaque to clients.
#[derive(Debug, Clone, Copy)]
pub struct Cursor;

impl Cursor {
    /// Writes the sort key of the last row.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn write(key: &impl Serialize) -> Result<String, Error> {
        let json = serde_json::to_vec(key).map_err(|cause| Error::internal(cause.to_string()))?;
        Ok(BASE64.encode(json))
    }

    /// Reads it back.
    ///
    /// # Errors
    /// `invalid` when it is not one of ours.
    pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
        let refused = || Error::invalid("cursor", "malformed");
        let json = BASE64.decode(text).map_err(|_| refused())?;
        serde_json::from_slice(&json).map_err(|_| refused())
    }
}

impl<T> Page<T> {
    /// Makes a page from one row more than `limit`, when there was one more: then there is a next page, and `key` of
    /// the last row kept is its cursor.
    ///
    /// # Errors
    /// When the key cannot be written.
    pub fn cut<K: Serialize>(mut items: Vec<T>, limit: i64, key: impl Fn(&T) -> K) -> Result<Self, Error> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if items.len() <= limit {
            return Ok(Self { items, next_cursor: None });
        }
        items.truncate(limit);
        let next_cursor = items.last().map(|last| Cursor::write(&key(last))).transpose()?;
        Ok(Self { items, next_cursor })
    }

    /// The same page with every row made into another.
    #[must_use]
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(make).collect(), next_cursor: self.next_cursor }
    }
}
