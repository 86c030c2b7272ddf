//! The customers behind a figure, as a rule.

use platform::http::ShopScope;
use platform::{App, Error};
use rules::{Behaviour, Catalogue, Comparison, Decimal, Filter, Moment, Occasion, Rule, Test, Value, Window};

use super::Period;
use crate::segments::catalogue;

/// What rules are written with.
///
/// # Errors
/// When the database cannot be read.
pub async fn words(app: &App) -> Result<Catalogue, Error> {
    Ok(catalogue::shape(app, &mut app.db.read().await?).await?.catalogue)
}

/// Who did something in these days that passes all filters.
#[must_use]
pub fn did(kind: &str, filters: Vec<Filter>, period: &Period) -> Rule {
    let window = Window::Between { from: Moment::Day(period.from), to: Moment::Day(period.to) };
    let mut filters = filters;
    let filter = if filters.len() > 1 { Some(Filter::All { filters }) } else { filters.pop() };
    Rule::Did(Behaviour { kind: kind.to_owned(), occasion: Occasion::Every, filter, bounds: Vec::new(), window })
}

/// All of these.
#[must_use]
pub fn all(rules: Vec<Rule>) -> Rule {
    Rule::All { rules }
}

/// Not this.
#[must_use]
pub fn not(rule: Rule) -> Rule {
    Rule::Not { rule: Box::new(rule) }
}

/// A property is a text.
#[must_use]
pub fn is(property: &str, text: &str) -> Filter {
    compare(property, Comparison::Equal, Value::Text(text.to_owned()))
}

/// A property is a number of at most so much.
#[must_use]
pub fn at_most(property: &str, most: i64) -> Filter {
    compare(property, Comparison::AtMost, Value::Number(Decimal::whole(most).unwrap_or_default()))
}

/// A property is a number between two, both included.
#[must_use]
pub fn between(property: &str, from: i64, to: i64) -> Filter {
    let number = |value| Value::Number(Decimal::whole(value).unwrap_or_default());
    Filter::Property { property: property.to_owned(), test: Test::Between { from: number(from), to: number(to) } }
}

/// A product of a shop.
#[must_use]
pub fn product(shop: i64, number: &str) -> Vec<Filter> {
    vec![is("item.number", number), is("shop", &shop.to_string())]
}

/// Any of these products, each by its shop and number.
#[must_use]
pub fn any_of<'n>(products: impl IntoIterator<Item = (i64, &'n str)>) -> Vec<Filter> {
    let mut each: Vec<Filter> =
        products.into_iter().map(|(shop, number)| Filter::All { filters: product(shop, number) }).collect();
    match (each.len(), each.pop()) {
        (1, Some(Filter::All { filters })) => filters,
        (_, Some(last)) => {
            each.push(last);
            vec![Filter::Any { filters: each }]
        }
        (_, None) => Vec::new(),
    }
}

/// In one of these shops; nothing to ask when it may be any.
#[must_use]
pub fn in_shops(scope: &ShopScope) -> Option<Filter> {
    let ShopScope::Only(shops) = scope else { return None };
    let values = shops.iter().map(|shop| Value::Text(shop.to_string())).collect();
    Some(Filter::Property { property: "shop".to_owned(), test: Test::OneOf { values } })
}

fn compare(property: &str, comparison: Comparison, value: Value) -> Filter {
    Filter::Property { property: property.to_owned(), test: Test::Compare { comparison, value } }
}
