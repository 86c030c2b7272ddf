//! The list: tabs, words, filters, orders, cursors, shops in view, counts, switches and edits.

use platform::db::Connection as _;
use platform::http::{Actor, Caller, ShopScope};
use platform::testing::{on_both, prepare_all};
use serde_json::json;

use super::*;
use crate::customers::bulk::{Meant, bulk};
use crate::customers::list::{Bounds, find_within};
use crate::groups::Action;

fn caller(shops: ShopScope) -> Caller {
    let mut caller = Caller::system(crate::permissions::ALL, platform::i18n::Locale::En);
    caller.actor = Actor::User { id: 1, name: "周".to_owned(), role: platform::http::Role::Owner };
    caller.shops = shops;
    caller
}

/// Five people: a deal each at taobao 1 and web 2 under one mobile, one at 1, one at 2, an order without a deal, an
/// inquiry.
async fn people(app: &platform::App) -> Result<(), platform::Error> {
    open_shops(app).await?;
    let said = see(
        app,
        &[
            "nick=both mobile=+8613800000001 name=张三 province=浙江",
            "web shop=2 user=u1 mobile=+8613800000001 name=张三 province=浙江",
            "nick=one mobile=+8613800000002 name=李四 province=江苏",
            "web shop=2 user=u2 email=two@example.com name=王五 province=浙江",
            "nick=open name=赵六",
            "nick=asks name=Anna",
        ],
    )
    .await?;
    let ids: Vec<i64> = said.iter().map(|found| found.unwrap().profile_id).collect();
    let figures = |index: usize, orders: i64, deals: i64, amount: i64, last: Option<i64>| Figures {
        profile_id: ids[index],
        orders,
        deals,
        deal_amount: amount,
        currency: "CNY".to_owned(),
        items: deals,
        first_deal_at: last,
        last_deal_at: last,
        ..Figures::default()
    };
    let mut tx = app.db.begin().await?;
    record_orders(
        &mut tx,
        app,
        &[
            figures(0, 1, 1, 1_000, Some(NOON - 5_000)),
            figures(1, 2, 2, 5_000, Some(NOON - 1_000)),
            figures(2, 3, 3, 3_000, Some(NOON - 2_000)),
            figures(3, 1, 1, 9_000, Some(NOON - 3_000)),
            figures(4, 1, 0, 0, None),
        ],
    )
    .await?;
    record_events(&mut tx, app, &[(ids[5], 1, 1, NOON)]).await?;
    tx.commit().await
}

/// Taobao 1 and web 2.
async fn open_shops(app: &platform::App) -> Result<(), platform::Error> {
    let mut tx = app.db.begin().await?;
    for (id, channel) in [(1, "taobao"), (2, "web")] {
        tx.execute(
            "insert into shops (id, name, channel, currency, archived, created_at) values ($1, $2, $2, 'CNY', false, 0)",
            platform::values![id, channel],
        )
        .await?;
    }
    tx.commit().await
}

/// The names in the list that `query` shows, page by page.
async fn listed(app: &platform::App, query: &str, shops: &ShopScope) -> Result<String, platform::Error> {
    let query: ListQuery = platform::http::read_query(query)?;
    let filter = query.check(shops.clone())?;
    let mut session = app.db.read().await?;
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let places = find(&mut session, &filter, after, 2).await?;
        let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
        for row in rows(&mut session, &filter.scope, &ids).await? {
            names.push(format!("{}:{}", row.name.unwrap_or_default(), row.deal_amount.amount));
        }
        after = places.last().copied();
        if places.len() < 2 {
            return Ok(names.join(" "));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_who_was_asked_for() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        people(&app).await?;
        let all = ShopScope::All;
        let two = ShopScope::Only(vec![2]);
        let one = ShopScope::Only(vec![1]);
        let both = ShopScope::Only(vec![1, 2]);
        for (query, shops, expected) in [
            ("", &all, "张**:6000 李**:3000 王**:9000 A**:0 赵**:0"),
            ("tab=dealt", &all, "张**:6000 李**:3000 王**:9000"),
            ("tab=not_dealt", &all, "赵**:0"),
            ("tab=inquired", &all, "A**:0"),
            ("sort=amount", &all, "王**:9000 张**:6000 李**:3000 A**:0 赵**:0"),
            ("sort=deals&tab=dealt", &all, "李**:3000 张**:6000 王**:9000"),
            ("sort=created_at", &all, "A**:0 赵**:0 王**:9000 李**:3000 张**:6000"),
            ("province=浙江", &all, "张**:6000 王**:9000"),
            ("channel=web", &all, "张**:6000 王**:9000"),
            ("source=taobao:1&tab=dealt", &all, "张**:6000 李**:3000"),
            ("max_deals=1", &all, "王**:9000 A**:0 赵**:0"),
            ("max_deals=0", &all, "A**:0 赵**:0"),
            ("max_amount=3000&sort=amount", &all, "李**:3000 A**:0 赵**:0"),
            ("max_amount=3000", &both, "李**:3000 A**:0 赵**:0"),
            ("sort=amount", &both, "王**:9000 张**:6000 李**:3000 A**:0 赵**:0"),
            ("sort=deals&tab=dealt", &both, "李**:3000 张**:6000 王**:9000"),
            ("channel=pos", &all, ""),
            ("source=taobao:1", &two, "张**:5000"),
            ("min_deals=2&max_deals=3", &all, "张**:6000 李**:3000"),
            ("min_amount=5000", &all, "张**:6000 王**:9000"),
            ("last_deal_to=2026-11-11T03:59:58Z", &all, "王**:9000"),
            ("blacklisted=true", &all, ""),
            ("q=13800000002", &all, "李**:3000"),
            ("q=0001", &all, "张**:6000"),
            ("q=two@example.com", &all, "王**:9000"),
            ("q=ann", &all, "A**:0"),
            ("q=bo", &all, "张**:6000"),
            ("q=赵", &all, "赵**:0"),
            ("q=nobody", &all, ""),
            ("", &two, "张**:5000 王**:9000"),
            ("", &one, "李**:3000 张**:1000 A**:0 赵**:0"),
            ("", &both, "张**:6000 李**:3000 王**:9000 A**:0 赵**:0"),
            ("sort=amount", &two, "王**:9000 张**:5000"),
            ("sort=created_at", &one, "A**:0 赵**:0 李**:3000 张**:1000"),
            ("tab=dealt", &one, "李**:3000 张**:1000"),
            ("tab=not_dealt", &one, "赵**:0"),
            ("tab=inquired", &both, "A**:0"),
            ("q=0001", &one, "张**:1000"),
            ("min_deals=2", &one, "李**:3000"),
            ("", &ShopScope::Only(vec![]), ""),
        ] {
            assert_eq!(listed(&app, query, shops).await?, expected, "{query} {shops:?}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_looked_up_and_what_is_walked_for_is_the_same() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        open_shops(&app).await?;
        // A throw of dice that is the same every time.
        let mut state = 7_u64;
        let mut die = move |sides: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(state >> 33).unwrap() % sides
        };
        let texts: Vec<String> = (0..60)
            .map(|number| {
                let place = ["浙江", "江苏", "西藏"][usize::try_from(die(5).min(2)).unwrap()];
                // Two of three people in the web shop are people of the other one too.
                let mobile = 13_800_000_000 + number / 2 + 100 * die(3).min(1) * (number % 2);
                let shop = if number % 2 == 0 { "" } else { "web shop=2 " };
                format!(
                    "{shop}nick=n{number}{} mobile=+86{mobile} name=王 province={place}",
                    ["", "鱼"][number as usize % 2]
                )
            })
            .collect();
        let said = see(&app, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        let profiles: Vec<i64> = said.iter().map(|found| found.unwrap().profile_id).collect();
        let mut tx = app.db.begin().await?;
        let mut figures = Vec::new();
        for profile_id in &profiles {
            let (orders, deals) = (die(3), die(4));
            let last = (deals > 0).then(|| NOON - 1_000 * die(20));
            figures.push(Figures {
                profile_id: *profile_id,
                orders: orders + deals,
                deals,
                deal_amount: if deals > 0 { deals * 100 * (1 + die(9)) } else { 0 },
                currency: "CNY".to_owned(),
                first_deal_at: last,
                last_deal_at: last,
                ..Figures::default()
            });
        }
        record_orders(&mut tx, &app, &figures).await?;
        tx.commit().await?;
        for (tag, sides) in [("few", 9), ("many", 2)] {
            let mut tx = app.db.begin().await?;
            for profile in profiles.iter().filter(|_| die(sides) == 0) {
                let sql = "insert into profile_tags (tag, profile_id, at) values ($1, $2, 0)";
                tx.execute(sql, platform::values![tag, *profile]).await?;
            }
            tx.commit().await?;
        }
        let bounds = |few, some, far, wide| Bounds { few, some, profiles: some, far, near: far, wide };
        for query in [
            "",
            "tab=dealt",
            "tab=not_dealt",
            "province=西藏",
            "province=浙江&tab=dealt",
            "tag=few",
            "tag=many",
            "tag=many&province=江苏&min_deals=1",
            "min_deals=3",
            "max_deals=2",
            "max_deals=0",
            "min_amount=700",
            "min_amount=100&max_amount=500",
            "max_amount=500",
            "channel=web",
            "source=taobao:1&tag=many",
            "q=n1",
            "q=王&tag=few",
            "last_deal_from=2026-11-11T03:59:50Z",
            "last_deal_to=2026-11-11T03:59:50Z",
        ] {
            for sort in ["last_deal_at", "created_at", "amount", "deals"] {
                for shops in [ShopScope::All, ShopScope::Only(vec![1]), ShopScope::Only(vec![1, 2])] {
                    let read = || platform::http::read_query::<ListQuery>(&format!("{query}&sort={sort}"));
                    let filter = read()?.check(shops.clone())?;
                    let mut session = app.db.read().await?;
                    let looked =
                        find_within(&mut session, &filter, bounds(1_000, 1_000, 1_000, 1_000), None, 500).await?;
                    for bounds in
                        [bounds(0, 0, 1, 0), bounds(0, 0, 1, 1_000), bounds(0, 1_000, 1, 1_000), bounds(5, 12, 4, 0)]
                    {
                        let (mut found, mut after) = (Vec::new(), None);
                        loop {
                            let page = find_within(&mut session, &filter, bounds, after, 7).await?;
                            after = page.last().copied();
                            let ended = page.len() < 7;
                            found.extend(page);
                            if ended {
                                break;
                            }
                        }
                        assert_eq!(found, looked, "{query} by {sort} of {shops:?} with {bounds:?}");
                    }
                }
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_are_counted_and_a_count_is_claimed_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, crate::customers::list::records::counting::STATEMENTS).await?;
        prepare_all(&app, crate::customers::list::records::bulk::STATEMENTS).await?;
        prepare_all(&app, records::STAFF_STATEMENTS).await?;
        prepare_all(&app, records::ERASE_STATEMENTS).await?;
        prepare_all(&app, records::MADE_STATEMENTS).await?;
        prepare_all(&app, records::SEPARATION_STATEMENTS).await?;
        people(&app).await?;
        for (shops, expected) in [
            (ShopScope::All, (5, 3, 1, 1)),
            (ShopScope::Only(vec![2]), (2, 2, 0, 0)),
            (ShopScope::Only(vec![1]), (4, 2, 1, 1)),
        ] {
            let found = counts(&app, &shops).await?;
            assert_eq!((found.all, found.dealt, found.not_dealt, found.inquired), expected, "{shops:?}");
            assert!(found.exact);
        }
        let tally = crate::customers::counts::Tally { dealt: 1, ..Default::default() };
        let mut tx = app.db.begin().await?;
        crate::customers::list::records::counting::keep(&mut tx, "all", &tally, NOON - 60_000).await?;
        tx.commit().await?;
        crate::customers::counts::recount(&app, &ShopScope::All, "all", NOON).await?;
        let kept = crate::customers::list::records::counting::kept(&mut app.db.read().await?, "all").await?.unwrap();
        assert_eq!((kept.0.dealt, kept.1), (3, NOON));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_acted_on_at_once_and_only_those_in_view() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        people(&app).await?;
        let everyone = caller(ShopScope::All);
        let of = |query: &str, shops: ShopScope| -> Result<Meant, platform::Error> {
            Ok(Meant::Listed(Box::new(platform::http::read_query::<ListQuery>(query)?.check(shops)?)))
        };
        let all = || of("", ShopScope::All);
        let tag = Action::TagAdd(" 双11 ".to_owned());
        let done = bulk(&app, &everyone, of("tab=dealt", ShopScope::All)?, tag.clone()).await?;
        assert_eq!((done.changed, done.job_id, done.total), (3, None, 3));
        // Those who wear it already do not change.
        assert_eq!(bulk(&app, &everyone, all()?, tag.clone()).await?.changed, 2);
        assert_eq!(listed(&app, "tag=双11&tab=dealt", &ShopScope::All).await?, "张**:6000 李**:3000 王**:9000");
        let gone =
            bulk(&app, &everyone, of("", ShopScope::Only(vec![2]))?, Action::TagRemove("双11".to_owned())).await?;
        assert_eq!(gone.changed, 2);
        assert_eq!(listed(&app, "tag=双11", &ShopScope::All).await?, "李**:3000 A**:0 赵**:0");
        // A colleague of shop 2 names a customer of shop 1 in vain.
        let filter = ListQuery { q: Some("one".to_owned()), ..ListQuery::default() }.check(ShopScope::All)?;
        let hidden = find(&mut app.db.read().await?, &filter, None, 9).await?[0].1;
        let colleague = caller(ShopScope::Only(vec![2]));
        let done = bulk(&app, &colleague, Meant::Ids(vec![hidden]), Action::Note("在吗".to_owned())).await?;
        assert_eq!((done.changed, done.total), (0, 0));
        assert!(reach(&mut app.db.read().await?, &colleague.shops, hidden).await.is_err());
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_staff_typed_stays_over_what_sources_say() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let id = see(&app, &["nick=小鱼 name=张三"]).await?[0].unwrap().customer_id;
        let mut tx = app.db.begin().await?;
        let reached = reach(&mut tx, &ShopScope::All, id).await?;
        edit(&mut tx, &app, &reached, &[("name".to_owned(), json!("张小三"))]).await?;
        tx.commit().await?;
        see(&app, &["nick=小鱼 name=张四 at=9"]).await?;
        assert_eq!(called(&mut app.db.read().await?, id).await?, ["小鱼", "张小三"]);
        let mut tx = app.db.begin().await?;
        edit(&mut tx, &app, &reached, &[("name".to_owned(), json!(null))]).await?;
        set_blacklisted(&mut tx, &app, &reached, true).await?;
        tx.commit().await?;
        assert_eq!(called(&mut app.db.read().await?, id).await?, ["小鱼", "张四"]);
        assert_eq!(listed(&app, "blacklisted=true", &ShopScope::All).await?, "张**:0");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn very_many_are_acted_on_by_a_job_that_may_run_twice() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let texts: Vec<String> = (0..2_100).map(|number| format!("nick=n{number}")).collect();
        see(&app, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        let meant = Meant::Listed(Box::new(ListQuery::default().check(ShopScope::All)?));
        let done = bulk(&app, &caller(ShopScope::All), meant, Action::Note("hello".to_owned())).await?;
        assert_eq!((done.changed, done.total), (0, 2_100));
        let id = done.job_id.unwrap().0;
        let row = platform::jobs::find(&app.db, id).await?;
        let stopping = tokio_util::sync::CancellationToken::new();
        let job = platform::jobs::Job {
            id,
            kind: row.kind,
            payload: row.payload,
            attempt: 1,
            claim: String::new(),
            stopping,
        };
        for _ in 0..2 {
            crate::customers::bulk::run(app.clone(), job.clone()).await?;
        }
        let progress = crate::customers::bulk::progress(&app, id).await?;
        assert_eq!((progress.total, progress.done, progress.finished), (2_100, 2_100, true));
        let row = app.db.read().await?.one("select count(*) as n from notes", platform::values![]).await?.unwrap();
        assert_eq!(row.get::<i64>("n")?, 2_100);
        Ok(())
    })
    .await
    .unwrap();
}
