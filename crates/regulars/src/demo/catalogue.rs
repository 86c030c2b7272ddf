//! The catalogue: products with numbers, and what sells in which month.

use std::collections::BTreeMap;

use connectors::drafts::ProductDraft;

use super::chance::{Chance, spread};
use super::goods::{CATEGORIES, COMPANIONS};
use super::settings::{Channel, Shop};

/// A product of the demo shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The seller's own code, the same in every storefront.
    pub sku: String,
    /// Title.
    pub title: &'static str,
    /// Category, as a path with `/`.
    pub category: &'static str,
    /// Price in minor units.
    pub price: i64,
    /// Cost in minor units.
    pub cost: i64,
    /// Pieces in stock.
    pub stock: i64,
    /// Variants, as the platforms print them; one empty text when there are none.
    pub options: &'static [&'static str],
    /// The number of each storefront, in the order of the shops.
    pub numbers: Vec<String>,
}

/// The catalogue with its running sums.
pub(crate) struct Catalogue {
    pub(crate) products: Vec<Product>,
    /// For every month: running sums over all products.
    months: Vec<Vec<u64>>,
    /// For every category: first product, and running sums over its products.
    shelves: Vec<(usize, Vec<u64>)>,
    /// Running sums of presents: gift boxes, pots, cups.
    presents: Vec<u64>,
    /// For every product: what is bought with it, and how often.
    companions: Vec<Option<(usize, f64)>>,
}

impl Catalogue {
    pub(crate) fn new(seed: u64, shops: &[Shop]) -> Self {
        let mut products = Vec::new();
        let mut months = vec![Vec::new(); 12];
        let mut sums = [0u64; 12];
        let mut shelves = Vec::new();
        let mut presents = Vec::new();
        let mut present = 0;
        for (category, code, favour, items) in CATEGORIES {
            let first = products.len();
            let mut shelf = Vec::new();
            let mut on_shelf = 0;
            for (within, (title, price, cost, liked, options)) in items.iter().enumerate() {
                let number = products.len() as u64;
                let numbers = shops.iter().map(|shop| number_at(seed, shop, number)).collect();
                products.push(Product {
                    sku: format!("SL-{code}{:02}", within + 1),
                    title,
                    category,
                    price: *price,
                    cost: *cost,
                    stock: stock(seed, number, *liked),
                    options,
                    numbers,
                });
                for ((sum, month), favoured) in sums.iter_mut().zip(&mut months).zip(favour) {
                    *sum += u64::from(liked * favoured);
                    month.push(*sum);
                }
                on_shelf += u64::from(*liked);
                shelf.push(on_shelf);
                present += match *code {
                    "LH" => u64::from(*liked) * 10,
                    "HU" | "BE" => u64::from(*liked),
                    _ => 0,
                };
                presents.push(present);
            }
            shelves.push((first, shelf));
        }
        let companions = products.iter().map(|product| companion(product, &products)).collect();
        Self { products, months, shelves, presents, companions }
    }

    /// An index of the product that costs most.
    pub(crate) fn dearest(&self) -> usize {
        self.products.iter().enumerate().max_by_key(|(_, product)| product.price).map_or(0, |(at, _)| at)
    }

    /// How many categories there are.
    pub(crate) fn categories(&self) -> usize {
        self.shelves.len()
    }

    /// An index of a product that sells in this month (0 is January).
    pub(crate) fn of_month(&self, chance: &mut Chance, month: usize) -> usize {
        self.months.get(month).map_or(0, |sums| chance.by_running_sum(sums))
    }

    /// An index of a product of this category.
    pub(crate) fn of_category(&self, chance: &mut Chance, category: usize) -> usize {
        self.shelves.get(category).map_or(0, |(first, sums)| first + chance.by_running_sum(sums))
    }

    /// An index of a product that one gives.
    pub(crate) fn of_presents(&self, chance: &mut Chance) -> usize {
        chance.by_running_sum(&self.presents)
    }

    /// What is bought along with a product this time.
    pub(crate) fn along(&self, chance: &mut Chance, product: usize) -> Option<usize> {
        let (companion, share) = (*self.companions.get(product)?)?;
        chance.happens(share).then_some(companion)
    }

    /// The drafts of one storefront.
    pub(crate) fn drafts<'a>(&'a self, at: usize, shop: &'a Shop) -> impl Iterator<Item = ProductDraft> + 'a {
        self.products.iter().map(move |product| ProductDraft {
            row: 0,
            number: product.numbers.get(at).cloned().unwrap_or_default(),
            shop: shop.reference(),
            sku: Some(product.sku.clone()),
            title: Some(product.title.to_owned()),
            category: Some(product.category.to_owned()),
            tags: Some(tags(product)),
            currency: "CNY".into(),
            price: Some(product.price),
            cost: Some(product.cost),
            stock: Some(product.stock),
            picture: None,
            extra: BTreeMap::new(),
        })
    }
}

/// What the shop marks a product with, for promotions to name.
fn tags(product: &Product) -> Vec<String> {
    let said = [
        ("送礼", product.title.contains('礼')),
        ("春茶", product.title.contains("明前") || product.title.contains('春')),
        ("高端", product.price >= 30_000),
    ];
    said.into_iter().filter(|(_, so)| *so).map(|(tag, _)| tag.to_owned()).collect()
}

/// What goes with a product, and in which share of its baskets it is taken along.
fn companion(product: &Product, products: &[Product]) -> Option<(usize, f64)> {
    let (_, with, share) = COMPANIONS.iter().find(|(bought, ..)| product.title.contains(bought))?;
    Some((products.iter().position(|other| other.title.contains(with))?, *share))
}

/// Platforms number products themselves; the shop's own site and till use the seller's order.
fn number_at(seed: u64, shop: &Shop, product: u64) -> String {
    let (head, salt) = match shop.channel {
        Channel::Taobao => ("65", 11),
        Channel::Tmall => ("68", 23),
        Channel::Pinduoduo => ("40", 37),
        Channel::Douyin => ("35", 41),
        Channel::Web => return format!("p{:04}", product + 1),
        Channel::Pos => return format!("{:013}", 6_900_000_000_000 + product * 17),
    };
    format!("{head}{:08}{:02}", spread(product * 7 + salt, seed), product % 97)
}

/// Some are nearly sold out, so that stock warnings have something to say.
fn stock(seed: u64, product: u64, liked: u32) -> i64 {
    let roll = spread(product * 31 + 5, seed) % 100;
    match roll {
        0..=3 => 0,
        4..=12 => (roll % 9) as i64 + 1,
        _ => i64::from(liked) * 20 + (roll as i64) * 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let shops = crate::demo::Settings::two_years_to(0, 1, 1).shops;
        let catalogue = Catalogue::new(1, &shops);
        assert!((115..=125).contains(&catalogue.products.len()), "{}", catalogue.products.len());
        assert_eq!(catalogue.categories(), 12);
        let mut numbers = std::collections::HashSet::new();
        for product in &catalogue.products {
            assert!(product.cost > 0 && product.cost < product.price, "{}", product.title);
            assert!(!product.title.contains(['，', ',']), "titles are joined with commas: {}", product.title);
            assert!(product.numbers.iter().all(|number| numbers.insert(number.clone())));
            assert!(!product.options.is_empty());
        }
        for (bought, with, _) in COMPANIONS {
            let named = |part: &str| catalogue.products.iter().filter(|product| product.title.contains(part)).count();
            assert_eq!((named(bought), named(with)), (1, 1), "{bought} and {with}");
        }
    }
}
