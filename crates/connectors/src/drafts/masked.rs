//! `Debug` of drafts: whether there is something, where it would name a person or is whatever a source happens to say.

use std::collections::BTreeMap;
use std::fmt;

use super::{
    AddressDraft, BuyerDraft, EventDraft, Identifier, LineDraft, OrderDraft, PersonDraft, RefundDraft, Refusal,
};

/// Something that is not shown.
struct Hidden(bool);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "***" } else { "-" })
    }
}

trait Something {
    fn is_something(&self) -> bool;
}

impl<T> Something for Option<T> {
    fn is_something(&self) -> bool {
        self.is_some()
    }
}

impl Something for String {
    fn is_something(&self) -> bool {
        !self.is_empty()
    }
}

impl<T> Something for Vec<T> {
    fn is_something(&self) -> bool {
        !self.is_empty()
    }
}

impl<K, V> Something for BTreeMap<K, V> {
    fn is_something(&self) -> bool {
        !self.is_empty()
    }
}

impl Something for serde_json::Map<String, serde_json::Value> {
    fn is_something(&self) -> bool {
        !self.is_empty()
    }
}

macro_rules! masked {
    ($draft:ident shows $($shown:ident),*; hides $($hidden:ident),*) => {
        impl fmt::Debug for $draft {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($draft))
                    $(.field(stringify!($shown), &self.$shown))*
                    $(.field(stringify!($hidden), &Hidden(self.$hidden.is_something())))*
                    .finish()
            }
        }
    };
}

masked!(Identifier shows kind; hides value);
masked!(BuyerDraft shows identifiers; hides nick, name, email, mobile);
masked!(AddressDraft shows country, province, city, district, zip; hides street, receiver, mobile, phone);
masked!(OrderDraft shows row, number, shop, buyer, address, status, status_raw, placed_at, paid_at, shipped_at, finished_at, currency, goods, shipping, discount, total, paid, refunded, received, pieces, title, close_reason, lines, shipments; hides buyer_note, seller_note, extra, undated);
masked!(LineDraft shows row, number, product, sku, title, options, price, quantity, total, paid, refunded, status, status_raw, refund_status_raw, category; hides extra);
masked!(RefundDraft shows row, number, order, shop, buyer, currency, amount, status, status_raw, requested_at, finished_at, with_return, title, sku; hides reason, extra);
masked!(PersonDraft shows row, identifiers, gender, address, registered_at, buyer_credit; hides nick, name, birthday, email, mobile, traits);
masked!(EventDraft shows row, shop, name, identifiers, at, product, amount, currency; hides key, properties);
masked!(Refusal shows row, field, reason; hides value, cells);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drafts::IdentifierKind;

    #[test]
    fn nothing_that_names_a_person_shows() {
        let identifiers = vec![Identifier { kind: IdentifierKind::Mobile, value: "+8613800000001".to_owned() }];
        let said = |text: &str| Some(text.to_owned());
        let person = PersonDraft {
            identifiers,
            nick: said("小鱼爱吃糖"),
            name: said("张三"),
            birthday: said("1990-05-17"),
            email: said("yu@example.com"),
            mobile: said("13800000001"),
            address: AddressDraft {
                province: said("浙江省"),
                street: said("文三路1号"),
                receiver: said("张三"),
                mobile: said("13800000001"),
                ..AddressDraft::default()
            },
            traits: [("爱好".to_owned(), "口红".into())].into(),
            ..PersonDraft::default()
        };
        let text = format!("{person:?}");
        for name in ["小鱼", "张三", "1990", "yu@", "138", "文三路", "口红"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
        assert!(text.contains("Mobile") && text.contains("浙江省") && text.contains("name: ***"), "{text}");
        assert!(format!("{:?}", PersonDraft::default()).contains("name: -"));
    }
}
