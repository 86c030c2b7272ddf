//! What was found, in words and as JSON.

use std::fmt::Write as _;

use science::lifetime::choose::Fared;
use science::lifetime::{Fit, Refusal};
use serde_json::{Map, Value as Json, json};

use super::scores::{Scores, alive_ranks};
use super::{ClvArgs, Found, HoldOut};
use crate::commands::language::Language;
use crate::commands::science::table::date;

/// For programs.
pub(super) fn object(args: &ClvArgs, found: &Found, scores: &Scores) -> Json {
    let repeaters = found.observed.customers.iter().filter(|customer| customer.history.repeats > 0).count();
    let mut object = json!({
        "rows": found.read.rows,
        "rows_without_customer": found.read.nobody,
        "purchases_before": found.observed.before,
        "purchases_after": found.observed.after,
        "far_off": found.far_off.iter().map(|day| json!(date(*day))).collect::<Vec<_>>(),
        "from": date(found.from),
        "until": date(found.until),
        "calibrated_until": date(found.seen_until),
        "unit_days": args.unit.days(),
        "customers": found.observed.customers.len(),
        "repeaters": repeaters,
        "tried": found.tried.iter().map(|(model, fit, density)| {
            let told = match fit {
                Ok(fit) => json!({ "log_likelihood": fit.log_likelihood, "boundary": fit.boundary.map(|it| it.key()) }),
                Err(refusal) => json!({ "refused": refusal.to_string() }),
            };
            json!({ "model": model.key(), "fit": told, "holdout_log_likelihood": density })
        }).collect::<Vec<_>>(),
        "prediction": {
            "days": args.predict,
            "discount_percent": args.discount,
            "purchases": scores.purchases.iter().sum::<f64>(),
            "discounted_purchases": scores.discounted.iter().sum::<f64>(),
            "mean_alive": mean(&scores.alive),
            "value": (!scores.worth.is_empty()).then(|| scores.values().iter().sum::<f64>()),
        },
        "scores": args.scores.as_ref().map(|file| file.display().to_string()),
    });
    let Some(members) = object.as_object_mut() else { return object };
    fitted(members, &found.fit);
    if let Some(holdout) = &found.holdout {
        members.insert("holdout".to_owned(), held_out(holdout));
    }
    if let Some(spend) = &found.spend {
        let told = match spend {
            Ok(spend) => json!({
                "model": "gamma-gamma",
                "parameters": { "p": spend.parameters[0], "q": spend.parameters[1], "gamma": spend.parameters[2] },
                "standard_errors": spend.errors,
                "log_likelihood": spend.log_likelihood,
                "customers": spend.customers,
                "left_out": spend.left_out,
                "correlation": spend.correlation,
                "population_mean": spend.population,
            }),
            Err(refusal) => json!({ "model": null, "refused": refusal.to_string() }),
        };
        members.insert("spend".to_owned(), told);
    }
    object
}

fn fitted(members: &mut Map<String, Json>, fit: &Result<Fit, Refusal>) {
    match fit {
        Ok(fit) => {
            let named = |values: [f64; 4]| -> Map<String, Json> {
                let pairs = fit.model.parameter_names().into_iter().zip(values);
                pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect()
            };
            members.insert("model".to_owned(), json!(fit.model.key()));
            members.insert("parameters".to_owned(), json!(named(fit.parameters)));
            members.insert("standard_errors".to_owned(), json!(fit.errors.map(named)));
            members.insert("log_likelihood".to_owned(), json!(fit.log_likelihood));
            members.insert("boundary".to_owned(), json!(fit.boundary.map(|boundary| boundary.key())));
            members.insert("alive_may_rank_churn".to_owned(), json!(alive_ranks(fit.model)));
        }
        Err(refusal) => {
            members.insert("model".to_owned(), json!("naive"));
            members.insert("refused".to_owned(), json!(refusal.to_string()));
        }
    }
}

fn held_out(holdout: &HoldOut) -> Json {
    let fared = |fared: &Fared| {
        json!({
            "predicted": fared.predicted,
            "actual": fared.actual,
            "mae": fared.mean_error,
            "rmse": fared.root_error,
            "auc": fared.auc,
            "calibration": fared.calibration.iter().map(|bin| json!({
                "repeats": bin.repeats, "customers": bin.customers, "predicted": bin.predicted, "actual": bin.actual,
            })).collect::<Vec<_>>(),
        })
    };
    let model = holdout.model.as_ref();
    json!({
        "days": holdout.days,
        "model": model.map(|(it, _)| fared(it)),
        "auc_alive": model.and_then(|(_, auc)| *auc),
        "naive": fared(&holdout.naive),
        "beats_naive": model.map(|(it, _)| it.mean_error < holdout.naive.mean_error),
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// For people.
pub(super) fn text(lang: Language, args: &ClvArgs, found: &Found, scores: &Scores) -> String {
    let mut text = String::new();
    let mut row = |name: &str, value: String| {
        let _ = writeln!(text, "{name}: {value}");
    };
    let say = |zh, en| lang.say(zh, en);
    let customers = &found.observed.customers;
    let repeaters = customers.iter().filter(|customer| customer.history.repeats > 0).count();
    row(say("期间", "seen"), format!("{} … {}", date(found.from), date(found.seen_until)));
    row(say("客户", "customers"), format!("{} ({} {repeaters})", customers.len(), say("其中复购", "who came back:")));
    if found.read.nobody > 0 {
        row(say("没有客户的行（未计入）", "rows without a customer, left out"), found.read.nobody.to_string());
    }
    if let (Some(first), Some(last)) = (found.far_off.first(), found.far_off.last()) {
        let words = say(
            "这些购买离其他的太远，年份可能写错了；用 --from、--until 略去",
            "purchases far from all others, mistyped years perhaps; leave them out with --from and --until",
        );
        row(words, format!("{} ({} … {})", found.far_off.len(), date(*first), date(*last)));
    }
    match &found.fit {
        Ok(fit) => {
            row(say("模型", "model"), fit.model.key().to_owned());
            for (at, (name, value)) in fit.model.parameter_names().iter().zip(fit.parameters).enumerate() {
                let error = fit.errors.and_then(|errors| errors.get(at).copied());
                row(name, error.map_or_else(|| format!("{value:.5}"), |error| format!("{value:.5} (± {error:.5})")));
            }
            row(say("对数似然", "log-likelihood"), format!("{:.3}", fit.log_likelihood));
            if let Some(boundary) = fit.boundary {
                row(
                    say("参数到达边界，结果仅供参考", "on the model's boundary, trust it little"),
                    boundary.key().to_owned(),
                );
            }
            if !alive_ranks(fit.model) {
                let why = say("BG/NBD 视只买一次者必定活跃", "BG/NBD takes everybody of one purchase for alive");
                row(say("勿用活跃概率排流失", "do not rank churn by the chance of being alive"), why.to_owned());
            }
        }
        Err(refusal) => {
            row(say("无法拟合，改用朴素估计", "no model can be fitted, the naive guess stands"), refusal.to_string())
        }
    }
    if let Some(holdout) = &found.holdout {
        let fared = |name: &str, fared: &Fared| {
            let auc = fared.auc.map_or_else(|| "–".to_owned(), |auc| format!("{auc:.4}"));
            let (predicted, actual, mae) = (fared.predicted, fared.actual, fared.mean_error);
            format!("{name}: {predicted:.1} / {actual}, MAE {mae:.4}, AUC {auc}")
        };
        let head = format!(
            "{} {} {}",
            say("检验期", "held out"),
            holdout.days,
            say("天：预测 / 实际", "days, forecast / made")
        );
        let model = holdout.model.as_ref().map(|(it, _)| fared(say("模型", "model"), it)).unwrap_or_default();
        row(&head, format!("{model}; {}", fared(say("朴素", "naive"), &holdout.naive)));
    }
    match &found.spend {
        Some(Ok(spend)) => {
            let [p, q, gamma] = spend.parameters;
            row("Gamma-Gamma", format!("p {p:.5} q {q:.5} γ {gamma:.5}"));
            if spend.left_out > 0 {
                let why = say("位再次购买但没有花钱", "who came back and spent nothing or less");
                row(say("未计入", "left out"), format!("{} {why}", spend.left_out));
            }
            row(say("其对数似然", "its log-likelihood"), format!("{:.3}", spend.log_likelihood));
            if let Some(correlation) = spend.correlation {
                row(say("次数与客单相关", "correlation of number and mean"), format!("{correlation:.6}"));
            }
        }
        Some(Err(refusal)) => row("Gamma-Gamma", refusal.to_string()),
        None => {}
    }
    let ahead = format!("{} {} {}", say("未来", "within"), args.predict, say("天预计购买", "days, purchases expected"));
    row(&ahead, format!("{:.1}", scores.purchases.iter().sum::<f64>()));
    if !scores.worth.is_empty() {
        row(say("预计金额", "worth"), format!("{:.2}", scores.values().iter().sum::<f64>()));
    }
    if let Some(file) = &args.scores {
        row(say("每位客户的分数", "each customer's scores"), file.display().to_string());
    }
    text
}
