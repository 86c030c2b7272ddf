//! What a draw promises: who may take part, what can be won and how likely it is, and the rules that the law asks for.

use platform::db::Session;
use platform::{App, Error, Id, Instant};
use pricing::{Gravity, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fair::WHOLE;
use super::model::PrizeKind;
use crate::promotions::{self, Finding};
use crate::rewards::Reward;
use crate::{coupons, members, points, wallet, wording};

/// Prizes at most.
const PRIZES: usize = 20;
/// Characters of a name, in each language.
const NAME: usize = 60;
/// Characters of a rule.
const RULE: usize = 2_000;
/// The highest of all numbers.
const MOST: i64 = 1_000_000_000;

codes! {
    /// How a draw looks to the buyer; both are drawn the same way.
    #[derive(Default)]
    DrawKind {
        /// A wheel.
        #[default]
        Wheel = "wheel",
        /// A card that is scratched.
        Scratch = "scratch",
    }
}

/// A prize.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawPrize {
    /// What it is.
    pub kind: PrizeKind,
    /// What buyers read.
    pub name: Words,
    /// What it is worth on the market, minor units; virtual goods count as well.
    pub worth: i64,
    /// How many there are.
    pub quantity: i64,
    /// How likely it is, in parts of a million.
    pub chance_ppm: u32,
    /// The coupon programme.
    #[serde(default, rename = "ref")]
    pub reference: Option<Id>,
    /// How many points, or how much credit in minor units.
    #[serde(default)]
    pub amount: Option<i64>,
    /// Days that the credit can be spent.
    #[serde(default)]
    pub valid_days: Option<i64>,
}

impl DrawPrize {
    /// What its winner is given without anybody's hand.
    pub(super) fn reward(&self) -> Reward {
        let amount = self.amount.unwrap_or(0);
        match self.kind {
            PrizeKind::Coupon => Reward::Coupon { programme: self.reference.unwrap_or(Id(0)) },
            PrizeKind::Points => Reward::Points { points: amount },
            PrizeKind::Credit => Reward::Credit { amount, valid_days: self.valid_days },
            PrizeKind::Goods | PrizeKind::Other => Reward::None,
        }
    }
}

/// The rules that are published beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DrawRules {
    /// Who may take part, and how (参与条件、方式).
    pub conditions: Words,
    /// When and how it is drawn (开奖时间、方式).
    pub drawing: Words,
    /// When, on which conditions and how a prize is claimed (兑奖时间、条件、方式).
    pub claiming: Words,
    /// How a prize reaches its winner (交付方式).
    pub delivery: Words,
    /// When a prize is forfeited (弃奖条件).
    pub forfeiting: Words,
    /// Who holds it and how to reach them (主办方及联系方式).
    pub organiser: Words,
}

impl DrawRules {
    /// Each rule with the field that it stands in.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &Words); 6] {
        [
            ("conditions", &self.conditions),
            ("drawing", &self.drawing),
            ("claiming", &self.claiming),
            ("delivery", &self.delivery),
            ("forfeiting", &self.forfeiting),
            ("organiser", &self.organiser),
        ]
    }
}

/// What a draw promises. Nothing of it changes once it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawTerms {
    /// How it looks.
    pub kind: DrawKind,
    /// What buyers read.
    pub name: Words,
    /// From when on.
    pub starts_at: Instant,
    /// Until when.
    pub ends_at: Instant,
    /// For members only.
    #[serde(default)]
    pub members_only: bool,
    /// For members of this level or above.
    #[serde(default)]
    pub level: Option<Id>,
    /// Chances that every buyer has, over the whole draw.
    #[serde(default)]
    pub free: i64,
    /// Points for each further chance; null when none can be bought.
    #[serde(default)]
    pub points: Option<i64>,
    /// Tickets of one customer at most, however she came by her chances.
    #[serde(default)]
    pub most_per_customer: Option<i64>,
    /// Tickets of one customer in a day of the shop's calendar at most.
    #[serde(default)]
    pub most_per_day: Option<i64>,
    /// What can be won, in the order in which a roll is compared.
    pub prizes: Vec<DrawPrize>,
    /// The rules.
    #[serde(default)]
    pub rules: DrawRules,
}

impl DrawTerms {
    /// Refuses what cannot be meant, field by field. What is only missing is found by [`DrawTerms::lint`].
    pub(super) fn check(mut self) -> Result<Self, Error> {
        let within = |field: String, value: Option<i64>, from: i64| match value {
            Some(value) if !(from..=MOST).contains(&value) => Err(Error::invalid(field, "out_of_range")),
            _ => Ok(()),
        };
        self.name = wording::named(&self.name, "terms.name", NAME)?;
        if self.starts_at.0 >= self.ends_at.0 {
            return Err(Error::invalid("terms.ends_at", "out_of_range"));
        }
        within("terms.free".to_owned(), Some(self.free), 0)?;
        within("terms.points".to_owned(), self.points, 1)?;
        within("terms.most_per_customer".to_owned(), self.most_per_customer, 1)?;
        within("terms.most_per_day".to_owned(), self.most_per_day, 1)?;
        for (field, rule) in self.rules.all() {
            if rule.zh.chars().count() > RULE || rule.en.chars().count() > RULE {
                return Err(Error::invalid(format!("terms.rules.{field}"), "too_long"));
            }
        }
        match self.prizes.len() {
            0 => return Err(Error::invalid("terms.prizes", "required")),
            1..=PRIZES => {}
            _ => return Err(Error::invalid("terms.prizes", "too_many")),
        }
        for (at, prize) in self.prizes.iter_mut().enumerate() {
            let field = |name: &str| format!("terms.prizes.{at}.{name}");
            prize.name = wording::named(&prize.name, &field("name"), NAME)?;
            within(field("worth"), Some(prize.worth), 0)?;
            within(field("quantity"), Some(prize.quantity), 1)?;
            within(field("amount"), prize.amount, 1)?;
            if prize.valid_days.is_some_and(|days| !(1..=3_650).contains(&days)) {
                return Err(Error::invalid(field("valid_days"), "out_of_range"));
            }
            if !(1..=WHOLE).contains(&prize.chance_ppm) {
                return Err(Error::invalid(field("chance_ppm"), "out_of_range"));
            }
            match prize.kind {
                PrizeKind::Coupon if prize.reference.is_none() => return Err(Error::invalid(field("ref"), "required")),
                PrizeKind::Points | PrizeKind::Credit if prize.amount.is_none() => {
                    return Err(Error::invalid(field("amount"), "required"));
                }
                _ => {}
            }
        }
        Ok(self)
    }

    /// What the law and good sense object to; an error is not published.
    pub(super) async fn lint(&self, app: &App, session: &mut Session) -> Result<Vec<Finding>, Error> {
        let rules = &self.rules;
        let draw = pricing::Draw {
            key: "draw".to_owned(),
            name: self.name.clone(),
            prizes: self
                .prizes
                .iter()
                .map(|prize| pricing::Prize {
                    name: prize.name.clone(),
                    worth: Some(prize.worth),
                    quantity: u32::try_from(prize.quantity).ok(),
                    chance_ppm: Some(prize.chance_ppm),
                })
                .collect(),
            conditions: rules.conditions.zh.clone(),
            drawing: rules.drawing.zh.clone(),
            claiming: rules.claiming.zh.clone(),
            delivery: rules.delivery.zh.clone(),
            forfeiting: rules.forfeiting.zh.clone(),
            organiser: rules.organiser.zh.clone(),
        };
        let mut findings = promotions::lint_draw(session, draw).await?;
        let now = app.clock.now();
        let mut add = |code: &str, gravity, path: String, zh: &str, en: &str| {
            findings.push(promotions::finding_of(code, gravity, path, zh, en));
        };
        if self.ends_at.0 <= now {
            let en = "it would have ended already";
            add("draw_over", Gravity::Error, "ends_at".into(), "结束时间已过", en);
        }
        if self.free == 0 && self.points.is_none() {
            let en = "nobody has a chance by herself: chances have to be given by hand or sold in the points mall";
            add(
                "draw_no_way_in",
                Gravity::Warning,
                "free".into(),
                "没有免费次数也不能用积分换取：只能由人工或积分商城发放机会",
                en,
            );
        }
        for (at, prize) in self.prizes.iter().enumerate() {
            let path = format!("prizes.{at}");
            match prize.kind {
                PrizeKind::Coupon => {
                    let stand = coupons::grantable(session, prize.reference.map_or(0, |id| id.0), now).await?;
                    match stand {
                        None => {
                            let en =
                                "there is no such coupon programme, it is not published, or its code is for everybody";
                            add(
                                "draw_prize_unknown",
                                Gravity::Error,
                                path,
                                "优惠券计划不存在、未发布，或使用公共口令",
                                en,
                            );
                        }
                        Some(left) if left.is_some_and(|left| left < prize.quantity) => {
                            let en = "fewer of these coupons may still be issued than can be won";
                            add("draw_short_coupons", Gravity::Error, path, "可发放的优惠券少于奖品数量", en);
                        }
                        Some(_) => {}
                    }
                }
                PrizeKind::Points if !points::rules(session).await?.enabled => {
                    let en = "points are switched off";
                    add("draw_prize_off", Gravity::Error, path, "积分已停用", en);
                }
                PrizeKind::Credit => {
                    let settings = wallet::settings(session).await?;
                    if !settings.enabled || prize.amount > settings.most_at_once.or(prize.amount) {
                        let en = "red packets are switched off, or one may not hold so much";
                        add("draw_prize_off", Gravity::Error, path, "红包已停用，或金额超过单个红包上限", en);
                    }
                }
                _ => {}
            }
        }
        if (self.members_only || self.level.is_some() || self.points.is_some())
            && !members::programme(session).await?.enabled
        {
            let en = "only members may take part, and the membership programme is switched off";
            add("draw_no_members", Gravity::Error, "members_only".into(), "仅限会员参与，但会员计划未启用", en);
        }
        findings.sort_by_key(|finding| finding.gravity);
        Ok(findings)
    }
}
