//! What the readers of order exports share: their columns, and drafts in which everything that a platform does not state
//! stands empty.

use std::collections::BTreeMap;

use super::View;
use crate::drafts::{AddressDraft, BuyerDraft, LineDraft, OrderDraft, OrderStatus, Reason, ShopRef};
use crate::{identity, source::Row};

/// The columns of a table by what they mean, found once by their names: a struct with a place for each, the header and
/// the columns that are left over.
macro_rules! columns {
    ($table:ident { $($column:ident: $names:expr),+ $(,)? }) => {
        struct $table {
            header: std::sync::Arc<$crate::reading::Header>,
            $($column: Option<usize>,)+
            rest: Vec<(usize, String)>,
        }

        impl $table {
            fn new(header: &std::sync::Arc<$crate::reading::Header>) -> Self {
                let mut columns = $crate::reading::Columns::new(header);
                $(let $column = columns.take($names);)+
                Self { header: std::sync::Arc::clone(header), $($column,)+ rest: columns.rest() }
            }
        }
    };
}
pub(crate) use columns;

/// An order in yuan of which nothing is said but its number and status.
pub(crate) fn order(row: &Row, number: String, status: OrderStatus, status_raw: String) -> OrderDraft {
    OrderDraft {
        row: row.number(),
        number,
        shop: ShopRef::default(),
        buyer: BuyerDraft::default(),
        address: AddressDraft::default(),
        status,
        status_raw,
        placed_at: None,
        paid_at: None,
        shipped_at: None,
        finished_at: None,
        currency: "CNY".to_owned(),
        goods: None,
        shipping: None,
        discount: None,
        total: None,
        paid: None,
        refunded: None,
        received: None,
        pieces: None,
        title: None,
        buyer_note: None,
        seller_note: None,
        close_reason: None,
        lines: Vec::new(),
        shipments: Vec::new(),
        extra: BTreeMap::new(),
        undated: Vec::new(),
    }
}

/// The order, with how its row is refused when it states no time and nobody knows the order; `column` is where a time
/// should stand.
pub(crate) fn dated(mut order: OrderDraft, view: View<'_>, column: Option<usize>) -> OrderDraft {
    if order.stated_at().is_none() {
        order.undated.push(*view.refuse(column, Reason::Undated));
    }
    order
}

/// A line of `order` of which nothing is said but its title and how many pieces; it stands where the order stands.
pub(crate) fn line(order: &OrderDraft, title: String, quantity: i64) -> LineDraft {
    LineDraft {
        row: order.row,
        number: None,
        product: None,
        sku: None,
        title,
        options: None,
        price: None,
        quantity,
        total: None,
        paid: None,
        refunded: None,
        status: order.status,
        status_raw: order.status_raw.clone(),
        refund_status_raw: None,
        category: None,
        extra: BTreeMap::new(),
    }
}

/// An address in columns of its own: province, city, district, street.
pub(crate) fn address(
    view: View<'_>,
    parts: [Option<usize>; 4],
    receiver: Option<String>,
    mobile: Option<String>,
) -> AddressDraft {
    let [province, city, district, street] = parts.map(|column| view.text(column));
    let mut address = AddressDraft { province, city, district, street, receiver, mobile, ..AddressDraft::default() };
    identity::address::normalise(&mut address);
    address
}
