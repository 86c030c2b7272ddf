//! A load of Segment batches for the benchmark: `ingest HOST:PORT WRITE_KEY EVENTS BATCH CONNECTIONS VISITORS
//! [VISIT]`.
//!
//! Visitors come in visits of VISIT behaviours (ten) that lie mingled in a batch, as a shop's server sends them. Three visits in
//! four are by one of VISITORS known visitors (`v0`, `v1`, …), the others by new ones. Each connection sends its next
//! batch when the one before is answered. Prints one line of JSON: events, seconds, answers by status.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool of the benchmark that times the program from outside"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// Behaviours of one visit, when nothing else is said.
const VISIT: usize = 10;

const EVENTS: [(&str, bool); 5] = [
    ("Product List Viewed", false),
    ("Product Viewed", true),
    ("Product Added", true),
    ("Products Searched", false),
    ("Product Clicked", true),
];

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

struct Plan {
    address: String,
    authorization: String,
    batch: usize,
    visitors: u64,
    visit: usize,
    left: AtomicI64,
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [address, key, events, batch, connections, visitors, rest @ ..] = args.as_slice() else {
        return Err("ingest HOST:PORT WRITE_KEY EVENTS BATCH CONNECTIONS VISITORS [VISIT]".into());
    };
    let plan = Arc::new(Plan {
        address: address.clone(),
        authorization: base64(format!("{key}:").as_bytes()),
        batch: batch.parse()?,
        visitors: visitors.parse()?,
        visit: rest.first().map_or(Ok(VISIT), |visit| visit.parse())?.max(1),
        left: AtomicI64::new(events.parse()?),
    });
    let started = Instant::now();
    let seed = u64::from(std::process::id()) << 32;
    let senders: Vec<_> = (0..connections.parse::<u64>()?)
        .map(|number| {
            let plan = plan.clone();
            std::thread::spawn(move || send(&plan, Chance(seed ^ (number + 1).wrapping_mul(0x9e37_79b9))))
        })
        .collect();
    let mut answers: BTreeMap<u16, u64> = BTreeMap::new();
    for sender in senders {
        for (status, count) in sender.join().map_err(|_| "a sender panicked")?? {
            *answers.entry(status).or_default() += count;
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let shown: Vec<String> = answers.iter().map(|(status, count)| format!("\"{status}\": {count}")).collect();
    println!("{{\"events\": {events}, \"seconds\": {seconds:.3}, \"answers\": {{{}}}}}", shown.join(", "));
    Ok(())
}

/// A small generator: the benchmark needs spread, not secrecy.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn send(plan: &Plan, mut chance: Chance) -> Outcome<BTreeMap<u16, u64>> {
    let stream = TcpStream::connect(&plan.address)?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let mut answers = BTreeMap::new();
    let mut body = String::new();
    let mut request = Vec::new();
    loop {
        let size = i64::try_from(plan.batch)?;
        let before = plan.left.fetch_sub(size, Ordering::Relaxed);
        if before <= 0 {
            return Ok(answers);
        }
        fill(&mut body, usize::try_from(before.min(size))?, (plan.visitors, plan.visit), &mut chance)?;
        request.clear();
        write!(
            request,
            "POST /v1/batch HTTP/1.1\r\nhost: {}\r\nauthorization: Basic {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            plan.address,
            plan.authorization,
            body.len()
        )?;
        request.extend_from_slice(body.as_bytes());
        loop {
            writer.write_all(&request)?;
            let status = answer(&mut reader)?;
            *answers.entry(status).or_default() += 1;
            if status != 503 {
                break;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// Reads an answer to its end and returns its status.
fn answer(reader: &mut BufReader<TcpStream>) -> Outcome<u16> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(status)
}

/// Writes a batch: visits side by side, one behaviour of each after the other.
fn fill(body: &mut String, size: usize, (visitors, visit): (u64, usize), chance: &mut Chance) -> Outcome<()> {
    let now = jiff::Timestamp::now();
    let visits: Vec<String> = (0..size.div_ceil(visit).max(1))
        .map(|_| match chance.next() % 4 {
            0 => format!("n{:016x}", chance.next()),
            _ => format!("v{}", chance.next() % visitors.max(1)),
        })
        .collect();
    body.clear();
    write!(body, "{{\"sentAt\":\"{now:.3}\",\"batch\":[")?;
    for (number, visitor) in visits.iter().cycle().take(size).enumerate() {
        let (event, of_product) = EVENTS.get(number % EVENTS.len()).copied().unwrap_or(("Product Viewed", true));
        let (a, b) = (chance.next(), chance.next());
        let at = now - jiff::SignedDuration::from_millis(i64::try_from(a % 4_000)?);
        let comma = if number == 0 { "" } else { "," };
        write!(
            body,
            "{comma}{{\"type\":\"track\",\"anonymousId\":\"{visitor}\",\"event\":\"{event}\",\"messageId\":\"node-next-{a:016x}-{b:016x}\",\
             \"timestamp\":\"{at:.3}\",\"context\":{{\"library\":{{\"name\":\"@segment/analytics-node\",\"version\":\"2.3.0\"}}}},\
             \"integrations\":{{}},\"properties\":{{"
        )?;
        if of_product {
            write!(
                body,
                "\"product_id\":\"P{}\",\"category\":\"茶具\",\"price\":{}.50,\"quantity\":1",
                a % 5_000,
                b % 300
            )?;
        } else {
            write!(body, "\"query\":\"青瓷\",\"list_id\":\"L{}\"", b % 40)?;
        }
        body.push_str("}}");
    }
    body.push_str("]}");
    Ok(())
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for piece in bytes.chunks(3) {
        let word =
            piece.iter().enumerate().fold(0_u32, |word, (place, byte)| word | u32::from(*byte) << (16 - 8 * place));
        for place in 0..4 {
            let letter = LETTERS.get((word >> (18 - 6 * place)) as usize & 63).copied().unwrap_or(b'=');
            text.push(if place <= piece.len() { char::from(letter) } else { '=' });
        }
    }
    text
}
