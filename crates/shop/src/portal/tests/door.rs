//! Codes and sessions.

use platform::accounts::WINDOW;
use platform::db::Connection as _;
use platform::i18n::Locale;
use platform::testing::{NOON, on_both, prepare_all};
use platform::values;

use super::super::code::{self, HOLDS, RECIPIENT, TRIES};
use super::super::session::{ABSOLUTE, IDLE, STRANGER};
use super::super::*;
use super::scene::{ALL, LAN, MEI, NEW, NONE, outcome, shop};

const WRONG: &str = "422 That is not the code. Please look again.";
const OVER: &str = "409 This code does not hold any more: it is too old, was replaced, or was typed wrong too often. \
    Please ask for another.";

/// A code that is not this one.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[test]
fn recipients_are_read_as_people_type_them() {
    for (typed, expected) in [
        ("13800000001", Some(("sms:+8613800000001", "138****0001"))),
        (" +86 138-0000-0001 ", Some(("sms:+8613800000001", "138****0001"))),
        ("Mei@Example.com", Some(("email:mei@example.com", "m***@example.com"))),
        ("138****0001", None),
        ("12345", None),
        ("mei@", None),
        ("", None),
    ] {
        let read = Recipient::read(typed);
        let found = read.as_ref().map(|one| (one.key(), one.masked()));
        assert_eq!(found.as_ref().map(|(key, masked)| (key.as_str(), masked.as_str())), expected, "{typed}");
        if let Some(read) = read {
            assert_eq!(Recipient::of_key(&read.key()), Some(read));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_comes_in_with_a_code_and_goes_out() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &super::super::records::statements()).await?;
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let mut browser = shop.browser();
        assert_eq!(outcome(&browser.get("/my").await?), "303 /my/sign-in");
        browser.get("/my/sign-in").await?;
        let asked = browser.post("/my/sign-in", &[("recipient", MEI)]).await?;
        assert_eq!(outcome(&asked), "303 /my/code");
        let cookie = asked.header("set-cookie").to_owned();
        assert!(cookie.contains("HttpOnly; SameSite=Lax; Max-Age=300") && cookie.contains("Path=/my"), "{cookie}");
        let sent = shop.codes.next().await;
        assert_eq!(
            sent.text.expose(),
            format!(
                "拾露: your code is {}. It is good for 5 minutes. If you did not ask for it, ignore this message.",
                sent.code.expose()
            )
        );
        let page = browser.get("/my/code").await?.text();
        assert!(page.contains("138****0001") && !page.contains(MEI), "{page}");
        assert_eq!(outcome(&browser.post("/my/code", &[("code", &other(sent.code.expose()))]).await?), WRONG);
        // As a phone's keyboard may write it.
        let wide: String = sent.code.expose().chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        assert_eq!(outcome(&browser.post("/my/code", &[("code", &wide)]).await?), "303 /my");
        let home = browser.get("/my").await?;
        assert_eq!((home.status, home.header("cache-control")), (200, "no-store"));
        assert!(
            home.text().contains("M00000001") || home.text().contains("M\u{2009}0000\u{2009}0001"),
            "{}",
            home.text()
        );
        assert!(home.text().contains("银"), "{}", home.text());
        assert_eq!(outcome(&browser.get("/my/sign-in").await?), "303 /my");
        browser.get("/my/profile").await?;
        assert_eq!(outcome(&browser.post("/my/sign-out", &[]).await?), "303 /my/sign-in?done=out");
        assert_eq!(outcome(&browser.get("/my").await?), "303 /my/sign-in");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_bounded() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        // So many wrong codes, and the right one does not help any more.
        let mut browser = shop.browser();
        browser.get("/my/sign-in").await?;
        browser.post("/my/sign-in", &[("recipient", MEI)]).await?;
        let right = shop.codes.next().await.code.expose().to_owned();
        browser.get("/my/code").await?;
        for _ in 0..TRIES {
            assert_eq!(outcome(&browser.post("/my/code", &[("code", &other(&right))]).await?), WRONG);
        }
        assert_eq!(outcome(&browser.post("/my/code", &[("code", &right)]).await?), OVER);
        // Another browser has not asked, and a code is of the browser that did.
        let mut first = shop.browser();
        first.get("/my/sign-in").await?;
        first.post("/my/sign-in", &[("recipient", MEI)]).await?;
        let stolen = shop.codes.next().await.code.expose().to_owned();
        let mut thief = shop.browser();
        thief.get("/my/sign-in").await?;
        assert_eq!(outcome(&thief.post("/my/code", &[("code", &stolen)]).await?), OVER);
        // Asking anew takes the place of the code before.
        first.get("/my/code").await?;
        let mut second = shop.browser();
        second.get("/my/sign-in").await?;
        second.post("/my/sign-in", &[("recipient", MEI)]).await?;
        let fresh = shop.codes.next().await.code.expose().to_owned();
        assert_eq!(outcome(&first.post("/my/code", &[("code", &stolen)]).await?), OVER);
        // It holds five minutes.
        second.get("/my/code").await?;
        app.clock.set(NOON + HOLDS);
        assert_eq!(outcome(&second.post("/my/code", &[("code", &fresh)]).await?), OVER);
        // Once.
        let mut twin = shop.signed_in(MEI).await?;
        assert_eq!(outcome(&twin.get("/my/code").await?), "303 /my/sign-in");
        // A recipient has so many codes in a quarter of an hour: that was the last one.
        let mut last = shop.browser();
        last.get("/my/sign-in").await?;
        let refused = last.post("/my/sign-in", &[("recipient", MEI)]).await?;
        assert_eq!(outcome(&refused), "429 That was too often. Please try again in 11 minutes.");
        assert_eq!(outcome(&last.post("/my/sign-in", &[("recipient", LAN)]).await?), "303 /my/code", "others may");
        // And so many in a day.
        let mut now = NOON + HOLDS;
        for _ in RECIPIENT.0..RECIPIENT.1 {
            now += WINDOW;
            app.clock.set(now);
            last.get("/my/sign-in").await?;
            assert_eq!(outcome(&last.post("/my/sign-in", &[("recipient", MEI)]).await?), "303 /my/code");
        }
        app.clock.set(now + WINDOW);
        last.get("/my/sign-in").await?;
        assert_eq!(last.post("/my/sign-in", &[("recipient", MEI)]).await?.status, 429);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_racing_right_codes_one_comes_in() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let to = Recipient::read(MEI).unwrap();
        let secret = code::ask(&app, &to, None, Locale::En).await?;
        let sent = shop.codes.next().await;
        let racers: Vec<_> = (0..4)
            .map(|_| {
                let (app, secret, code) = (app.clone(), secret.clone(), sent.code.clone());
                tokio::spawn(async move { code::verify(&app, &secret, code.expose(), None).await.is_ok() })
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            winners += i32::from(racer.await.unwrap());
        }
        assert_eq!(winners, 1);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_does_not_tell_whom_the_shop_knows() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, NONE).await?;
        shop.person("mei", MEI).await?;
        let mut told = Vec::new();
        for mobile in [MEI, NEW] {
            let mut browser = shop.browser();
            browser.get("/my/sign-in").await?;
            let asked = browser.post("/my/sign-in", &[("recipient", mobile)]).await?;
            let waiting = browser.get("/my/code").await?;
            let wrong = browser.post("/my/code", &[("code", "no")]).await?;
            let csrf = browser.csrf.clone();
            let tail = mobile[7..].to_owned();
            let plain = |text: String| text.replace(&csrf, "").replace(&tail, "");
            told.push((outcome(&asked), waiting.status, plain(waiting.text()), plain(wrong.text())));
        }
        assert_eq!(told[0], told[1]);
        // Only one of them was sent anything; nobody may join by herself here.
        let sent = shop.codes.next().await;
        assert_eq!(sent.to, Recipient::read(MEI).unwrap());
        code::send(&app, Recipient::read(NEW).unwrap(), "123456".to_owned().into(), Locale::En).await?;
        assert!(!shop.codes.any());
        code::send(&app, Recipient::read(MEI).unwrap(), "123456".to_owned().into(), Locale::En).await?;
        assert!(shop.codes.any());
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_and_tokens_are_not_in_the_database() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let to = Recipient::read(LAN).unwrap();
        let secret = code::ask(&app, &to, None, Locale::En).await?;
        let sent = shop.codes.next().await;
        let browser = shop.signed_in(MEI).await?;
        let token = browser.cookies["regulars_buyer"].clone();
        let mut session = app.db.read().await?;
        let row = session.one("select challenge, code from portal_codes", values![]).await?.unwrap();
        let (challenge, kept): (Vec<u8>, Vec<u8>) = (row.get("challenge")?, row.get("code")?);
        assert_eq!((challenge.len(), kept.len()), (32, 32));
        assert_ne!(challenge, secret.as_bytes());
        // Whoever reads the database can try every code, and finds none: the browser's secret is part of each.
        let guess = <sha2::Sha256 as sha2::Digest>::digest(sent.code.expose().as_bytes()).to_vec();
        assert_ne!(kept, guess);
        let row = session.one("select token_hash from portal_sessions", values![]).await?.unwrap();
        assert_ne!(row.get::<Vec<u8>>("token_hash")?, token.as_bytes());
        Ok(())
    })
    .await
    .unwrap();
}

/// Two people who gave the same mobile and go by different names stay two customers.
#[tokio::test(flavor = "multi_thread")]
async fn who_shares_a_mobile_says_which_one_she_is() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.named("mei", "王小梅", MEI).await?;
        shop.named("jun", "李大军", MEI).await?;
        let (mei, jun) = (shop.scene.reach("mei").await?, shop.scene.reach("jun").await?);
        assert_ne!(mei.customer_id, jun.customer_id);
        shop.person("lan", LAN).await?;

        // Nothing is shown of either, and nothing but the question is open.
        let mut browser = shop.signed_in(MEI).await?;
        let page = browser.get("/my").await?.text();
        assert!(page.contains("Which one are you?") && page.contains("138****0001"), "{page}");
        for hidden in ["mei", "jun", "王小梅", "李大军", "M00000001", MEI] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        assert_eq!(outcome(&browser.get("/my/points").await?), "303 /my/sign-in");
        let join = browser.post("/my/join", &[("nick", "mei"), ("agree", "yes")]).await?;
        assert_eq!(outcome(&join), "303 /my/sign-in?done=again");

        // Somebody else's order, one that there is not, nothing at all.
        for (number, expected) in [
            ("N-lan", "422 None of these people has an order of this number. Please look again."),
            ("N-nobody", "422 None of these people has an order of this number. Please look again."),
            (" ", "422 Please fill everything in."),
        ] {
            assert_eq!(outcome(&browser.post("/my/which", &[("number", number)]).await?), expected, "{number}");
        }
        let alien = browser.post_bare("/my/which", &[("number", "N-jun")]).await?;
        assert_eq!(alien.status, 403);
        browser.get("/my").await?;
        assert_eq!(outcome(&browser.post("/my/which", &[("number", " N-jun ")]).await?), "303 /my/points");
        let known = |mut browser: super::scene::Browser| async move {
            Ok::<_, platform::Error>(browser.get("/my/profile").await?.text())
        };
        assert!(known(browser).await?.contains("jun"));

        // Guessing is bounded, whatever browser it is done in.
        let mut other = shop.signed_in(MEI).await?;
        other.get("/my").await?;
        for _ in 3..code::ORDERS.0 {
            assert_eq!(other.post("/my/which", &[("number", "N-lan")]).await?.status, 422);
        }
        assert_eq!(other.post("/my/which", &[("number", "N-mei")]).await?.status, 429);

        // When staff find that they are one, there is nothing to ask any more.
        shop.scene.merge("jun", "mei").await?;
        assert!(other.get("/my/profile").await?.text().contains("138****0001"));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let mut idle = shop.signed_in(MEI).await?;
        let mut stranger = shop.signed_in(NEW).await?;
        assert!(stranger.get("/my").await?.text().contains("Join"));
        assert_eq!(outcome(&stranger.get("/my/points").await?), "303 /my/sign-in");
        app.clock.set(NOON + STRANGER);
        assert_eq!(outcome(&stranger.get("/my").await?), "303 /my/sign-in");
        app.clock.set(NOON + IDLE - 1);
        assert_eq!(outcome(&idle.get("/my").await?), "200");
        app.clock.set(NOON + 2 * IDLE - 2);
        assert_eq!(outcome(&idle.get("/my").await?), "200", "being seen keeps it");
        app.clock.set(NOON + 3 * IDLE);
        assert_eq!(outcome(&idle.get("/my").await?), "303 /my/sign-in");
        let (mut phone, mut desk) = (shop.signed_in(MEI).await?, shop.signed_in(MEI).await?);
        phone.get("/my/profile").await?;
        phone.post("/my/sign-out", &[("everywhere", "yes")]).await?;
        assert_eq!(outcome(&desk.get("/my").await?), "303 /my/sign-in");
        app.clock.set(NOON + 3 * IDLE + 2 * ABSOLUTE);
        tidy(&app).await?;
        let left = app.db.read().await?.one("select count(*) as n from portal_sessions", values![]).await?.unwrap();
        assert_eq!(left.get::<i64>("n")?, 0);
        Ok(())
    })
    .await
    .unwrap();
}
