//! One line out of one row.

use super::{fields::Fields, values::Values};
use crate::{
    drafts::{LineDraft, OrderStatus, Reason, Refusal},
    reading::View,
    value::money::Decimal,
};

/// Columns of a line.
pub(crate) struct LineColumns {
    number: Option<usize>,
    product: Option<usize>,
    pub(crate) sku: Option<usize>,
    title: Option<usize>,
    options: Option<usize>,
    pub(crate) price: Option<usize>,
    pub(crate) quantity: Option<usize>,
    total: Option<usize>,
    paid: Option<usize>,
    refunded: Option<usize>,
    category: Option<usize>,
}

/// What a row says of money before anything is decided.
pub(crate) struct Sum {
    pub(crate) price: Option<Decimal>,
    pub(crate) quantity: i64,
    /// Price times quantity, or the line's total, in minor units.
    pub(crate) total: Option<i64>,
}

impl LineColumns {
    pub(crate) fn new(fields: &Fields) -> Self {
        Self {
            number: fields.column("line.number"),
            product: fields.column("line.product"),
            sku: fields.column("line.sku"),
            title: fields.column("line.title"),
            options: fields.column("line.options"),
            price: fields.column("line.price"),
            quantity: fields.column("line.quantity"),
            total: fields.column("line.total"),
            paid: fields.column("line.paid"),
            refunded: fields.column("line.refunded"),
            category: fields.column("line.category"),
        }
    }

    /// The seller's code, the platform's id or the title: what tells the lines of an order apart.
    pub(crate) fn key<'a>(&self, view: View<'a>) -> &'a str {
        [self.sku, self.product, self.title]
            .into_iter()
            .map(|column| view.cell(column))
            .find(|cell| !cell.is_empty())
            .unwrap_or("")
    }

    /// The amounts. The product is taken before it is rounded, so a price of a tenth of a penny counts right.
    pub(crate) fn sum(&self, values: &Values, view: View<'_>) -> Result<Sum, Box<Refusal>> {
        let quantity = values.count(view, self.quantity)?;
        let quantity = match (quantity, self.quantity) {
            (None, Some(_)) => return Err(view.refuse(self.quantity, Reason::Missing)),
            (quantity, _) => quantity.unwrap_or(1),
        };
        let price = values.decimal(view, self.price, Reason::NotAnAmount)?;
        let product = match price {
            Some(price) => {
                let product = price.times(quantity).and_then(|product| product.minor(values.digits));
                Some(product.ok_or_else(|| view.refuse(self.price, Reason::NotAnAmount))?)
            }
            None => None,
        };
        let total = values.money(view, self.total)?.or(product);
        Ok(Sum { price, quantity, total })
    }

    pub(crate) fn draft(
        &self,
        values: &Values,
        view: View<'_>,
        sum: &Sum,
        status: OrderStatus,
        status_raw: &str,
        extra: &[(usize, String)],
    ) -> Result<LineDraft, Box<Refusal>> {
        let mut extra = view.extra(extra);
        if let (Some(price), Some(name)) = (sum.price, self.price.and_then(|column| view.header.names().get(column)))
            && !price.fits(values.digits)
        {
            extra.insert(name.clone(), view.cell(self.price).to_owned());
        }
        Ok(LineDraft {
            row: view.number(),
            number: values.id(view, self.number)?.map(str::to_owned),
            product: values.id(view, self.product)?.map(str::to_owned),
            sku: values.id(view, self.sku)?.map(str::to_owned),
            title: view.text(self.title).unwrap_or_else(|| self.key(view).to_owned()),
            options: view.text(self.options),
            price: sum.price.and_then(|price| price.minor(values.digits)),
            quantity: sum.quantity,
            total: sum.total,
            paid: values.money(view, self.paid)?,
            refunded: values.money(view, self.refunded)?,
            status,
            status_raw: status_raw.to_owned(),
            refund_status_raw: None,
            category: view.text(self.category),
            extra,
        })
    }
}
