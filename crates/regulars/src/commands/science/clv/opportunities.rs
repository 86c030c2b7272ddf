//! `regulars science clv --model bg-bb`: purchases that have their times, by opportunities of so many days.

use std::fmt::Write as _;
use std::path::Path;

use connectors::export::{Cell, CsvWriter, Style};
use science::lifetime::discrete::{Calendar, Chances, Discrete, KEY, PARAMETER_NAMES, opportunities};
use science::lifetime::fit::Refusal;
use serde_json::{Map, Value as Json, json};

use super::{ClvArgs, Read};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::science::table::{Days, date};
use crate::commands::{Exit, Report};

/// Everything that was found.
struct Found {
    calendar: Calendar,
    histories: Vec<(u32, Chances)>,
    fit: Result<Discrete, Refusal>,
    /// Opportunities ahead that customers are scored for.
    ahead: u32,
    holdout: Option<HoldOut>,
}

/// How the forecast fared.
struct HoldOut {
    opportunities: i64,
    predicted: f64,
    actual: f64,
    mean_error: f64,
    /// Of each customer.
    made: Vec<u32>,
}

pub(super) fn run(report: &Report, lang: Language, args: &ClvArgs, days: &Days, read: &Read) -> Result<Exit, Failure> {
    let found = find(lang, args, days, read)?;
    if let Some(file) = &args.scores {
        write(file, read, &found)?;
    }
    report.outcome(&text(lang, args, &found), &object(args, read, &found));
    Ok(Exit::Done)
}

fn find(lang: Language, args: &ClvArgs, days: &Days, read: &Read) -> Result<Found, Failure> {
    let wrong = |words: String| Failure::new(Exit::Failed, words);
    let length = args.opportunity.map(i64::from).filter(|length| *length > 0).ok_or_else(|| {
        wrong(
            lang.say(
                "--model bg-bb 按机会计算：请用 --opportunity 说明一次机会是多少天，例如每年的送礼写 365",
                "--model bg-bb counts opportunities: say with --opportunity how many days one is, 365 for yearly gifts",
            )
            .into(),
        )
    })?;
    let day = |flag: &str, given: &Option<String>| given.as_deref().map(|text| days.given(flag, text)).transpose();
    let seen = || read.purchases.iter().map(|purchase| purchase.day);
    let none = || wrong(format!("{}: no row names a customer, so there is nothing to fit", args.file.display()));
    let from = day("--from", &args.from)?.or_else(|| seen().min()).ok_or_else(none)?;
    let until = day("--until", &args.until)?.or_else(|| seen().max()).ok_or_else(none)?;
    let learn = day("--calibrate-until", &args.calibrate_until)?;
    let calendar = Calendar { from, until: learn.unwrap_or(until), length };
    let whole = Calendar { until, ..calendar };
    if calendar.whole() < 2 || learn.is_some() && whole.whole() <= calendar.whole() {
        let words = format!(
            "from {} to {} there are {} whole opportunities of {length} days: at least 2 are needed, and one more for each hold-out",
            date(from),
            date(calendar.until),
            calendar.whole()
        );
        return Err(wrong(words));
    }
    let histories = opportunities(&read.purchases, calendar);
    let counted: Vec<(Chances, u64)> = histories.iter().map(|(_, one)| (*one, 1)).collect();
    let fit = Discrete::new(&counted);
    let ahead = args.predict / u32::try_from(length).unwrap_or(u32::MAX).max(1);
    let holdout = learn.and_then(|_| fit.as_ref().ok()).map(|fit| {
        let later = opportunities(&read.purchases, whole);
        fared(fit, &histories, &later, whole.whole() - calendar.whole())
    });
    Ok(Found { calendar, histories, fit, ahead: ahead.max(1), holdout })
}

fn fared(fit: &Discrete, before: &[(u32, Chances)], later: &[(u32, Chances)], opportunities: i64) -> HoldOut {
    let time = u32::try_from(opportunities).unwrap_or(u32::MAX);
    let mut later = later.iter();
    let made: Vec<u32> = before
        .iter()
        .map(|(customer, one)| {
            let whole = later.find(|(other, _)| other == customer);
            whole.map_or(0, |(_, whole)| whole.taken.saturating_sub(one.taken))
        })
        .collect();
    let predicted: Vec<f64> = before.iter().map(|(_, one)| fit.expected(one, time)).collect();
    let errors = predicted.iter().zip(&made).map(|(predicted, made)| (predicted - f64::from(*made)).abs());
    HoldOut {
        opportunities,
        mean_error: errors.sum::<f64>() / (made.len() as f64).max(1.0),
        predicted: predicted.iter().sum(),
        actual: made.iter().map(|made| f64::from(*made)).sum(),
        made,
    }
}

fn write(file: &Path, read: &Read, found: &Found) -> Result<(), Failure> {
    let failed = |cause: std::io::Error| Failure::new(Exit::Failed, format!("{}: {cause}", file.display()));
    let mut out = CsvWriter::new(std::fs::File::create(file).map_err(failed)?, Style::Plain).map_err(failed)?;
    let ahead = format!("purchases_{}_opportunities", found.ahead);
    let mut heads = vec!["customer", "taken", "last", "opportunities", "alive", &ahead];
    if found.holdout.is_some() {
        heads.push("purchases_held_out");
    }
    out.row(heads.iter().map(|head| Cell::Text(head))).map_err(failed)?;
    for (at, (customer, one)) in found.histories.iter().enumerate() {
        let name = usize::try_from(*customer).ok().and_then(|id| read.names.get(id));
        let of =
            |told: &dyn Fn(&Discrete) -> f64| found.fit.as_ref().map(|fit| told(fit).to_string()).unwrap_or_default();
        let mut cells = vec![
            name.cloned().unwrap_or_default(),
            one.taken.to_string(),
            one.last.to_string(),
            one.given.to_string(),
            of(&|fit| fit.alive(one)),
            of(&|fit| fit.expected(one, found.ahead)),
        ];
        if let Some(holdout) = &found.holdout {
            cells.push(holdout.made.get(at).map(ToString::to_string).unwrap_or_default());
        }
        out.row(cells.iter().map(|cell| Cell::Text(cell))).map_err(failed)?;
    }
    out.finish().map(|_| ()).map_err(failed)
}

fn expected(found: &Found) -> Option<f64> {
    let fit = found.fit.as_ref().ok()?;
    Some(found.histories.iter().map(|(_, one)| fit.expected(one, found.ahead)).sum())
}

/// For programs.
fn object(args: &ClvArgs, read: &Read, found: &Found) -> Json {
    let named = |values: [f64; 4]| -> Map<String, Json> {
        PARAMETER_NAMES.into_iter().zip(values).map(|(name, value)| (name.to_owned(), json!(value))).collect()
    };
    let fit = found.fit.as_ref();
    json!({
        "rows": read.rows,
        "rows_without_customer": read.nobody,
        "from": date(found.calendar.from),
        "calibrated_until": date(found.calendar.until),
        "opportunity_days": found.calendar.length,
        "opportunities": found.calendar.whole(),
        "customers": found.histories.len(),
        "repeaters": found.histories.iter().filter(|(_, one)| one.taken > 0).count(),
        "model": fit.ok().map(|_| KEY),
        "refused": fit.err().map(ToString::to_string),
        "parameters": fit.ok().map(|fit| named(fit.parameters)),
        "standard_errors": fit.ok().and_then(|fit| fit.errors).map(named),
        "log_likelihood": fit.ok().map(|fit| fit.log_likelihood),
        "boundary": fit.ok().map(|fit| fit.boundary),
        "prediction": { "opportunities": found.ahead, "purchases": expected(found) },
        "holdout": found.holdout.as_ref().map(|it| json!({
            "opportunities": it.opportunities, "predicted": it.predicted, "actual": it.actual, "mae": it.mean_error,
        })),
        "scores": args.scores.as_ref().map(|file| file.display().to_string()),
    })
}

/// For people.
fn text(lang: Language, args: &ClvArgs, found: &Found) -> String {
    let mut text = String::new();
    let mut row = |name: &str, value: String| {
        let _ = writeln!(text, "{name}: {value}");
    };
    let say = |zh, en| lang.say(zh, en);
    let calendar = &found.calendar;
    row(say("期间", "seen"), format!("{} … {}", date(calendar.from), date(calendar.until)));
    row(say("机会", "opportunities"), format!("{} × {} {}", calendar.whole(), calendar.length, say("天", "days")));
    let repeaters = found.histories.iter().filter(|(_, one)| one.taken > 0).count();
    row(
        say("客户", "customers"),
        format!("{} ({} {repeaters})", found.histories.len(), say("其中复购", "who came back:")),
    );
    match &found.fit {
        Ok(fit) => {
            row(say("模型", "model"), KEY.to_owned());
            for (at, (name, value)) in PARAMETER_NAMES.iter().zip(fit.parameters).enumerate() {
                let error = fit.errors.and_then(|errors| errors.get(at).copied());
                row(name, error.map_or_else(|| format!("{value:.5}"), |error| format!("{value:.5} (± {error:.5})")));
            }
            row(say("对数似然", "log-likelihood"), format!("{:.3}", fit.log_likelihood));
            if fit.boundary {
                row(say("参数到达边界", "on the model's boundary"), say("结果仅供参考", "trust it little").to_owned());
            }
        }
        Err(refusal) => row(say("无法拟合", "no model can be fitted"), refusal.to_string()),
    }
    if let Some(it) = &found.holdout {
        let head = format!(
            "{} {} {}",
            say("检验期", "held out"),
            it.opportunities,
            say("次机会：预测 / 实际", "opportunities, forecast / made")
        );
        row(&head, format!("{:.1} / {}, MAE {:.4}", it.predicted, it.actual, it.mean_error));
    }
    if let Some(expected) = expected(found) {
        let head = format!(
            "{} {} {}",
            say("未来", "within"),
            found.ahead,
            say("次机会预计购买", "opportunities, purchases expected")
        );
        row(&head, format!("{expected:.1}"));
    }
    if let Some(file) = &args.scores {
        row(say("每位客户的分数", "each customer's scores"), file.display().to_string());
    }
    text
}
