//! What buyers read of a promotion in the shop's window: a title and what goes with it, in Chinese and in English.
//!
//! Absent from here: names of goods and levels, which the shop knows; whoever asks hands them in.

use jiff::civil::{DateTime, Time};
use serde::Serialize;
use utoipa::ToSchema;

use crate::money::shown;
use crate::words::{fold, percent_off};
use crate::{At, Cut, Gift, Offer, Programme, Promotion, Scope, Weekday, Words};

/// A promotion as the shop's window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShopWindow)]
pub struct Window {
    /// What it gives: `满300减50，满500减100`.
    pub title: Words,
    /// For what, for whom, when, how often: a line each.
    pub lines: Vec<Words>,
}

/// Says a promotion in the shop's window. `name` turns the key of a product, variant or level into what buyers call it.
#[must_use]
pub fn window(promotion: &Promotion, currency: &str, name: &dyn Fn(&str) -> Option<Words>) -> Window {
    let say = Say { currency, name };
    let mut lines = Vec::new();
    lines.extend(say.goods(&promotion.scope));
    lines.extend(say.buyers(&promotion.scope));
    lines.extend(times(&promotion.scope));
    lines.extend(say.limits(promotion));
    Window { title: say.title(&promotion.offer), lines }
}

/// Says when a promotion opens for levels with early access (提前购): `提前购：金卡 11月9日 20:00 起`; nothing when it opens for
/// everybody at once.
#[must_use]
pub fn early_access(promotion: &Promotion, programme: &Programme) -> Option<Words> {
    let scope = &promotion.scope;
    let suits = |level: &String| scope.levels.is_empty() || scope.levels.contains(level);
    let hours = programme.early_access.iter().filter(|(level, _)| promotion.opens_early() && suits(level));
    let mut levels: Vec<(DateTime, &String)> =
        hours.filter_map(|(level, hours)| Some((scope.begins(*hours)?, level))).collect();
    levels.retain(|(at, _)| scope.from.is_some_and(|from| *at < from));
    levels.sort_unstable();
    let say = |(at, level): &(DateTime, &String)| {
        let (at, name) = (moment(*at), programme.levels.get(*level).cloned().unwrap_or_else(|| Words::alike(*level)));
        (format!("{} {} 起", name.in_chinese(), at.zh), format!("{} from {}", name.in_english(), at.en))
    };
    let (zh, en): (Vec<String>, Vec<String>) = levels.iter().map(say).unzip();
    (!zh.is_empty())
        .then(|| Words::new(format!("提前购：{}", zh.join("，")), format!("early access: {}", en.join(", "))))
}

struct Say<'a> {
    currency: &'a str,
    name: &'a dyn Fn(&str) -> Option<Words>,
}

impl Say<'_> {
    fn money(&self, amount: i64) -> String {
        shown(amount, self.currency)
    }

    fn named<'k>(&self, keys: impl IntoIterator<Item = &'k String>) -> Words {
        let named = |key: &String| (self.name)(key).unwrap_or_else(|| Words::alike(key));
        let names: Vec<Words> = keys.into_iter().map(named).collect();
        let listed = |read: fn(&Words) -> &str, between| names.iter().map(read).collect::<Vec<_>>().join(between);
        Words::new(listed(Words::in_chinese, "、"), listed(Words::in_english, ", "))
    }

    fn title(&self, offer: &Offer) -> Words {
        match offer {
            Offer::AmountOff { steps, repeat: Some(times) } => self.steps(steps.iter().map(|step| {
                let (at, off) = (self.at(step.at), self.money(step.off));
                let most = if *times > 1 {
                    Words::new(format!("（最多 {times} 次）"), format!(", up to {times} times"))
                } else {
                    Words::default()
                };
                Words::new(format!("每满{}减 {off}{}", at.zh, most.zh), format!("{off} off every {}{}", at.en, most.en))
            })),
            Offer::AmountOff { steps, repeat: None } => self.steps(steps.iter().map(|step| {
                let (at, off) = (self.at(step.at), self.money(step.off));
                Words::new(format!("满{}减 {off}", at.zh), format!("{off} off {}", at.en))
            })),
            Offer::PercentOff { steps } => self.steps(steps.iter().map(|step| {
                let at = self.at(step.at);
                Words::new(
                    format!("满{}打{}", at.zh, fold(step.keep)),
                    format!("{} from {}", percent_off(step.keep), at.en),
                )
            })),
            Offer::Gift { steps, repeat } => self.steps(steps.iter().map(|step| {
                let (at, gifts) = (self.at(step.at), self.gifts(&step.gifts));
                let every = repeat.is_some_and(|times| times > 1);
                let (zh, en) = if every { ("每满", "with every") } else { ("满", "from") };
                Words::new(format!("{zh}{}送 {}", at.zh, gifts.zh), format!("{} free {en} {}", gifts.en, at.en))
            })),
            Offer::Redeem { at, price, products, limit } => {
                let (at, price, goods) = (self.at(*at), self.money(*price), self.named(products));
                Words::new(
                    format!("满{}加 {price} 换购{}（限 {limit} 件）", at.zh, goods.zh),
                    format!("from {}, add {} for {price} (up to {limit})", at.en, goods.en),
                )
            }
            Offer::Discount { keep } => Words::new(fold(*keep), percent_off(*keep)),
            Offer::NthDiscount { n, keep: 0, .. } => Words::new(format!("第 {n} 件免费"), format!("piece {n} free")),
            Offer::NthDiscount { n, keep, .. } => {
                Words::new(format!("第 {n} 件{}", fold(*keep)), format!("{} on piece {n}", percent_off(*keep)))
            }
            Offer::BuyGet { buy, get, .. } => {
                Words::new(format!("买 {buy} 送 {get}"), format!("buy {buy}, get {get} free"))
            }
            Offer::Bundle { quantity, price, .. } => {
                let price = self.money(*price);
                Words::new(format!("任选 {quantity} 件 {price}"), format!("any {quantity} for {price}"))
            }
            Offer::Package { parts, price, .. } => {
                let (goods, price) = (self.named(parts.iter().map(|part| &part.product)), self.money(*price));
                Words::new(
                    format!("套装价 {price}：{}", goods.zh.replace('、', " + ")),
                    format!("the set for {price}: {}", goods.en.replace(", ", " + ")),
                )
            }
            Offer::LadderQuantity { steps } => self.steps(steps.iter().map(|step| {
                let cut = self.cut(step.cut);
                Words::new(format!("{} 件起{}", step.from, cut.zh), format!("from {} pieces {}", step.from, cut.en))
            })),
            Offer::LadderOrder { steps } => self.steps(steps.iter().map(|step| {
                let cut = self.cut(step.cut);
                Words::new(format!("前 {} 单{}", step.up_to, cut.zh), format!("first {} orders {}", step.up_to, cut.en))
            })),
            Offer::Flash { cut, stock, limit } => {
                let cut = self.cut(*cut);
                let own = limit.map_or_else(Words::default, |limit| {
                    Words::new(format!("，每单限 {limit} 件"), format!(", up to {limit} an order"))
                });
                Words::new(
                    format!("限时秒杀{}，共 {stock} 件{}", cut.zh, own.zh),
                    format!("flash sale {}, {stock} in all{}", cut.en, own.en),
                )
            }
            Offer::Group { size, hours, cut } => {
                let cut = self.cut(*cut);
                Words::new(
                    format!("{size} 人拼团{}，{hours} 小时内成团", cut.zh),
                    format!("{} in groups of {size}, to be filled within {hours} hours", cut.en),
                )
            }
            Offer::Presale { deposit, worth } => {
                let (deposit, worth) = (self.money(*deposit), self.money(*worth));
                Words::new(
                    format!("预售：定金 {deposit} 抵 {worth}"),
                    format!("presale: a deposit of {deposit} counts as {worth}"),
                )
            }
            Offer::FreeShipping { at, off } => {
                let at = at.map(|at| self.at(at));
                let gain = off.map_or_else(
                    || Words::new("包邮", "free shipping"),
                    |off| {
                        let off = self.money(off);
                        Words::new(format!("运费减 {off}"), format!("{off} off shipping"))
                    },
                );
                match at {
                    Some(at) => Words::new(format!("满{}{}", at.zh, gain.zh), format!("{} from {}", gain.en, at.en)),
                    None => gain,
                }
            }
            Offer::MemberPrice { prices } => self.steps(prices.iter().map(|price| {
                let (level, cut) = (self.named([&price.level]), self.cut(price.cut));
                Words::new(format!("{}会员{}", level.zh, cut.zh), format!("{} members {}", level.en, cut.en))
            })),
            Offer::NewcomerPrice { cut, limit } => {
                let cut = self.cut(*cut);
                let own = limit.map_or_else(Words::default, |limit| {
                    Words::new(format!("，限 {limit} 件"), format!(", up to {limit}"))
                });
                Words::new(format!("新客首单{}{}", cut.zh, own.zh), format!("first order {}{}", cut.en, own.en))
            }
            Offer::Clearance { cut, stock } => {
                let cut = self.cut(*cut);
                let rest = stock.map_or_else(Words::default, |stock| {
                    Words::new(format!("，仅 {stock} 件"), format!(", {stock} in all"))
                });
                Words::new(format!("清仓{}{}", cut.zh, rest.zh), format!("clearance {}{}", cut.en, rest.en))
            }
            Offer::Points { points, worth, most } => {
                let worth = self.money(*worth);
                let (whole, tenths) = (most / 10, most % 10);
                let share = if tenths == 0 { format!("{whole}%") } else { format!("{whole}.{tenths}%") };
                Words::new(
                    format!("{points} 积分抵 {worth}，最多抵 {share}"),
                    format!("{points} points pay {worth}, up to {share}"),
                )
            }
            Offer::Special { was, now, gifts } => {
                let (was, now) = (self.money(*was), self.money(*now));
                if gifts.is_empty() {
                    return Words::new(format!("原价 {was}，现价 {now}"), format!("was {was}, now {now}"));
                }
                let gifts = self.gifts(gifts);
                Words::new(
                    format!("原价 {was}，现价 {now}，还送 {}", gifts.zh),
                    format!("was {was}, now {now}, with {} free", gifts.en),
                )
            }
        }
    }

    fn steps(&self, steps: impl Iterator<Item = Words>) -> Words {
        let (zh, en): (Vec<String>, Vec<String>) = steps.map(|step| (step.zh, step.en)).unzip();
        Words::new(zh.join("，"), en.join("; "))
    }

    fn at(&self, at: At) -> Words {
        match at {
            At::Amount(amount) => {
                let amount = self.money(amount);
                Words::new(format!(" {amount} "), amount)
            }
            At::Quantity(count) => Words::new(format!(" {count} 件"), format!("{count} pieces")),
        }
    }

    fn cut(&self, cut: Cut) -> Words {
        match cut {
            Cut::Price(price) => {
                let price = self.money(price);
                Words::new(format!(" {price}"), format!("at {price}"))
            }
            Cut::Keep(keep) => Words::new(format!(" {}", fold(keep)), percent_off(keep)),
            Cut::Off(off) => {
                let off = self.money(off);
                Words::new(format!("每件减 {off}"), format!("{off} off each"))
            }
        }
    }

    fn gifts(&self, gifts: &[Gift]) -> Words {
        let one = |gift: &Gift| {
            let worth = self.money(gift.worth);
            Words::new(
                format!("{} ×{}（价值 {worth}）", gift.name.in_chinese(), gift.quantity),
                format!("{} ×{} (worth {worth})", gift.name.in_english(), gift.quantity),
            )
        };
        let (zh, en): (Vec<String>, Vec<String>) = gifts.iter().map(one).map(|words| (words.zh, words.en)).unzip();
        Words::new(zh.join("、"), en.join(", "))
    }

    fn goods(&self, scope: &Scope) -> Vec<Words> {
        let mut lines = Vec::new();
        let goods = &scope.goods;
        if !goods.is_empty() {
            let named =
                self.named(goods.products.iter().chain(&goods.skus).chain(&goods.categories).chain(&goods.tags));
            lines.push(Words::new(format!("适用：{}", named.zh), format!("for {}", named.en)));
        }
        if !scope.except.is_empty() {
            let out = &scope.except;
            let named = self.named(out.products.iter().chain(&out.skus).chain(&out.categories).chain(&out.tags));
            lines.push(Words::new(format!("不含：{}", named.zh), format!("except {}", named.en)));
        }
        lines
    }

    fn buyers(&self, scope: &Scope) -> Vec<Words> {
        let mut lines = Vec::new();
        match scope.first_order {
            Some(true) => lines.push(Words::new("限首单", "first order only")),
            Some(false) => lines.push(Words::new("限老客户", "returning customers only")),
            None => {}
        }
        if !scope.levels.is_empty() {
            let levels = self.named(&scope.levels);
            lines.push(Words::new(format!("限会员等级：{}", levels.zh), format!("for the levels {}", levels.en)));
        }
        if !scope.segments.is_empty() {
            lines.push(Words::new("限受邀客户", "for invited customers"));
        }
        if !scope.channels.is_empty() {
            let named = self.named(&scope.channels);
            lines.push(Words::new(format!("限渠道：{}", named.zh), format!("in the channels {}", named.en)));
        }
        if !scope.regions.is_empty() {
            let named = self.named(&scope.regions);
            lines.push(Words::new(format!("限地区：{}", named.zh), format!("for the regions {}", named.en)));
        }
        lines
    }

    fn limits(&self, promotion: &Promotion) -> Vec<Words> {
        let mut lines = Vec::new();
        if let Some(most) = promotion.max_off {
            let most = self.money(most);
            lines.push(Words::new(format!("每单最多优惠 {most}"), format!("up to {most} off an order")));
        }
        if let Some(most) = promotion.uses_per_customer {
            lines.push(Words::new(format!("每人限用 {most} 次"), format!("{most} a customer")));
        }
        if let Some(most) = promotion.uses {
            lines.push(Words::new(
                format!("共 {most} 份，先到先得"),
                format!("{most} in all, first come, first served"),
            ));
        }
        if promotion.alone {
            lines.push(Words::new("不与其他优惠同享", "goes with no other offer"));
        }
        lines
    }
}

fn times(scope: &Scope) -> Vec<Words> {
    let mut lines = Vec::new();
    let (from, until) = (scope.from.map(moment), scope.until.map(last).map(moment));
    match (from, until) {
        (Some(from), Some(until)) => {
            lines.push(Words::new(format!("{} – {}", from.zh, until.zh), format!("{} – {}", from.en, until.en)));
        }
        (Some(from), None) => lines.push(Words::new(format!("{} 起", from.zh), format!("from {}", from.en))),
        (None, Some(until)) => lines.push(Words::new(format!("至 {}", until.zh), format!("until {}", until.en))),
        (None, None) => {}
    }
    if !scope.weekdays.is_empty() {
        let (zh, en): (Vec<&str>, Vec<&str>) = scope.weekdays.iter().copied().map(weekday).unzip();
        lines.push(Words::new(format!("每{}", zh.join("、")), format!("on {}", en.join(", "))));
    }
    if !scope.hours.is_empty() {
        let hours = scope.hours.iter().map(|hours| format!("{}–{}", clock(hours.from), clock(hours.to)));
        let hours = hours.collect::<Vec<_>>().join("、");
        lines.push(Words::new(format!("每天 {hours}"), format!("{} each day", hours.replace('、', ", "))));
    }
    lines
}

/// What ends at midnight is said by the day before, which it still holds.
fn last(until: DateTime) -> DateTime {
    if until.time() == Time::midnight() {
        until.date().yesterday().map_or(until, |day| day.to_datetime(Time::midnight()))
    } else {
        until
    }
}

fn moment(at: DateTime) -> Words {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (month, day) = (at.month(), at.day());
    let name = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    let hour = if at.time() == Time::midnight() { String::new() } else { format!(" {}", clock(at.time())) };
    Words::new(format!("{month}月{day}日{hour}"), format!("{day} {name}{hour}"))
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn weekday(day: Weekday) -> (&'static str, &'static str) {
    match day {
        Weekday::Mon => ("周一", "Mon"),
        Weekday::Tue => ("周二", "Tue"),
        Weekday::Wed => ("周三", "Wed"),
        Weekday::Thu => ("周四", "Thu"),
        Weekday::Fri => ("周五", "Fri"),
        Weekday::Sat => ("周六", "Sat"),
        Weekday::Sun => ("周日", "Sun"),
    }
}
