//! The demo shop as files that somebody could import.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use serde_json::{Value as Json, json};

use crate::commands::exit::Failure;
use crate::commands::{Exit, Report};
use crate::demo::taobao::{Encoding, Export, ItemReport, OrderReport};
use crate::demo::{Channel, World, segment, taobao};

/// How many of a thousand rows are damaged, as rows are in life.
const DAMAGED: u32 = 3;

pub(super) fn write(
    report: &Report,
    world: &World,
    taobao: Option<&Path>,
    segment: Option<&Path>,
) -> Result<Exit, Failure> {
    let mut text = String::new();
    let mut object = serde_json::Map::new();
    let wrong = |path: &Path, cause: io::Error| Failure::new(Exit::Failed, format!("{}: {cause}", path.display()));
    if let Some(folder) = taobao {
        let (words, told) = reports(report, world, folder).map_err(|cause| wrong(folder, cause))?;
        text.push_str(&words);
        object.insert("taobao".into(), told);
    }
    if let Some(path) = segment {
        let (words, told) = batches(report, world, path).map_err(|cause| wrong(path, cause))?;
        text.push_str(&words);
        object.insert("segment".into(), told);
    }
    report.outcome(&text, &Json::Object(object));
    Ok(Exit::Done)
}

/// Both storefronts, one in the oldest report and UTF-8, one in the newest and GBK.
fn reports(report: &Report, world: &World, folder: &Path) -> io::Result<(String, Json)> {
    std::fs::create_dir_all(folder)?;
    let people = world.settings().customers;
    let mut text = String::new();
    let mut list = Vec::new();
    for (channel, name, orders, items, encoding) in [
        (Channel::Tmall, "tmall", OrderReport::E, ItemReport::TwentySeven, Encoding::Gbk),
        (Channel::Taobao, "taobao", OrderReport::A, ItemReport::Ten, Encoding::Utf8Bom),
    ] {
        let Some(shop) = world.shop(channel) else { continue };
        let export = Export { shop, orders, items, encoding, damaged_permille: DAMAGED };
        let paths = [folder.join(format!("{name}-orders.csv")), folder.join(format!("{name}-items.csv"))];
        let mut bar = report.progress(people, name);
        let [orders, items] = &paths;
        let mut orders = BufWriter::new(File::create(orders)?);
        let mut items = BufWriter::new(File::create(items)?);
        let written = taobao::write(world, 0..people, &export, &mut orders, &mut items, &mut |done| bar.at(done))?;
        orders.flush()?;
        items.flush()?;
        bar.end();
        let damaged: u64 = written.damaged_orders.values().chain(written.damaged_lines.values()).sum();
        for (path, rows) in paths.iter().zip([written.orders, written.lines]) {
            text.push_str(&format!("{} holds {rows} rows\n", path.display()));
            list.push(json!({ "file": path, "rows": rows }));
        }
        text.push_str(&format!("  of both, {damaged} rows are damaged on purpose\n"));
    }
    Ok((text, json!(list)))
}

fn batches(report: &Report, world: &World, path: &Path) -> io::Result<(String, Json)> {
    let Some(shop) = world.shop(Channel::Web) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the demo has no site of its own"));
    };
    let people = world.settings().customers;
    let mut bar = report.progress(people, "segment");
    let mut out = BufWriter::new(File::create(path)?);
    let written = segment::write(world, shop, 0..people, &mut out, &mut |done| bar.at(done))?;
    out.flush()?;
    bar.end();
    let text = format!("{} holds {} messages in {} batches\n", path.display(), written.messages, written.batches);
    Ok((text, json!({ "file": path, "messages": written.messages, "batches": written.batches })))
}
