//! Red packets: one for everybody who bought lately, and one by hand.

use platform::{Error, Id};
use pricing::Words;
use shop::ledger::Order;
use shop::wallet::{self, Settings, Target, ToGive};

use super::story::{Story, let_be};
use crate::commands::serve;

/// Gives them.
pub(super) async fn give(story: &Story<'_>) -> Result<(), Error> {
    let then = story.app_before(40, 0);
    let mut tx = then.db.begin().await?;
    let settings = Settings { valid_days: 60, share_per_mille: 500, most_at_once: Some(20_000), ..Settings::default() };
    wallet::put_settings(&mut tx, &story.caller, settings, then.clock.now()).await?;
    tx.commit().await?;
    for (name, amount, who, days) in [
        (
            Words::new("开业周年红包", "Anniversary red packet"),
            880,
            story.pick(&story.members, story.some(240), 13),
            38,
        ),
        (
            Words::new("好久不见，请您喝茶", "It has been a while: have a tea on us"),
            1_500,
            story.pick(&story.members, story.some(90), 47),
            9,
        ),
    ] {
        let who: Vec<Id> = who.into_iter().map(Id).collect();
        if who.is_empty() {
            continue;
        }
        let then = story.app_before(days, 0);
        let wanted = ToGive { to: Target::Customers(who), amount, valid_days: Some(45), name };
        wallet::begin(&then, &story.caller, wanted).await?;
        serve::workers(&then, 1).drain().await?;
    }
    for (place, customer) in (0_i64..).zip(story.pick(&story.members, 6, 23)) {
        let then = story.app_before(2 + place * 3, 75);
        let reached = story.reach(customer).await?;
        let mut tx = then.db.begin().await?;
        let order = Order {
            key: format!("demo-packet-{place}"),
            points: 500 + place * 300,
            reason: Some("发货延误致歉".into()),
            actor: &story.agent,
        };
        if let_be(wallet::adjust(&mut tx, &then, &reached, &order, None).await)?.is_some() {
            tx.commit().await?;
        }
    }
    Ok(())
}
