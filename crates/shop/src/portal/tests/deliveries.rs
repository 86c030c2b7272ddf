//! Goods that points buy or a draw gives: where they are sent.

use platform::http::Role;
use platform::testing::on_both;
use serde_json::json;

use super::scene::{ADDRESS, ALL, LAN, MEI, outcome, shop};
use super::seen::{draw, draw_of, item};
use crate::points::tests::scene as points_scene;

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
        let moved = ADDRESS.map(|(name, value)| (name, if name == "city" { "宁波" } else { value }));
        assert_eq!(outcome(&mei.post(&change, &moved).await?), "303 /my/mall?done=address");
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
