//! Questions exactly as large as they may be are answered within the stack; one beyond is refused, by the right name.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use warehouse::Cancel;

use super::tests::{ask_for, people};
use super::{Engine, Format, Limits, Question, Refused, Running, guard, stream};
use crate::place::Place;
use crate::tables::Layout;

/// A question whose plan has so many levels, more than a hundred and two: a column and its row make two, each union one,
/// each of twenty nestings five.
fn levels(wanted: usize) -> String {
    let unions = " union all select 'a'".repeat(wanted - 102);
    (0..20).fold(format!("select 'a' as x{unions}"), |sql, _| {
        format!("select x from ({sql}) as t where x <> 'b' order by x limit 9")
    })
}

/// A question that mentions a common table so often; every mention is the whole of it again. The answer is wrapped so often
/// that its plan has so many parts more: two for each wrap, one for a limit.
fn mentions(times: usize, more: usize) -> String {
    let mut sql = "with d as (select x from (select 'a' as x limit 9) as i where x <> 'b' order by x limit 9) \
                   select count(*) as n from d as t0"
        .to_owned();
    for at in 1..times {
        let _ = write!(sql, ", d as t{at}");
    }
    for _ in 0..more / 2 {
        sql = format!("select n from ({sql}) as w");
    }
    if more % 2 == 1 { format!("{sql} limit 9") } else { sql }
}

/// How many parts the plan of a question has.
async fn parts(engine: &Engine, of: &(Place, Arc<Layout>), sql: &str) -> usize {
    let session = engine.session(&of.0, &of.1, &Cancel::new()).unwrap();
    let plan = session.state().create_logical_plan(sql).await.unwrap();
    let passes = |parts: usize| guard::measure(&plan, &Limits { parts, ..Limits::default() }).is_ok();
    let (mut refused, mut passed) = (0, 100_000);
    while passed - refused > 1 {
        let middle = usize::midpoint(refused, passed);
        if passes(middle) { passed = middle } else { refused = middle }
    }
    passed
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_at_the_limits_are_answered_and_one_beyond_is_refused_by_name() {
    let (limits, of) = (Limits::default(), people(20));
    let engine = Engine::new(limits).unwrap();
    let text = |n: usize| format!("select '{}' as a", "x".repeat(n - 14));
    let list = |n: usize| format!("select 1 in ({}1) as a", "1, ".repeat(n));
    let sums = |n: usize| format!("select 1{} as n", " + 1".repeat(n));
    let unions = |n: usize| format!("select 1 as n{}", " union all select 1".repeat(n));
    let (one, two) = (parts(&engine, &of, &mentions(1, 0)).await, parts(&engine, &of, &mentions(2, 0)).await);
    let mentioned = |n: usize| mentions(1 + (n - one) / (two - one), (n - one) % (two - one));
    assert_eq!(parts(&engine, &of, &mentioned(limits.parts)).await, limits.parts);
    let (half, listed) = (limits.links / 2, (limits.words - 8) / 2);
    for (within, beyond, what, limit) in [
        (text(limits.characters), text(limits.characters + 1), "characters", limits.characters),
        (list(listed), format!("{};", list(listed)), "words", limits.words),
        (sums(limits.links - 1), sums(limits.links), "links", limits.links),
        (unions(half - 1), unions(half), "links", limits.links),
        (levels(limits.depth), levels(limits.depth + 1), "levels", limits.depth),
        (mentioned(limits.parts), mentioned(limits.parts + 1), "parts", limits.parts),
    ] {
        let long = |sql: &str| Question { sql: sql.to_owned(), rows: 100, time: Duration::from_secs(900) };
        let answer = ask_for(&engine, &of, &long(&within)).await;
        assert!(answer.is_ok(), "{what}: {:?}", answer.err());
        assert_eq!(ask_for(&engine, &of, &long(&beyond)).await.unwrap_err(), Refused::TooLarge { what, limit });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_file_end_at_their_limit() {
    let (engine, of) = (Engine::new(Limits::default()).unwrap(), people(40));
    for (rows, expected) in [(40, Ok(())), (39, Err(Refused::TooLarge { what: "rows", limit: 39 }))] {
        let question =
            Question { sql: "select customer from customers".to_owned(), rows, time: Duration::from_secs(60) };
        let answering = engine.ask(&of.0, &of.1, &question).await.unwrap();
        let held = Running::default().start(&platform::http::Actor::System, None);
        let pieces: Result<Vec<_>, Refused> = stream(answering, Format::Csv, held).unwrap().try_collect().await;
        assert_eq!(pieces.map(|_| ()), expected);
    }
}
