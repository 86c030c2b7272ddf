//! Labels: what a profile is called and where it lives, and how a newer word replaces an older one.

use connectors::identity::fold;

use super::marks::{Kind, Mark, Marks};
use super::model::Sighting;

/// What a source says of a person beside her identifiers. Each is as printed; masked values occur.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// Nick.
    pub nick: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Mobile.
    pub mobile: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// `female`, `male`, `other`.
    pub gender: Option<String>,
    /// `yyyy-mm-dd` or `--mm-dd`.
    pub birthday: Option<String>,
    /// 省
    pub province: Option<String>,
    /// 市
    pub city: Option<String>,
    /// 区县
    pub district: Option<String>,
    /// The rest of the address.
    pub street: Option<String>,
    /// 邮编
    pub zip: Option<String>,
    /// Registration at the source, milliseconds UTC.
    pub registered_at: Option<i64>,
    /// 买家信用
    pub buyer_credit: Option<String>,
}

impl std::fmt::Debug for Labels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Labels").finish_non_exhaustive()
    }
}

impl Labels {
    /// Whether `sighting` says anything that a label holds.
    pub(super) fn are_in(sighting: &Sighting) -> bool {
        let address = &sighting.address;
        let texts = [
            &sighting.nick,
            &sighting.name,
            &sighting.mobile,
            &sighting.email,
            &sighting.gender,
            &sighting.birthday,
            &sighting.buyer_credit,
            &address.province,
            &address.city,
            &address.district,
            &address.street,
        ];
        sighting.registered_at.is_some() || texts.into_iter().any(stated)
    }

    /// Takes over what `sighting` says: of two values the whole one before the masked one, then the one said later
    /// ([`Mark`]); so what stands follows from what was ever said, however it came in. An address is taken as a whole.
    pub(super) fn take(&mut self, marks: &mut Marks, sighting: &Sighting) {
        let said = sighting.mark();
        for (kind, held, says) in [
            (Kind::Nick, &mut self.nick, &sighting.nick),
            (Kind::Name, &mut self.name, &sighting.name),
            (Kind::Mobile, &mut self.mobile, &sighting.mobile),
            (Kind::Email, &mut self.email, &sighting.email),
            (Kind::Gender, &mut self.gender, &sighting.gender),
            (Kind::Birthday, &mut self.birthday, &sighting.birthday),
            (Kind::BuyerCredit, &mut self.buyer_credit, &sighting.buyer_credit),
        ] {
            let Some(says) = kept(says.as_deref()) else { continue };
            let before = held.as_deref().map(|text| (!masked(text), marks.of(kind)));
            if before.is_none_or(|before| before <= (!masked(&says), said)) {
                *held = Some(says);
                marks.set(kind, said);
            }
        }
        if sighting.registered_at.is_some() && (self.registered_at.is_none() || marks.of(Kind::Registered) <= said) {
            self.registered_at = sighting.registered_at;
            marks.set(Kind::Registered, said);
        }
        self.move_to(marks, sighting, said);
    }

    fn move_to(&mut self, marks: &mut Marks, sighting: &Sighting, said: Mark) {
        let address = &sighting.address;
        let parts = [&address.province, &address.city, &address.district, &address.street];
        if !parts.into_iter().any(stated) {
            return;
        }
        let whole = |street: Option<&str>| street.is_some_and(|street| !masked(street));
        let held = [&self.province, &self.city, &self.district, &self.street].into_iter().any(stated);
        let street = kept(address.street.as_deref());
        let before = (whole(self.street.as_deref()), marks.of(Kind::Address));
        if !held || before <= (whole(street.as_deref()), said) {
            self.province = kept(address.province.as_deref());
            self.city = kept(address.city.as_deref());
            self.district = kept(address.district.as_deref());
            self.street = street;
            self.zip = kept(address.zip.as_deref());
            marks.set(Kind::Address, said);
        }
    }

    /// Whether a value of that kind is known.
    pub(super) fn has(&self, kind: Kind) -> bool {
        let text = match kind {
            Kind::Nick => &self.nick,
            Kind::Name => &self.name,
            Kind::Mobile => &self.mobile,
            Kind::Email => &self.email,
            Kind::Gender => &self.gender,
            Kind::Birthday => &self.birthday,
            Kind::BuyerCredit => &self.buyer_credit,
            Kind::Registered => return self.registered_at.is_some(),
            Kind::Address => {
                return [&self.province, &self.city, &self.district, &self.street].into_iter().any(Option::is_some);
            }
        };
        text.is_some()
    }
}

fn stated(value: &Option<String>) -> bool {
    value.as_deref().is_some_and(|text| !text.trim().is_empty())
}

fn kept(value: Option<&str>) -> Option<String> {
    value.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Whether characters of it are hidden.
pub(super) fn masked(text: &str) -> bool {
    text.chars().any(fold::is_star)
}

/// A name in its form for comparison: no spaces, plain width, lower case. `None` when nothing is left.
#[must_use]
pub fn normal_name(raw: &str) -> Option<String> {
    let plain: String =
        raw.chars().map(fold::fold).filter(|c| !c.is_whitespace() && *c != '·').flat_map(char::to_lowercase).collect();
    (!plain.is_empty()).then_some(plain)
}

/// Whether two names, either of them perhaps masked (`张*`, `张**`, `*三`), may be one person's.
#[must_use]
pub fn names_agree(left: &str, right: &str) -> bool {
    let (Some(left), Some(right)) = (normal_name(left), normal_name(right)) else { return true };
    match (masked(&left), masked(&right)) {
        (false, false) => left == right,
        (true, false) => fits(&left, &right),
        (false, true) => fits(&right, &left),
        (true, true) => {
            let (a, b) = (visible(&left), visible(&right));
            a.0.starts_with(b.0) && a.1.ends_with(b.1) || b.0.starts_with(a.0) && b.1.ends_with(a.1)
        }
    }
}

fn fits(mask: &str, whole: &str) -> bool {
    let (head, tail) = visible(mask);
    whole.starts_with(head) && whole.ends_with(tail)
}

/// What stands before the first star and after the last one.
fn visible(mask: &str) -> (&str, &str) {
    let head = mask.split(fold::is_star).next().unwrap_or_default();
    let tail = mask.rsplit(fold::is_star).next().unwrap_or_default();
    (head, tail)
}
