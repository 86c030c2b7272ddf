//! Goods that points buy or a draw gives: where they are sent.

use platform::db::{Connection as _, Tx};
use platform::http::{Actor, Role};
use platform::testing::{on_both, others_wait};
use platform::{App, Error, values};
use pricing::Words;
use serde_json::json;

use super::scene::{ADDRESS, ALL, Browser, LAN, MEI, Shop, outcome, shop};
use super::seen::{draw, draw_of, item};
use crate::care::{self, Person};
use crate::customers::{self, Reached};
use crate::deliveries::{self, DeliveryOf, NewDelivery};
use crate::gifts::{self, GiftKind, ToGive};
use crate::members::tests::scene::boss;
use crate::points::tests::scene as points_scene;
use crate::{draws, points};

/// The address, but in another city.
fn in_city(city: &'static str) -> [(&'static str, &'static str); 6] {
    ADDRESS.map(|(name, value)| (name, if name == "city" { city } else { value }))
}

/// The same as staff's programs and other departments say it.
fn said(city: &str) -> NewDelivery {
    NewDelivery {
        receiver: "李梅".to_owned().into(),
        mobile: "13800000001".to_owned().into(),
        province: "浙江省".into(),
        city: city.into(),
        district: "西湖区".into(),
        street: "文三路 1 号".to_owned().into(),
    }
}

/// What waits to be sent to somebody: of each kind one.
#[derive(Debug, Clone, Copy)]
struct Goods {
    order: i64,
    ticket: i64,
    gift: i64,
}

/// All that is sent.
const KINDS: [DeliveryOf; 3] = [DeliveryOf::Mall, DeliveryOf::Draw, DeliveryOf::Gift];

impl Goods {
    /// Says where one of them is sent.
    async fn send(self, tx: &mut Tx, app: &App, to: &Reached, of: DeliveryOf) -> Result<(), Error> {
        match of {
            DeliveryOf::Mall => points::mall::send_to(tx, app, to, self.order, &said("宁波")).await,
            DeliveryOf::Draw => draws::send_to(tx, app, to, self.ticket, &said("宁波")).await,
            DeliveryOf::Gift => gifts::send_to(tx, app, to, self.gift, &said("宁波")).await,
        }
    }
}

/// A gift that is to be sent in a parcel.
async fn gift(shop: &Shop, nick: &str, kind: GiftKind) -> Result<i64, Error> {
    let (app, reached) = (&shop.scene.app, shop.scene.reach(nick).await?);
    let mut tx = app.db.begin().await?;
    let key = format!("{nick}-{}", kind.code());
    let wanted = ToGive { name: &Words::new("茶杯", "cup"), kind, worth: 0, reason: "答谢", key: &key };
    let (id, _) = gifts::give(&mut tx, app, &Actor::System, &reached, wanted).await?;
    tx.commit().await?;
    Ok(id)
}

/// Somebody in her browser with points, who took goods for them, won some and was given some.
async fn with_goods(shop: &mut Shop, nick: &str, mobile: &str) -> Result<(Browser, Goods), Error> {
    shop.person(nick, mobile).await?;
    points_scene::give(&shop.scene, nick, 100, nick).await?;
    let mut browser = shop.signed_in(mobile).await?;
    let place = format!("/my/mall/{}", item(shop).await?);
    browser.get(&place).await?;
    assert_eq!(outcome(&browser.post(&place, &ADDRESS).await?), "303 /my/mall?done=redeemed");
    let goods = json!({ "kind": "goods", "name": { "zh": "盖碗", "en": "gaiwan" }, "worth": 100, "quantity": 9,
        "chance_ppm": 1_000_000 });
    let place = format!("/my/draws/{}", draw_of(shop, goods).await?);
    browser.get(&place).await?;
    assert_eq!(browser.post(&place, &[]).await?.status, 303);
    let profile = shop.scene.reach(nick).await?.anchor;
    let mut session = shop.scene.app.db.read().await?;
    let mut id = async |sql: &'static str| session.one(sql, values![profile]).await?.unwrap().at::<i64>(0);
    let order = id("select id from mall_orders where profile_id = $1").await?;
    let ticket = id("select id from draw_tickets where profile_id = $1").await?;
    drop(session);
    Ok((browser, Goods { order, ticket, gift: gift(shop, nick, GiftKind::Goods).await? }))
}

/// Whose each address is.
async fn owners(app: &App) -> Result<Vec<i64>, Error> {
    let rows = app.db.read().await?.all("select profile_id from deliveries order by sent, sent_id", values![]).await?;
    rows.iter().map(|row| row.at(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_stays_with_whose_the_goods_are() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let (_, goods) = with_goods(&mut shop, "lan", LAN).await?;
        let (mei, lan) = (shop.scene.reach("mei").await?, shop.scene.reach("lan").await?);
        let mut tx = app.db.begin().await?;
        let one = customers::merge(&mut tx, &app, &[mei.customer_id, lan.customer_id], &Actor::System, "test").await?;
        tx.commit().await?;
        let both = shop.scene.reach("lan").await?;
        assert_eq!(both.anchor, mei.anchor);
        let mut tx = app.db.begin().await?;
        for of in KINDS {
            goods.send(&mut tx, &app, &both, of).await?;
        }
        tx.commit().await?;
        let mut tx = app.db.begin().await?;
        customers::unmerge(&mut tx, &app, one, &lan.profile_ids, &Actor::System, "test").await?;
        tx.commit().await?;
        assert_eq!(owners(&app).await?, [lan.anchor; 3]);
        let last =
            async |who: &Reached| deliveries::written(&mut app.db.read().await?, who, DeliveryOf::Mall, None).await;
        assert_eq!(last(&shop.scene.reach("lan").await?).await?.map(|one| one.city).as_deref(), Some("宁波市"));
        assert_eq!(last(&shop.scene.reach("mei").await?).await?, None);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_outlives_an_erasure_that_crosses_it() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        // Written a moment before she is erased.
        let (_, goods) = with_goods(&mut shop, "mei", MEI).await?;
        let mei = shop.scene.reach("mei").await?;
        let mut tx = app.db.begin().await?;
        for of in KINDS {
            goods.send(&mut tx, &app, &mei, of).await?;
        }
        let (erasing, id) = (app.clone(), mei.customer_id);
        let erased = tokio::spawn(async move {
            care::erase(&erasing, crate::CARE, &boss(), id, &id.to_string(), erasing.clock.now()).await
        });
        others_wait(&app, &mut tx, 1).await?;
        tx.commit().await?;
        erased.await.unwrap()?;
        assert!(owners(&app).await?.is_empty());

        // Written while she is being erased.
        let (_, goods) = with_goods(&mut shop, "lan", LAN).await?;
        let lan = shop.scene.reach("lan").await?;
        let person = Person { customer_id: lan.customer_id, profile_ids: lan.profile_ids.clone(), values: Vec::new() };
        let mut tx = app.db.begin().await?;
        for registered in [&points::CARE, &gifts::CARE, &draws::CARE] {
            (registered.erase)(&mut tx, &app, &person).await?;
        }
        let write = |app: App, lan: Reached, of: DeliveryOf| async move {
            let mut tx = app.db.begin().await?;
            goods.send(&mut tx, &app, &lan, of).await?;
            tx.commit().await
        };
        let writing = KINDS.map(|of| tokio::spawn(write(app.clone(), lan.clone(), of)));
        others_wait(&app, &mut tx, 3).await?;
        (deliveries::CARE.erase)(&mut tx, &app, &person).await?;
        tx.commit().await?;
        for one in writing {
            assert_eq!(one.await.unwrap().map_err(|error| error.code()), Err("not_found"));
        }
        assert!(owners(&app).await?.is_empty());
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_comes_again_leaves_a_corrected_address() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        let (mut mei, Goods { order, .. }) = with_goods(&mut shop, "mei", MEI).await?;
        let owner = shop.site.role(Role::Owner).await?;
        let place = format!("/my/mall/{}", item(&shop).await?);
        let customer = shop.scene.reach("mei").await?.customer_id.to_string();
        let api = |city: &str, id: &str| {
            let to = json!({ "receiver": "李梅", "mobile": "13800000001", "province": "浙江", "city": city, "street": "1 号" });
            (format!("/api/v1/points/mall/{id}/redeem"), json!({ "customer_id": customer, "key": "k", "deliver_to": to }))
        };
        let city = async |order: i64| -> Result<String, Error> {
            let sql = "select city from deliveries where sent_id = $1";
            app.db.read().await?.one(sql, values![order]).await?.unwrap().at(0)
        };
        points_scene::give(&shop.scene, "mei", 100, "more").await?;
        // The form's page, and the form twice with a correction between.
        mei.get(&place).await?;
        let (csrf, key) = (mei.csrf.clone(), mei.key.clone());
        let form = |city: &'static str| {
            let mut all = vec![("csrf", csrf.as_str()), ("key", key.as_str())];
            all.extend(in_city(city));
            all
        };
        assert_eq!(outcome(&mei.post_bare(&place, &form("杭州")).await?), "303 /my/mall?done=redeemed");
        let listed = owner.get("/api/v1/points/mall/orders").await?.json();
        let taken: i64 = listed["items"][0]["id"].as_str().unwrap().parse().unwrap();
        assert_ne!(taken, order);
        let change = format!("/my/deliveries/mall/{taken}");
        assert_eq!(mei.post(&change, &in_city("宁波")).await?.status, 303);
        assert_eq!(outcome(&mei.post_bare(&place, &form("温州")).await?), "303 /my/mall?done=redeemed");
        assert_eq!(city(taken).await?, "宁波市");

        // The same of a program with its key, also when it was handed over.
        let id = place.split('/').next_back().unwrap().to_owned();
        let (path, body) = api("杭州", &id);
        let first = owner.post(&path, &body).await?;
        assert_eq!(first.outcome(), "200", "{}", first.text());
        let made: i64 = first.json()["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(mei.post(&format!("/my/deliveries/mall/{made}"), &in_city("宁波")).await?.status, 303);
        assert_eq!(owner.post(&path, &api("温州", &id).1).await?.outcome(), "200");
        assert_eq!(city(made).await?, "宁波市");
        let done = owner.post(&format!("/api/v1/points/mall/orders/{made}/fulfil"), &json!({})).await?;
        assert_eq!(done.outcome(), "200", "{}", done.text());
        assert_eq!(owner.post(&path, &api("温州", &id).1).await?.outcome(), "200", "answered the same");
        assert_eq!(city(made).await?, "宁波市");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_for_points_ask_where_to_send_them() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        for (nick, mobile) in [("mei", MEI), ("lan", LAN)] {
            shop.person(nick, mobile).await?;
            points_scene::give(&shop.scene, nick, 100, nick).await?;
        }
        let place = format!("/my/mall/{}", item(&shop).await?);
        let mut mei = shop.signed_in(MEI).await?;
        let page = mei.get(&place).await?.text();
        assert!(page.contains("Where to send it") && page.contains("autocomplete=\"street-address\""), "{page}");
        for (field, typed, why) in [
            ("street", "", "422 Please fill everything in."),
            ("mobile", "123", "422 Please give a whole mobile number."),
            ("province", "Zhejiang", "422 Please choose a province."),
        ] {
            let fields = ADDRESS.map(|(name, value)| (name, if name == field { typed } else { value }));
            let answer = mei.post(&place, &fields).await?;
            assert_eq!(outcome(&answer), why);
            assert!(answer.text().contains("value=\"李梅\""), "what she typed stays: {}", answer.text());
            assert!(
                answer.text().contains(&format!("aria-describedby=\"{field}-wrong\"")),
                "beside it: {}",
                answer.text()
            );
        }
        assert_eq!(points_scene::has(&shop.scene, "mei").await?.split('+').next(), Some("100"), "nothing was taken");
        assert_eq!(outcome(&mei.post(&place, &ADDRESS).await?), "303 /my/mall?done=redeemed");
        let mall = mei.get("/my/mall").await?.text();
        assert!(mall.contains("138****0001") && mall.contains("浙江省 杭州市 西湖区"), "{mall}");
        assert!(!mall.contains("文三路"), "{mall}");
        assert!(mei.get(&place).await?.text().contains("文三路 1 号 2 幢 301"), "offered to her again");

        // Staff see it masked; she may change it until it is handed over, and nobody else may.
        let owner = shop.site.role(Role::Owner).await?;
        let order = owner.get("/api/v1/points/mall/orders").await?.json()["items"][0].clone();
        let (id, to) = (order["id"].as_str().unwrap().to_owned(), &order["delivery"]);
        assert_eq!((&to["mobile"], &to["place"]), (&json!("138****0001"), &json!("浙江省 杭州市 西湖区")), "{to}");
        let change = format!("/my/deliveries/mall/{id}");
        assert!(mall.contains(&change), "{mall}");
        assert!(mei.get(&change).await?.text().contains("文三路 1 号 2 幢 301"));
        assert_eq!(outcome(&mei.post(&change, &in_city("宁波")).await?), "303 /my/mall?done=address");
        let mut lan = shop.signed_in(LAN).await?;
        lan.get("/my/profile").await?;
        assert_eq!(lan.get(&change).await?.status, 404);
        assert_eq!(lan.post(&change, &ADDRESS).await?.status, 404);
        let whole = owner.post(&format!("/api/v1/deliveries/mall/{id}/reveal"), &json!({})).await?.json();
        assert_eq!(whole["place"], "浙江省 宁波市 西湖区");
        let done = owner.post(&format!("/api/v1/points/mall/orders/{id}/fulfil"), &json!({ "note": "SF1" })).await?;
        assert_eq!(done.outcome(), "200", "{}", done.text());
        mei.get("/my/profile").await?;
        assert_eq!(mei.post(&change, &ADDRESS).await?.status, 409);
        assert!(!mei.get("/my/mall").await?.text().contains(&change));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prize_that_is_goods_asks_where_to_send_it() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let name = json!({ "zh": "盖碗", "en": "gaiwan" });
        let goods = json!({ "kind": "goods", "name": name, "worth": 100, "quantity": 9, "chance_ppm": 1_000_000 });
        let (goods, points) = (draw_of(&shop, goods).await?, draw(&shop).await?);
        let mut mei = shop.signed_in(MEI).await?;
        let mut win = async |draw: i64| {
            let place = format!("/my/draws/{draw}");
            mei.get(&place).await?;
            let ticket = outcome(&mei.post(&place, &[]).await?).replace("303 ", "");
            let page = mei.get(&ticket).await?.text();
            let id = ticket.split('/').next_back().unwrap_or_default().replace("?fresh=1", "");
            Ok::<_, platform::Error>((page, id))
        };
        let (page, _) = win(points).await?;
        assert!(!page.contains("/my/deliveries/"), "{page}");
        let (page, id) = win(goods).await?;
        let place = format!("/my/deliveries/draw/{id}");
        assert!(page.contains(&place) && page.contains("Say where to send it"), "{page}");
        let form = mei.get(&place).await?.text();
        assert!(form.contains("gaiwan") && form.contains("name=\"street\""), "{form}");
        let back = format!("/my/draws/{goods}/tickets/{id}");
        assert_eq!(outcome(&mei.post(&place, &ADDRESS).await?), format!("303 {back}?done=address"));
        assert!(mei.get(&back).await?.text().contains("浙江省 杭州市 西湖区"));
        let owner = shop.site.role(Role::Owner).await?;
        let tickets = owner.get(&format!("/api/v1/draws/{goods}/tickets")).await?.json();
        let ticket = &tickets["items"][0];
        assert_eq!((&ticket["sends"], &ticket["delivery"]["mobile"]), (&json!(true), &json!("138****0001")));
        let given = owner.post(&format!("/api/v1/draws/tickets/{id}/give"), &json!({ "note": "SF100" })).await?;
        assert_eq!(given.outcome(), "200", "{}", given.text());
        assert_eq!(mei.post(&place, &ADDRESS).await?.status, 409);
        let sent = mei.get(&back).await?.text();
        assert!(sent.contains("Your prize was sent.") && sent.contains("SF100"), "{sent}");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_that_is_goods_asks_where_to_send_it() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        shop.person("lan", LAN).await?;
        let (cup, data) = (gift(&shop, "mei", GiftKind::Goods).await?, gift(&shop, "mei", GiftKind::Digital).await?);
        let place = |id: i64| format!("/my/deliveries/gift/{id}");
        let mut mei = shop.signed_in(MEI).await?;
        let page = mei.get("/my/gifts").await?.text();
        assert!(page.contains(&place(cup)) && page.contains("Say where to send it"), "{page}");
        assert!(!page.contains(&place(data)), "what is booked needs no address: {page}");
        assert_eq!(mei.get(&place(data)).await?.status, 409);
        mei.get("/my/profile").await?;
        assert_eq!(mei.post(&place(data), &ADDRESS).await?.status, 409);
        let form = mei.get(&place(cup)).await?.text();
        assert!(form.contains("cup") && form.contains("name=\"street\""), "{form}");
        assert_eq!(outcome(&mei.post(&place(cup), &ADDRESS).await?), "303 /my/gifts?done=address");
        let said = mei.get("/my/gifts").await?.text();
        assert!(said.contains("浙江省 杭州市 西湖区") && said.contains("Change the address"), "{said}");
        assert!(!said.contains("文三路"), "{said}");

        let mut lan = shop.signed_in(LAN).await?;
        assert_eq!(lan.get(&place(cup)).await?.status, 404);
        lan.get("/my/profile").await?;
        assert_eq!(lan.post(&place(cup), &ADDRESS).await?.status, 404);

        // Staff see it masked, and in full where they ask. What could not be sent may be sent elsewhere; what was sent may not.
        let owner = shop.site.role(Role::Owner).await?;
        let listed = owner.get("/api/v1/gifts?kind=goods").await?.json();
        assert_eq!(listed["items"][0]["delivery"]["mobile"], "138****0001", "{listed}");
        let settle = async |status: &str| {
            let said = json!({ "ids": [platform::Id(cup)], "status": status, "note": "SF100" });
            owner.post("/api/v1/gifts/settle", &said).await.map(|answer| answer.outcome())
        };
        assert_eq!(settle("failed").await?, "200");
        mei.get("/my/profile").await?;
        assert_eq!(mei.post(&place(cup), &in_city("宁波")).await?.status, 303);
        let whole = owner.post(&format!("/api/v1/deliveries/gift/{cup}/reveal"), &json!({})).await?.json();
        assert_eq!(whole["place"], "浙江省 宁波市 西湖区");
        assert_eq!((settle("due").await?, settle("sent").await?), ("200".to_owned(), "200".to_owned()));
        mei.get("/my/profile").await?;
        assert_eq!(mei.post(&place(cup), &ADDRESS).await?.status, 409);
        assert!(!mei.get("/my/gifts").await?.text().contains(&place(cup)));
        Ok(())
    })
    .await
    .unwrap();
}
