//! What a cart costs under the live promotions.
//!
//! A [`Programme`] is what a shop offers; a [`Shelf`] is a programme made ready; [`price`] answers what a [`Cart`] costs at
//! an instant under the best allowed combination, to the cent, and why.
//!
//! ```
//! use pricing::{Shelf, price, read_cart, read_programme};
//!
//! let programme = read_programme(r#"{
//!   "currency": "CNY",
//!   "promotions": [{
//!     "key": "double11", "name": {"zh": "满300减50", "en": "50 off 300"},
//!     "offer": {"amount_off": {"steps": [{"at": {"amount": 30000}, "off": 5000}]}}
//!   }]
//! }"#)?;
//! let cart = read_cart(r#"{
//!   "currency": "CNY",
//!   "lines": [{"key": "a", "product": "tea", "quantity": 1, "unit_price": 29900},
//!             {"key": "b", "product": "cup", "quantity": 1, "unit_price": 10100}]
//! }"#)?;
//! let zone = jiff::tz::TimeZone::posix("CST-8").expect("a zone");
//! let shelf = Shelf::new(programme, zone).map_err(|problems| problems[0].clone())?;
//! let priced = price(&shelf, &cart, 1_762_819_200_000).map_err(|problems| problems[0].clone())?;
//! assert_eq!(priced.total, 35000);
//! assert_eq!(priced.lines.iter().map(|line| line.payable).collect::<Vec<_>>(), [26162, 8838]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | room | what it is for |
//! |---|---|
//! | [`Programme`], [`Promotion`], [`Offer`], [`Scope`] | what a shop offers, to whom, when; the JSON is in `FORMS.md` |
//! | [`Cart`], [`Buyer`] | what is asked |
//! | [`check`] | what cannot be computed is refused with the path to it |
//! | [`price`] | the best allowed combination |
//! | [`Priced`] | what is answered: amounts, what applied, what did not and why, what is missing |
//! | [`lint`] | what an operator should look at before publishing |
//! | [`window`], [`early_access`] | what buyers read of a promotion |
//!
//! # What a combination is
//!
//! A set of offers, applied one by one: by layer (item, shop, coupon, points, shipping), in the item layer bundles before
//! prices of single lines, then the higher priority, then the key. Each sees what the earlier ones left. A line has at most
//! one item offer: a bundle that took pieces of it, or the best of the combination's prices for it. Exclusive groups, offers
//! that stand alone and the number of offers that may meet are looked at line by line. Nothing goes below a line's floor, and
//! all of it not above the order's cap. Of all combinations the one with the least to pay is taken, then the one with the
//! gifts of the highest worth, then the one that spends the fewest points, then the one with the earliest offers. The search tries all, save those that a bound shows to
//! be no better; when it runs out of steps it says so in the answer.
//!
//! Absent from here: the clock, the database, time zones' data, coupons' claims and stocks' counters (the shop's ledger
//! holds those), floats, any other crate of ours.

#[cfg(test)]
extern crate self as pricing;

mod cart;
mod check;
mod draw;
mod explain;
mod hint;
mod lessened;
mod lint;
mod money;
mod offer;
mod price;
mod priced;
mod problem;
mod programme;
mod promotion;
mod read;
mod reason;
mod scope;
mod search;
mod shelf;
mod state;
mod step;
mod table;
mod window;
mod words;

pub use cart::{Buyer, Cart, Line, MAX_LINES, MAX_PIECES, MAX_PRICE};
pub use check::{MAX_PROMOTIONS, check};
pub use draw::{Draw, Prize};
pub use lint::lint;
pub use money::shown;
pub use offer::{AmountStep, At, Cut, Gift, GiftStep, LevelPrice, Offer, OrderStep, Part, PercentStep, QuantityStep};
pub use price::{piece, price};
pub use priced::{Applied, Given, LineCut, LineRefused, Next, Priced, PricedLine, Redeemable, Refused, SearchReport};
pub use problem::{Gravity, Problem};
pub use programme::{Cap, Programme, Settings, Standing};
pub use promotion::{Layer, Promotion};
pub use read::{read_cart, read_programme};
pub(crate) use reason::Reason;
pub use scope::{Goods, Hours, Scope, Weekday};
pub use shelf::Shelf;
pub use window::{Window, early_access, window};
pub use words::Words;
