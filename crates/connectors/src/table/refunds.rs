//! Refunds of a mapped table.

use std::sync::Arc;

use super::{
    fields::Fields,
    parts::{Buyer, Shop},
    values::Values,
};
use crate::{
    drafts::{Draft, Reason, RefundDraft, RefundStatus, Refusal},
    reading::{Drafter, Header, Out, View},
    source::Row,
    taobao,
};

pub(super) struct Refunds {
    header: Arc<Header>,
    values: Values,
    number: Option<usize>,
    order: Option<usize>,
    amount: Option<usize>,
    status: Option<usize>,
    requested: Option<usize>,
    finished: Option<usize>,
    with_return: Option<usize>,
    reason: Option<usize>,
    title: Option<usize>,
    sku: Option<usize>,
    buyer: Buyer,
    shop: Shop,
    extra: Vec<(usize, String)>,
}

impl Refunds {
    pub(super) fn new(header: &Arc<Header>, fields: &mut Fields, values: Values) -> Self {
        Self {
            header: Arc::clone(header),
            values,
            number: fields.column("number"),
            order: fields.column("order"),
            amount: fields.column("amount"),
            status: fields.column("status"),
            requested: fields.column("requested_at"),
            finished: fields.column("finished_at"),
            with_return: fields.column("with_return"),
            reason: fields.column("reason"),
            title: fields.column("title"),
            sku: fields.column("sku"),
            buyer: Buyer::new(fields),
            shop: Shop::new(fields),
            extra: fields.extra(),
        }
    }

    fn draft(&self, row: &Row) -> Result<Draft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape(self.number.max(self.amount))?;
        let amount = self.values.money(view, self.amount)?.ok_or_else(|| view.refuse(self.amount, Reason::Missing))?;
        let status_raw = view.cell(self.status);
        // A table without the column lists refunds that were made.
        let status = if self.status.is_none() { RefundStatus::Succeeded } else { refund_status(status_raw) };
        Ok(Draft::Refund(Box::new(RefundDraft {
            row: row.number(),
            number: self.values.needed_id(view, self.number)?.to_owned(),
            order: self.values.id(view, self.order)?.map(str::to_owned),
            shop: self.shop.draft(view),
            buyer: self.buyer.draft(view),
            currency: self.values.currency.clone(),
            amount: amount.checked_abs().ok_or_else(|| view.refuse(self.amount, Reason::NotAnAmount))?,
            status,
            status_raw: status_raw.to_owned(),
            requested_at: self.values.instant(view, self.requested)?,
            finished_at: self.values.instant(view, self.finished)?,
            with_return: yes_no(view.cell(self.with_return)),
            reason: view.text(self.reason),
            title: view.text(self.title),
            sku: self.values.id(view, self.sku)?.map(str::to_owned),
            extra: view.extra(&self.extra),
        })))
    }
}

fn refund_status(text: &str) -> RefundStatus {
    let known = taobao::refund_status(text);
    if known != RefundStatus::Unknown {
        return known;
    }
    match text.to_lowercase().as_str() {
        "requested" | "pending" | "open" => RefundStatus::Requested,
        "refused" | "rejected" | "declined" => RefundStatus::Refused,
        "closed" | "cancelled" | "canceled" => RefundStatus::Closed,
        "succeeded" | "success" | "refunded" | "completed" | "done" => RefundStatus::Succeeded,
        _ => RefundStatus::Unknown,
    }
}

fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "是" | "需要" | "yes" | "y" | "true" | "1" => Some(true),
        "否" | "不需要" | "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

impl Drafter for Refunds {
    fn take(&mut self, row: &Row, out: &mut Out) {
        out.result(self.draft(row));
    }
}
