//! A proposal as somebody sees it: the two customers, and what speaks for and against, masked.

use std::collections::{BTreeMap, BTreeSet};

use connectors::identity::mask;
use platform::db::Session;
use platform::http::ShopScope;
use platform::{Error, Id, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Agreement, Reason, State, Stored};
use crate::customers::{self, CustomerRow, Facts};

/// Two customers that may be one person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Proposal {
    /// Its id.
    pub id: Id,
    /// How probable it is that they are one, 0 to 1.
    pub score: f64,
    /// The same as bits: the logarithm of the odds, to the base of 2. What evidence says adds up to it from `start`.
    pub weight: f64,
    /// Bits before any field is looked at: how seldom two customers who meet are one person.
    pub start: f64,
    /// What has become of it.
    pub state: State,
    /// Why it is proposed.
    pub reason: Reason,
    /// What each field says.
    pub evidence: Vec<Evidence>,
    /// The one.
    pub left: CustomerRow,
    /// The other.
    pub right: CustomerRow,
    /// When it was first found.
    pub created_at: Instant,
    /// Who decided it.
    pub decided_by: Option<String>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
}

/// What one field says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Evidence {
    /// `name`, `address`, `mobile`, `gender`, `birthday`, `email`.
    pub field: String,
    /// The value on the left, masked.
    pub left: Option<String>,
    /// The value on the right, masked.
    pub right: Option<String>,
    /// How far the two agree.
    pub agreement: Agreement,
    /// The level of agreement by its code; null where one side does not say, and of what was found before levels were kept.
    pub level: Option<String>,
    /// How probable this is of one person; of a household the odds. Null as the level is.
    pub m: Option<f64>,
    /// How probable this is of two; of a household how many share it, themselves left out. Null as the level is.
    pub u: Option<f64>,
    /// Bits, the logarithm of `m` over `u`: above 0 speaks for one person, below 0 against.
    pub weight: f64,
}

/// These proposals as somebody with `scope` sees them. Those with a customer out of their sight, or open ones whose two
/// sides are one by now, are left out.
pub(super) async fn show(session: &mut Session, scope: &ShopScope, found: Vec<Stored>) -> Result<Vec<Proposal>, Error> {
    let profiles: BTreeSet<i64> = found.iter().flat_map(|proposal| [proposal.found.a, proposal.found.b]).collect();
    let facts: BTreeMap<i64, Facts> = customers::facts(session, &profiles.into_iter().collect::<Vec<_>>())
        .await?
        .into_iter()
        .map(|facts| (facts.profile_id, facts))
        .collect();
    let ids: BTreeSet<i64> = facts.values().map(|facts| facts.customer_id).collect();
    let visible = customers::visible(session, scope, &ids.into_iter().collect::<Vec<_>>()).await?;
    let rows: BTreeMap<i64, CustomerRow> = customers::rows(session, scope, &visible.into_iter().collect::<Vec<_>>())
        .await?
        .into_iter()
        .map(|row| (row.id.0, row))
        .collect();
    let mut shown = Vec::with_capacity(found.len());
    for proposal in found {
        let (Some(a), Some(b)) = (facts.get(&proposal.found.a), facts.get(&proposal.found.b)) else { continue };
        let is_one = a.customer_id == b.customer_id;
        let (Some(left), Some(right)) = (rows.get(&a.customer_id), rows.get(&b.customer_id)) else { continue };
        if is_one && proposal.state == State::Open {
            continue;
        }
        let evidence = proposal
            .found
            .evidence
            .iter()
            .map(|said| Evidence {
                field: said.field.clone(),
                left: value(&said.field, a),
                right: value(&said.field, b),
                agreement: said.agreement,
                level: Some(said.level.clone()).filter(|level| !level.is_empty()),
                m: Some(said.m).filter(|_| !said.level.is_empty()),
                u: Some(said.u).filter(|_| !said.level.is_empty()),
                weight: said.weight,
            })
            .chain(missing(&proposal, a, b))
            .collect();
        let weight = bits(proposal.found.score);
        shown.push(Proposal {
            id: Id(proposal.id),
            score: proposal.found.score,
            weight,
            start: weight - proposal.found.evidence.iter().map(|said| said.weight).sum::<f64>(),
            state: proposal.state,
            reason: proposal.found.reason,
            evidence,
            left: left.clone(),
            right: right.clone(),
            created_at: Instant(proposal.created_at),
            decided_by: proposal.decided_by,
            decided_at: proposal.decided_at.map(Instant),
        });
    }
    Ok(shown)
}

/// A probability as the logarithm of its odds, to the base of 2; certainty stops where a float can still tell it.
fn bits(probability: f64) -> f64 {
    let sure = probability.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    (sure / (1.0 - sure)).log2()
}

/// Fields that only one side states: they say nothing, and a person wants to see that.
fn missing(proposal: &Stored, a: &Facts, b: &Facts) -> Vec<Evidence> {
    ["name", "mobile", "address", "email", "birthday", "gender"]
        .into_iter()
        .filter(|field| !proposal.found.evidence.iter().any(|said| said.field == *field))
        .filter_map(|field| {
            let (left, right) = (value(field, a), value(field, b));
            (left.is_some() != right.is_some()).then(|| Evidence {
                field: field.to_owned(),
                left,
                right,
                agreement: Agreement::Missing,
                level: None,
                m: None,
                u: None,
                weight: 0.0,
            })
        })
        .collect()
}

/// The value of a field, masked.
fn value(field: &str, facts: &Facts) -> Option<String> {
    let labels = &facts.labels;
    match field {
        "name" => labels.name.as_deref().map(mask::name),
        "mobile" => facts.mobiles.first().or(labels.mobile.as_ref()).map(|mobile| mask::mobile(mobile)),
        "email" => labels.email.as_deref().map(mask::email),
        "gender" => labels.gender.clone(),
        "birthday" => labels.birthday.as_deref().map(day),
        "address" => {
            let place =
                [&labels.province, &labels.city, &labels.district].map(|part| part.as_deref().unwrap_or_default());
            let street = labels.street.as_deref().map(mask::street).unwrap_or_default();
            let whole = format!("{}{street}", place.concat());
            (!whole.is_empty()).then_some(whole)
        }
        _ => None,
    }
}

/// A birthday without its year: `--05-17`.
fn day(whole: &str) -> String {
    let mut parts = whole.rsplitn(3, '-');
    match (parts.next(), parts.next()) {
        (Some(day), Some(month)) => format!("--{month}-{day}"),
        _ => "****".to_owned(),
    }
}
