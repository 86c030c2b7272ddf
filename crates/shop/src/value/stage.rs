//! How far a reckoning has come that has not ended: as of when it is, and what was learnt. One that is interrupted is taken up
//! as of the same instant; what it had learnt is not learnt again, and what it had written stands ([`super::write`]).
//!
//! Absent from here: what was read. It is as large as the shop, and reading it again costs less than keeping it would.

use platform::{App, Error, outbox};
use serde::{Deserialize, Serialize};

use super::gather::number;
use super::learn::Fitted;
use super::settings::Settings;
use super::{records, settings};
use crate::shops::{self, Business};

/// Where it stands among the pages.
pub(super) const STAGE: &str = "stage";

/// The form of what is kept: another number whenever what a field says is meant otherwise.
const FORM: u32 = 2;

/// A reckoning under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Stage {
    /// The program that kept it: another one may learn otherwise.
    program: String,
    /// [`FORM`].
    form: u32,
    /// What had happened until then is in it, milliseconds UTC.
    pub(super) as_of: i64,
    /// The position of the outbox then: what was said until there is in it.
    pub(super) heard: i64,
    /// The shop's day of it, days since 1970.
    pub(super) today: i64,
    /// The currency of its amounts.
    pub(super) currency: String,
    /// What is set.
    pub(super) settings: Settings,
    /// What was learnt; `None` before that.
    pub(super) fitted: Option<Fitted>,
}

impl Stage {
    /// Whether a reckoning that would begin like `fresh` can go on with this one.
    fn serves(&self, fresh: &Self) -> bool {
        let made = (&self.program, self.form) == (&fresh.program, fresh.form);
        let same = (self.today, &self.currency, &self.settings) == (fresh.today, &fresh.currency, &fresh.settings);
        made && same && self.fitted.as_ref().is_none_or(Fitted::reads)
    }
}

/// The reckoning to go on with: the one that was interrupted, unless the program, the day, the currency or what is set are
/// others since; else one as of now.
///
/// # Errors
/// When the database refuses.
pub(super) async fn take_up(app: &App) -> Result<(Business, Stage), Error> {
    let mut session = app.db.read().await?;
    let business = shops::business(&mut session).await?;
    let settings = settings::get(&mut session).await?;
    let kept = records::page(&mut session, STAGE).await?;
    let heard = outbox::head(&mut session).await?;
    drop(session);
    let as_of = app.clock.now();
    let today = number(business.day(as_of)?);
    let currency = business.currency.clone();
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let fresh = Stage { program, form: FORM, as_of, heard, today, currency, settings, fitted: None };
    let kept = kept.and_then(|body| serde_json::from_str::<Stage>(&body).ok());
    match kept.filter(|kept| kept.serves(&fresh)) {
        Some(kept) => Ok((business, kept)),
        None => {
            keep(app, &fresh).await?;
            Ok((business, fresh))
        }
    }
}

/// Keeps how far it is.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep(app: &App, stage: &Stage) -> Result<(), Error> {
    let body = serde_json::to_string(stage).map_err(Error::internal)?;
    let mut tx = app.db.begin().await?;
    records::put_pages(&mut tx, &[(STAGE, body)]).await?;
    tx.commit().await
}

/// Keeps what was learnt, unless somebody was erased meanwhile: what the model's trial said of her is learnt again without.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep_learnt(app: &App, stage: &Stage) -> Result<(), Error> {
    let body = serde_json::to_string(stage).map_err(Error::internal)?;
    let mut tx = app.db.begin().await?;
    records::turn(&mut tx).await?;
    if records::page(&mut tx, STAGE).await?.is_some() {
        records::put_pages(&mut tx, &[(STAGE, body)]).await?;
    }
    tx.commit().await
}
