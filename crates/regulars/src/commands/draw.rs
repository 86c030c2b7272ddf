//! `regulars draw verify`: reckons a draw again from the proof that anybody may fetch. No database and no server is asked,
//! so that whoever doubts a shop does not have to believe its server either.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use shop::draws::fair::{self, Fault, Found, Proof};

use super::exit::Failure;
use super::language::Language;
use super::{Exit, Report};

/// Faults that are shown one by one.
const SHOWN: usize = 20;

/// What is asked.
#[derive(Debug, Clone, clap::Subcommand)]
pub(super) enum DrawCommand {
    /// Reckon every ticket of a draw again from its proof
    Verify {
        /// The proof, as /api/v1/draws/{id}/proof answers it; of a long one all its pages, in any order
        #[arg(required = true, value_name = "FILE")]
        proof: Vec<PathBuf>,
        /// The digest of the seed that was shown before the draw began
        #[arg(long, value_name = "DIGEST")]
        commitment: Option<String>,
        /// The language of the words [default: what the environment says]
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
}

pub(super) fn run(report: &Report, command: &DrawCommand) -> Result<Exit, Failure> {
    let DrawCommand::Verify { proof, commitment, lang } = command;
    let lang = lang.unwrap_or_else(|| report.language());
    let pages = proof.iter().map(|file| read(file)).collect::<Result<Vec<Proof>, Failure>>()?;
    let whole = joined(pages).map_err(|flaw| Failure::new(Exit::Failed, flaw.said(lang)))?;
    let mut faults = fair::verify(&whole);
    let promised = commitment.as_ref().map(|digest| digest.trim().to_ascii_lowercase());
    let other = promised.is_some_and(|promised| promised != whole.commitment);
    if other && !faults.iter().any(|found| found.fault == Fault::Seed) {
        faults.insert(0, Found { number: None, fault: Fault::Seed });
    }
    let valid = faults.is_empty();
    let object = json!({ "draw_id": whole.draw_id, "valid": valid, "checked": whole.tickets.len(),
        "commitment": whole.commitment, "faults": faults });
    report.outcome(&told(&whole, &faults, lang), &object);
    Ok(if valid { Exit::Done } else { Exit::Unwell })
}

fn read(file: &Path) -> Result<Proof, Failure> {
    let refused = |cause: String| Failure::new(Exit::Failed, format!("{}: {cause}", file.display()));
    let text = fs::read_to_string(file).map_err(|cause| refused(cause.to_string()))?;
    serde_json::from_str(&text).map_err(|cause| refused(cause.to_string()))
}

/// Why pages do not make a proof.
#[derive(Debug, PartialEq, Eq)]
enum Flaw {
    /// They are of several draws, or do not say the same of one.
    Mixed,
    /// Tickets after this number are missing.
    Missing(i64),
}

impl Flaw {
    fn said(&self, lang: Language) -> String {
        match self {
            Self::Mixed => lang
                .say(
                    "这些文件不是同一次抽奖的证明，或彼此矛盾。",
                    "These files are not pages of one and the same proof.",
                )
                .to_owned(),
            Self::Missing(after) => {
                let what =
                    lang.say("证明不完整：还缺这一号之后的抽奖券", "The proof is not whole: tickets are missing after");
                format!("{what} {after} (…/proof?after={after})")
            }
        }
    }
}

/// The whole proof from its pages.
fn joined(mut pages: Vec<Proof>) -> Result<Proof, Flaw> {
    pages.sort_by_key(|page| page.tickets.first().map_or(i64::MAX, |ticket| ticket.number));
    let mut pages = pages.into_iter();
    let Some(mut whole) = pages.next() else { return Err(Flaw::Mixed) };
    for page in pages {
        let same = |one: &Proof| (one.draw_id, one.commitment.clone(), one.seed.clone(), one.chances.clone());
        if same(&whole) != same(&page) {
            return Err(Flaw::Mixed);
        }
        let last = whole.tickets.last().map_or(0, |ticket| ticket.number);
        // The same page twice, or pages of several sizes, say some tickets twice.
        whole.tickets.extend(page.tickets.into_iter().filter(|ticket| ticket.number > last));
        whole.next = page.next;
    }
    match whole.next {
        Some(after) => Err(Flaw::Missing(after)),
        None => Ok(whole),
    }
}

fn told(proof: &Proof, faults: &[Found], lang: Language) -> String {
    let (tickets, draw) = (proof.tickets.len(), proof.draw_id);
    if faults.is_empty() {
        let won = proof.tickets.iter().filter(|ticket| ticket.prize.is_some()).count();
        return match lang {
            Language::Zh => format!("抽奖 {draw}：{tickets} 张抽奖券逐一验算无误，其中 {won} 张中奖。"),
            Language::En => format!("Draw {draw}: all {tickets} tickets are as they were promised, {won} of them won."),
        };
    }
    let mut text = String::new();
    for found in faults.iter().take(SHOWN) {
        let what = match found.fault {
            Fault::Seed if proof.seed.is_none() => lang
                .say("还没有公布种子：抽奖结束后才能验算", "the seed is not shown yet: it is when the draw has ended"),
            Fault::Seed => lang.say("种子与事先公布的摘要不符", "the seed is not the one that was promised"),
            Fault::Gap => lang.say("编号不连续或重复", "a number is missing before it, or stands twice"),
            Fault::Roll => lang.say("点数与种子算出的不同", "it did not roll this"),
            Fault::Prize => lang.say("奖品与点数和剩余数量不符", "it did not win this"),
        };
        let _ = match found.number {
            Some(number) => writeln!(text, "✗ № {number}  {what}"),
            None => writeln!(text, "✗ {what}"),
        };
    }
    if let Some(more) = faults.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(text, "… +{more}");
    }
    text
}

#[cfg(test)]
mod tests {
    use shop::draws::fair::{Chance, Drawn, commitment, mark, met, roll, written};

    use super::*;

    /// A draw of so many tickets with a prize in four, of which there are two.
    fn proof(tickets: i64) -> Proof {
        let seed = [7_u8; 32];
        let chances = vec![Chance { chance_ppm: 250_000, quantity: 2 }];
        let mut left = 2;
        let tickets = (1..=tickets).map(|number| {
            let mark = mark(&format!("k{number}"));
            let roll = roll(&seed, 5, number, &mark);
            let prize = met(roll, [250_000]).filter(|_| left > 0);
            left -= i32::from(prize.is_some());
            Drawn { number, mark, roll, prize }
        });
        let tickets = tickets.collect();
        let seed = (commitment(&seed), Some(written(&seed)));
        Proof { draw_id: platform::Id(5), commitment: seed.0, seed: seed.1, chances, tickets, next: None }
    }

    /// Pages of so many tickets.
    fn pages(whole: &Proof, size: usize) -> Vec<Proof> {
        let all = whole.tickets.chunks(size);
        let count = all.len();
        all.enumerate()
            .map(|(at, tickets)| Proof {
                next: tickets.last().map(|ticket| ticket.number).filter(|_| at + 1 < count),
                tickets: tickets.to_vec(),
                ..whole.clone()
            })
            .collect()
    }

    #[test]
    fn pages_make_the_whole_in_any_order() {
        let whole = proof(10);
        let mut some = pages(&whole, 3);
        some.reverse();
        assert_eq!(joined(some.clone()), Ok(whole.clone()));
        some.extend(pages(&whole, 4));
        assert_eq!(joined(some), Ok(whole.clone()), "what stands twice counts once");
        let mut lacking = pages(&whole, 3);
        lacking.pop();
        assert_eq!(joined(lacking), Err(Flaw::Missing(9)));
        let mut other = pages(&whole, 5);
        other[1].commitment = "00".into();
        assert_eq!(joined(other), Err(Flaw::Mixed));
        let mut hole = pages(&whole, 3);
        hole.remove(1);
        let holed = joined(hole).unwrap();
        assert_eq!(fair::verify(&holed)[0], Found { number: Some(7), fault: Fault::Gap });
    }

    #[test]
    fn it_says_what_is_wrong_with_which_ticket() {
        let whole = proof(40);
        assert!(fair::verify(&whole).is_empty());
        let said = |proof: &Proof, lang| told(proof, &fair::verify(proof), lang);
        assert_eq!(said(&whole, Language::En), "Draw 5: all 40 tickets are as they were promised, 2 of them won.");
        assert_eq!(said(&whole, Language::Zh), "抽奖 5：40 张抽奖券逐一验算无误，其中 2 张中奖。");
        let mut forged = whole.clone();
        forged.tickets[3].roll ^= 1;
        assert_eq!(said(&forged, Language::En), "✗ № 4  it did not roll this\n");
        let mut early = whole.clone();
        early.seed = None;
        assert_eq!(said(&early, Language::En), "✗ the seed is not shown yet: it is when the draw has ended\n");
        let mut other = whole;
        other.seed = Some(written(&[8; 32]));
        assert_eq!(said(&other, Language::Zh), "✗ 种子与事先公布的摘要不符\n");
    }
}
