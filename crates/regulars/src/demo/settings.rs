//! What the demo shop is asked to be: how many people, which two years, which storefronts.

use connectors::drafts::{Millis, ShopRef};

/// Where a storefront stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// A C2C shop on Taobao.
    Taobao,
    /// A brand shop on Tmall.
    Tmall,
    /// Pinduoduo: its orders name no buyer.
    Pinduoduo,
    /// Douyin.
    Douyin,
    /// The shop's own site.
    Web,
    /// The till of a shop one can walk into.
    Pos,
}

impl Channel {
    /// The code that the API and the database use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Taobao => "taobao",
            Self::Tmall => "tmall",
            Self::Pinduoduo => "pinduoduo",
            Self::Douyin => "douyin",
            Self::Web => "web",
            Self::Pos => "pos",
        }
    }

    /// Whether buyers are named by a Wangwang nick.
    #[must_use]
    pub fn is_alibaba(self) -> bool {
        matches!(self, Self::Taobao | Self::Tmall)
    }
}

/// A storefront.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// Where it stands.
    pub channel: Channel,
    /// Its id on the platform; also the `source` of the truth.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Shop {
    /// How a draft names it.
    #[must_use]
    pub fn reference(&self) -> ShopRef {
        ShopRef { id: Some(self.id.clone()), name: Some(self.name.clone()) }
    }
}

/// How much of a buyer the marketplaces show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Receiver, mobile and address in full, as exports did until 2021.
    Open,
    /// Some orders in full (the shop asked for decryption), some masked. The default.
    Mixed,
    /// Receiver masked, mobile behind a privacy number.
    Masked,
}

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Equal seeds make equal shops.
    pub seed: u64,
    /// How many people, up to ten million.
    pub customers: u64,
    /// First instant of the story.
    pub from: Millis,
    /// Last instant of the story: its "now". Statuses are those that hold at this instant.
    pub to: Millis,
    /// The storefronts. At least one that is not Pinduoduo.
    pub shops: Vec<Shop>,
    /// How much the marketplaces show.
    pub privacy: Privacy,
}

const DAY: i64 = 86_400_000;

impl Settings {
    /// The demo shop 拾露 with its six storefronts, over the two years (730 days) that end at `now`.
    #[must_use]
    pub fn two_years_to(now: Millis, seed: u64, customers: u64) -> Self {
        Self { seed, customers, from: now - 730 * DAY, to: now, shops: shops(), privacy: Privacy::Mixed }
    }
}

fn shops() -> Vec<Shop> {
    [
        (Channel::Tmall, "57301001", "拾露旗舰店"),
        (Channel::Taobao, "57301002", "拾露小铺"),
        (Channel::Douyin, "57301003", "拾露抖音店"),
        (Channel::Pinduoduo, "57301004", "拾露拼多多店"),
        (Channel::Web, "57301005", "拾露官网"),
        (Channel::Pos, "57301006", "拾露门店"),
    ]
    .into_iter()
    .map(|(channel, id, name)| Shop { channel, id: id.into(), name: name.into() })
    .collect()
}
