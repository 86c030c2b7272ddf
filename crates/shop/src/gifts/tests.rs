//! Gifts from the giving to the last word on them, on both databases.

use platform::db::Connection as _;
use platform::http::{Role, ShopScope};
use platform::testing::{NOON, Site, on_both, prepare_all};
use platform::{App, Error, Id, values};
use serde_json::{Value as Json, json};

use super::*;
use crate::customers;
use crate::members::tests::scene::{Scene, boss, three};
use crate::members::{self, Budgets};

/// A day, milliseconds.
const DAY: i64 = 86_400_000;

fn site(app: &App) -> Site {
    Site::new(app, crate::policy(), crate::router().split_for_parts().0)
}

/// What rules know of somebody's gifts: name and worth.
async fn facts(app: &App, customer: i64) -> Result<Vec<String>, Error> {
    let mut still = app.db.still().await?;
    let shape = crate::segments::catalogue::shape(app, &mut still).await?;
    let taken = crate::segments::feed::take(&mut still, &shape, &[customer]).await?.remove(0);
    let own = taken.person.facts.into_iter().filter(|fact| fact.kind == "gift_given");
    Ok(own.map(|fact| format!("{:?} {:?}", fact.properties.get("gift"), fact.properties.get("amount"))).collect())
}

async fn told(app: &App) -> Result<i64, Error> {
    app.db
        .read()
        .await?
        .one("select count(*) from outbox where kind = 'gifts.changed'", values![])
        .await?
        .unwrap()
        .at(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_is_given_out_of_a_budget_and_followed_until_it_is_sent() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let mut programme = three();
        programme.budget = Budgets { gifts_a_month: Some(5_000), ..Budgets::default() };
        let scene = Scene::new(&app, programme).await?;
        for who in ["a", "b"] {
            scene.order(&format!("N{who}"), who, 1, 0, NOON).await?;
        }
        let (id, barred) = (scene.reach("a").await?.customer_id, scene.reach("b").await?);
        let mut tx = app.db.begin().await?;
        customers::set_blacklisted(&mut tx, &app, &barred, true).await?;
        tx.commit().await?;
        let (owner, agent) = (site(&app).role(Role::Owner).await?, site(&app).role(Role::Agent).await?);
        let own = format!("/api/v1/customers/{id}/gifts");
        let gift = |worth: i64, key: &str| json!({ "name": "定制茶杯", "kind": "goods", "worth": worth, "reason": "发货晚了", "key": key });
        for (client, body, expected) in [
            (&agent, gift(3_000, "k1"), "201"),
            (&agent, gift(3_000, "k1"), "201"),
            (&agent, gift(3_100, "k1"), "409 key_taken"),
            (&agent, gift(3_000, "k2"), "409 budget_spent"),
            (&agent, gift(0, "k3"), "422 invalid"),
            (&agent, json!({ "name": " ", "kind": "goods", "reason": "生日" }), "422 invalid"),
            (&agent, json!({ "name": "茶杯", "kind": "goods", "reason": "" }), "422 invalid"),
            (&owner, json!({ "name": "流量 1GB", "kind": "digital", "reason": "老客", "key": "k4" }), "201"),
        ] {
            assert_eq!(client.post(&own, &body).await?.outcome(), expected, "{body}");
        }
        let refused = owner.post(&format!("/api/v1/customers/{}/gifts", barred.customer_id), &gift(1, "k5")).await?;
        assert_eq!(refused.outcome(), "409 gift_blacklisted");
        let left = agent.get("/api/v1/members/budget").await?.json()["gifts"].clone();
        assert_eq!(left, json!({ "cap": 5_000, "used": 3_000, "left": 2_000 }));
        let gifts = |query: &'static str| {
            let owner = owner.clone();
            async move { Ok::<Vec<Json>, Error>(owner.get(&format!("/api/v1/gifts{query}")).await?.json()["items"].as_array().unwrap().clone()) }
        };
        let all = gifts("").await?;
        let named: Vec<_> = all.iter().map(|one| one["name"]["zh"].as_str().unwrap()).collect();
        assert_eq!(named, ["流量 1GB", "定制茶杯"]);
        assert_eq!((&all[1]["customer_id"], &all[1]["status"]), (&json!(Id(id)), &json!("due")));
        assert_eq!(gifts("?kind=digital").await?.len(), 1);
        assert_eq!(facts(&app, id).await?.len(), 2);

        // Each goes over only to what it may, once, and is answered the same again.
        let ids: Vec<String> = all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        let (data, cup) = (ids[0].as_str(), ids[1].as_str());
        let said = |ids: &[&str], status: &str, note: Option<&str>| json!({ "ids": ids, "status": status, "note": note });
        let unknown = Id(1).to_string();
        for (body, settled, refused) in [
            (said(&[data], "due", None), vec!["due"], vec![]),
            (said(&[data], "failed", Some("号码停机")), vec!["failed"], vec![]),
            (said(&[data], "due", None), vec!["due"], vec![]),
            (said(&[cup, data, &unknown], "sent", Some("SF100")), vec!["sent", "sent"], vec!["not_found"]),
            (said(&[cup], "sent", Some("SF999")), vec!["sent"], vec![]),
            (said(&[cup], "cancelled", Some("改送别的")), vec![], vec!["gift_over"]),
        ] {
            let answer = agent.post("/api/v1/gifts/settle", &body).await?;
            assert_eq!(answer.outcome(), "200", "{}", answer.text());
            let list = |key: &str, field: &str| -> Vec<String> {
                let listed = answer.json()[key].as_array().unwrap().clone();
                listed.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
            };
            assert_eq!((list("settled", "status"), list("refused", "code")), (settled.iter().map(|one: &&str| (*one).to_owned()).collect(), refused.iter().map(|one: &&str| (*one).to_owned()).collect()), "{body}");
        }
        for (body, expected) in [
            (said(&[], "sent", None), "422 invalid"),
            (said(&[cup], "cancelled", None), "422 invalid"),
            (said(&[cup], "gone", None), "422 invalid"),
        ] {
            assert_eq!(agent.post("/api/v1/gifts/settle", &body).await?.outcome(), expected, "{body}");
        }
        // Why one failed is no news of one that was sent, which the buyer reads.
        let wrong = owner.post(&own, &gift(0, "k7")).await?.json()["id"].as_str().unwrap().to_owned();
        for (status, note) in [("failed", Some("疑似恶意")), ("sent", None), ("sent", None)] {
            let answer = owner.post("/api/v1/gifts/settle", &said(&[&wrong], status, note)).await?;
            assert_eq!((answer.outcome().as_str(), answer.json()["settled"][0]["note"].as_str()), ("200", note));
        }
        // What was done once is written down once, whatever became of her since.
        let reached = scene.reach("a").await?;
        for barred in [true, false] {
            let mut tx = app.db.begin().await?;
            customers::set_blacklisted(&mut tx, &app, &reached, barred).await?;
            tx.commit().await?;
            assert_eq!(agent.post(&own, &gift(3_000, "k1")).await?.outcome(), "201");
        }
        let counted = "select count(*) from audit where action = 'gift.given' or action = 'gift.settled'";
        let counted: i64 = app.db.read().await?.one(counted, values![]).await?.unwrap().at(0)?;
        assert_eq!(counted, 3 + 4 + 2, "given, and taken over to another status");
        let sent = gifts("?status=sent").await?;
        assert_eq!((sent.len(), &sent[2]["note"]), (3, &json!("SF100")), "what was said first stands");
        let summary = owner.get("/api/v1/gifts/summary").await?.json();
        let months = summary["months"].as_array().unwrap();
        assert_eq!((&summary["due"], &summary["sent"], &summary["sent_worth"]), (&json!(0), &json!(3), &json!(3_000)));
        assert_eq!((months.len(), &months[11]["given"], &months[11]["worth"]), (12, &json!(3), &json!(3_000)));
        let timeline = owner.get(&format!("/api/v1/customers/{id}/timeline?kinds=gift")).await?.json();
        assert_eq!(timeline["items"][1]["title"], "Gift: 流量 1GB, sent");

        // Who was erased is in no gift; what she had not got yet is called off.
        assert_eq!(owner.post(&own, &gift(500, "k6")).await?.outcome(), "201");
        let before = told(&app).await?;
        crate::care::erase(&app, crate::CARE, &boss(), id, &id.to_string(), NOON).await?;
        assert!(gifts("?status=due").await?.is_empty());
        assert!(gifts("").await?.iter().all(|one| one["customer_id"].is_null() && one["reason"].is_null()));
        assert_eq!(before, 9, "four given, five times changed");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_limited_to_a_shop_settles_only_gifts_of_its_customers() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        scene.order("Na", "a", 1, 0, NOON).await?;
        let id = scene.reach("a").await?.customer_id;
        let owner = site(&app).role(Role::Owner).await?;
        let body = json!({ "name": "茶杯", "kind": "goods", "reason": "老客" });
        let given = owner.post(&format!("/api/v1/customers/{id}/gifts"), &body).await?.json();
        let limited = site(&app).key(crate::permissions::ALL, Some(1)).await?;
        let said = json!({ "ids": [given["id"]], "status": "sent" });
        let answer = limited.post("/api/v1/gifts/settle", &said).await?.json();
        assert_eq!(answer["refused"][0]["code"], "not_found", "{answer}");
        let seen = limited.get("/api/v1/gifts").await?.json()["items"][0].clone();
        assert!(seen["customer_id"].is_null() && seen["reason"].is_null(), "what was written of her is hers: {seen}");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_merged_since_her_birthday_was_told_gets_one_gift() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut programme = three();
        for level in &mut programme.levels {
            level.benefits.birthday_gift = Some("双倍积分卡".into());
            level.benefits.birthday_gift_sends = false;
        }
        let scene = Scene::new(&app, programme).await?;
        for who in ["one", "other"] {
            scene.order(&format!("N{who}"), who, 60_000, 0, NOON).await?;
            let reached = scene.reach(who).await?;
            let mut tx = app.db.begin().await?;
            customers::edit(&mut tx, &app, &reached, &[("birthday".to_owned(), "1990-12-24".into())]).await?;
            tx.commit().await?;
        }
        scene.follow().await?;
        app.clock.set("2026-12-24T12:00:00+08:00".parse::<jiff::Timestamp>().unwrap().as_millisecond());
        members::birthdays(&app).await?;
        scene.merge("one", "other").await?;
        while look(&app).await? {}
        let mut session = app.db.read().await?;
        let due = gifts(&mut session, &ShopScope::All, &Wanted::default(), (i64::MAX, i64::MAX), 9).await?;
        assert_eq!(due.len(), 1, "{due:?}");
        assert_eq!((due[0].kind, due[0].awaits_address()), (GiftKind::Digital, false), "nothing of it is sent");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_birthday_gift_is_due_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut programme = three();
        programme.levels[1].benefits.birthday_gift = Some("茶样礼盒".into());
        let scene = Scene::new(&app, programme).await?;
        scene.order("Ns", "silver", 60_000, 0, NOON).await?;
        let reached = scene.reach("silver").await?;
        let mut tx = app.db.begin().await?;
        customers::edit(&mut tx, &app, &reached, &[("birthday".to_owned(), "1990-12-24".into())]).await?;
        tx.commit().await?;
        scene.follow().await?;
        let due = async || -> Result<Vec<String>, Error> {
            while look(&app).await? {}
            let wanted = Wanted { status: Some(GiftStatus::Due), ..Wanted::default() };
            let mut session = app.db.read().await?;
            let all = gifts(&mut session, &ShopScope::All, &wanted, (i64::MAX, i64::MAX), 9).await?;
            Ok(all
                .into_iter()
                .map(|one| format!("{} {} {}", one.source.code(), one.kind.code(), one.name.zh))
                .collect())
        };
        app.clock.set("2026-12-24T12:00:00+08:00".parse::<jiff::Timestamp>().unwrap().as_millisecond());
        members::birthdays(&app).await?;
        assert_eq!(due().await?, ["birthday goods 茶样礼盒"]);
        // Read again from the beginning, as by a consumer that died before it wrote down how far it was.
        let mut tx = app.db.begin().await?;
        tx.execute("update outbox_consumers set position = 0 where name = 'gifts'", values![]).await?;
        tx.commit().await?;
        assert_eq!(due().await?, ["birthday goods 茶样礼盒"]);
        // What was raised long before anybody looked is over.
        let mut tx = app.db.begin().await?;
        tx.execute("delete from gifts", values![]).await?;
        tx.execute("update outbox_consumers set position = 0 where name = 'gifts'", values![]).await?;
        tx.commit().await?;
        app.clock.set(app.clock.now() + 20 * DAY);
        assert!(due().await?.is_empty());
        Ok(())
    })
    .await
    .unwrap();
}
