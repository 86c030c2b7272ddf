//! What is in force, and what is refused.

use super::*;

fn load(file: &str, variables: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Result<Config, Wrong> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.toml");
    std::fs::write(&path, file).unwrap();
    let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
    let flags = flags.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    Config::load(&flags, &variable, Some(path))
}

#[test]
fn the_nearer_word_counts_and_says_where_it_came_from() {
    let file = "workers = 3\nlisten = \"0.0.0.0:80\"\nlog_format = \"json\"\n";
    let variables = [("REGULARS_LISTEN", "127.0.0.1:81"), ("REGULARS_TRUST_PROXY", "yes")];
    let config = load(file, &variables, &[("listen", "127.0.0.1:82")]).unwrap();
    assert_eq!((config.listen.port(), config.workers, config.log_format), (82, 3, LogFormat::Json));
    assert!(config.gate.proxied && !config.gate.https);
    let origin = |name: &str| config.values[name].origin.to_string();
    assert_eq!(origin("listen"), "flag --listen");
    assert_eq!(origin("trust_proxy"), "variable REGULARS_TRUST_PROXY");
    assert!(origin("workers").starts_with("file "));
    assert_eq!(origin("data_dir"), "default");
}

#[test]
fn a_wrong_value_is_named_with_its_origin_and_what_it_must_be() {
    for (file, variables, expected) in [
        (
            "",
            vec![("REGULARS_WORKERS", "0")],
            "workers is \"0\" (variable REGULARS_WORKERS), but must be a whole number from 1 to 64",
        ),
        (
            "",
            vec![("REGULARS_LISTEN", "8080")],
            "listen is \"8080\" (variable REGULARS_LISTEN), but must be an address and port such as 127.0.0.1:8080",
        ),
        (
            "",
            vec![("REGULARS_DATABASE_URL", "mysql://u:secret@h/d")],
            "database_url is \"***\" (variable REGULARS_DATABASE_URL), but must be empty for SQLite, or postgres://user:password@host/database",
        ),
        (
            "code_sender = \"console\"\npublic_url = \"https://crm.example.com\"",
            vec![],
            "but must be the address of a sender: console is for development",
        ),
        ("code_sender = \"console\"", vec![("REGULARS_LISTEN", "0.0.0.0:80")], "console is for development"),
        ("code_sender = \"pigeon\"", vec![], "but must be empty, console, or an address"),
        (
            "code_sender = \"https://sms.example.com\"",
            vec![],
            "must be what the messages to code_sender are signed with",
        ),
        (
            "code_sender = \"https://sms.example.com\"",
            vec![("REGULARS_CODE_SENDER_SECRET", "short")],
            "code_sender_secret is \"***\"",
        ),
        ("colour = 1", vec![], "there is no key colour"),
        ("workers = [1]", vec![], "workers must be a text, a number, true or false"),
        ("workers =", vec![], "is not TOML"),
    ] {
        let wrong = load(file, &variables, &[]).unwrap_err().0;
        assert!(wrong.contains(expected), "{wrong}");
    }
}

#[test]
fn https_outside_makes_cookies_secure() {
    let config = load("public_url = \"https://crm.example.com\"", &[], &[]).unwrap();
    assert!(config.gate.https);
}

#[test]
fn codes_are_printed_only_where_nobody_else_reaches() {
    let config = load("code_sender = \"console\"", &[], &[]).unwrap();
    assert_eq!(config.codes, Codes::Console);
    assert_eq!(load("", &[], &[]).unwrap().codes, Codes::Nothing);
    let file = "code_sender = \"https://sms.example.com/code\"\npublic_url = \"https://crm.example.com\"";
    let config = load(file, &[("REGULARS_CODE_SENDER_SECRET", "abcdefghijklmnopqrstuvwx")], &[]).unwrap();
    assert!(matches!(config.codes, Codes::Address { url, .. } if url.ends_with("/code")));
}
