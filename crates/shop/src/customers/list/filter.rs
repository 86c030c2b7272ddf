//! What a list of customers is asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use platform::http::{Caller, PageQuery, ShopScope, number};
use platform::{App, Error, Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::care;
use crate::customers::ContactGroup;
use crate::customers::names::Names;
use crate::shops::{Channel, ShopFilter};

/// The tabs of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// 全部
    #[default]
    All,
    /// 成交
    Dealt,
    /// 未成交
    NotDealt,
    /// 询单
    Inquired,
}

/// The orders of the list, all from most to least; of equals the younger customer comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Last deal.
    #[default]
    LastDealAt,
    /// Creation.
    CreatedAt,
    /// Deal amount.
    Amount,
    /// Number of deals.
    Deals,
}

/// Which customers, in which order.
#[derive(Debug, Clone, Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `all`, `dealt`, `not_dealt` or `inquired`.
    #[serde(default)]
    #[param(inline)]
    pub tab: Tab,
    /// Words to look for: part of a nick or name, mobile (or its last four digits), e-mail, order number.
    pub q: Option<String>,
    /// `last_deal_at` (the usual), `created_at`, `amount` or `deals`; from most to least.
    #[serde(default)]
    #[param(inline)]
    pub sort: Sort,
    /// 省
    pub province: Option<String>,
    /// Where contact happens.
    #[param(inline)]
    pub channel: Option<Channel>,
    /// A source as profiles name it: `taobao:123`.
    pub source: Option<String>,
    /// A group's id.
    #[param(value_type = Option<String>)]
    pub group: Option<Id>,
    /// A tag.
    pub tag: Option<String>,
    /// At least so many deals.
    #[serde(default, deserialize_with = "number")]
    pub min_deals: Option<i64>,
    /// At most so many deals.
    #[serde(default, deserialize_with = "number")]
    pub max_deals: Option<i64>,
    /// A deal amount of at least so many minor units.
    #[serde(default, deserialize_with = "number")]
    pub min_amount: Option<i64>,
    /// A deal amount of at most so many minor units.
    #[serde(default, deserialize_with = "number")]
    pub max_amount: Option<i64>,
    /// A last deal at this instant or later.
    #[param(value_type = Option<String>)]
    pub last_deal_from: Option<Instant>,
    /// A last deal before this instant.
    #[param(value_type = Option<String>)]
    pub last_deal_to: Option<Instant>,
    /// What they said to advertising: `granted` or `refused`; or with purpose and channel: `marketing.sms.granted`.
    pub consent: Option<String>,
    /// `true` for those on the black list, `false` for the others.
    pub blacklisted: Option<String>,
}

/// Which page of which customers.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PageOfList {
    #[serde(flatten)]
    pub(crate) list: ListQuery,
    #[serde(flatten)]
    pub(crate) shops: ShopFilter,
    #[serde(flatten)]
    pub(crate) page: PageQuery,
}

/// A checked query.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The tab's group.
    pub(in crate::customers) group: Option<ContactGroup>,
    /// The words, trimmed.
    pub(in crate::customers) q: Option<String>,
    /// Whether the words must stand at the beginning of a nick or name.
    pub(in crate::customers) beginnings: bool,
    /// Where the middles of nicks and names are looked up; the database is read through without it.
    pub(in crate::customers) names: Option<Arc<Names>>,
    pub(in crate::customers) sort: Sort,
    pub(in crate::customers) province: Option<String>,
    pub(in crate::customers) channel: Option<Channel>,
    pub(in crate::customers) source: Option<String>,
    pub(in crate::customers) in_group: Option<i64>,
    pub(in crate::customers) tag: Option<String>,
    pub(in crate::customers) deals: (Option<i64>, Option<i64>),
    pub(in crate::customers) amount: (Option<i64>, Option<i64>),
    pub(in crate::customers) last_deal: (Option<i64>, Option<i64>),
    pub(in crate::customers) consent: Option<String>,
    pub(in crate::customers) blacklisted: Option<bool>,
    /// The shops in view.
    pub(in crate::customers) scope: ShopScope,
    /// Only these customers.
    pub(in crate::customers) only: Option<BTreeSet<i64>>,
}

impl Filter {
    /// Those of these customers that somebody with `scope` may see, in the usual order.
    pub(in crate::customers) fn these(ids: impl IntoIterator<Item = i64>, scope: ShopScope) -> Self {
        Self { only: Some(ids.into_iter().collect()), scope, ..Self::default() }
    }

    /// The same, looked up quickly in what `app` holds.
    #[must_use]
    pub fn quick(mut self, app: &App) -> Self {
        self.names = Some(Names::of(app));
        self
    }

    /// The same, of those alone whose nick or name begins with the words, and those whom the words name otherwise.
    #[must_use]
    pub fn beginning(&self) -> Self {
        Self { beginnings: true, ..self.clone() }
    }

    /// How many customers it names, when it names them.
    pub(in crate::customers) fn named(&self) -> Option<usize> {
        self.only.as_ref().map(BTreeSet::len)
    }
}

impl ListQuery {
    /// The query once it is known to be sound, for `scope`.
    ///
    /// # Errors
    /// `invalid` naming the part at fault.
    pub fn check(self, scope: ShopScope) -> Result<Filter, Error> {
        let text = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let q = text(self.q);
        if q.as_ref().is_some_and(|q| q.chars().count() > 200) {
            return Err(Error::invalid("q", "too_long"));
        }
        let consent = text(self.consent);
        if consent.as_deref().is_some_and(|filter| care::said(filter).is_none()) {
            return Err(Error::invalid("consent", "unknown"));
        }
        let blacklisted = match text(self.blacklisted).as_deref() {
            None => None,
            Some("true" | "1") => Some(true),
            Some("false" | "0") => Some(false),
            Some(_) => return Err(Error::invalid("blacklisted", "malformed")),
        };
        Ok(Filter {
            group: match self.tab {
                Tab::All => None,
                Tab::Dealt => Some(ContactGroup::Dealt),
                Tab::NotDealt => Some(ContactGroup::NotDealt),
                Tab::Inquired => Some(ContactGroup::Inquired),
            },
            q,
            beginnings: false,
            names: None,
            sort: self.sort,
            province: text(self.province),
            channel: self.channel,
            source: text(self.source),
            in_group: self.group.map(|id| id.0),
            tag: text(self.tag),
            deals: (self.min_deals, self.max_deals),
            amount: (self.min_amount, self.max_amount),
            last_deal: (self.last_deal_from.map(|at| at.0), self.last_deal_to.map(|at| at.0)),
            consent,
            blacklisted,
            scope,
            only: None,
        })
    }
}

impl PageOfList {
    /// The checked query in the shops that `caller` may see.
    ///
    /// # Errors
    /// As [`ListQuery::check`].
    pub fn check(self, caller: &Caller) -> Result<(Filter, PageQuery), Error> {
        let scope = self.shops.scope(caller);
        Ok((self.list.check(scope)?, self.page))
    }
}
