//! The order export of 拼多多: one row an order of one product, no buyer in it.

use std::sync::Arc;

use crate::{
    drafts::{LineDraft, OrderDraft, OrderStatus, Refusal},
    reading::{
        Adjacent, Confidence, Drafter, Header, OrderRows, Recognised, View, columns, join_shipments, line, order, sum,
    },
    source::Row,
    taobao::shipments,
};

pub(crate) fn recognise(header: &Header) -> Option<Recognised> {
    let known = header.has_all(&["商品", "订单号", "订单状态"])
        && header.has(&["用户实付金额(元)", "商家实收金额(元)"])
        && header.has(&["商品数量(件)", "商品总价(元)"]);
    known.then_some(Recognised {
        code: "pinduoduo.orders",
        name_zh: "拼多多订单",
        name_en: "Pinduoduo orders",
        confidence: Confidence::Certain,
        make,
    })
}

columns! {
    Orders {
        number: &["订单号"],
        status: &["订单状态"],
        title: &["商品"],
        goods: &["商品总价(元)"],
        shipping: &["邮费(元)"],
        shop_discount: &["店铺优惠折扣(元)"],
        platform_discount: &["平台优惠折扣(元)"],
        pay_discount: &["多多支付立减金额(元)"],
        paid: &["用户实付金额(元)"],
        received: &["商家实收金额(元)"],
        pieces: &["商品数量(件)"],
        dealt: &["订单成交时间", "支付时间"],
        placed: &["下单时间"],
        shipped: &["发货时间"],
        finished: &["确认收货时间"],
        product: &["商品id"],
        options: &["商品规格"],
        sku: &["商家编码-规格维度"],
        product_sku: &["商家编码-商品维度"],
        note: &["商家备注"],
        after_sale: &["售后状态"],
        tracking: &["快递单号"],
        carrier: &["快递公司"],
    }
}

fn make(header: &Arc<Header>) -> Box<dyn Drafter> {
    Box::new(Adjacent::new(Orders::new(header)))
}

/// The status of an order of 拼多多.
#[must_use]
pub fn order_status(text: &str) -> OrderStatus {
    use OrderStatus as S;
    let text = text.replace(',', "，");
    match text.as_str() {
        "待付款" | "待支付" => S::AwaitingPayment,
        "待成团" | "拼单中" => S::PaymentPending,
        "待发货" | "未发货" | "已付款，待发货" => S::Paid,
        "部分发货" => S::PartlyShipped,
        "已发货" | "已发货，待收货" | "已发货，待签收" | "待收货" => S::Shipped,
        "已收货" | "已签收" => S::Received,
        "交易成功" | "已完成" | "已评价" | "待评价" => S::Finished,
        "已取消" | "交易已取消" | "已关闭" => S::Cancelled,
        _ if text == "退款成功" || text.ends_with("，退款成功") => S::Refunded,
        _ => S::Unknown,
    }
}

impl OrderRows for Orders {
    fn header(&self) -> &Header {
        &self.header
    }

    fn order(&self, row: &Row) -> Result<OrderDraft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape([self.number, self.status, self.goods, self.paid, self.pieces].into_iter().flatten().max())?;
        let number = view.id(self.number)?.to_owned();
        let status_raw = view.cell(self.status).to_owned();
        let status = order_status(&status_raw);
        let (goods, paid) = (view.yuan(self.goods)?, view.yuan(self.paid)?);
        let quantity = view.count(self.pieces)?.unwrap_or(1);
        let mut discount = None;
        for column in [self.shop_discount, self.platform_discount, self.pay_discount] {
            discount = sum(discount, view.yuan(column)?);
        }
        let dealt = view.china(self.dealt)?;
        let shipped_at = view.china(self.shipped)?;
        let refunded = if status == OrderStatus::Refunded { paid } else { None };
        let product_sku = view.text(self.product_sku);
        let sku = view.text(self.sku);
        let mut extra = view.extra(&self.rest);
        if let Some(code) = product_sku.as_ref().filter(|code| sku.as_ref().is_some_and(|sku| sku != *code)) {
            extra.insert("商家编码-商品维度".to_owned(), code.clone());
        }
        let blank = order(row, number, status, status_raw);
        let line = LineDraft {
            product: view.maybe_id(self.product)?,
            sku: sku.or(product_sku),
            options: view.text(self.options),
            price: goods
                .filter(|goods| quantity > 0 && goods.checked_rem(quantity) == Some(0))
                .and_then(|goods| goods.checked_div(quantity)),
            total: goods,
            paid,
            refunded,
            refund_status_raw: view.text(self.after_sale).filter(|text| text != "无售后或售后取消"),
            ..line(&blank, view.cell(self.title).to_owned(), quantity)
        };
        Ok(OrderDraft {
            placed_at: view.china(self.placed)?.or(dealt),
            paid_at: dealt,
            shipped_at,
            finished_at: view.china(self.finished)?,
            goods,
            shipping: view.yuan(self.shipping)?,
            discount,
            total: paid,
            paid,
            refunded,
            received: view.yuan(self.received)?,
            pieces: Some(quantity),
            title: view.text(self.title),
            seller_note: view.text(self.note),
            lines: vec![line],
            shipments: shipments(view.cell(self.tracking), view.cell(self.carrier), shipped_at),
            extra,
            ..blank
        })
    }

    fn join(&self, open: &mut OrderDraft, mut next: OrderDraft) {
        open.lines.append(&mut next.lines);
        join_shipments(open, &mut next);
        open.goods = sum(open.goods, next.goods);
        open.shipping = sum(open.shipping, next.shipping);
        open.discount = sum(open.discount, next.discount);
        open.total = sum(open.total, next.total);
        open.paid = sum(open.paid, next.paid);
        open.refunded = sum(open.refunded, next.refunded);
        open.received = sum(open.received, next.received);
        open.pieces = sum(open.pieces, next.pieces);
    }
}
