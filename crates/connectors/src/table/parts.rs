//! Parts that several entities share: the buyer, the address, the shop.

use super::{
    fields::Fields,
    values::{Values, is_nothing, without_fraction},
};
use crate::{
    drafts::{AddressDraft, BuyerDraft, Identifier, IdentifierKind, ShopRef},
    identity,
    reading::View,
};

/// Columns that name a person.
pub(crate) struct Buyer {
    ids: Vec<(usize, IdentifierKind)>,
    nick: Option<usize>,
    name: Option<usize>,
    mobile: Option<usize>,
    email: Option<usize>,
}

impl Buyer {
    pub(crate) fn new(fields: &Fields) -> Self {
        use IdentifierKind as K;
        let kinds = [
            ("customer_number", K::CustomerNumber),
            ("user_id", K::UserId),
            ("buyer_open_uid", K::BuyerOpenUid),
            ("wechat_union_id", K::WechatUnionId),
            ("anonymous_id", K::AnonymousId),
        ];
        let ids = kinds.into_iter().filter_map(|(field, kind)| Some((fields.column(field)?, kind))).collect();
        Self {
            ids,
            nick: fields.column("nick"),
            name: fields.column("name"),
            mobile: fields.column("mobile").or_else(|| fields.column("receiver_mobile")),
            email: fields.column("email"),
        }
    }

    pub(crate) fn identifiers(&self, view: View<'_>) -> Vec<Identifier> {
        let mut identifiers: Vec<Identifier> = Vec::new();
        for (column, kind) in &self.ids {
            let cell = view.cell(Some(*column));
            if !is_nothing(cell) {
                identifiers.extend(identity::identifier(*kind, without_fraction(cell)));
            }
        }
        let named = [
            (self.nick, IdentifierKind::TaobaoNick),
            (self.mobile, IdentifierKind::Mobile),
            (self.email, IdentifierKind::Email),
        ];
        for (column, kind) in named {
            let cell = view.cell(column);
            if !is_nothing(cell) {
                identifiers.extend(identity::identifier(kind, cell));
            }
        }
        identity::strongest_first(&mut identifiers);
        identifiers
    }

    pub(crate) fn draft(&self, view: View<'_>) -> BuyerDraft {
        BuyerDraft {
            identifiers: self.identifiers(view),
            nick: view.text(self.nick),
            name: view.text(self.name),
            email: view.text(self.email),
            mobile: view.text(self.mobile),
        }
    }
}

/// Columns of an address.
pub(crate) struct Address {
    whole: Option<usize>,
    country: Option<usize>,
    province: Option<usize>,
    city: Option<usize>,
    district: Option<usize>,
    street: Option<usize>,
    zip: Option<usize>,
    receiver: Option<usize>,
    mobile: Option<usize>,
    phone: Option<usize>,
}

impl Address {
    pub(crate) fn new(fields: &Fields) -> Self {
        Self {
            whole: fields.column("address"),
            country: fields.column("country"),
            province: fields.column("province"),
            city: fields.column("city"),
            district: fields.column("district"),
            street: fields.column("street"),
            zip: fields.column("zip"),
            receiver: fields.column("receiver"),
            mobile: fields.column("receiver_mobile"),
            phone: fields.column("phone"),
        }
    }

    pub(crate) fn draft(&self, view: View<'_>) -> AddressDraft {
        let mut address = match view.text(self.whole) {
            Some(whole) => identity::address::read(&whole),
            None => AddressDraft::default(),
        };
        let parts = [
            (&mut address.country, self.country),
            (&mut address.province, self.province),
            (&mut address.city, self.city),
            (&mut address.district, self.district),
            (&mut address.street, self.street),
            (&mut address.zip, self.zip),
            (&mut address.receiver, self.receiver),
            (&mut address.mobile, self.mobile),
            (&mut address.phone, self.phone),
        ];
        for (part, column) in parts {
            if let Some(text) = view.text(column) {
                *part = Some(text);
            }
        }
        if self.province.is_some() || self.city.is_some() {
            identity::address::normalise(&mut address);
        }
        address
    }
}

/// Columns of the shop and the currency.
pub(crate) struct Shop {
    id: Option<usize>,
    name: Option<usize>,
}

impl Shop {
    pub(crate) fn new(fields: &Fields) -> Self {
        Self { id: fields.column("shop_id"), name: fields.column("shop_name") }
    }

    pub(crate) fn draft(&self, view: View<'_>) -> ShopRef {
        ShopRef { id: view.text(self.id), name: view.text(self.name) }
    }
}

/// The currency of a row. A row in another currency than the mapping's is refused, for the digits of its amounts
/// would be read wrongly.
pub(crate) fn currency(
    values: &Values,
    view: View<'_>,
    column: Option<usize>,
) -> Result<String, Box<crate::drafts::Refusal>> {
    match view.text(column) {
        Some(code) if code.eq_ignore_ascii_case(&values.currency) => Ok(values.currency.clone()),
        Some(code) if code.len() == 3 && crate::value::money::digits(&code.to_uppercase()) == values.digits => {
            Ok(code.to_uppercase())
        }
        Some(_) => Err(view.refuse(column, crate::drafts::Reason::WrongCurrency)),
        None => Ok(values.currency.clone()),
    }
}
