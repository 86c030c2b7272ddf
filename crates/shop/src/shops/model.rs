//! Shops and channels.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::i18n::Locale;
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

    /// Whether both belong to one platform that gives each order a number of its own over all its shops.
    #[must_use]
    pub fn numbers_with(self, other: Self) -> bool {
        match self {
            Self::Taobao | Self::Tmall => matches!(other, Self::Taobao | Self::Tmall),
            Self::Jd | Self::Pinduoduo | Self::Douyin | Self::Youzan => self == other,
            _ => false,
        }
    }

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

/// What a new shop is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShop {
    /// Its name.
    pub name: String,
    /// Its channel.
    pub channel: Channel,
    /// The platform's own id of it.
    #[serde(default)]
    pub platform_id: Option<String>,
    /// ISO 4217 code of its prices; the business's currency when absent.
    #[serde(default)]
    pub currency: Option<String>,
}

/// What may be changed of a shop. Its channel stays: orders were read by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShopPatch {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The platform's own id of it; empty to forget it.
    #[serde(default)]
    pub platform_id: Option<String>,
    /// Whether it is closed.
    #[serde(default)]
    pub archived: Option<bool>,
}

/// The business that runs the shops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Business {
    /// Its name.
    pub name: String,
    /// ISO 4217 code that figures over all shops are in.
    pub currency: String,
    /// Name in the tz database: it turns calendar words into instants.
    pub time_zone: String,
    /// Language of texts that nobody in particular asked for.
    #[serde(default)]
    pub locale: Locale,
    /// Days that the uploaded file of an import that was tried or failed is kept, 1 to 365.
    #[serde(default = "upload_days")]
    #[schema(required = true)]
    pub upload_days: i64,
}

/// Long enough to mend a file over a weekend.
fn upload_days() -> i64 {
    7
}

/// Before the set-up has run.
impl Default for Business {
    fn default() -> Self {
        Self {
            name: String::new(),
            currency: "CNY".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
            locale: Locale::ZhCn,
            upload_days: upload_days(),
        }
    }
}

/// What may be changed of the business.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessPatch {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// ISO 4217 code.
    #[serde(default)]
    pub currency: Option<String>,
    /// Name in the tz database.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Language.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Days that the uploaded file of an import that was tried or failed is kept.
    #[serde(default)]
    pub upload_days: Option<i64>,
}

impl Business {
    /// The zone whose calendar the business lives by; China's when the name is none that this machine knows.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8)))
    }

    /// The day of an instant in milliseconds UTC.
    ///
    /// # Errors
    /// Where no calendar reaches.
    pub fn day(&self, at: i64) -> Result<Date, Error> {
        Ok(Timestamp::from_millisecond(at).map_err(Error::internal)?.to_zoned(self.zone()).date())
    }

    /// The first instant of a day, milliseconds UTC.
    ///
    /// # Errors
    /// Where no calendar reaches.
    pub fn start_of(&self, day: Date) -> Result<i64, Error> {
        Ok(day.to_zoned(self.zone()).map_err(Error::internal)?.timestamp().as_millisecond())
    }
}
