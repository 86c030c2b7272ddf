//! An export answers as the warehouse does, appears whole or not at all, and loses who is gone.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use datafusion::common::DataFusionError;
use platform::http::Actor;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rules::Person;
use rules::testing::{CALENDARS, any_person, any_rule, calendar, catalogue};
use warehouse::{Cancel, Schema};

use super::{Exported, Manifest, Wish, Written, bucket, present, purge, write};
use crate::ask::{Engine, Limits, Question, Running, page};
use crate::place::Place;
use crate::source::{Batches, People, View};
use crate::sql_of;
use crate::tables::{Layout, TABLES, Table, Wanted, is_personal};

const NOON: i64 = 1_794_369_600_000;

fn runner() -> TestRunner {
    TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn persons(n: usize) -> Vec<(i64, Person)> {
    let catalogue = catalogue();
    let people = proptest::collection::vec(any_person(&catalogue), n).new_tree(&mut runner()).unwrap().current();
    (1_001..).zip(people).collect()
}

fn view(people: Vec<(i64, Person)>, now: i64) -> (Arc<dyn View>, Arc<Layout>) {
    let schema = Schema::new(&catalogue(), calendar(CALENDARS[0]).zone().clone()).unwrap();
    let layout = Arc::new(Layout::new(&schema, &is_personal));
    (Arc::new(People::new(schema, people, 3, now)), layout)
}

fn wish(folder: &Path) -> Wish {
    Wish { folder: folder.to_path_buf(), buckets: 5, keep: None }
}

fn export(of: &(Arc<dyn View>, Arc<Layout>), folder: &Path) -> Written {
    write(&of.0, &of.1, &wish(folder), &mut |_, _| ()).unwrap()
}

/// The rows of an answer in a fixed order.
async fn ask(engine: &Engine, place: &Place, layout: &Arc<Layout>, sql: &str) -> Vec<String> {
    let question = Question { sql: sql.to_owned(), rows: 100_000, time: Duration::from_secs(120) };
    let answering = engine.ask(place, layout, &question).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let held = Running::default().start(&Actor::System, None);
    let answer = page(answering, &held).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let columns = answer.columns.iter().map(|one| format!("{}:{:?}", one.name, one.kind));
    let mut rows: Vec<String> = answer.rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
    rows.sort();
    columns.chain(rows).collect()
}

fn opened(written: &Written) -> (Place, Arc<Layout>) {
    let export = Exported::open(&written.folder).unwrap();
    let layout = Arc::clone(export.layout());
    (Place::Files(Arc::new(export)), layout)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_answers_as_the_warehouse_does() {
    let folder = tempfile::tempdir().unwrap();
    let of = view(persons(120), NOON);
    let mut heard = Vec::new();
    let written = write(&of.0, &of.1, &wish(folder.path()), &mut |done, all| heard.push((done, all))).unwrap();
    assert_eq!((heard.first(), heard.last()), (Some(&(0, 15)), Some(&(15, 15))));
    let manifest = Manifest::read(&written.folder).unwrap();
    assert_eq!(manifest, written.manifest);
    assert_eq!((manifest.at.0, manifest.buckets, manifest.tables.len()), (NOON, 5, 5));

    let engine = Engine::new(Limits { depth: 1_000, parts: 100_000, links: 5_000, ..Limits::default() }).unwrap();
    let inside = Place::from(Arc::clone(&of.0));
    let (outside, layout) = opened(&written);
    for table in TABLES {
        let told = manifest.tables.iter().find(|told| told.name == table.name()).unwrap();
        let count = ask(&engine, &outside, &layout, &format!("select count(*) as n from {}", table.name())).await;
        assert_eq!(count, ["n:Integer".to_owned(), format!("[{}]", told.rows)]);
        assert!(told.rows > 0, "{}", table.name());
    }
    for sql in [
        "select * from customers",
        "select * from facts",
        "select * from items",
        "select * from segments",
        "select * from members",
        "select kind, count(*) as n, sum(amount) as amount, min(at) as first from facts group by kind",
        "select province, count(*) as n from customers group by province",
        "select date_trunc('month', at) as month, count(distinct customer) as n from facts group by 1",
        "select kind, count(*) from facts f join items i using (fact, kind) group by kind",
        "select m.name, count(*) from members m join customers c on c.customer = m.customer group by m.name",
    ] {
        let answer = ask(&engine, &inside, &of.1, sql).await;
        assert_eq!(answer, ask(&engine, &outside, &layout, sql).await, "{sql}");
        assert!(answer.len() > 1, "{sql}");
    }
    let (mut runner, catalogue, days) = (runner(), catalogue(), calendar(CALENDARS[0]));
    let (mut told, mut holding) = (0, 0);
    for _ in 0..24 {
        let rule = any_rule(&catalogue, 3).new_tree(&mut runner).unwrap().current();
        let Ok(sql) = sql_of(&rule, &of.1, NOON, &days) else { continue };
        let answer = ask(&engine, &inside, &of.1, &sql).await;
        assert_eq!(answer, ask(&engine, &outside, &layout, &sql).await, "{sql}");
        (told, holding) = (told + 1, holding + usize::from(answer.len() > 1));
    }
    assert!(told > 12 && holding > 4, "{told} {holding}");
}

#[test]
fn no_file_holds_what_names_or_reaches_a_person_and_each_customer_stands_in_her_bucket() {
    let folder = tempfile::tempdir().unwrap();
    let written = export(&view(persons(60), NOON), folder.path());
    let mut seen = 0;
    for table in &written.manifest.tables {
        for file in &table.files {
            let open = std::fs::File::open(written.folder.join(&file.path)).unwrap();
            let reader =
                datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(open).unwrap();
            for (field, held) in reader.schema().fields().iter().zip(&table.columns) {
                assert_eq!((field.name(), field.data_type().to_string()), (&held.name, held.r#type.clone()));
                // A segment's name is no person's.
                let own = matches!(table.name.as_str(), "segments" | "members");
                assert!(own || !is_personal(field.name(), &held.label.zh), "{} {}", table.name, field.name());
            }
            let Some((_, at)) = file.path.split_once("bucket=") else { continue };
            let at: u32 = at[..2].parse().unwrap();
            for batch in reader.build().unwrap() {
                let batch = batch.unwrap();
                let customers = batch.column_by_name("customer").unwrap();
                let customers = customers.as_any().downcast_ref::<datafusion::arrow::array::Int64Array>().unwrap();
                assert!(customers.values().iter().all(|one| bucket(*one, 5) == at));
                seen += batch.num_rows();
            }
        }
    }
    assert!(seen > 60);
    // The document gives these, so that others can check their own reckoning.
    let known = [0, 1, 2, 1_001, 7_300_000_000_000_000_001, i64::MAX].map(|customer| bucket(customer, 16));
    assert_eq!(known, [0, 9, 3, 10, 2, 14]);
}

/// A view that breaks off in its items.
struct Breaking(Arc<dyn View>);

impl View for Breaking {
    fn schema(&self) -> Schema {
        self.0.schema()
    }
    fn position(&self) -> u64 {
        9
    }
    fn now(&self) -> i64 {
        NOON + 1
    }
    fn shards(&self) -> usize {
        self.0.shards()
    }
    fn read(self: Arc<Self>, layout: &Arc<Layout>, table: Table, shard: usize, wanted: Wanted, c: &Cancel) -> Batches {
        if table == Table::Items {
            return Box::new(std::iter::once(Err(DataFusionError::Execution("the power went".to_owned()))));
        }
        Arc::clone(&self.0).read(layout, table, shard, wanted, c)
    }
}

#[test]
fn an_export_appears_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("熟客 100%#?");
    let of = view(persons(30), NOON);
    assert_eq!(Exported::newest(&path).unwrap_err().code(), "export_missing");
    let first = export(&of, &path);
    let broken: Arc<dyn View> = Arc::new(Breaking(Arc::clone(&of.0)));
    let error = write(&broken, &of.1, &wish(&path), &mut |_, _| ()).unwrap_err();
    assert!(error.to_string().contains("the power went"), "{error}");
    assert!(path.join(".making").exists());
    assert_eq!(Exported::newest(&path).unwrap(), first.folder);
    let again = write(&of.0, &of.1, &wish(&path), &mut |_, _| ()).unwrap_err();
    assert!(again.to_string().contains("is there already"), "{again}");
    // Two writers at a time are refused, and what was left over is cleared away.
    let held = super::files::take(&path).unwrap();
    let later = view(persons(30), NOON + 60_000);
    let taken = write(&later.0, &later.1, &wish(&path), &mut |_, _| ()).unwrap_err();
    assert!(taken.to_string().contains("is taken"), "{taken}");
    drop(held);
    let second = write(&later.0, &later.1, &Wish { keep: Some(1), ..wish(&path) }, &mut |_, _| ()).unwrap();
    assert_eq!(second.removed, std::slice::from_ref(&first.folder));
    assert_eq!(Exported::newest(&path).unwrap(), second.folder);
    let mut left: Vec<String> =
        std::fs::read_dir(&path).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    let name = second.folder.file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(left, [".lock".to_owned(), name]);
    // A path of any letters can be asked.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (place, layout) = opened(&second);
    let engine = Engine::new(Limits::default()).unwrap();
    let count = runtime.block_on(ask(&engine, &place, &layout, "select count(*) as n from customers"));
    assert_eq!(count, ["n:Integer", "[30]"]);
}

#[test]
fn an_export_of_another_layout_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let written = export(&view(persons(5), NOON), folder.path());
    let path = written.folder.join("manifest.json");
    let text = std::fs::read_to_string(&path).unwrap();
    for (wrong, expected) in [
        (text.replacen("\"layout\": 1", "\"layout\": 7", 1), "layout 7; this program reads layout 1"),
        ("{}".to_owned(), "is no manifest"),
    ] {
        std::fs::write(&path, wrong).unwrap();
        let error = Exported::open(&written.folder).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_gone_is_taken_out_of_every_export_as_if_she_had_never_been_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let people = persons(80);
    let written = export(&view(people.clone(), NOON), folder.path());
    let gone = [1_003, 1_004, 1_040, 1_080];
    let rest: Vec<(i64, Person)> = people.into_iter().filter(|(one, _)| !gone.contains(one)).collect();
    let today = view(rest.clone(), NOON + 5_000);
    let everybody = present(&today.0, &today.1).unwrap();
    assert_eq!(everybody.len(), 76);

    // Broken off before the customers' own file was written: the next one goes on.
    let mut begun = Manifest::read(&written.folder).unwrap();
    begun.purging = true;
    begun.write(&written.folder).unwrap();
    let purged = purge(folder.path(), &everybody, NOON + 5_000, &mut |_, _| ()).unwrap();
    assert_eq!((purged.len(), purged[0].customers, purged[0].at.0), (1, 4, NOON));
    let again = purge(folder.path(), &everybody, NOON + 9_000, &mut |_, _| ()).unwrap();
    assert_eq!((again[0].customers, again[0].files), (0, 0));

    let manifest = Manifest::read(&written.folder).unwrap();
    assert_eq!((manifest.purging, manifest.purged_at.map(|at| at.0)), (false, Some(NOON + 5_000)));
    // The same people, exported without her, at the same instant.
    let other = tempfile::tempdir().unwrap();
    let never = export(&view(rest, NOON), other.path());
    let rows = |manifest: &Manifest| -> Vec<(String, u64)> {
        manifest.tables.iter().flat_map(|table| &table.files).map(|file| (file.path.clone(), file.rows)).collect()
    };
    assert_eq!(rows(&manifest), rows(&never.manifest));
    let engine = Engine::new(Limits::default()).unwrap();
    let ((one, layout), (two, _)) = (opened(&written), opened(&never));
    for sql in [
        "select * from customers",
        "select customer, kind, at from facts",
        "select customer, kind, at, item from items",
        "select kind, name, size from segments where size > 0",
        "select kind, name, customer from members",
    ] {
        assert_eq!(ask(&engine, &one, &layout, sql).await, ask(&engine, &two, &layout, sql).await, "{sql}");
    }
    for sql in ["customers", "facts", "items", "members"] {
        let sql = format!("select count(*) as n from {sql} where customer in (1003, 1004, 1040, 1080)");
        assert_eq!(ask(&engine, &one, &layout, &sql).await, ["n:Integer", "[0]"], "{sql}");
    }
}
