//! Scores as they are shown.

use rules::Catalogue;
use science::picks::{HoldBack, Part, Pick as Scored, Picks, Product as Counted, picks};

use super::model::{Pick, PickPart, PickShare, PicksPage};
use super::read::{Goods, Read};
use super::settings::Settings;
use super::words;
use crate::analysis::{Period, behind};
use crate::products::Listing;
use crate::shops::Business;
use crate::value::label;
use crate::value::numbers::{count, decimals, float};

/// Products that are told.
const TOLD: usize = 500;

/// What the answer is made with.
pub(super) struct Given<'g> {
    pub(super) business: &'g Business,
    pub(super) period: &'g Period,
    pub(super) catalogue: &'g Catalogue,
    pub(super) settings: Settings,
}

impl Given<'_> {
    /// The answer.
    pub(super) fn page(&self, read: &Read) -> PicksPage {
        let counted: Vec<Counted<usize>> =
            read.products.iter().enumerate().map(|(at, goods)| counted(at, goods)).collect();
        let known = |part: Part| known(part, &counted);
        let Picks { picks, priors } = picks(&counted, &self.settings.for_days(float(self.period.days()), known));
        let weights = self.settings.for_days(1.0, |_| true).weights;
        let parts = Part::ALL.into_iter().zip(weights).zip(priors);
        let visits = counted.iter().map(|one| one.visits).fold(0, u64::saturating_add);
        PicksPage {
            head: self.period.head(self.business, read.customers, words::definitions()),
            from: self.period.from,
            to: self.period.to,
            products: count(counted.len()),
            unknown: read.unknown,
            visits: i64::try_from(visits).unwrap_or(i64::MAX),
            settings: self.settings,
            parts: parts
                .map(|((part, weight), prior)| PickPart {
                    key: part.key().to_owned(),
                    label: label(part.names()),
                    weight: i64::from(weight),
                    known: known(part),
                    mean: prior.map(|prior| decimals(prior.mean, 4)),
                })
                .collect(),
            picks: picks
                .iter()
                .filter_map(|pick| Some((pick, read.products.get(pick.product)?)))
                .take(TOLD)
                .filter_map(|(pick, goods)| self.pick(pick, goods))
                .collect(),
        }
    }

    fn pick(&self, scored: &Scored<usize>, goods: &Goods) -> Option<Pick> {
        let product = &goods.listings.first()?.product;
        let listings = || goods.listings.iter().map(|seen| &seen.product);
        let good = || behind::any_of(listings().map(|one| (one.shop_id.0, one.number.as_str())));
        let looked = behind::did("viewed", good(), self.period);
        let bought = behind::did("dealt", good(), self.period);
        let share = |shown: &science::picks::Shown| PickShare {
            key: shown.part.key().to_owned(),
            raw: shown.raw.map(|value| decimals(value, 4)),
            drawn: shown.drawn.map(|value| decimals(value, 4)),
            own: decimals(1_000.0 * shown.own, 0),
            points: shown.points.map(|value| decimals(value, 1)),
        };
        Some(Pick {
            product_id: product.id,
            number: product.number.clone(),
            title: product.title.clone(),
            category: product.category.clone(),
            shop_id: product.shop_id,
            shop: product.shop.clone(),
            listings: listings().map(Listing::from).collect(),
            price: product.price.clone(),
            stock: goods.stock,
            visits: i64::try_from(goods.looks.visits).unwrap_or(i64::MAX),
            sold: goods.sold,
            sold_before: goods.before,
            score: decimals(scored.score, 1),
            parts: scored.parts.iter().map(share).collect(),
            held_back: scored.held_back.iter().map(|why| held_back(*why).to_owned()).collect(),
            rule: rules::print(&behind::all(vec![looked, behind::not(bought)]), self.catalogue),
        })
    }
}

fn held_back(why: HoldBack) -> &'static str {
    match why {
        HoldBack::NoStock => "no_stock",
        HoldBack::Loss => "loss",
        HoldBack::Thin => "thin",
    }
}

/// A product as science counts it.
fn counted(at: usize, goods: &Goods) -> Counted<usize> {
    let whole = |value: i64| u64::try_from(value).unwrap_or(0);
    let looks = &goods.looks;
    Counted {
        product: at,
        visits: looks.visits,
        seconds: looks.seconds,
        clicks: looks.clicks,
        favourites: looks.favourites,
        inquiries: looks.inquiries,
        bounces: looks.bounces,
        sold: whole(goods.sold),
        sold_before: whole(goods.before),
        stock: goods.stock.map(whole),
        margin: goods.margin,
    }
}

/// Whether the shop's data say anything of a part.
fn known(part: Part, products: &[Counted<usize>]) -> bool {
    products.iter().any(|one| match part {
        Part::VisitTime => one.seconds > 0,
        Part::Click => one.clicks > 0,
        Part::Favourite => one.favourites > 0,
        Part::Inquiry => one.inquiries > 0,
        Part::Growth => one.sold_before > 0,
        Part::Bounce => one.visits > 0,
        Part::Stock => one.stock.is_some(),
        Part::Margin => one.margin.is_some(),
    })
}
