//! Behaviours: what people look at, search, keep, put into the cart, ask, review and complain about; that they sign up
//! at the shop's own site or follow a storefront; and what service does for them.

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
    /// Service replied after so many minutes.
    Replied(i64),
    /// Service resolved her complaint.
    Resolved,
    /// Service gave her so much, in 分, to make something good.
    Compensated(i64),
    PageViewed,
    ListViewed,
    SignedUp,
    Followed,
    CouponReceived,
    /// She answers another buyer's question about what she bought.
    Answered,
    /// She says how content she is with an order, whether she would recommend the shop, or how easy it was.
    Surveyed(Survey),
}

/// What a survey asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Survey {
    Csat,
    Nps,
    Ces,
}

impl Survey {
    fn key(self) -> &'static str {
        match self {
            Self::Csat => "csat",
            Self::Nps => "nps",
            Self::Ces => "ces",
        }
    }

    /// An answer; the happier of a thousand say something good.
    fn answer(self, roll: &mut Roll, happy: u64) -> u64 {
        let good = roll.happens(happy);
        match (self, good) {
            (Self::Csat, true) => 4 + roll.below(2),
            (Self::Csat, false) => 1 + roll.below(3),
            (Self::Nps, true) => 9 + roll.below(2),
            // Half of the others are passive.
            (Self::Nps, false) => {
                if roll.happens(500) {
                    7 + roll.below(2)
                } else {
                    roll.below(7)
                }
            }
            (Self::Ces, true) => 5 + roll.below(3),
            (Self::Ces, false) => 1 + roll.below(4),
        }
    }
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
                | Self::Resolved
                | Self::Compensated(_)
                | Self::Answered
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
            Self::Replied(_) => "reply_received",
            Self::Resolved => "complaint_resolved",
            Self::Compensated(_) => "compensated",
            Self::PageViewed => "page_viewed",
            Self::ListViewed => "list_viewed",
            Self::SignedUp => "signed_up",
            Self::Followed => "followed",
            Self::CouponReceived => "coupon_received",
            Self::Answered => "question_answered",
            Self::Surveyed(_) => "survey_answered",
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
    /// How many of a thousand answers are good: the shop grows better at it over its two years.
    fn happy(&self, survey: Survey, at: Millis) -> u64 {
        let (from, to) = (self.world.settings.from, self.world.settings.to);
        let grown = u64::try_from((at - from).max(0) * 80 / (to - from).max(1)).unwrap_or(0);
        grown
            + match survey {
                Survey::Csat => 800,
                Survey::Nps => 460,
                Survey::Ces => 700,
            }
    }

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
            Deed::Replied(minutes) => {
                say("text", roll.pick(words::REPLIES));
                properties.insert("waited_minutes".to_owned(), Value::from(minutes));
            }
            Deed::Reviewed | Deed::ReviewedPoorly => {
                let good = roll.happens(930) && deed == Deed::Reviewed;
                let text = if good { roll.pick(words::GOOD_REVIEWS) } else { roll.pick(words::POOR_REVIEWS) };
                say("text", text);
                let rating = 1 + if good { 3 + roll.below(2) } else { roll.below(3) };
                properties.insert("rating".to_owned(), Value::from(rating));
                if good && roll.happens(280) {
                    properties.insert("photos".to_owned(), Value::from(1 + roll.below(5)));
                }
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
            Deed::Answered => {
                say("text", roll.pick(words::ANSWERS));
            }
            Deed::Surveyed(survey) => {
                say("measure", survey.key());
                let score = survey.answer(&mut roll, self.happy(survey, at));
                properties.insert("score".to_owned(), Value::from(score));
            }
            Deed::CouponReceived => {
                say("coupon", roll.pick(words::COUPONS));
            }
            Deed::Viewed
            | Deed::Favourited
            | Deed::SignedUp
            | Deed::Followed
            | Deed::Resolved
            | Deed::Compensated(_) => {}
        }
        let product = product.filter(|_| deed.with_product());
        if let Some(product) = product.filter(|_| deed == Deed::Viewed) {
            properties.insert("price".to_owned(), yuan(product.price));
        }
        let amount = match deed {
            Deed::Carted => product.map(|product| product.price),
            Deed::Compensated(amount) => Some(amount),
            _ => None,
        };
        EventDraft {
            row: 0,
            key,
            shop: self.shop.reference(),
            name: deed.name().to_owned(),
            identifiers: self.identifiers.clone(),
            at,
            product: product.and_then(|product| product.numbers.get(self.at).cloned()),
            amount,
            currency: amount.map(|_| "CNY".to_owned()),
            properties,
        }
    }
}
