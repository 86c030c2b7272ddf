//! Scores, pages, the job and the card.

mod asking;
mod between;
mod campaigns;
mod currency;
mod delivered;
mod killed;
mod past;

use std::collections::BTreeMap;

use connectors::drafts::OrderStatus::{Cancelled, Paid};
use connectors::drafts::{ProductDraft, ShopRef};
use platform::db::Connection as _;
use platform::http::{Role, ShopScope};
use platform::jobs::Worker;
use platform::testing::{Client, NOON, Site, on_both, prepare_all};
use platform::{App, Error, values};
use rules::{Calendar, Rule, evaluate};
use science::lifetime::choose::naive;
use science::lifetime::purchases::{Purchase, Span, observe};
use science::rfm::{Buyer, Cut, Scheme};
use serde_json::{Value as Json, json};

use super::gather::{Days, number};
use super::model::Scored;
use super::past::Past;
use super::records;
use crate::segments::live::{Live, catch_up};
use crate::segments::tests::scene::{Dice, Scene, boss};
use crate::segments::{catalogue, feed};
use crate::{care, customers, orders, products, shops};

const DAY: i64 = 86_400_000;
const BUYERS: u64 = 90;

fn worker(app: &App) -> Worker {
    let mut worker = Worker::new(app.clone(), 1);
    crate::register(&mut worker);
    worker
}

/// Puts the goods of every scene into its shop: their list price is 99 yuan, and of one the cost is known.
async fn stock(app: &App, scene: &Scene) -> Result<(), Error> {
    let goods = (0..4).map(|n| ProductDraft {
        row: 0,
        shop: ShopRef::default(),
        number: format!("P{n}"),
        sku: None,
        title: Some(format!("茶{n}")),
        category: (n < 3).then(|| "绿茶".to_owned()),
        tags: None,
        currency: "CNY".into(),
        price: Some(9_900),
        cost: (n == 0).then_some(3_000),
        stock: None,
        picture: None,
        extra: Default::default(),
    });
    let mut tx = app.db.begin().await?;
    products::import(&mut tx, app, &scene.shop, &goods.collect::<Vec<_>>()).await?;
    tx.commit().await
}

/// A shop of some two years: buyers with rhythms of their own, some of whom stopped.
async fn scene(app: &App) -> Result<Scene, Error> {
    let mut scene = Scene::new(app).await?;
    stock(app, &scene).await?;
    let mut dice = Dice::new(3);
    let mut whole = |below: u64| i64::try_from(dice.below(below)).unwrap();
    let mut orders = 0;
    for n in 0..BUYERS {
        let gap = 15 + whole(60);
        let mut ago = 720 - whole(600);
        let stops = whole(3) == 0;
        for _ in 0..if n % 4 == 0 { 1 } else { 8 } {
            orders += 1;
            let status = if whole(12) == 0 { Cancelled } else { Paid };
            scene.order(orders, n, status, 2_000 + 100 * whole(300), NOON - ago * DAY).await?;
            ago -= gap * (50 + whole(100)) / 100;
            if ago < if stops { 300 } else { 1 } {
                break;
            }
        }
    }
    for n in 0..6 {
        scene.act(n * 5 + 1, "reviewed", NOON - DAY, Some("P1")).await?;
        scene.act(n * 7 + 2, "shared", NOON - DAY, Some("P1")).await?;
    }
    scene.act(1, "complained", NOON - DAY, None).await?;
    Ok(scene)
}

fn site(app: &App) -> Site {
    let (router, _) = crate::router().split_for_parts();
    Site::new(app, crate::policy(), router)
}

async fn scores(app: &App) -> Result<Vec<Scored>, Error> {
    let mut found = Vec::new();
    records::all(&mut app.db.read().await?, |one| found.push(one)).await?;
    Ok(found)
}

async fn refills(app: &App) -> Result<Vec<crate::value::refills::Refill>, Error> {
    let mut found = Vec::new();
    records::refills(&mut app.db.read().await?, |one| found.push(one)).await?;
    found.sort();
    Ok(found)
}

async fn pasts(app: &App) -> Result<Vec<Past>, Error> {
    let mut found = Vec::new();
    records::all_past(&mut app.db.read().await?, |one| found.push(one)).await?;
    Ok(found)
}

/// Asks for a reckoning and does it; what the run says of it.
async fn reckon(app: &App, owner: &Client) -> Result<Json, Error> {
    let asked = owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
    assert_eq!((asked.outcome().as_str(), &asked.json()["state"]), ("202", &json!("waiting")));
    worker(app).drain().await?;
    let run = owner.get("/api/v1/insight/value/run").await?.json();
    assert_eq!(run["state"], "done", "{run}");
    catch_up(app).await?;
    Ok(run)
}

const PAGES: &[&str] = &[
    "/api/v1/insight/value",
    "/api/v1/insight/rfm",
    "/api/v1/insight/lifecycle",
    "/api/v1/insight/cohorts",
    "/api/v1/insight/cohorts?by=week",
    "/api/v1/insight/cohorts?by=campaign",
    "/api/v1/insight/next",
    "/api/v1/insight/concentration",
    "/api/v1/insight/concentration?of=potential",
];

/// Every object of a page that has a rule and a number of customers.
fn ruled(page: &Json, found: &mut Vec<(String, i64)>) {
    match page {
        Json::Object(object) => {
            if let (Some(rule), Some(customers)) = (object.get("rule").and_then(Json::as_str), object.get("customers"))
            {
                // Who has at least as much as the last of the top is told of equals too.
                if !object.contains_key("least") {
                    found.push((rule.to_owned(), customers.as_i64().unwrap()));
                }
            }
            object.values().for_each(|inner| ruled(inner, found));
        }
        Json::Array(items) => items.iter().for_each(|inner| ruled(inner, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_customers_is_that_of_its_rule() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        scene(&app).await?;
        let (site, now) = (site(&app), app.clock.now());
        let owner = site.role(Role::Owner).await?;
        for path in PAGES {
            assert_eq!(owner.get(path).await?.outcome(), "404 value_not_reckoned", "{path}");
        }
        reckon(&app, &owner).await?;
        let shape = catalogue::shape(&app, &mut app.db.read().await?).await?;
        let warehouse = Live::of(&app).held().unwrap();
        let calendar = Calendar::new(shape.business.zone());
        let ids = customers::standing_after(&mut app.db.read().await?, 0, 10_000).await?;
        let people = feed::take(&mut app.db.read().await?, &shape, &ids).await?;
        for path in PAGES {
            let page = owner.get(path).await?;
            assert_eq!(page.outcome(), "200", "{path} {}", page.text());
            let (page, mut rules) = (page.json(), Vec::new());
            assert_eq!(page["population"], json!(scores(&app).await?.len()), "{path}");
            assert!(page["definitions"].as_array().unwrap().len() > 1);
            ruled(&page, &mut rules);
            assert!(
                path.contains("concentration") || rules.iter().any(|(_, customers)| *customers > 0),
                "{path}: {rules:?}"
            );
            for (text, customers) in rules {
                let rule: Rule =
                    rules::parse(&text, &shape.catalogue).unwrap_or_else(|e| panic!("{path} {text}: {e:?}"));
                let holds = people
                    .iter()
                    .filter(|one| evaluate(&rule, &shape.catalogue, &one.person, now, &calendar).holds)
                    .count();
                assert_eq!(i64::try_from(holds).unwrap(), customers, "{path}: {text}");
                let question = warehouse.warehouse.compile(&rule, &|_, _: &str| None).unwrap();
                let crowd = warehouse.warehouse.crowd(&question, now, &warehouse::Cancel::new()).unwrap();
                assert_eq!(crowd.len(), holds as u64, "{path}: {text} in the warehouse");
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn reckoning_twice_changes_nothing_and_going_on_is_the_same_as_beginning_anew() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        let first = reckon(&app, &owner).await?;
        assert_eq!((&first["customers"], &first["changed"]), (&first["changed"], &first["customers"]));
        let (before, page) = (scores(&app).await?, owner.get(PAGES[0]).await?.json());
        assert_eq!(reckon(&app, &owner).await?["changed"], 0);
        assert_eq!((scores(&app).await?, owner.get(PAGES[0]).await?.json()), (before.clone(), page));

        // Another order, one taken back, and a merge; then some days later.
        scene.order(9_001, 1, Paid, 88_800, NOON - DAY).await?;
        scene.order(1, 0, Cancelled, 0, NOON - 100 * DAY).await?;
        let (a, b) = (scene.customer(5).await?, scene.customer(6).await?);
        let mut tx = app.db.begin().await?;
        customers::merge(&mut tx, &app, &[a, b], &platform::http::Actor::System, "test").await?;
        tx.commit().await?;
        app.clock.set(NOON + 3 * DAY);
        let run = reckon(&app, &owner).await?;
        assert!(run["changed"].as_i64().unwrap() > 0);
        let (after, due) = (scores(&app).await?, refills(&app).await?);
        assert_eq!(run["customers"], json!(after.len()));
        assert!(!due.is_empty(), "nothing is used up");
        let mut tx = app.db.begin().await?;
        tx.execute("delete from value_scores", values![]).await?;
        tx.execute("delete from value_refills", values![]).await?;
        tx.commit().await?;
        reckon(&app, &owner).await?;
        assert_eq!((scores(&app).await?, refills(&app).await?), (after, due));

        // The warehouse that followed is the one that is built anew.
        let shape = catalogue::shape(&app, &mut app.db.read().await?).await?;
        let ids = customers::standing_after(&mut app.db.read().await?, 0, 10_000).await?;
        let held = Live::of(&app).held().unwrap();
        for taken in feed::take(&mut app.db.read().await?, &shape, &ids).await? {
            let found = held.warehouse.person(taken.customer).map(|person| person.attributes);
            assert_eq!(found, Some(taken.person.attributes));
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_are_what_science_says_of_the_same_orders() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        let found: BTreeMap<i64, Scored> = scores(&app).await?.into_iter().map(|one| (one.customer, one)).collect();
        let mut session = app.db.read().await?;
        let ids = customers::standing_after(&mut session, 0, 10_000).await?;
        let standings = customers::standings(&mut session, &ids).await?;
        let dealt: Vec<_> = standings.values().filter(|one| one.deals > 0).collect();
        assert_eq!(
            dealt.iter().map(|one| one.customer_id).collect::<Vec<_>>(),
            found.keys().copied().collect::<Vec<_>>()
        );
        let mut days = Days::new(shops::business(&mut session).await?.zone());
        let today = days.of(NOON).unwrap();
        assert_eq!(today, number("2026-11-11".parse().unwrap()));

        // RFM from the figures that the customer list shows.
        let mut day = |at: Option<i64>| days.of(at.unwrap()).unwrap();
        let buyers: Vec<Buyer> = dealt
            .iter()
            .map(|one| Buyer {
                recency: today - day(one.last_deal_at),
                frequency: u64::try_from(one.deals).unwrap(),
                monetary: one.deal_amount,
            })
            .collect();
        let cells = science::rfm::score(&buyers, &Scheme::default());
        let groups = Cut::Mean.groups(&buyers, &cells);
        for ((standing, cell), group) in dealt.iter().zip(&cells).zip(&groups) {
            let one = &found[&standing.customer_id];
            let told = (one.realised(), one.deals, one.cell, one.group);
            assert_eq!(told, (standing.deal_amount, standing.deals, *cell, *group));
        }

        // Expected purchases and risk from the orders as rules see them.
        let mut purchases = Vec::new();
        for standing in &dealt {
            let profiles: Vec<i64> = standing.footings.iter().map(|footing| footing.profile_id).collect();
            for told in orders::told(&mut session, &profiles).await? {
                for moment in told.moments.iter().filter(|moment| moment.kind == "dealt") {
                    let (customer, amount) = (standing.customer_id, moment.amount.unwrap());
                    purchases.push(Purchase { customer, day: day(Some(moment.at)), amount });
                }
            }
        }
        let seen = observe(purchases, Span::weeks(today)).customers;
        let page = owner.get(PAGES[0]).await?.json();
        let histories: Vec<_> = seen.iter().map(|one| one.history).collect();
        // So few buyers lie on the models' boundary, and the baseline is used.
        let model = &page["model"];
        assert_eq!((&model["used"], &model["told"]["code"]), (&json!("baseline"), &json!("boundary")));
        assert_eq!(model["trials"].as_array().unwrap().len(), 4);
        assert!(!model["calibration"].as_array().unwrap().is_empty());
        for (one, history) in seen.iter().zip(&histories) {
            let scored = &found[&one.customer];
            for (kept, days) in [(scored.expected_90, 90.0), (scored.expected_365, 365.0)] {
                assert!((kept as f64 - naive(history, days / 7.0) * 100.0).abs() <= 0.500_001, "{scored:?}");
            }
            assert_eq!(scored.churn_risk, None);
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn live_segments_follow_scores() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        let mut segments = Vec::new();
        for (name, text) in
            [("价值", "rfm_group = \"champion\""), ("流失", "stage = \"lost\""), ("都有", "realised_value is known")]
        {
            let made = owner.post("/api/v1/segments", &json!({ "name": name, "text": text })).await?;
            assert_eq!(made.outcome(), "201", "{}", made.text());
            segments.push(made.json()["id"].as_str().unwrap().parse::<i64>().unwrap());
        }
        let sizes = |segments: &[i64]| {
            let held = Live::of(&app).held().unwrap();
            segments.iter().map(|id| held.warehouse.size(*id).unwrap().customers).collect::<Vec<_>>()
        };
        catch_up(&app).await?;
        assert_eq!(sizes(&segments), [0, 0, 0]);
        reckon(&app, &owner).await?;
        let found = scores(&app).await?;
        let told = |scored: &[Scored]| {
            let group = |key: &str| scored.iter().filter(|one| one.group.key() == key).count() as u64;
            let stage = |key: &str| scored.iter().filter(|one| one.stage.key() == key).count() as u64;
            vec![group("champion"), stage("lost"), scored.len() as u64]
        };
        assert_eq!(sizes(&segments), told(&found));
        assert!(told(&found).iter().all(|count| *count > 0), "{:?}", told(&found));
        // Half a year later many are lost; somebody's only order was taken back.
        app.clock.set(NOON + 200 * DAY);
        scene.order(1, 0, Cancelled, 0, NOON - 100 * DAY).await?;
        // Nobody stays signed in that long.
        reckon(&app, &site.role(Role::Owner).await?).await?;
        let later = scores(&app).await?;
        assert!(told(&later)[1] > told(&found)[1] && later.len() <= found.len());
        assert_eq!(sizes(&segments), told(&later));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_tells_its_values_and_an_erasure_takes_them_away() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        let id = scene.customer(1).await?;
        let path = format!("/api/v1/customers/{id}/value");
        assert_eq!(owner.get(&path).await?.json()["scores"], Json::Null);
        reckon(&app, &owner).await?;
        let card = owner.get(&path).await?.json();
        let scores_of = &card["scores"];
        let sum: i64 = card["parts"].as_array().unwrap()[..2].iter().map(|part| part["value"].as_i64().unwrap()).sum();
        assert_eq!(scores_of["realised"]["amount"], sum);
        let complaints = card["parts"].as_array().unwrap().iter().find(|part| part["key"] == "complaints").unwrap();
        assert_eq!(complaints["count"], 1);
        let reasons: Vec<&str> =
            card["reasons"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect();
        assert!(reasons.contains(&"complaint"), "{reasons:?}");
        let kept = scores(&app).await?.into_iter().find(|one| one.customer == id).unwrap();
        assert_eq!(kept.reasons, reasons, "what rules name is what the card says");
        let alive = card["alive"].as_array().unwrap();
        let bought = alive.iter().filter(|point| point["bought"] == true).count();
        assert!(alive.is_empty() || json!(bought) == scores_of["purchases"]);
        assert!(alive.iter().all(|point| (0.0..=1_000.0).contains(&point["share"].as_f64().unwrap())));

        let lists = [
            "/api/v1/insight/value/customers?order=potential&limit=7",
            "/api/v1/insight/next/due?when=overdue&limit=200",
        ];
        let listed = |page: Json| -> Vec<String> {
            let items = page["items"].as_array().unwrap().clone();
            items.iter().map(|one| one["customer"]["id"].as_str().unwrap().to_owned()).collect()
        };
        // All pages of the list hold everybody once, the greatest first.
        let (mut seen, mut path_of) = (Vec::new(), lists[0].to_owned());
        loop {
            let page = owner.get(&path_of).await?.json();
            let next = page["next_cursor"].as_str().map(str::to_owned);
            seen.extend(page["items"].as_array().unwrap().iter().map(|one| {
                (-one["potential"]["amount"].as_i64().unwrap(), one["customer"]["id"].as_str().unwrap().to_owned())
            }));
            let Some(next) = next else { break };
            path_of = format!("{}&cursor={next}", lists[0]);
        }
        assert!(seen.is_sorted_by_key(|(amount, _)| *amount));
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), scores(&app).await?.len());
        let page = owner.get("/api/v1/insight/next").await?.json();
        for (key, when) in [("due_week", "week"), ("due", "due"), ("overdue", "overdue")] {
            let due = listed(owner.get(&format!("/api/v1/insight/next/due?when={when}&limit=200")).await?.json());
            let told = page["due"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap();
            assert_eq!(json!(due.len()), told["customers"], "{when}");
        }
        for family in page["families"].as_array().unwrap().iter().filter(|one| one["replenished"] == true) {
            let name = family["family"].as_str().unwrap();
            let due = owner
                .get(&format!(
                    "/api/v1/insight/next/due?limit=200&family={}",
                    name.replace("绿茶", "%E7%BB%BF%E8%8C%B6")
                ))
                .await?
                .json();
            assert_eq!(json!(listed(due).len()), family["due_week"], "{name}");
        }

        let taken = care::export(&mut app.db.read().await?, crate::CARE, &boss(), id, app.clock.now()).await?;
        assert!(taken.to_string().contains("\"value\""), "{taken}");
        let past = &taken["value"]["value_past"];
        let months = past["rfm_group"].as_array().unwrap_or_else(|| panic!("{taken}"));
        assert_eq!((months.len(), past["stage"].as_array().unwrap().len()), (13, 13));
        assert_eq!(months[12], json!({ "day": "2026-11-11", "state": kept.group.key() }));
        // With whom was merged into her since, and with what a reckoning that broke off had learnt of her.
        let twin = scene.customer(2).await?;
        let mut tx = app.db.begin().await?;
        let both = [id, twin];
        customers::merge(&mut tx, &app, &both, &platform::http::Actor::System, "test").await?;
        tx.commit().await?;
        super::stage::take_up(&app).await?;
        let stays = customers::surviving(&mut app.db.read().await?, id).await?;
        assert!(pasts(&app).await?.iter().filter(|one| both.contains(&one.customer)).count() == 2);
        care::erase(&app, crate::CARE, &boss(), stays, &stays.to_string(), app.clock.now()).await?;
        assert!(scores(&app).await?.iter().all(|one| !both.contains(&one.customer)));
        assert!(refills(&app).await?.iter().all(|one| !both.contains(&one.customer)));
        assert!(pasts(&app).await?.iter().all(|one| !both.contains(&one.customer)));
        assert_eq!(records::page(&mut app.db.read().await?, super::stage::STAGE).await?, None);
        reckon(&app, &owner).await?;
        assert!(scores(&app).await?.iter().all(|one| one.customer != id));
        assert_eq!(owner.get(&path).await?.status, 404);
        Ok(())
    })
    .await
    .unwrap();
}
