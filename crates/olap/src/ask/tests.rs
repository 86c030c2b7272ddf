//! Questions that are answered, and hostile ones that are refused.

use std::sync::Arc;
use std::time::Duration;

use rules::testing::{CALENDARS, any_person, calendar, catalogue};
use warehouse::{Cancel, Schema};

use super::{Answer, Engine, Format, Limits, Question, Refused, Running, page, stream};
use crate::place::Place;
use crate::source::{Batches, People, View};
use crate::tables::{Layout, Table, Wanted, is_personal};

const NOON: i64 = 1_794_369_600_000;

pub(super) fn people(n: usize) -> (Place, Arc<Layout>) {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let catalogue = catalogue();
    let people = proptest::collection::vec(any_person(&catalogue), n).new_tree(&mut runner).unwrap().current();
    let schema = Schema::new(&catalogue, calendar(CALENDARS[0]).zone().clone()).unwrap();
    let layout = Arc::new(Layout::new(&schema, &is_personal));
    let view: Arc<dyn View> = Arc::new(People::new(schema, (1..).zip(people).collect(), 3, NOON));
    (view.into(), layout)
}

/// The same people as files.
fn exported(of: &(Place, Arc<Layout>), folder: &std::path::Path) -> (Place, Arc<Layout>) {
    let (Place::Columns(view), layout) = of else { panic!("people are columns") };
    let wish = crate::export::Wish { folder: folder.join("exports"), buckets: 2, keep: None };
    let written = crate::export::write(view, layout, &wish, &mut |_, _| ()).unwrap();
    let export = crate::export::Exported::open(&written.folder).unwrap();
    let layout = Arc::clone(export.layout());
    (Place::Files(Arc::new(export)), layout)
}

fn question(sql: &str) -> Question {
    Question { sql: sql.to_owned(), rows: 100, time: Duration::from_secs(30) }
}

async fn ask(engine: &Engine, of: &(Place, Arc<Layout>), sql: &str) -> Result<Answer, Refused> {
    ask_for(engine, of, &question(sql)).await
}

pub(super) async fn ask_for(
    engine: &Engine,
    of: &(Place, Arc<Layout>),
    question: &Question,
) -> Result<Answer, Refused> {
    let answering = engine.ask(&of.0, &of.1, question).await?;
    page(answering, &Running::default().start(&platform::http::Actor::System, None)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_questions_are_refused() {
    let engine = Engine::new(Limits { memory: 4 << 20, ..Limits::default() }).unwrap();
    let of = people(30);
    let folder = tempfile::tempdir().unwrap();
    let files = exported(&of, folder.path());
    // Where questions are asked of files, the disk is within reach of the engine, and must stay out of theirs.
    let secret = folder.path().join("secret.csv");
    std::fs::write(&secret, "a,b\n1,2\n").unwrap();
    let (by_path, by_url) =
        (format!("select * from '{}'", secret.display()), format!("select * from 'file://{}'", secret.display()));
    let outside = format!("create external table t stored as csv location '{}'", secret.display());
    let part = format!("select * from '{}/customers/bucket=00/part.parquet'", folder.path().display());
    let long = format!("select '{}'", "x".repeat(200_000));
    let deep = format!("select {}1{}", "(".repeat(300), ")".repeat(300));
    let wide = format!("select 1 {}", "union all select 1 ".repeat(3_000));
    let sums = format!("select 1{}", " + 1".repeat(3_000));
    let ands = format!("select 1 from customers where true{}", " and customer > 0".repeat(3_000));
    let crossed = format!("select 1 from customers{}", ", customers".repeat(3_000));
    let casts = format!("select 1{}", "::int".repeat(3_000));
    let nots = format!("select {} true", "not ".repeat(3_000));
    let minus = format!("select {} 1", "- ".repeat(3_000));
    let doubling =
        (0..130).fold("select 'a' as x".to_owned(), |sql, _| format!("select x from ({sql}) where x <> 'b' limit 9"));
    for (sql, expected) in [
        ("", "sql_empty"),
        ("   -- nothing", "sql_empty"),
        ("select 1; select 2", "sql_several"),
        ("selec 1", "sql_syntax"),
        ("select", "sql_unfinished"),
        ("select * from", "sql_unfinished"),
        ("select 'x", "sql_wrong"),
        // Definitions.
        ("create table t as select 1", "sql_read_only"),
        ("create view v as select 1", "sql_read_only"),
        ("create external table t stored as csv location '/etc/passwd'", "sql_read_only"),
        ("create database d", "sql_read_only"),
        ("create function f() returns int return 1", "sql_read_only"),
        ("drop table customers", "sql_read_only"),
        ("alter table customers add column x int", "sql_read_only"),
        ("truncate table customers", "sql_read_only"),
        // Changes.
        ("insert into customers values (1)", "sql_read_only"),
        ("update customers set customer = 1", "sql_read_only"),
        ("delete from customers", "sql_read_only"),
        ("merge into customers using facts on true when matched then delete", "sql_read_only"),
        ("with x as (insert into customers values (1) returning *) select * from x", "sql_read_only"),
        ("select * into t from customers", "sql_read_only"),
        ("select * from customers for update", "sql_read_only"),
        // Files and other places.
        ("copy customers to 'x.csv'", "sql_read_only"),
        ("copy (select 1) to 's3://b/x.parquet' stored as parquet", "sql_read_only"),
        ("select * from '/etc/passwd'", "sql_no_table"),
        ("select * from 'file:///etc/passwd.csv'", "sql_no_table"),
        ("select * from \"data.parquet\"", "sql_no_table"),
        ("select * from read_csv('/etc/passwd')", "sql_read_only"),
        ("select * from read_parquet('/etc/passwd')", "sql_read_only"),
        ("select * from parquet_metadata('/etc/passwd')", "sql_read_only"),
        ("select * from generate_series(1, 1000000000000)", "sql_read_only"),
        ("select * from table(generate_series(1, 10))", "sql_read_only"),
        (by_path.as_str(), "sql_no_table"),
        (by_url.as_str(), "sql_no_table"),
        (part.as_str(), "sql_no_table"),
        (outside.as_str(), "sql_read_only"),
        ("select input_file_name()", "sql_no_function"),
        ("select version()", "sql_no_function"),
        ("load 'x'", "sql_read_only"),
        ("install httpfs", "sql_read_only"),
        // The session.
        ("set datafusion.execution.batch_size = 1", "sql_read_only"),
        ("reset datafusion.execution.batch_size", "sql_read_only"),
        ("show all", "sql_read_only"),
        ("show tables", "sql_read_only"),
        ("select * from information_schema.tables", "sql_no_table"),
        ("prepare p as select 1", "sql_read_only"),
        ("execute p", "sql_read_only"),
        ("deallocate p", "sql_read_only"),
        ("start transaction", "sql_read_only"),
        ("commit", "sql_read_only"),
        ("explain insert into customers values (1)", "sql_read_only"),
        ("explain copy customers to '/tmp/x'", "sql_read_only"),
        ("explain explain select 1", "sql_read_only"),
        ("call f()", "sql_read_only"),
        // Size.
        (long.as_str(), "sql_too_large"),
        (deep.as_str(), "sql_wrong"),
        (wide.as_str(), "sql_too_large"),
        (sums.as_str(), "sql_too_large"),
        (ands.as_str(), "sql_too_large"),
        (crossed.as_str(), "sql_wrong|sql_too_large"),
        (casts.as_str(), "sql_too_large"),
        (nots.as_str(), "sql_too_large"),
        (minus.as_str(), "sql_too_large"),
        (doubling.as_str(), "sql_wrong|sql_too_large"),
        ("select repeat('x', 1000000000)", "sql_no_function"),
        ("select range(1, 1000000000)", "sql_no_function"),
        ("select array_repeat(1, 1000000000)", "sql_no_function"),
        ("select lpad('x', 1000000000, 'y')", "sql_no_function"),
        // What is not there.
        ("select mobile from customers", "sql_no_column"),
        ("select nick from customers", "sql_no_column"),
        ("select * from users", "sql_no_table"),
        ("select * from regulars.private.customers", "sql_no_table"),
    ] {
        let shown: String = sql.chars().take(80).collect();
        for of in [&of, &files] {
            let code = match ask(&engine, of, sql).await {
                Ok(answer) => panic!("{shown} was answered: {answer:?}"),
                Err(refused) => refused.code(),
            };
            assert!(expected.split('|').any(|one| one == code), "{shown}: {code}, not {expected}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_answered() {
    let (engine, of) = (Engine::new(Limits::default()).unwrap(), people(40));
    for (sql, expected) in [
        ("select count(*) as n from customers", "n:Integer 40"),
        (
            "with x as (select 1 as a) select a, 12.50 as b, true as c, null as d from x",
            "a:Integer b:Number c:Flag d:Other 1 \"12.5\" true null",
        ),
        ("select 9007199254740993 as big", "big:Integer \"9007199254740993\""),
        ("select date '2026-11-11' as d, 1.5 + 1.25 as s", "d:Day s:Number \"2026-11-11\" \"2.75\""),
        ("select customer from customers where customer in (3, 5) order by customer", "customer:Integer 3 5"),
        ("select count(distinct kind) as n from facts where kind in ('paid', 'viewed')", "n:Integer 2"),
        (
            "select (select count(*) from facts) = (select sum(n) from (select count(*) as n from facts group by kind)) as same",
            "same:Flag true",
        ),
        ("select count(*) > 0 as some from items join facts using (fact) where facts.kind = 'paid'", "some:Flag true"),
        ("select sum(size) = (select count(*) from members) as same from segments", "same:Flag true"),
        ("select count(*) as n from facts where at > timestamp '2199-01-01'", "n:Integer 0"),
        ("select x from unnest([1, 2]) as t(x)", "x:Integer 1 2"),
    ] {
        let answer = ask(&engine, &of, sql).await.unwrap_or_else(|refused| panic!("{sql}: {refused}"));
        let columns = answer.columns.iter().map(|one| format!("{}:{:?}", one.name, one.kind));
        let cells = answer.rows.iter().flatten().map(ToString::to_string);
        let found: Vec<String> = columns.chain(cells).collect();
        assert_eq!(found.join(" "), expected, "{sql}");
    }
    // As long as chains may be, the stack holds them.
    for chain in [
        format!("select 1{} as n", " + 1".repeat(390)),
        format!("select 1 as n{}", " union all select 1".repeat(190)),
        format!("select count(*) as n from customers where true{}", " and customer > 0".repeat(190)),
        format!("select count(*) as n from customers where false{}", " or customer > 0".repeat(190)),
    ] {
        let answer = ask(&engine, &of, &chain).await;
        assert!(answer.is_ok(), "{answer:?}");
    }
    let explained =
        ask(&engine, &of, "explain select count(*) from facts where kind = 'paid' and customer = 7").await.unwrap();
    assert!(!explained.rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_memory_time_and_turns_are_bounded() {
    let of = people(60);
    let engine = Engine::new(Limits { at_once: 1, memory: 64 << 10, ..Limits::default() }).unwrap();
    let answer = ask(&engine, &of, "select f.customer from facts f, facts g").await.unwrap();
    assert_eq!((answer.rows.len(), answer.more), (100, true));
    let refused =
        ask(&engine, &of, "select f.fact, g.fact, count(*) from facts f, facts g group by 1, 2 order by 3").await;
    assert!(matches!(refused, Err(Refused::Memory(_))), "{refused:?}");
    let first = engine.ask(&of.0, &of.1, &question("select 1")).await.unwrap();
    assert_eq!(ask(&engine, &of, "select 1").await.unwrap_err(), Refused::Busy);
    drop(first);
    assert!(ask(&engine, &of, "select 1").await.is_ok());
}

/// A table of facts that never ends, and says when nobody reads it any more.
struct Endless {
    inner: Arc<dyn View>,
    gone: parking_lot::Mutex<Option<tokio::sync::mpsc::UnboundedSender<()>>>,
}

impl View for Endless {
    fn schema(&self) -> Schema {
        self.inner.schema()
    }
    fn position(&self) -> u64 {
        0
    }
    fn now(&self) -> i64 {
        NOON
    }
    fn shards(&self) -> usize {
        1
    }
    fn read(
        self: Arc<Self>,
        layout: &Arc<Layout>,
        table: Table,
        shard: usize,
        wanted: Wanted,
        cancel: &Cancel,
    ) -> Batches {
        let first = Arc::clone(&self.inner).read(layout, table, shard, wanted, cancel).next().unwrap().unwrap();
        let gone = self.gone.lock().take();
        Box::new(std::iter::repeat_with(move || {
            let _held = &gone;
            Ok(first.clone())
        }))
    }
}

fn endless() -> (Place, Arc<Layout>, tokio::sync::mpsc::UnboundedReceiver<()>) {
    let (Place::Columns(inner), layout) = people(20) else { panic!("people are columns") };
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    let view: Arc<dyn View> = Arc::new(Endless { inner, gone: parking_lot::Mutex::new(Some(sender)) });
    (view.into(), layout, receiver)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_question_stops_when_it_is_told_to_when_it_is_dropped_and_when_its_time_is_over() {
    let engine = Engine::new(Limits::default()).unwrap();
    let sql = "select count(*), max(at) from facts";

    let (view, layout, mut gone) = endless();
    let answering = engine.ask(&view, &layout, &Question { time: Duration::from_millis(300), ..question(sql) }).await;
    let held = Running::default().start(&platform::http::Actor::System, None);
    let refused = match answering {
        Ok(answering) => page(answering, &held).await.unwrap_err(),
        Err(refused) => refused,
    };
    assert_eq!(refused, Refused::TooLong(0));
    drop(view);
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), gone.recv()).await, Ok(None));

    let (view, layout, mut gone) = endless();
    let running = Running::default();
    let held = running.start(&platform::http::Actor::System, Some("q1"));
    let answering = engine.ask(&view, &layout, &question(sql)).await.unwrap();
    let asked = tokio::spawn(async move { page(answering, &held).await });
    let somebody_else = platform::http::Actor::Key { id: 7, name: "k".into() };
    assert!(!running.stop(&somebody_else, "q1"));
    assert!(running.stop(&platform::http::Actor::System, "q1"));
    assert_eq!(asked.await.unwrap().unwrap_err(), Refused::Cancelled);
    drop(view);
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), gone.recv()).await, Ok(None));
    assert!(!running.stop(&platform::http::Actor::System, "q1"));

    let (view, layout, mut gone) = endless();
    let answering = engine.ask(&view, &layout, &question(sql)).await.unwrap();
    let asked =
        tokio::spawn(
            async move { page(answering, &Running::default().start(&platform::http::Actor::System, None)).await },
        );
    asked.abort();
    assert!(asked.await.is_err());
    drop(view);
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), gone.recv()).await, Ok(None));
}

/// On one thread, on which nothing else would go on if a question were worked out there.
#[tokio::test]
async fn joins_that_multiply_are_stopped_in_time_and_leave_room_for_others() {
    let (engine, of) = (Engine::new(Limits::default()).unwrap(), people(300));
    let soon = Duration::from_millis(200);
    for sql in [
        "select count(*) from customers a, customers b, customers c, customers d, customers e",
        "select count(*) from customers a join customers b on a.customer <> b.customer \
         join customers c on b.customer <> c.customer join customers d on a.customer <> d.customer \
         join customers e on a.customer < e.customer",
        "with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t",
    ] {
        let refused = ask_for(&engine, &of, &Question { time: soon, ..question(sql) }).await.unwrap_err();
        assert_eq!(refused, Refused::TooLong(0), "{sql}");
    }
    // More of them than there are threads: each has let go of its own.
    let answer = ask(&engine, &of, "select count(*) as n from customers").await.unwrap();
    assert_eq!(answer.rows, [[serde_json::json!(300)]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_files() {
    use futures_util::{StreamExt as _, TryStreamExt as _};
    let (engine, of) = (Engine::new(Limits::default()).unwrap(), people(40));
    let sql =
        "select kind, count(*) as n, sum(amount) as amount, '=1+1' as odd from facts where kind = 'paid' group by kind";
    let mut files = Vec::new();
    for format in [Format::Csv, Format::Parquet] {
        let answering = engine.ask(&of.0, &of.1, &question(sql)).await.unwrap();
        let held = Running::default().start(&platform::http::Actor::System, None);
        let mut stream = std::pin::pin!(stream(answering, format, held).unwrap());
        let pieces: Vec<bytes::Bytes> = stream.by_ref().try_collect().await.unwrap();
        assert!(stream.next().await.is_none(), "an ended file stays ended");
        files.push(pieces.concat());
    }
    let text = String::from_utf8(files[0].clone()).unwrap();
    assert!(text.starts_with("\u{feff}kind,n,amount,odd\npaid,") && text.trim_end().ends_with("'=1+1"), "{text}");
    let reader = datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(
        bytes::Bytes::from(files[1].clone()),
    );
    let batch = reader.unwrap().build().unwrap().next().unwrap().unwrap();
    assert_eq!((batch.num_rows(), batch.num_columns()), (1, 4));

    let many = Question { rows: 5, ..question("select customer from customers") };
    let answering = engine.ask(&of.0, &of.1, &many).await.unwrap();
    let held = Running::default().start(&platform::http::Actor::System, None);
    let broken: Result<Vec<_>, Refused> = stream(answering, Format::Csv, held).unwrap().try_collect().await;
    assert_eq!(broken.unwrap_err(), Refused::TooLarge { what: "rows", limit: 5 });
}
