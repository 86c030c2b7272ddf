//! Laws that hold after any sequence of earning, spending, giving back, merging and parting.

use platform::testing::{NOON, on_both};
use platform::{App, Error};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::scene::{audit, follow, give, has, pay, shop, undo};

const DAY: i64 = 86_400_000;

/// One step. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Step {
    Order(u8, u8, i64, i64),
    Give(u8, i64),
    Spend(u8, i64, u8),
    SpendAndUndo(u8, i64),
    Undo(u8),
    Days(i64),
    Merge(u8, u8),
    MergeAndPart(u8, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0_u8..6, 0_u8..3, 1_i64..400, 0_i64..3)
            .prop_map(|(number, who, paid, back)| Step::Order(number, who, paid * 100, back)),
        2 => (0_u8..3, -60_i64..120).prop_map(|(who, points)| Step::Give(who, points)),
        3 => (0_u8..3, 1_i64..150, 0_u8..8).prop_map(|(who, points, key)| Step::Spend(who, points, key)),
        2 => (0_u8..3, 1_i64..150).prop_map(|(who, points)| Step::SpendAndUndo(who, points)),
        1 => (0_u8..8).prop_map(Step::Undo),
        2 => (1_i64..200).prop_map(Step::Days),
        1 => (0_u8..3, 0_u8..3).prop_map(|(a, b)| Step::Merge(a, b)),
        1 => (0_u8..3, 0_u8..3).prop_map(|(a, b)| Step::MergeAndPart(a, b)),
    ];
    prop::collection::vec(step, 1..16)
}

fn refused(error: &Error) -> bool {
    matches!(error.code(), "points_short" | "key_taken" | "not_a_member" | "not_found" | "not_reversible" | "invalid")
}

async fn play(app: &App, steps: &[Step]) -> Result<(), Error> {
    let scene = shop(app).await?;
    let names = ["a", "b", "c"];
    for (at, who) in names.iter().enumerate() {
        scene.order(&format!("first{at}"), who, 100, 0, NOON).await?;
    }
    follow(&scene).await?;
    for (at, step) in steps.iter().enumerate() {
        let name = |who: u8| names[usize::from(who)];
        match step {
            Step::Order(number, who, paid, back) => {
                let order = format!("N{number}-{who}");
                scene.order(&order, name(*who), *paid, paid * back / 2, NOON + DAY * i64::from(*number)).await?;
                follow(&scene).await?;
                let once = has(&scene, name(*who)).await?;
                scene.order(&order, name(*who), *paid, paid * back / 2, NOON + DAY * i64::from(*number)).await?;
                follow(&scene).await?;
                assert_eq!(has(&scene, name(*who)).await?, once, "an order said twice at step {at}");
            }
            Step::Give(who, points) => {
                let key = format!("give{at}");
                match give(&scene, name(*who), *points, &key).await {
                    Ok(()) => {
                        let once = has(&scene, name(*who)).await?;
                        give(&scene, name(*who), *points, &key).await?;
                        assert_eq!(has(&scene, name(*who)).await?, once, "given twice at step {at}");
                    }
                    Err(error) => assert!(refused(&error), "{error}"),
                }
            }
            Step::Spend(who, points, key) => {
                let key = format!("api:spend{key}");
                let first = pay(&scene, name(*who), *points, &key).await;
                let once = has(&scene, name(*who)).await?;
                let again = pay(&scene, name(*who), *points, &key).await;
                match (first, again) {
                    (Ok(first), Ok(again)) => assert_eq!(first, again),
                    (Err(first), Err(again)) => {
                        assert!(refused(&first) && first.code() == again.code(), "{first} {again}")
                    }
                    (first, again) => panic!("{first:?} and then {again:?} at step {at}"),
                }
                assert_eq!(has(&scene, name(*who)).await?, once, "spent twice at step {at}");
            }
            Step::SpendAndUndo(who, points) => {
                let before = has(&scene, name(*who)).await?;
                let key = format!("api:back{at}");
                if pay(&scene, name(*who), *points, &key).await.is_ok() {
                    undo(&scene, &key).await?;
                    assert_eq!(has(&scene, name(*who)).await?, before, "reversal restores, at step {at}");
                    undo(&scene, &key).await?;
                    assert_eq!(has(&scene, name(*who)).await?, before, "reversed twice at step {at}");
                }
            }
            Step::Undo(key) => {
                if let Err(error) = undo(&scene, &format!("api:spend{key}")).await {
                    assert!(refused(&error), "{error}");
                }
            }
            Step::Days(days) => {
                app.clock.set(app.clock.now() + days * DAY);
                follow(&scene).await?;
            }
            Step::Merge(a, b) | Step::MergeAndPart(a, b) => {
                let (one, other) = (scene.reach(name(*a)).await?, scene.reach(name(*b)).await?);
                if one.customer_id == other.customer_id {
                    continue;
                }
                let before = (has(&scene, name(*a)).await?, has(&scene, name(*b)).await?);
                scene.merge(name(*a), name(*b)).await?;
                follow(&scene).await?;
                if matches!(step, Step::MergeAndPart(..)) && other.profile_ids.len() == 1 {
                    scene.part(name(*b)).await?;
                    follow(&scene).await?;
                    assert_eq!((has(&scene, name(*a)).await?, has(&scene, name(*b)).await?), before, "at step {at}");
                }
            }
        }
        audit(app).await.map_err(|error| error.context(format!("step {at}")))?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_balance_whatever_happens() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let cases: Vec<Vec<Step>> =
        (0..12).map(|_| steps().new_tree(&mut runner).map(|tree| tree.current()).unwrap()).collect();
    for case in cases {
        let told = format!("{case:?}");
        let steps = std::sync::Arc::new(case);
        on_both(&crate::migrations(), crate::CATALOGUES, |app| {
            let steps = steps.clone();
            async move { play(&app, &steps).await }
        })
        .await
        .map_err(|error| error.context(told))
        .unwrap();
    }
}
