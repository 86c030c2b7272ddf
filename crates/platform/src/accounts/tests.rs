//! Accounts on both databases.

use super::records::{attempts as attempt_records, sessions as session_records, users as user_records};
use super::*;
use crate::http::{Caller, Role, ShopScope};
use crate::i18n::{CATALOGUES, Locale};
use crate::testing::{NOON, on_both, prepare_all};
use crate::{App, Error, MIGRATIONS, Personal};

const PASSWORD: &str = "green tea in spring";

fn new(login: &str, role: Role) -> NewUser {
    NewUser { name: login.to_uppercase(), login: login.into(), role, shops: ShopScope::All, locale: None }
}

async fn put(app: &App, new: &NewUser) -> Result<User, Error> {
    add(app, &Caller::system(&[], Locale::En), new, &Personal::new(PASSWORD)).await
}

async fn enter(app: &App, login: &str, password: &str) -> String {
    match sign_in(app, login, &Personal::new(password), Some("10.0.0.1")).await {
        Ok((_, user)) => user.name,
        Err(error) => error.code().to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_password_opens_and_guessing_is_slowed() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        for statements in [user_records::STATEMENTS, session_records::STATEMENTS, attempt_records::STATEMENTS] {
            prepare_all(&app, statements).await?;
        }
        assert!(!any(&app.db).await?);
        put(&app, &new(" Mei ", Role::Owner)).await?;
        assert!(any(&app.db).await?);
        assert_eq!(put(&app, &new("MEI", Role::Agent)).await.unwrap_err().code(), "login_taken");
        assert_eq!(enter(&app, "mei", PASSWORD).await, " MEI ".trim());
        assert_eq!(enter(&app, "nobody", PASSWORD).await, "wrong_credentials");
        for _ in 0..LOGIN_FAILURES {
            assert_eq!(enter(&app, "MEI", "green tea in winter").await, "wrong_credentials");
        }
        assert_eq!(enter(&app, "mei", PASSWORD).await, "too_many_attempts");
        app.clock.set(NOON + WINDOW - 1);
        assert_eq!(enter(&app, "mei", PASSWORD).await, "too_many_attempts");
        app.clock.set(NOON + WINDOW);
        assert_eq!(enter(&app, "mei", PASSWORD).await, "MEI");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_guesses_do_not_pass_the_limit() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let racers: Vec<_> = (0..20)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move { attempts::take(&app, "mei", None, NOON).await.is_ok() })
            })
            .collect();
        let mut let_through = 0;
        for racer in racers {
            let_through += i64::from(racer.await.unwrap());
        }
        assert_eq!(let_through, LOGIN_FAILURES);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_idle_when_old_and_when_its_account_does() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let mei = put(&app, &new("mei", Role::Owner)).await?;
        let lan = put(&app, &new("lan", Role::Agent)).await?;
        let begin = |id: i64| {
            let app = app.clone();
            async move {
                let mut tx = app.db.begin().await?;
                let token = open(&mut tx, &app, id, None).await?;
                tx.commit().await?;
                Ok::<_, Error>(token)
            }
        };
        let token = begin(mei.id).await?;
        assert_eq!(find(&app.db, mei.id).await?.last_seen_at, Some(app.clock.now()), "who signs in is seen");
        assert_eq!(session(&app, &token).await?.map(|user| user.id), Some(mei.id));
        assert_eq!(session(&app, "made up").await?, None);
        app.clock.set(NOON + IDLE - 1);
        seen(&app, &token).await?;
        assert_eq!(find(&app.db, mei.id).await?.last_seen_at, Some(NOON + IDLE - 1));
        app.clock.set(NOON + IDLE + 5);
        assert!(session(&app, &token).await?.is_some(), "it was seen");
        app.clock.set(NOON + IDLE + IDLE);
        assert!(session(&app, &token).await?.is_none(), "idle too long");

        let begun = app.clock.now();
        let token = begin(mei.id).await?;
        for day in (0..30).step_by(6) {
            app.clock.set(begun + i64::from(day) * 86_400_000);
            seen(&app, &token).await?;
            assert!(session(&app, &token).await?.is_some(), "day {day}");
        }
        app.clock.set(begun + ABSOLUTE);
        assert!(session(&app, &token).await?.is_none(), "too old");

        let caller = Caller::system(&[], Locale::En);
        let (signed_out, disabled) = (begin(lan.id).await?, begin(lan.id).await?);
        sign_out(&app, &signed_out).await?;
        assert!(session(&app, &signed_out).await?.is_none());
        assert!(session(&app, &disabled).await?.is_some());
        change(&app, &caller, lan.id, &Change { disabled: Some(true), ..Change::default() }).await?;
        assert!(session(&app, &disabled).await?.is_none());
        assert_eq!(enter(&app, "lan", PASSWORD).await, "wrong_credentials");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_always_owns_the_business() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let caller = Caller::system(&[], Locale::En);
        let mei = put(&app, &new("mei", Role::Owner)).await?.id;
        let lan = put(&app, &new("lan", Role::Owner)).await?.id;
        let less = || Change { role: Some(Role::Agent), ..Change::default() };
        let off = || Change { disabled: Some(true), ..Change::default() };
        change(&app, &caller, lan, &off()).await?;
        for lesser in [less(), off()] {
            assert_eq!(change(&app, &caller, mei, &lesser).await.unwrap_err().code(), "last_owner");
        }
        change(&app, &caller, lan, &Change { disabled: Some(false), ..Change::default() }).await?;

        // Both at once: one of them stays.
        let racers: Vec<_> = [mei, lan]
            .into_iter()
            .map(|id| {
                let (app, caller) = (app.clone(), caller.clone());
                tokio::spawn(async move {
                    change(&app, &caller, id, &Change { role: Some(Role::Agent), ..Change::default() }).await.is_ok()
                })
            })
            .collect();
        let mut changed = 0;
        for racer in racers {
            changed += i32::from(racer.await.unwrap());
        }
        assert_eq!(changed, 1);
        let owners = list(&app.db, None, 10).await?.into_iter().filter(|user| user.role == Role::Owner).count();
        assert_eq!(owners, 1);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn shops_language_look_and_password_are_kept() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        put(&app, &new("mei", Role::Owner)).await?;
        let lan = put(&app, &NewUser { shops: ShopScope::Only(vec![9, 5]), ..new("lan", Role::Agent) }).await?;
        assert_eq!(lan.shops, ShopScope::Only(vec![5, 9]));
        let system = Caller::system(&[], Locale::En);
        let shops = |shops| Change { shops: Some(shops), ..Change::default() };
        assert_eq!(
            change(&app, &system, lan.id, &shops(ShopScope::Only(vec![]))).await?.shops,
            ShopScope::Only(vec![])
        );
        assert_eq!(change(&app, &system, lan.id, &shops(ShopScope::All)).await?.shops, ShopScope::All);

        let actor = crate::http::Actor::User { id: lan.id, name: "LAN".into(), role: Role::Agent };
        let caller = Caller { actor, ..system };
        let (token, _) = sign_in(&app, "lan", &Personal::new(PASSWORD), None).await?;
        let (other, _) = sign_in(&app, "lan", &Personal::new(PASSWORD), None).await?;
        let own = OwnChange { locale: Some(Locale::En), theme: Some(Theme::Dark), name: Some(" Lán ".into()) };
        let secret = Personal::new("white tea in summer");
        let wrong = change_own(&app, &caller, &token, &own, Some((&secret, &secret))).await.unwrap_err();
        assert_eq!(wrong.to_string(), "invalid [password.current: wrong]");
        let old = Personal::new(PASSWORD);
        let lan = change_own(&app, &caller, &token, &own, Some((&old, &secret))).await?;
        assert_eq!((lan.locale, lan.theme, lan.name.as_str()), (Some(Locale::En), Theme::Dark, "Lán"));
        assert!(session(&app, &token).await?.is_some());
        assert!(session(&app, &other).await?.is_none(), "a new password ends the other sessions");
        assert_eq!(enter(&app, "lan", PASSWORD).await, "wrong_credentials");
        assert_eq!(enter(&app, "lan", "white tea in summer").await, "Lán");
        Ok(())
    })
    .await
    .unwrap();
}
