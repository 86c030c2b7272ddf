//! Building files and reading them back as text that a person would read.

use connectors::{
    drafts::{Draft, OrderDraft},
    reading::{Input, Item, Items, Options, open},
};

/// A row: what stands in which column; other columns are empty.
pub(crate) type Cells<'a> = &'a [(&'a str, &'a str)];

/// CSV text of a header and rows, quoted where needed.
pub(crate) fn csv(header: &str, rows: &[Cells<'_>]) -> String {
    let mut text = format!("{header}\r\n");
    for row in rows {
        let cells: Vec<String> = names(header).iter().map(|name| quoted(value(row, name))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

pub(crate) fn names(header: &str) -> Vec<&str> {
    header.split(',').map(str::trim).collect()
}

fn value<'a>(row: Cells<'a>, name: &str) -> &'a str {
    row.iter().find(|(column, _)| *column == name).map_or("", |(_, value)| value)
}

fn quoted(value: &str) -> String {
    let bare = value.starts_with("=\"") || !value.contains([',', '"', '\n']);
    if bare { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
}

pub(crate) fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, failed) = encoding_rs::GB18030.encode(text);
    assert!(!failed);
    bytes.into_owned()
}

/// A workbook with a sheet for each table.
pub(crate) fn xlsx(sheets: &[(&str, &str, &[Cells<'_>])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, header, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (column, title) in (0..).zip(names(header)) {
            sheet.write_string(0, column, title).unwrap();
            for (index, row) in (1..).zip(*rows) {
                let text = value(row, title);
                if !text.is_empty() {
                    sheet.write_string(index, column, text.trim_start_matches("=\"").trim_end_matches('"')).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

pub(crate) fn items(bytes: impl Into<Vec<u8>>) -> Items {
    open(&Input::Bytes(bytes.into().into()), &Options::default()).unwrap().into_items(None).unwrap()
}

/// The format's code and encoding, then one line an item; the counts must add up.
pub(crate) fn read(bytes: impl Into<Vec<u8>>) -> String {
    let opened = open(&Input::Bytes(bytes.into().into()), &Options::default()).unwrap();
    let format = opened.format();
    let mut out = format!("{} {}\n", format.code, format.encoding);
    let mut items = opened.into_items(None).unwrap();
    while let Some(item) = items.next_item().unwrap() {
        out.push_str(&line(&item));
        out.push('\n');
    }
    let counts = items.counts();
    assert_eq!(counts.rows, counts.drafted + counts.refused + counts.blank + counts.foreign, "{counts:?}");
    out
}

/// All drafts in full, as JSON.
pub(crate) fn drafts(bytes: impl Into<Vec<u8>>) -> String {
    let mut out = String::new();
    for item in items(bytes) {
        match item.unwrap() {
            Item::Draft(draft) => {
                out.push_str(&serde_json::to_string_pretty(&slim(serde_json::to_value(&draft).unwrap())).unwrap())
            }
            Item::Refused(refusal) => out.push_str(&format!("refused {:?}", refusal.reason)),
        }
        out.push('\n');
    }
    out
}

/// Leaves out what is absent, so that a snapshot shows what is there.
fn slim(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value as V;
    match value {
        V::Object(map) => {
            let kept = map.into_iter().map(|(key, value)| (key, slim(value)));
            V::Object(kept.filter(|(_, value)| !value.is_null() && *value != V::Object(Default::default())).collect())
        }
        V::Array(list) => {
            let list: Vec<V> = list.into_iter().map(slim).collect();
            if list.is_empty() { V::Null } else { V::Array(list) }
        }
        other => other,
    }
}

pub(crate) fn line(item: &Item) -> String {
    let money = |amount: Option<i64>| amount.map_or("-".to_owned(), |amount| amount.to_string());
    let order = |order: &OrderDraft| {
        let who: Vec<String> = order.buyer.identifiers.iter().map(|id| format!("{:?}={}", id.kind, id.value)).collect();
        let lines: Vec<String> =
            order.lines.iter().map(|l| format!("{}×{} {}", l.quantity, l.title, money(l.paid))).collect();
        format!(
            "{} order {} {} total {} paid {} [{}] {}",
            order.row,
            order.number,
            order.status.code(),
            money(order.total),
            money(order.paid),
            who.join(" "),
            lines.join(";")
        )
    };
    match item {
        Item::Draft(Draft::Order(draft)) => order(draft).trim_end().to_owned(),
        Item::Draft(Draft::Lines(draft)) => {
            let lines: Vec<String> = draft
                .lines
                .iter()
                .map(|l| {
                    format!(
                        "{} {}×{} paid {} {}",
                        l.number.as_deref().unwrap_or("-"),
                        l.quantity,
                        l.title,
                        money(l.paid),
                        l.status.code()
                    )
                })
                .collect();
            format!("{} lines of {}: {}", item.first_row(), draft.order, lines.join("; "))
        }
        Item::Draft(Draft::Refund(draft)) => {
            format!(
                "{} refund {} of {} {} {}",
                draft.row,
                draft.number,
                draft.order.as_deref().unwrap_or("-"),
                draft.amount,
                draft.status.code()
            )
        }
        Item::Draft(Draft::Person(draft)) => {
            let who: Vec<String> = draft.identifiers.iter().map(|id| format!("{:?}={}", id.kind, id.value)).collect();
            format!("{} person {}", draft.row, who.join(" "))
        }
        Item::Draft(Draft::Product(draft)) => format!("{} product {} {}", draft.row, draft.number, money(draft.price)),
        Item::Draft(Draft::Event(draft)) => format!("{} event {} at {} {}", draft.row, draft.name, draft.at, draft.key),
        Item::Refused(refusal) => format!(
            "{} refused {:?} {}={}",
            refusal.row,
            refusal.reason,
            refusal.field.as_deref().unwrap_or("-"),
            refusal.value.as_deref().unwrap_or("-")
        ),
    }
}
