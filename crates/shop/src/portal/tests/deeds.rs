//! What buyers do.

use platform::testing::{NOON, on_both};
use platform::{App, Error};

use super::scene::{ADDRESS, ALL, MEI, NEW, NONE, Shop, outcome, shop};
use super::seen::{draw, item};
use crate::care::{self, ConsentChannel, ConsentState, Purpose};
use crate::customers::{self, Reached};
use crate::members::{self, JoinSource};
use crate::points::tests::scene as points_scene;

async fn reached(app: &App, mobile: &str) -> Result<Reached, Error> {
    let mut session = app.db.read().await?;
    let value = format!("+86{mobile}");
    let kind = connectors::drafts::IdentifierKind::Mobile;
    let found = customers::identified(&mut session, kind, &[value]).await?;
    let id = found.first().map(|(_, id)| *id).ok_or_else(|| Error::not_found("customer"))?;
    customers::reach(&mut session, &platform::http::ShopScope::All, id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_done_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        points_scene::give(&shop.scene, "mei", 100, "g").await?;
        let (draw, item) = (draw(&shop).await?, item(&shop).await?);
        let mut mei = shop.signed_in(MEI).await?;
        let place = format!("/my/mall/{item}");
        mei.get(&place).await?;
        let with = |quantity: &'static str| [&[("quantity", quantity)], &ADDRESS[..]].concat();
        for _ in 0..3 {
            assert_eq!(outcome(&mei.post(&place, &with("1")).await?), "303 /my/mall?done=redeemed");
        }
        assert_eq!(points_scene::has(&shop.scene, "mei").await?.split('+').next(), Some("60"));
        let other = "409 This form was sent before. Load the page again and try once more.";
        assert_eq!(outcome(&mei.post(&place, &with("2")).await?), other);
        mei.get(&place).await?;
        assert_eq!(outcome(&mei.post(&place, &with("2")).await?), "409 Not enough points: you have 60.");
        assert_eq!(outcome(&mei.post(&place, &with("9")).await?), "409 There are not so many left.");
        mei.key.clear();
        assert_eq!(mei.post(&place, &[]).await?.status, 422);
        let place = format!("/my/draws/{draw}");
        mei.get(&place).await?;
        let first = outcome(&mei.post(&place, &[("word", "乌龙")]).await?);
        assert_eq!(outcome(&mei.post(&place, &[("word", "乌龙")]).await?), first);
        mei.get(&place).await?;
        assert_ne!(outcome(&mei.post(&place, &[("word", "乌龙")]).await?), first);
        mei.get(&place).await?;
        assert_eq!(outcome(&mei.post(&place, &[]).await?), "409 You have no chance left.");
        assert_eq!(points_scene::has(&shop.scene, "mei").await?.split('+').next(), Some("160"));
        points_scene::audit(&app).await
    })
    .await
    .unwrap();
}

async fn said(shop: &Shop) -> Result<String, Error> {
    let reached = shop.scene.reach("mei").await?;
    let consents = care::consents(&mut shop.scene.app.db.read().await?, &reached.profile_ids).await?;
    let told = consents.iter().map(|one| {
        let evidence = one.evidence.as_deref().unwrap_or("-");
        format!("{}.{} {} {evidence}", one.purpose.code(), one.channel.code(), one.state.code())
    });
    Ok(told.collect::<Vec<_>>().join(", "))
}

#[tokio::test(flavor = "multi_thread")]
async fn she_says_who_she_is_and_what_she_wants_to_hear() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let mut mei = shop.signed_in(MEI).await?;
        mei.get("/my/profile").await?;
        for (nick, birthday, expected) in [
            ("", "", "422 Please fill everything in."),
            ("小梅", "2030-01-01", "422 Please give a sensible date or number."),
            ("小梅", "1990-02-30", "422 "),
            ("小梅", "1990-05-17", "303 /my/profile?done=saved"),
            ("小梅", "1990-05-17", "303 /my/profile?done=saved"),
            ("小梅", "1991-01-01", "409 Your birthday is on file already. If it is wrong, please tell the shop."),
            ("梅梅", "", "303 /my/profile?done=saved"),
        ] {
            let answer = outcome(&mei.post("/my/profile", &[("nick", nick), ("birthday", birthday)]).await?);
            assert!(answer.starts_with(expected), "{nick} {birthday}: {answer}");
        }
        let reached = shop.scene.reach("mei").await?;
        let mut session = app.db.read().await?;
        let id = reached.customer_id;
        assert_eq!(customers::nick_of(&mut session, id).await?.as_deref(), Some("梅梅"));
        let standing = customers::standings(&mut session, &[id]).await?.remove(&id).unwrap();
        assert_eq!(standing.birthday.as_deref(), Some("1990-05-17"));
        let typed = crate::fields::recorded(&mut session, &reached.profile_ids).await?;
        assert!(typed.iter().all(|row| (row.source_kind.as_str(), row.source_name.as_str()) == ("own", "portal")));
        assert_eq!(typed.len(), 3, "saying the same again is no news");
        drop(session);

        let everything = [
            ("service.sms", "yes"),
            ("service.email", "yes"),
            ("service.phone", "yes"),
            ("service.wecom", "yes"),
            ("personalisation", "yes"),
        ];
        let with = |more: &[(&'static str, &'static str)]| [&everything[..], more].concat();
        for (fields, expected) in [
            (with(&[]), ""),
            (with(&[("marketing.sms", "yes")]), "marketing.sms granted portal"),
            (with(&[("marketing.sms", "yes")]), "marketing.sms granted portal"),
            (with(&[]), "marketing.sms refused portal"),
            (everything[1..].to_vec(), "marketing.sms refused portal, service.sms refused portal"),
            (with(&[]), "marketing.sms refused portal, service.sms granted portal"),
        ] {
            app.clock.set(app.clock.now() + 1_000);
            assert_eq!(outcome(&mei.post("/my/consents", &fields).await?), "303 /my/profile?done=saved");
            assert_eq!(said(&shop).await?, expected, "{fields:?}");
        }
        assert!(customers::personalised(&mut app.db.read().await?, id).await?);
        mei.post("/my/consents", &everything[..4]).await?;
        assert!(!customers::personalised(&mut app.db.read().await?, id).await?);
        let told = care::history(&mut app.db.read().await?, &reached.profile_ids, (i64::MAX, i64::MAX), 20).await?;
        let last = told.first().unwrap();
        assert_eq!(
            (last.kind.as_str(), last.state.as_str(), last.source.as_str()),
            ("personalisation", "off", "portal")
        );
        assert_eq!(told.len(), 5, "each word once");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_joins_where_the_programme_is_open() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        let mut new = shop.signed_in(NEW).await?;
        let page = new.get("/my").await?.text();
        assert!(page.contains("Join 拾露") && page.contains("138****0009"), "{page}");
        assert_eq!(reached(&app, NEW).await.unwrap_err().code(), "not_found", "nothing is kept of who only looks");
        for (fields, expected) in [
            (vec![("nick", "新新")], "422 Please tick the first box to go on."),
            (vec![("agree", "yes")], "422 Please fill everything in."),
            (vec![("agree", "yes"), ("marketing", "yes"), ("nick", "新新")], "303 /my?done=joined"),
        ] {
            assert_eq!(outcome(&new.post("/my/join", &fields).await?), expected, "{fields:?}");
        }
        let home = new.get("/my?done=joined").await?.text();
        assert!(home.contains("Welcome!") && home.contains("M\u{2009}0000\u{2009}0001"), "{home}");
        assert_eq!(outcome(&new.post("/my/join", &[("agree", "yes")]).await?), "303 /my?done=joined");
        let joined = reached(&app, NEW).await?;
        let mut session = app.db.read().await?;
        let card = members::membership(&mut session, &joined).await?;
        assert_eq!((card.source, card.number.as_deref()), (Some(JoinSource::Open), Some("M00000001")));
        let consents = care::consents(&mut session, &joined.profile_ids).await?;
        assert_eq!(care::state(&consents, Purpose::Marketing, ConsentChannel::Sms), ConsentState::Granted);
        assert_eq!(care::state(&consents, Purpose::Marketing, ConsentChannel::Email), ConsentState::Unknown);
        drop(session);
        // In another browser she is known now.
        let mut again = shop.signed_in(NEW).await?;
        assert_eq!(outcome(&again.get("/my/points").await?), "200");
        assert_eq!(app.clock.now(), NOON);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_member_is_told_how_to_become_one() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, NONE).await?;
        shop.person("mei", MEI).await?;
        let reached = shop.scene.reach("mei").await?;
        let mut tx = app.db.begin().await?;
        members::leave(&mut tx, &app, &platform::http::Actor::System, &reached, "不想要了").await?;
        tx.commit().await?;
        let mut mei = shop.signed_in(MEI).await?;
        let home = mei.get("/my").await?.text();
        assert!(home.contains("Your first order makes you a member by itself."), "{home}");
        assert_eq!(mei.get("/my/card").await?.status, 409);
        mei.get("/my/profile").await?;
        let refused = outcome(&mei.post("/my/join", &[("agree", "yes")]).await?);
        assert_eq!(refused, "409 Joining in this way is not open now. Please ask the shop.");
        Ok(())
    })
    .await
    .unwrap();
}
