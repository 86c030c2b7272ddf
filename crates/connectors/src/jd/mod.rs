//! The order export of 京东: one row a product of an order, the order's amounts on every row.

use std::sync::Arc;

use crate::{
    drafts::{BuyerDraft, Identifier, IdentifierKind, LineDraft, OrderDraft, OrderStatus, Refusal},
    identity,
    reading::{Adjacent, Confidence, Drafter, Header, OrderRows, Recognised, View, columns, line, order, sum},
    source::Row,
};

const ACCOUNT: &[&str] = &["下单帐号", "下单账号"];

pub(crate) fn recognise(header: &Header) -> Option<Recognised> {
    let known = header.has_all(&["订单号", "商品名称", "订购数量", "下单时间", "订单金额"])
        && (header.has(ACCOUNT) || header.has(&["京东价"]));
    known.then_some(Recognised {
        code: "jd.orders",
        name_zh: "京东订单",
        name_en: "JD orders",
        confidence: Confidence::Certain,
        make,
    })
}

columns! {
    Orders {
        number: &["订单号"],
        product: &["商品ID"],
        sku: &["货号", "商家SKUID", "商家编码"],
        title: &["商品名称"],
        quantity: &["订购数量"],
        placed: &["下单时间"],
        paid_at: &["付款确认时间", "付款时间"],
        finished: &["订单完成时间"],
        price: &["京东价"],
        total: &["订单金额"],
        received: &["商家应收", "应付金额"],
        shipping: &["运费金额", "运费"],
        status: &["订单状态"],
        account: ACCOUNT,
        name: &["客户姓名"],
        address: &["客户地址"],
        phone: &["联系电话"],
        buyer_note: &["订单备注"],
        seller_note: &["商家备注"],
    }
}

fn make(header: &Arc<Header>) -> Box<dyn Drafter> {
    Box::new(Adjacent::new(Orders::new(header)))
}

/// The status of an order of 京东.
#[must_use]
pub fn order_status(text: &str) -> OrderStatus {
    use OrderStatus as S;
    let text = text.split(['(', '（']).next().unwrap_or("").trim();
    match text {
        "等待付款" | "未付款" | "待付款" | "NOT_PAY" => S::AwaitingPayment,
        "等待付款确认" => S::PaymentPending,
        "等待出库" | "待出库" | "等待发货" | "等待打印" | "已付款" | "WAIT_SELLER_STOCK_OUT" => {
            S::Paid
        }
        "等待确认收货" | "等待收货" | "待收货" | "已出库" | "WAIT_GOODS_RECEIVE_CONFIRM" => S::Shipped,
        "已签收" | "已收货" => S::Received,
        "完成" | "已完成" | "FINISHED_L" => S::Finished,
        "取消" | "已取消" | "TRADE_CANCELED" => S::Cancelled,
        _ => S::Unknown,
    }
}

impl OrderRows for Orders {
    fn header(&self) -> &Header {
        &self.header
    }

    fn order(&self, row: &Row) -> Result<OrderDraft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape(
            [self.number, self.title, self.quantity, self.placed, self.total, self.status].into_iter().flatten().max(),
        )?;
        let number = view.digits(self.number)?.to_owned();
        let status_raw = view.cell(self.status).to_owned();
        let status = order_status(&status_raw);
        let placed_at = view.china(self.placed)?;
        let total = view.yuan(self.total)?;
        let paid_at = view.china(self.paid_at)?;
        let (price, quantity) = (view.yuan(self.price)?, view.count(self.quantity)?.unwrap_or(1));
        let phone = view.text(self.phone);
        let mut identifiers: Vec<Identifier> = Vec::new();
        identifiers.extend(identity::identifier(IdentifierKind::JdAccount, view.cell(self.account)));
        identifiers.extend(identity::identifier(IdentifierKind::Mobile, view.cell(self.phone)));
        let name = view.text(self.name);
        let mut address = identity::address::read(view.cell(self.address));
        address.receiver.clone_from(&name);
        address.mobile.clone_from(&phone);
        let goods = price.and_then(|price| price.checked_mul(quantity));
        let blank = order(row, number, status, status_raw);
        let line = LineDraft {
            product: view.maybe_id(self.product)?,
            sku: view.text(self.sku),
            price,
            total: goods,
            ..line(&blank, view.cell(self.title).to_owned(), quantity)
        };
        Ok(OrderDraft {
            buyer: BuyerDraft { identifiers, nick: view.text(self.account), name, email: None, mobile: phone },
            address,
            placed_at,
            // The export has no payment time of its own; an order that is a deal was paid when it was placed, or soon after.
            paid_at: paid_at.or(placed_at.filter(|_| status.is_deal() && self.paid_at.is_none())),
            finished_at: view.china(self.finished)?,
            goods,
            shipping: view.yuan(self.shipping)?,
            total,
            paid: total.filter(|_| status.is_deal()),
            received: view.yuan(self.received)?,
            pieces: Some(quantity),
            title: view.text(self.title),
            buyer_note: view.text(self.buyer_note),
            seller_note: view.text(self.seller_note),
            lines: vec![line],
            extra: view.extra(&self.rest),
            ..blank
        })
    }

    fn join(&self, open: &mut OrderDraft, mut next: OrderDraft) {
        open.goods = sum(open.goods, next.goods);
        open.pieces = sum(open.pieces, next.pieces);
        if let (Some(title), Some(more)) = (&mut open.title, &next.title) {
            title.push('，');
            title.push_str(more);
        }
        open.lines.append(&mut next.lines);
    }
}
