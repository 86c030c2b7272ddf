//! Text that is read, written and refused; and the laws between them.

mod errors;
mod laws;
mod limits;
mod phrases;

use std::fmt::Write as _;

use expect_test::Expect;

use crate::testing::catalogue;
use crate::{parse, print};

/// Each text is read and written back; it shows `=` when it comes back as it was.
fn reads(rows: &[&str], expected: Expect) {
    let catalogue = catalogue();
    let mut found = String::new();
    for text in rows {
        match parse(text, &catalogue) {
            Ok(rule) => {
                let printed = print(&rule, &catalogue);
                assert_eq!(parse(&printed, &catalogue).as_ref(), Ok(&rule), "{printed}");
                writeln!(
                    found,
                    "{}",
                    if printed == **text { format!("= {text}") } else { format!("{text}\n→ {printed}") }
                )
                .unwrap();
            }
            Err(problems) => {
                writeln!(found, "[{text}]").unwrap();
                for problem in problems {
                    let range = problem.range.unwrap();
                    let part = &text[range.from..range.to];
                    writeln!(
                        found,
                        "  {:?} at {}..{} `{part}` of `{}`",
                        problem.code, range.from, range.to, problem.path
                    )
                    .unwrap();
                    writeln!(found, "  {}\n  {}", problem.message.en, problem.message.zh).unwrap();
                }
            }
        }
    }
    expected.assert_eq(&found);
}
