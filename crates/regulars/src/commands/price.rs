//! `regulars price`: what a cart costs under promotions in a file. Nothing is stored and no server is asked.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::Clock;
use pricing::{Cart, Gravity, Line, Priced, Problem, Shelf, Words, shown};
use serde_json::json;

use super::exit::Failure;
use super::language::Language;
use super::{Exit, Report};

/// What is to be priced.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PriceArgs {
    /// The promotions with their settings, as JSON
    #[arg(long, value_name = "FILE")]
    promotions: PathBuf,
    /// The cart, as JSON
    #[arg(long, value_name = "FILE")]
    cart: PathBuf,
    /// When, such as 2026-11-11T00:00:00+08:00 [default: now]
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
    /// Look for promotions that sell below cost, never apply or break a rule, with the cart's goods as examples
    #[arg(long)]
    lint: bool,
    /// The language of the words
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
}

pub(super) fn run(report: &Report, args: &PriceArgs) -> Result<Exit, Failure> {
    let programme =
        pricing::read_programme(&text(&args.promotions)?).map_err(|problem| refused(&args.promotions, &[*problem]))?;
    let cart = pricing::read_cart(&text(&args.cart)?).map_err(|problem| refused(&args.cart, &[*problem]))?;
    let zone = TimeZone::get(&programme.zone).map_err(|_| {
        let words = format!("{}: zone: there is no time zone `{}`", args.promotions.display(), programme.zone);
        Failure::new(Exit::Failed, words)
    })?;
    let now = args.at.map_or_else(|| Clock::System.now(), Timestamp::as_millisecond);
    let shelf = Shelf::new(programme, zone).map_err(|problems| refused(&args.promotions, &problems))?;
    if args.lint {
        return Ok(lint(report, &shelf, &cart, now, args.lang));
    }
    let priced = pricing::price(&shelf, &cart, now).map_err(|problems| refused(&args.cart, &problems))?;
    let object = serde_json::to_value(&priced)
        .map_err(|cause| Failure::new(Exit::Failed, format!("the answer cannot be written: {cause}")))?;
    report.outcome(&table(&priced, &shelf, args.lang), &object);
    Ok(Exit::Done)
}

fn text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|cause| Failure::new(Exit::Failed, format!("{} cannot be read: {cause}", file.display())))
}

/// Everything that is wrong with a file, a line each.
fn refused(file: &Path, problems: &[Problem]) -> Failure {
    let lines: Vec<String> = problems.iter().map(|problem| format!("{}: {problem}", file.display())).collect();
    Failure::new(Exit::Failed, lines.join("\n"))
}

fn lint(report: &Report, shelf: &Shelf, cart: &Cart, now: i64, lang: Language) -> Exit {
    let goods: Vec<Line> = cart.lines.iter().map(|line| Line { quantity: 1, ..line.clone() }).collect();
    let problems = pricing::lint(shelf, &goods, now);
    let mut text = String::new();
    for problem in &problems {
        let gravity = match problem.gravity {
            Gravity::Error => lang.say("错误", "error"),
            Gravity::Warning => lang.say("警告", "warning"),
            Gravity::Note => lang.say("提示", "note"),
        };
        let keys = problem.promotions.join(", ");
        let _ = writeln!(text, "{gravity}  {}  [{keys}]  {}", problem.code, said(lang, &problem.message));
    }
    if problems.is_empty() {
        text.push_str(lang.say("没有发现问题。", "Nothing to look at."));
    }
    report.outcome(&text, &json!({ "problems": problems }));
    let grave = problems.iter().any(|problem| problem.gravity != Gravity::Note);
    if grave { Exit::Unwell } else { Exit::Done }
}

fn said(lang: Language, words: &Words) -> &str {
    lang.say(words.in_chinese(), words.in_english())
}

/// The priced cart for people.
fn table(priced: &Priced, shelf: &Shelf, lang: Language) -> String {
    let money = |amount: i64| shown(amount, &priced.currency);
    let say = |zh, en| lang.say(zh, en);
    // A hint says of which promotion it is, by its key where it has no name.
    let of = |key: &str| {
        let named = shelf.programme().promotions.iter().find(|one| one.key == key).map(|one| said(lang, &one.name));
        named.filter(|name| !name.is_empty()).unwrap_or(key).to_owned()
    };
    let mut text = String::new();
    for line in &priced.lines {
        let _ = writeln!(text, "{} × {}  {} → {}", line.key, line.quantity, money(line.before), money(line.payable));
        for cut in &line.applied {
            let _ = writeln!(text, "    -{}  {}", money(cut.amount), said(lang, &cut.name));
        }
    }
    for given in &priced.gifts {
        let gift = &given.gift;
        let _ = writeln!(text, "+ {} × {}  {}", said(lang, &gift.name), gift.quantity, say("赠品", "gift"));
    }
    let mut row = |name: &str, value: String| {
        let _ = writeln!(text, "{name}: {value}");
    };
    row(say("商品", "goods"), money(priced.goods));
    row(say("优惠", "discount"), money(-priced.discount));
    row(say("运费", "shipping"), money(priced.shipping));
    if priced.points_spent > 0 {
        row(say("使用积分", "points spent"), priced.points_spent.to_string());
    }
    row(say("应付", "to pay"), money(priced.total));
    if let Some(deposit) = priced.deposit {
        row(say("其中现在付", "of it now"), money(deposit));
    }
    for next in &priced.next {
        let _ = writeln!(text, "→ {}: {}", of(&next.promotion), said(lang, &next.words));
    }
    for offer in &priced.redeemable {
        let _ = writeln!(
            text,
            "→ {}: {} {}: {}",
            of(&offer.promotion),
            say("可加价换购", "may be added for"),
            money(offer.price),
            offer.products.join(", ")
        );
    }
    for refused in &priced.refused {
        let _ = writeln!(text, "✗ {}: {}", said(lang, &refused.name), said(lang, &refused.reason));
    }
    if let Some(message) = &priced.search.message {
        let _ = writeln!(text, "! {}", said(lang, message));
    }
    text
}
