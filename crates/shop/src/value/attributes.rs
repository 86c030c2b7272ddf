//! Scores as rules name them.

use std::collections::BTreeMap;
use std::sync::Arc;

use platform::Error;
use platform::db::Connection;

use super::delivered;
use super::gather::date;
use super::model::Scored;
use super::records;

/// The attributes that scores are, as rules name them.
pub const NAMES: &[&str] = &[
    "realised_value",
    "margin_value",
    "potential_value",
    "influence_value",
    "delivered_value",
    "delivered_index",
    "cost_to_serve",
    "expected_purchases_90",
    "expected_purchases_365",
    "churn_risk",
    "churn_reasons",
    "probability_alive",
    "referred_customers",
    "referred_value",
    "rfm_group",
    "rfm_group_before",
    "rfm_recency",
    "rfm_frequency",
    "rfm_monetary",
    "rfm_cell",
    "stage",
    "stage_before",
    "brought_by",
    "first_channel",
    "first_purchase",
    "last_purchase",
    "next_purchase",
    "next_purchase_from",
    "next_purchase_to",
    "families_soon",
    "families_due",
    "families_overdue",
];

/// What a score says to rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// An amount in minor units of the business's currency.
    Money(i64),
    /// A number in hundredths.
    Hundredths(i64),
    /// A day.
    Day(jiff::civil::Date),
    /// One of a few values.
    Choice(&'static str),
    /// A text.
    Text(Arc<str>),
    /// Some of a few values, or of the shop's own words.
    Tags(Vec<String>),
}

/// What is known of these customers: each attribute's name with its value; those of whom nothing was reckoned are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_customers(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<BTreeMap<i64, Vec<(&'static str, Said)>>, Error> {
    let found = records::of(conn, customers).await?;
    let mut told: BTreeMap<i64, _> = found.iter().map(|one| (one.customer, said(one))).collect();
    for refill in records::marked(conn, customers).await? {
        let said = told.entry(refill.customer).or_default();
        for (name, is) in [
            ("families_soon", refill.marks.soon),
            ("families_due", refill.marks.due),
            ("families_overdue", refill.marks.overdue),
        ] {
            if is {
                name_family(said, name, &refill.family);
            }
        }
    }
    Ok(told)
}

/// Adds a family to those of an attribute.
fn name_family(said: &mut Vec<(&'static str, Said)>, name: &'static str, family: &str) {
    match said.iter_mut().find(|(known, _)| *known == name) {
        Some((_, Said::Tags(families))) => families.push(family.to_owned()),
        _ => said.push((name, Said::Tags(vec![family.to_owned()]))),
    }
}

fn said(one: &Scored) -> Vec<(&'static str, Said)> {
    let whole = |value: i64| Said::Hundredths(value.saturating_mul(100));
    let day = |number: i64| Said::Day(date(number));
    let mut said = vec![
        ("realised_value", Said::Money(one.realised())),
        ("margin_value", Said::Money(one.margin)),
        ("potential_value", Said::Money(one.potential)),
        ("influence_value", Said::Money(one.influence)),
        ("delivered_value", Said::Money(one.got.saturating_sub(one.burden))),
        ("cost_to_serve", Said::Money(one.serve)),
        ("expected_purchases_90", Said::Hundredths(one.expected_90)),
        ("expected_purchases_365", Said::Hundredths(one.expected_365)),
        ("rfm_recency", whole(one.cell.recency.into())),
        ("rfm_frequency", whole(one.cell.frequency.into())),
        ("rfm_monetary", whole(one.cell.monetary.into())),
        ("rfm_cell", whole(one.cell.number().into())),
        ("rfm_group", Said::Choice(one.group.key())),
        ("stage", Said::Choice(one.stage.key())),
        ("referred_customers", whole(one.referred)),
        ("referred_value", Said::Money(one.brought)),
        ("first_purchase", day(one.first)),
        ("last_purchase", day(one.last)),
    ];
    said.extend(one.origin.by.clone().map(|by| ("brought_by", Said::Text(by))));
    said.extend(one.origin.channel.map(|channel| ("first_channel", Said::Choice(channel.code()))));
    said.extend(delivered::index(one.got, one.burden).map(|index| ("delivered_index", whole(index))));
    said.extend(one.churn_risk.map(|risk| ("churn_risk", whole(risk))));
    said.extend(
        (!one.reasons.is_empty())
            .then(|| ("churn_reasons", Said::Tags(one.reasons.iter().map(|&key| key.to_owned()).collect()))),
    );
    said.extend(one.alive.map(|alive| ("probability_alive", whole(alive))));
    said.extend(one.group_before.map(|group| ("rfm_group_before", Said::Choice(group.key()))));
    said.extend(one.stage_before.map(|stage| ("stage_before", Said::Choice(stage.key()))));
    if let Some(next) = one.next {
        said.extend([
            ("next_purchase", day(next.day)),
            ("next_purchase_from", day(next.from)),
            ("next_purchase_to", day(next.to)),
        ]);
    }
    said
}
