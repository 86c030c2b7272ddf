//! The languages that a report can be read in.

use platform::i18n::Locale;

/// The language of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

/// The variables that say which language a terminal speaks, the first that is set before the others.
const VARIABLES: [&str; 4] = ["REGULARS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];

impl Language {
    /// The language that the environment asks for; English when it asks for neither.
    pub(super) fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let said = VARIABLES.into_iter().filter_map(variable).find(|said| !said.trim().is_empty());
        let chinese = said.is_some_and(|said| said.trim().to_ascii_lowercase().starts_with("zh"));
        if chinese { Self::Zh } else { Self::En }
    }

    /// The same for what the departments say.
    pub(super) fn locale(self) -> Locale {
        if self == Self::Zh { Locale::ZhCn } else { Locale::En }
    }

    /// The words in this language.
    pub(super) fn say<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        if self == Self::Zh { zh } else { en }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, En, Zh};

    #[test]
    fn the_environment_says_the_language() {
        for (set, expected) in [
            (vec![], En),
            (vec![("LANG", "zh_CN.UTF-8")], Zh),
            (vec![("LANG", "C.UTF-8")], En),
            (vec![("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_GB.UTF-8")], En),
            (vec![("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_CN.UTF-8"), ("LC_ALL", "")], Zh),
            (vec![("LC_ALL", "en_US.UTF-8"), ("REGULARS_LANG", "zh-CN")], Zh),
            (vec![("LANG", "zh_CN.UTF-8"), ("REGULARS_LANG", "en")], En),
        ] {
            let variable =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(Language::of(variable), expected, "{set:?}");
        }
    }
}
