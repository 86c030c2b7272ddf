//! Texts in Chinese and English, from Fluent catalogues that each department brings along.

use std::collections::BTreeSet;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::{LanguageIdentifier, langid};
use utoipa::ToSchema;

use crate::error::Error;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
pub enum Locale {
    /// 简体中文, the default.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// `zh-CN` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The first language of an `Accept-Language` header that the product speaks.
    #[must_use]
    pub fn accept(header: &str) -> Option<Self> {
        header.split(',').map(|part| part.split(';').next().unwrap_or("").trim().to_ascii_lowercase()).find_map(|tag| {
            if tag.starts_with("zh") {
                Some(Self::ZhCn)
            } else if tag.starts_with("en") {
                Some(Self::En)
            } else {
                None
            }
        })
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::ZhCn => langid!("zh-CN"),
            Self::En => langid!("en"),
        }
    }
}

/// One catalogue of one language: the text of a `.ftl` file, embedded.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// Its language.
    pub locale: Locale,
    /// The text.
    pub text: &'static str,
}

/// The catalogues of this crate.
pub const CATALOGUES: &[Catalogue] = &[
    Catalogue { locale: Locale::ZhCn, text: include_str!("../i18n/zh-CN.ftl") },
    Catalogue { locale: Locale::En, text: include_str!("../i18n/en.ftl") },
];

/// Every text in every language.
pub struct I18n {
    chinese: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
    ids: [BTreeSet<String>; 2],
}

impl I18n {
    /// Reads `catalogues`, later ones adding to earlier ones.
    ///
    /// # Errors
    /// When a catalogue is malformed or says the same id twice.
    pub fn new(catalogues: &[Catalogue]) -> Result<Self, Error> {
        let bundle = |locale: Locale| {
            let mut bundle = FluentBundle::new_concurrent(vec![locale.id()]);
            // Isolation marks around arguments are for mixed-direction text; ours is never right to left.
            bundle.set_use_isolating(false);
            bundle
        };
        let mut texts = Self { chinese: bundle(Locale::ZhCn), english: bundle(Locale::En), ids: Default::default() };
        for catalogue in catalogues {
            texts.add(*catalogue)?;
        }
        Ok(texts)
    }

    fn add(&mut self, catalogue: Catalogue) -> Result<(), Error> {
        let resource = FluentResource::try_new(catalogue.text.to_owned())
            .map_err(|(_, errors)| Error::internal(format!("{} catalogue: {errors:?}", catalogue.locale.code())))?;
        let [chinese, english] = &mut self.ids;
        let ids = match catalogue.locale {
            Locale::ZhCn => chinese,
            Locale::En => english,
        };
        ids.extend(catalogue.text.lines().filter_map(|line| {
            let (id, _) = line.split_once('=')?;
            let id = id.trim_end();
            (!id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                .then(|| id.to_owned())
        }));
        self.bundle_mut(catalogue.locale)
            .add_resource(resource)
            .map_err(|errors| Error::internal(format!("{} catalogue: {errors:?}", catalogue.locale.code())))
    }

    fn bundle(&self, locale: Locale) -> &FluentBundle<FluentResource> {
        match locale {
            Locale::ZhCn => &self.chinese,
            Locale::En => &self.english,
        }
    }

    fn bundle_mut(&mut self, locale: Locale) -> &mut FluentBundle<FluentResource> {
        match locale {
            Locale::ZhCn => &mut self.chinese,
            Locale::En => &mut self.english,
        }
    }

    /// The text `id` in `locale`, with its arguments put in; the id itself when there is no such text.
    #[must_use]
    pub fn text(&self, locale: Locale, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.find(locale, id, args).unwrap_or_else(|| {
            tracing::warn!(id, locale = locale.code(), "a text is missing");
            id.to_owned()
        })
    }

    /// The text `id` in `locale`, when there is one.
    #[must_use]
    pub fn find(&self, locale: Locale, id: &str, args: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let bundle = self.bundle(locale);
        let pattern = bundle.get_message(id)?.value()?;
        let mut given = FluentArgs::new();
        for (name, value) in args {
            given.set(*name, value.clone());
        }
        Some(bundle.format_pattern(pattern, Some(&given), &mut Vec::new()).into_owned())
    }

    /// The ids that `locale` has a text for.
    #[must_use]
    pub fn ids(&self, locale: Locale) -> &BTreeSet<String> {
        let [chinese, english] = &self.ids;
        match locale {
            Locale::ZhCn => chinese,
            Locale::En => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_texts() {
        let texts = I18n::new(CATALOGUES).unwrap();
        assert_eq!(texts.ids(Locale::ZhCn), texts.ids(Locale::En));
    }

    #[test]
    fn the_header_chooses_the_language() {
        for (header, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Locale::ZhCn)),
            ("fr, en-GB;q=0.7", Some(Locale::En)),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Locale::accept(header), expected, "{header}");
        }
    }
}
