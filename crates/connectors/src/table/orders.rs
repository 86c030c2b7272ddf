//! Orders of a mapped table: one row each, or one row a line with the order's columns repeated.

use std::sync::Arc;

use super::{
    Mapping, MappingError,
    fields::Fields,
    grouping::{Grouping, Open},
    line::{LineColumns, Sum},
    parts::{Address, Buyer, Shop, currency},
    values::Values,
};
use crate::{
    drafts::{Draft, OrderDraft, Reason, RefundDraft, RefundStatus, Refusal},
    reading::{Drafter, Header, MOST_LINES, Out, View, dated, join_times, sum},
    source::Row,
    taobao::shipments,
};

/// What a mapping says about rows that are no plain sale.
struct Policy {
    refund_prefix: Option<String>,
    not_a_sale_prefix: Option<String>,
    fees: Vec<String>,
    refuse_zero_price: bool,
}

/// Columns of an order.
struct OrderColumns {
    number: Option<usize>,
    placed: Option<usize>,
    paid_at: Option<usize>,
    shipped: Option<usize>,
    finished: Option<usize>,
    status: Option<usize>,
    goods: Option<usize>,
    shipping: Option<usize>,
    discount: Option<usize>,
    total: Option<usize>,
    paid: Option<usize>,
    refunded: Option<usize>,
    received: Option<usize>,
    pieces: Option<usize>,
    title: Option<usize>,
    currency: Option<usize>,
    buyer_note: Option<usize>,
    seller_note: Option<usize>,
    close_reason: Option<usize>,
    tracking: Option<usize>,
    carrier: Option<usize>,
}

pub(super) struct Orders {
    header: Arc<Header>,
    values: Values,
    policy: Policy,
    columns: OrderColumns,
    buyer: Buyer,
    address: Address,
    shop: Shop,
    line: Option<LineColumns>,
    extra: Vec<(usize, String)>,
    open: Grouping<Box<OrderDraft>>,
}

impl Orders {
    pub(super) fn new(
        mapping: &Mapping,
        header: &Arc<Header>,
        fields: &mut Fields,
        values: Values,
    ) -> Result<Self, MappingError> {
        let refuse_zero_price = match mapping.option("zero_price") {
            None | Some("keep") => false,
            Some("refuse") => true,
            Some(value) => {
                let (option, value) = ("zero_price".to_owned(), value.to_owned());
                return Err(MappingError::BadOption { option, value, expected: "keep or refuse" });
            }
        };
        let fees = mapping.option("fees").unwrap_or("").split(',').map(|code| code.trim().to_uppercase());
        Ok(Self {
            header: Arc::clone(header),
            values,
            policy: Policy {
                refund_prefix: mapping.option("refund_prefix").map(str::to_owned),
                not_a_sale_prefix: mapping.option("not_a_sale_prefix").map(str::to_owned),
                fees: fees.filter(|code| !code.is_empty()).collect(),
                refuse_zero_price,
            },
            columns: OrderColumns {
                number: fields.column("number"),
                placed: fields.column("placed_at"),
                paid_at: fields.column("paid_at"),
                shipped: fields.column("shipped_at"),
                finished: fields.column("finished_at"),
                status: fields.column("status"),
                goods: fields.column("goods"),
                shipping: fields.column("shipping"),
                discount: fields.column("discount"),
                total: fields.column("total"),
                paid: fields.column("paid"),
                refunded: fields.column("refunded"),
                received: fields.column("received"),
                pieces: fields.column("pieces"),
                title: fields.column("title"),
                currency: fields.column("currency"),
                buyer_note: fields.column("buyer_note"),
                seller_note: fields.column("seller_note"),
                close_reason: fields.column("close_reason"),
                tracking: fields.column("tracking"),
                carrier: fields.column("carrier"),
            },
            buyer: Buyer::new(fields),
            address: Address::new(fields),
            shop: Shop::new(fields),
            line: fields.any("line.").then(|| LineColumns::new(fields)),
            extra: fields.extra(),
            open: Grouping::new(),
        })
    }

    /// The order as this row states it, without lines.
    fn order(&self, view: View<'_>, number: &str) -> Result<OrderDraft, Box<Refusal>> {
        let (values, columns) = (&self.values, &self.columns);
        let status_raw = view.cell(columns.status);
        let status = values.status(status_raw);
        let placed_at = values.instant(view, columns.placed)?;
        let paid_at = values.instant(view, columns.paid_at)?;
        let shipped_at = values.instant(view, columns.shipped)?;
        let total = values.money(view, columns.total)?;
        let deal = status.is_deal();
        let paid = values.money(view, columns.paid)?.or(total.filter(|_| deal && columns.paid.is_none()));
        let order = OrderDraft {
            row: view.number(),
            number: number.to_owned(),
            shop: self.shop.draft(view),
            buyer: self.buyer.draft(view),
            address: self.address.draft(view),
            status,
            status_raw: status_raw.to_owned(),
            placed_at: placed_at.or(paid_at),
            // A table without a payment time: a deal was paid when it was placed.
            paid_at: paid_at.or(placed_at.filter(|_| deal && columns.paid_at.is_none())),
            shipped_at,
            finished_at: values.instant(view, columns.finished)?,
            currency: currency(values, view, columns.currency)?,
            goods: values.money(view, columns.goods)?,
            shipping: values.money(view, columns.shipping)?,
            discount: values.money(view, columns.discount)?,
            total: total.or(paid),
            paid,
            refunded: values.money(view, columns.refunded)?,
            received: values.money(view, columns.received)?,
            pieces: values.count(view, columns.pieces)?,
            title: view.text(columns.title),
            buyer_note: view.text(columns.buyer_note),
            seller_note: view.text(columns.seller_note),
            close_reason: view.text(columns.close_reason),
            lines: Vec::new(),
            shipments: shipments(view.cell(columns.tracking), view.cell(columns.carrier), shipped_at),
            extra: view.extra(&self.extra),
            undated: Vec::new(),
        };
        let time = columns.placed.or(columns.paid_at).or(columns.shipped).or(columns.finished);
        Ok(dated(order, view, time))
    }

    /// Whether the number begins with a prefix that a letter or a sign tells from a plain number.
    fn begins(number: &str, prefix: Option<&String>) -> bool {
        prefix.is_some_and(|prefix| number.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)))
    }

    /// Refuses a row that is no sale and no return.
    fn judge(&self, view: View<'_>, line: &LineColumns, amounts: &Sum, is_refund: bool) -> Result<(), Box<Refusal>> {
        let code = view.cell(line.sku);
        let fee = self.policy.fees.iter().any(|fee| fee.eq_ignore_ascii_case(code));
        if fee && (is_refund || amounts.quantity < 0 || self.buyer.identifiers(view).is_empty()) {
            return Err(view.refuse(line.sku, Reason::NotASale));
        }
        if amounts.quantity < 0 && !is_refund {
            return Err(view.refuse(line.quantity, Reason::NegativeQuantity));
        }
        let price = amounts.price;
        if price.is_some_and(|price| price.is_negative() || (self.policy.refuse_zero_price && price.is_zero())) {
            return Err(view.refuse(line.price, Reason::NotASale));
        }
        Ok(())
    }

    fn row(&mut self, row: &Row, out: &mut Out) -> Result<(), Box<Refusal>> {
        let header = Arc::clone(&self.header);
        let view = View::new(row, &header);
        view.shape(self.columns.number)?;
        let number = self.values.needed_id(view, self.columns.number)?;
        if Self::begins(number, self.policy.not_a_sale_prefix.as_ref()) {
            return Err(view.refuse(self.columns.number, Reason::NotASale));
        }
        let is_refund = Self::begins(number, self.policy.refund_prefix.as_ref());
        let Some(line) = &self.line else {
            let mut order = self.order(view, number)?;
            if is_refund {
                let amount = order.paid.or(order.total).and_then(i64::checked_abs);
                let amount = amount.ok_or_else(|| view.refuse(self.columns.total, Reason::Missing))?;
                let title = order.title.take();
                out.draft(Draft::Refund(Box::new(refund(order, number.to_owned(), amount, title, None))));
            } else {
                out.draft(Draft::Order(Box::new(order)));
            }
            return Ok(());
        };
        let amounts = line.sum(&self.values, view)?;
        self.judge(view, line, &amounts, is_refund)?;
        let order = self.order(view, number)?;
        let mut drafted = line.draft(&self.values, view, &amounts, order.status, &order.status_raw, &[])?;
        let key = line.key(view);
        let whole_amounts = self.columns.total.is_some() || self.columns.paid.is_some();
        let Some(open) = self.open.at(number, row.number(), |closed| out.draft(closed_order(closed))) else {
            return Ok(());
        };
        if open.rows > MOST_LINES {
            return Err(view.refuse(self.columns.number, Reason::TooLong));
        }
        let name = open.name(key);
        if is_refund {
            let amount = amounts.total.and_then(i64::checked_abs);
            let amount = amount.ok_or_else(|| view.refuse(line.price, Reason::Missing))?;
            let mut draft = refund(order, format!("{number}/{name}"), amount, Some(drafted.title), drafted.sku);
            draft.extra.insert("quantity".to_owned(), amounts.quantity.to_string());
            draft.extra.append(&mut drafted.extra);
            out.draft(Draft::Refund(Box::new(draft)));
            return Ok(());
        }
        drafted.number = drafted.number.or(Some(name).filter(|name| !name.is_empty()));
        join(open, order, drafted, whole_amounts);
        Ok(())
    }
}

/// Adds a line to its open order, or opens the order with it.
fn join(
    open: &mut Open<Box<OrderDraft>>,
    mut order: OrderDraft,
    mut line: crate::drafts::LineDraft,
    whole_amounts: bool,
) {
    let deal = order.status.is_deal();
    if !whole_amounts {
        line.paid = line.paid.or(line.total.filter(|_| deal));
        order.goods = order.goods.or(line.total);
        order.total = line.total;
        order.paid = line.paid;
    }
    let pieces = line.quantity;
    let Some(first) = &mut open.content else {
        order.pieces = order.pieces.or(Some(pieces));
        order.lines.push(line);
        open.content = Some(Box::new(order));
        return;
    };
    if !whole_amounts {
        first.goods = sum(first.goods, order.goods);
        first.total = sum(first.total, order.total);
        first.paid = sum(first.paid, order.paid);
    }
    first.pieces = sum(first.pieces, Some(pieces));
    join_times(first, &order);
    first.undated.append(&mut order.undated);
    if first.buyer.identifiers.is_empty() {
        first.buyer = order.buyer;
    }
    for (name, value) in order.extra {
        first.extra.entry(name).or_insert(value);
    }
    first.lines.push(line);
}

/// An order of which no further row comes.
fn closed_order(mut order: Box<OrderDraft>) -> Draft {
    if order.stated_at().is_some() {
        order.undated.clear();
    }
    Draft::Order(order)
}

/// A return as a refund that succeeded when it was booked.
fn refund(order: OrderDraft, number: String, amount: i64, title: Option<String>, sku: Option<String>) -> RefundDraft {
    RefundDraft {
        row: order.row,
        number,
        order: None,
        shop: order.shop,
        buyer: order.buyer,
        currency: order.currency,
        amount,
        status: RefundStatus::Succeeded,
        status_raw: order.status_raw,
        requested_at: order.placed_at,
        finished_at: order.placed_at,
        with_return: None,
        reason: order.close_reason,
        title,
        sku,
        extra: order.extra,
    }
}

impl Drafter for Orders {
    fn take(&mut self, row: &Row, out: &mut Out) {
        if let Err(refusal) = self.row(row, out) {
            out.refuse(*refusal);
        }
    }

    fn finish(&mut self, out: &mut Out) {
        self.open.finish(|closed| out.draft(closed_order(closed)));
    }

    fn open_from(&self) -> Option<u64> {
        self.open.open_from()
    }
}
