//! Orders and refunds as drafts: numbers, texts of each platform, masks, parcels.
//!
//! Absent from here: what is bought and what becomes of it, which come from [`super::basket`] and [`super::fate`].

use std::collections::BTreeMap;

use connectors::drafts::{
    AddressDraft, BuyerDraft, Identifier, LineDraft, Millis, OrderDraft, OrderStatus, RefundDraft, RefundStatus,
    ShipmentDraft,
};

use super::World;
use super::basket::{Basket, Bought};
use super::calendar;
use super::chance::Roll;
use super::fate::{Fate, Return};
use super::settings::{Channel, Shop};
use super::words;

/// How an order names its buyer and receiver.
pub(crate) struct Parties {
    pub(crate) buyer: BuyerDraft,
    pub(crate) address: AddressDraft,
}

/// Everything that an order is made of.
pub(crate) struct Making<'a> {
    pub(crate) world: &'a World,
    /// Index of the shop.
    pub(crate) at: usize,
    pub(crate) shop: &'a Shop,
    /// Unique over all orders of the world.
    pub(crate) unique: u64,
    pub(crate) placed_at: Millis,
    pub(crate) basket: &'a Basket,
    pub(crate) fate: &'a Fate,
}

/// Spreads an order's unique number (below 4·10^10) over 12 digits without two meeting.
fn twelve(unique: u64, salt: u64) -> u64 {
    const ROOM: u64 = 1_000_000_000_000;
    ((unique % 40_000_000_000).wrapping_mul(387_420_489) + salt) % ROOM
}

impl Making<'_> {
    /// The order's number, in the shape of its platform.
    pub(crate) fn number(&self) -> String {
        let day = self.placed_at.div_euclid(86_400_000);
        let twelve = twelve(self.unique, self.world.settings.seed % 1_000_003);
        let date = calendar::date_of(self.placed_at);
        let (year, month, day_of_month) = (date.year() % 100, date.month(), date.day());
        match self.shop.channel {
            Channel::Taobao | Channel::Tmall => format!("2{day:05}{twelve:012}"),
            Channel::Douyin => format!("69{day:05}{twelve:012}"),
            Channel::Pinduoduo => format!("{year:02}{month:02}{day_of_month:02}-{twelve:015}"),
            Channel::Web => format!("W{year:02}{month:02}{day_of_month:02}{twelve:012}"),
            Channel::Pos => format!("P{year:02}{month:02}{day_of_month:02}{twelve:012}"),
        }
    }

    /// The order as a draft.
    pub(crate) fn draft(&self, mut roll: Roll, number: &str, parties: Parties) -> OrderDraft {
        let Self { basket, fate, .. } = self;
        let refunded = fate.refund.as_ref().map_or(0, Return::given);
        let paid = fate.paid_at.map(|_| fate.paid);
        let received = (fate.status == OrderStatus::Finished).then_some(fate.paid - refunded);
        let shipments = self.shipments(&mut roll);
        let mut extra = BTreeMap::new();
        if let Some(coupon) = basket.coupon {
            extra.insert("优惠详情".to_owned(), coupon.to_owned());
        }
        if let (Some(parcel), Some(trace)) = (shipments.first(), self.trace(&parties.address)) {
            extra.insert("物流轨迹".to_owned(), trace);
            extra.insert("物流轨迹单号".to_owned(), parcel.tracking.clone());
        }
        let noted = self.shop.channel != Channel::Pos;
        OrderDraft {
            row: 0,
            number: number.to_owned(),
            shop: self.shop.reference(),
            buyer: parties.buyer,
            address: parties.address,
            status: fate.status,
            status_raw: status_text(self.shop.channel, fate.status).to_owned(),
            placed_at: Some(self.placed_at),
            paid_at: fate.paid_at,
            shipped_at: fate.shipped_at,
            finished_at: fate.finished_at,
            currency: "CNY".into(),
            goods: Some(basket.goods),
            shipping: Some(basket.shipping),
            discount: Some(basket.discount),
            total: Some(basket.total),
            paid,
            refunded: (refunded > 0).then_some(refunded),
            received,
            pieces: Some(basket.pieces()),
            title: None,
            buyer_note: (noted && roll.happens(60)).then(|| roll.pick(words::BUYER_NOTES).to_owned()),
            seller_note: (noted && roll.happens(50)).then(|| roll.pick(words::SELLER_NOTES).to_owned()),
            close_reason: fate.close_reason.map(str::to_owned),
            lines: self.lines(number),
            shipments,
            extra,
            undated: Vec::new(),
        }
    }

    fn lines(&self, number: &str) -> Vec<LineDraft> {
        let paid = self.basket.paid_shares(self.fate.paid);
        let single = self.basket.lines.len() == 1;
        let given = self.given_by_line(&paid);
        self.basket
            .lines
            .iter()
            .zip(paid)
            .zip(given)
            .enumerate()
            .map(|(at, ((line, paid), given))| self.line(line, at, number, single, paid, given))
            .collect()
    }

    fn line(&self, line: &Bought, at: usize, number: &str, single: bool, paid: i64, given: i64) -> LineDraft {
        let product = self.world.catalogue.products.get(line.product);
        let fate = self.fate;
        let whole = given > 0 && given >= paid;
        let status = if whole { OrderStatus::Refunded } else { fate.status };
        let concerned = fate.refund.as_ref().filter(|refund| refund.line.is_none_or(|line| line == at));
        LineDraft {
            row: 0,
            number: Some(if single { number.to_owned() } else { format!("{number}{}", at + 1) }),
            product: product.and_then(|product| product.numbers.get(self.at).cloned()),
            sku: product.map(|product| product.sku.clone()),
            title: product.map(|product| product.title.to_owned()).unwrap_or_default(),
            options: (!line.options.is_empty()).then(|| line.options.to_owned()),
            price: Some(line.price),
            quantity: line.quantity,
            total: Some(line.total),
            paid: fate.paid_at.map(|_| paid),
            refunded: (given > 0).then_some(given),
            status,
            status_raw: status_text(self.shop.channel, status).to_owned(),
            refund_status_raw: concerned.map(|refund| refund_text(refund.status).to_owned()),
            category: product.map(|product| product.category.to_owned()),
            extra: BTreeMap::new(),
        }
    }

    /// What was given back for each line: one line's, or every line's whole price.
    fn given_by_line(&self, paid: &[i64]) -> Vec<i64> {
        let refund = self.fate.refund.as_ref().filter(|refund| refund.status == RefundStatus::Succeeded);
        paid.iter()
            .enumerate()
            .map(|(at, paid)| match refund {
                Some(Return { line: Some(line), amount, .. }) if *line == at => *amount,
                Some(Return { line: None, .. }) => *paid,
                _ => 0,
            })
            .collect()
    }

    fn shipments(&self, roll: &mut Roll) -> Vec<ShipmentDraft> {
        let (carrier, head) = roll.pick(words::CARRIERS);
        self.fate
            .shipped_at
            .into_iter()
            .map(|shipped_at| ShipmentDraft {
                carrier: Some(carrier.to_owned()),
                tracking: format!("{head}{:012}", twelve(self.unique, 7)),
                shipped_at: Some(shipped_at),
            })
            .collect()
    }

    /// The parcel's way as JSON, for parcels of the last ninety days; platforms forget older ones.
    fn trace(&self, address: &AddressDraft) -> Option<String> {
        const HOUR: i64 = 3_600_000;
        let now = self.world.settings.to;
        let shipped_at = self.fate.shipped_at.filter(|at| now - at < 90 * 24 * HOUR)?;
        let city = address.city.as_deref()?;
        let district = address.district.as_deref().unwrap_or("");
        let signed_at = self.fate.signed_at;
        let span = signed_at.unwrap_or(shipped_at + 72 * HOUR) - shipped_at;
        let steps = [
            (shipped_at, "杭州市", "已揽收".to_owned()),
            (shipped_at + span / 4, "杭州市", "已离开杭州转运中心".to_owned()),
            (shipped_at + span * 2 / 3, city, format!("到达{city}转运中心")),
            (shipped_at + span * 9 / 10, city, format!("{district}营业部正在派件")),
        ];
        let signed = signed_at.map(|at| (at, city, "已签收".to_owned()));
        let trace: Vec<_> = steps
            .into_iter()
            .chain(signed)
            .filter(|(at, ..)| *at <= now)
            .map(|(at, place, text)| serde_json::json!({ "at": at, "place": place, "text": text }))
            .collect();
        serde_json::to_string(&trace).ok()
    }

    /// The order's refund as a draft.
    pub(crate) fn refund(
        &self,
        number: &str,
        identifiers: &[Identifier],
        nick: Option<&String>,
    ) -> Option<RefundDraft> {
        let refund = self.fate.refund.as_ref()?;
        let line = self.basket.lines.get(refund.line.unwrap_or(0))?;
        let product = self.world.catalogue.products.get(line.product)?;
        Some(RefundDraft {
            row: 0,
            number: format!("4{:012}", twelve(self.unique, 13)),
            order: Some(number.to_owned()),
            shop: self.shop.reference(),
            buyer: BuyerDraft { identifiers: identifiers.to_vec(), nick: nick.cloned(), ..BuyerDraft::default() },
            currency: "CNY".into(),
            amount: refund.amount,
            status: refund.status,
            status_raw: refund_text(refund.status).to_owned(),
            requested_at: Some(refund.requested_at),
            finished_at: refund.finished_at,
            with_return: Some(refund.with_return),
            reason: Some(refund.reason.to_owned()),
            title: Some(product.title.to_owned()),
            sku: Some(product.sku.clone()),
            extra: BTreeMap::new(),
        })
    }
}

/// What a platform prints for our status.
pub(crate) fn status_text(channel: Channel, status: OrderStatus) -> &'static str {
    match channel {
        Channel::Taobao | Channel::Tmall => match status {
            OrderStatus::AwaitingPayment => "等待买家付款",
            OrderStatus::PaymentPending => "外卡支付付款确认中",
            OrderStatus::Paid => "买家已付款，等待卖家发货",
            OrderStatus::PartlyShipped => "卖家部分发货",
            OrderStatus::Shipped => "卖家已发货，等待买家确认",
            OrderStatus::Received => "买家已签收",
            OrderStatus::Finished => "交易成功",
            OrderStatus::Cancelled | OrderStatus::Refunded | OrderStatus::Unknown => "交易关闭",
        },
        Channel::Web => status.code(),
        _ => match status {
            OrderStatus::AwaitingPayment | OrderStatus::PaymentPending => "待支付",
            OrderStatus::Paid => "待发货",
            OrderStatus::PartlyShipped => "部分发货",
            OrderStatus::Shipped => "已发货",
            OrderStatus::Received => "已收货",
            OrderStatus::Finished => "已完成",
            OrderStatus::Refunded => "已退款",
            OrderStatus::Cancelled | OrderStatus::Unknown => "已关闭",
        },
    }
}

fn refund_text(status: RefundStatus) -> &'static str {
    match status {
        RefundStatus::Requested => "买家已经申请退款，等待卖家同意",
        RefundStatus::AwaitingReturn => "卖家已经同意退款，等待买家退货",
        RefundStatus::AwaitingSeller => "买家已经退货，等待卖家确认收货",
        RefundStatus::Refused => "卖家拒绝退款",
        RefundStatus::Closed | RefundStatus::Unknown => "退款关闭",
        RefundStatus::Succeeded => "退款成功",
    }
}
