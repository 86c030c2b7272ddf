//! What is open for her and not for everybody: promotions that her level gets before others, goods for members only.

use maud::{Markup, html};
use platform::Error;

use super::icons::{Icon, icon};
use super::section;
use crate::members::{self, Programme};
use crate::portal::visit::{Buyer, Visit};
use crate::promotions::buyer::Who;
use crate::promotions::early::{Early, open_early};
use crate::{customers, products};

/// Goods that are named; the rest is counted.
const NAMED: usize = 6;

/// The section of the home page; nothing when nothing is open for her alone. `rank`: the place of her level.
pub(super) async fn section_of(buyer: &Buyer, programme: &Programme, rank: usize) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let mut conn = visit.app.db.read().await?;
    let blacklisted = !customers::blacklisted(&mut conn, &[reached.customer_id]).await?.is_empty();
    if rank == 0 || blacklisted {
        return Ok(html! {});
    }
    let who = Who { reached: reached.clone(), blacklisted };
    let early = match open_early(&visit.app, &mut conn, &who).await {
        Ok(early) => early,
        // While the crowds are put together, nobody knows whom a promotion is for: it shows a moment later.
        Err(error) if error.code() == "warehouse_building" => Vec::new(),
        Err(error) => return Err(error),
    };
    let mut goods: Vec<String> = Vec::new();
    let rules = members::goods(&mut conn).await?.rules;
    for rule in rules.iter().filter(|rule| programme.enabled && rule.rank(programme) <= rank) {
        let numbers: Vec<&str> = rule.products.iter().map(String::as_str).collect();
        let titles = products::titles_anywhere(&mut conn, &numbers).await?;
        goods.extend(rule.categories.iter().cloned());
        goods.extend(rule.products.iter().filter_map(|number| titles.get(number)).cloned());
    }
    drop(conn);
    goods.sort_unstable();
    goods.dedup();
    if early.is_empty() && goods.is_empty() {
        return Ok(html! {});
    }
    let list = html! {
        ul.benefits {
            @for one in &early { (promotion(visit, one)) }
            @if !goods.is_empty() {
                li {
                    (icon(Icon::Lock))
                    span { strong { (visit.t("portal-open-goods")) } small { (named(visit, &goods)) } }
                }
            }
        }
    };
    Ok(section(&visit.t("portal-open"), None, &list))
}

fn promotion(visit: &Visit, one: &Early) -> Markup {
    let until = visit.say("portal-open-early", &[("time", visit.minute(one.from))]);
    html! {
        li {
            (icon(Icon::Clock))
            span {
                strong { (visit.words(&one.name)) }
                small { (visit.words(&one.window.title)) " · " (until) }
            }
        }
    }
}

fn named(visit: &Visit, goods: &[String]) -> String {
    let between = visit.t("portal-open-between");
    let first = goods.iter().take(NAMED).cloned().collect::<Vec<_>>().join(&between);
    if goods.len() <= NAMED {
        return first;
    }
    visit.say("portal-open-more", &[("goods", first), ("count", goods.len().to_string())])
}
