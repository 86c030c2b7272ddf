//! `--help` in the language of the terminal: English as it stands beside the commands, or Chinese from a catalogue of its own.
//!
//! Absent from here: what is wrong with a command line (`wrong`).

use clap::{Arg, Command, CommandFactory as _};
use platform::i18n::{Catalogue, I18n, Locale};

use super::args::Args;
use super::language::Language;

const CHINESE: Catalogue = Catalogue { locale: Locale::ZhCn, text: include_str!("../../i18n/help.zh-CN.ftl") };

/// Where Chinese help has its headings; those of the arguments stand in `argument`.
const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command line, with its help in `language`.
pub(super) fn command(language: Language) -> Command {
    let mut command = Args::command();
    match (language, Words::chinese()) {
        (Language::Zh, Some(words)) => {
            // What clap itself adds has texts too.
            command.build();
            told(command, &words, "")
        }
        _ => command,
    }
}

/// The Chinese words of the command line.
pub(super) struct Words(I18n);

impl Words {
    /// The catalogue; `None` when it cannot be read, which a test excludes.
    pub(super) fn chinese() -> Option<Self> {
        I18n::new(&[CHINESE]).ok().map(Self)
    }

    fn find(&self, id: &str) -> Option<String> {
        self.0.find(Locale::ZhCn, id, &[])
    }

    /// The text `id` with its arguments.
    pub(super) fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, (*value).into())).collect();
        self.0.text(Locale::ZhCn, id, &args)
    }

    /// What is said at `path`, else what is said of everything that is called so.
    fn of(&self, kind: &str, path: &str, name: &str) -> Option<String> {
        self.find(&format!("{kind}{path}-{name}")).or_else(|| self.find(&format!("{kind}-{name}")))
    }
}

/// The command at `path` (`-science-clv`) and those below it in Chinese.
fn told(command: Command, words: &Words, path: &str) -> Command {
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .mut_args(|arg| argument(arg, words, path))
        .mut_subcommands(|sub| {
            let below = format!("{path}-{}", sub.get_name());
            if sub.get_name() != "help" {
                return told(sub, words, &below);
            }
            let about = words.say("help-help", &[]);
            told(sub, words, path).about(about.clone()).long_about(about).after_long_help(None::<&str>)
        });
    if let Some(about) = words.find(&format!("help{path}")) {
        let more = words.find(&format!("help{path}-more"));
        let long = more.map_or_else(|| about.clone(), |more| format!("{about}\n\n{more}"));
        command = command.about(about).long_about(long);
    }
    if let Some(after) = words.find(&format!("help{path}-after")) {
        command = command.after_long_help(after);
    }
    command
}

fn argument(arg: Arg, words: &Words, path: &str) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let Some(mut text) = words.of("arg", path, &id) else { return arg };
    let mut long = None;
    if arg.get_action().takes_values() {
        let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let default = defaults.join(" ");
        if !default.is_empty() {
            text.push_str(&words.say("word-default", &[("value", default.as_str())]));
        }
        let values = arg.get_possible_values();
        let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        if !names.is_empty() {
            let choices = names.join("、");
            text.push_str(&words.say("word-choices", &[("values", choices.as_str())]));
        }
        let meant = |name: &&str| Some(format!("\n- {name}：{}", words.of("value", path, &format!("{id}-{name}"))?));
        let meanings: String = names.iter().filter_map(meant).collect();
        long = Some(format!("{text}{meanings}")).filter(|_| !meanings.is_empty());
    }
    let heading = match arg.get_help_heading() {
        Some(_) => "配置",
        None if arg.is_positional() => "参数",
        None => "选项",
    };
    // clap's own arguments say more at length, too.
    let long = long.or_else(|| arg.get_long_help().map(|_| text.clone()));
    // Under a heading of its own, what stands at a place is sorted by that only when told.
    let place = arg.get_index();
    let arg = arg.help(text).help_heading(heading).hide_default_value(true).hide_possible_values(true);
    let arg = if place.is_some() { arg.display_order(place) } else { arg };
    match long {
        Some(long) => arg.long_help(long),
        None => arg,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Notes every text of the command and those below it, with the id that its Chinese must have.
    fn collect(command: &Command, path: &str, ids: &mut Vec<(String, String)>) {
        let need = |ids: &mut Vec<(String, String)>, id: String, english: Option<String>| {
            ids.push((id, english.unwrap_or_default()));
        };
        let text = |styled: Option<&clap::builder::StyledStr>| styled.map(ToString::to_string);
        need(ids, format!("help{path}"), text(command.get_about()));
        if let Some(long) = command.get_long_about().filter(|long| Some(*long) != command.get_about()) {
            need(ids, format!("help{path}-more"), text(Some(long)));
        }
        if let Some(after) = command.get_after_long_help() {
            need(ids, format!("help{path}-after"), text(Some(after)));
        }
        for arg in command.get_arguments() {
            let more = arg.get_long_help().filter(|long| Some(*long) != arg.get_help() && arg.get_id() != "help");
            assert!(more.is_none(), "there is no Chinese for more than one sentence: {path} {}", arg.get_id());
            need(ids, format!("arg{path} {}", arg.get_id()), text(arg.get_help()));
            for value in arg.get_possible_values().iter().filter(|_| arg.get_action().takes_values()) {
                if let Some(help) = value.get_help() {
                    need(ids, format!("value{path} {}-{}", arg.get_id(), value.get_name()), text(Some(help)));
                }
            }
        }
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            collect(sub, &format!("{path}-{}", sub.get_name()), ids);
        }
    }

    #[test]
    fn every_command_and_argument_is_told_in_both_languages() {
        let mut command = Args::command();
        command.build();
        let mut ids = Vec::new();
        collect(&command, "", &mut ids);
        let words = I18n::new(&[CHINESE]).unwrap();
        let known = words.ids(Locale::ZhCn);
        let mut used: BTreeSet<String> = ["help-help".to_owned()].into();
        let mut missing = Vec::new();
        for (id, english) in ids {
            assert!(!english.trim().is_empty(), "{id} says nothing in English");
            let own = id.replace(' ', "-");
            let kind = id.split(['-', ' ']).next().unwrap_or_default();
            let shared = id.split_once(' ').map(|(_, name)| format!("{kind}-{name}"));
            match [Some(own.clone()), shared].into_iter().flatten().find(|id| known.contains(id)) {
                Some(found) => {
                    used.insert(found);
                }
                None => missing.push(own),
            }
        }
        assert!(missing.is_empty(), "no Chinese: {missing:?}");
        let spare: Vec<&String> = known
            .iter()
            .filter(|id| !used.contains(*id) && !["word-", "wrong-"].iter().any(|kind| id.starts_with(kind)))
            .filter(|id| cfg!(feature = "cluster") || !id.contains("-cluster"))
            .collect();
        assert!(spare.is_empty(), "nothing is called so: {spare:?}");
    }

    fn each(command: &mut Command, look: &mut dyn FnMut(&str, String)) {
        let name = command.get_name().to_owned();
        let text = command.render_long_help().to_string();
        look(&name, format!("{}\n{text}", command.render_help()));
        for sub in command.get_subcommands_mut() {
            each(sub, look);
        }
    }

    #[test]
    fn chinese_help_is_chinese_throughout() {
        let mut told = 0;
        each(&mut command(Language::Zh), &mut |name, text| {
            told += 1;
            for english in
                ["Usage:", "Options:", "Commands:", "Arguments:", "[default", "[possible", "Print ", "help of"]
            {
                assert!(!text.contains(english), "{name} says “{english}”:\n{text}");
            }
            assert!(text.contains("用法："), "{name}:\n{text}");
        });
        assert!(told > 30, "{told} commands");
    }

    #[test]
    fn both_languages_take_the_same_words() {
        for words in [
            vec!["regulars", "import", "a.csv", "--shop", "拾露", "--json", "--data-dir", "x"],
            vec!["regulars", "science", "chart", "p", "t.csv", "--value", "late", "--of", "all", "--lang", "en"],
            vec!["regulars", "user", "add", "mei", "--role", "owner", "--shop", "1", "--shop", "2"],
        ] {
            let [zh, en] = [Language::Zh, Language::En]
                .map(|language| command(language).try_get_matches_from(&words).map(|found| format!("{found:?}")));
            assert_eq!(zh.unwrap(), en.unwrap());
        }
        let refused = command(Language::Zh).try_get_matches_from(["regulars", "import"]).unwrap_err();
        assert!(refused.use_stderr());
    }
}
