//! A mapping laid over a header: which column fills a field.

use std::collections::BTreeMap;

use super::{Mapping, MappingError, targets};
use crate::{reading::Header, taobao};

/// Columns by the fields that they fill.
pub(crate) struct Fields {
    by_field: BTreeMap<String, usize>,
    extra: Vec<(usize, String)>,
}

impl Fields {
    pub(crate) fn new(mapping: &Mapping, header: &Header) -> Result<Self, MappingError> {
        let target = targets().into_iter().find(|target| target.entity == mapping.entity);
        let known = target.map(|target| target.fields).unwrap_or_default();
        let (mut by_field, mut extra) = (BTreeMap::new(), Vec::new());
        for column in &mapping.columns {
            let Some(field) = column.field.as_deref().filter(|field| !field.is_empty()) else { continue };
            if !known.iter().any(|target| target.key == field) {
                let (column, field) = (column.column.clone(), field.to_owned());
                return Err(MappingError::UnknownField { column, entity: mapping.entity, field });
            }
            let Some(index) = header.find(&[&column.column]) else { continue };
            if field == "extra" {
                extra.push((index, column.column.trim().to_owned()));
            } else {
                by_field.entry(field.to_owned()).or_insert(index);
            }
        }
        let missing = known.iter().find(|target| target.required && !by_field.contains_key(&target.key));
        match missing {
            Some(target) => Err(MappingError::MissingField { entity: mapping.entity, field: target.key.clone() }),
            None => Ok(Self { by_field, extra }),
        }
    }

    /// The column that fills a field.
    pub(crate) fn column(&self, field: &str) -> Option<usize> {
        self.by_field.get(field).copied()
    }

    /// Columns to keep under their own names.
    pub(crate) fn extra(&self) -> Vec<(usize, String)> {
        self.extra.clone()
    }

    /// Whether any column fills a field of this group.
    pub(crate) fn any(&self, prefix: &str) -> bool {
        self.by_field.keys().any(|field| field.starts_with(prefix))
    }
}

/// Our status for a text in any of the ways that shops write it.
pub(crate) fn status_of(text: &str) -> crate::drafts::OrderStatus {
    use crate::drafts::OrderStatus as S;
    let known = taobao::order_status(text, "", None);
    if known != S::Unknown {
        return known;
    }
    match text.to_lowercase().replace([' ', '-'], "_").as_str() {
        "awaiting_payment" | "pending" | "unpaid" | "open" | "pending_payment" => S::AwaitingPayment,
        "payment_pending" | "on_hold" | "authorized" => S::PaymentPending,
        "paid" | "processing" | "confirmed" => S::Paid,
        "partly_shipped" | "partially_shipped" | "partial" => S::PartlyShipped,
        "shipped" | "in_transit" | "fulfilled" => S::Shipped,
        "received" | "delivered" => S::Received,
        "finished" | "completed" | "complete" | "closed_won" | "done" | "已完成" => S::Finished,
        "cancelled" | "canceled" | "voided" | "failed" | "expired" | "已取消" => S::Cancelled,
        "refunded" | "returned" | "已退款" => S::Refunded,
        _ => S::Unknown,
    }
}
