//! Shops and channels.

use platform::{Error, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where contact with a customer happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 淘宝
    Taobao,
    /// 天猫
    Tmall,
    /// 京东
    Jd,
    /// 拼多多
    Pinduoduo,
    /// 抖音小店
    Douyin,
    /// 有赞
    Youzan,
    /// The shop's own site or app.
    Web,
    /// The counter.
    Pos,
    /// The telephone.
    Phone,
    /// E-mail.
    Email,
    /// 企业微信
    Wecom,
    /// Anything else.
    Other,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Taobao,
        Self::Tmall,
        Self::Jd,
        Self::Pinduoduo,
        Self::Douyin,
        Self::Youzan,
        Self::Web,
        Self::Pos,
        Self::Phone,
        Self::Email,
        Self::Wecom,
        Self::Other,
    ];

    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Taobao => "taobao",
            Self::Tmall => "tmall",
            Self::Jd => "jd",
            Self::Pinduoduo => "pinduoduo",
            Self::Douyin => "douyin",
            Self::Youzan => "youzan",
            Self::Web => "web",
            Self::Pos => "pos",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Wecom => "wecom",
            Self::Other => "other",
        }
    }

    /// The channel with that code.
    ///
    /// # Errors
    /// When there is none; the database then holds something this program did not write.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.code() == code)
            .ok_or_else(|| Error::internal(format!("no channel is called {code}")))
    }
}

/// One storefront on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Shop {
    /// Its id.
    #[schema(value_type = Id)]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its channel.
    pub channel: Channel,
    /// The platform's own id of it (店铺Id), when known.
    pub platform_id: Option<String>,
    /// ISO 4217 code of its prices.
    pub currency: String,
    /// Whether it is closed: kept for its history, hidden from choices.
    pub archived: bool,
}
