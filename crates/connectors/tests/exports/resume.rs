//! An interrupted import begins again where it stopped, and loses nothing.

use connectors::{
    drafts::Refusal,
    reading::{Input, Item, Options, open},
    refused,
};

use crate::{
    files::{Cells, csv, gbk, items, line, read, xlsx},
    headers::*,
};

fn table(rows: usize) -> Vec<Vec<(&'static str, String)>> {
    let mut table = Vec::new();
    for row in 0..rows {
        let order = if row % 11 == 5 { "3.5E+17".to_owned() } else { format!("35000000{:08}", row / 3) };
        table.push(vec![
            ("子订单编号", format!("36000000{row:08}")),
            ("主订单编号", order),
            ("标题", format!("衬衫{row}")),
            ("价格", "1.00".to_owned()),
            ("购买数量", "1".to_owned()),
            ("订单状态", "交易成功".to_owned()),
        ]);
    }
    table
}

#[test]
fn wherever_it_stops_the_rest_comes() {
    let table = table(200);
    let rows: Vec<Vec<(&str, &str)>> =
        table.iter().map(|row| row.iter().map(|(name, value)| (*name, value.as_str())).collect()).collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    for bytes in [gbk(&csv(ITEMS_2, &rows)), xlsx(&[("一", ITEMS_2, &rows[..90]), ("二", ITEMS_2, &rows[90..])])] {
        let whole: Vec<String> = items(bytes.clone()).map(|item| line(&item.unwrap())).collect();
        for stop in 0..whole.len() {
            let mut first = items(bytes.clone());
            let mut seen: Vec<String> = Vec::new();
            for _ in 0..stop {
                seen.push(line(&first.next_item().unwrap().unwrap()));
            }
            let row = first.progress().resume_row;
            let mut second = items(bytes.clone());
            second.resume_from(row).unwrap();
            for item in second.by_ref() {
                seen.push(line(&item.unwrap()));
            }
            assert_eq!(second.progress().bytes_done, second.progress().bytes_total);
            // What comes twice comes with the same content.
            let mut kept: Vec<String> = Vec::new();
            for text in seen {
                if !kept.contains(&text) {
                    kept.push(text);
                }
            }
            kept.sort();
            let mut expected = whole.clone();
            expected.sort();
            assert_eq!(kept, expected, "stopped after {stop}, resumed at {row}");
        }
    }
}

#[test]
fn refused_rows_are_written_mended_and_read_again() {
    let table = table(20);
    let rows: Vec<Vec<(&str, &str)>> =
        table.iter().map(|row| row.iter().map(|(name, value)| (*name, value.as_str())).collect()).collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    let opened = open(&Input::Bytes(gbk(&csv(ITEMS_2, &rows)).into()), &Options::default()).unwrap();
    let header = opened.header().names().to_vec();
    let refusals: Vec<Refusal> = opened
        .into_items(None)
        .unwrap()
        .filter_map(|item| match item.unwrap() {
            Item::Refused(refusal) => Some(refusal),
            Item::Draft(_) => None,
        })
        .collect();
    assert_eq!(refusals.len(), 2);
    let explain = |refusal: &Refusal| (format!("{:?}", refusal.reason), "改正编号".to_owned());
    let written = String::from_utf8(refused::write(Vec::new(), &header, refusals, explain).unwrap()).unwrap();
    assert!(written.contains(",7,DamagedId,改正编号\r\n"), "{written}");
    assert_eq!(read(written.clone()).matches("DamagedId").count(), 2);
    let mended = written.replace("3.5E+17", "=\"3500000000000077\"");
    let again = read(mended);
    assert!(
        again.starts_with("taobao.items.2 UTF-8\n2 lines of 3500000000000077: 3600000000000005 1×衬衫5"),
        "{again}"
    );
    assert!(!again.contains("refused"), "{again}");
}
