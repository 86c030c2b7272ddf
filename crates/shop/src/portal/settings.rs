//! How the portal looks and what it offers, as the shop sets it.

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::{Error, Id, settings};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::colour::Colour;
use crate::rewards::Reward;
use crate::{coupons, shops};

/// The drawer.
const KEY: &str = "portal";
/// Characters of the welcome.
const WELCOME: usize = 300;
/// The colour of a portal that nobody chose one for.
const GREEN: &str = "#2F7D6B";

/// 老带新: what both sides get when somebody who came by a customer's link buys for the first time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = PortalReferral)]
pub struct Referral {
    /// Whether customers have links, and new ones come by them.
    pub enabled: bool,
    /// What the customer gets who brought somebody.
    pub referrer: Reward,
    /// What the new buyer gets.
    pub newcomer: Reward,
    /// Days after the first deal on which both are given, if it still is a deal then: 0 to 90.
    pub wait_days: i64,
    /// How many new buyers one customer is rewarded for at most; any number when null.
    pub most: Option<i64>,
}

/// How the portal looks and what it offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = PortalSettings)]
pub struct Settings {
    /// Whether buyers may come in.
    pub enabled: bool,
    /// The shop's colour: `#2F7D6B`.
    pub colour: String,
    /// What stands above the way in, in the shop's words.
    pub welcome: Words,
    /// The shop that people who join here belong to; to none when null.
    pub shop: Option<Id>,
    /// What bringing others is worth.
    pub referral: Referral,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            enabled: false,
            colour: GREEN.to_owned(),
            welcome: Words::default(),
            shop: None,
            referral: Referral::default(),
        }
    }
}

impl Settings {
    async fn check(mut self, conn: &mut impl Connection, now: i64) -> Result<Self, Error> {
        let colour = Colour::read(&self.colour).ok_or_else(|| Error::invalid("colour", "malformed"))?;
        self.colour = colour.to_string();
        for (field, text) in [("welcome.zh", &mut self.welcome.zh), ("welcome.en", &mut self.welcome.en)] {
            *text = text.trim().to_owned();
            if text.chars().count() > WELCOME {
                return Err(Error::invalid(field, "too_long"));
            }
        }
        if let Some(shop) = self.shop
            && shops::list(conn).await?.iter().all(|known| known.id != shop)
        {
            return Err(Error::invalid("shop", "no_shop"));
        }
        let referral = &mut self.referral;
        if !(0..=90).contains(&referral.wait_days) {
            return Err(Error::invalid("referral.wait_days", "out_of_range"));
        }
        if referral.most.is_some_and(|most| !(1..=1_000_000).contains(&most)) {
            return Err(Error::invalid("referral.most", "out_of_range"));
        }
        for (field, reward) in [("referral.referrer", referral.referrer), ("referral.newcomer", referral.newcomer)] {
            if let Reward::Coupon { programme } = reward.check(field)?
                && coupons::grantable(conn, programme.0, now).await?.is_none()
            {
                return Err(Error::invalid(field, "unknown"));
            }
        }
        Ok(self)
    }
}

/// What holds now.
///
/// # Errors
/// When the database cannot be read.
pub async fn settings(conn: &mut impl Connection) -> Result<Settings, Error> {
    Ok(settings::get(conn, KEY).await?.unwrap_or_default())
}

/// Changes it.
///
/// # Errors
/// `invalid` naming the field.
pub async fn put_settings(tx: &mut Tx, caller: &Caller, new: Settings, now: i64) -> Result<Settings, Error> {
    let checked = new.check(tx, now).await?;
    settings::put(tx, caller, KEY, &checked, now).await?;
    Ok(checked)
}
