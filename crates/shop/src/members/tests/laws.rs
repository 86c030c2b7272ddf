//! Laws that hold after any sequence of orders, refunds, hands, merges and partings.

use platform::testing::{NOON, on_both};
use platform::{App, Error};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::super::*;
use super::scene::{Scene, three};

/// One step. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Step {
    Order(u8, u8, i64, i64),
    Set(u8, u8, bool),
    Merge(u8, u8),
    Part(u8),
    MergeAndPart(u8, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (0_u8..9, 0_u8..4, 1_i64..70, 0_i64..2).prop_map(|(number, who, paid, back)| Step::Order(number, who, paid * 1_000, back)),
        1 => (0_u8..4, 0_u8..4, any::<bool>()).prop_map(|(who, level, lock)| Step::Set(who, level, lock)),
        1 => (0_u8..4, 0_u8..4).prop_map(|(a, b)| Step::Merge(a, b)),
        1 => (0_u8..4).prop_map(Step::Part),
        2 => (0_u8..4, 0_u8..4).prop_map(|(a, b)| Step::MergeAndPart(a, b)),
    ];
    prop::collection::vec(step, 1..14)
}

fn name(who: u8) -> String {
    format!("buyer{who}")
}

async fn stands(scene: &Scene) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for who in 0..4 {
        let who = name(who);
        // Who never bought is nobody yet.
        all.push(if scene.reach(&who).await.is_ok() { scene.stand(&who).await? } else { "?".to_owned() });
    }
    Ok(all)
}

async fn one(scene: &Scene, a: &str, b: &str) -> bool {
    match (scene.reach(a).await, scene.reach(b).await) {
        (Ok(a), Ok(b)) => a.customer_id == b.customer_id,
        _ => true,
    }
}

async fn play(app: &App, steps: &[Step]) -> Result<(), Error> {
    let scene = Scene::new(app, three()).await?;
    for (at, step) in steps.iter().enumerate() {
        app.clock.set(NOON + 1_000 * i64::try_from(at).unwrap());
        match step {
            Step::Order(number, who, paid, back) => {
                // An order stays its buyer's.
                let number = format!("N{number}-{who}");
                scene.order(&number, &name(*who), *paid, paid * back, NOON).await?;
            }
            Step::Set(who, level, lock) => {
                let Ok(reached) = scene.reach(&name(*who)).await else { continue };
                if membership(&mut app.db.read().await?, &reached).await?.member {
                    scene.set(&name(*who), ["铜", "银", "金", "无"][usize::from(*level)], *lock).await?;
                }
            }
            Step::Merge(a, b) | Step::MergeAndPart(a, b) => {
                let (a, b) = (name(*a), name(*b));
                if one(&scene, &a, &b).await {
                    continue;
                }
                let alone = scene.reach(&b).await?.profile_ids.len() == 1;
                let before = stands(&scene).await?;
                scene.merge(&a, &b).await?;
                if alone && matches!(step, Step::MergeAndPart(..)) {
                    scene.part(&b).await?;
                    assert_eq!(stands(&scene).await?, before, "merging and parting changed something at step {at}");
                }
            }
            Step::Part(who) => {
                if scene.reach(&name(*who)).await.is_ok_and(|reached| reached.profile_ids.len() > 1) {
                    scene.part(&name(*who)).await?;
                }
            }
        }
    }
    // Looking again changes nothing.
    let before = stands(&scene).await?;
    let mut tx = app.db.begin().await?;
    let everybody = crate::customers::standing_after(&mut tx, 0, 1_000).await?;
    let touched = everybody.into_iter().map(|id| (id, Cause::Deal)).collect();
    let programme = programme(&mut tx).await?;
    evaluate::evaluate(&mut tx, app, &programme, &touched).await?;
    tx.commit().await?;
    assert_eq!(stands(&scene).await?, before, "looking again changed something");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn merging_and_parting_restores_and_looking_again_changes_nothing() {
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
