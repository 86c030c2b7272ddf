//! What cannot be computed is refused, with the path to it.

use std::collections::HashSet;

use crate::table::outside;
use crate::{At, Cap, Cut, Gift, Layer, Offer, Problem, Programme, Promotion};

/// The most promotions in a programme.
pub const MAX_PROMOTIONS: usize = 100_000;

/// Everything that is wrong with a programme; empty when it can be used.
#[must_use]
pub fn check(programme: &Programme) -> Vec<Problem> {
    let mut problems = Vec::new();
    if programme.currency.len() != 3 || !programme.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let (zh, en) = ("币种写作三个大写字母，如 CNY", "a currency is three capital letters, such as CNY");
        problems.push(Problem::error("currency", "currency", zh, en));
    }
    if programme.promotions.len() > MAX_PROMOTIONS {
        let (zh, en) =
            (format!("最多 {MAX_PROMOTIONS} 个促销"), format!("there are at most {MAX_PROMOTIONS} promotions"));
        problems.push(Problem::error("too_many", "promotions", zh, en));
    }
    let settings = &programme.settings;
    if settings.floor_per_mille > 1000 {
        problems.push(rate("settings.floor_per_mille".to_owned()));
    }
    match settings.cap {
        Some(Cap::PerMille(share)) if share > 1000 => problems.push(rate("settings.cap.per_mille".to_owned())),
        Some(Cap::Amount(amount)) => problems.extend(outside(amount, "settings.cap.amount".to_owned())),
        _ => {}
    }
    if settings.together == Some(0) || settings.search_steps == 0 {
        let field = if settings.together == Some(0) { "settings.together" } else { "settings.search_steps" };
        problems.push(Problem::error("zero", field, "至少为 1", "it must be at least 1"));
    }
    for (key, standing) in &programme.standings {
        problems.extend(outside(standing.spent, format!("standings.{key}.spent")));
    }
    let mut keys = HashSet::new();
    for (index, promotion) in programme.promotions.iter().enumerate() {
        let mut found = Checked { problems: Vec::new(), root: format!("promotions[{index}]") };
        if promotion.key.is_empty() || !keys.insert(promotion.key.as_str()) {
            let (zh, en) = (
                format!("促销的 key `{}` 为空或重复", promotion.key),
                format!("the key `{}` is empty or there twice", promotion.key),
            );
            found.add("twice", "key", &zh, &en);
        }
        found.promotion(promotion);
        problems.extend(
            found.problems.into_iter().map(|problem| Problem { promotions: vec![promotion.key.clone()], ..problem }),
        );
    }
    problems
}

fn rate(path: String) -> Problem {
    Problem::error("rate", path, "千分比必须在 0 到 1000 之间", "a rate is from 0 to 1000 thousandths")
}

struct Checked {
    problems: Vec<Problem>,
    root: String,
}

impl Checked {
    fn add(&mut self, code: &str, path: &str, zh: &str, en: &str) {
        let path = format!("{}.{path}", self.root);
        self.problems.push(Problem::error(code, path, zh, en));
    }

    fn promotion(&mut self, promotion: &Promotion) {
        for (field, amount) in [("max_off", promotion.max_off), ("budget", promotion.budget)] {
            if let Some(amount) = amount {
                self.amount(field, amount);
            }
        }
        let home = promotion.offer.layer();
        let may = match promotion.layer() {
            layer if layer == home => true,
            Layer::Item => matches!(promotion.offer, Offer::Discount { .. }),
            Layer::Coupon => home == Layer::Shop,
            _ => false,
        };
        if !may {
            let form = promotion.offer.form();
            let (zh, en) = (format!("{}不能放在这一层", form.zh), format!("{} does not belong in this layer", form.en));
            self.add("layer", "layer", &zh, &en);
        }
        let scope = &promotion.scope;
        if let (Some(from), Some(until)) = (scope.from, scope.until)
            && from >= until
        {
            self.add("times", "scope.until", "结束时间必须晚于开始时间", "it must end after it begins");
        }
        for (at, hours) in scope.hours.iter().enumerate() {
            if hours.from == hours.to {
                self.add("times", &format!("scope.hours[{at}]"), "时段为空", "these hours are empty");
            }
        }
        if matches!(promotion.offer, Offer::NewcomerPrice { .. }) && scope.first_order == Some(false) {
            let en = "a newcomer price is for the first order; it cannot be for later ones only";
            self.add("scope", "scope.first_order", "新客价只能用于首单", en);
        }
        if matches!(promotion.offer, Offer::Package { .. }) && !scope.goods.is_empty() {
            let en = "a package names its goods in its parts; leave the scope's goods empty";
            self.add("scope", "scope.goods", "打包一口价的商品写在 parts 里，scope.goods 请留空", en);
        }
        self.offer(&promotion.offer);
    }

    fn offer(&mut self, offer: &Offer) {
        match offer {
            Offer::AmountOff { steps, repeat } => {
                self.steps("offer.amount_off", steps.iter().map(|step| step.at), *repeat);
                for (at, step) in steps.iter().enumerate() {
                    self.positive(&format!("offer.amount_off.steps[{at}].off"), step.off);
                }
                self.rising("offer.amount_off.steps", steps.iter().map(|step| step.off));
            }
            Offer::PercentOff { steps } => {
                self.steps("offer.percent_off", steps.iter().map(|step| step.at), None);
                for (at, step) in steps.iter().enumerate() {
                    self.keep(&format!("offer.percent_off.steps[{at}].keep"), step.keep);
                }
                self.rising("offer.percent_off.steps", steps.iter().map(|step| -i64::from(step.keep)));
            }
            Offer::Gift { steps, repeat } => {
                self.steps("offer.gift", steps.iter().map(|step| step.at), *repeat);
                for (at, step) in steps.iter().enumerate() {
                    let path = format!("offer.gift.steps[{at}].gifts");
                    if step.gifts.is_empty() {
                        self.add("empty", &path, "请写明送什么", "name what is given");
                    }
                    self.gifts(&path, &step.gifts);
                }
            }
            Offer::Redeem { at, price, products, limit } => {
                self.at("offer.redeem.at", *at);
                self.amount("offer.redeem.price", *price);
                self.count("offer.redeem.limit", *limit);
                if products.is_empty() {
                    self.add("empty", "offer.redeem.products", "请列出可换购的商品", "name the products");
                }
                for (at, product) in products.iter().enumerate() {
                    self.named(&format!("offer.redeem.products[{at}]"), product, "请选商品", "name the product");
                }
            }
            Offer::Discount { keep } => self.keep("offer.discount.keep", *keep),
            Offer::NthDiscount { n, keep, times } => {
                self.count("offer.nth_discount.n", *n);
                if *keep >= 1000 {
                    self.keep("offer.nth_discount.keep", *keep);
                }
                self.often("offer.nth_discount.times", *times);
            }
            Offer::BuyGet { buy, get, times } => {
                self.count("offer.buy_get.buy", *buy);
                self.count("offer.buy_get.get", *get);
                self.often("offer.buy_get.times", *times);
            }
            Offer::Bundle { quantity, price, times } => {
                self.count("offer.bundle.quantity", *quantity);
                self.amount("offer.bundle.price", *price);
                self.often("offer.bundle.times", *times);
            }
            Offer::Package { parts, price, times } => {
                self.amount("offer.package.price", *price);
                self.often("offer.package.times", *times);
                let products: HashSet<&str> = parts.iter().map(|part| part.product.as_str()).collect();
                if parts.is_empty() || products.len() < parts.len() {
                    let en = "name at least one product, each once";
                    self.add("empty", "offer.package.parts", "至少列出一个商品，且不能重复", en);
                }
                for (at, part) in parts.iter().enumerate() {
                    let path = format!("offer.package.parts[{at}].product");
                    self.named(&path, &part.product, "请选商品", "name the product");
                    self.count(&format!("offer.package.parts[{at}].quantity"), part.quantity);
                }
            }
            Offer::LadderQuantity { steps } => {
                let path = "offer.ladder_quantity";
                self.steps(path, steps.iter().map(|step| At::Quantity(step.from)), None);
                steps.iter().enumerate().for_each(|(at, step)| self.cut(&format!("{path}.steps[{at}].cut"), step.cut));
            }
            Offer::LadderOrder { steps } => {
                let path = "offer.ladder_order";
                self.steps(path, steps.iter().map(|step| At::Quantity(step.up_to)), None);
                steps.iter().enumerate().for_each(|(at, step)| self.cut(&format!("{path}.steps[{at}].cut"), step.cut));
            }
            Offer::Flash { cut, limit, .. } => {
                self.cut("offer.flash.cut", *cut);
                self.often("offer.flash.limit", *limit);
            }
            Offer::Group { size, hours, cut } => {
                self.cut("offer.group.cut", *cut);
                self.count("offer.group.hours", *hours);
                if *size < 2 {
                    self.add("count", "offer.group.size", "成团人数至少为 2", "a group is of at least 2");
                }
            }
            Offer::Presale { deposit, worth } => {
                self.positive("offer.presale.deposit", *deposit);
                if worth < deposit {
                    let en = "a deposit counts as at least itself";
                    self.add("worth", "offer.presale.worth", "定金抵扣额不能低于定金", en);
                }
            }
            Offer::FreeShipping { at, off } => {
                if let Some(at) = at {
                    self.at("offer.free_shipping.at", *at);
                }
                if let Some(off) = off {
                    self.positive("offer.free_shipping.off", *off);
                }
            }
            Offer::MemberPrice { prices } => {
                if prices.is_empty() {
                    self.add("empty", "offer.member_price.prices", "至少列出一个等级", "name at least one level");
                }
                for (at, price) in prices.iter().enumerate() {
                    let path = format!("offer.member_price.prices[{at}].level");
                    self.named(&path, &price.level, "请选会员等级", "name the level");
                    self.cut(&format!("offer.member_price.prices[{at}].cut"), price.cut);
                }
            }
            Offer::NewcomerPrice { cut, limit } => {
                self.cut("offer.newcomer_price.cut", *cut);
                self.often("offer.newcomer_price.limit", *limit);
            }
            Offer::Clearance { cut, .. } => self.cut("offer.clearance.cut", *cut),
            Offer::Points { points, worth, most } => {
                self.positive("offer.points.points", *points);
                self.positive("offer.points.worth", *worth);
                if *most == 0 || *most > 1000 {
                    let path = format!("{}.offer.points.most", self.root);
                    self.problems.push(rate(path));
                }
            }
            Offer::Special { was, now, gifts } => {
                self.amount("offer.special.was", *was);
                self.amount("offer.special.now", *now);
                self.gifts("offer.special.gifts", gifts);
                if now >= was {
                    let en = "the price now must be below what it was";
                    self.add("price", "offer.special.now", "现价必须低于原价", en);
                }
            }
        }
    }

    /// Steps rise, of one kind, and only a single one repeats.
    fn steps(&mut self, path: &str, steps: impl Iterator<Item = At>, repeat: Option<u32>) {
        let steps: Vec<At> = steps.collect();
        if steps.is_empty() {
            self.add("empty", &format!("{path}.steps"), "至少一档", "there must be at least one step");
        }
        if repeat.is_some() && steps.len() > 1 {
            let en = "only a single step can repeat";
            self.add("repeat", &format!("{path}.repeat"), "每满只能有一档", en);
        }
        self.often(&format!("{path}.repeat"), repeat);
        steps.iter().enumerate().for_each(|(at, step)| self.at(&format!("{path}.steps[{at}]"), *step));
        for (at, pair) in steps.windows(2).enumerate() {
            let rises = match pair {
                [At::Amount(low), At::Amount(high)] => low < high,
                [At::Quantity(low), At::Quantity(high)] => low < high,
                _ => false,
            };
            if !rises {
                let en = "the steps must rise, all of one kind";
                self.add("steps", &format!("{path}.steps[{}]", at + 1), "各档门槛必须同类并递增", en);
            }
        }
    }

    /// A higher step never gives less.
    fn rising(&mut self, path: &str, gains: impl Iterator<Item = i64>) {
        let gains: Vec<i64> = gains.collect();
        for (at, pair) in gains.windows(2).enumerate() {
            if matches!(pair, [low, high] if high < low) {
                let en = "a higher step must not give less than a lower one";
                self.add("steps", &format!("{path}[{}]", at + 1), "更高一档的优惠不能更少", en);
            }
        }
    }

    fn at(&mut self, path: &str, at: At) {
        match at {
            At::Amount(amount) => self.positive(path, amount),
            At::Quantity(quantity) => self.count(path, quantity),
        }
    }

    fn cut(&mut self, path: &str, cut: Cut) {
        match cut {
            Cut::Price(price) => self.amount(path, price),
            Cut::Keep(keep) => self.keep(path, keep),
            Cut::Off(off) => self.positive(path, off),
        }
    }

    fn gifts(&mut self, path: &str, gifts: &[Gift]) {
        for (at, gift) in gifts.iter().enumerate() {
            let en = "name the gift, as buyers read it";
            self.named(&format!("{path}[{at}].name"), gift.name.in_chinese(), "请写赠品名称", en);
            self.count(&format!("{path}[{at}].quantity"), gift.quantity);
            self.amount(&format!("{path}[{at}].worth"), gift.worth);
        }
    }

    /// What has to be said is said.
    fn named(&mut self, path: &str, name: &str, zh: &str, en: &str) {
        if name.trim().is_empty() {
            self.add("empty", path, zh, en);
        }
    }

    fn amount(&mut self, path: &str, amount: i64) {
        self.problems.extend(outside(amount, format!("{}.{path}", self.root)));
    }

    fn positive(&mut self, path: &str, amount: i64) {
        if amount == 0 {
            self.add("zero", path, "必须大于 0", "it must be more than 0");
        }
        self.amount(path, amount);
    }

    fn count(&mut self, path: &str, count: u32) {
        if count == 0 || count > 1_000_000 {
            self.add("count", path, "必须在 1 到 1000000 之间", "it must be from 1 to 1000000");
        }
    }

    fn often(&mut self, path: &str, count: Option<u32>) {
        if let Some(count) = count {
            self.count(path, count);
        }
    }

    fn keep(&mut self, path: &str, keep: u16) {
        if keep == 0 || keep >= 1000 {
            let en = "what is kept is from 1 to 999 thousandths: 880 is 12% off";
            self.add("rate", path, "折扣写作 1 到 999 的千分比：880 为 8.8折", en);
        }
    }
}
