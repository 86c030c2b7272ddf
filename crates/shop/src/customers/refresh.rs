//! Deriving a customer's row from its profiles, for the customers that a change touched and no others.

use platform::db::Tx;
use platform::{App, Error};

use super::figures::Totals;
use super::labels::{Labels, masked};
use super::marks::Kind;
use super::records::{self, FiguresRow, ProfileRow};

/// What a customer is called: of each label the freshest that a profile has, a whole value before a masked one.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) nick: Option<String>,
    pub(super) name: Option<String>,
    pub(super) mobile: Option<String>,
    pub(super) email: Option<String>,
    pub(super) gender: Option<String>,
    pub(super) birthday: Option<String>,
    pub(super) province: Option<String>,
    pub(super) city: Option<String>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").finish_non_exhaustive()
    }
}

impl Face {
    /// The face of a customer with these profiles.
    pub(super) fn of<'a>(profiles: impl IntoIterator<Item = &'a ProfileRow>) -> Self {
        let profiles: Vec<&ProfileRow> = profiles.into_iter().collect();
        let text = |kind: Kind, of: fn(&Labels) -> &Option<String>| {
            profiles
                .iter()
                .filter_map(|profile| Some((of(&profile.labels).as_deref()?, profile.marks.of(kind))))
                // Two sources may speak at one instant: then the values decide, which are the same whatever came first.
                .max_by_key(|(text, mark)| (!masked(text), *mark, *text))
                .map(|(text, _)| text.to_owned())
        };
        let place = profiles
            .iter()
            .filter(|profile| profile.labels.province.is_some())
            .max_by_key(|profile| (profile.marks.of(Kind::Address), &profile.labels.province, &profile.labels.city));
        Self {
            nick: text(Kind::Nick, |labels| &labels.nick),
            name: text(Kind::Name, |labels| &labels.name),
            mobile: text(Kind::Mobile, |labels| &labels.mobile),
            email: text(Kind::Email, |labels| &labels.email),
            gender: text(Kind::Gender, |labels| &labels.gender),
            birthday: text(Kind::Birthday, |labels| &labels.birthday),
            province: place.and_then(|profile| profile.labels.province.clone()),
            city: place.and_then(|profile| profile.labels.city.clone()),
        }
    }
}

/// Derives labels and figures of these customers again. Call it after profiles have moved between them.
///
/// # Errors
/// When the database refuses.
pub async fn refresh(tx: &mut Tx, app: &App, customers: &[i64]) -> Result<(), Error> {
    refresh_faces(tx, app, customers).await?;
    refresh_totals(tx, app, customers).await
}

pub(super) async fn refresh_faces(tx: &mut Tx, app: &App, customers: &[i64]) -> Result<(), Error> {
    let customers = distinct(customers);
    let profiles = records::profiles_of_customers(tx, &customers).await?;
    let mut faces: Vec<(i64, Face)> = grouped(&customers, profiles, |profile: &ProfileRow| profile.customer_id)
        .into_iter()
        .map(|(id, profiles)| (id, Face::of(&profiles)))
        .collect();
    super::edits::overlay(tx, &mut faces).await?;
    records::set_faces(tx, faces, app.clock.now()).await
}

pub(super) async fn refresh_totals(tx: &mut Tx, app: &App, customers: &[i64]) -> Result<(), Error> {
    let customers = distinct(customers);
    let profiles = records::figures_of_customers(tx, &customers).await?;
    let totals: Vec<(i64, Totals)> = grouped(&customers, profiles, |row: &FiguresRow| row.customer_id)
        .into_iter()
        .map(|(id, profiles)| (id, Totals::of(&profiles)))
        .collect();
    records::set_totals(tx, &totals, app.clock.now()).await
}

fn distinct(ids: &[i64]) -> Vec<i64> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// `rows` by customer, with an empty list for a customer that has none left.
fn grouped<T>(customers: &[i64], rows: Vec<T>, customer: impl Fn(&T) -> i64) -> Vec<(i64, Vec<T>)> {
    let mut groups: std::collections::BTreeMap<i64, Vec<T>> = customers.iter().map(|id| (*id, Vec::new())).collect();
    for row in rows {
        groups.entry(customer(&row)).or_default().push(row);
    }
    groups.into_iter().collect()
}
