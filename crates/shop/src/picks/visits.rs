//! Visits: what somebody does without half an hour of silence between is one. How long a page was looked at, and whether the
//! visit ended on it, follows from what came next. Pure.

/// Silence that ends a visit, milliseconds; nobody looks at a page for longer.
const SILENCE: i64 = 30 * 60 * 1_000;

/// What was done, as far as products are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Viewed,
    Clicked,
    Favourited,
    Inquired,
    Other,
}

impl Kind {
    /// The kind that behaviours of this name are; `None` for what the shop did, which ends nobody's looking at a page.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "viewed" => Self::Viewed,
            "clicked" => Self::Clicked,
            "favourited" => Self::Favourited,
            "inquired" => Self::Inquired,
            "reply_received" | "complaint_resolved" | "compensated" => return None,
            _ => Self::Other,
        })
    }
}

/// Something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    /// Who.
    pub(super) profile: i64,
    /// When, milliseconds UTC.
    pub(super) at: i64,
    pub(super) kind: Kind,
    /// Which product, by its place; `None` of none.
    pub(super) product: Option<u32>,
    /// How long the page was looked at, where its own page said so; seconds.
    pub(super) seconds: Option<u32>,
}

/// What people did with a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Looks {
    pub(super) visits: u64,
    pub(super) seconds: u64,
    pub(super) clicks: u64,
    pub(super) favourites: u64,
    pub(super) inquiries: u64,
    pub(super) bounces: u64,
}

impl Looks {
    /// With what people did with another listing of it.
    pub(super) fn add(&mut self, other: &Self) {
        let both = [
            (&mut self.visits, other.visits),
            (&mut self.seconds, other.seconds),
            (&mut self.clicks, other.clicks),
            (&mut self.favourites, other.favourites),
            (&mut self.inquiries, other.inquiries),
            (&mut self.bounces, other.bounces),
        ];
        for (own, more) in both {
            *own = own.saturating_add(more);
        }
    }
}

/// What people did with each of `products`, from steps in any order.
pub(super) fn looks(mut steps: Vec<Step>, products: usize) -> Vec<Looks> {
    steps.sort_unstable();
    let mut found = vec![Looks::default(); products];
    for (place, step) in steps.iter().enumerate() {
        let own = step.product.and_then(|product| found.get_mut(usize::try_from(product).ok()?));
        let Some(own) = own else { continue };
        match step.kind {
            Kind::Clicked => own.clicks += 1,
            Kind::Favourited => own.favourites += 1,
            Kind::Inquired => own.inquiries += 1,
            Kind::Other => {}
            Kind::Viewed => {
                let next = steps.get(place + 1).filter(|next| next.profile == step.profile);
                let gap = next.map(|next| next.at - step.at).filter(|gap| *gap < SILENCE);
                own.visits += 1;
                own.bounces += u64::from(gap.is_none());
                let waited = gap.and_then(|gap| u64::try_from(gap / 1_000).ok());
                let stated = step.seconds.map(u64::from);
                own.seconds += stated.or(waited).unwrap_or(0);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_shop_did_is_no_step_of_a_visit() {
        assert_eq!(Kind::of("viewed"), Some(Kind::Viewed));
        assert_eq!(Kind::of("carted"), Some(Kind::Other));
        for name in ["reply_received", "complaint_resolved", "compensated"] {
            assert_eq!(Kind::of(name), None, "{name}");
        }
    }

    #[test]
    fn a_page_is_looked_at_until_what_comes_next() {
        let step = |profile, minutes: i64, kind, product, seconds| Step {
            profile,
            at: minutes * 60_000,
            kind,
            product,
            seconds,
        };
        let steps = vec![
            step(1, 3, Kind::Favourited, Some(0), None),
            step(1, 0, Kind::Viewed, Some(0), None),
            step(1, 5, Kind::Viewed, Some(1), None),
            step(1, 40, Kind::Viewed, Some(1), Some(90)),
            step(2, 41, Kind::Viewed, Some(0), None),
            step(2, 42, Kind::Other, None, None),
            step(2, 43, Kind::Inquired, Some(1), None),
            step(2, 44, Kind::Clicked, Some(7), None),
        ];
        let found = looks(steps, 2);
        assert_eq!(found[0], Looks { visits: 2, seconds: 240, favourites: 1, ..Looks::default() });
        assert_eq!(found[1], Looks { visits: 2, seconds: 90, inquiries: 1, bounces: 2, ..Looks::default() });
    }
}
