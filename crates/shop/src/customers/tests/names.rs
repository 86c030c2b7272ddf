//! Finding customers by a middle part of their nick or name, with the table of names and without.

use platform::App;
use platform::http::ShopScope;
use platform::testing::on_both;
use serde_json::json;

use super::super::names::{Held, Names, look};
use super::*;

/// The nicks of those found in the order of their ids: with the table, without it, and among their beginnings alone.
async fn found(app: &App, q: &str, scope: &ShopScope) -> Result<[String; 3], platform::Error> {
    let filter = ListQuery { q: Some(q.to_owned()), ..ListQuery::default() }.check(scope.clone())?;
    let mut lists: [String; 3] = Default::default();
    for (list, filter) in lists.iter_mut().zip([filter.clone().quick(app), filter.clone(), filter.beginning()]) {
        let mut session = app.db.read().await?;
        let mut ids: Vec<i64> = find(&mut session, &filter, None, 50).await?.into_iter().map(|(_, id)| id).collect();
        ids.sort_unstable();
        let mut names = Vec::new();
        for id in ids {
            names.push(called(&mut session, id).await?.remove(0));
        }
        *list = names.join(" ");
    }
    Ok(lists)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_nick_or_name_is_found_in_the_middle_too() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let all = ShopScope::All;
        let check = async |q: &str, expected: &str, beginnings: &str| -> Result<(), platform::Error> {
            let lists = found(&app, q, &all).await?;
            assert_eq!(lists, [expected, expected, beginnings], "{q}");
            Ok(())
        };
        see(&app, &["nick=GreenTea88 name=王小明", "nick=teapot name=小明", "nick=100%_! shop=2 name=Ann"]).await?;
        let mut place = None;
        assert_eq!(Names::of(&app).holding("tea", 9), Held::Unknown);
        while look(&app, &mut place).await? {}
        for (q, expected, beginnings) in [
            ("tea", "GreenTea88 teapot", "teapot"),
            ("EA", "GreenTea88 teapot", ""),
            ("小明", "GreenTea88 teapot", "teapot"),
            ("明", "GreenTea88 teapot", ""),
            ("nn", "100%_!", ""),
            ("0%", "100%_!", ""),
            ("%_!", "100%_!", ""),
            ("_", "100%_!", ""),
            ("a%t", "", ""),
            ("88王", "", ""),
        ] {
            check(q, expected, beginnings).await?;
        }
        let lists = found(&app, "小明", &ShopScope::Only(vec![2])).await?;
        assert_eq!(lists, ["", "", ""], "of another shop");
        assert_eq!(found(&app, "nn", &ShopScope::Only(vec![2])).await?, ["100%_!", "100%_!", ""]);

        // A name that was typed in, a merge and its end, and somebody new are found once the messages were read.
        let one = see(&app, &["nick=GreenTea88"]).await?[0].unwrap().customer_id;
        let other = see(&app, &["nick=new名字"]).await?[0].unwrap().customer_id;
        let mut tx = app.db.begin().await?;
        let reached = reach(&mut tx, &all, one).await?;
        edit(&mut tx, &app, &reached, &[("name".to_owned(), json!("李大明"))]).await?;
        tx.commit().await?;
        // Whom the table still calls so is not called so any more.
        assert_eq!(found(&app, "王小", &all).await?[0], "");
        while look(&app, &mut place).await? {}
        check("大明", "GreenTea88", "").await?;
        check("名", "new名字", "").await?;
        let mut tx = app.db.begin().await?;
        merge(&mut tx, &app, &[one, other], &platform::http::Actor::System, "test").await?;
        tx.commit().await?;
        while look(&app, &mut place).await? {}
        let lists = found(&app, "w名", &all).await?;
        assert_eq!(lists[0], lists[1]);

        // Erased: from that instant on, before the table hears of it.
        let mut tx = app.db.begin().await?;
        let reached = reach(&mut tx, &all, one).await?;
        let values = names_of(&mut tx, &reached.profile_ids).await?;
        let person = crate::care::Person { customer_id: one, profile_ids: reached.profile_ids, values };
        (CARE.erase)(&mut tx, &app, &person).await?;
        tx.commit().await?;
        check("大明", "", "").await
    })
    .await
    .unwrap();
}
