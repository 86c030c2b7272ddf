//! The same goods in several listings: products that carry one seller's code, in whichever shop.

use std::collections::{BTreeMap, HashMap};

use platform::db::Connection;
use platform::http::ShopScope;
use platform::{Error, Id};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Product;
use super::records;

/// A product as one shop lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProductListing)]
pub struct Listing {
    /// The product.
    pub product_id: Id,
    /// Its number with the shop.
    pub number: String,
    /// Its shop.
    pub shop_id: Id,
    /// The shop's name.
    pub shop: String,
}

impl From<&Product> for Listing {
    fn from(product: &Product) -> Self {
        Self {
            product_id: product.id,
            number: product.number.clone(),
            shop_id: product.shop_id,
            shop: product.shop.clone(),
        }
    }
}

/// Which products are the same goods. A product without a code, or with one that no other has, stands for itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Same {
    /// The product that stands for this one, where several are the same.
    stands_for: HashMap<i64, i64>,
    /// All that a product stands for, in order.
    listings: BTreeMap<i64, Vec<i64>>,
}

impl Same {
    /// From products and their codes.
    fn of(coded: impl IntoIterator<Item = (i64, String)>) -> Self {
        let mut by_code: HashMap<String, Vec<i64>> = HashMap::new();
        for (product, code) in coded {
            let code = code.trim();
            if !code.is_empty() {
                by_code.entry(code.to_lowercase()).or_default().push(product);
            }
        }
        let mut same = Self::default();
        for mut listings in by_code.into_values().filter(|listings| listings.len() > 1) {
            listings.sort_unstable();
            let Some(first) = listings.first().copied() else { continue };
            same.stands_for.extend(listings.iter().map(|product| (*product, first)));
            same.listings.insert(first, listings);
        }
        same
    }

    /// The product that stands for this one: itself, or the first of those that are the same.
    #[must_use]
    pub fn first(&self, product: i64) -> i64 {
        self.stands_for.get(&product).copied().unwrap_or(product)
    }

    /// All that `first` stands for, itself included.
    #[must_use]
    pub fn listings(&self, first: i64) -> Vec<i64> {
        self.listings.get(&first).cloned().unwrap_or_else(|| vec![first])
    }
}

/// Which products of these shops are the same goods, by the seller's code without case and outer spaces.
///
/// # Errors
/// When the database cannot be read.
pub async fn same(conn: &mut impl Connection, scope: &ShopScope) -> Result<Same, Error> {
    Ok(Same::of(records::coded(conn, scope).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_code_is_one_product_and_no_code_is_none() {
        let coded = [(4, "TEA-1"), (2, " tea-1 "), (9, "Tea-1"), (3, "CUP"), (5, "  "), (6, "")];
        let same = Same::of(coded.map(|(product, code)| (product, code.to_owned())));
        let firsts: Vec<i64> = [2, 3, 4, 5, 6, 9].into_iter().map(|product| same.first(product)).collect();
        assert_eq!(firsts, [2, 3, 2, 5, 6, 2]);
        assert_eq!((same.listings(2), same.listings(3)), (vec![2, 4, 9], vec![3]));
    }
}
