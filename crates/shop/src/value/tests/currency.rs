//! Figures and the currency that they are in.

use platform::Error;
use platform::http::ShopScope;
use platform::testing::on_both;

use super::{scene, worker};
use crate::segments::tests::scene::boss;
use crate::shops;
use crate::value::card::of;
use crate::value::{records, tonight};

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_in_the_currency_that_they_say() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let reckon = async || -> Result<Option<String>, Error> {
            tonight(&app).await?;
            worker(&app).drain().await?;
            Ok(records::ran(&mut app.db.read().await?).await?.currency)
        };
        let card = async || of(&app, &ShopScope::All, scene.customer(1).await?).await;
        assert_eq!(reckon().await?.as_deref(), Some("CNY"));
        let first = card().await?;
        assert!(first.currency == "CNY" && first.scores.is_some(), "{first:?}");
        for (code, same) in [("GBP", false), ("CNY", true)] {
            let mut tx = app.db.begin().await?;
            let patch =
                shops::BusinessPatch { name: Some("店".into()), currency: Some(code.into()), ..Default::default() };
            shops::patch_business(&mut tx, &app, &boss(), patch).await?;
            tx.commit().await?;
            // What was reckoned stays in its own currency until it is reckoned anew, which is soon.
            let kept = card().await?;
            let before = if same { "GBP" } else { "CNY" };
            assert_eq!((kept.currency.as_str(), kept.scores.is_some()), (before, !same));
            assert_eq!(reckon().await?.as_deref(), Some(code));
            let now = card().await?;
            assert_eq!((now.currency.as_str(), now.scores.is_some()), (code, same));
        }
        assert_eq!(card().await?.scores, first.scores);
        Ok(())
    })
    .await
    .unwrap();
}
