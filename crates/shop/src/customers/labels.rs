//! Labels: what a profile is called and where it lives, and how a newer word replaces an older one.

use connectors::identity::fold;

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

    /// Takes over what `sighting` says. What is newer replaces, what is older fills gaps; a masked value never replaces
    /// a whole one, and a whole one always replaces a masked one. An address is taken as a whole.
    pub(super) fn take(&mut self, sighting: &Sighting, newer: bool) {
        let address = &sighting.address;
        text(&mut self.nick, sighting.nick.as_deref(), newer);
        text(&mut self.name, sighting.name.as_deref(), newer);
        text(&mut self.mobile, sighting.mobile.as_deref(), newer);
        text(&mut self.email, sighting.email.as_deref(), newer);
        text(&mut self.gender, sighting.gender.as_deref(), newer);
        text(&mut self.birthday, sighting.birthday.as_deref(), newer);
        text(&mut self.buyer_credit, sighting.buyer_credit.as_deref(), newer);
        if sighting.registered_at.is_some() && (newer || self.registered_at.is_none()) {
            self.registered_at = sighting.registered_at;
        }
        let before = [&self.province, &self.city, &self.district, &self.street].map(Option::is_some);
        let now = [&address.province, &address.city, &address.district, &address.street].map(stated);
        let known = before.iter().any(|known| *known);
        let whole = address.street.as_deref().is_some_and(|street| !masked(street));
        let hides = self.street.as_deref().is_some_and(|street| !masked(street)) && !whole;
        if now.iter().any(|known| *known)
            && (!known || newer && !hides || whole && self.street.as_deref().is_none_or(masked))
        {
            self.province = kept(address.province.as_deref());
            self.city = kept(address.city.as_deref());
            self.district = kept(address.district.as_deref());
            self.street = kept(address.street.as_deref());
            self.zip = kept(address.zip.as_deref());
        }
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

/// Replaces `held` by `said` where that is better.
pub(super) fn text(held: &mut Option<String>, said: Option<&str>, newer: bool) {
    let Some(said) = said.map(str::trim).filter(|text| !text.is_empty()) else { return };
    let better = match held.as_deref() {
        None => true,
        Some(old) => match (masked(old), masked(said)) {
            (true, false) => true,
            (false, true) => false,
            _ => newer,
        },
    };
    if better && held.as_deref() != Some(said) {
        *held = Some(said.to_owned());
    }
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
