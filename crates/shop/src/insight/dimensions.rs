//! Along what crowds are compared, with their bands.

use rules::{Aggregate, Catalogue, Decimal, Label, Names, Unit, Window};
use warehouse::{Dimension, Key, Quantity, Schema};

use super::model::DimensionKind;
use crate::segments::catalogue::lacking;

/// A dimension: its name, words, and what it looks at.
pub(super) struct Spec {
    pub(super) key: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    pub(super) look: Look,
}

pub(super) enum Look {
    /// The values of an attribute.
    Attribute(&'static str),
    /// A number in bands; the unit is written after each band.
    Bands(&'static str, &'static [i64]),
    /// Days since the first or last fact of a kind, in bands.
    Since(&'static str, bool, &'static [i64]),
    /// How many facts of a kind in the last year, in bands.
    Times(&'static str, &'static [i64]),
    /// The mean of an amount among facts of the last year, in bands.
    Mean(&'static str, &'static str, &'static [i64]),
    /// A property among facts of the last year.
    Property(&'static str, &'static str),
    Hour(&'static str),
    Weekday(&'static str),
    WeekHour(&'static str),
}

const DAYS: &[i64] = &[7, 30, 90, 180, 365];

/// Every dimension, in the order of the page.
pub(super) const SPECS: &[Spec] = &[
    Spec { key: "gender", zh: "性别", en: "Gender", look: Look::Attribute("gender") },
    Spec { key: "age", zh: "年龄", en: "Age", look: Look::Bands("age", &[18, 25, 30, 35, 40, 50, 60]) },
    Spec { key: "province", zh: "省份", en: "Province", look: Look::Attribute("province") },
    Spec { key: "city", zh: "城市", en: "City", look: Look::Attribute("city") },
    Spec { key: "contact_group", zh: "客户分组", en: "Contact group", look: Look::Attribute("contact_group") },
    Spec { key: "channels", zh: "渠道", en: "Channel", look: Look::Attribute("channels") },
    Spec { key: "shops", zh: "店铺", en: "Shop", look: Look::Attribute("shops") },
    Spec { key: "member", zh: "会员", en: "Member", look: Look::Attribute("member") },
    Spec { key: "level", zh: "会员等级", en: "Level", look: Look::Attribute("level") },
    Spec { key: "tags", zh: "标签", en: "Tags", look: Look::Attribute("tags") },
    Spec {
        key: "first_deal",
        zh: "距首次成交天数",
        en: "Days since the first deal",
        look: Look::Since("dealt", true, DAYS),
    },
    Spec {
        key: "last_deal",
        zh: "距最近成交天数",
        en: "Days since the last deal",
        look: Look::Since("dealt", false, DAYS),
    },
    Spec { key: "deals", zh: "成交次数", en: "Deals", look: Look::Bands("deals", &[1, 2, 3, 5, 10, 20]) },
    Spec {
        key: "deal_amount",
        zh: "累计成交金额",
        en: "Deal amount",
        look: Look::Bands("deal_amount", &[50, 100, 200, 500, 1_000, 2_000, 5_000]),
    },
    Spec {
        key: "average_order",
        zh: "客单价",
        en: "Average order",
        look: Look::Bands("average_order", &[50, 100, 200, 300, 500, 1_000]),
    },
    Spec { key: "rfm", zh: "RFM 分组", en: "RFM group", look: Look::Attribute("rfm_group") },
    Spec { key: "rfm_cell", zh: "RFM 编号", en: "RFM cell", look: Look::Attribute("rfm_cell") },
    Spec { key: "stage", zh: "生命周期阶段", en: "Stage of life", look: Look::Attribute("stage") },
    Spec {
        key: "potential",
        zh: "潜在价值",
        en: "Potential value",
        look: Look::Bands("potential_value", &[50, 100, 200, 500, 1_000, 2_000, 5_000]),
    },
    Spec {
        key: "delivered",
        zh: "让渡价值指数",
        en: "Delivered value, index",
        look: Look::Bands("delivered_index", &[20, 40, 50, 60, 80]),
    },
    Spec {
        key: "churn_risk",
        zh: "流失风险（%）",
        en: "Churn risk (%)",
        look: Look::Bands("churn_risk", &[20, 40, 60, 80]),
    },
    Spec {
        key: "category",
        zh: "近一年购买类目",
        en: "Categories bought within a year",
        look: Look::Property("dealt", "item.category"),
    },
    Spec {
        key: "product",
        zh: "近一年购买商品",
        en: "Products bought within a year",
        look: Look::Property("dealt", "item.product"),
    },
    Spec {
        key: "price_band",
        zh: "近一年购买商品均价",
        en: "Mean unit price bought within a year",
        look: Look::Mean("dealt", "item.price", &[20, 50, 100, 200, 500, 1_000]),
    },
    Spec {
        key: "viewed_category",
        zh: "近一年浏览类目",
        en: "Categories viewed within a year",
        look: Look::Property("viewed", "item.category"),
    },
    Spec { key: "hour", zh: "付款时段", en: "Hour of payment", look: Look::Hour("paid") },
    Spec { key: "weekday", zh: "付款星期", en: "Weekday of payment", look: Look::Weekday("paid") },
    Spec {
        key: "week_hours", zh: "付款星期与时段", en: "Weekday and hour of payment", look: Look::WeekHour("paid")
    },
    Spec {
        key: "visits",
        zh: "近一年浏览次数",
        en: "Views within a year",
        look: Look::Times("viewed", &[1, 3, 10, 30]),
    },
    Spec {
        key: "coupons_used",
        zh: "近一年用券次数",
        en: "Coupons used within a year",
        look: Look::Times("coupon_used", &[1, 2, 3, 5]),
    },
    Spec {
        key: "coupon",
        zh: "近一年用的是哪种券",
        en: "Which coupons were used within a year",
        look: Look::Property("coupon_used", "coupon"),
    },
    Spec {
        key: "refunds",
        zh: "近一年退款次数",
        en: "Refunds within a year",
        look: Look::Times("refunded", &[1, 2, 3]),
    },
    Spec { key: "blacklisted", zh: "黑名单", en: "Black list", look: Look::Attribute("blacklisted") },
    Spec { key: "reachable", zh: "可发营销短信", en: "Reachable by SMS", look: Look::Attribute("reachable.sms") },
];

/// What buying is told by.
const TRADE: [&str; 3] = ["ordered", "paid", "dealt"];

/// What follows from how much, how often and how lately somebody bought: a crowd that is asked for one differs in all.
const OF_DEALS: [&str; 14] = [
    "contact_group",
    "orders",
    "deals",
    "deal_amount",
    "average_order",
    "items",
    "first_deal_at",
    "last_deal_at",
    "realised_value",
    "rfm_group",
    "rfm_cell",
    "stage",
    "potential_value",
    "churn_risk",
];

pub(super) const YEAR: Window = Window::Last { n: 365, unit: Unit::Days };

impl Spec {
    /// The words.
    pub(super) fn label(&self) -> Label {
        Label { zh: self.zh.to_owned(), en: self.en.to_owned() }
    }

    /// What is said of those who have no value.
    pub(super) fn lacking(&self) -> Label {
        match self.look {
            Look::Attribute(name) | Look::Bands(name, _) => lacking(name),
            _ => Label { zh: "没有这项行为".to_owned(), en: "did not do so".to_owned() },
        }
    }

    /// How often something was done is known of everybody: who never did it stands in the first band.
    pub(super) fn of_everybody(&self) -> bool {
        matches!(self.look, Look::Times(..))
    }

    /// Whether a rule that names these asks for it: then the crowd differs along it by being what it is. Who is asked to have
    /// done something has done it more often and more lately, and with what she is asked to have done it.
    pub(super) fn is_asked(&self, names: &Names) -> bool {
        let with = |kind: &str, property: &str| names.kinds.get(kind).is_some_and(|asked| asked.contains(property));
        let dealt = TRADE.iter().any(|kind| names.kinds.contains_key(*kind))
            || OF_DEALS.iter().any(|name| names.attributes.contains(*name));
        match self.look {
            Look::Attribute(name) | Look::Bands(name, _) => {
                names.attributes.contains(name) || dealt && OF_DEALS.contains(&name)
            }
            Look::Since("dealt", ..) if dealt => true,
            Look::Since(kind, ..) | Look::Times(kind, _) => names.kinds.contains_key(kind),
            Look::Mean(kind, property, _) | Look::Property(kind, property) => with(kind, property),
            Look::Hour(kind) => with(kind, "hour"),
            Look::Weekday(kind) => with(kind, "weekday"),
            Look::WeekHour(kind) => with(kind, "hour") || with(kind, "weekday"),
        }
    }

    /// Whether it only says more closely what another dimension says.
    pub(super) fn is_echo(&self) -> bool {
        matches!(self.look, Look::Attribute("rfm_cell"))
    }

    /// What its bars are.
    pub(super) fn kind(&self) -> DimensionKind {
        match self.look {
            Look::Attribute("province") => DimensionKind::Map,
            Look::Attribute(_) | Look::Property(..) => DimensionKind::Choice,
            Look::Bands(..) | Look::Since(..) | Look::Times(..) | Look::Mean(..) => DimensionKind::NumberBand,
            Look::Hour(_) | Look::Weekday(_) => DimensionKind::Time,
            Look::WeekHour(_) => DimensionKind::WeekHours,
        }
    }

    /// The question; `None` when the catalogue does not have what it looks at.
    pub(super) fn dimension(&self, schema: &Schema) -> Option<Dimension> {
        let behaviour = |kind: &str, quantity, edges: &[i64], window| {
            Some(Dimension::Behaviour {
                quantity,
                kind: schema.kind(kind)?,
                filter: None,
                window,
                edges: decimals(edges),
            })
        };
        match self.look {
            Look::Attribute(name) => Some(Dimension::Attribute(schema.attribute(name)?)),
            Look::Bands(name, edges) => {
                Some(Dimension::Bands { attribute: schema.attribute(name)?, edges: decimals(edges) })
            }
            Look::Since(kind, first, edges) => {
                let quantity = if first { Quantity::DaysSinceFirst } else { Quantity::DaysSinceLast };
                behaviour(kind, quantity, edges, Window::Ever)
            }
            Look::Times(kind, edges) => behaviour(kind, Quantity::Of(Aggregate::Times, None), edges, YEAR),
            Look::Mean(kind, property, edges) => {
                let property = schema.property(schema.kind(kind)?, property)?;
                behaviour(kind, Quantity::Of(Aggregate::Average, Some(property)), edges, YEAR)
            }
            Look::Property(kind, property) => {
                let kind = schema.kind(kind)?;
                Some(Dimension::Property { kind, property: schema.property(kind, property)?, window: YEAR })
            }
            Look::Hour(kind) => Some(Dimension::Hour { kind: schema.kind(kind)?, window: YEAR }),
            Look::WeekHour(kind) => Some(Dimension::WeekHour { kind: schema.kind(kind)?, window: YEAR }),
            Look::Weekday(kind) => Some(Dimension::Weekday { kind: schema.kind(kind)?, window: YEAR }),
        }
    }

    /// A bar's value and words.
    pub(super) fn bar(&self, key: &Key, catalogue: &Catalogue) -> (String, Label) {
        let same = |text: String| (text.clone(), Label { zh: text.clone(), en: text });
        match (key, &self.look) {
            (Key::Text(text), Look::Attribute(name)) => {
                let known =
                    catalogue.attribute(name).and_then(|one| one.choices.iter().find(|choice| choice.value == *text));
                known.map_or_else(|| same(text.clone()), |choice| (text.clone(), choice.label.clone()))
            }
            (Key::Text(text), _) => same(text.clone()),
            (Key::Flag(flag), _) => {
                let (zh, en) = if *flag { ("是", "Yes") } else { ("否", "No") };
                (flag.to_string(), Label { zh: zh.to_owned(), en: en.to_owned() })
            }
            (Key::Index(0), Look::Times(..)) => {
                (0.to_string(), Label { zh: "没有".to_owned(), en: "never".to_owned() })
            }
            (
                Key::Index(at),
                Look::Bands(_, edges) | Look::Since(_, _, edges) | Look::Times(_, edges) | Look::Mean(_, _, edges),
            ) => (at.to_string(), band(*at, &decimals(edges))),
            (Key::Index(hour), Look::Hour(_)) => same(format!("{hour:02}:00")).pipe_value(hour.to_string()),
            (Key::Index(day), Look::Weekday(_)) => (day.to_string(), weekday(*day)),
            (Key::Index(spot), Look::WeekHour(_)) => week_hour(*spot),
            (Key::Index(at), _) => same(at.to_string()),
            (Key::Number(number), _) => same(number.to_string()),
            (Key::Day(day), _) => same(day.to_string()),
            (Key::Unknown, _) => (String::new(), self.lacking()),
        }
    }
}

/// Gives a bar another value than its words.
trait Valued {
    fn pipe_value(self, value: String) -> Self;
}

impl Valued for (String, Label) {
    fn pipe_value(self, value: String) -> Self {
        (value, self.1)
    }
}

fn decimals(edges: &[i64]) -> Vec<Decimal> {
    edges.iter().filter_map(|edge| Decimal::whole(*edge)).collect()
}

/// A band of a number in words, by its edges.
pub(crate) fn band(at: u32, edges: &[Decimal]) -> Label {
    let edge = |index: u32| usize::try_from(index).ok().and_then(|index| edges.get(index)).copied();
    let (from, to) = (at.checked_sub(1).and_then(edge), edge(at));
    let (zh, en) = match (from, to) {
        (None, Some(to)) => (format!("{to} 以下"), format!("below {to}")),
        (Some(from), Some(to)) if to.0 == from.0 + Decimal::SCALE => (from.to_string(), from.to_string()),
        (Some(from), Some(to)) => (format!("{from}–{to}"), format!("{from}–{to}")),
        (Some(from), None) => (format!("{from} 及以上"), format!("{from} and more")),
        (None, None) => ("全部".to_owned(), "all".to_owned()),
    };
    Label { zh, en }
}

/// An hour of a weekday: 24 × (weekday − 1) + hour.
fn week_hour(spot: u32) -> (String, Label) {
    let (day, hour) = (spot / 24 + 1, spot % 24);
    let label = weekday(day);
    let words = Label { zh: format!("{} {hour:02}:00", label.zh), en: format!("{} {hour:02}:00", label.en) };
    (format!("{day}-{hour:02}"), words)
}

/// A weekday, Monday as 1.
pub(crate) fn weekday(day: u32) -> Label {
    let names = [
        ("周一", "Monday"),
        ("周二", "Tuesday"),
        ("周三", "Wednesday"),
        ("周四", "Thursday"),
        ("周五", "Friday"),
        ("周六", "Saturday"),
        ("周日", "Sunday"),
    ];
    let index = usize::try_from(day).ok().and_then(|day| day.checked_sub(1));
    let (zh, en) = index.and_then(|index| names.get(index)).copied().unwrap_or(("", ""));
    Label { zh: zh.to_owned(), en: en.to_owned() }
}
