//! Our statuses of orders and refunds, and their codes.

use serde::{Deserialize, Serialize};

/// Our status of an order. The source's own text stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// 等待买家付款.
    AwaitingPayment,
    /// Payment is being confirmed, or a deposit is paid.
    PaymentPending,
    /// Paid, nothing sent.
    Paid,
    /// Part of it is sent.
    PartlyShipped,
    /// Sent.
    Shipped,
    /// The buyer signed for it.
    Received,
    /// 交易成功.
    Finished,
    /// Closed before payment.
    Cancelled,
    /// Paid, then refunded in full.
    Refunded,
    /// The text is not known to us. Kept and reported, never guessed.
    Unknown,
}

impl OrderStatus {
    /// Whether money has changed hands and was not given back whole.
    #[must_use]
    pub fn is_deal(self) -> bool {
        matches!(self, Self::Paid | Self::PartlyShipped | Self::Shipped | Self::Received | Self::Finished)
    }

    /// The status with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::AwaitingPayment,
            Self::PaymentPending,
            Self::Paid,
            Self::PartlyShipped,
            Self::Shipped,
            Self::Received,
            Self::Finished,
            Self::Cancelled,
            Self::Refunded,
            Self::Unknown,
        ]
        .into_iter()
        .find(|status| status.code() == code)
    }

    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting_payment",
            Self::PaymentPending => "payment_pending",
            Self::Paid => "paid",
            Self::PartlyShipped => "partly_shipped",
            Self::Shipped => "shipped",
            Self::Received => "received",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
            Self::Unknown => "unknown",
        }
    }
}

/// Our status of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Asked for, the seller has not agreed yet.
    Requested,
    /// Agreed; the buyer sends the goods back.
    AwaitingReturn,
    /// The goods are on their way; the seller confirms.
    AwaitingSeller,
    /// The seller refused.
    Refused,
    /// Closed without money.
    Closed,
    /// Money given back.
    Succeeded,
    /// Not known to us.
    Unknown,
}

impl RefundStatus {
    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::AwaitingReturn => "awaiting_return",
            Self::AwaitingSeller => "awaiting_seller",
            Self::Refused => "refused",
            Self::Closed => "closed",
            Self::Succeeded => "succeeded",
            Self::Unknown => "unknown",
        }
    }
}
