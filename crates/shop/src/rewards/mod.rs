//! What a shop gives a customer for something: a coupon, points, a red packet. Each is given by its own department; here it
//! is only said which, so that draws, referrals and birthdays need not each know all three.
//!
//! Absent from here: tables, and who deserves what.

use platform::db::Tx;
use platform::http::{Actor, Caller};
use platform::i18n::Locale;
use platform::{App, Error, Id};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::coupons::{self, Gift};
use crate::customers::Reached;
use crate::ledger::Order;
use crate::wallet::{self, Packet};
use crate::{permissions, points};

/// What is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reward {
    /// Nothing.
    #[default]
    None,
    /// Points.
    Points {
        /// How many.
        points: i64,
    },
    /// A red packet.
    Credit {
        /// Minor units.
        amount: i64,
        /// Days that it can be spent; as the wallet's settings say when null.
        #[serde(default)]
        valid_days: Option<i64>,
    },
    /// A coupon.
    Coupon {
        /// Its programme.
        programme: Id,
    },
}

impl Reward {
    /// Refuses what cannot be meant.
    ///
    /// # Errors
    /// `invalid` naming `field`.
    pub fn check(self, field: &str) -> Result<Self, Error> {
        let fine = match self {
            Self::None | Self::Coupon { .. } => true,
            Self::Points { points } => (1..=1_000_000_000).contains(&points),
            Self::Credit { amount, valid_days } => {
                (1..=1_000_000_000).contains(&amount) && valid_days.is_none_or(|days| (1..=3_650).contains(&days))
            }
        };
        if fine { Ok(self) } else { Err(Error::invalid(field, "out_of_range")) }
    }
}

/// Gives a customer a reward, called `name` to her. The same key again gives nothing more.
///
/// # Errors
/// What its department refuses it with: `not_a_member`, `points_off`, `wallet_off`, `coupon_all_issued`, …
pub async fn give(
    tx: &mut Tx,
    app: &App,
    reached: &Reached,
    reward: Reward,
    name: &Words,
    key: &str,
) -> Result<(), Error> {
    let own = format!("reward:{key}");
    match reward {
        Reward::None => Ok(()),
        Reward::Points { points: count } => {
            let order = Order { key: own, points: count, reason: Some(name.clone()), actor: &Actor::System };
            points::give(tx, app, reached, &order).await
        }
        Reward::Credit { amount, valid_days } => {
            let packet = Packet { amount, name, valid_days, key: own };
            wallet::give(tx, app, &Actor::System, reached, &packet).await.map(|_| ())
        }
        Reward::Coupon { programme } => {
            let gift = Gift { programme: programme.0, count: 1, reason: &name.in_one(), key };
            let caller = Caller::system(permissions::ALL, Locale::ZhCn);
            coupons::grant(tx, app, &caller, reached, gift).await.map(|_| ())
        }
    }
}
