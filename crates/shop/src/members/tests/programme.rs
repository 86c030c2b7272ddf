//! What a programme may say, and what it comes to.

use expect_test::expect;
use platform::testing::{NOON, on_both};
use pricing::Words;

use super::super::*;
use super::scene::{Scene, three};

/// What a case changes.
type Change<'c> = &'c dyn Fn(&mut Programme);

#[test]
fn a_programme_says_only_what_can_be_meant() {
    let with = |change: &dyn Fn(&mut Programme)| {
        let mut one = three();
        change(&mut one);
        one.check().map_or_else(|error| error.to_string(), |_| "fine".to_owned())
    };
    let cases: &[(Change, &str)] = &[
        (&|_| {}, "fine"),
        (&|one| one.levels.clear(), "invalid [levels: too_few]"),
        (&|one| one.levels[1].amount = Some(10_000), "invalid [levels.1.amount: must_rise]"),
        (&|one| one.levels[2].amount = None, "invalid [levels.2.amount: required]"),
        (&|one| one.levels[0].amount = Some(-1), "invalid [levels.0.amount: out_of_range]"),
        (&|one| one.levels[1].benefits.discount = 980, "invalid [levels.1.benefits.discount: must_fall]"),
        (&|one| one.levels[1].benefits.discount = 990, "invalid [levels.1.benefits.discount: must_fall]"),
        (&|one| one.levels[2].benefits.discount = 699, "invalid [levels.2.benefits.discount: out_of_range]"),
        (&|one| one.levels[0].benefits.discount = 1_000, "fine"),
        (&|one| one.by = Measure::Both, "invalid [levels.0.deals: required]"),
        (&|one| one.levels[1].name = " 铜 ".into(), "invalid [levels.1.name.zh: duplicate]"),
        (&|one| one.levels[1].name = " ".into(), "invalid [levels.1.name.zh: required]"),
        (&|one| one.levels[1].name = Words::new("", "Silver"), "fine"),
        (&|one| one.levels[1].name.en = "s".repeat(21), "invalid [levels.1.name.en: too_long]"),
        (
            &|one| one.levels.iter_mut().for_each(|level| level.name.en = "A".into()),
            "invalid [levels.1.name.en: duplicate]",
        ),
        (&|one| one.number_prefix = "会员".into(), "invalid [number_prefix: malformed]"),
        (&|one| one.period_days = Some(0), "invalid [period_days: out_of_range]"),
        (&|one| one.levels[0].benefits.points_percent = 99, "invalid [levels.0.benefits.points_percent: out_of_range]"),
        (&|one| one.levels[0].benefits.priority = 10, "invalid [levels.0.benefits.priority: out_of_range]"),
        (&|one| one.why_join.en = "x".repeat(501), "invalid [why_join.en: too_long]"),
    ];
    for (at, (change, expected)) in cases.iter().enumerate() {
        assert_eq!(with(*change), *expected, "case {at}");
    }
    assert!(Programme::default().check().is_ok() && Programme::simple().check().is_ok());
}

/// What was saved while names had one language is read, and said in both.
#[test]
fn a_programme_of_one_language_is_read() {
    let mut saved = serde_json::to_value(three()).unwrap();
    saved["levels"][0]["name"] = "铜".into();
    saved["levels"][0]["benefits"]["birthday_gift"] = "茶样".into();
    let read: Programme = serde_json::from_value(saved).unwrap();
    let level = &read.check().unwrap().levels[0];
    assert_eq!((level.name.in_chinese(), level.name.in_english(), level.name.en.as_str()), ("铜", "铜", ""));
    assert_eq!(level.benefits.birthday_gift, Some(Words::new("茶样", "")));
}

#[test]
fn what_is_earned_follows_the_measure() {
    let level = |amount, deals| Level { name: "x".into(), amount, deals, ..Level::default() };
    let levels = vec![level(Some(100), Some(1)), level(Some(500), Some(5))];
    for (by, amount, deals, rank) in [
        (Measure::Amount, 99, 9, 0),
        (Measure::Amount, 100, 0, 1),
        (Measure::Deals, 0, 5, 2),
        (Measure::Either, 600, 1, 2),
        (Measure::Either, 0, 4, 1),
        (Measure::Both, 600, 4, 1),
        (Measure::Both, 600, 5, 2),
        (Measure::Both, 50, 5, 0),
    ] {
        let programme = Programme { by, levels: levels.clone(), ..three() };
        assert_eq!(programme.earned(amount, deals), rank, "{by:?} {amount} {deals}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lower_thresholds_lift_who_reaches_them_and_higher_ones_take_nothing() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        for (who, paid) in [("a", 5_000), ("b", 20_000), ("c", 60_000), ("d", 200_000)] {
            scene.order(&format!("N{who}"), who, paid, 0, NOON).await?;
        }
        scene.set("b", "铜", true).await?;
        let mut next = programme(&mut app.db.read().await?).await?;
        for (level, amount) in next.levels.iter_mut().zip([4_000, 15_000, 50_000]) {
            level.amount = Some(amount);
        }
        let shown = preview(&app, &next.clone().check()?).await?;
        let moves: Vec<_> = shown.moves.iter().map(|one| (one.from.is_some(), one.to_index, one.members)).collect();
        assert_eq!((shown.members, moves), (4, vec![(false, Some(0), 1), (true, Some(2), 1)]));
        scene.save(next.clone()).await?;
        let mut stands = Vec::new();
        for who in ["a", "b", "c", "d"] {
            stands.push(scene.stand(who).await?);
        }
        assert_eq!(stands, ["铜 5000/1", "铜 20000/1 locked", "金 60000/1", "金 200000/1"]);
        assert_eq!(scene.history("c").await?, "joined, none→银 deal, 银→金 programme");
        // Stricter ones take nothing away, and what was earned stays when it is looked at again.
        let mut strict = next.clone();
        for level in &mut strict.levels {
            level.amount = level.amount.map(|amount| amount * 1_000);
        }
        assert_eq!(preview(&app, &strict.clone().check()?).await?.moves, []);
        scene.save(strict).await?;
        scene.order("Nc", "c", 60_000, 0, NOON + 1).await?;
        assert_eq!(scene.stand("c").await?, "金 60000/1");
        // A level that is taken out leaves its members with the next lower one.
        let mut fewer = programme(&mut app.db.read().await?).await?;
        fewer.levels.pop();
        let moves = preview(&app, &fewer.clone().check()?).await?.moves;
        assert_eq!(moves.iter().map(|one| (one.to_index, one.members)).collect::<Vec<_>>(), [(Some(1), 2)]);
        scene.save(fewer).await?;
        assert_eq!(scene.stand("d").await?, "银 200000/1");
        Ok(())
    })
    .await
    .unwrap();
}

/// Whoever had a level that is taken out is foreseen, has the next lower one by a fact, locked or not, and counts as of that
/// one from then on.
#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_is_taken_out_leaves_a_fact_with_everybody_who_had_it() {
    for period in [None, Some(90)] {
        on_both(&crate::migrations(), crate::CATALOGUES, move |app| async move {
            let scene = Scene::new(&app, Programme { period_days: period, ..three() }).await?;
            for (who, paid) in [("a", 20_000), ("b", 60_000), ("c", 200_000), ("d", 20_000)] {
                scene.order(&format!("N{who}"), who, paid, 0, NOON).await?;
            }
            scene.set("d", "金", true).await?;
            let foreseen = async |next: &Programme| -> Result<Vec<(Option<usize>, i64)>, platform::Error> {
                let moves = preview(&app, &next.clone().check()?).await?.moves;
                Ok(moves.iter().map(|one| (one.to_index, one.members)).collect())
            };
            let mut next = scene.saved().await?;
            next.levels.pop();
            assert_eq!(foreseen(&next).await?, [(Some(1), 2)], "{period:?}");
            scene.save(next).await?;
            assert_eq!(recompute::progress(&mut app.db.read().await?).await?.moved, 2);
            assert_eq!(scene.stand("c").await?, "银 200000/1");
            assert_eq!(scene.stand("d").await?, "银 20000/1 locked");
            for (who, last) in [("c", "金→银 programme"), ("d", "金→银 programme")] {
                let history = scene.history(who).await?;
                assert!(history.ends_with(last), "{who}: {history}");
            }
            // Looked at again nothing more is written.
            let before = scene.history("c").await?;
            let mut tx = app.db.begin().await?;
            recompute::start(&mut tx, false, NOON).await?;
            tx.commit().await?;
            while recompute::step(&app).await? {}
            assert_eq!(scene.history("c").await?, before);
            let mut one = scene.saved().await?;
            one.levels.pop();
            assert_eq!(foreseen(&one).await?, [(Some(0), 3)], "{period:?}");
            // Of the lowest one nobody has a level any more who does not reach the next, and those on the black list too.
            let barred = scene.reach("b").await?;
            let mut tx = app.db.begin().await?;
            crate::customers::set_blacklisted(&mut tx, &app, &barred, true).await?;
            tx.commit().await?;
            scene.follow().await?;
            let mut higher = scene.saved().await?;
            higher.levels.remove(1);
            assert_eq!(foreseen(&higher).await?, [(Some(0), 3)], "{period:?}");
            let mut higher = scene.saved().await?;
            higher.levels.remove(0);
            assert_eq!(foreseen(&higher).await?, [(None, 1)], "{period:?}");
            Ok(())
        })
        .await
        .unwrap();
    }
}

/// Many who had a level that is taken out are looked at in pieces, each once, and counted once.
#[tokio::test(flavor = "multi_thread")]
async fn a_level_of_many_is_taken_out_in_pieces() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        let people = ["p0", "p1", "p2", "p3", "p4", "p5", "p6"];
        for (at, who) in people.iter().enumerate() {
            let paid = if at == 2 { 20_000 } else { 200_000 };
            scene.order(&format!("N{at}"), who, paid, 0, NOON).await?;
        }
        let mut next = scene.saved().await?;
        next.levels.pop();
        let mut tx = app.db.begin().await?;
        save(&mut tx, &app, &scene::boss(), next).await?;
        tx.commit().await?;
        let (mut steps, pieces) = (1, recompute::Pieces { lifted: 5, looked_at: 2 });
        while recompute::step_of(&app, pieces).await? {
            steps += 1;
        }
        let done = recompute::progress(&mut app.db.read().await?).await?;
        assert_eq!((done.moved, done.done, done.total), (6, 7, 7));
        assert!(steps >= 4, "{steps} steps for six in pieces of two");
        for (at, who) in people.iter().enumerate() {
            let history = scene.history(who).await?;
            let expected =
                if at == 2 { "joined, none→铜 deal" } else { "joined, none→金 deal, 金→银 programme" };
            assert_eq!(history, expected, "{who}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recompute_goes_on_where_it_stopped_and_enters_who_bought() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let off = Programme { enabled: false, ..three() };
        let scene = Scene::new(&app, off.clone()).await?;
        for (at, who) in ["a", "b", "c"].iter().enumerate() {
            scene.order(&format!("N{at}"), who, 60_000, 0, NOON).await?;
        }
        assert_eq!(scene.stand("a").await?, "-");
        let before = programme(&mut app.db.read().await?).await?;
        let next = Programme { enabled: true, ..before };
        assert_eq!(preview(&app, &next.clone().check()?).await?.joins, 3);
        let mut tx = app.db.begin().await?;
        save(&mut tx, &app, &scene::boss(), next).await?;
        tx.commit().await?;
        assert!(recompute::step(&app).await?, "one step does not do it all");
        let half = recompute::progress(&mut app.db.read().await?).await?;
        assert_eq!((half.joined, half.done), (3, 3));
        while recompute::step(&app).await? {}
        let done = recompute::progress(&mut app.db.read().await?).await?;
        expect!["Done 3 3 3"].assert_eq(&format!("{:?} {} {} {}", done.state, done.joined, done.moved, done.total));
        assert_eq!(scene.stand("a").await?, "银 60000/1");
        assert!(!recompute::step(&app).await?);
        Ok(())
    })
    .await
    .unwrap();
}

/// Who came while it waited is counted when it begins.
#[tokio::test(flavor = "multi_thread")]
async fn a_recompute_counts_everybody_when_it_begins() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        let mut tx = app.db.begin().await?;
        recompute::start(&mut tx, true, NOON).await?;
        tx.commit().await?;
        let told = async || {
            let now = recompute::progress(&mut app.db.read().await?).await?;
            Ok::<_, platform::Error>(format!("{:?} {} of {}", now.state, now.done, now.total))
        };
        assert_eq!(told().await?, "Waiting 0 of 0");
        for who in ["a", "b", "c"] {
            scene.order(&format!("N{who}"), who, 60_000, 0, NOON).await?;
        }
        scene.follow().await?;
        let pieces = recompute::Pieces { lifted: 2, looked_at: 2 };
        let mut seen = Vec::new();
        while recompute::step_of(&app, pieces).await? {
            seen.push(told().await?);
        }
        seen.push(told().await?);
        seen.dedup();
        assert_eq!(seen, ["Running 2 of 6", "Running 3 of 6", "Running 5 of 6", "Done 6 of 6"]);
        Ok(())
    })
    .await
    .unwrap();
}

/// Killed after any step, and begun again by another process, it comes to the same as in one go, over all time and over a
/// rolling period, and writes no change twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_recompute_that_dies_anywhere_comes_to_the_same() {
    for period in [None, Some(90)] {
        on_both(&crate::migrations(), crate::CATALOGUES, move |app| async move {
            let scene = Scene::new(&app, Programme { period_days: period, ..three() }).await?;
            // The last one has most of it from too long ago for a rolling period.
            for (at, paid) in [5_000, 20_000, 30_000, 60_000, 70_000, 90_000, 200_000].into_iter().enumerate() {
                scene.order(&format!("N{at}"), &format!("p{at}"), paid, 0, NOON).await?;
            }
            scene.order("Nold", "old", 55_000, 0, NOON - 200 * 86_400_000).await?;
            scene.order("Nnew", "old", 5_000, 0, NOON).await?;
            let mut next = scene.saved().await?;
            for (level, amount) in next.levels.iter_mut().zip([4_000, 25_000, 65_000]) {
                level.amount = Some(amount);
            }
            let mut tx = app.db.begin().await?;
            save(&mut tx, &app, &scene::boss(), next).await?;
            tx.commit().await?;
            let pieces = recompute::Pieces { lifted: 3, looked_at: 2 };
            let mut seen = std::collections::BTreeSet::new();
            for polls in 1.. {
                // A step that is cut off anywhere before its end has done nothing.
                let mut cut = Box::pin(recompute::step_of(&app, pieces));
                for _ in 0..polls {
                    if futures_util::poll!(&mut cut).is_ready() {
                        break;
                    }
                    tokio::task::yield_now().await;
                }
                drop(cut);
                seen.insert(recompute::progress(&mut app.db.read().await?).await?.done);
                recompute::step_of(&app, pieces).await?;
                let after = recompute::progress(&mut app.db.read().await?).await?;
                seen.insert(after.done);
                if after.state == recompute::RecomputeState::Done {
                    break;
                }
            }
            let piece = if period.is_some() { 2 } else { 3 };
            assert!(seen.contains(&piece) && seen.contains(&8), "{seen:?}");
            let mut stands = Vec::new();
            for who in ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "old"] {
                stands.push(scene.stand(who).await?.split(' ').next().unwrap_or_default().to_owned());
                let history = scene.history(who).await?;
                assert!(history.matches("programme").count() <= 1, "{who}: {history}");
            }
            let old = if period.is_some() { "铜" } else { "银" };
            assert_eq!(stands, ["铜", "铜", "银", "银", "金", "金", "金", old], "{period:?}");
            Ok(())
        })
        .await
        .unwrap();
    }
}

use super::scene;
