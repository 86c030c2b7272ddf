//! The item report: one row a line. Adjacent rows of an order leave together.

use std::sync::Arc;

use super::{line_status, names};
use crate::{
    drafts::{Draft, LineDraft, LinesDraft, Millis, Reason, Refusal, ShopRef},
    reading::{Columns, Drafter, Header, MOST_LINES, Out, View},
    source::Row,
};

struct Items {
    header: Arc<Header>,
    order: Option<usize>,
    number: Option<usize>,
    shop_id: Option<usize>,
    shop_name: Option<usize>,
    product: Option<usize>,
    sku: Option<usize>,
    second_sku: Option<usize>,
    title: Option<usize>,
    options: Option<usize>,
    price: Option<usize>,
    quantity: Option<usize>,
    total: Option<usize>,
    paid: Option<usize>,
    refunded: Option<usize>,
    status: Option<usize>,
    refund_status: Option<usize>,
    created: Option<usize>,
    paid_at: Option<usize>,
    rest: Vec<(usize, String)>,
    open: Option<Box<LinesDraft>>,
}

pub(super) fn make(header: &Arc<Header>) -> Box<dyn Drafter> {
    let mut columns = Columns::new(header);
    let mut take = |synonyms: &[&str]| columns.take(synonyms);
    Box::new(Items {
        header: Arc::clone(header),
        order: take(names::MAIN_ORDER),
        number: take(&["子订单编号"]),
        shop_id: take(&["店铺Id"]),
        shop_name: take(&["店铺名称"]),
        product: take(&["商品ID"]),
        sku: take(&["商家编码"]),
        second_sku: take(&["外部系统编号"]),
        title: take(names::TITLE),
        options: take(&["商品属性", "商品属性SKU"]),
        price: take(names::PRICE),
        quantity: take(&["购买数量"]),
        total: take(&["买家应付货款"]),
        paid: take(names::PAID),
        refunded: take(&["退款金额"]),
        status: take(&["订单状态"]),
        refund_status: take(&["退款状态"]),
        created: take(&["订单创建时间"]),
        paid_at: take(&["订单付款时间"]),
        rest: columns.rest(),
        open: None,
    })
}

struct Found {
    order: String,
    shop: ShopRef,
    placed_at: Option<Millis>,
    paid_at: Option<Millis>,
    line: LineDraft,
}

impl Items {
    fn line(&self, row: &Row) -> Result<Found, Box<Refusal>> {
        let view = View::new(row, &self.header);
        let needed = [self.order, self.title, self.price, self.quantity].into_iter().flatten().max();
        view.shape(needed)?;
        let order = view.digits(self.order)?.to_owned();
        let number = match self.number {
            Some(_) => Some(view.digits(self.number)?.to_owned()),
            None => None,
        };
        let (sku, second_sku) = (view.text(self.sku), view.text(self.second_sku));
        let mut extra = view.extra(&self.rest);
        if let (Some(first), Some(second)) = (&sku, &second_sku)
            && first != second
        {
            extra.insert("外部系统编号".to_owned(), second.clone());
        }
        let paid_at = view.china(self.paid_at)?;
        let paid = view.yuan(self.paid)?;
        let refund_status_raw = view.text(self.refund_status).filter(|text| text != "没有申请退款");
        let status_raw = view.cell(self.status);
        let money_came = self.paid_at.map(|_| paid_at.is_some() || paid.is_some_and(|amount| amount > 0));
        let line = LineDraft {
            row: row.number(),
            number,
            product: view.maybe_id(self.product)?,
            sku: sku.or(second_sku),
            title: view.cell(self.title).to_owned(),
            options: view.text(self.options),
            price: view.yuan(self.price)?,
            quantity: view.count(self.quantity)?.ok_or_else(|| view.refuse(self.quantity, Reason::Missing))?,
            total: view.yuan(self.total)?,
            paid,
            refunded: view.given_back(self.refunded)?,
            status: line_status(status_raw, refund_status_raw.as_deref().unwrap_or(""), money_came),
            status_raw: status_raw.to_owned(),
            refund_status_raw,
            category: None,
            extra,
        };
        if line.quantity < 0 {
            return Err(view.refuse(self.quantity, Reason::NegativeQuantity));
        }
        let shop = ShopRef { id: view.text(self.shop_id), name: view.text(self.shop_name) };
        Ok(Found { order, shop, placed_at: view.china(self.created)?, paid_at, line })
    }
}

impl Drafter for Items {
    fn take(&mut self, row: &Row, out: &mut Out) {
        match self.line(row) {
            Ok(found) => {
                if let Some(open) = self.open.as_mut().filter(|open| open.order == found.order) {
                    if open.lines.len() >= MOST_LINES {
                        out.refuse(*View::new(row, &self.header).refuse(self.order, Reason::TooLong));
                    } else {
                        open.lines.push(found.line);
                    }
                    return;
                }
                self.finish(out);
                self.open = Some(Box::new(LinesDraft {
                    order: found.order,
                    shop: found.shop,
                    currency: "CNY".to_owned(),
                    placed_at: found.placed_at,
                    paid_at: found.paid_at,
                    lines: vec![found.line],
                }));
            }
            Err(refusal) => out.refuse(*refusal),
        }
    }

    fn finish(&mut self, out: &mut Out) {
        if let Some(open) = self.open.take() {
            out.draft(Draft::Lines(open));
        }
    }

    fn open_from(&self) -> Option<u64> {
        self.open.as_ref().and_then(|open| open.lines.first()).map(|line| line.row)
    }
}
