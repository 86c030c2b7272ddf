//! The order report: one row an order.

use std::sync::Arc;

use super::{ContactColumns, names, order_status, shipments};
use crate::{
    drafts::{Draft, OrderDraft, OrderStatus, Refusal, ShopRef},
    reading::{Columns, Drafter, Header, Out, View, dated},
    source::Row,
};

struct Orders {
    header: Arc<Header>,
    number: Option<usize>,
    contact: ContactColumns,
    shop_id: Option<usize>,
    shop_name: Option<usize>,
    status: Option<usize>,
    close_reason: Option<usize>,
    created: Option<usize>,
    paid_at: Option<usize>,
    shipped_at: Option<usize>,
    finished_at: Option<usize>,
    goods: Option<usize>,
    shipping: Option<usize>,
    total: Option<usize>,
    paid: Option<usize>,
    refunded: Option<usize>,
    received: Option<usize>,
    pieces: Option<usize>,
    title: Option<usize>,
    buyer_note: Option<usize>,
    seller_note: Option<usize>,
    tracking: Option<usize>,
    carrier: Option<usize>,
    /// The last column without which a row says too little.
    needed: Option<usize>,
    rest: Vec<(usize, String)>,
}

pub(super) fn make(header: &Arc<Header>) -> Box<dyn Drafter> {
    let mut columns = Columns::new(header);
    let mut take = |synonyms: &[&str]| columns.take(synonyms);
    let number = take(names::ORDER);
    let status = take(&["订单状态"]);
    let created = take(&["订单创建时间"]);
    let (total, paid) = (take(&["总金额"]), take(names::PAID));
    Box::new(Orders {
        header: Arc::clone(header),
        number,
        shop_id: take(&["店铺Id"]),
        shop_name: take(&["店铺名称"]),
        status,
        close_reason: take(&["订单关闭原因"]),
        created,
        paid_at: take(&["订单付款时间"]),
        shipped_at: take(&["发货时间"]),
        finished_at: take(&["确认收货时间"]),
        goods: take(&["买家应付货款"]),
        shipping: take(&["买家应付邮费"]),
        total,
        paid,
        refunded: take(&["退款金额"]),
        received: take(names::RECEIVED),
        pieces: take(&["宝贝总数量", "商品总数量"]),
        title: take(names::TITLE),
        buyer_note: take(&["买家留言", "主订单买家留言"]),
        seller_note: take(names::SELLER_NOTE),
        tracking: take(&["物流单号"]),
        carrier: take(&["物流公司"]),
        needed: [number, status, created, total, paid].into_iter().flatten().max(),
        contact: ContactColumns::new(&mut columns),
        rest: columns.rest(),
    })
}

impl Orders {
    fn draft(&self, row: &Row) -> Result<Draft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape(self.needed)?;
        let number = view.digits(self.number)?.to_owned();
        let paid_at = view.china(self.paid_at)?;
        let paid = view.yuan(self.paid)?;
        let status_raw = view.cell(self.status);
        let close_reason = view.text(self.close_reason).filter(|reason| reason != "订单未关闭");
        let money_came = self.paid_at.map(|_| paid_at.is_some() || paid.is_some_and(|amount| amount > 0));
        let status = match self.status {
            Some(_) => order_status(status_raw, close_reason.as_deref().unwrap_or(""), money_came),
            // A report without the column still says whether the order is paid.
            None if paid_at.is_some() => OrderStatus::Paid,
            None => OrderStatus::AwaitingPayment,
        };
        let shipped_at = view.china(self.shipped_at)?;
        let order = OrderDraft {
            row: row.number(),
            number,
            shop: ShopRef { id: view.text(self.shop_id).filter(|id| id != "0"), name: view.text(self.shop_name) },
            buyer: self.contact.buyer(view),
            address: self.contact.address(view),
            status,
            status_raw: status_raw.to_owned(),
            placed_at: view.china(self.created)?,
            paid_at,
            shipped_at,
            finished_at: view.china(self.finished_at)?,
            currency: "CNY".to_owned(),
            goods: view.yuan(self.goods)?,
            shipping: view.yuan(self.shipping)?,
            discount: None,
            total: view.yuan(self.total)?,
            paid,
            refunded: view.given_back(self.refunded)?,
            received: view.yuan(self.received)?,
            pieces: view.count(self.pieces)?,
            title: view.text(self.title),
            buyer_note: view.text(self.buyer_note),
            seller_note: view.text(self.seller_note),
            close_reason,
            lines: Vec::new(),
            shipments: shipments(view.cell(self.tracking), view.cell(self.carrier), shipped_at),
            extra: view.extra(&self.rest),
            undated: Vec::new(),
        };
        Ok(Draft::Order(Box::new(dated(order, view, self.created))))
    }
}

impl Drafter for Orders {
    fn take(&mut self, row: &Row, out: &mut Out) {
        out.result(self.draft(row));
    }
}
