//! What a file was recognised as.

use serde::{Deserialize, Serialize};

use crate::source::Kind;

/// How sure the recogniser is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The columns are those of a known export.
    Certain,
    /// Enough columns of a known export, or a mapping that was guessed.
    Likely,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    /// Stable code: `taobao.orders.e`, `taobao.items.3`, `tmall.refunds`, `pinduoduo.orders`, …, or `table`.
    pub code: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Encoding of the text: `UTF-8` or `GB18030`.
    pub encoding: String,
    /// How sure this is.
    pub confidence: Confidence,
    /// What kind of file it is.
    pub kind: Kind,
}
