//! How well the program knew who is one person, against the truth that the demo kept aside.

use std::io::BufReader;

use platform::{App, Error};
use serde_json::{Value as Json, json};
use shop::{customers, shops};

use crate::commands::Exit;
use crate::commands::exit::{Failure, database};
use crate::config::Config;
use crate::demo::score::{Score, score};
use crate::demo::truth::Truth;

/// Identifiers read at a time.
const PAGE: i64 = 10_000;

/// Scores every identifier that the demo's sources named.
pub(super) async fn scored(app: &App, config: &Config) -> Result<Json, Failure> {
    let path = config.data_dir.join("demo-truth.csv");
    let wrong = |cause: std::io::Error| Failure::new(Exit::Failed, format!("{}: {cause}", path.display()));
    let truth = Truth::read_csv(BufReader::new(std::fs::File::open(&path).map_err(wrong)?)).map_err(wrong)?;
    let Score { precision, recall, f1, profiles, shared, unknown, .. } =
        score(&truth, resolved(app).await.map_err(database)?);
    Ok(json!({
        "precision": precision, "recall": recall, "f1": f1,
        "compared": profiles, "shared": shared, "unknown": unknown,
    }))
}

/// The score as a sentence for people.
pub(super) fn said(score: &Json) -> String {
    let share = |name: &str| score.get(name).and_then(Json::as_f64).unwrap_or_default() * 100.0;
    let count = |name: &str| score.get(name).and_then(Json::as_u64).unwrap_or_default();
    format!(
        "Of the pairs of records that are one person in truth, {:.1} % were recognised (recall); of the pairs that were \
         joined, {:.1} % are one person (precision); F1 {:.3}. {} records compared, {} left out because several people \
         share them.",
        share("recall"),
        share("precision"),
        share("f1") / 100.0,
        count("compared"),
        count("shared"),
    )
}

/// Every identifier with its storefront and the customer to whom it leads.
async fn resolved(app: &App) -> Result<Vec<(String, String, i64)>, Error> {
    let mut session = app.db.read().await?;
    let shops = shops::by_id(&mut session).await?;
    let mut found = Vec::new();
    let mut after = 0;
    loop {
        let page = customers::identities(&mut session, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.after;
        for one in page {
            // `taobao:42`: the channel and our id of the shop, which the truth knows by the platform's own.
            let shop = one.source.rsplit(':').next().and_then(|id| id.parse().ok()).and_then(|id: i64| shops.get(&id));
            if let Some(storefront) = shop.and_then(|shop| shop.platform_id.clone()) {
                found.push((storefront, format!("{}:{}", one.kind, one.value.expose()), one.customer_id));
            }
        }
    }
}
