//! Cells of the reports, with every quirk of the real files: ids as `="…"`, mobiles behind an apostrophe, amounts with
//! 元, the postcode in parentheses after the address, titles joined with `，`.

use std::fmt::Write;

use connectors::drafts::{LineDraft, Millis, OrderDraft, OrderStatus, RefundDraft};
use jiff::tz::Offset;

use super::columns::Column;

/// What the order's draft does not hold, but old reports print.
pub(super) struct Beside<'a> {
    pub(super) order: &'a OrderDraft,
    pub(super) alipay: &'a str,
}

/// Appends what stands in this column of the order report.
pub(super) fn order_cell(row: &mut String, column: Column, beside: &Beside<'_>) {
    let order = beside.order;
    match column {
        Column::OrderNumber => id(row, &order.number),
        Column::Nick => text(row, order.buyer.nick.as_deref().unwrap_or("")),
        Column::Alipay => text(row, beside.alipay),
        Column::PaymentNumber if order.paid_at.is_some() => payment(row, &order.number),
        Column::PaymentNumber => row.push_str("=\"\""),
        Column::PaymentDetail if order.paid_at.is_some() => {
            row.push_str("支付宝支付");
            yuan(row, order.paid.unwrap_or(0));
        }
        Column::GoodsDue => yuan(row, order.goods.unwrap_or(0) - order.discount.unwrap_or(0)),
        Column::Shipping => yuan(row, order.shipping.unwrap_or(0)),
        Column::Total => yuan(row, order.total.unwrap_or(0)),
        Column::Paid => yuan(row, order.paid.unwrap_or(0)),
        Column::Refunded => yuan(row, order.refunded.unwrap_or(0)),
        Column::Received => {
            yuan(row, order.received.unwrap_or(0));
            row.push('元');
        }
        Column::BuyerFee => row.push_str("0元"),
        Column::Status => text(row, &order.status_raw),
        Column::BuyerNote => text(row, order.buyer_note.as_deref().unwrap_or("")),
        Column::SellerNote => text(row, order.seller_note.as_deref().unwrap_or("")),
        Column::Receiver => text(row, order.address.receiver.as_deref().unwrap_or("")),
        Column::Address => address(row, order),
        Column::Carriage => row.push_str("快递"),
        Column::Mobile => {
            row.push('\'');
            text(row, order.address.mobile.as_deref().unwrap_or(""));
        }
        Column::PrivacyExpires if order.address.mobile.as_deref().is_some_and(|mobile| mobile.contains('-')) => {
            instant(row, order.placed_at.map(|at| at + 30 * 86_400_000));
        }
        Column::PlacedAt => instant(row, order.placed_at),
        Column::PaidAt => instant(row, order.paid_at),
        Column::ShippedAt => instant(row, order.shipped_at),
        Column::FinishedAt => {
            instant(row, order.finished_at.filter(|_| order.status == OrderStatus::Finished));
        }
        Column::Titles => titles(row, order),
        Column::Kinds => number(row, order.lines.len() as i64),
        Column::Pieces => number(row, order.pieces.unwrap_or(0)),
        Column::Tracking => {
            if let Some(parcel) = order.shipments.first() {
                // Old reports put this before the number.
                row.push_str(if beside.alipay.is_empty() { "" } else { "No:" });
                text(row, &parcel.tracking);
            }
        }
        Column::Carrier => {
            text(row, order.shipments.first().and_then(|parcel| parcel.carrier.as_deref()).unwrap_or(""));
        }
        Column::ShopId => text(row, order.shop.id.as_deref().unwrap_or("0")),
        Column::ShopName => text(row, order.shop.name.as_deref().unwrap_or("")),
        Column::CloseReason => text(row, order.close_reason.as_deref().unwrap_or("订单未关闭")),
        // Two of three order on their handset; the number's last digit decides, as chance would.
        Column::Handset if !order.number.ends_with(['0', '3', '6']) => row.push_str("手机订单"),
        Column::Zero => row.push('0'),
        Column::No => row.push('否'),
        _ => {}
    }
}

/// Appends what stands in this column of the item report.
pub(super) fn line_cell(row: &mut String, column: Column, beside: &Beside<'_>, line: &LineDraft) {
    match column {
        Column::LineNumber => id(row, line.number.as_deref().unwrap_or("")),
        Column::Title => text(row, &line.title),
        Column::Price => yuan(row, line.price.unwrap_or(0)),
        Column::Quantity => number(row, line.quantity),
        Column::Sku => text(row, line.sku.as_deref().unwrap_or("")),
        Column::Options => text(row, line.options.as_deref().unwrap_or("")),
        Column::LineStatus => text(row, &line.status_raw),
        Column::LineDue => yuan(row, line.total.unwrap_or(0)),
        Column::LinePaid => yuan(row, line.paid.unwrap_or(0)),
        Column::RefundStatus => text(row, line.refund_status_raw.as_deref().unwrap_or("没有申请退款")),
        Column::LineRefunded => match line.refunded {
            Some(amount) => yuan(row, amount),
            None => row.push_str("无退款申请"),
        },
        Column::Product => id(row, line.product.as_deref().unwrap_or("")),
        other => order_cell(row, other, beside),
    }
}

/// Appends what stands in this column of the refund report.
pub(super) fn refund_cell(row: &mut String, column: Column, beside: &Beside<'_>, refund: &RefundDraft) {
    match column {
        Column::RefundNumber => id(row, &refund.number),
        Column::Sku => text(row, refund.sku.as_deref().unwrap_or("")),
        Column::RefundFinishedAt => instant(row, refund.finished_at),
        Column::RefundTitle => text(row, refund.title.as_deref().unwrap_or("")),
        Column::RefundAmount => yuan(row, refund.amount),
        Column::RefundKind => row.push_str("系统退款"),
        Column::WithReturn => row.push_str(if refund.with_return == Some(true) { "需要" } else { "不需要" }),
        Column::RefundRequestedAt => instant(row, refund.requested_at),
        Column::RefundState => text(row, &refund.status_raw),
        other => order_cell(row, other, beside),
    }
}

fn id(row: &mut String, digits: &str) {
    row.push_str("=\"");
    row.push_str(digits);
    row.push('"');
}

/// The number of the payment: the year in front, as Alipay's are.
fn payment(row: &mut String, number: &str) {
    row.push_str("=\"2025");
    row.push_str(number);
    row.push_str("01\"");
}

/// A cell of text, in quotes when it must be.
pub(super) fn text(row: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        row.push('"');
        row.push_str(&text.replace('"', "\"\""));
        row.push('"');
    } else {
        row.push_str(text);
    }
}

/// `128.00`.
fn yuan(row: &mut String, amount: i64) {
    // Writing into a String cannot fail.
    let _ = write!(row, "{}.{:02}", amount / 100, amount % 100);
}

fn number(row: &mut String, number: i64) {
    let _ = write!(row, "{number}");
}

/// `2025-11-11 00:03:12`, on China's clock.
fn instant(row: &mut String, at: Option<Millis>) {
    let Some(at) = at.and_then(|at| jiff::Timestamp::from_millisecond(at).ok()) else {
        return;
    };
    let local = Offset::constant(8).to_datetime(at);
    let (date, time) = (local.date(), local.time());
    let _ = write!(row, "{:04}-{:02}-{:02} ", date.year(), date.month(), date.day());
    let _ = write!(row, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
}

/// `浙江省 杭州市 西湖区 松风路12号(310012)`.
fn address(row: &mut String, order: &OrderDraft) {
    let address = &order.address;
    let province = address.province.as_deref().unwrap_or("");
    // Municipalities are printed without 市 in the province's place.
    let province = if address.province == address.city { province.trim_end_matches('市') } else { province };
    let parts = [
        province,
        address.city.as_deref().unwrap_or(""),
        address.district.as_deref().unwrap_or("其它区"),
        address.street.as_deref().unwrap_or(""),
    ];
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            row.push(' ');
        }
        text(row, part);
    }
    let _ = write!(row, "({})", address.zip.as_deref().unwrap_or("000000"));
}

fn titles(row: &mut String, order: &OrderDraft) {
    for (at, line) in order.lines.iter().enumerate() {
        if at > 0 {
            row.push('，');
        }
        text(row, &line.title);
    }
}
