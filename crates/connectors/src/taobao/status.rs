//! Status texts of 淘宝 and 天猫, to ours.

use crate::drafts::{OrderStatus, RefundStatus};

/// The status of an order. `close_reason` and `paid` tell an order that was closed before payment from one that was
/// paid and given back whole; `paid` is nothing when the file does not say.
#[must_use]
pub fn order_status(text: &str, close_reason: &str, paid: Option<bool>) -> OrderStatus {
    use OrderStatus as S;
    match text.replace(['，', ' '], ",").as_str() {
        "等待买家付款"
        | "没有创建外部交易"
        | "WAIT_BUYER_PAY"
        | "TRADE_NO_CREATE_PAY"
        | "所有买家未付款的交易"
        | "ALL_WAIT_PAY"
        | "待付款" => S::AwaitingPayment,
        "余额宝0元购合约中" | "外卡支付付款确认中" | "WAIT_PRE_AUTH_CONFIRM" | "PAY_PENDING" => {
            S::PaymentPending
        }
        "买家已付款,等待卖家发货"
        | "等待卖家发货"
        | "买家已付款"
        | "WAIT_SELLER_SEND_GOODS"
        | "PAID_FORBID_CONSIGN"
        | "待发货" => S::Paid,
        "卖家部分发货" | "部分发货" | "SELLER_CONSIGNED_PART" => S::PartlyShipped,
        "卖家已发货,等待买家确认"
        | "等待买家确认收货"
        | "等待买家确认"
        | "卖家已发货"
        | "WAIT_BUYER_CONFIRM_GOODS"
        | "已发货" => S::Shipped,
        "买家已签收" | "已收货" | "TRADE_BUYER_SIGNED" => S::Received,
        "交易成功" | "交易完成" | "待评价" | "已结算" | "TRADE_FINISHED" => S::Finished,
        "退款成功" => S::Refunded,
        "交易被淘宝关闭" | "TRADE_CLOSED_BY_TAOBAO" => S::Cancelled,
        "TRADE_CLOSED" => S::Refunded,
        "交易关闭" | "所有关闭的交易" | "ALL_CLOSED" => {
            if close_reason == "买家未付款" || paid == Some(false) { S::Cancelled } else { S::Refunded }
        }
        _ => S::Unknown,
    }
}

/// The status of a line: as an order's, and given back when its refund succeeded and the text says that it is closed.
#[must_use]
pub fn line_status(text: &str, refund: &str, paid: Option<bool>) -> OrderStatus {
    let status = order_status(text, "", paid);
    if refund == "退款成功" && matches!(status, OrderStatus::Cancelled | OrderStatus::Refunded) {
        OrderStatus::Refunded
    } else {
        status
    }
}

/// The status of a refund.
#[must_use]
pub fn refund_status(text: &str) -> RefundStatus {
    use RefundStatus as S;
    match text.replace(['，', ' '], ",").as_str() {
        "WAIT_SELLER_AGREE"
        | "等待卖家同意"
        | "买家已经申请退款,等待卖家同意"
        | "待商家处理"
        | "退款待处理"
        | "请卖家处理" => S::Requested,
        "WAIT_BUYER_RETURN_GOODS" | "等待买家退货" | "卖家已经同意退款,等待买家退货" | "待买家发货" | "待买家退货" => {
            S::AwaitingReturn
        }
        "WAIT_SELLER_CONFIRM_GOODS" | "等待卖家确认收货" | "买家已经退货,等待卖家确认收货" | "待商家收货" => {
            S::AwaitingSeller
        }
        "SELLER_REFUSE_BUYER" | "卖家拒绝退款" | "卖家拒绝" | "商家拒绝" | "商家拒绝退款" => {
            S::Refused
        }
        "CLOSED" | "退款关闭" | "已关闭" => S::Closed,
        "SUCCESS" | "退款成功" | "已退款" | "退款完成" | "退款完结" => S::Succeeded,
        _ => S::Unknown,
    }
}
