//! 客户让渡价值: what a customer got and what it cost them, and what serving them cost the shop, from what was counted and the
//! weights that are set.
//!
//! Absent from here: the goods and their list price, which are taken to be worth each other, so that only what differs from
//! them counts.

use rules::Label;
use science::worth::delivered::{Delivered, Part};
use serde::Serialize;
use utoipa::ToSchema;

use super::card::ValuePart;
use super::model::{Scored, label};
use super::settings::Settings;
use super::words;

/// Minutes.
const HOUR: i64 = 60;

/// What was counted of a customer. Money is minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Paid less than today's list price.
    pub savings: i64,
    /// Gifts at today's list price.
    pub gifts: i64,
    /// Given to make something good.
    pub compensation: i64,
    /// Points spent and not given back.
    pub points: i64,
    /// Hours by which parcels were sent before the promise was over.
    pub early: i64,
    /// Hours by which parcels were sent after it.
    pub late: i64,
    /// Deals of which something was given back.
    pub returns: i64,
    /// Inquiries that were needed.
    pub inquiries: i64,
    /// Replies within the promise.
    pub quick: i64,
    /// Minutes for which replies were waited beyond it.
    pub slow: i64,
    /// Complaints that were resolved.
    pub solved: i64,
}

impl Counted {
    /// Its parts, with the complaints that were made.
    fn parts(&self, complaints: i64) -> [(Part, i64); 12] {
        [
            (Part::Savings, self.savings),
            (Part::Gifts, self.gifts),
            (Part::Compensation, self.compensation),
            (Part::Points, self.points),
            (Part::EarlyDelivery, self.early),
            (Part::QuickReplies, self.quick),
            (Part::Solved, self.solved),
            (Part::LateDelivery, self.late),
            (Part::SlowReplies, self.slow / HOUR),
            (Part::Returns, self.returns),
            (Part::Complaints, complaints),
            (Part::Effort, self.inquiries),
        ]
    }

    /// A parcel that was sent so many hours after it was paid, when so many were promised.
    pub(super) fn sent(&mut self, hours: i64, promised: i64) {
        self.early = self.early.saturating_add((promised - hours).max(0));
        self.late = self.late.saturating_add((hours - promised).max(0));
    }

    /// A reply that was waited for so many minutes, when so many were promised.
    pub(super) fn replied(&mut self, minutes: i64, promised: i64) {
        self.quick = self.quick.saturating_add(i64::from(minutes <= promised));
        self.slow = self.slow.saturating_add((minutes - promised).max(0));
    }

    /// A line of a deal at today's list price.
    pub(super) fn bought(&mut self, list: i64, paid: i64) {
        let slot = if paid == 0 { &mut self.gifts } else { &mut self.savings };
        *slot = slot.saturating_add(list.saturating_sub(paid).max(0));
    }

    /// What serving cost: discounts and gifts, what sending so many deals costs, and compensation.
    pub(super) fn serve(&self, deals: i64, settings: &Settings) -> i64 {
        let sending = deals.saturating_mul(settings.shipping_cost);
        [self.gifts, sending, self.compensation].into_iter().fold(self.savings, i64::saturating_add)
    }

    /// Weighed by what is set.
    pub(super) fn weighed(&self, complaints: i64, settings: &Settings) -> Delivered {
        let set = &settings.delivered;
        let weights = [
            (Part::Points, set.point),
            (Part::EarlyDelivery, set.early_hour),
            (Part::QuickReplies, set.quick_reply),
            (Part::Solved, set.solved),
            (Part::LateDelivery, set.late_hour),
            (Part::SlowReplies, set.slow_hour),
            (Part::Returns, set.returned),
            (Part::Complaints, set.complaint),
            (Part::Effort, set.inquiry),
        ];
        Delivered::of(&self.parts(complaints), &weights)
    }
}

/// From 0, only cost, over 50, even, to 100, only got; `None` when there was neither.
pub(super) fn index(got: i64, burden: i64) -> Option<i64> {
    Delivered { parts: Vec::new(), got, cost: burden }.index().map(i64::from)
}

/// What a customer was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveredValue {
    /// All that was got, minor units.
    pub got: i64,
    /// All that it cost them, minor units.
    pub burden: i64,
    /// Got less burden.
    pub value: i64,
    /// From 0, only burden, over 50, even, to 100, only got; null when there was neither.
    pub index: Option<i64>,
    /// Every part that was counted; what is a burden is below zero.
    pub parts: Vec<ValuePart>,
    /// What serving them cost the shop, in parts at or below zero.
    pub serve: Vec<ValuePart>,
}

/// What a customer was delivered, by what is set.
pub(super) fn of(one: &Scored, settings: &Settings) -> DeliveredValue {
    let weighed = one.counted.weighed(one.complaints, settings);
    let money = |part: Part| matches!(part, Part::Savings | Part::Gifts | Part::Compensation);
    let parts = weighed.parts.iter().filter(|part| part.amount > 0).map(|part| ValuePart {
        key: part.part.key().to_owned(),
        value: if part.part.is_got() { part.worth() } else { part.worth().saturating_neg() },
        count: Some(part.amount).filter(|_| !money(part.part)),
        label: name(part.part),
    });
    let serve = [
        ("discounts", one.counted.savings, None),
        ("gifts", one.counted.gifts, None),
        ("shipping", one.deals.saturating_mul(settings.shipping_cost), Some(one.deals)),
        ("compensation", one.counted.compensation, None),
    ];
    DeliveredValue {
        got: weighed.got,
        burden: weighed.cost,
        value: weighed.value(),
        index: index(weighed.got, weighed.cost),
        parts: parts.collect(),
        serve: serve
            .into_iter()
            .filter(|(_, cost, _)| *cost > 0)
            .map(|(key, cost, count)| ValuePart {
                key: key.to_owned(),
                value: cost.saturating_neg(),
                count,
                label: words::part(key),
            })
            .collect(),
    }
}

fn name(part: Part) -> Label {
    label(match part {
        Part::Savings => ("比标价少付", "Paid below the list price"),
        Part::Gifts => ("赠品", "Gifts"),
        Part::Compensation => ("获得的补偿", "Compensation"),
        Part::EarlyDelivery => ("提前发货（小时）", "Sent early, hours"),
        Part::LateDelivery => ("迟发货（小时）", "Sent late, hours"),
        Part::Returns => ("退货退款", "Returns"),
        Part::Complaints => ("投诉", "Complaints"),
        Part::Effort => ("为此咨询", "Inquiries needed"),
        Part::Points => ("用掉的积分", "Points spent"),
        Part::QuickReplies => ("及时回复", "Quick replies"),
        Part::Solved => ("解决的问题", "Problems solved"),
        Part::Surcharges => ("额外费用", "Surcharges"),
        Part::SlowReplies => ("等待回复（小时）", "Waiting for replies, hours"),
    })
}
