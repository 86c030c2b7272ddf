//! What was found, in words, as JSON and in files.

use std::fmt::Write as _;
use std::path::Path;

use connectors::export::Cell;
use science::baskets::{Counts, Rule};
use serde_json::{Value as Json, json};

use super::{BasketsArgs, Found};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::science::out::Out;

impl Found {
    fn words(&self, items: &[u32]) -> Vec<&str> {
        items.iter().map(|item| self.read.items.name(*item)).collect()
    }

    /// How many frequent sets have 1, 2, … items.
    fn by_length(&self) -> Vec<u64> {
        let mut lengths: Vec<u64> = Vec::new();
        for (items, _) in self.sets.iter() {
            if lengths.len() < items.len() {
                lengths.resize(items.len(), 0);
            }
            if let Some(count) = items.len().checked_sub(1).and_then(|at| lengths.get_mut(at)) {
                *count += 1;
            }
        }
        lengths
    }
}

fn measures(counts: &Counts) -> Json {
    json!({
        "count": counts.both,
        "support": counts.support(),
        "confidence": counts.confidence(),
        "lift": counts.lift(),
        "leverage": counts.leverage(),
        "conviction": counts.conviction(),
    })
}

fn with(mut object: Json, more: Json) -> Json {
    if let (Some(members), Json::Object(more)) = (object.as_object_mut(), more) {
        members.extend(more);
    }
    object
}

/// For programs.
pub(super) fn object(args: &BasketsArgs, found: &Found) -> Json {
    let rule = |rule: &Rule| {
        let sides =
            json!({ "if": found.words(&rule.given), "then": found.words(&rule.then), "p_holm": rule.corrected });
        with(sides, measures(&rule.counts))
    };
    let next = found.next.as_ref().map(|(pairs, tried)| {
        let told = pairs.iter().take(args.limit).map(|pair| {
            let days = pair.gap as f64 / 86_400_000.0;
            let sides = json!({
                "if": found.read.items.name(pair.given), "then": found.read.items.name(pair.then),
                "backwards": pair.backwards, "median_days": days, "p_holm": pair.corrected,
            });
            with(sides, measures(&pair.counts))
        });
        json!({ "pairs_found": pairs.len(), "pairs_tried": tried, "pairs": told.collect::<Vec<_>>() })
    });
    json!({
        "rows": found.read.rows,
        "rows_left_out": found.read.left_out,
        "baskets": found.read.baskets.len(),
        "items": found.read.items.names.len(),
        "least_count": found.least,
        "sets": found.sets.len(),
        "sets_by_length": found.by_length(),
        "rules_found": found.rules.rules.len(),
        "rules_tried": found.rules.tried,
        "significance": "Fisher's exact test, one-sided, corrected by Holm for all rules tried",
        "rules": found.rules.rules.iter().take(args.limit).map(rule).collect::<Vec<_>>(),
        "next": next,
    })
}

/// For people.
pub(super) fn text(lang: Language, args: &BasketsArgs, found: &Found) -> String {
    let say = |zh, en| lang.say(zh, en);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} {}, {} {}, {} {} ({} {})",
        say("购物篮", "baskets"),
        found.read.baskets.len(),
        say("商品", "items"),
        found.read.items.names.len(),
        say("频繁项集", "frequent sets"),
        found.sets.len(),
        say("最少次数", "at least"),
        found.least
    );
    if found.read.left_out > 0 {
        let _ = writeln!(
            text,
            "{}: {}",
            say("缺少篮号或商品的行（未计入）", "rows without basket or item, left out"),
            found.read.left_out
        );
    }
    let _ = writeln!(text, "{} {}", say("规则", "rules"), found.rules.rules.len());
    for rule in found.rules.rules.iter().take(args.limit.min(20)) {
        let (given, then) = (found.words(&rule.given).join(" + "), found.words(&rule.then).join(" + "));
        line(&mut text, lang, &format!("{given} → {then}"), &rule.counts, rule.corrected);
    }
    if let Some((pairs, _)) = &found.next {
        let _ = writeln!(text, "{} {}", say("接着购买", "bought next"), pairs.len());
        for pair in pairs.iter().take(args.limit.min(20)) {
            let days = pair.gap as f64 / 86_400_000.0;
            let (given, then) = (found.read.items.name(pair.given), found.read.items.name(pair.then));
            let head = format!("{given} → {then} ({days:.1} {})", say("天后", "days later"));
            line(&mut text, lang, &head, &pair.counts, pair.corrected);
        }
    }
    text
}

fn line(text: &mut String, lang: Language, head: &str, counts: &Counts, corrected: f64) {
    let _ = writeln!(
        text,
        "  {head}  {} {:.4}  {} {:.3}  {} {:.3}  p {corrected:.2e}",
        lang.say("支持度", "support"),
        counts.support(),
        lang.say("置信度", "confidence"),
        counts.confidence(),
        lang.say("提升度", "lift"),
        counts.lift()
    );
}

/// Writes all rules.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write_rules(file: &Path, found: &Found) -> Result<(), Failure> {
    let heads = ["if", "then", "count", "support", "confidence", "lift", "leverage", "conviction", "p_holm"];
    let mut out = Out::new(file, &heads)?;
    for rule in &found.rules.rules {
        let counts = &rule.counts;
        let sides = [found.words(&rule.given).join(" + "), found.words(&rule.then).join(" + ")];
        let above = [counts.support(), counts.confidence(), counts.lift()].map(|it| it.to_string());
        let conviction = counts.conviction().map(|it| it.to_string()).unwrap_or_default();
        let corrected = rule.corrected.to_string();
        let mut cells: Vec<Cell<'_>> = sides.iter().map(|side| Cell::Text(side)).collect();
        cells.push(Cell::Whole(i64::try_from(counts.both).unwrap_or(i64::MAX)));
        cells.extend(above.iter().map(|it| Cell::Text(it)));
        // It may be below zero, where text is taken for a formula and marked.
        cells.push(Cell::Money((counts.leverage() * 1e12).round() as i64, 12));
        cells.extend([Cell::Text(&conviction), Cell::Text(&corrected)]);
        out.row(&cells)?;
    }
    out.end()
}

/// Writes all frequent sets, short ones first.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write_sets(file: &Path, found: &Found) -> Result<(), Failure> {
    let mut out = Out::new(file, &["items", "count"])?;
    for (items, count) in found.sets.sorted().iter() {
        let words = found.words(items).join(" + ");
        out.row(&[Cell::Text(&words), Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX))])?;
    }
    out.end()
}
