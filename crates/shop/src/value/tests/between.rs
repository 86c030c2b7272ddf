//! Customers who are scored between two reckonings.

use platform::http::Actor;
use platform::outbox;
use platform::testing::others_wait;
use science::lifecycle::Stage;
use science::rfm::Group;

use super::*;
use crate::value::known::Known;
use crate::value::score::score;
use crate::value::write::KNOWN;
use crate::value::{CONSUMER, gather, given_up, look, settings, stage};

/// Follows the outbox to its end.
async fn caught_up(app: &App) -> Result<(), Error> {
    while look(app).await? {}
    catch_up(app).await
}

async fn known(app: &App) -> Result<Known, Error> {
    let body = records::page(&mut app.db.read().await?, KNOWN).await?.unwrap();
    Ok(serde_json::from_str(&body).unwrap())
}

/// Everybody as a reckoning would score them now that learnt nothing new.
async fn as_reckoned(app: &App) -> Result<Vec<Scored>, Error> {
    let business = shops::business(&mut app.db.read().await?).await?;
    let set = settings::get(&mut app.db.read().await?).await?;
    let now = app.clock.now();
    let gathered = gather::gather(app, &business, (now, &set.delivered), crate::BEYOND, |_| {}).await?;
    let day = (number(business.day(now)?), business.currency.as_str());
    let parameters = known(app).await?.parameters();
    Ok(score((&gathered.people, &gathered.referrals), &parameters, &set, day)?.0)
}

/// Only what a customer's own purchases say.
fn own(one: &Scored, like: &Scored) -> Scored {
    let complained = one.complaints != like.complaints;
    Scored {
        cell: like.cell,
        group: like.group,
        group_before: like.group_before,
        influence: like.influence,
        reviews: like.reviews,
        shares: like.shares,
        complaints: like.complaints,
        reasons: if complained { like.reasons.clone() } else { one.reasons.clone() },
        burden: if complained { like.burden } else { one.burden },
        as_of: None,
        ..one.clone()
    }
}

/// Orders, refunds, newcomers, merges and partings at random, for some hours of the day of the reckoning.
async fn happen(app: &App, scene: &Scene, dice: &mut Dice, round: u64) -> Result<(), Error> {
    let mut below = |n: u64| dice.below(n);
    for n in 0..12 {
        let buyer = below(BUYERS + 10);
        let paid = 2_000 + 100 * i64::try_from(below(400)).unwrap();
        let hours = i64::try_from(below(6)).unwrap();
        match below(4) {
            // One that may be known: paid for otherwise, or given back.
            0 => scene.order(below(400), buyer, if below(2) == 0 { Cancelled } else { Paid }, paid, NOON - DAY).await?,
            _ => scene.order(10_000 + 100 * round + n, buyer, Paid, paid, app.clock.now() - hours * 3_600_000).await?,
        }
    }
    let all = scene.everybody().await?;
    let some = |at: u64| all[usize::try_from(at).unwrap() % all.len()];
    let (one, other) = (some(below(500)), some(below(500)));
    if one != other {
        let mut tx = app.db.begin().await?;
        customers::merge(&mut tx, app, &[one, other], &Actor::System, "test").await?;
        tx.commit().await?;
        if below(2) == 0 {
            let mut tx = app.db.begin().await?;
            let merges = customers::merges_of(&mut tx, one).await?;
            let last = merges.iter().filter(|merge| merge.undoable).max_by_key(|merge| merge.id.0).unwrap();
            customers::undo(&mut tx, app, last.id.0, &Actor::System).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_touched_is_scored_as_a_reckoning_would() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        caught_up(&app).await?;
        let mut dice = Dice::new(11);
        let mut touched = 0;
        for round in 0..6 {
            let before = scores(&app).await?;
            happen(&app, &scene, &mut dice, round).await?;
            app.clock.set(app.clock.now() + 60_000);
            caught_up(&app).await?;
            let (after, expected) = (scores(&app).await?, as_reckoned(&app).await?);
            let ids = |rows: &[Scored]| rows.iter().map(|one| one.customer).collect::<Vec<_>>();
            assert_eq!(ids(&after), ids(&expected));
            for (one, like) in after.iter().zip(&expected) {
                let stood = before.iter().find(|stood| stood.customer == one.customer);
                assert_eq!(own(one, like), *like, "of {stood:?}");
                touched += usize::from(one.as_of == Some(app.clock.now()));
                assert!(one.as_of == Some(app.clock.now()) || stood == Some(one), "{one:?}");
            }
        }
        assert!(touched > 30, "{touched}");
        // The next reckoning finds little to do, and is the measure again.
        let run = reckon(&app, &owner).await?;
        assert_eq!(scores(&app).await?.iter().filter(|one| one.as_of.is_none()).count(), scores(&app).await?.len());
        assert!(run["changed"].as_i64().is_some_and(|changed| changed > 0), "{run}");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_waited_for_who_has_come() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        caught_up(&app).await?;
        let today = records::ran(&mut app.db.read().await?).await?.today.unwrap();
        let late = |one: &&Scored| {
            let silent = [Group::Keep, Group::WinBack, Group::Fading, Group::Lost].contains(&one.group);
            silent && one.cell.recency < 5 && one.next.is_some_and(|next| next.to < today) && one.stage != Stage::Lost
        };
        let before = scores(&app).await?.iter().find(late).unwrap().clone();
        let page = owner.get("/api/v1/insight/next").await?.json();
        let overdue = page["due"].as_array().unwrap().iter().find(|group| group["key"] == "overdue").unwrap();
        let made = owner.post("/api/v1/segments", &json!({ "name": "逾期", "text": overdue["rule"] })).await?;
        assert_eq!(made.outcome(), "201", "{}", made.text());
        let n = (0..BUYERS).map(|n| (n, scene.customer(n)));
        let mut whose = None;
        for (n, customer) in n {
            if customer.await? == before.customer {
                whose = Some(n);
            }
        }
        let segments = format!("/api/v1/customers/{}/segments", before.customer);
        catch_up(&app).await?;
        assert!(owner.get(&segments).await?.text().contains("逾期"));

        scene.order(20_000, whose.unwrap(), Paid, 500_000, NOON - 3_600_000).await?;
        app.clock.set(NOON + 60_000);
        caught_up(&app).await?;
        let after = records::one(&mut app.db.read().await?, before.customer).await?.unwrap();
        assert_eq!((after.purchases, after.last), (before.purchases + 1, today));
        assert!(after.next.unwrap().day > today && after.paid == before.paid + 500_000, "{after:?}");
        assert_eq!((after.cell.recency, after.cell.monetary), (5, 5), "{after:?}");
        assert!(after.cell.recency > before.cell.recency && after.group != before.group);
        assert!(!owner.get(&segments).await?.text().contains("逾期"));
        let card = owner.get(&format!("/api/v1/customers/{}/value", before.customer)).await?.json();
        assert_eq!(card["as_of"], json!(platform::Instant(NOON + 60_000)), "{card}");
        let page = owner.get("/api/v1/insight/value").await?.json();
        assert_eq!(page["as_of"], json!(platform::Instant(NOON)));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_while_a_reckoning_runs_is_scored_after_it() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        // Nothing was reckoned: nothing is scored, and nothing is kept waiting.
        assert!(look(&app).await?);
        caught_up(&app).await?;
        assert!(scores(&app).await?.is_empty());
        reckon(&app, &owner).await?;
        let asked = owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
        assert_eq!(asked.outcome(), "202");
        scene.order(20_000, 3, Paid, 77_700, NOON - 3_600_000).await?;
        let customer = scene.customer(3).await?;
        let before = records::one(&mut app.db.read().await?, customer).await?;
        assert!(!look(&app).await?);
        assert_eq!(records::one(&mut app.db.read().await?, customer).await?, before);
        worker(&app).drain().await?;
        let reckoned = records::one(&mut app.db.read().await?, customer).await?.unwrap();
        // Read with everybody, the order is not looked at again; what the reckoning itself said is nobody's purchase.
        let heard = outbox::pending(&app.db, CONSUMER, 100).await?;
        assert!(heard.iter().all(|message| message.kind != "orders.imported"), "{heard:?}");
        caught_up(&app).await?;
        assert_eq!(records::one(&mut app.db.read().await?, customer).await?, Some(reckoned.clone()));
        assert_eq!(reckoned.paid - before.map_or(0, |one| one.paid), 77_700);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_scores_outlive_an_erasure_that_crosses_them() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        let customer = scene.customer(1).await?;
        let row = records::one(&mut app.db.read().await?, customer).await?.unwrap();
        // A reckoning looks who is on file and writes, while she is erased.
        let mut tx = app.db.begin().await?;
        records::turn(&mut tx).await?;
        assert_eq!(customers::on_file(&mut tx, &[customer]).await?.len(), 1);
        let erasing = app.clone();
        let erased = tokio::spawn(async move {
            let (confirm, now) = (customer.to_string(), erasing.clock.now());
            care::erase(&erasing, crate::CARE, &boss(), customer, &confirm, now).await
        });
        others_wait(&app, &mut tx, 1).await?;
        records::put(&mut tx, &[Scored { paid: row.paid + 1, ..row }]).await?;
        tx.commit().await?;
        erased.await.unwrap()?;
        assert_eq!(records::one(&mut app.db.read().await?, customer).await?, None);
        // What the outbox still says of her brings nothing back.
        caught_up(&app).await?;
        assert_eq!(records::one(&mut app.db.read().await?, customer).await?, None);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_purchase_touches_nobody_and_who_is_ahead_of_our_clock_is_not_lost() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        caught_up(&app).await?;
        let (stood, customer) = (scores(&app).await?, scene.customer(3).await?);
        app.clock.set(NOON + 40 * DAY);
        let mut tx = app.db.begin().await?;
        let tagged = json!({ "customers": stood.iter().map(|one| platform::Id(one.customer)).collect::<Vec<_>>() });
        tx.emit(outbox::Message::new("customers.changed", app.clock.now(), &tagged)?);
        tx.commit().await?;
        caught_up(&app).await?;
        assert_eq!(scores(&app).await?, stood);
        // Paid by a clock that is some minutes ahead of ours, and told at once.
        scene.order(20_000, 3, Paid, 77_700, app.clock.now() + 120_000).await?;
        caught_up(&app).await?;
        let found = scores(&app).await?;
        let changed: Vec<i64> = found.iter().filter(|one| !stood.contains(one)).map(|one| one.customer).collect();
        assert_eq!(changed, [customer]);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reckoning_that_was_given_up_begins_anew_when_it_is_tried_again() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        caught_up(&app).await?;
        // Broken off, and given up in the end; then somebody buys, and is scored.
        stage::take_up(&app).await?;
        let mut tx = app.db.begin().await?;
        given_up(&mut tx, &app, &json!({})).await?;
        tx.commit().await?;
        app.clock.set(NOON + 3_600_000);
        scene.order(20_000, 3, Paid, 77_700, NOON + 60_000).await?;
        caught_up(&app).await?;
        let customer = scene.customer(3).await?;
        let fresh = records::one(&mut app.db.read().await?, customer).await?.unwrap();
        assert_eq!(fresh.as_of, Some(NOON + 3_600_000));
        let (_, again) = stage::take_up(&app).await?;
        assert_eq!(again.as_of, NOON + 3_600_000);
        Ok(())
    })
    .await
    .unwrap();
}
