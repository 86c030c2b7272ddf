//! What was found, in words and as JSON.

use std::fmt::Write as _;

use science::lift::Reading;
use science::lift::means::{Estimate, Moments};
use serde_json::{Value as Json, json};

use super::{Found, LiftArgs};
use crate::commands::language::Language;

/// For programs.
pub(super) fn object(args: &LiftArgs, found: &Found) -> Json {
    let readings = found.readings.iter().map(|(name, reading)| {
        let mut told = reading_object(reading);
        if let Some(members) = told.as_object_mut() {
            members.insert("arm".to_owned(), json!(name));
        }
        told
    });
    let readings: Vec<Json> = readings.collect();
    json!({
        "rows": found.rows,
        "rows_without_arm": found.nowhere,
        "control": args.control,
        "level": args.level,
        "planned": args.planned,
        "observational": args.observational,
        "sample_ratio": found.check.as_ref().map(|check| json!({
            "chi_square": check.statistic, "p": check.chance, "passes": check.passes(),
        })),
        "comparisons": readings,
        "ranking": found.rankings.as_ref().map(|[uplift, qini]| json!({
            "auuc": uplift.score, "qini": qini.score, "normalisation": "(area - random) / (perfect - random)",
        })),
    })
}

fn estimate(it: &Estimate) -> Json {
    json!({ "value": it.value, "standard_error": it.error, "low": it.interval.0, "high": it.interval.1, "p": it.chance })
}

fn moments(it: &Moments) -> Json {
    json!({ "customers": it.count, "mean": it.mean, "variance": it.variance })
}

fn reading_object(reading: &Reading) -> Json {
    json!({
        "causal": reading.is_causal(),
        "control": moments(&reading.control),
        "treated": moments(&reading.treated),
        "beforehand": reading.beforehand.as_ref().map(|it| json!({
            "difference": estimate(&it.difference), "standardised": it.standardised,
        })),
        "difference": estimate(&reading.difference),
        "relative": reading.relative.as_ref().map(estimate),
        "cuped": reading.adjusted.as_ref().map(|(adjusted, it)| json!({
            "theta": adjusted.theta, "variance_removed": adjusted.gone, "difference": estimate(it),
        })),
        "always_valid": reading.always.as_ref().map(|it| json!({
            "value": it.value, "low": it.interval.0, "high": it.interval.1, "p": it.chance,
        })),
        "minimum_detectable_effect": reading.detectable,
    })
}

/// For people.
pub(super) fn text(lang: Language, args: &LiftArgs, found: &Found) -> String {
    let say = |zh, en| lang.say(zh, en);
    let mut text = String::new();
    if args.observational {
        let words = say(
            "观察性对比：两组不是随机分的，差异不能当作效果",
            "observational: nobody drew lots, so a difference is no effect",
        );
        let _ = writeln!(text, "! {words}");
    }
    if let Some(check) = &found.check {
        let _ = writeln!(text, "{}: p = {:.4}", say("分组比例检查通过", "sample ratio passes"), check.chance);
    }
    if found.nowhere > 0 {
        let _ =
            writeln!(text, "{}: {}", say("没有分组的行（未计入）", "rows without a group, left out"), found.nowhere);
    }
    for (name, reading) in &found.readings {
        let (control, treated) = (&reading.control, &reading.treated);
        let _ = writeln!(
            text,
            "\n{name} ({}) {} {} ({}): {:.6} – {:.6}",
            treated.count,
            say("对比", "beside"),
            args.control,
            control.count,
            treated.mean,
            control.mean
        );
        let mut row = |head: &str, it: &Estimate, percent: bool| {
            let show = |value: f64| if percent { format!("{:+.2} %", 100.0 * value) } else { format!("{value:+.6}") };
            let (low, high) = (show(it.interval.0), show(it.interval.1));
            let _ = writeln!(text, "  {head}: {} [{low}, {high}] p = {:.4}", show(it.value), it.chance);
        };
        if let Some(before) = &reading.beforehand {
            row(say("事前差异", "difference beforehand"), &before.difference, false);
        }
        row(say("差异", "difference"), &reading.difference, false);
        if let Some(relative) = &reading.relative {
            row(say("相对提升", "relative"), relative, true);
        }
        if let Some((adjusted, it)) = &reading.adjusted {
            let head = format!("CUPED ({} {:.1} %)", say("方差减少", "variance removed"), 100.0 * adjusted.gone);
            row(&head, it, false);
        }
        if let Some(it) = &reading.always {
            let head = say("随时可看", "at any look");
            let (low, high) = it.interval;
            let _ = writeln!(text, "  {head}: {:+.6} [{low:+.6}, {high:+.6}] p = {:.4}", it.value, it.chance);
        }
        if control.variance == 0.0 && treated.variance == 0.0 {
            let words = say(
                "各组内每个人的结果都一样，看不出处理有没有作用",
                "everybody's outcome is the same within each group: nothing is told of the treatment",
            );
            let _ = writeln!(text, "  {words}");
        }
        if let Some(least) = reading.detectable {
            let _ = writeln!(
                text,
                "  {}: {least:.6}",
                say("80 % 把握能看出的最小差异", "least difference seen with a power of 80 %")
            );
        }
    }
    if let Some([uplift, qini]) = &found.rankings {
        let show = |score: Option<f64>| score.map_or_else(|| "–".to_owned(), |score| format!("{score:.4}"));
        let _ = writeln!(text, "\nAUUC {}  Qini {}", show(uplift.score), show(qini.score));
    }
    text
}
