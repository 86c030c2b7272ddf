//! What coupons are, and how they are handed out.

use platform::{Error, Id, Instant};
use pricing::{Offer, Promotion, Window, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::promotions;

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$each:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $name)]
        pub enum $name { $($(#[$each])* $variant),* }

        impl $name {
            /// The code that the database uses.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The one with that code.
            ///
            /// # Errors
            /// When there is none.
            pub fn from_code(code: &str) -> Result<Self, Error> {
                [$(Self::$variant),*].into_iter().find(|one| one.code() == code)
                    .ok_or_else(|| Error::internal(format!("no {} is called {code}", $what)))
            }
        }
    };
}

coded! {
    /// What codes a programme has.
    CouponCodes, "kind of codes" {
        /// None: its coupons are claimed or granted.
        None = "none",
        /// One for everybody.
        Single = "single",
        /// One each.
        Unique = "unique",
    }
}

coded! {
    /// Whom a programme is shown to, in the order in which coupons are shown.
    CouponAudience, "audience" {
        /// Members: theirs come first.
        Member = "member",
        /// Who has not bought yet.
        Newcomer = "newcomer",
        /// Who has bought.
        Returning = "returning",
        /// Everybody: these come last.
        Public = "public",
    }
}

coded! {
    /// Where a coupon stands.
    CouponState, "state of a coupon" {
        /// Nobody holds it: whoever has the code may.
        Issued = "issued",
        /// Somebody holds it.
        Held = "held",
        /// An order that is not paid yet holds it.
        Reserved = "reserved",
        /// Used.
        Used = "used",
        /// Nobody used it in time.
        Expired = "expired",
        /// Taken back by the shop.
        Void = "void",
    }
}

coded! {
    /// How somebody came by a coupon.
    CouponSource, "source of a coupon" {
        /// By its code.
        Code = "code",
        /// Claimed.
        Claim = "claim",
        /// Granted by the shop.
        Grant = "grant",
        /// From another customer.
        Transfer = "transfer",
    }
}

coded! {
    /// How far a batch is.
    BatchState, "state of a batch" {
        /// Not begun.
        Waiting = "waiting",
        /// Under way.
        Running = "running",
        /// All of it.
        Done = "done",
        /// Stopped by hand, or because all coupons are issued.
        Stopped = "stopped",
        /// Given up.
        Failed = "failed",
    }
}

/// How coupons of a programme are handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CouponHow)]
pub struct How {
    /// What codes it has.
    pub codes: CouponCodes,
    /// The one code for everybody.
    #[serde(default)]
    pub code: Option<String>,
    /// Buyers may take one themselves.
    #[serde(default)]
    pub claimable: bool,
    /// Whom it is shown to.
    pub audience: CouponAudience,
    /// Issued at most, or where one code is for everybody, used by so many orders at most; any number when null.
    #[serde(default)]
    pub most: Option<i64>,
    /// Had by one customer at most, over all time; any number when null.
    #[serde(default)]
    pub most_per_customer: Option<i64>,
    /// Claimed or used with one device at most; any number when null.
    #[serde(default)]
    pub most_per_device: Option<i64>,
    /// Days for which one is good after somebody came by it; until the promotion ends when null.
    #[serde(default)]
    pub valid_days: Option<i64>,
    /// Days before it expires on which its holder is reminded; never when null.
    #[serde(default)]
    pub remind_days: Option<i64>,
    /// Its holder may give it to another customer.
    #[serde(default)]
    pub transferable: bool,
}

/// What coupons take off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CouponKind)]
pub enum Kind {
    /// An amount.
    Fixed,
    /// A share.
    Percent,
    /// Nothing: they give goods.
    Gift,
    /// Shipping.
    Shipping,
    /// Another form.
    Other,
}

impl Kind {
    /// The kind of some terms.
    #[must_use]
    pub fn of(terms: &Promotion) -> Self {
        match terms.offer {
            Offer::AmountOff { .. } => Self::Fixed,
            Offer::PercentOff { .. } | Offer::Discount { .. } => Self::Percent,
            Offer::Gift { .. } | Offer::Redeem { .. } => Self::Gift,
            Offer::FreeShipping { .. } => Self::Shipping,
            _ => Self::Other,
        }
    }
}

/// A programme as the database holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    /// The promotion's id.
    pub id: i64,
    /// How its coupons are handed out.
    pub how: How,
    /// Coupons that were made.
    pub issued: i64,
    /// Coupons that somebody came by.
    pub claimed: i64,
    /// Coupons taken back.
    pub voided: i64,
    /// Milliseconds UTC.
    pub created_at: i64,
}

/// From the first coupon to what it brought. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = CouponFunnel)]
pub struct Funnel {
    /// Made.
    pub issued: i64,
    /// In somebody's hands, now or once; a code that was typed at the till and used was in somebody's.
    pub claimed: i64,
    /// Held by orders that are not paid yet.
    pub reserved: i64,
    /// Used in paid orders.
    pub used: i64,
    /// What those orders paid.
    pub revenue: i64,
    /// What coupons took off, reserved ones included.
    pub discount: i64,
    /// Not used in time.
    pub expired: i64,
    /// Taken back.
    pub voided: i64,
}

/// A coupon programme.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = CouponProgramme)]
pub struct Programme {
    /// The promotion's id.
    pub id: Id,
    /// How its coupons are handed out.
    #[serde(flatten)]
    pub how: How,
    /// Its terms' place among promotions.
    pub promotion: promotions::Row,
    /// What it takes off.
    pub kind: Kind,
    /// What buyers read.
    pub window: Window,
    /// What came of it.
    pub funnel: Funnel,
    /// When it was made.
    pub created_at: Instant,
    /// What buyers get now.
    pub published: Option<Promotion>,
    /// What is edited; null when nothing differs.
    pub draft: Option<Promotion>,
}

/// A coupon as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: i64,
    /// Its programme.
    pub programme: i64,
    /// Whose it is.
    pub profile: Option<i64>,
    /// Where it stands; never `Expired`, which the clock says.
    pub state: CouponState,
    /// How somebody came by it.
    pub source: CouponSource,
    /// Milliseconds UTC.
    pub issued_at: i64,
    /// When somebody came by it, milliseconds UTC.
    pub claimed_at: Option<i64>,
    /// Until when it is good, milliseconds UTC.
    pub expires_at: Option<i64>,
    /// The order that holds or used it.
    pub order: Option<String>,
    /// Milliseconds UTC.
    pub used_at: Option<i64>,
    /// Why it was granted or taken back.
    pub reason: Option<String>,
}

impl Kept {
    /// Where it stands at `now` (milliseconds UTC).
    #[must_use]
    pub fn state(&self, now: i64) -> CouponState {
        let over = self.expires_at.is_some_and(|end| end <= now);
        match self.state {
            CouponState::Issued | CouponState::Held if over => CouponState::Expired,
            state => state,
        }
    }
}

/// A coupon.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Coupon {
    /// Its id.
    pub id: Id,
    /// Its programme.
    pub programme_id: Id,
    /// The promotion's key.
    pub promotion: String,
    /// What buyers read.
    pub name: Words,
    /// Its code, where the programme has one each.
    pub code: Option<String>,
    /// Where it stands.
    pub state: CouponState,
    /// Its holder may give it to another customer.
    pub transferable: bool,
    /// Whose it is.
    pub customer_id: Option<Id>,
    /// What that customer is called: nick or masked name.
    pub customer: Option<String>,
    /// How somebody came by it.
    pub source: CouponSource,
    /// When it was made.
    pub issued_at: Instant,
    /// When somebody came by it.
    pub claimed_at: Option<Instant>,
    /// Until when it is good.
    pub expires_at: Option<Instant>,
    /// The order that holds or used it.
    pub order: Option<String>,
    /// When it was used.
    pub used_at: Option<Instant>,
    /// Why it was granted or taken back.
    pub reason: Option<String>,
}

/// Whom or what a batch is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = CouponTarget)]
pub enum Target {
    /// So many codes that nobody holds yet.
    Codes(i64),
    /// Everybody in a segment or list, as it stands when the job comes to them.
    Segment(Id),
    /// These customers.
    Customers(Vec<Id>),
}

impl Target {
    /// `codes`, `segment` or `customers`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Codes(_) => "codes",
            Self::Segment(_) => "segment",
            Self::Customers(_) => "customers",
        }
    }
}

/// Coupons that are issued together, as a job.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = CouponBatch)]
pub struct Batch {
    /// Its id.
    pub id: Id,
    /// Its programme.
    pub programme_id: Id,
    /// `codes`, `segment` or `customers`.
    pub to: String,
    /// Codes or customers meant; of a segment, as many as were in it when it was begun.
    pub total: i64,
    /// Codes or customers done.
    pub done: i64,
    /// Coupons issued.
    pub issued: i64,
    /// Customers who got none.
    pub skipped: i64,
    /// Those of them who are on the black list.
    pub skipped_blacklisted: i64,
    /// Those of them who had as many as one customer may have, under whatever profile. Others are no customers any more.
    pub skipped_enough: i64,
    /// How far it is.
    pub state: BatchState,
    /// Why it stopped.
    pub problem: Option<String>,
    /// What it is for.
    pub note: Option<String>,
    /// When it was begun.
    pub created_at: Instant,
    /// By whom.
    pub created_by: String,
    /// When it ended.
    pub finished_at: Option<Instant>,
}
