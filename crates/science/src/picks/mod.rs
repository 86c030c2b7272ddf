//! 潜力宝贝: products that are worth pushing in a campaign, each by parts that are shown.
//!
//! A product with three visits and two favourites is no discovery. So every rate is drawn towards that of the whole shop, the more
//! the fewer visits stand behind it ([`shrink`]), before products are ranked by it. The points of a part are its rank among the
//! products for which it is known, 0 to 100, equals sharing the middle; the score is their mean by weight. What is not known of a
//! product (its stock, its margin) counts neither for it nor against it.
//!
//! Absent: which products are on sale, and the campaign.

pub mod shrink;

use shrink::{Prior, drawn};

/// What is known of a product in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Product<K> {
    /// Which.
    pub product: K,
    /// Visits of its page.
    pub visits: u64,
    /// Seconds of all these visits together.
    pub seconds: u64,
    /// Visits in which something on the page was opened: a picture, a size, the reviews.
    pub clicks: u64,
    /// Visits in which it was favourited.
    pub favourites: u64,
    /// Visits in which somebody asked about it.
    pub inquiries: u64,
    /// Visits that ended on its page.
    pub bounces: u64,
    /// Units sold in the period.
    pub sold: u64,
    /// Units sold in the period before, of the same length.
    pub sold_before: u64,
    /// Units in stock; `None` where nobody counts them.
    pub stock: Option<u64>,
    /// Margin in thousandths of the price; `None` where the cost is not known.
    pub margin: Option<i64>,
}

/// What makes up a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Seconds a visit.
    VisitTime,
    /// Share of visits with a click.
    Click,
    /// Share of visits with a favourite.
    Favourite,
    /// Share of visits with an inquiry.
    Inquiry,
    /// Units sold over those of the period before.
    Growth,
    /// Share of visits that ended here: less is better.
    Bounce,
    /// Days that the stock lasts.
    Stock,
    /// Margin, as a share of the price.
    Margin,
}

impl Part {
    /// All eight, in the order of weights.
    pub const ALL: [Self; 8] = [
        Self::VisitTime,
        Self::Click,
        Self::Favourite,
        Self::Inquiry,
        Self::Growth,
        Self::Bounce,
        Self::Stock,
        Self::Margin,
    ];

    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::VisitTime => "visit_time",
            Self::Click => "click",
            Self::Favourite => "favourite",
            Self::Inquiry => "inquiry",
            Self::Growth => "growth",
            Self::Bounce => "bounce",
            Self::Stock => "stock",
            Self::Margin => "margin",
        }
    }

    /// Its name in Chinese and in English.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::VisitTime => ("停留时长", "Time a visit"),
            Self::Click => ("点击率", "Clicks"),
            Self::Favourite => ("收藏率", "Favourites"),
            Self::Inquiry => ("咨询率", "Inquiries"),
            Self::Growth => ("销量增长", "Growth"),
            Self::Bounce => ("跳出率", "Bounces"),
            Self::Stock => ("库存可售天数", "Stock"),
            Self::Margin => ("毛利率", "Margin"),
        }
    }
}

/// What the shop decides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Weights of the parts, in the order of [`Part::ALL`]; 0 leaves one out.
    pub weights: [u32; 8],
    /// Days of the period.
    pub days: f64,
    /// Days that a stock should last; longer is no better.
    pub cover: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { weights: [1, 1, 2, 2, 2, 1, 1, 2], days: 30.0, cover: 30.0 }
    }
}

/// A product with its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick<K> {
    /// Which.
    pub product: K,
    /// 0 to 100; 50 where nothing is known.
    pub score: f64,
    /// Its parts, in the order of [`Part::ALL`].
    pub parts: [Shown; 8],
    /// Why it should not be pushed, whatever its score.
    pub held_back: Vec<HoldBack>,
}

/// A part as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// Which.
    pub part: Part,
    /// As counted; `None` where nothing can be.
    pub raw: Option<f64>,
    /// Drawn towards the shop's: what products are ranked by.
    pub drawn: Option<f64>,
    /// How much of that is the product's own, from 0 to 1; the rest is the shop's.
    pub own: f64,
    /// 0 to 100.
    pub points: Option<f64>,
}

/// Why a product should not be pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoldBack {
    /// Nothing is left to sell.
    NoStock,
    /// Each one sold is a loss.
    Loss,
    /// More than half of what ranks it is the shop's rather than its own: too few visits.
    Thin,
}

/// Picks, and by what rates were drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Picks<K> {
    /// The highest score first, equals in the order of products.
    pub picks: Vec<Pick<K>>,
    /// What each part was drawn towards, in the order of [`Part::ALL`]; `None` of those that are not drawn.
    pub priors: [Option<Prior>; 8],
}

/// Visits that the shop's mean counts for in the time a visit, which no count of visits tells.
const VISITS: f64 = 20.0;
/// Units that the shop's growth counts for.
const UNITS: f64 = 10.0;

/// Scores products.
#[must_use]
pub fn picks<K: Ord + Clone>(products: &[Product<K>], settings: &Settings) -> Picks<K> {
    let rate = |count: fn(&Product<K>) -> u64| -> Prior {
        Prior::of_rates(products.iter().map(|product| (count(product), product.visits)))
    };
    let sum = |count: fn(&Product<K>) -> u64| products.iter().map(|product| count(product) as f64).sum::<f64>();
    let ratio = |up: f64, down: f64, none: f64| if down > 0.0 { up / down } else { none };
    let priors = [
        Some(Prior { mean: ratio(sum(|it| it.seconds), sum(|it| it.visits), 0.0), strength: VISITS }),
        Some(rate(|it| it.clicks)),
        Some(rate(|it| it.favourites)),
        Some(rate(|it| it.inquiries)),
        Some(Prior { mean: ratio(sum(|it| it.sold), sum(|it| it.sold_before), 1.0), strength: UNITS }),
        Some(rate(|it| it.bounces)),
        None,
        None,
    ];
    let mut shown: Vec<[Shown; 8]> = products.iter().map(|product| parts(product, settings, &priors)).collect();
    for (at, part) in Part::ALL.into_iter().enumerate() {
        let values: Vec<Option<f64>> = shown.iter().map(|parts| parts.get(at).and_then(|it| it.drawn)).collect();
        let points = match part {
            Part::Stock => values.iter().map(|cover| cover.map(|it| 100.0 * it / settings.cover.max(1e-9))).collect(),
            Part::Bounce => ranks(&values.iter().map(|value| value.map(|it| -it)).collect::<Vec<_>>()),
            _ => ranks(&values),
        };
        for (parts, points) in shown.iter_mut().zip(points) {
            if let Some(it) = parts.get_mut(at) {
                it.points = points;
            }
        }
    }
    let mut picks: Vec<Pick<K>> =
        products.iter().zip(shown).map(|(product, parts)| pick(product, parts, settings)).collect();
    picks.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.product.cmp(&b.product)));
    Picks { picks, priors }
}

/// A product's parts, without points.
fn parts<K>(product: &Product<K>, settings: &Settings, priors: &[Option<Prior>; 8]) -> [Shown; 8] {
    let visits = product.visits as f64;
    let counted = |count: u64| (count.min(product.visits) as f64, visits);
    let mut priors = priors.iter().copied();
    Part::ALL.map(|part| {
        let prior = priors.next().flatten();
        let pair = match part {
            Part::VisitTime => (product.seconds as f64, visits),
            Part::Click => counted(product.clicks),
            Part::Favourite => counted(product.favourites),
            Part::Inquiry => counted(product.inquiries),
            Part::Growth => (product.sold as f64, product.sold_before as f64),
            Part::Bounce => counted(product.bounces),
            Part::Stock => {
                let a_day = product.sold as f64 / settings.days.max(1e-9);
                let cover = product.stock.map(|stock| if stock == 0 { 0.0 } else { stock as f64 / a_day });
                // A stock that nothing is taken of lasts long enough.
                return plain(part, cover.map(|cover| cover.min(settings.cover.max(1e-9))));
            }
            Part::Margin => return plain(part, product.margin.map(|margin| margin as f64 / 1_000.0)),
        };
        let raw = (pair.1 > 0.0).then(|| pair.0 / pair.1);
        let prior = prior.unwrap_or(Prior { mean: 0.0, strength: 0.0 });
        Shown { part, raw, drawn: drawn(pair, prior), own: prior.own(pair.1), points: None }
    })
}

fn plain(part: Part, value: Option<f64>) -> Shown {
    Shown { part, raw: value, drawn: value, own: 1.0, points: None }
}

fn pick<K: Clone>(product: &Product<K>, parts: [Shown; 8], settings: &Settings) -> Pick<K> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (shown, own) in parts.iter().zip(settings.weights) {
        if let Some(points) = shown.points {
            sum += points * f64::from(own);
            weight += f64::from(own);
        }
    }
    let mut held_back = Vec::new();
    if product.stock == Some(0) {
        held_back.push(HoldBack::NoStock);
    }
    if product.margin.is_some_and(|margin| margin < 0) {
        held_back.push(HoldBack::Loss);
    }
    if parts.first().is_some_and(|time| time.own < 0.5) {
        held_back.push(HoldBack::Thin);
    }
    let score = if weight > 0.0 { (sum / weight).clamp(0.0, 100.0) } else { 50.0 };
    Pick { product: product.product.clone(), score, parts, held_back }
}

/// Ranks from 0 to 100 among those known, equals sharing the middle; 50 of one alone.
fn ranks(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut known: Vec<(f64, usize)> =
        values.iter().enumerate().filter_map(|(at, value)| Some(((*value)?, at))).collect();
    known.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut found = vec![None; values.len()];
    let (mut before, most) = (0.0, known.len() as f64 - 1.0);
    for equals in known.chunk_by(|a, b| a.0 == b.0) {
        let more = equals.len() as f64 - 1.0;
        let points = if most > 0.0 { 100.0 * (before + more / 2.0) / most } else { 50.0 };
        for (_, at) in equals {
            if let Some(slot) = found.get_mut(*at) {
                *slot = Some(points);
            }
        }
        before += more + 1.0;
    }
    found
}

#[cfg(test)]
mod tests;
