//! Looking at a promotion before buyers do: what it would sell below cost or for nothing, where it never applies or stands
//! in another's way, what the law objects to. Everything found comes with its cure.

use std::sync::Arc;

use platform::db::Session;
use platform::{App, Error, Id};
use pricing::{Gravity, Line, Problem, Programme, Promotion, Shelf, Words};
use serde::Serialize;
use utoipa::ToSchema;

use super::cures::cure;
use super::empty;
use super::names::Names;
use super::{goods, levels, live};
use crate::{products, shops};

/// Live promotions that a draft is tried beside at most.
const BESIDE: usize = 60;

/// A promotion that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PromotionNamed)]
pub struct Named {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Words,
    /// Its id, when it is published.
    pub id: Option<Id>,
}

/// Something that an operator should look at, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PromotionFinding)]
pub struct Finding {
    /// A stable word for programs.
    pub code: String,
    /// How bad it is. An error is not published; a warning is when somebody has looked at it.
    pub gravity: Gravity,
    /// Where in the terms; empty when it is about the whole.
    pub path: String,
    /// What is wrong.
    pub message: Words,
    /// What to do.
    pub cure: Words,
    /// The promotions that it is about.
    pub promotions: Vec<Named>,
}

/// What the linter found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PromotionLint)]
pub(super) struct Lint {
    /// The gravest first.
    pub findings: Vec<Finding>,
    /// Goods looked at.
    pub goods: usize,
    /// Goods in its scope that were not looked at.
    pub goods_left_out: usize,
    /// Live promotions that it was tried beside.
    pub against: usize,
}

/// Looks at `terms` as if they were published now, beside the live promotions that meet them.
pub(super) async fn lint(app: &App, session: &mut Session, terms: &Promotion) -> Result<Lint, Error> {
    let now = app.clock.now();
    let business = shops::business(session).await?;
    let set = live::set(app).await?;
    let goods = goods::of(session, terms, &business.currency, now).await?;
    let mut findings = unknown(session, terms).await?;
    if goods.left_out > 0 {
        let (seen, rest) = (goods.lines.len(), goods.left_out);
        findings.push(note(
            "goods_left_out",
            format!("范围内另有 {rest} 个商品未逐一检查；已检查利润最薄的 {seen} 个"),
            format!("{rest} more goods are in its scope; the {seen} with the smallest margin were looked at"),
        ));
    }
    let (shelf, against) = beside(&set, terms, &goods.lines)?;
    let key = terms.key.clone();
    let (lines, twins) = (goods.lines, goods.twins);
    let looked_at = lines.len();
    let problems = tokio::task::spawn_blocking(move || {
        let mut problems = pricing::lint(&shelf, &lines, now);
        problems.retain(|problem| problem.promotions.contains(&key));
        (problems, shelf)
    });
    let (problems, shelf) = problems.await.map_err(Error::internal)?;
    let found = problems.iter().map(|problem| finding(problem, &set, shelf.programme())).collect();
    findings.extend(folded(found, &twins));
    findings.sort_by(|one, other| (one.gravity, &one.code).cmp(&(other.gravity, &other.code)));
    Ok(Lint { findings, goods: looked_at, goods_left_out: goods.left_out, against })
}

/// What is said of several listings of the same goods, said once.
fn folded(findings: Vec<Finding>, twins: &[(String, String)]) -> Vec<Finding> {
    let mut once: Vec<(Finding, usize)> = Vec::with_capacity(findings.len());
    for mut finding in findings {
        for (apart, title) in twins {
            for text in [&mut finding.message.zh, &mut finding.message.en] {
                *text = text.replace(apart, title);
            }
        }
        let same = |one: &&mut (Finding, usize)| {
            (&one.0.code, &one.0.message, &one.0.promotions) == (&finding.code, &finding.message, &finding.promotions)
        };
        match once.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => once.push((finding, 1)),
        }
    }
    let said = once.into_iter().map(|(mut finding, count)| {
        if count > 1 {
            finding.message.zh.push_str(&format!("（{count} 个链接）"));
            finding.message.en.push_str(&format!(" ({count} listings)"));
        }
        finding
    });
    said.collect()
}

/// What can be said of terms at once, without goods: while they are edited.
pub(super) fn check(terms: &Promotion, currency: &str) -> Vec<Finding> {
    let programme =
        Programme { currency: currency.to_owned(), promotions: vec![terms.clone()], ..Programme::default() };
    let problems = pricing::check(&programme);
    problems
        .iter()
        .map(|problem| {
            let path = problem.path.strip_prefix("promotions[0].").unwrap_or(&problem.path).to_owned();
            let (code, message) = (problem.code.clone(), problem.message.clone());
            Finding { cure: cure(&code), code, gravity: problem.gravity, path, message, promotions: Vec::new() }
        })
        .collect()
}

/// The live promotions that may meet `terms` on their goods, and the terms themselves.
fn beside(set: &Arc<live::Set>, terms: &Promotion, goods: &[Line]) -> Result<(Shelf, usize), Error> {
    let shelf = set.shelf();
    let mut programme = Programme { draws: Vec::new(), promotions: Vec::new(), ..shelf.programme().clone() };
    let zone = shelf.zone().clone();
    let meets = |other: &&Promotion| other.key != terms.key && goods.iter().any(|line| other.touches(line));
    programme.promotions = shelf.programme().promotions.iter().filter(meets).take(BESIDE).cloned().collect();
    drop(shelf);
    let against = programme.promotions.len();
    programme.promotions.push(terms.clone());
    let shelf = Shelf::new(programme, zone).map_err(|problems| {
        let path = problems.first().map(|problem| problem.path.clone()).unwrap_or_default();
        Error::invalid(path, "malformed")
    })?;
    Ok((shelf, against))
}

/// Segments, goods, levels and channels that terms name and that do not stand.
async fn unknown(session: &mut Session, terms: &Promotion) -> Result<Vec<Finding>, Error> {
    let names = Names::of(session, &[terms]).await?;
    let mut findings = Vec::new();
    for id in terms.scope.segments.iter().filter(|id| !names.has_segment(id)) {
        let mut finding =
            note("unknown_segment", format!("人群 {id} 不存在，或已删除"), format!("there is no segment {id}"));
        finding.gravity = Gravity::Error;
        "scope.segments".clone_into(&mut finding.path);
        findings.push(finding);
    }
    let any = products::any(session).await?;
    for key in terms.scope.goods.products.iter().filter(|key| any && names.good(key).is_none()) {
        let mut finding =
            note("unknown_goods", format!("没有编号为 {key} 的商品"), format!("no product has the number {key}"));
        finding.gravity = Gravity::Warning;
        "scope.goods.products".clone_into(&mut finding.path);
        findings.push(finding);
    }
    findings.extend(levels::gone(session, terms, &names).await?);
    findings.extend(empty::scopes(session, &terms.scope, any).await?);
    Ok(findings)
}

/// What the law objects to in a draw, in the business's currency and under the shop's highest prize.
///
/// # Errors
/// When the database cannot be read.
pub async fn lint_draw(session: &mut Session, draw: pricing::Draw) -> Result<Vec<Finding>, Error> {
    let business = shops::business(session).await?;
    let programme = Programme {
        currency: business.currency.clone(),
        settings: super::settings(session).await?.between(),
        draws: vec![draw],
        ..Programme::default()
    };
    let shelf = Shelf::new(programme, business.zone()).map_err(|_| Error::internal("the settings cannot be used"))?;
    let found = |problem: &Problem| {
        finding_of(&problem.code, problem.gravity, problem.path.clone(), &problem.message.zh, &problem.message.en)
    };
    Ok(pricing::lint(&shelf, &[], 0).iter().map(found).collect())
}

/// A finding that is about no promotion.
#[must_use]
pub fn finding_of(code: &str, gravity: Gravity, path: String, zh: &str, en: &str) -> Finding {
    let message = Words { zh: zh.to_owned(), en: en.to_owned() };
    Finding { code: code.to_owned(), gravity, path, message, cure: cure(code), promotions: Vec::new() }
}

fn note(code: &str, zh: String, en: String) -> Finding {
    Finding {
        code: code.to_owned(),
        gravity: Gravity::Note,
        path: String::new(),
        message: Words { zh, en },
        cure: cure(code),
        promotions: Vec::new(),
    }
}

fn finding(problem: &Problem, set: &live::Set, programme: &Programme) -> Finding {
    let named = |key: &String| {
        let terms = programme.promotions.iter().find(|one| one.key == *key);
        Named {
            name: terms.map(|terms| terms.name.clone()).unwrap_or_default(),
            id: set.known(key).map(|known| Id(known.id)),
            key: key.clone(),
        }
    };
    Finding {
        code: problem.code.clone(),
        gravity: problem.gravity,
        path: problem.path.clone(),
        message: problem.message.clone(),
        cure: cure(&problem.code),
        promotions: problem.promotions.iter().map(named).collect(),
    }
}
