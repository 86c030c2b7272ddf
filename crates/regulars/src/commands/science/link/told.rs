//! What was found, in words, as JSON and in files.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;

use connectors::export::{Cell, CsvWriter, Style};
use science::linkage::link::Link;
use science::linkage::model::{Class, Weights};
use science::linkage::{Evidence, Score};
use serde_json::{Value as Json, json};

use super::judged::Rightness;
use super::{Found, LinkArgs};
use crate::commands::Exit;
use crate::commands::exit::Failure;
use crate::commands::language::Language;

impl Found {
    fn id(&self, row: u32) -> &str {
        self.read.ids.get(row as usize).map_or("", String::as_str)
    }

    /// The likeliest pairs with their reasons.
    fn told(&self, limit: usize) -> Vec<(&Link, Score)> {
        let mut links: Vec<&Link> = self.linked.links.iter().collect();
        links.sort_by(|a, b| b.probability.total_cmp(&a.probability).then((a.a, a.b).cmp(&(b.a, b.b))));
        links.truncate(limit);
        links.into_iter().map(|link| (link, self.linked.explain(&self.read.records, link))).collect()
    }
}

fn evidence(said: &Evidence) -> Json {
    json!({
        "field": said.field, "level": said.level, "m": said.m, "u": said.u, "weight": said.weight,
        "term_frequency": said.term,
    })
}

fn column(weights: &Weights) -> Json {
    let [one, _, strangers, neighbours, household] = &weights.levels;
    let levels = weights.kind.levels().iter().zip(one.iter().zip(strangers).zip(neighbours.iter().zip(household)));
    let told = levels.map(|(level, ((m, u), (near, home)))| {
        json!({ "level": level, "m": m, "u": u, "u_neighbours": near, "u_household": home, "weight": (m / u).log2() })
    });
    json!({ "column": weights.name, "kind": weights.kind.key(), "levels": told.collect::<Vec<_>>() })
}

fn rightness(of: &Rightness) -> Json {
    json!({ "precision": of.precision, "recall": of.recall, "f1": of.f1 })
}

/// For programs.
pub(super) fn object(args: &LinkArgs, found: &Found) -> Json {
    let linked = &found.linked;
    let pair = |(link, score): &(&Link, Score)| {
        json!({
            "a": found.id(link.a), "b": found.id(link.b), "probability": link.probability, "weight": score.weight,
            "start": score.start, "evidence": score.evidence.iter().map(evidence).collect::<Vec<_>>(),
        })
    };
    let shares: serde_json::Map<String, Json> = Class::ALL
        .iter()
        .zip(linked.model.shares())
        .map(|(class, share)| (format!("{class:?}").to_lowercase(), json!(share)))
        .collect();
    json!({
        "records": found.read.records.rows(),
        "rules": linked.rules.iter().map(|rule| json!({ "columns": rule.columns, "pairs": rule.pairs })).collect::<Vec<_>>(),
        "compared": linked.compared,
        "pairs_kept": linked.links.len(),
        "pairs_above": linked.links.iter().filter(|link| link.probability >= args.threshold).count(),
        "threshold": args.threshold,
        "persons_of_several": linked.groups.len(),
        "largest": linked.groups.iter().map(Vec::len).max().unwrap_or(1),
        "shares": shares,
        "guessed": linked.model.is_guessed(found.read.records.rows()),
        "columns": linked.model.columns().iter().map(column).collect::<Vec<_>>(),
        "truth": found.judged.map(|judged| json!({
            "pairs": judged.pairs, "pairwise": rightness(&judged.pairwise), "grouped": rightness(&judged.grouped),
        })),
        "pairs": found.told(args.limit).iter().map(pair).collect::<Vec<_>>(),
    })
}

/// For people.
pub(super) fn text(lang: Language, args: &LinkArgs, found: &Found) -> String {
    let say = |zh, en| lang.say(zh, en);
    let linked = &found.linked;
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} {}  {} {}  {} {} (≥ {})  {} {} ({} {})",
        say("记录", "records"),
        found.read.records.rows(),
        say("比较对数", "pairs compared"),
        linked.compared,
        say("同一人的对数", "pairs of one person"),
        linked.links.iter().filter(|link| link.probability >= args.threshold).count(),
        args.threshold,
        say("多条记录的人", "persons of several records"),
        linked.groups.len(),
        say("最多", "largest"),
        linked.groups.iter().map(Vec::len).max().unwrap_or(1),
    );
    if linked.model.is_guessed(found.read.records.rows()) {
        let _ = writeln!(
            text,
            "{}",
            say(
                "同一人的记录太少，下面的权重多半是事先的估计，不是从这些记录里学来的",
                "There are too few records of one person: the weights below are first guesses more than learnt from these records"
            )
        );
    }
    for column in linked.model.columns() {
        let [one, _, strangers, ..] = &column.levels;
        let _ = write!(text, "  {} ({}):", column.name, column.kind.key());
        for (level, (m, u)) in column.kind.levels().iter().zip(one.iter().zip(strangers)) {
            let _ = write!(text, " {level} {:+.1}", (m / u).log2());
        }
        text.push('\n');
    }
    if let Some(judged) = found.judged {
        for (what, of) in
            [(say("逐对", "pair by pair"), judged.pairwise), (say("归并后", "by persons"), judged.grouped)]
        {
            let _ = writeln!(
                text,
                "{what}: {} {:.4}  {} {:.4}  F1 {:.4}",
                say("准确率", "precision"),
                of.precision,
                say("召回率", "recall"),
                of.recall,
                of.f1
            );
        }
    }
    for (link, score) in found.told(args.limit) {
        let _ = write!(text, "  {} = {}  {:.4} ", found.id(link.a), found.id(link.b), link.probability);
        let _ = write!(text, " {} {:+.1}", say("起点", "start"), score.start);
        for said in &score.evidence {
            let _ = write!(text, ", {} {} {:+.1}", said.field, said.level, said.weight);
        }
        text.push('\n');
    }
    text
}

/// Writes rows of texts, and behind each its figures to four digits, under these heads.
fn write<'a>(
    file: &Path,
    heads: &[&str],
    rows: &mut dyn Iterator<Item = (Vec<Cow<'a, str>>, Vec<f64>)>,
) -> Result<(), Failure> {
    let failed = |cause| Failure::new(Exit::Failed, format!("{}: {cause}", file.display()));
    let mut out = CsvWriter::new(File::create(file).map_err(failed)?, Style::Plain).map_err(failed)?;
    out.row(heads.iter().map(|head| Cell::Text(head))).map_err(failed)?;
    for (texts, figures) in rows {
        let figures = figures.iter().map(|figure| Cell::Money((figure * 1e4).round() as i64, 4));
        out.row(texts.iter().map(|text| Cell::Text(text)).chain(figures)).map_err(failed)?;
    }
    out.finish().map(|_| ()).map_err(failed)
}

/// Every pair: a row for its start, and one for each column that says something.
pub(super) fn write_pairs(file: &Path, found: &Found) -> Result<(), Failure> {
    let linked = &found.linked;
    let heads = ["a", "b", "probability", "column", "level", "m", "u", "weight", "term_frequency"];
    let mut rows = linked.links.iter().flat_map(|link| {
        let score = linked.explain(&found.read.records, link);
        let said = move |column: Cow<'static, str>, level: &'static str, shares: [String; 2], figures: [f64; 2]| {
            let probability = Cow::from(format!("{:.6}", link.probability));
            let pair = [Cow::from(found.id(link.a)), Cow::from(found.id(link.b)), probability, column, level.into()];
            (pair.into_iter().chain(shares.into_iter().map(Cow::from)).collect::<Vec<_>>(), figures.to_vec())
        };
        let start = said("".into(), "start", [String::new(), String::new()], [score.start, 0.0]);
        let evidence = score.evidence.into_iter().map(move |one| {
            let Evidence { field, level, m, u, weight, term, .. } = one;
            said(field, level, [format!("{m:.3e}"), format!("{u:.3e}")], [weight, term])
        });
        std::iter::once(start).chain(evidence).collect::<Vec<_>>()
    });
    write(file, &heads, &mut rows)
}

/// The person of every record, named by the first of its records.
pub(super) fn write_groups(file: &Path, found: &Found) -> Result<(), Failure> {
    let mut first: Vec<u32> = (0..found.read.records.rows()).collect();
    for group in &found.linked.groups {
        for row in group {
            if let (Some(place), Some(name)) = (first.get_mut(*row as usize), group.first()) {
                *place = *name;
            }
        }
    }
    let person = |(first, id): (&u32, &'_ String)| (vec![Cow::from(id.clone()), found.id(*first).into()], Vec::new());
    write(file, &["id", "person"], &mut first.iter().zip(&found.read.ids).map(person))
}
