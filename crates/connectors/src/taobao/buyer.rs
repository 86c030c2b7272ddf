//! Who bought, where it goes, and in which parcels: columns that several exports share.

use crate::{
    drafts::{AddressDraft, BuyerDraft, Identifier, IdentifierKind, Millis, ShipmentDraft},
    identity,
    reading::{Columns, View},
};

/// Columns about the buyer and the receiver.
pub(crate) struct ContactColumns {
    pub(crate) nick: Option<usize>,
    pub(crate) second_nick: Option<usize>,
    pub(crate) alipay: Option<usize>,
    pub(crate) name: Option<usize>,
    pub(crate) address: Option<usize>,
    pub(crate) phone: Option<usize>,
    pub(crate) mobile: Option<usize>,
}

impl ContactColumns {
    pub(crate) fn new(columns: &mut Columns) -> Self {
        Self {
            nick: columns.take(&["买家会员名", "买家会员名称", "买家旺旺", "买家昵称"]),
            second_nick: columns.take(&["买家会员昵称"]),
            alipay: columns.take(&["买家支付宝账号"]),
            name: columns.take(&["收货人姓名", "收货人"]),
            address: columns.take(&["收货地址"]),
            phone: columns.take(&["联系电话"]),
            mobile: columns.take(&["联系手机"]),
        }
    }

    /// The buyer, with what may identify her, strongest first.
    pub(crate) fn buyer(&self, view: View<'_>) -> BuyerDraft {
        let nick = view.text(self.nick).or_else(|| view.text(self.second_nick));
        let alipay = view.cell(self.alipay);
        let mobile = view.text(self.mobile).or_else(|| view.text(self.phone));
        let mut identifiers: Vec<Identifier> = Vec::with_capacity(3);
        let mut add = |kind, raw: &str| {
            if !raw.is_empty() {
                identifiers.extend(identity::identifier(kind, raw));
            }
        };
        add(IdentifierKind::TaobaoNick, nick.as_deref().unwrap_or(""));
        add(IdentifierKind::AlipayAccount, alipay);
        add(IdentifierKind::Mobile, mobile.as_deref().unwrap_or(""));
        if identifiers.len() > 1 {
            identity::strongest_first(&mut identifiers);
        }
        BuyerDraft {
            identifiers,
            nick,
            name: view.text(self.name),
            email: alipay.contains('@').then(|| alipay.to_owned()),
            mobile,
        }
    }

    /// Where it goes.
    pub(crate) fn address(&self, view: View<'_>) -> AddressDraft {
        let cell = view.cell(self.address);
        let mut address = if cell.is_empty() { AddressDraft::default() } else { identity::address::read(cell) };
        address.receiver = view.text(self.name);
        address.mobile = view.text(self.mobile);
        address.phone = view.text(self.phone);
        address
    }
}

/// Parcels out of a cell of numbers and a cell of carriers; several stand in one cell. Nothing is sent when there is
/// no number.
pub(crate) fn shipments(numbers: &str, carriers: &str, shipped_at: Option<Millis>) -> Vec<ShipmentDraft> {
    if numbers.is_empty() || numbers == "-" {
        return Vec::new();
    }
    let apart = |sign: char| matches!(sign, ',' | '，' | ';' | '；' | '、' | '|' | '/') || sign.is_whitespace();
    let some = |text: &str| (!text.is_empty() && text != "-").then(|| text.to_owned());
    let carrier_list: Vec<&str> = carriers.split(apart).map(str::trim).filter(|name| !name.is_empty()).collect();
    let mut parcels: Vec<ShipmentDraft> = Vec::new();
    for number in numbers.split(apart) {
        let number = number.trim();
        let number = number.strip_prefix("No:").or_else(|| number.strip_prefix("No：")).unwrap_or(number).trim();
        if number.is_empty() || number == "null" || parcels.iter().any(|parcel| parcel.tracking == number) {
            continue;
        }
        let carrier = match carrier_list.as_slice() {
            [] => None,
            [only] => some(only),
            several => several.get(parcels.len()).or_else(|| several.last()).and_then(|name| some(name)),
        };
        parcels.push(ShipmentDraft { carrier, tracking: number.to_owned(), shipped_at });
    }
    parcels
}

#[cfg(test)]
mod tests {
    use super::shipments;

    #[test]
    fn parcels_are_told_apart() {
        for (numbers, carriers, expected) in [
            ("", "圆通速递", ""),
            ("YT001", "圆通速递", "YT001 圆通速递"),
            ("No:YT001", "", "YT001 "),
            ("YT001,SF002", "圆通速递,顺丰速运", "YT001 圆通速递;SF002 顺丰速运"),
            ("YT001；YT002、YT001", "圆通速递", "YT001 圆通速递;YT002 圆通速递"),
        ] {
            let parcels = shipments(numbers, carriers, None);
            let text: Vec<_> =
                parcels.iter().map(|p| format!("{} {}", p.tracking, p.carrier.as_deref().unwrap_or(""))).collect();
            assert_eq!(text.join(";"), expected, "{numbers:?}");
        }
    }
}
