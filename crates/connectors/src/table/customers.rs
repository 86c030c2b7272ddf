//! People of a mapped table.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    fields::Fields,
    parts::{Address, Buyer},
    values::Values,
};
use crate::{
    drafts::{Draft, PersonDraft, Reason, Refusal},
    reading::{Drafter, Header, Out, View},
    source::Row,
};

pub(super) struct Customers {
    header: Arc<Header>,
    values: Values,
    buyer: Buyer,
    address: Address,
    gender: Option<usize>,
    birthday: Option<usize>,
    registered: Option<usize>,
    credit: Option<usize>,
    extra: Vec<(usize, String)>,
}

impl Customers {
    pub(super) fn new(header: &Arc<Header>, fields: &mut Fields, values: Values) -> Self {
        Self {
            header: Arc::clone(header),
            values,
            buyer: Buyer::new(fields),
            address: Address::new(fields),
            gender: fields.column("gender"),
            birthday: fields.column("birthday"),
            registered: fields.column("registered_at"),
            credit: fields.column("buyer_credit"),
            extra: fields.extra(),
        }
    }

    fn draft(&self, row: &Row) -> Result<Draft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape(None)?;
        let buyer = self.buyer.draft(view);
        if buyer.identifiers.is_empty() {
            return Err(view.refuse(None, Reason::MissingId));
        }
        let traits: BTreeMap<String, serde_json::Value> =
            view.extra(&self.extra).into_iter().map(|(name, value)| (name, serde_json::Value::String(value))).collect();
        Ok(Draft::Person(Box::new(PersonDraft {
            row: row.number(),
            identifiers: buyer.identifiers,
            nick: buyer.nick,
            name: buyer.name,
            gender: view.text(self.gender).map(|text| gender(&text)),
            birthday: self.values.day(view, self.birthday)?,
            email: buyer.email,
            mobile: buyer.mobile,
            address: self.address.draft(view),
            registered_at: self.values.instant(view, self.registered)?,
            buyer_credit: view.text(self.credit),
            traits,
        })))
    }
}

fn gender(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "女" | "女士" | "女性" | "f" | "female" | "woman" => "female",
        "男" | "先生" | "男性" | "m" | "male" | "man" => "male",
        _ => "other",
    }
    .to_owned()
}

impl Drafter for Customers {
    fn take(&mut self, row: &Row, out: &mut Out) {
        out.result(self.draft(row));
    }
}
