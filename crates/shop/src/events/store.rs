//! What waited together becomes durable together: people first, then orders and refunds, then behaviours, then what was
//! refused.

use std::collections::BTreeMap;

use connectors::segment::body::Refused;
use platform::db::Tx;
use platform::{App, Error};

use super::people::People;
use super::record::keep;
use super::records::{self, RefusedRow};
use super::said::Said;
use super::trade;
use crate::customers::Source;

/// What one request brought.
pub(super) struct Parcel {
    /// The shop of the write key, and its channel.
    pub(super) source: Source,
    pub(super) shop_id: i64,
    pub(super) said: Said,
    pub(super) refused: Vec<Refused>,
    /// When it came.
    pub(super) received_at: i64,
}

/// Keeps parcels in one transaction.
///
/// # Errors
/// When the database refuses; then nothing of them is kept.
pub(super) async fn store(app: &App, parcels: &[Parcel]) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let mut shops: BTreeMap<Source, Vec<&Parcel>> = BTreeMap::new();
    for parcel in parcels {
        shops.entry(parcel.source).or_default().push(parcel);
    }
    for (source, parcels) in shops {
        let said = Said::of(parcels.iter().map(|parcel| &parcel.said));
        let people = People::meet(&mut tx, app, &source, &said).await?;
        trade::keep(&mut tx, app, &source, &said).await?;
        keep(&mut tx, app, &source, &people, said.behaviours).await?;
        refuse(&mut tx, app, &parcels).await?;
    }
    tx.commit().await
}

async fn refuse(tx: &mut Tx, app: &App, parcels: &[&Parcel]) -> Result<(), Error> {
    let mut shop = None;
    for parcel in parcels {
        for refused in &parcel.refused {
            let row = RefusedRow {
                id: app.ids.next(),
                shop_id: parcel.shop_id,
                received_at: parcel.received_at,
                code: refused.reason.code().to_owned(),
                place: i64::try_from(refused.index).unwrap_or(i64::MAX),
                body: refused.text.clone(),
            };
            let key = super::model::key(&parcel.source.code(), &refused.text);
            records::refuse(tx, &row, key).await?;
            shop = Some(parcel.shop_id);
        }
    }
    if let Some(shop) = shop {
        records::trim_refused(tx, shop).await?;
    }
    Ok(())
}
