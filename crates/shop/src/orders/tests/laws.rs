//! What must hold in whichever order and however often statements come.

use connectors::drafts::OrderStatus::*;
use connectors::drafts::*;
use platform::Error;
use platform::db::Connection as _;
use platform::testing::on_both;

use super::scene::*;
use crate::customers::{Figures, figures_of};
use crate::orders::records;

fn statements() -> Vec<Step> {
    let statuses = [Paid, Shipped, Finished, AwaitingPayment, Cancelled];
    let nick = |index: usize| ["甲", "乙", "丙", ""][index % 4];
    let orders = (0..40_usize).map(|index| {
        let day = i64::try_from(index).unwrap();
        order(&index.to_string(), nick(index), statuses[index % 5], 100 + day * 7, day)
    });
    let items = (0..40_usize).map(|index| {
        let mut draft =
            lines(&index.to_string(), vec![line(&format!("{index}a"), "A", 40), line(&format!("{index}b"), "B", 61)]);
        draft.placed_at = orders.clone().nth(index).and_then(|order| order.placed_at);
        for line in &mut draft.lines {
            line.status = statuses[index % 5];
            line.status_raw = line.status.code().into();
        }
        draft
    });
    let refunds = (0..40_usize)
        .step_by(3)
        .map(|index| refund(&format!("R{index}"), &index.to_string(), 50, RefundStatus::Succeeded));
    orders
        .clone()
        .map(|order| Step::Orders(vec![order]))
        .chain(items.map(|lines| Step::Lines(vec![lines])))
        .chain(refunds.map(|refund| Step::Refunds(vec![refund])))
        .collect()
}

/// A fixed shuffle that `seed` decides.
fn shuffled(mut steps: Vec<Step>, mut seed: u64) -> Vec<Step> {
    for index in (1..steps.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        steps.swap(index, usize::try_from(seed >> 33).unwrap() % (index + 1));
    }
    steps
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_in_which_reports_come_makes_no_difference() -> Result<(), Error> {
    let mut found: Option<String> = None;
    for seed in 0..4_u64 {
        let states = std::sync::Mutex::new(Vec::new());
        on_both(&crate::migrations(), crate::CATALOGUES, |app| {
            let states = &states;
            async move {
                let shop = shop(&app, "旗舰店").await?;
                let steps = if seed == 0 { statements() } else { shuffled(statements(), seed) };
                for step in steps {
                    run(&app, &shop, step).await?;
                }
                let first = state(&app).await?;
                // Saying everything again changes nothing.
                for step in shuffled(statements(), seed + 100) {
                    run(&app, &shop, step).await?;
                }
                assert_eq!(first, state(&app).await?);
                // What was added up on the way is what counting everything again finds.
                let mut tx = app.db.begin().await?;
                let profiles: Vec<i64> = tx
                    .all("select id from profiles order by id", vec![])
                    .await?
                    .iter()
                    .map(|row| row.at(0))
                    .collect::<Result<_, _>>()?;
                let sorted = |mut figures: Vec<Figures>| {
                    figures.sort_by_key(|one| one.profile_id);
                    figures
                };
                let counted = sorted(records::figures::of_profiles(&mut tx, &profiles).await?);
                assert_eq!(sorted(figures_of(&mut tx, &profiles).await?), counted);
                drop(tx);
                states.lock().unwrap().push(first);
                Ok(())
            }
        })
        .await?;
        for state in states.into_inner().unwrap() {
            match &found {
                None => found = Some(state),
                Some(found) => assert_eq!(*found, state, "seed {seed}"),
            }
        }
    }
    Ok(())
}
