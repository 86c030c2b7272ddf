//! Group buys (拼团): a group of buyers that a live group price asks for. A customer opens one, others join by its code, and
//! it is filled when as many have paid as the promotion wanted when it was opened; when its time passes before that, every
//! paid order in it is named to be refunded.
//!
//! A place is held for an order until it is paid (or, for who joined without an order yet, for as long as an order would
//! be), becomes firm with the payment and comes back when the order is given up before the group is filled. No group ever
//! has more places, held and firm together, than it is for: the database counts them in the statement that takes one.
//!
//! Absent from here: what the group price is and for whom (`pricing`), when an order is reserved and paid (`checkout`), and
//! paying money back: the shop's own system does that, and says so by giving the order back.

mod call_off;
mod care;
mod end;
mod follow;
mod look;
mod model;
mod offered;
mod open;
mod places;
mod records;
mod refusal;
mod routes;
mod seat;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;
mod told;

pub use call_off::call_off;
pub use care::CARE;
pub use follow::{follow, sweep};
pub use look::{Wanted, found, group_buys, mine, of_place};
pub use model::{
    GroupBuy, GroupBuyCause, GroupBuyFull, GroupBuyPlace, GroupBuyPromotion, GroupBuyRefund, GroupBuyStatus,
    GroupBuySummary, GroupPlaceState, OrderGroup,
};
pub use offered::{Offered, code_of, offered};
pub use open::{join, open};
pub use places::{Hold, give_back, hold, pay};
pub use refusal::Refusal;
pub use seat::{Seat, Wish, seat};
pub use timeline::timeline;
pub use told::{Happened, Told, told};

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

/// What the outbox is told when a group was opened.
pub const OPENED: &str = "group_buys.opened";
/// … when somebody took a place in one.
pub const JOINED: &str = "group_buys.joined";
/// … when somebody's place became firm.
pub const PAID: &str = "group_buys.paid";
/// … when somebody's place came back.
pub const LEFT: &str = "group_buys.left";
/// … when a group ends soon that is not filled yet, once, with how many are missing: whoever is in it may still bring friends.
pub const ENDING: &str = "group_buys.ending";
/// … when a group was filled (成团).
pub const FILLED: &str = "group_buys.filled";
/// … when a group failed (未成团), with the orders to be refunded.
pub const FAILED: &str = "group_buys.failed";

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::ENDING];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
