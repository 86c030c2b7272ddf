//! Behaviours: what people look at, search, keep, put into the cart, ask, review and complain about; and that they sign up
//! at the shop's own site or follow a storefront.

use connectors::drafts::{EventDraft, Identifier, Millis};
use serde_json::{Map, Value};

use super::World;
use super::chance::Roll;
use super::segment::yuan;
use super::settings::Shop;
use super::words;

/// The kinds of behaviour, by the names that our events have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Viewed,
    Searched,
    Favourited,
    Carted,
    Inquired,
    Reviewed,
    /// The same, and she is not content.
    ReviewedPoorly,
    Complained,
    PageViewed,
    ListViewed,
    SignedUp,
    Followed,
    CouponReceived,
}

impl Deed {
    /// Whether it is about a product.
    fn with_product(self) -> bool {
        matches!(
            self,
            Self::Viewed
                | Self::Favourited
                | Self::Carted
                | Self::Inquired
                | Self::Reviewed
                | Self::ReviewedPoorly
                | Self::Complained
        )
    }

    fn name(self) -> &'static str {
        match self {
            Self::Viewed => "viewed",
            Self::Searched => "searched",
            Self::Favourited => "favourited",
            Self::Carted => "carted",
            Self::Inquired => "inquired",
            Self::Reviewed | Self::ReviewedPoorly => "reviewed",
            Self::Complained => "complained",
            Self::PageViewed => "page_viewed",
            Self::ListViewed => "list_viewed",
            Self::SignedUp => "signed_up",
            Self::Followed => "followed",
            Self::CouponReceived => "coupon_received",
        }
    }
}

/// Who did it, where, about what.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    /// Index of the shop.
    pub(crate) at: usize,
    pub(crate) shop: &'a Shop,
    pub(crate) identifiers: Vec<Identifier>,
    /// Index of the product.
    pub(crate) product: usize,
    /// The order's number, for what follows an order.
    pub(crate) order: Option<&'a str>,
}

impl Scene<'_> {
    /// The event as a draft. `key` is unique over the world.
    pub(crate) fn draft(&self, mut roll: Roll, deed: Deed, at: Millis, key: String) -> EventDraft {
        let product = self.world.catalogue.products.get(self.product);
        let mut properties = Map::new();
        let mut say = |name: &str, text: &str| properties.insert(name.to_owned(), Value::from(text));
        if let Some(order) = self.order {
            say("order", order);
        }
        match deed {
            Deed::Searched => {
                say("query", roll.pick(words::SEARCHES));
            }
            Deed::Inquired => {
                say("text", roll.pick(words::QUESTIONS));
            }
            Deed::Complained => {
                say("text", roll.pick(words::COMPLAINTS));
            }
            Deed::Reviewed | Deed::ReviewedPoorly => {
                let good = roll.happens(930) && deed == Deed::Reviewed;
                let text = if good { roll.pick(words::GOOD_REVIEWS) } else { roll.pick(words::POOR_REVIEWS) };
                say("text", text);
                let rating = 1 + if good { 3 + roll.below(2) } else { roll.below(3) };
                properties.insert("rating".to_owned(), Value::from(rating));
            }
            Deed::Carted => {
                properties.insert("quantity".to_owned(), Value::from(1 + roll.below(6) / 5));
            }
            Deed::PageViewed | Deed::ListViewed => {
                let pages = if deed == Deed::PageViewed { words::PAGES } else { words::LISTS };
                let (name, path) = roll.pick(pages);
                say("name", name);
                say("path", path);
            }
            Deed::CouponReceived => {
                say("coupon", roll.pick(words::COUPONS));
            }
            Deed::Viewed | Deed::Favourited | Deed::SignedUp | Deed::Followed => {}
        }
        let product = product.filter(|_| deed.with_product());
        if let Some(product) = product.filter(|_| deed == Deed::Viewed) {
            properties.insert("price".to_owned(), yuan(product.price));
        }
        let priced = deed == Deed::Carted;
        EventDraft {
            row: 0,
            key,
            shop: self.shop.reference(),
            name: deed.name().to_owned(),
            identifiers: self.identifiers.clone(),
            at,
            product: product.and_then(|product| product.numbers.get(self.at).cloned()),
            amount: product.filter(|_| priced).map(|product| product.price),
            currency: priced.then(|| "CNY".to_owned()),
            properties,
        }
    }
}
