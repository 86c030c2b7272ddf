//! What a command says: words for people on the terminal, or with `--json` one object for programs. The report goes to
//! standard output, everything else to standard error.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value as Json, json};

use super::exit::Failure;
use super::language::Language;

/// Where a command's words go, and in which language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report {
    json: bool,
    language: Language,
}

impl Report {
    /// For programs, or for people who read `language`.
    #[must_use]
    pub(super) fn new(json: bool, language: Language) -> Self {
        Self { json, language }
    }

    /// The language of the words.
    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// The outcome: `text` for people, `object` for programs.
    pub(super) fn outcome(&self, text: &str, object: &Json) {
        if self.json { self.line(&object.to_string()) } else { self.line(text.trim_end()) }
    }

    /// A remark on the way, for people alone.
    pub(super) fn note(&self, text: &str) {
        if !self.json {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Bytes as they are.
    pub(super) fn raw(&self, bytes: &[u8]) {
        // A reader that went away (`| head`) is no failure of ours.
        let _ = std::io::stdout().write_all(bytes);
    }

    fn line(&self, text: &str) {
        self.raw(text.as_bytes());
        self.raw(b"\n");
    }

    /// Why it was not done.
    pub(super) fn failure(&self, failure: &Failure) {
        if self.json {
            let mut error = failure.more.clone();
            error.insert("code".to_owned(), json!(failure.code));
            error.insert("detail".to_owned(), json!(failure.text));
            self.line(&json!({ "error": error }).to_string());
        } else {
            let _ = writeln!(std::io::stderr(), "regulars: {}", failure.text);
        }
    }

    /// A bar for long work of `total` steps: drawn on a terminal; elsewhere a line every ten seconds; silent for
    /// programs.
    #[must_use]
    pub(super) fn progress(&self, total: u64, what: &str) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        let target = if terminal && !self.json { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total), target).with_message(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:32}] {percent}% {human_pos}/{human_len} {eta}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let plain = !terminal && !self.json;
        let (what, language) = (what.to_owned(), self.language);
        Progress { bar, plain, what, language, total, said: std::time::Instant::now() }
    }
}

/// How far long work is.
pub(super) struct Progress {
    bar: ProgressBar,
    plain: bool,
    what: String,
    language: Language,
    total: u64,
    said: std::time::Instant,
}

impl Progress {
    /// Of so many steps, when that was not known at the beginning.
    pub(super) fn of(&mut self, total: u64) {
        self.total = total;
        self.bar.set_length(total);
    }

    /// So far.
    pub(super) fn at(&mut self, done: u64) {
        self.bar.set_position(done);
        if self.plain && self.said.elapsed() >= Duration::from_secs(10) {
            self.said = std::time::Instant::now();
            let of = self.language.say("/", "of");
            let _ = writeln!(std::io::stderr(), "{}: {done} {of} {}", self.what, self.total);
        }
    }

    /// All of it.
    pub(super) fn end(self) {
        self.bar.finish_and_clear();
        if self.plain {
            let done = self.language.say("完成", "done");
            let _ = writeln!(std::io::stderr(), "{}: {done}", self.what);
        }
    }
}
