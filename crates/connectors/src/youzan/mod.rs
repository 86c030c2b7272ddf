//! The order export of 有赞: one row an order, the buyer's own mobile beside the receiver's.

use std::sync::Arc;

use crate::{
    drafts::{BuyerDraft, Draft, Identifier, IdentifierKind, OrderDraft, OrderStatus, Refusal, ShopRef},
    identity,
    reading::{Confidence, Drafter, Header, Out, Recognised, View, address, columns, dated, order},
    source::Row,
    taobao::shipments,
};

const TITLES: &[&str] = &["全部商品名称"];
const PAID: &[&str] = &["订单实付金额"];

pub(crate) fn recognise(header: &Header) -> Option<Recognised> {
    let known = header.has_all(&["订单号", "订单创建时间"]) && header.has(TITLES) && header.has(PAID);
    known.then_some(Recognised {
        code: "youzan.orders",
        name_zh: "有赞订单",
        name_en: "Youzan orders",
        confidence: Confidence::Certain,
        make,
    })
}

columns! {
    Orders {
        number: &["订单号"],
        status: &["订单状态"],
        created: &["订单创建时间"],
        paid_at: &["买家付款时间", "付款时间"],
        shipped: &["发货时间", "商家发货时间"],
        finished: &["交易成功时间", "订单完成时间"],
        buyer_mobile: &["买家手机号"],
        nick: &["买家昵称"],
        titles: TITLES,
        goods: &["商品金额合计", "商品总金额"],
        shipping: &["运费"],
        paid: PAID,
        refunded: &["订单已退款金额", "退款金额"],
        receiver: &["收货人/提货人", "收货人"],
        mobile: &["收货人手机号/提货人手机号", "收货人手机号"],
        province: &["收货人省份"],
        city: &["收货人城市"],
        district: &["收货人地区", "收货人区县"],
        street: &["详细收货地址/提货地址", "详细收货地址"],
        buyer_note: &["买家备注", "买家留言"],
        seller_note: &["商家备注", "商家订单备注"],
        tracking: &["物流单号", "快递单号"],
        carrier: &["物流公司", "快递公司"],
        shop: &["归属店铺", "店铺名称"],
    }
}

fn make(header: &Arc<Header>) -> Box<dyn Drafter> {
    Box::new(Orders::new(header))
}

/// The status of an order of 有赞, text or code.
#[must_use]
pub fn order_status(text: &str, paid: bool) -> OrderStatus {
    use OrderStatus as S;
    match text {
        "待付款" | "等待买家付款" | "WAIT_BUYER_PAY" => S::AwaitingPayment,
        "待确认" | "待成团" | "待接单" | "WAIT_CONFIRM" => S::PaymentPending,
        "待发货" | "已付款" | "等待商家发货" | "WAIT_SELLER_SEND_GOODS" | "TRADE_PAID" => S::Paid,
        "部分发货" => S::PartlyShipped,
        "已发货" | "等待买家收货" | "WAIT_BUYER_CONFIRM_GOODS" => S::Shipped,
        "交易完成" | "交易成功" | "已完成" | "TRADE_SUCCESS" => S::Finished,
        "交易关闭" | "已关闭" | "TRADE_CLOSED" => {
            if paid {
                S::Refunded
            } else {
                S::Cancelled
            }
        }
        _ => S::Unknown,
    }
}

impl Orders {
    fn draft(&self, row: &Row) -> Result<Draft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape([self.number, self.created, self.titles, self.paid].into_iter().flatten().max())?;
        let number = view.id(self.number)?.to_owned();
        let created = view.china(self.created)?;
        let paid_at = view.china(self.paid_at)?;
        let paid = view.yuan(self.paid)?;
        let came = paid_at.is_some() || (self.paid_at.is_none() && paid.is_some_and(|amount| amount > 0));
        let status_raw = view.cell(self.status).to_owned();
        let status = match self.status {
            Some(_) => order_status(&status_raw, came),
            None if came => OrderStatus::Paid,
            None => OrderStatus::AwaitingPayment,
        };
        let receiver = view.text(self.receiver);
        let receiver_mobile = view.text(self.mobile);
        let mobile = view.text(self.buyer_mobile).or_else(|| receiver_mobile.clone());
        let identifiers: Vec<Identifier> =
            mobile.iter().filter_map(|mobile| identity::identifier(IdentifierKind::Mobile, mobile)).collect();
        let parts = [self.province, self.city, self.district, self.street];
        let address = address(view, parts, receiver.clone(), receiver_mobile);
        let shipped_at = view.china(self.shipped)?;
        let order = OrderDraft {
            shop: ShopRef { id: None, name: view.text(self.shop) },
            buyer: BuyerDraft { identifiers, nick: view.text(self.nick), name: receiver, email: None, mobile },
            address,
            placed_at: created,
            paid_at: paid_at.or(created.filter(|_| came)),
            shipped_at,
            finished_at: view.china(self.finished)?,
            goods: view.yuan(self.goods)?,
            shipping: view.yuan(self.shipping)?,
            total: paid,
            paid,
            refunded: view.given_back(self.refunded)?,
            title: view.text(self.titles),
            buyer_note: view.text(self.buyer_note),
            seller_note: view.text(self.seller_note),
            shipments: shipments(view.cell(self.tracking), view.cell(self.carrier), shipped_at),
            extra: view.extra(&self.rest),
            ..order(row, number, status, status_raw)
        };
        Ok(Draft::Order(Box::new(dated(order, view, self.created))))
    }
}

impl Drafter for Orders {
    fn take(&mut self, row: &Row, out: &mut Out) {
        out.result(self.draft(row));
    }
}
