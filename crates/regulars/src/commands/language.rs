//! The languages that a report can be read in.

/// The language of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

impl Language {
    /// The words in this language.
    pub(super) fn say<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        if self == Self::Zh { zh } else { en }
    }
}
