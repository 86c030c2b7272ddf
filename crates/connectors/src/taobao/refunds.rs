//! 天猫's refund report: one row a refund.

use std::sync::Arc;

use super::{ContactColumns, names, refund_status};
use crate::{
    drafts::{Draft, Reason, RefundDraft, Refusal, ShopRef},
    reading::{Columns, Drafter, Header, Out, View},
    source::Row,
};

struct Refunds {
    header: Arc<Header>,
    number: Option<usize>,
    order: Option<usize>,
    contact: ContactColumns,
    shop_id: Option<usize>,
    shop_name: Option<usize>,
    amount: Option<usize>,
    status: Option<usize>,
    requested: Option<usize>,
    finished: Option<usize>,
    with_return: Option<usize>,
    reason: Option<usize>,
    title: Option<usize>,
    sku: Option<usize>,
    rest: Vec<(usize, String)>,
}

pub(super) fn make(header: &Arc<Header>) -> Box<dyn Drafter> {
    let mut columns = Columns::new(header);
    let mut take = |synonyms: &[&str]| columns.take(synonyms);
    Box::new(Refunds {
        header: Arc::clone(header),
        number: take(&["退款编号"]),
        order: take(&["订单编号"]),
        shop_id: take(&["店铺Id"]),
        shop_name: take(&["店铺名称"]),
        amount: take(&["买家退款金额", "退款金额"]),
        status: take(&["退款状态"]),
        requested: take(&["退款的申请时间", "退款申请时间", "申请时间"]),
        finished: take(&["退款完结时间", "完结时间"]),
        with_return: take(&["是否需要退货"]),
        reason: take(&["退款原因", "买家退款原因"]),
        title: take(names::TITLE),
        sku: take(&["商家编码"]),
        contact: ContactColumns::new(&mut columns),
        rest: columns.rest(),
    })
}

impl Refunds {
    fn draft(&self, row: &Row) -> Result<Draft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        let needed = [self.number, self.amount, self.status].into_iter().flatten().max();
        view.shape(needed)?;
        let order = match view.text(self.order) {
            Some(_) => Some(view.digits(self.order)?.to_owned()),
            None => None,
        };
        let amount = view.yuan(self.amount)?.ok_or_else(|| view.refuse(self.amount, Reason::Missing))?;
        let status_raw = view.cell(self.status);
        Ok(Draft::Refund(Box::new(RefundDraft {
            row: row.number(),
            number: view.digits(self.number)?.to_owned(),
            order,
            shop: ShopRef { id: view.text(self.shop_id), name: view.text(self.shop_name) },
            buyer: self.contact.buyer(view),
            currency: "CNY".to_owned(),
            amount: amount.checked_abs().ok_or_else(|| view.refuse(self.amount, Reason::NotAnAmount))?,
            status: refund_status(status_raw),
            status_raw: status_raw.to_owned(),
            requested_at: view.china(self.requested)?,
            finished_at: view.china(self.finished)?,
            with_return: match view.cell(self.with_return) {
                "是" | "需要" | "需要退货" => Some(true),
                "否" | "不需要" | "不需要退货" | "无需退货" => Some(false),
                _ => None,
            },
            reason: view.text(self.reason),
            title: view.text(self.title),
            sku: view.text(self.sku),
            extra: view.extra(&self.rest),
        })))
    }
}

impl Drafter for Refunds {
    fn take(&mut self, row: &Row, out: &mut Out) {
        out.result(self.draft(row));
    }
}
