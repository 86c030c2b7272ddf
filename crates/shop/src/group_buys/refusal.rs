//! Why somebody may not open or join a group.

use platform::Error;
use pricing::Words;

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No group has this code.
    Unknown,
    /// It was filled, failed or its time passed.
    Over,
    /// Every place is taken, some perhaps not paid yet.
    Full,
    /// The customer is in it already, by another order.
    Already,
    /// The customer is on the black list.
    Blacklisted,
    /// There is no live group price by this name.
    NotOffered,
    /// Nobody is named who could open or join.
    NoCustomer,
    /// The group price takes nothing off this cart.
    Unused,
}

impl Refusal {
    /// A stable word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "group_unknown",
            Self::Over => "group_over",
            Self::Full => "group_full",
            Self::Already => "group_already",
            Self::Blacklisted => "group_blacklisted",
            Self::NotOffered => "group_not_offered",
            Self::NoCustomer => "group_no_customer",
            Self::Unused => "group_unused",
        }
    }

    /// The reason, for the buyer.
    #[must_use]
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Unknown => ("没有这个团，请核对分享链接", "no group has this code; please check the link"),
            Self::Over => ("这个团已经结束，可以另开一团", "this group is over; you can open another"),
            Self::Full => {
                ("这个团的名额已满，可以另开一团", "every place in this group is taken; you can open another")
            }
            Self::Already => ("您已经在这个团里了", "you are in this group already"),
            Self::Blacklisted => ("您暂时不能参加拼团", "you cannot take part in group buys for now"),
            Self::NotOffered => ("拼团活动没有在进行", "no such group buy is running"),
            Self::NoCustomer => ("请先登录再拼团", "please sign in to buy in a group"),
            Self::Unused => (
                "拼团价对这个购物车没有优惠，请不带拼团下单",
                "the group price takes nothing off this cart; order without the group",
            ),
        };
        Words { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The refusal as an error.
    #[must_use]
    pub fn error(self) -> Error {
        Error::conflict(self.code())
    }
}
