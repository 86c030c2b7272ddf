//! What an import says on the terminal, in the reader's language, and to programs.
//!
//! Absent from here: bringing anything in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::ImportArgs;
use crate::commands::exit::Failure;
use crate::commands::inside::Inside;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// Created, changed, unchanged, refused, by kind.
type Counts = BTreeMap<String, [i64; 4]>;

/// What became of one file.
pub(super) struct Ended {
    /// For people.
    pub(super) text: String,
    /// For programs.
    pub(super) object: Json,
    counts: Counts,
}

impl Ended {
    /// Rows that were not taken.
    pub(super) fn refused(&self) -> i64 {
        self.counts.values().map(|[.., refused]| refused).sum()
    }
}

/// Says what came in, and writes what did not into a file. `asked` is the command and the file that it brought, `went_on`
/// the row from which it went on.
pub(super) async fn tell(
    inside: &Inside,
    language: Language,
    asked: (&ImportArgs, Option<&Path>),
    went_on: Option<i64>,
    import: &Json,
) -> Result<Ended, Failure> {
    let (args, from) = asked;
    let of = |name: &str| import.get(name).and_then(Json::as_str).unwrap_or_default();
    if of("state") != "done" {
        return Err(Failure::new(Exit::Failed, not_done(language, import)));
    }
    let counts = counts(import);
    let mut ended = Ended { text: lines(language, &counts), object: Json::Null, counts };
    let dry_run = import.get("dry_run").and_then(Json::as_bool).unwrap_or(args.dry_run);
    if dry_run {
        ended.text.push_str(language.say("这是试导，没有改动任何数据。\n", "A dry run: nothing was changed.\n"));
    }
    for note in texts(import, "notes") {
        ended.text.push_str(&format!("{note}\n"));
    }
    let unknown = import.get("unknown_statuses").and_then(Json::as_array).map_or(0, Vec::len);
    if unknown > 0 {
        ended.text.push_str(&unknown_statuses(language, unknown));
    }
    let mut file = None;
    if ended.refused() > 0 {
        let beside = || beside(from.unwrap_or_else(|| Path::new(of("file_name"))));
        let path = args.refused.clone().unwrap_or_else(beside);
        inside.save(&format!("/api/v1/imports/{}/refused.csv", of("id")), &path).await?;
        ended.text.push_str(&refused_rows(language, &path));
        file = Some(path);
    }
    ended.object = json!({
        "file": from, "id": of("id"), "state": of("state"), "dry_run": dry_run, "format": import.get("format"),
        "counts": import.get("counts"), "refused": ended.refused(), "refused_file": file,
        "unknown_statuses": import.get("unknown_statuses"), "notes": import.get("notes"), "went_on_from_row": went_on,
    });
    Ok(ended)
}

fn counts(import: &Json) -> Counts {
    let kinds = import.get("counts").and_then(Json::as_object).into_iter().flatten();
    kinds
        .map(|(kind, tally)| {
            let count = |name: &str| tally.get(name).and_then(Json::as_i64).unwrap_or(0);
            (kind.clone(), ["created", "changed", "unchanged", "refused"].map(count))
        })
        .collect()
}

fn texts<'a>(import: &'a Json, name: &str) -> impl Iterator<Item = &'a str> {
    import.get(name).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

/// One report over all files.
pub(super) fn summary(report: &Report, all: Vec<(&PathBuf, Result<Ended, Failure>)>) -> Exit {
    let language = report.language();
    let many = all.len() > 1;
    let (mut text, mut list, mut sums) = (String::new(), Vec::new(), Counts::new());
    let mut failed = 0;
    for (file, ended) in all {
        if many {
            text.push_str(&format!("{}\n", file.display()));
        }
        match ended {
            Ok(ended) => {
                text.push_str(&ended.text);
                add(&mut sums, ended.counts);
                list.push(ended.object);
            }
            Err(failure) => {
                failed += 1;
                text.push_str(&format!("{}{}\n", language.say("没有导入：", "not imported: "), failure.text));
                list.push(json!({ "file": file, "error": { "code": failure.code, "detail": failure.text } }));
            }
        }
    }
    let refused: i64 = sums.values().map(|[.., refused]| refused).sum();
    if many {
        text.push_str(&altogether(language, list.len()));
        text.push_str(&lines(language, &sums));
        report
            .outcome(&text, &json!({ "imports": list, "counts": named(&sums), "refused": refused, "failed": failed }));
    } else if let Some(one) = list.first() {
        report.outcome(&text, one);
    }
    match (failed, refused) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Refused,
        _ => Exit::Failed,
    }
}

fn add(sums: &mut Counts, counts: Counts) {
    for (kind, [created, changed, unchanged, refused]) in counts {
        let sum = sums.entry(kind).or_default();
        let [a, b, c, d] = *sum;
        *sum = [a + created, b + changed, c + unchanged, d + refused];
    }
}

fn named(counts: &Counts) -> Json {
    let one = |[created, changed, unchanged, refused]: &[i64; 4]| json!({ "created": created, "changed": changed, "unchanged": unchanged, "refused": refused });
    counts.iter().map(|(kind, counts)| (kind.clone(), one(counts))).collect::<serde_json::Map<String, Json>>().into()
}

/// The counts as lines of a table.
fn lines(language: Language, counts: &Counts) -> String {
    let said = counts.iter().filter(|(_, counts)| counts.iter().sum::<i64>() > 0);
    said.map(|(kind, [created, changed, unchanged, refused])| match language {
        // Padded with the wide space, for the words are of wide letters.
        Language::Zh => format!(
            "{:　<4} 新建 {created:>9}  更新 {changed:>9}  未变 {unchanged:>9}  拒绝 {refused:>9}\n",
            chinese(kind)
        ),
        Language::En => format!(
            "{kind:10} {created:>9} created {changed:>9} changed {unchanged:>9} unchanged {refused:>9} refused\n"
        ),
    })
    .collect()
}

fn chinese(kind: &str) -> &str {
    match kind {
        "customers" => "客户",
        "products" => "商品",
        "orders" => "订单",
        "lines" => "商品明细",
        "refunds" => "退款",
        "shipments" => "物流",
        "events" => "行为",
        other => other,
    }
}

/// Why an import did not come to its end, and what to do.
fn not_done(language: Language, import: &Json) -> String {
    let of = |name: &str| import.get(name).and_then(Json::as_str).unwrap_or_default();
    let problem = of("problem");
    match (of("state"), language) {
        ("waiting_mapping", _) => {
            unknown_table(language, &import.pointer("/preview/columns").cloned().unwrap_or_default())
        }
        ("failed", Language::Zh) => format!("导入失败：{problem}{}", try_again(language, import)),
        ("failed", Language::En) => format!("the import failed: {problem}{}", try_again(language, import)),
        (_, Language::Zh) => format!("导入没有完成（{}）。{problem}", of("state")),
        (state, Language::En) => format!("the import was {state}. {problem}"),
    }
}

/// The command that tries a failed import again, where its file is kept and was recognised: one that nobody could recognise
/// is no better the second time.
fn try_again(language: Language, import: &Json) -> String {
    let kept = import.get("file_kept").and_then(Json::as_bool) == Some(true);
    if !kept || !import.get("format").is_some_and(Json::is_object) {
        return String::new();
    }
    let id = import.get("id").and_then(Json::as_str).unwrap_or_default();
    format!("{}regulars import --again {id}", language.say(" 再试一次：", " Try it again: "))
}

fn unknown_table(language: Language, columns: &Json) -> String {
    match language {
        Language::Zh => format!(
            "认不出这是哪种表，或不知道它属于哪家店铺。它的列：{columns}。请用 --map 预设 说明各列的含义、用 --shop 说明店铺；也可以在后台的“导入”中\
             完成，它在那里等着"
        ),
        Language::En => format!(
            "this table is not one that Regulars knows, or its shop is not known. Its columns: {columns}. Say what they mean \
             with --map PRESET and which shop it is with --shop, or do both in the console under Imports, where it waits"
        ),
    }
}

fn unknown_statuses(language: Language, count: usize) -> String {
    match language {
        Language::Zh => format!("有 {count} 种不认识的状态，请在后台的“订单”中说明它们的含义。\n"),
        Language::En => format!("{count} status texts are unknown; teach them in the console under Orders.\n"),
    }
}

fn refused_rows(language: Language, path: &Path) -> String {
    let path = path.display();
    match language {
        Language::Zh => format!("被拒绝的行和原因在 {path}：改好后把这个文件再导入一次。\n"),
        Language::En => format!("Refused rows with their reasons are in {path}: mend them and import that file.\n"),
    }
}

fn altogether(language: Language, files: usize) -> String {
    match language {
        Language::Zh => format!("{files} 个文件合计\n"),
        Language::En => format!("Altogether, of {files} files\n"),
    }
}

/// An import that was broken off goes on.
pub(super) fn goes_on(language: Language, row: i64) -> String {
    match language {
        Language::Zh => format!("这个文件上次没有导完，从第 {row} 行接着导。"),
        Language::En => format!("This file was broken off before; it goes on from row {row}."),
    }
}

/// Ctrl-C was pressed.
pub(super) fn interrupted(language: Language) -> &'static str {
    language.say(
        "已中断；已导入的都保留。再执行一次同样的命令，或执行 regulars serve，会从中断处继续",
        "interrupted; what is in stays in. Give the same command again, or regulars serve, and it goes on where it stopped",
    )
}

/// `--refused` beside several files.
pub(super) fn one_refused(language: Language) -> &'static str {
    language.say(
        "--refused 只能用于一个文件；导入几个文件时，每个文件旁边各写一份",
        "--refused names one file; several files write one beside each",
    )
}

/// A file that cannot be read.
pub(super) fn unread(language: Language, path: &Path, cause: &std::io::Error) -> Failure {
    let path = path.display();
    let text = match language {
        Language::Zh => format!("无法读取 {path}：{cause}"),
        Language::En => format!("{path} cannot be read: {cause}"),
    };
    Failure::new(Exit::Failed, text)
}

/// `--shop` names none that is there.
pub(super) fn no_shop(language: Language, said: &str, names: &[&str]) -> String {
    match language {
        Language::Zh => format!("没有店铺“{said}”；现有：{}。加上 --channel 会新开一家", names.join("、")),
        Language::En => format!("there is no shop {said}; there are: {}. --channel opens one", names.join(", ")),
    }
}

/// `--channel` names none that is known.
pub(super) fn no_channel(language: Language, code: &str) -> String {
    match language {
        Language::Zh => format!("没有“{code}”这个渠道；见 regulars import --help"),
        Language::En => format!("{code} is no channel; see regulars import --help"),
    }
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(".refused.csv");
    file.with_file_name(name)
}
