//! The demo shop as files that somebody could import.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use serde_json::{Value as Json, json};

use super::{DemoArgs, Generation};
use crate::commands::exit::Failure;
use crate::commands::{Exit, Report};
use crate::demo::taobao::{Encoding, Export, OrderReport, Target, Targets};
use crate::demo::{Channel, World, segment, taobao};

/// How many of a thousand rows are damaged, as rows are in life.
const DAMAGED: u32 = 3;

/// People whose orders the workbook holds at most: it is there to be looked at, not to be large.
const IN_WORKBOOK: u64 = 5_000;

pub(super) fn write(report: &Report, world: &World, args: &DemoArgs) -> Result<Exit, Failure> {
    let mut text = String::new();
    let mut object = serde_json::Map::new();
    let wrong = |path: &Path, cause: io::Error| Failure::new(Exit::Failed, format!("{}: {cause}", path.display()));
    if let Some(folder) = &args.write_taobao {
        let mut files = Reports { report, world, folder, text: String::new(), list: Vec::new() };
        files.write(args.generation).map_err(|cause| wrong(folder, cause))?;
        text.push_str(&files.text);
        object.insert("taobao".into(), json!(files.list));
    }
    if let Some(path) = &args.write_segment {
        let (words, told) = batches(report, world, path).map_err(|cause| wrong(path, cause))?;
        text.push_str(&words);
        object.insert("segment".into(), told);
    }
    report.outcome(&text, &Json::Object(object));
    Ok(Exit::Done)
}

/// Reports of Taobao and Tmall in a folder.
struct Reports<'a> {
    report: &'a Report,
    world: &'a World,
    folder: &'a Path,
    /// For people.
    text: String,
    /// For programs.
    list: Vec<Json>,
}

impl Reports<'_> {
    /// One generation or all of them at Tmall; or, when none is named, both storefronts: Tmall in the newest generation
    /// and GBK, also as a workbook and with its refunds, and Taobao in the oldest and UTF-8.
    fn write(&mut self, generation: Option<Generation>) -> io::Result<()> {
        std::fs::create_dir_all(self.folder)?;
        let chosen: Vec<(&str, OrderReport)> = ["a", "b", "c", "d", "e"]
            .into_iter()
            .zip(OrderReport::ALL)
            .zip([Generation::A, Generation::B, Generation::C, Generation::D, Generation::E])
            .filter(|(_, of)| generation.is_some_and(|asked| asked == Generation::All || asked == *of))
            .map(|(named, _)| named)
            .collect();
        for (name, orders) in &chosen {
            self.csv(Channel::Tmall, &format!("tmall-{name}"), *orders, Encoding::Gbk)?;
        }
        if chosen.is_empty() {
            self.csv(Channel::Tmall, "tmall", OrderReport::E, Encoding::Gbk)?;
            self.workbook(Channel::Tmall, "tmall", OrderReport::E)?;
            self.csv(Channel::Taobao, "taobao", OrderReport::A, Encoding::Utf8Bom)?;
        }
        Ok(())
    }

    /// Orders, items and refunds of a storefront.
    fn csv(&mut self, channel: Channel, name: &str, orders: OrderReport, encoding: Encoding) -> io::Result<()> {
        let Some(shop) = self.world.shop(channel) else { return Ok(()) };
        let export = Export { shop, orders, items: orders.items(), encoding, damaged_permille: DAMAGED };
        let paths = ["orders", "items", "refunds"].map(|kind| self.folder.join(format!("{name}-{kind}.csv")));
        let [mut orders, mut items, mut refunds] = {
            let [orders, items, refunds] = &paths;
            [File::create(orders)?, File::create(items)?, File::create(refunds)?].map(BufWriter::new)
        };
        let to = Targets { orders: Target::Csv(&mut orders), items: Some(&mut items), refunds: Some(&mut refunds) };
        let people = self.world.settings().customers;
        let mut bar = self.report.progress(people, name);
        let written = taobao::write(self.world, 0..people, &export, to, &mut |done| bar.at(done))?;
        for file in [&mut orders, &mut items, &mut refunds] {
            file.flush()?;
        }
        bar.end();
        for (path, rows) in paths.iter().zip([written.orders, written.lines, written.refunds]) {
            self.told(path, rows);
        }
        let damaged: u64 = written.damaged_orders.values().chain(written.damaged_lines.values()).sum();
        self.text.push_str(&format!("  of orders and items, {damaged} rows are damaged on purpose\n"));
        Ok(())
    }

    /// The first orders of a storefront once more, as newer seller pages offer them.
    fn workbook(&mut self, channel: Channel, name: &str, orders: OrderReport) -> io::Result<()> {
        let Some(shop) = self.world.shop(channel) else { return Ok(()) };
        let encoding = Encoding::Utf8;
        let export = Export { shop, orders, items: orders.items(), encoding, damaged_permille: DAMAGED };
        let path = self.folder.join(format!("{name}-orders.xlsx"));
        let mut file = BufWriter::new(File::create(&path)?);
        let to = Targets { orders: Target::Workbook(&mut file), items: None, refunds: None };
        let people = self.world.settings().customers.min(IN_WORKBOOK);
        let written = taobao::write(self.world, 0..people, &export, to, &mut |_| ())?;
        file.flush()?;
        self.told(&path, written.orders);
        Ok(())
    }

    fn told(&mut self, path: &Path, rows: u64) {
        self.text.push_str(&format!("{} holds {rows} rows\n", path.display()));
        self.list.push(json!({ "file": path, "rows": rows }));
    }
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
