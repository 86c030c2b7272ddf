//! Everything on disk, so that a restart takes seconds: versioned, checksummed, with the position in the outbox.
//!
//! Members of live segments are not written; they are asked anew when read, at the instant they were right at. Whatever is
//! odd about a file, it is refused, and the warehouse is rebuilt from the database.
//!
//! Absent from here: anything that the database does not have.

mod bytes;
mod pages;

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;

use bytes::{Reader, Writer};
use rules::{Rule, SetKind};

use crate::dictionary::Dictionary;
use crate::layout::Layout;
use crate::live::Live;
use crate::plan::Node;
use crate::state::State;
use crate::{Options, Schema, Warehouse};

/// What every snapshot begins with. The number rises with the format.
const HEAD: &[u8; 8] = b"RGLWH\x00\x00\x01";

/// Why a snapshot was not written or read. Whatever it is, the warehouse can be rebuilt from the database.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The file could not be read or written.
    #[error("the snapshot could not be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// The file is of another version, of another catalogue, or broken.
    #[error("the snapshot does not fit: {0}; the warehouse is rebuilt from the database")]
    Unfit(String),
}

impl SnapshotError {
    fn unfit(why: impl Into<String>) -> Self {
        Self::Unfit(why.into())
    }
}

/// What a live segment is written as.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    id: i64,
    rule: Rule,
    /// The sets that the rule names, in the order in which it names them.
    sets: Vec<i64>,
}

/// What a schema is recognised by: its columns. Words and choices may be others by now; no number depends on them.
fn mark_of(schema: &Schema) -> Result<Vec<u8>, SnapshotError> {
    let catalogue = schema.catalogue();
    let attributes: Vec<_> = catalogue.attributes.iter().map(|one| (&one.name, one.kind, &one.derived)).collect();
    let properties =
        |kind: &rules::FactKind| kind.properties.iter().map(|one| (one.name.clone(), one.kind)).collect::<Vec<_>>();
    let kinds: Vec<_> = catalogue.kinds.iter().map(|kind| (&kind.name, properties(kind))).collect();
    let mark = (&catalogue.currency, attributes, kinds);
    let mut text = serde_json::to_vec(&mark).map_err(|error| SnapshotError::unfit(error.to_string()))?;
    text.extend_from_slice(format!("{:?}", schema.zone()).as_bytes());
    Ok(text)
}

impl Warehouse {
    /// Writes everything to a file, while questions and changes go on. An old file is replaced at the end, at once.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), SnapshotError> {
        let (mut state, now, segments) = self.to_keep();
        for page in state.shards.iter_mut().flatten() {
            if page.kinds.iter().any(|facts| !facts.tail.is_empty() || !facts.replaced.is_empty()) {
                Arc::make_mut(page).fold(&state.layout, true);
            }
        }
        let beside = path.with_extension("new");
        let mut out = Writer::new(BufWriter::with_capacity(1 << 20, File::create(&beside)?));
        out.raw(HEAD)?;
        out.blob(&mark_of(&state.layout.schema)?)?;
        out.number(state.position)?;
        out.number(now.cast_unsigned())?;
        for dictionary in dictionaries(&state.layout) {
            let texts = dictionary.texts();
            out.number(texts.len() as u64)?;
            for text in texts {
                out.blob(text.as_bytes())?;
            }
        }
        out.number(state.shards.len() as u64)?;
        for pages in &state.shards {
            out.number(pages.len() as u64)?;
            for page in pages {
                pages::write(page, &mut out)?;
            }
        }
        let kept: Vec<Kept> = segments
            .into_iter()
            .map(|(id, rule, node)| {
                let mut sets = Vec::new();
                ids(&node, &mut sets);
                Kept { id, rule, sets }
            })
            .collect();
        out.blob(&serde_json::to_vec(&kept).map_err(|error| SnapshotError::unfit(error.to_string()))?)?;
        let mut file = out.finish()?;
        file.flush()?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&beside, path)?;
        Ok(())
    }

    /// Reads what [`Self::save`] wrote, live segments included. The number of shards is the file's.
    ///
    /// # Errors
    /// When the file cannot be read, is broken, of another version or of another catalogue.
    pub fn load(path: &Path, schema: Schema, options: Options) -> Result<Self, SnapshotError> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut from = Reader::new(BufReader::with_capacity(1 << 20, file), size);
        let mut head = [0; 8];
        from.raw(&mut head)?;
        if head != *HEAD {
            return Err(SnapshotError::unfit("it is of another version"));
        }
        if from.blob()? != mark_of(&schema)? {
            return Err(SnapshotError::unfit("it is of another catalogue"));
        }
        let position = from.number()?;
        let now = from.number()?.cast_signed();
        let mut layout = Layout::new(schema, None);
        let mut read = Vec::new();
        for _ in 0..dictionaries(&layout).len() {
            let n = from.count()?;
            let mut texts: Vec<Arc<str>> = Vec::new();
            for _ in 0..n {
                let text = String::from_utf8(from.blob()?).map_err(|_| SnapshotError::unfit("a text is broken"))?;
                texts.push(Arc::from(text));
            }
            read.push(Arc::new(Dictionary::of(texts)));
        }
        replace_dictionaries(&mut layout, &read);
        let shards = from.count()?;
        let mut state = State::new(layout, shards);
        state.position = position;
        for shard in 0..shards {
            let n = from.count()?;
            for _ in 0..n {
                let page = pages::read(&mut from, &state.layout)?;
                if let Some(pages) = state.shards.get_mut(shard) {
                    pages.push(Arc::new(page));
                }
            }
        }
        let kept: Vec<Kept> =
            serde_json::from_slice(&from.blob()?).map_err(|error| SnapshotError::unfit(error.to_string()))?;
        from.finish()?;
        let threads = options.threads.max(1);
        let flat: Vec<&Arc<crate::page::Page>> = state.shards.iter().flatten().collect();
        let indexed = crate::spread::over(&flat, threads, &crate::Cancel::new(), |page, (): &mut ()| {
            let mut page = crate::page::Page::clone(page);
            page.index_all(&state.layout);
            Arc::new(page)
        });
        let mut indexed = indexed.map_err(|error| SnapshotError::unfit(error.to_string()))?.into_iter();
        let shards: Vec<Vec<_>> =
            state.shards.iter().map(|pages| indexed.by_ref().take(pages.len()).collect()).collect();
        state.shards = shards;
        let mut live = Live::new(state.shards.len());
        live.now = now;
        if now != i64::MIN {
            live.await_facts(&state, now);
        }
        live.learn(&state);
        let options = Options { shards: state.shards.len(), threads };
        for Kept { id, rule, sets } in kept {
            live.restore(&mut state, id, &rule, &sets, threads)
                .map_err(|error| SnapshotError::unfit(error.to_string()))?;
        }
        Ok(Self::of(state, live, options))
    }
}

/// The dictionaries, each once, in the schema's order.
fn dictionaries(layout: &Layout) -> Vec<Arc<Dictionary>> {
    let properties = layout.kinds.iter().flat_map(|kind| &kind.properties).map(|one| &one.dictionary);
    let mut found: Vec<Arc<Dictionary>> = Vec::new();
    for one in layout.attributes.iter().map(|one| &one.dictionary).chain(properties) {
        if !found.iter().any(|other| Arc::ptr_eq(one, other)) {
            found.push(Arc::clone(one));
        }
    }
    found
}

/// Puts dictionaries that were read into the places of the empty ones.
fn replace_dictionaries(layout: &mut Layout, read: &[Arc<Dictionary>]) {
    let empty = dictionaries(layout);
    let place = |one: &mut Arc<Dictionary>| {
        let at = empty.iter().position(|other| Arc::ptr_eq(one, other));
        if let Some(new) = at.and_then(|at| read.get(at)) {
            *one = Arc::clone(new);
        }
    };
    layout.attributes.iter_mut().for_each(|attribute| place(&mut attribute.dictionary));
    layout.kinds.iter_mut().flat_map(|kind| &mut kind.properties).for_each(|property| place(&mut property.dictionary));
}

/// The numbers of the sets that a plan names, in order.
pub(crate) fn ids(node: &Node, found: &mut Vec<i64>) {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| ids(part, found)),
        Node::Not(part) => ids(part, found),
        Node::In(_, id) | Node::Segment(id) => found.push(*id),
        Node::Leaf(_) => {}
    }
}

/// The names of the sets that a rule names, in order.
pub(crate) fn names(rule: &Rule, found: &mut Vec<(SetKind, String)>) {
    match rule {
        Rule::All { rules } | Rule::Any { rules } => rules.iter().for_each(|part| names(part, found)),
        Rule::Not { rule } => names(rule, found),
        Rule::In { set, name } => found.push((*set, name.clone())),
        Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => {}
    }
}
