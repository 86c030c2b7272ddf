//! The shop's own words in both languages, as buyers read them: names of levels, gifts, prizes and goods of the points mall.
//! They are checked before they are kept, and read in a reader's language; the other one stands in where that is missing.
//!
//! Absent from here: what the program itself says (`i18n`).

use platform::Error;
use platform::i18n::Locale;
use pricing::Words;

/// The words as somebody reads them.
#[must_use]
pub fn read(words: &Words, locale: Locale) -> &str {
    match locale {
        Locale::ZhCn => words.in_chinese(),
        Locale::En => words.in_english(),
    }
}

/// A name without spaces at its ends, of at most `most` characters, said in one language at least. `field` is where it
/// stands, such as `levels.2.name`.
///
/// # Errors
/// `invalid`: `levels.2.name.zh` is required when nothing is said, `levels.2.name.en` is too long.
pub fn named(name: &Words, field: &str, most: usize) -> Result<Words, Error> {
    let name = within(name, field, most)?;
    if name == Words::default() { Err(Error::invalid(format!("{field}.zh"), "required")) } else { Ok(name) }
}

/// A text as [`named`], which may be missing.
///
/// # Errors
/// `invalid` when one is too long.
pub fn within(text: &Words, field: &str, most: usize) -> Result<Words, Error> {
    let text = Words::new(text.zh.trim(), text.en.trim());
    for (language, said) in [("zh", &text.zh), ("en", &text.en)] {
        if said.chars().count() > most {
            return Err(Error::invalid(format!("{field}.{language}"), "too_long"));
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_said_in_one_language_at_least() {
        let name = |zh: &str, en: &str| named(&Words::new(zh, en), "name", 4).map_err(|error| error.to_string());
        assert_eq!(name(" 金卡 ", ""), Ok(Words::new("金卡", "")));
        assert_eq!(name("", "Gold"), Ok(Words::new("", "Gold")));
        assert!(name(" ", "").is_err_and(|error| error.contains("name.zh")));
        assert!(name("金卡", "Golden").is_err_and(|error| error.contains("name.en")));
    }

    #[test]
    fn whoever_reads_is_told_the_other_language_where_hers_is_missing() {
        let gold = Words::new("金卡", "Gold");
        assert_eq!((read(&gold, Locale::ZhCn), read(&gold, Locale::En)), ("金卡", "Gold"));
        assert_eq!(read(&Words::new("金卡", ""), Locale::En), "金卡");
    }
}
