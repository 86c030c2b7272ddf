//! Rules as text: reading and writing.
//!
//! The grammar stands in `GRAMMAR.md` beside this crate. Reading is by recursive descent, one function a phrase, so that
//! every place knows what it expected. A text that is read is checked too: what comes out can be computed.

mod behaviour;
mod condition;
mod cursor;
mod filter;
mod lexer;
mod meant;
mod print;
mod spans;
mod test;
#[cfg(test)]
mod tests;
mod token;
mod window;

use crate::problem::label;
use crate::{Catalogue, Code, Problem, Rule, check};
use cursor::Cursor;
pub use print::{print, quoted};
use spans::Spans;

/// The longest text that is read, in bytes.
pub const MAX_TEXT: usize = 200_000;

/// Reads a rule as text and checks it against the catalogue.
///
/// Names are those of the catalogue; its Chinese and English labels are understood too, and written back as names.
///
/// # Errors
///
/// What is wrong, each with its place in the text: the first thing that cannot be read, or else everything that the check
/// refuses.
pub fn parse(text: &str, catalogue: &Catalogue) -> Result<Rule, Vec<Problem>> {
    if text.len() > MAX_TEXT {
        let message = label(
            format!("文本有 {} 字节，最多 {MAX_TEXT}。", text.len()),
            format!("The text has {} bytes, at most {MAX_TEXT} may be.", text.len()),
        );
        return Err(vec![Problem::new(Code::TooLong, String::new(), message)]);
    }
    let (rule, spans) = read(text, catalogue).map_err(|problem| vec![*problem])?;
    let problems = check(&rule, catalogue);
    if problems.is_empty() {
        return Ok(rule);
    }
    Err(placed(&spans, problems))
}

/// Says where in the text of a sound rule problems stand that were found in its tree.
#[must_use]
pub fn locate(text: &str, catalogue: &Catalogue, problems: Vec<Problem>) -> Vec<Problem> {
    match read(text, catalogue) {
        Ok((_, spans)) => placed(&spans, problems),
        Err(_) => problems,
    }
}

fn read(text: &str, catalogue: &Catalogue) -> Result<(Rule, Spans), Box<Problem>> {
    Cursor::new(text, lexer::tokens(text)?, catalogue).whole()
}

fn placed(spans: &Spans, problems: Vec<Problem>) -> Vec<Problem> {
    let place = |problem: Problem| {
        let range = spans.of(&problem.path);
        problem.at(&range)
    };
    problems.into_iter().map(place).collect()
}
