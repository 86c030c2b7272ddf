//! Laws that hold after any sequence of sightings, orders, merges, unmerges and undos.

use std::collections::{BTreeMap, BTreeSet};

use platform::db::Connection as _;
use platform::http::Actor;
use platform::testing::on_both;
use platform::{App, Error, values};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::super::figures::Totals;
use super::super::records;
use super::super::refresh::Face;
use super::*;

/// One step. Numbers choose among what there is then.
#[derive(Debug, Clone)]
enum Step {
    See(Vec<(u8, u8, u8)>),
    Buy(u8, u8),
    Ask(u8),
    Merge(u8, u8),
    Unmerge(u8, u8),
    Undo(u8),
    MergeAndUndo(u8, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => prop::collection::vec((0_u8..8, 0_u8..6, 0_u8..5), 1..5).prop_map(Step::See),
        2 => (any::<u8>(), 1_u8..5).prop_map(|(who, deals)| Step::Buy(who, deals)),
        1 => any::<u8>().prop_map(Step::Ask),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Step::Merge(a, b)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(who, which)| Step::Unmerge(who, which)),
        2 => any::<u8>().prop_map(Step::Undo),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Step::MergeAndUndo(a, b)),
    ];
    prop::collection::vec(step, 1..24)
}

/// What the facts say, kept beside the database.
#[derive(Default)]
struct Facts {
    figures: BTreeMap<i64, Figures>,
    events: BTreeMap<i64, i64>,
}

struct Row {
    id: i64,
    merged_into: Option<i64>,
    shown: String,
}

async fn customers(app: &App) -> Result<Vec<Row>, Error> {
    let text = "select id, merged_into, contact_group, nick, name, mobile, orders, deals, deal_amount, currency, items, \
        first_deal_at, last_deal_at, recent_at, inquiries, events, profiles, last_seen_at from customers order by id";
    let rows = app.db.read().await?.all(text, values![]).await?;
    rows.iter()
        .map(|row| {
            let text = |index| row.at::<Option<String>>(index).map(Option::unwrap_or_default);
            let number = |index| row.at::<Option<i64>>(index).map(Option::unwrap_or_default);
            let mut shown = String::new();
            for index in [2, 3, 4, 5, 9] {
                shown.push_str(&format!("{} ", text(index)?));
            }
            for index in [6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17] {
                shown.push_str(&format!("{} ", number(index)?));
            }
            Ok(Row { id: row.at(0)?, merged_into: row.at(1)?, shown })
        })
        .collect()
}

/// What a customer's row should show, from nothing but its profiles.
async fn recomputed(app: &App, id: i64) -> Result<String, Error> {
    let mut conn = app.db.read().await?;
    let face = Face::of(&records::profiles_of_customers(&mut conn, &[id]).await?);
    let totals = Totals::of(&records::figures_of_customers(&mut conn, &[id]).await?);
    let text = |value: Option<String>| value.unwrap_or_default();
    Ok(format!(
        "{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} ",
        totals.contact_group().code(),
        text(face.nick),
        text(face.name),
        text(face.mobile),
        totals.currency,
        totals.orders,
        totals.deals,
        totals.deal_amount,
        totals.items,
        totals.first_deal_at.unwrap_or(0),
        totals.last_deal_at.unwrap_or(0),
        totals.last_deal_at.unwrap_or(0),
        totals.inquiries,
        totals.events,
        totals.profiles,
        totals.last_seen_at,
    ))
}

async fn partition(app: &App) -> Result<BTreeMap<i64, i64>, Error> {
    let rows = app.db.read().await?.all("select id, customer_id from profiles order by id", values![]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

async fn check_laws(app: &App, facts: &Facts) -> Result<(), Error> {
    let rows = customers(app).await?;
    let alive: BTreeSet<i64> = rows.iter().filter(|row| row.merged_into.is_none()).map(|row| row.id).collect();
    let placed = partition(app).await?;
    let holding: BTreeSet<i64> = placed.values().copied().collect();
    assert_eq!(alive, holding, "a customer stands exactly as long as it has profiles");
    for row in &rows {
        assert_eq!(row.shown, recomputed(app, row.id).await?, "the row of customer {}", row.id);
    }
    let mut conn = app.db.read().await?;
    let all: Vec<i64> = holding.into_iter().collect();
    for row in records::figures_of_customers(&mut conn, &all).await? {
        let id = row.figures.profile_id;
        let known = facts.figures.get(&id).cloned().unwrap_or(Figures { profile_id: id, ..Figures::default() });
        assert_eq!((row.figures, row.events), (known, facts.events.get(&id).copied().unwrap_or(0)));
    }
    for pair in records::separations(&mut conn, &placed.keys().copied().collect::<Vec<_>>()).await? {
        assert_ne!(placed[&pair.a], placed[&pair.b], "{pair:?} came together again");
    }
    Ok(())
}

fn pick(from: &[i64], number: u8) -> Option<i64> {
    from.get(usize::from(number) % from.len().max(1)).copied()
}

async fn alive(app: &App) -> Result<Vec<i64>, Error> {
    Ok(customers(app).await?.into_iter().filter(|row| row.merged_into.is_none()).map(|row| row.id).collect())
}

/// A refusal is an answer; anything else is a failure.
fn refusal<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.code(), "invalid" | "cannot_undo") => Ok(None),
        Err(error) => Err(error),
    }
}

async fn play(app: &App, step: &Step, facts: &mut Facts) -> Result<(), Error> {
    let actor = Actor::System;
    let mut tx = app.db.begin().await?;
    let profiles: Vec<i64> = partition(app).await?.into_keys().collect();
    let standing = alive(app).await?;
    match step {
        Step::See(seen) => {
            let texts: Vec<String> = seen
                .iter()
                .enumerate()
                .map(|(nth, (nick, mobile, name))| {
                    let mobile = if *mobile < 4 { format!("mobile=+861380000000{mobile}") } else { String::new() };
                    let name = if *name < 3 { format!("name=人{name}") } else { String::new() };
                    let shared = if *nick == 7 { "alipay=1".to_owned() } else { format!("shop={}", nick % 2 + 1) };
                    format!("nick=n{nick} {mobile} {name} {shared} at={nth}")
                })
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            resolve(&mut tx, app, &sightings(&texts)).await?;
        }
        Step::Buy(who, deals) => {
            let Some(profile_id) = pick(&profiles, *who) else { return Ok(()) };
            let deals = i64::from(*deals);
            let figures = Figures {
                profile_id,
                orders: deals + 1,
                deals,
                deal_amount: deals * 100,
                currency: if deals == 4 { "USD" } else { "CNY" }.to_owned(),
                first_deal_at: Some(NOON + profile_id % 100),
                last_deal_at: Some(NOON + deals),
                ..Figures::default()
            };
            record_orders(&mut tx, app, std::slice::from_ref(&figures)).await?;
            facts.figures.insert(profile_id, figures);
        }
        Step::Ask(who) => {
            let Some(profile_id) = pick(&profiles, *who) else { return Ok(()) };
            record_events(&mut tx, app, &[(profile_id, 1, 1, NOON), (profile_id, 1, 0, NOON - 5)]).await?;
            *facts.events.entry(profile_id).or_default() += 2;
        }
        Step::Merge(a, b) => {
            let (Some(a), Some(b)) = (pick(&standing, *a), pick(&standing, *b)) else { return Ok(()) };
            refusal(merge(&mut tx, app, &[a, b], &actor, "test").await)?;
        }
        Step::Unmerge(who, which) => {
            let Some(who) = pick(&standing, *who) else { return Ok(()) };
            let own = profiles_of(&mut tx, who).await?;
            let out: Vec<i64> =
                own.iter().enumerate().filter(|(n, _)| which >> (n % 8) & 1 == 1).map(|(_, id)| *id).collect();
            refusal(unmerge(&mut tx, app, who, &out, &actor, "test").await)?;
        }
        Step::Undo(which) => {
            let text = "select id from merges order by id";
            let ids: Vec<i64> = app
                .db
                .read()
                .await?
                .all(text, values![])
                .await?
                .iter()
                .map(|row| row.at(0))
                .collect::<Result<_, _>>()?;
            let Some(id) = pick(&ids, *which) else { return Ok(()) };
            let customer = customers_of_merge(&mut tx, id).await?;
            let mut promised = false;
            for customer in customer {
                promised |=
                    merges_of(&mut tx, customer).await?.iter().any(|record| record.id.0 == id && record.undoable);
            }
            let mut tx = {
                drop(tx);
                app.db.begin().await?
            };
            let done = refusal(undo(&mut tx, app, id, &actor).await)?.is_some();
            assert_eq!(done, promised, "the list says whether a record can be undone");
            if done {
                return tx.commit().await;
            }
            return Ok(());
        }
        Step::MergeAndUndo(a, b) => {
            let (Some(a), Some(b)) = (pick(&standing, *a), pick(&standing, *b)) else { return Ok(()) };
            if a == b {
                return Ok(());
            }
            let (before, apart) = (partition(app).await?, records::separations(&mut tx, &profiles).await?);
            let winner = merge(&mut tx, app, &[a, b], &actor, "test").await?;
            let record = merges_of(&mut tx, winner).await?.first().map(|record| record.id.0).unwrap();
            undo(&mut tx, app, record, &actor).await?;
            assert_eq!(records::separations(&mut tx, &profiles).await?, apart);
            tx.commit().await?;
            assert_eq!(partition(app).await?, before, "merge and undo restore who is with whom");
            return Ok(());
        }
    }
    tx.commit().await
}

async fn run(app: &App, steps: &[Step]) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    for table in ["profiles", "identifiers", "customers", "separations", "merges", "outbox"] {
        tx.execute(format!("delete from {table}"), values![]).await?;
    }
    tx.commit().await?;
    let mut facts = Facts::default();
    for step in steps {
        play(app, step, &mut facts).await?;
        check_laws(app, &facts).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn any_sequence_conserves_facts_and_keeps_rows_derived() {
    on_both(&[platform::MIGRATIONS, MIGRATIONS].concat(), &[], |app| async move {
        let config = Config { cases: 40, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        tokio::task::block_in_place(|| {
            runner.run(&steps(), |steps| {
                tokio::runtime::Handle::current()
                    .block_on(run(&app, &steps))
                    .map_err(|error| TestCaseError::fail(error.to_string()))
            })
        })
        .map_err(|error| Error::internal(error.to_string()))
    })
    .await
    .unwrap();
}
