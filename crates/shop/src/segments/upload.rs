//! A file of identifiers becomes a list of customers: which rows name somebody, and which do not and why.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use connectors::drafts::IdentifierKind;
use connectors::export::{Cell, CsvWriter, Style};
use connectors::identity;
use connectors::source::{Input, Row, Source};
use platform::http::Caller;
use platform::{App, Error};
use tokio::io::AsyncWriteExt as _;

use crate::customers::{self, kind_from_code};

/// Bytes of an uploaded file at most: 200 MiB.
const MOST: u64 = 200 << 20;
/// Rows that are told as refused at most.
const REFUSED: usize = 100_000;
/// Values looked up at a time.
const PIECE: usize = 2_000;

/// An upload that has come.
pub(crate) struct Came {
    /// Where it lies.
    pub path: PathBuf,
    /// What the list is to be called.
    pub name: String,
    kind: Option<String>,
    column: Option<String>,
}

/// What the rows of a file name.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    /// Rows that name a customer.
    pub matched: i64,
    /// Rows that do not.
    pub not_matched: i64,
    /// Everybody who is named, rising.
    pub customers: Vec<i64>,
    /// The rows that were not matched, as CSV; `None` when all were.
    pub refused: Option<String>,
}

/// What the identifiers of a file are.
#[derive(Clone, Copy)]
enum Sort {
    /// Our own numbers.
    Customer,
    One(IdentifierKind),
    /// Whatever each looks like.
    Any,
}

/// A value, as the kinds that it may be.
const LIKELY: [IdentifierKind; 9] = [
    IdentifierKind::Mobile,
    IdentifierKind::Email,
    IdentifierKind::TaobaoNick,
    IdentifierKind::BuyerOpenUid,
    IdentifierKind::JdAccount,
    IdentifierKind::UserId,
    IdentifierKind::CustomerNumber,
    IdentifierKind::WechatUnionId,
    IdentifierKind::YouzanId,
];

fn unread(error: MultipartError) -> Error {
    let status = if error.status().as_u16() == 413 { 413 } else { 400 };
    Error::new(status, "bad_request").arg("why", "multipart/form-data").context(error.body_text())
}

/// Takes an upload in, onto the disk.
///
/// # Errors
/// `invalid` without a file; 413 when it is too large.
pub(crate) async fn take(app: &App, mut parts: Multipart) -> Result<Came, Error> {
    let folder = app.data_dir.join("uploads");
    tokio::fs::create_dir_all(&folder).await.map_err(Error::internal)?;
    let path = folder.join(format!("{}.list", app.ids.next()));
    let taken = parts_of(&path, &mut parts).await;
    if taken.is_err() {
        // Half an upload is of no use; when there is none, there is nothing to delete.
        let _ = tokio::fs::remove_file(&path).await;
    }
    taken
}

async fn parts_of(path: &std::path::Path, parts: &mut Multipart) -> Result<Came, Error> {
    let mut came = Came { path: path.to_path_buf(), name: String::new(), kind: None, column: None };
    let (mut file_name, mut seen) = (String::new(), false);
    while let Some(mut part) = parts.next_field().await.map_err(unread)? {
        match part.name().unwrap_or_default() {
            "file" => {
                file_name = part.file_name().unwrap_or("list").chars().take(80).collect();
                let mut to = tokio::fs::File::create(path).await.map_err(Error::internal)?;
                let mut size = 0_u64;
                while let Some(chunk) = part.chunk().await.map_err(unread)? {
                    size += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                    if size > MOST {
                        return Err(Error::new(413, "too_large").arg("limit", "200 MiB"));
                    }
                    to.write_all(&chunk).await.map_err(Error::internal)?;
                }
                to.flush().await.map_err(Error::internal)?;
                seen = true;
            }
            "name" => came.name = part.text().await.map_err(unread)?.trim().to_owned(),
            "kind" => came.kind = Some(part.text().await.map_err(unread)?.trim().to_owned()),
            "column" => came.column = Some(part.text().await.map_err(unread)?.trim().to_owned()),
            _ => {}
        }
    }
    if !seen {
        return Err(Error::invalid("file", "required"));
    }
    if came.name.is_empty() {
        came.name = file_name.rsplit_once('.').map_or(file_name.as_str(), |(stem, _)| stem).to_owned();
    }
    Ok(came)
}

/// A row of the file: its number and the value in the wanted column.
type Value = (u64, String);

/// Finds out whom the rows of an upload name.
///
/// # Errors
/// `invalid` for a kind or column that there is not, or a file that cannot be read.
pub(crate) async fn matching(app: &App, caller: &Caller, came: &Came) -> Result<Matching, Error> {
    let sort = match came.kind.as_deref().unwrap_or("auto") {
        "" | "auto" => Sort::Any,
        "customer" => Sort::Customer,
        code => Sort::One(kind_from_code(code).ok_or_else(|| Error::invalid("kind", "unknown"))?),
    };
    let (path, column) = (came.path.clone(), came.column.clone());
    let values =
        tokio::task::spawn_blocking(move || values(path, column.as_deref(), sort)).await.map_err(Error::internal)??;
    let mut session = app.db.read().await?;
    let mut found = Matching::default();
    let mut customers: BTreeSet<i64> = BTreeSet::new();
    let mut refused: Vec<(Value, &'static str)> = Vec::new();
    for piece in values.chunks(PIECE) {
        let mut wanted: BTreeMap<IdentifierKind, BTreeSet<String>> = BTreeMap::new();
        let mut own: BTreeSet<i64> = BTreeSet::new();
        let asked: Vec<Vec<(IdentifierKind, String)>> = piece.iter().map(|(_, text)| meant(sort, text)).collect();
        for (kind, value) in asked.iter().flatten() {
            wanted.entry(*kind).or_default().insert(value.clone());
        }
        if matches!(sort, Sort::Customer | Sort::Any) {
            own.extend(piece.iter().filter_map(|(_, text)| text.parse::<i64>().ok()));
        }
        let mut known: HashMap<(IdentifierKind, String), Vec<i64>> = HashMap::new();
        for (kind, values) in wanted {
            let values: Vec<String> = values.into_iter().collect();
            for (value, customer) in customers::identified(&mut session, kind, &values).await? {
                known.entry((kind, value)).or_default().push(customer);
            }
        }
        let own: Vec<i64> = own.into_iter().collect();
        let standing: BTreeSet<i64> = customers::standings(&mut session, &own).await?.into_keys().collect();
        for (value, asked) in piece.iter().zip(asked) {
            let mut named: BTreeSet<i64> = asked.iter().filter_map(|key| known.get(key)).flatten().copied().collect();
            named.extend(value.1.parse::<i64>().ok().filter(|id| standing.contains(id)));
            if named.is_empty() {
                let nothing = asked.is_empty() && value.1.parse::<i64>().is_err();
                refused.push((value.clone(), if nothing { "unreadable" } else { "unknown" }));
            } else {
                found.matched += 1;
                customers.extend(named);
            }
        }
    }
    found.not_matched = i64::try_from(refused.len()).unwrap_or(i64::MAX);
    found.customers = customers.into_iter().collect();
    if !refused.is_empty() {
        found.refused = Some(told(app, caller, &refused)?);
    }
    Ok(found)
}

/// What a text may be.
fn meant(sort: Sort, text: &str) -> Vec<(IdentifierKind, String)> {
    let kinds: &[IdentifierKind] = match &sort {
        Sort::Customer => &[],
        Sort::One(kind) => std::slice::from_ref(kind),
        Sort::Any => &LIKELY,
    };
    kinds.iter().filter_map(|kind| identity::identifier(*kind, text).map(|one| (one.kind, one.value))).collect()
}

/// The values of a file's column. The first row names the columns when the column is given by name, or when what stands
/// there is no identifier of the kind.
fn values(path: PathBuf, column: Option<&str>, sort: Sort) -> Result<Vec<Value>, Error> {
    let broken = |error: &dyn std::fmt::Display| Error::new(422, "list_unreadable").arg("why", error.to_string());
    let mut source = Source::open(&Input::Path(path)).map_err(|error| broken(&error))?;
    let mut row = Row::default();
    let mut place = 0;
    let mut first = true;
    let mut found = Vec::new();
    while source.next(&mut row).map_err(|error| broken(&error))? {
        if row.is_blank() {
            continue;
        }
        if std::mem::take(&mut first) {
            let named = column.filter(|column| !column.is_empty());
            if let Some(column) = named {
                place =
                    row.cells().position(|cell| cell == column).ok_or_else(|| Error::invalid("column", "unknown"))?;
                continue;
            }
            let narrow = matches!(sort, Sort::One(IdentifierKind::Mobile | IdentifierKind::Email) | Sort::Customer);
            let header = [
                "手机",
                "手机号",
                "手机号码",
                "邮箱",
                "旺旺",
                "昵称",
                "买家昵称",
                "客户编号",
                "mobile",
                "phone",
                "email",
                "nick",
                "id",
                "customer",
            ];
            let cell = row.cell(place).to_lowercase();
            let says_nothing = narrow && meant(sort, &cell).is_empty() && cell.parse::<i64>().is_err();
            if header.contains(&cell.as_str()) || says_nothing {
                continue;
            }
        }
        let text = row.cell(place).trim().to_owned();
        if !text.is_empty() {
            found.push((row.number(), text));
        }
    }
    Ok(found)
}

fn told(app: &App, caller: &Caller, refused: &[(Value, &'static str)]) -> Result<String, Error> {
    let say = |id: &str| app.i18n.text(caller.locale, id, &[]);
    let mut csv = CsvWriter::new(Vec::new(), Style::Spreadsheet).map_err(Error::internal)?;
    let header = ["segments-list-row", "segments-list-value", "segments-list-why"].map(say);
    csv.row(header.iter().map(|text| Cell::Text(text))).map_err(Error::internal)?;
    for ((number, text), why) in refused.iter().take(REFUSED) {
        let why = say(&format!("segments-list-{why}"));
        let cells = [Cell::Whole(i64::try_from(*number).unwrap_or(i64::MAX)), Cell::Text(text), Cell::Text(&why)];
        csv.row(cells).map_err(Error::internal)?;
    }
    let bytes = csv.finish().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}
