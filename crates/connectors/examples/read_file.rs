//! Reads a file and says what came of it and how long it took: `cargo run --release --example read_file FILE`.

#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::time::Instant;

use connectors::reading::{Input, Options, ReadError, open};

fn main() -> Result<(), ReadError> {
    for path in std::env::args().skip(1) {
        let begun = Instant::now();
        let opened = open(&Input::Path(path.clone().into()), &Options::default())?;
        let format = opened.format();
        let guess = opened.needs_mapping().then(|| opened.preview().guess);
        let mut items = opened.into_items(guess.as_ref())?;
        while items.next_item()?.is_some() {}
        let (counts, progress, seconds) = (items.counts(), items.progress(), begun.elapsed().as_secs_f64());
        println!(
            "{path}: {} ({}), {counts:?}, {} bytes in {seconds:.2} s",
            format.code, format.encoding, progress.bytes_done
        );
    }
    Ok(())
}
