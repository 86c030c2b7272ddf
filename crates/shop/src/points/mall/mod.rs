//! The points mall: goods, coupons and draws for points. The database holds stock and what each customer may take.
//!
//! Absent from here: handing over. A coupon or a chance in a draw is told to whoever gives it out (`mall.redeemed`; that is
//! `draws`), and goods are ticked off by staff.

mod item;
mod redeem;

pub use item::{MallItem, MallKind, NewMallItem, create, item, items, update};
pub use redeem::{MallOrder, MallStatus, Taken, Wanted, cancel, fulfil, order, orders, redeem, remark, send_to};
