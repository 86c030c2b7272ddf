//! What customers were delivered, what serving them cost, and what those brought in whom they brought.

use futures_util::FutureExt as _;
use platform::Error;
use platform::db::Connection as _;
use platform::testing::{NOON, on_both};
use platform::{App, values};

use super::*;
use crate::value::{AskBeyond, Beyond, delivered, register, run, settings};

/// The first buyer brought the second, the second the third; the first spent points.
const SAID: AskBeyond = |session| {
    async move {
        let rows = session.all("select id from profiles order by id", values![]).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?;
        Ok(Beyond {
            referrals: vec![(ids[0], ids[1]), (ids[1], ids[2])],
            points: vec![(ids[0], 250)],
            used: Vec::new(),
        })
    }
    .boxed()
};

async fn reckoned(app: &App, scene: &Scene) -> Result<Vec<Scored>, Error> {
    let mut worker = Worker::new(app.clone(), 1);
    register(&mut worker, SAID);
    let mut tx = app.db.begin().await?;
    run::ask(&mut tx, app.clock.now()).await?;
    tx.commit().await?;
    worker.drain().await?;
    let found: BTreeMap<i64, Scored> = scores(app).await?.into_iter().map(|one| (one.customer, one)).collect();
    let mut of = Vec::new();
    for n in 0..3 {
        of.push(found[&scene.customer(n).await?].clone());
    }
    Ok(of)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_delivered_and_brought_is_counted_and_weighed() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        stock(&app, &scene).await?;
        for (n, paid) in [(0, 4_900), (1, 20_000), (2, 9_900)] {
            scene.order(n + 1, n, Paid, paid, NOON - 10 * DAY).await?;
        }
        scene.act(0, "inquired", NOON - 9 * DAY, Some("P1")).await?;
        scene.act(1, "complained", NOON - 9 * DAY, None).await?;
        let review = [("rating".to_owned(), json!(5)), ("photos".to_owned(), json!(["a", "b"]))];
        scene.say(2, "reviewed", NOON - 8 * DAY, Some("P1"), review.into_iter().collect()).await?;
        scene.say(2, "question_answered", NOON - 7 * DAY, Some("P1"), Default::default()).await?;
        // Two replies within the promise, and two that took 60 and 90 minutes longer.
        for waited in [json!(0), json!("5"), json!(65), json!("94.5"), json!(-1), json!("soon"), Json::Null] {
            let said = [("waited_minutes".to_owned(), waited)];
            scene.say(0, "reply_received", NOON - 9 * DAY, None, said.into_iter().collect()).await?;
        }
        scene.say(0, "reply_received", NOON - 9 * DAY, None, Default::default()).await?;
        scene.act(1, "complaint_resolved", NOON - 8 * DAY, None).await?;
        // In another currency, of nothing, tomorrow, and of somebody who has not bought, compensation counts for nothing.
        for (n, at, worth) in [
            (1, NOON - 8 * DAY, (1_500, "CNY")),
            (1, NOON - 70 * DAY, (500, "CNY")),
            (1, NOON - 7 * DAY, (900, "USD")),
            (1, NOON - 7 * DAY, (0, "CNY")),
            (1, NOON + DAY / 2, (700, "CNY")),
            (7, NOON - 7 * DAY, (9_900, "CNY")),
        ] {
            scene.give(n, "compensated", at, worth).await?;
        }
        let found = reckoned(&app, &scene).await?;
        let set = settings::get(&mut app.db.read().await?).await?;

        let counted: Vec<_> = found
            .iter()
            .map(|one| (one.counted.savings, one.counted.points, one.counted.inquiries, one.complaints))
            .collect();
        assert_eq!(counted, [(5_000, 250, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0)]);
        let served: Vec<_> = found
            .iter()
            .map(|one| (one.counted.quick, one.counted.slow, one.counted.solved, one.counted.compensation))
            .collect();
        assert_eq!(served, [(2, 150, 0, 0), (0, 0, 1, 2_000), (0, 0, 0, 0)]);
        let waited =
            |one: &Scored| (one.counted.early * set.delivered.early_hour, one.counted.late * set.delivered.late_hour);
        let (early, late) = waited(&found[0]);
        let by = &set.delivered;
        let (quick, slow) = (2 * by.quick_reply, 2 * by.slow_hour);
        assert_eq!((found[0].got, found[0].burden), (5_000 + 250 + early + quick, by.inquiry + late + slow));
        let (early, late) = waited(&found[1]);
        assert_eq!((found[1].got, found[1].burden), (2_000 + early + by.solved, by.complaint + late));
        assert_eq!(found.iter().map(|one| one.serve - set.shipping_cost).collect::<Vec<_>>(), [5_000, 2_000, 0]);

        // The third counts for the first too, less by a step.
        let share = |of: i64| of * set.influence.referral / 1_000;
        let one = share(20_000) + share(9_900) * set.influence.referral_decay / 1_000;
        assert_eq!(found.iter().map(|one| one.referred).collect::<Vec<_>>(), [1, 1, 0]);
        assert!((found[0].brought - one).abs() <= 1, "{} {one}", found[0].brought);
        assert_eq!((found[1].brought, found[2].brought), (share(9_900), 0));
        assert_eq!(found[0].influence, found[0].brought);
        let by = &set.influence;
        assert_eq!((found[2].reviews, found[2].photos, found[2].answers), (1, 2, 1));
        assert_eq!(found[2].influence, by.review + 2 * by.photo + by.answer);

        // Periods add up to the same, of each customer and of everybody.
        let page: Json =
            serde_json::from_str(&records::page(&mut app.db.read().await?, "value").await?.unwrap()).unwrap();
        let mut all = (0, 0, 0);
        for one in &found {
            let card = crate::value::card::of(&app, &ShopScope::All, one.customer).await?;
            let sum = |part: fn(&crate::value::ValuePeriod) -> i64| card.periods.months.iter().map(part).sum::<i64>();
            assert_eq!((sum(|it| it.revenue), sum(|it| it.margin)), (one.realised(), one.margin));
            assert_eq!((sum(|it| it.cost), sum(|it| it.serve), sum(|it| it.deals)), (one.cost, one.serve, one.deals));
            assert_eq!(sum(|it| it.compensation), one.counted.compensation);
            all = (all.0 + one.realised(), all.1 + one.serve, all.2 + one.counted.compensation);
        }
        let years = page["periods"]["years"].as_array().unwrap();
        let sum = |part: &str| years.iter().map(|it| it[part].as_i64().unwrap()).sum::<i64>();
        assert_eq!((sum("revenue"), sum("serve"), sum("compensation")), all);
        // Compensation counts when it was given, also before the deals.
        let months = page["periods"]["months"].as_array().unwrap();
        let given = |it: &&Json| it["compensation"] != json!(0);
        let given: Vec<_> = months.iter().filter(given).map(|it| (&it["deals"], &it["compensation"])).collect();
        assert_eq!(given, [(&json!(0), &json!(500)), (&json!(3), &json!(1_500))]);

        // The card tells the same, and its parts add up.
        let sum = |parts: &[crate::value::card::ValuePart]| parts.iter().map(|part| part.value).sum::<i64>();
        for one in &found {
            let told = delivered::of(one, &set);
            assert_eq!((sum(&told.parts), -sum(&told.serve)), (told.value, one.serve));
            assert_eq!((told.got, told.burden), (one.got, one.burden));
        }
        let told = delivered::of(&found[1], &set);
        let part = |key: &str, parts: &[crate::value::card::ValuePart]| {
            parts.iter().find(|part| part.key == key).map(|part| (part.value, part.count))
        };
        assert_eq!(part("compensation", &told.parts), Some((2_000, None)));
        assert_eq!(part("compensation", &told.serve), Some((-2_000, None)));
        assert_eq!(part("solved", &told.parts), Some((set.delivered.solved, Some(1))));
        Ok(())
    })
    .await
    .unwrap();
}
