//! Lines of orders in a mapped table of their own.

use std::sync::Arc;

use super::{fields::Fields, grouping::Grouping, line::LineColumns, parts::Shop, values::Values};
use crate::{
    drafts::{Draft, LinesDraft, Reason, Refusal},
    reading::{Drafter, Header, MOST_LINES, Out, View},
    source::Row,
};

pub(super) struct Lines {
    header: Arc<Header>,
    values: Values,
    order: Option<usize>,
    status: Option<usize>,
    placed: Option<usize>,
    paid_at: Option<usize>,
    line: LineColumns,
    shop: Shop,
    extra: Vec<(usize, String)>,
    open: Grouping<Box<LinesDraft>>,
}

impl Lines {
    pub(super) fn new(header: &Arc<Header>, fields: &mut Fields, values: Values) -> Self {
        Self {
            header: Arc::clone(header),
            values,
            order: fields.column("number"),
            status: fields.column("status"),
            placed: fields.column("placed_at"),
            paid_at: fields.column("paid_at"),
            line: LineColumns::new(fields),
            shop: Shop::new(fields),
            extra: fields.extra(),
            open: Grouping::new(),
        }
    }

    fn row(&mut self, row: &Row, out: &mut Out) -> Result<(), Box<Refusal>> {
        let header = Arc::clone(&self.header);
        let view = View::new(row, &header);
        view.shape(self.order.max(self.line.quantity))?;
        let order = self.values.needed_id(view, self.order)?;
        let amounts = self.line.sum(&self.values, view)?;
        if amounts.quantity < 0 {
            return Err(view.refuse(self.line.quantity, Reason::NegativeQuantity));
        }
        let status_raw = view.cell(self.status);
        let mut line =
            self.line.draft(&self.values, view, &amounts, self.values.status(status_raw), status_raw, &self.extra)?;
        let (placed_at, paid_at) = (self.values.instant(view, self.placed)?, self.values.instant(view, self.paid_at)?);
        let key = self.line.key(view);
        let Some(open) = self.open.at(order, row.number(), |closed| out.draft(Draft::Lines(closed))) else {
            return Ok(());
        };
        if open.rows > MOST_LINES {
            return Err(view.refuse(self.order, Reason::TooLong));
        }
        let name = open.name(key);
        line.number = line.number.or(Some(name).filter(|name| !name.is_empty()));
        let draft = open.content.get_or_insert_with(|| {
            let (order, currency) = (order.to_owned(), self.values.currency.clone());
            Box::new(LinesDraft { order, shop: self.shop.draft(view), currency, placed_at, paid_at, lines: Vec::new() })
        });
        draft.lines.push(line);
        Ok(())
    }
}

impl Drafter for Lines {
    fn take(&mut self, row: &Row, out: &mut Out) {
        if let Err(refusal) = self.row(row, out) {
            out.refuse(*refusal);
        }
    }

    fn finish(&mut self, out: &mut Out) {
        self.open.finish(|closed| out.draft(Draft::Lines(closed)));
    }

    fn open_from(&self) -> Option<u64> {
        self.open.open_from()
    }
}
