//! Consent and what may be sent.

use platform::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// What personal data is used for.
    Purpose {
        /// Advertising messages: only with consent (消费者权益保护法 29, 广告法 43).
        Marketing = "marketing",
        /// Messages about an order: needed for the contract.
        Service = "service",
        /// Deciding what a customer is shown (个人信息保护法 24).
        Profiling = "profiling",
    }
}

codes! {
    /// How a customer is reached.
    ConsentChannel {
        /// 短信
        Sms = "sms",
        /// 邮件
        Email = "email",
        /// 电话
        Phone = "phone",
        /// 企业微信
        Wecom = "wecom",
        /// Every channel that has no word of its own.
        Any = "any",
    }
}

codes! {
    /// What a customer said.
    ConsentState {
        /// Yes.
        Granted = "granted",
        /// No, or taken back.
        Refused = "refused",
        /// Nothing yet.
        Unknown = "unknown",
    }
}

/// What a customer said about one purpose on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Consent {
    /// For what.
    pub purpose: Purpose,
    /// On which channel.
    pub channel: ConsentChannel,
    /// What they said.
    pub state: ConsentState,
    /// How it is known: a form, a call, a recording's number.
    pub evidence: Option<String>,
    /// Who wrote it down.
    pub source: Option<String>,
    /// When it was said.
    pub at: Option<Instant>,
}

/// An entry of the history: consent given or taken back, a switch turned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The row.
    pub id: i64,
    /// The profile that it was written on.
    pub profile_id: i64,
    /// `consent`, `blacklist`, `personalisation`.
    pub kind: String,
    /// For a consent its purpose.
    pub purpose: Option<Purpose>,
    /// For a consent its channel.
    pub channel: Option<ConsentChannel>,
    /// `granted`, `refused`, `unknown`, `on`, `off`.
    pub state: String,
    /// Evidence or reason.
    pub evidence: Option<String>,
    /// Who wrote it down.
    pub source: String,
    /// When, milliseconds UTC.
    pub at: i64,
}

/// Whether something may be sent, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MaySend {
    /// On which channel.
    pub channel: ConsentChannel,
    /// For what.
    pub purpose: Purpose,
    /// Whether it may be.
    pub allowed: bool,
    /// Why, in the caller's language.
    pub reason: String,
}

/// How a customer can be reached at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reachable {
    /// A whole mobile is known.
    pub mobile: bool,
    /// An e-mail address is known.
    pub email: bool,
    /// A WeChat id is known.
    pub wecom: bool,
}
