//! The SQL that counts orders for profiles.

use platform::Error;
use platform::db::{Connection, Tx, pieces};

use crate::customers::Figures;

const PROFILES: &str = "select profile_id, count(*) as orders, \
    cast(sum(case when deal_amount > 0 then 1 else 0 end) as bigint) as deals, \
    cast(sum(deal_amount) as bigint) as deal_amount, max(currency) as currency, \
    cast(sum(case when deal_amount > 0 then coalesce(pieces, 0) else 0 end) as bigint) as items, \
    cast(sum(case when status in ('cancelled', 'refunded') then 1 else 0 end) as bigint) as closed, \
    cast(sum(case when status in ('cancelled', 'refunded') then coalesce(total, 0) else 0 end) as bigint) \
        as closed_amount, \
    cast(sum(refunded) as bigint) as refunded, \
    min(case when deal_amount > 0 then coalesce(paid_at, sort_at) end) as first_deal_at, \
    max(case when deal_amount > 0 then coalesce(paid_at, sort_at) end) as last_deal_at \
    from orders where profile_id in (";
const PROFILES_END: &str = ") group by profile_id";

/// What these profiles ordered; profiles without an order come out with zeros.
pub(in crate::orders) async fn of_profiles(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<Figures>, Error> {
    let mut found = Vec::with_capacity(profiles.len());
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in tx.all(format!("{PROFILES}{list}{PROFILES_END}"), ids).await? {
            found.push(Figures {
                profile_id: row.at(0)?,
                orders: row.at(1)?,
                deals: row.at(2)?,
                deal_amount: row.at(3)?,
                currency: row.at(4)?,
                items: row.at(5)?,
                closed: row.at(6)?,
                closed_amount: row.at(7)?,
                refunded: row.at(8)?,
                first_deal_at: row.at(9)?,
                last_deal_at: row.at(10)?,
            });
        }
    }
    if found.len() < profiles.len() {
        let counted: std::collections::HashSet<i64> = found.iter().map(|one| one.profile_id).collect();
        let rest = profiles.iter().filter(|id| !counted.contains(id));
        found.extend(rest.map(|id| Figures { profile_id: *id, ..Figures::default() }).collect::<Vec<_>>());
    }
    Ok(found)
}
