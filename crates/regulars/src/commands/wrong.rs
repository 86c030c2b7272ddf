//! What is wrong with a command line, in Chinese. English is clap's own.
//!
//! Absent from here: what each argument means (`help`).

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help::Words;

/// What clap found wrong, in Chinese; `None` for what is no fault of the command line, such as a wish for help, and for what
/// nobody has put into Chinese.
pub(super) fn told(error: &Error, words: &Words) -> Option<String> {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return None;
    }
    let arg = said(error, ContextKind::InvalidArg);
    let value = said(error, ContextKind::InvalidValue);
    let (id, args) = match error.kind() {
        ErrorKind::UnknownArgument => ("unknown", vec![("arg", arg)]),
        ErrorKind::InvalidSubcommand => ("command", vec![("arg", said(error, ContextKind::InvalidSubcommand))]),
        ErrorKind::MissingRequiredArgument => ("missing", vec![("arg", arg)]),
        ErrorKind::MissingSubcommand => ("no-command", vec![("arg", said(error, ContextKind::InvalidSubcommand))]),
        ErrorKind::InvalidValue if value.is_empty() => ("no-value", vec![("arg", arg)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => ("value", vec![("arg", arg), ("value", value)]),
        ErrorKind::ArgumentConflict => {
            let other = said(error, ContextKind::PriorArg);
            let id = if other.is_empty() || other == arg { "twice" } else { "conflict" };
            (id, vec![("arg", arg), ("other", other)])
        }
        ErrorKind::TooManyValues => ("many-values", vec![("arg", arg), ("value", value)]),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => ("few-values", vec![("arg", arg)]),
        _ => return None,
    };
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut text = words.say(&format!("wrong-{id}"), &args);
    for (kind, id) in [
        (ContextKind::ValidValue, "choices"),
        (ContextKind::ValidSubcommand, "commands"),
        (ContextKind::SuggestedArg, "meant"),
        (ContextKind::SuggestedValue, "meant"),
        (ContextKind::SuggestedSubcommand, "meant"),
    ] {
        let mut others = many(error, kind);
        if id == "meant" {
            // clap has the likeliest last.
            others.reverse();
        }
        if !others.is_empty() {
            let others = others.join("、");
            text.push('\n');
            text.push_str(&words.say(&format!("wrong-{id}"), &[("others", others.as_str())]));
        }
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        text.push_str("\n\n");
        text.push_str(&words.say("wrong-usage", &[("usage", usage)]));
    }
    text.push_str("\n\n");
    text.push_str(&words.say("wrong-help", &[]));
    Some(text)
}

/// What clap keeps of one kind, in one text.
fn said(error: &Error, kind: ContextKind) -> String {
    many(error, kind).join("、")
}

/// What clap keeps of one kind.
fn many(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::help::{Words, command};
    use super::super::language::Language;

    #[test]
    fn a_wrong_command_line_is_told_in_chinese() {
        let words = Words::chinese().unwrap();
        for (said, expected) in [
            (vec!["import", "a.csv", "--shpo", "x"], "没有 --shpo 这个选项。\n是不是想写：--shop"),
            (vec!["import"], "还缺：<FILE>..."),
            (vec!["imprt"], "没有 imprt 这个命令。\n是不是想写：import"),
            (vec!["import", "a.csv", "--shop"], "--shop <SHOP> 后面要写一个值。"),
            (
                vec!["user", "add", "mei", "--role", "king"],
                "--role <ROLE> 不能是 king。\n可选：owner、operator、agent、analyst",
            ),
            (vec!["import", "a.csv", "--again", "1"], "不能同时写"),
            (vec!["import", "--again", "x"], "--again <ID> 不能是 x。"),
            (vec!["import", "a.csv", "--shop", "x", "--shop", "y"], "--shop <SHOP> 只能写一次。"),
            (vec!["config", "more"], "没有 more"),
        ] {
            let line = std::iter::once("regulars").chain(said.iter().copied());
            let error = command(Language::Zh).try_get_matches_from(line).unwrap_err();
            let text = super::told(&error, &words).unwrap();
            assert!(text.contains(expected), "{said:?}: {text}");
            for english in ["error", "Usage", "argument", "unexpected", "tip", "For more"] {
                assert!(!text.contains(english), "{said:?} says “{english}”: {text}");
            }
            assert_eq!(error.exit_code(), 2, "{said:?}");
        }
        for said in [vec!["--help"], vec!["--version"], vec!["user"]] {
            let line = std::iter::once("regulars").chain(said.iter().copied());
            let error = command(Language::Zh).try_get_matches_from(line).unwrap_err();
            assert!(super::told(&error, &words).is_none(), "{said:?}");
        }
    }
}
