//! The order export of 抖店: one row a sub-order, adjacent rows of a main order leave as one order.

use std::sync::Arc;

use crate::{
    drafts::{BuyerDraft, Identifier, IdentifierKind, LineDraft, OrderDraft, OrderStatus, Refusal, ShipmentDraft},
    identity,
    reading::{
        Adjacent, Confidence, Drafter, Header, OrderRows, Recognised, View, address, columns, join_shipments, line,
        order, sum,
    },
    source::Row,
};

pub(crate) fn recognise(header: &Header) -> Option<Recognised> {
    let known = header.has_all(&["主订单编号", "子订单编号", "选购商品", "订单提交时间"]);
    known.then_some(Recognised {
        code: "douyin.orders",
        name_zh: "抖店订单",
        name_en: "Douyin (Doudian) orders",
        confidence: Confidence::Certain,
        make,
    })
}

columns! {
    Orders {
        order: &["主订单编号"],
        number: &["子订单编号"],
        title: &["选购商品"],
        options: &["商品规格"],
        product: &["商品ID"],
        sku: &["商家编码"],
        quantity: &["商品数量"],
        price: &["商品金额", "商品单价"],
        placed: &["订单提交时间"],
        paid_at: &["支付完成时间"],
        shipped: &["发货时间"],
        finished: &["订单完成时间"],
        buyer_note: &["买家留言"],
        seller_note: &["商家备注"],
        status: &["订单状态"],
        close_reason: &["取消原因"],
        after_sale: &["售后状态"],
        due: &["订单应付金额"],
        shipping: &["运费"],
        discount: &["优惠总金额"],
        parcel: &["快递信息"],
        receiver: &["收件人", "收货人"],
        mobile: &["收件人手机号", "联系手机"],
        province: &["省", "省份"],
        city: &["市", "城市"],
        district: &["区", "区县"],
        street: &["详细地址"],
    }
}

fn make(header: &Arc<Header>) -> Box<dyn Drafter> {
    Box::new(Adjacent::new(Orders::new(header)))
}

/// The status of an order of 抖店; `paid` tells a closed order that was paid from one that never was.
#[must_use]
pub fn order_status(text: &str, paid: bool) -> OrderStatus {
    use OrderStatus as S;
    match text {
        "待支付" | "待付款" | "未支付" => S::AwaitingPayment,
        "支付确认中" | "待确认" => S::PaymentPending,
        "待发货" | "备货中" | "已支付" => S::Paid,
        "部分发货" => S::PartlyShipped,
        "已发货" => S::Shipped,
        "已收货" | "已签收" => S::Received,
        "已完成" | "交易成功" => S::Finished,
        "已退款" | "退款成功" => S::Refunded,
        "已关闭" | "已取消" => {
            if paid {
                S::Refunded
            } else {
                S::Cancelled
            }
        }
        _ => S::Unknown,
    }
}

/// The parcels of a cell such as `圆通速递:YT0001` or `YT0001-圆通速递`.
fn parcels(cell: &str, shipped_at: Option<i64>) -> Vec<ShipmentDraft> {
    let number = |word: &&str| word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let apart =
        |sign: char| matches!(sign, ':' | '：' | '-' | '(' | ')' | '（' | '）' | '/' | '_') || sign.is_whitespace();
    let mut found: Vec<ShipmentDraft> = Vec::new();
    for part in cell.split([',', '，', ';', '；', '、', '\n']) {
        let words: Vec<&str> = part.split(apart).filter(|word| !word.is_empty()).collect();
        let Some(tracking) = words.iter().copied().find(number) else { continue };
        let carrier = words.iter().copied().find(|word| *word != tracking).map(str::to_owned);
        if !found.iter().any(|parcel| parcel.tracking == tracking) {
            found.push(ShipmentDraft { carrier, tracking: tracking.to_owned(), shipped_at });
        }
    }
    found
}

impl OrderRows for Orders {
    fn header(&self) -> &Header {
        &self.header
    }

    fn order(&self, row: &Row) -> Result<OrderDraft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape([self.order, self.number, self.title, self.quantity, self.status].into_iter().flatten().max())?;
        let number = view.digits(self.order)?.to_owned();
        let paid_at = view.china(self.paid_at)?;
        let status_raw = view.cell(self.status).to_owned();
        let status = order_status(&status_raw, paid_at.is_some());
        let quantity = view.count(self.quantity)?.unwrap_or(1);
        let price = view.yuan(self.price)?;
        let goods = price.and_then(|price| price.checked_mul(quantity));
        let due = view.yuan(self.due)?;
        let paid = due.filter(|_| paid_at.is_some());
        let after_sale = view.text(self.after_sale);
        let refunded = match after_sale.as_deref() {
            Some("退款成功" | "已全额退款" | "售后成功") => paid,
            _ => None,
        };
        let shipped_at = view.china(self.shipped)?;
        let mobile = view.text(self.mobile);
        let identifiers: Vec<Identifier> =
            mobile.iter().filter_map(|mobile| identity::identifier(IdentifierKind::Mobile, mobile)).collect();
        let name = view.text(self.receiver);
        let parts = [self.province, self.city, self.district, self.street];
        let address = address(view, parts, name.clone(), mobile.clone());
        let blank = order(row, number, status, status_raw);
        let line = LineDraft {
            number: Some(view.digits(self.number)?.to_owned()),
            product: view.maybe_id(self.product)?,
            sku: view.text(self.sku),
            options: view.text(self.options),
            price,
            total: due,
            paid,
            refunded,
            refund_status_raw: after_sale,
            ..line(&blank, view.cell(self.title).to_owned(), quantity)
        };
        Ok(OrderDraft {
            buyer: BuyerDraft { identifiers, nick: None, name, email: None, mobile },
            address,
            placed_at: view.china(self.placed)?,
            paid_at,
            shipped_at,
            finished_at: view.china(self.finished)?,
            goods,
            shipping: view.yuan(self.shipping)?,
            discount: view.yuan(self.discount)?,
            total: due,
            paid,
            refunded,
            pieces: Some(quantity),
            title: view.text(self.title),
            buyer_note: view.text(self.buyer_note),
            seller_note: view.text(self.seller_note),
            close_reason: view.text(self.close_reason),
            lines: vec![line],
            shipments: parcels(view.cell(self.parcel), shipped_at),
            extra: view.extra(&self.rest),
            ..blank
        })
    }

    fn join(&self, open: &mut OrderDraft, mut next: OrderDraft) {
        // An amount due that is larger than its own line's goods is the whole order's, printed on every row.
        let whole = open.total.is_some() && open.total == next.total && next.total > sum(next.goods, next.shipping);
        if whole {
            for line in open.lines.iter_mut().chain(&mut next.lines) {
                line.total = line.price.and_then(|price| price.checked_mul(line.quantity));
                line.paid = None;
                line.refunded = None;
            }
        } else {
            open.total = sum(open.total, next.total);
            open.paid = sum(open.paid, next.paid);
            open.refunded = sum(open.refunded, next.refunded);
            open.shipping = sum(open.shipping, next.shipping);
            open.discount = sum(open.discount, next.discount);
        }
        open.goods = sum(open.goods, next.goods);
        open.pieces = sum(open.pieces, next.pieces);
        open.paid_at = open.paid_at.min(next.paid_at).or(open.paid_at).or(next.paid_at);
        if let (Some(title), Some(more)) = (&mut open.title, &next.title) {
            title.push('，');
            title.push_str(more);
        }
        if open.status != next.status {
            join_status(open, &next);
        }
        open.lines.append(&mut next.lines);
        join_shipments(open, &mut next);
    }
}

/// The order stands where the least advanced of its living lines stands.
fn join_status(open: &mut OrderDraft, next: &OrderDraft) {
    let dead =
        |status: OrderStatus| matches!(status, OrderStatus::Cancelled | OrderStatus::Refunded | OrderStatus::Unknown);
    if dead(open.status) || (!dead(next.status) && next.status < open.status) {
        open.status = next.status;
        open.status_raw.clone_from(&next.status_raw);
    }
}
