//! Exports of 淘宝 and 天猫: the order report in all its generations, the item report, and 天猫's refund report.
//!
//! Columns are found by trimmed name with synonyms, never by position: every generation moved them. Times are on
//! China's clock, amounts in 元.

mod buyer;
mod items;
mod orders;
mod refunds;
mod status;

pub use status::{line_status, order_status, refund_status};

pub(crate) use buyer::{ContactColumns, shipments};

use crate::reading::{Confidence, Header, Recognised};

/// Names under which the reports print one thing.
pub(crate) mod names {
    pub(crate) const ORDER: &[&str] = &["订单编号", "主订单编号"];
    pub(crate) const MAIN_ORDER: &[&str] = &["主订单编号", "订单编号"];
    pub(crate) const TITLE: &[&str] = &["宝贝标题", "商品标题", "标题"];
    pub(crate) const PRICE: &[&str] = &["价格", "商品价格"];
    pub(crate) const PAID: &[&str] = &["买家实际支付金额", "买家实付金额"];
    pub(crate) const RECEIVED: &[&str] = &["打款商家金额", "确认收货打款金额"];
    pub(crate) const SELLER_NOTE: &[&str] = &["订单备注", "商家备忘", "商家备注"];
}

/// Recognises the three reports by their columns.
pub(crate) fn recognise(header: &Header) -> Option<Recognised> {
    let has = |names: &[&str]| header.has(names);
    if header.has_all(&["退款编号", "退款状态"]) && has(&["买家退款金额", "退款金额"]) && has(&["订单编号"])
    {
        return Some(Recognised {
            code: "tmall.refunds",
            name_zh: "天猫退款报表",
            name_en: "Tmall refund report",
            confidence: Confidence::Certain,
            make: refunds::make,
        });
    }
    if has(&["购买数量"]) && has(names::TITLE) && has(names::PRICE) && has(names::MAIN_ORDER) && !has(&["收货人姓名"])
    {
        let (code, name_zh, name_en) = if has(&["商品ID", "商品标题"]) {
            ("taobao.items.3", "淘宝宝贝报表（第三代）", "Taobao item report (third generation)")
        } else if has(&["子订单编号"]) {
            ("taobao.items.2", "淘宝宝贝报表（第二代）", "Taobao item report (second generation)")
        } else {
            ("taobao.items.1", "淘宝宝贝报表（第一代）", "Taobao item report (first generation)")
        };
        return Some(Recognised { code, name_zh, name_en, confidence: Confidence::Certain, make: items::make });
    }
    let amounts = has(&["总金额"]) && has(&["买家应付货款"]);
    if has(&["订单编号"]) && amounts && has(&["订单创建时间"]) && has(names::PAID) {
        let (code, name_zh, name_en) = if has(&["商品标题", "买家实付金额"]) {
            ("taobao.orders.f", "淘宝订单报表（2024 版）", "Taobao order report (2024)")
        } else if has(&["买家会员昵称", "虚拟号过期时间", "延迟发货自动赔付金额"]) {
            ("taobao.orders.e", "淘宝订单报表（2022 版）", "Taobao order report (2022)")
        } else if has(&["满返红包金额", "直播返现状态"]) {
            ("taobao.orders.d", "淘宝订单报表（D 版）", "Taobao order report (generation D)")
        } else if has(&["是否信用购", "配送类型"]) {
            ("taobao.orders.c", "淘宝订单报表（C 版）", "Taobao order report (generation C)")
        } else if has(&["支付单号", "打款商家金额"]) {
            ("taobao.orders.b", "淘宝订单报表（2018 版）", "Taobao order report (2018)")
        } else {
            ("taobao.orders.a", "淘宝订单报表（2017 版）", "Taobao order report (2017)")
        };
        let confidence = if has(&["订单状态"]) { Confidence::Certain } else { Confidence::Likely };
        return Some(Recognised { code, name_zh, name_en, confidence, make: orders::make });
    }
    None
}
