//! Draws: what must be published beforehand, and the highest prize.

use crate::money::shown;
use crate::problem::Gravity;
use crate::{Draw, Problem, Programme};

pub(super) fn lint(programme: &Programme) -> Vec<Problem> {
    programme.draws.iter().flat_map(|draw| of(draw, programme)).collect()
}

fn of(draw: &Draw, programme: &Programme) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut missing: Vec<(&str, &str)> = Vec::new();
    let asked = [
        (&draw.conditions, "参与条件和方式", "who may take part and how"),
        (&draw.drawing, "开奖时间和方式", "when and how it is drawn"),
        (&draw.claiming, "兑奖时间、条件和方式", "when and how prizes are claimed"),
        (&draw.delivery, "交付方式", "how prizes are delivered"),
        (&draw.forfeiting, "弃奖条件", "when a prize is forfeited"),
        (&draw.organiser, "主办方及联系方式", "who holds it and how to reach them"),
    ];
    missing.extend(asked.iter().filter(|asked| asked.0.trim().is_empty()).map(|asked| (asked.1, asked.2)));
    if draw.prizes.is_empty() {
        missing.push(("奖项", "the prizes"));
    }
    if draw.prizes.iter().any(|prize| prize.worth.is_none()) {
        missing.push(("奖品价格", "what each prize is worth"));
    }
    if draw.prizes.iter().any(|prize| prize.quantity.is_none() && prize.chance_ppm.is_none()) {
        missing.push(("奖品数量或中奖概率", "how many of each prize there are, or how likely it is"));
    }
    if !missing.is_empty() {
        let zh: Vec<&str> = missing.iter().map(|one| one.0).collect();
        let en: Vec<&str> = missing.iter().map(|one| one.1).collect();
        problems.push(Problem::found(
            "draw_incomplete",
            Gravity::Error,
            &[&draw.key],
            format!("抽奖须事先公示：缺少{}", zh.join("、")),
            format!("a draw must publish beforehand: missing {}", en.join(", ")),
        ));
    }
    let chances: u64 = draw.prizes.iter().filter_map(|prize| prize.chance_ppm).map(u64::from).sum();
    if chances > 1_000_000 {
        let (zh, en) = ("中奖概率之和超过 100%".to_owned(), "the chances add up to more than 100%".to_owned());
        problems.push(Problem::found("draw_chances", Gravity::Error, &[&draw.key], zh, en));
    }
    let most = programme.settings.highest_prize;
    for prize in draw.prizes.iter().filter(|prize| prize.worth.is_some_and(|worth| worth > most)) {
        let limit = shown(most, &programme.currency);
        problems.push(Problem::found(
            "draw_prize_too_high",
            Gravity::Error,
            &[&draw.key],
            format!("奖品“{}”超过法定最高奖 {limit}", prize.name.in_chinese()),
            format!("the prize “{}” is worth more than the law allows, {limit}", prize.name.in_english()),
        ));
    }
    problems
}
