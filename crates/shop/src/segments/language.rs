//! Rules as people write them and as the console edits them: text, tree, sentence, and what is wrong.

use platform::Error;
use rules::{Label, Language, Problem, Rule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::catalogue::Shape;

/// A rule, as text or as a tree; exactly one of them.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The rule as text.
    #[serde(default)]
    pub text: Option<String>,
    /// The rule as a tree.
    #[serde(default)]
    pub rule: Option<Rule>,
}

/// A rule in all its forms. With problems, those forms that can still be given.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Read {
    /// As text.
    pub text: Option<String>,
    /// As a tree.
    pub rule: Option<Rule>,
    /// As a sentence.
    pub sentence: Option<Label>,
    /// What is wrong with it; nothing when it can be computed.
    pub problems: Vec<Problem>,
}

/// A sound rule in all its forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    /// As a tree.
    pub rule: Rule,
    /// As text.
    pub text: String,
}

impl Wording {
    /// The rule in all its forms, with what is wrong.
    ///
    /// # Errors
    /// `invalid` unless exactly one form is given.
    pub fn read(&self, shape: &Shape) -> Result<Read, Error> {
        let catalogue = &shape.catalogue;
        let (rule, text) = match (&self.text, &self.rule) {
            (Some(text), None) => match rules::parse(text, catalogue) {
                Ok(rule) => (rule, Some(text.clone())),
                Err(problems) => return Ok(Read { text: Some(text.clone()), rule: None, sentence: None, problems }),
            },
            (None, Some(rule)) => (rule.clone(), None),
            _ => return Err(Error::invalid("rule", "required")),
        };
        let problems = rules::check(&rule, catalogue);
        Ok(Read {
            text: Some(text.unwrap_or_else(|| rules::print(&rule, catalogue))),
            sentence: problems.is_empty().then(|| sentence(&rule, shape)),
            rule: Some(rule),
            problems,
        })
    }

    /// The rule, once it is known that it can be computed.
    ///
    /// # Errors
    /// `rule_not_computable` with the first problem.
    pub fn sound(&self, shape: &Shape) -> Result<Sound, Error> {
        let read = self.read(shape)?;
        match (read.rule, read.problems.first()) {
            (Some(rule), None) => Ok(Sound { text: rules::print(&rule, &shape.catalogue), rule }),
            (_, problem) => {
                let why = problem.map(|one| placed(self.text.as_deref(), one));
                Err(not_computable(why.unwrap_or_default()))
            }
        }
    }
}

/// The refusal of a rule, with why.
pub(super) fn not_computable(why: Label) -> Error {
    Error::new(422, "rule_not_computable").arg("zh", why.zh).arg("en", why.en).fault("rule", "not_computable")
}

/// What is wrong, with its place in the text, counted in characters from one.
fn placed(text: Option<&str>, problem: &Problem) -> Label {
    let Label { zh, en } = problem.message.clone();
    let place = text.zip(problem.range).and_then(|(text, range)| {
        let from = text.get(..range.from)?.chars().count() + 1;
        Some((from, from + text.get(range.from..range.to)?.chars().count().saturating_sub(1)))
    });
    match place {
        None => Label { zh, en },
        Some((from, to)) if from == to => {
            Label { zh: format!("第 {from} 个字符，{zh}"), en: format!("at character {from}, {en}") }
        }
        Some((from, to)) => Label {
            zh: format!("第 {from}–{to} 个字符，{zh}"),
            en: format!("at characters {from}–{to}, {en}"),
        },
    }
}

/// What a rule says, in both languages.
#[must_use]
pub fn sentence(rule: &Rule, shape: &Shape) -> Label {
    let said = |language| rules::sentence(rule, &shape.catalogue, language);
    Label { zh: said(Language::Zh), en: said(Language::En) }
}
