//! Addresses of deliveries: as they are written, kept, and shown.

use connectors::drafts::{AddressDraft, IdentifierKind};
use connectors::identity::{self, address, mask, region};
use platform::{Error, Personal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a name, of a part of the country, and of the rest of an address.
const NAME: usize = 30;
const PLACE: usize = 30;
const STREET: usize = 120;

codes! {
    /// What is sent.
    DeliveryOf {
        /// An order of the points mall.
        Mall = "mall",
        /// The prize of a draw's ticket.
        Draw = "draw",
        /// A gift.
        Gift = "gift",
    }
}

/// Where goods go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub struct NewDelivery {
    /// 收货人
    #[serde(default)]
    #[schema(value_type = String)]
    pub receiver: Personal,
    /// A mobile.
    #[serde(default)]
    #[schema(value_type = String)]
    pub mobile: Personal,
    /// 省
    #[serde(default)]
    pub province: String,
    /// 市
    #[serde(default)]
    pub city: String,
    /// 区县; empty where there is none.
    #[serde(default)]
    pub district: String,
    /// Street, house, door.
    #[serde(default)]
    #[schema(value_type = String)]
    pub street: Personal,
}

impl NewDelivery {
    /// In official names, with nothing missing.
    pub(super) fn checked(self) -> Result<Self, Error> {
        let receiver = needed("receiver", self.receiver.expose(), NAME)?;
        let mobile = needed("mobile", self.mobile.expose(), NAME)?;
        let mobile = identity::identifier(IdentifierKind::Mobile, &mobile)
            .ok_or_else(|| Error::invalid("mobile", "no_mobile"))?
            .value;
        let province = needed("province", &self.province, PLACE)?;
        let province = region::province(&province).ok_or_else(|| Error::invalid("province", "no_province"))?;
        let street = needed("street", self.street.expose(), STREET)?;
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let mut place = AddressDraft {
            province: Some(province.to_owned()),
            city: said(tidy(&self.city)),
            district: said(tidy(&self.district)),
            ..AddressDraft::default()
        };
        address::normalise(&mut place);
        let city = needed("city", &place.city.unwrap_or_default(), PLACE)?;
        let district = place.district.unwrap_or_default();
        if district.chars().count() > PLACE {
            return Err(Error::invalid("district", "too_long"));
        }
        Ok(Self {
            receiver: receiver.into(),
            mobile: mobile.into(),
            province: province.to_owned(),
            city,
            district,
            street: street.into(),
        })
    }

    /// The mobile as people write it.
    #[must_use]
    pub fn dialled(&self) -> &str {
        let mobile = self.mobile.expose();
        mobile.strip_prefix("+86").unwrap_or(mobile)
    }

    /// The place in one line: a municipality is its own city.
    fn place(&self) -> String {
        let city = Some(self.city.as_str()).filter(|city| *city != self.province);
        [Some(self.province.as_str()), city, Some(self.district.as_str())]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn needed(field: &'static str, text: &str, most: usize) -> Result<String, Error> {
    let text = tidy(text);
    match text.chars().count() {
        0 => Err(Error::invalid(field, "required")),
        count if count > most => Err(Error::invalid(field, "too_long")),
        _ => Ok(text),
    }
}

/// An address as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) of: DeliveryOf,
    pub(super) id: i64,
    pub(super) profile: i64,
    pub(super) said: NewDelivery,
}

/// Where goods go, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DeliveryShown)]
pub struct Delivery {
    /// 收货人, masked.
    pub receiver: String,
    /// The mobile, masked.
    pub mobile: String,
    /// 省 市 区县
    pub place: String,
    /// The rest, masked.
    pub street: String,
}

impl Delivery {
    pub(super) fn of(said: &NewDelivery) -> Self {
        Self {
            receiver: mask::name(said.receiver.expose()),
            mobile: mask::mobile(said.dialled()),
            place: said.place(),
            street: mask::street(said.street.expose()),
        }
    }
}

/// Where goods go, in full.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WholeDelivery {
    /// 收货人
    pub receiver: String,
    /// The mobile.
    pub mobile: String,
    /// 省 市 区县
    pub place: String,
    /// The rest.
    pub street: String,
}

impl WholeDelivery {
    pub(super) fn of(said: &NewDelivery) -> Self {
        Self {
            receiver: said.receiver.expose().to_owned(),
            mobile: said.dialled().to_owned(),
            place: said.place(),
            street: said.street.expose().to_owned(),
        }
    }
}

impl std::fmt::Debug for WholeDelivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WholeDelivery({})", self.place)
    }
}
