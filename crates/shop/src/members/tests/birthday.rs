//! Birthdays: on the day, once a year, whatever happens meanwhile.

use platform::testing::{NOON, on_both};
use platform::{App, Error};

use super::super::*;
use super::scene::{Scene, three};
use crate::customers;
use crate::points::{self, PointsRules};

/// Midday of a day in the shop's time zone.
fn noon(day: &str) -> i64 {
    format!("{day}T12:00:00+08:00").parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

async fn born(scene: &Scene, who: &str, day: &str) -> Result<(), Error> {
    let reached = scene.reach(who).await?;
    let mut tx = scene.app.db.begin().await?;
    customers::edit(&mut tx, &scene.app, &reached, &[("birthday".to_owned(), day.into())]).await?;
    tx.commit().await
}

/// Days of the gifts that somebody had, with what they were.
async fn gifts(scene: &Scene, who: &str) -> Result<Vec<String>, Error> {
    let reached = scene.reach(who).await?;
    let rows = records::changes(&mut scene.app.db.read().await?, &reached.profile_ids).await?;
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    let said = rows.into_iter().filter(|row| row.kind == ChangeKind::Birthday).map(|row| {
        let day = jiff::Timestamp::from_millisecond(row.at).unwrap().to_zoned(zone.clone()).date();
        format!("{day} {}", row.reason.unwrap_or_default())
    });
    Ok(said.collect())
}

async fn on(app: &App, day: &str) -> Result<(), Error> {
    app.clock.set(noon(day));
    birthdays(app).await?;
    birthdays(app).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_is_raised_on_the_day_once_a_year() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut programme = three();
        programme.levels[1].benefits.birthday_gift = Some("茶样礼盒".into());
        programme.levels[1].benefits.birthday_points = 50;
        let scene = Scene::new(&app, programme).await?;
        let mut tx = app.db.begin().await?;
        let rules = PointsRules { enabled: true, ..PointsRules::default() };
        points::put_rules(&mut tx, &super::scene::boss(), rules, NOON).await?;
        tx.commit().await?;
        for (who, bought, day) in [
            ("silver", 60_000, "1990-12-24"),
            ("bronze", 10_000, "1990-12-24"),
            ("leap", 60_000, "1992-02-29"),
            ("other", 60_000, "1988-12-25"),
            ("barred", 60_000, "1990-12-24"),
        ] {
            scene.order(&format!("N{who}"), who, bought, 0, NOON).await?;
            born(&scene, who, day).await?;
        }
        let barred = scene.reach("barred").await?;
        let mut tx = app.db.begin().await?;
        customers::set_blacklisted(&mut tx, &app, &barred, true).await?;
        tx.commit().await?;
        scene.follow().await?;

        on(&app, "2026-12-23").await?;
        assert!(gifts(&scene, "silver").await?.is_empty());
        on(&app, "2026-12-24").await?;
        assert_eq!(gifts(&scene, "silver").await?, ["2026-12-24 茶样礼盒"]);
        for nobody in ["bronze", "barred", "other"] {
            assert!(gifts(&scene, nobody).await?.is_empty(), "{nobody}");
        }
        // Points follow, and once.
        let has = async || -> Result<i64, Error> {
            while points::look(&app).await? {}
            let reached = scene.reach("silver").await?;
            let now = app.clock.now();
            Ok(points::balance(&mut app.db.read().await?, &reached.profile_ids, now).await?.available)
        };
        let before = has().await?;
        assert!(before >= 50, "{before}");
        assert_eq!(has().await?, before);

        // Another birthday in the same year, or another profile that had its gift, earns no second one.
        born(&scene, "silver", "1990-12-25").await?;
        scene.merge("silver", "other").await?;
        on(&app, "2026-12-25").await?;
        assert_eq!(gifts(&scene, "silver").await?, ["2026-12-24 茶样礼盒"]);

        // Days on which nothing ran are made up for; the 29th of February is the 28th in other years.
        on(&app, "2027-03-02").await?;
        assert_eq!(gifts(&scene, "leap").await?, ["2027-03-02 茶样礼盒"]);
        on(&app, "2028-02-28").await?;
        assert_eq!(gifts(&scene, "leap").await?.len(), 1);
        on(&app, "2028-02-29").await?;
        assert_eq!(gifts(&scene, "leap").await?.len(), 2);
        Ok(())
    })
    .await
    .unwrap();
}
