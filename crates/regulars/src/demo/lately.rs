//! What some people are in the middle of when the story ends: a cart that was left, a parcel that is late, a birthday next
//! week. Whatever a shop looks for has somebody in it that way, also in a small one, where chance alone would leave it out.
//!
//! Absent from here: how a visit or an order is told, which is [`super::life`].

use connectors::drafts::Millis;

use super::behaviour::Deed;
use super::person::Temperament;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Among the first people, one of so many is in the middle of each.
const EARLY: u64 = 61;
/// As many are the first.
const FIRST: u64 = 400;
/// Among the later ones.
const LATE: u64 = 4_001;

/// What somebody is in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lately {
    LeftCart,
    StocksUp,
    Complained,
    ReviewedPoorly,
    Hesitates,
    Searches,
    Asked,
    SignedUp,
    LooksAtTheDearest,
    HasBirthday,
    OrderedUnpaid,
    OrderedJustNow,
    WaitsLong,
    SendsBack,
    SendsBackOften,
    CameAYearAgo,
    GetsParcels,
    TakesCoupon,
}

const ALL: [Lately; 18] = [
    Lately::LeftCart,
    Lately::StocksUp,
    Lately::Complained,
    Lately::ReviewedPoorly,
    Lately::Hesitates,
    Lately::Searches,
    Lately::Asked,
    Lately::SignedUp,
    Lately::LooksAtTheDearest,
    Lately::HasBirthday,
    Lately::OrderedUnpaid,
    Lately::OrderedJustNow,
    Lately::WaitsLong,
    Lately::SendsBack,
    Lately::SendsBackOften,
    Lately::CameAYearAgo,
    Lately::GetsParcels,
    Lately::TakesCoupon,
];

impl Lately {
    /// What this person is in the middle of; most are in the middle of nothing.
    pub(crate) fn of(number: u64) -> Option<Self> {
        let turn = number % if number < FIRST { EARLY } else { LATE };
        ALL.get(usize::try_from(turn).ok()?).copied()
    }

    /// Who does such things.
    pub(crate) fn temperament(self) -> Temperament {
        match self {
            Self::LeftCart
            | Self::StocksUp
            | Self::Hesitates
            | Self::Searches
            | Self::SignedUp
            | Self::TakesCoupon
            | Self::LooksAtTheDearest => Temperament::WindowShopper,
            Self::Asked => Temperament::Inquirer,
            Self::OrderedUnpaid => Temperament::Hesitant,
            Self::Complained | Self::HasBirthday | Self::GetsParcels => Temperament::Casual,
            Self::ReviewedPoorly | Self::OrderedJustNow | Self::WaitsLong | Self::CameAYearAgo => Temperament::OneOff,
            Self::SendsBack | Self::SendsBackOften => Temperament::Returner,
        }
    }

    /// What she did, and how long before the end.
    pub(crate) fn deeds(self) -> &'static [(Deed, Millis)] {
        match self {
            Self::LeftCart => &[(Deed::PageViewed, 32 * HOUR), (Deed::Viewed, 31 * HOUR), (Deed::Carted, 30 * HOUR)],
            Self::StocksUp => {
                &[(Deed::Carted, 5 * DAY), (Deed::Carted, 4 * DAY), (Deed::Carted, 3 * DAY), (Deed::Carted, 40 * HOUR)]
            }
            Self::Complained => &[(Deed::Complained, 2 * DAY)],
            Self::ReviewedPoorly => &[(Deed::ReviewedPoorly, 5 * DAY)],
            Self::Hesitates => &[
                (Deed::Viewed, 6 * DAY),
                (Deed::Viewed, 5 * DAY),
                (Deed::Viewed, 4 * DAY),
                (Deed::Viewed, 3 * DAY),
                (Deed::Viewed, 2 * DAY),
                (Deed::Viewed, 30 * HOUR),
            ],
            Self::TakesCoupon => &[(Deed::CouponReceived, 8 * DAY)],
            Self::Searches => &[(Deed::Searched, 3 * DAY)],
            Self::Asked => &[(Deed::Inquired, 2 * DAY)],
            Self::LooksAtTheDearest => &[(Deed::Viewed, 3 * DAY), (Deed::Favourited, 70 * HOUR)],
            _ => &[],
        }
    }

    /// Her orders, by how long before the end she placed them; nothing when they are left to chance.
    pub(crate) fn orders(self) -> &'static [Millis] {
        match self {
            Self::OrderedUnpaid => &[5 * HOUR],
            Self::OrderedJustNow => &[2 * HOUR],
            Self::WaitsLong => &[5 * DAY],
            Self::SendsBack => &[9 * DAY, 8 * DAY, 7 * DAY, 6 * DAY],
            Self::SendsBackOften => &[150 * DAY, 120 * DAY, 90 * DAY, 60 * DAY, 40 * DAY],
            Self::CameAYearAgo => &[365 * DAY],
            Self::GetsParcels => &[6 * DAY, 5 * DAY, 4 * DAY],
            _ => &[],
        }
    }
}
