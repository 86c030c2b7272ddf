//! Who works in the demo shop.

use platform::accounts::{self, NewUser};
use platform::db::Tx;
use platform::http::{Caller, Role, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Personal};

/// Who owns it signs in as.
pub(super) const OWNER: &str = "demo";
/// Everybody's password. No secret: the data is made up and the server listens on this machine.
pub(super) const PASSWORD: &str = "shilu-tea-2026";
/// Who runs promotions signs in as.
pub(super) const OPERATOR: &str = "operator";
/// Who looks after customers signs in as.
pub(super) const AGENT: &str = "agent";
/// The others: login, name, role, and how many of the shops they see.
pub(super) const COLLEAGUES: [(&str, &str, Role, Option<usize>); 3] = [
    (OPERATOR, "沈运营", Role::Operator, None),
    (AGENT, "陆客服", Role::Agent, Some(2)),
    ("analyst", "顾分析", Role::Analyst, None),
];

/// Makes everybody's account.
pub(super) async fn employ(tx: &mut Tx, app: &App, caller: &Caller, shops: &[i64]) -> Result<(), Error> {
    let hash = accounts::hash(&app.chance, "password", OWNER, &Personal::new(PASSWORD)).await?;
    let owner = (OWNER, "林店主", Role::Owner, None);
    for (login, name, role, seen) in std::iter::once(owner).chain(COLLEAGUES) {
        let shops = seen.map_or(ShopScope::All, |count| ShopScope::Only(shops.iter().take(count).copied().collect()));
        let new = NewUser { name: name.into(), login: login.into(), role, shops, locale: Some(Locale::ZhCn) };
        accounts::add_in(tx, app, caller, &new, &hash).await?;
    }
    Ok(())
}
