//! A page as bytes: rows, columns, blocks, sets. What makes columns quick to ask is made anew.
//!
//! Absent from here: tails, which are folded before, and members of live segments.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::Arc;

use rules::SetKind;

use super::SnapshotError;
use super::bytes::{Reader, Writer};
use crate::bits::{Bits, Few};
use crate::facts::{Block, Items, KindFacts};
use crate::layout::Layout;
use crate::packed::{Lane, Packed};
use crate::page::Page;

pub(super) fn write<W: Write>(page: &Page, out: &mut Writer<W>) -> Result<(), SnapshotError> {
    out.column(page.ids.as_slice())?;
    out.column(page.present.words().as_slice())?;
    for column in &page.columns {
        packed(&column.values, out)?;
        // Tags have nothing else.
        let tags = if column.values.len() == 0 { column.by_code.as_ref() } else { None };
        out.number(tags.map_or(0, |tags| tags.len() as u64))?;
        for (code, rows) in tags.into_iter().flatten() {
            out.number(u64::from(*code))?;
            few(rows, out)?;
        }
    }
    for facts in &page.kinds {
        out.number(facts.blocks.len() as u64)?;
        for block in &facts.blocks {
            for number in [block.start, block.end, block.first, block.last] {
                out.number(number.cast_unsigned())?;
            }
            out.column(&block.rows)?;
            out.column(&block.at)?;
            out.number(block.columns.len() as u64)?;
            for column in &block.columns {
                packed(column, out)?;
            }
            match &block.items {
                Items::None => out.number(0)?,
                Items::One => out.number(1)?,
                Items::At(offsets) => {
                    out.number(2)?;
                    out.column(offsets)?;
                }
            }
        }
    }
    out.number(page.sets.len() as u64)?;
    for ((kind, id), rows) in &page.sets {
        out.number(u64::from(*kind == SetKind::Group))?;
        out.number(id.cast_unsigned())?;
        few(rows, out)?;
    }
    Ok(())
}

pub(super) fn read<R: Read>(from: &mut Reader<R>, layout: &Layout) -> Result<Page, SnapshotError> {
    let mut page = Page::new(layout);
    page.ids = Arc::new(from.column()?);
    let words: Vec<u64> = from.column()?;
    let mut present = Bits::new();
    if words.len() != present.words().len() || page.ids.len() > crate::bits::ROWS {
        return Err(SnapshotError::unfit("a page is broken"));
    }
    present.words_mut().copy_from_slice(&words);
    page.present = Arc::new(present);
    for column in &mut page.columns {
        let column = Arc::make_mut(column);
        column.values = read_packed(from)?;
        let tags = from.count()?;
        if tags > 0 {
            let mut by_code = BTreeMap::new();
            for _ in 0..tags {
                let code = u32::try_from(from.number()?).map_err(|_| SnapshotError::unfit("a code is broken"))?;
                by_code.insert(code, read_few(from)?);
            }
            column.by_code = Some(by_code);
        }
    }
    for (facts, kind) in page.kinds.iter_mut().zip(&layout.kinds) {
        let blocks = (0..from.count()?).map(|_| read_block(from).map(Arc::new)).collect::<Result<_, _>>()?;
        *facts = Arc::new(KindFacts::of(blocks, kind.properties.len()));
    }
    for _ in 0..from.count()? {
        let kind = if from.number()? == 1 { SetKind::Group } else { SetKind::List };
        let id = from.number()?.cast_signed();
        page.sets.insert((kind, id), Arc::new(read_few(from)?));
    }
    Ok(page)
}

fn read_block<R: Read>(from: &mut Reader<R>) -> Result<Block, SnapshotError> {
    let mut number = || from.number().map(u64::cast_signed);
    let (start, end, first, last) = (number()?, number()?, number()?, number()?);
    let rows: Vec<u16> = from.column()?;
    let at: Vec<u32> = from.column()?;
    if rows.len() != at.len() || !rows.is_sorted() {
        return Err(SnapshotError::unfit("a block is broken"));
    }
    let columns = (0..from.count()?).map(|_| read_packed(from)).collect::<Result<_, _>>()?;
    let items = match from.number()? {
        0 => Items::None,
        1 => Items::One,
        2 => {
            let offsets: Vec<u32> = from.column()?;
            if offsets.len() != rows.len() + 1 || !offsets.is_sorted() {
                return Err(SnapshotError::unfit("a block is broken"));
            }
            Items::At(offsets)
        }
        _ => return Err(SnapshotError::unfit("a block is broken")),
    };
    Ok(Block::of(start, end, (first, last), rows, at, columns, items))
}

fn packed<W: Write>(column: &Packed, out: &mut Writer<W>) -> Result<(), SnapshotError> {
    out.number(column.base.cast_unsigned())?;
    out.number(column.step.cast_unsigned())?;
    match &column.lane {
        Lane::One(raw) => {
            out.number(1)?;
            out.column(raw)
        }
        Lane::Two(raw) => {
            out.number(2)?;
            out.column(raw)
        }
        Lane::Four(raw) => {
            out.number(4)?;
            out.column(raw)
        }
        Lane::Eight(raw) => {
            out.number(8)?;
            out.column(raw)
        }
    }
}

fn read_packed<R: Read>(from: &mut Reader<R>) -> Result<Packed, SnapshotError> {
    let (base, step) = (from.number()?.cast_signed(), from.number()?.cast_signed());
    if step < 1 {
        return Err(SnapshotError::unfit("a column is broken"));
    }
    let lane = match from.number()? {
        1 => Lane::One(from.column()?),
        2 => Lane::Two(from.column()?),
        4 => Lane::Four(from.column()?),
        8 => Lane::Eight(from.column()?),
        _ => return Err(SnapshotError::unfit("a column is broken")),
    };
    Ok(Packed { lane, base, step })
}

fn few<W: Write>(rows: &Few, out: &mut Writer<W>) -> Result<(), SnapshotError> {
    match rows {
        Few::Rows(rows) => {
            out.number(0)?;
            out.column(rows)
        }
        Few::Bits(bits, _) => {
            out.number(1)?;
            out.column(bits.words().as_slice())
        }
    }
}

fn read_few<R: Read>(from: &mut Reader<R>) -> Result<Few, SnapshotError> {
    let mut bits = Bits::new();
    if from.number()? == 0 {
        let rows: Vec<u16> = from.column()?;
        rows.into_iter().for_each(|row| bits.set(row));
    } else {
        let words: Vec<u64> = from.column()?;
        if words.len() != bits.words().len() {
            return Err(SnapshotError::unfit("a set is broken"));
        }
        bits.words_mut().copy_from_slice(&words);
    }
    Ok(Few::of(&bits))
}
