//! SQL answered by a scheduler and two executors, each a process of its own, over an export: the same answers, and the
//! same questions refused.

#![cfg(feature = "cluster")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod harness;

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};

use harness::{program, run};
use serde_json::Value as Json;

/// A process of the cluster; it is killed when the test drops it.
struct Process(Child);

impl Process {
    /// Starts it and waits for the line that says what it is.
    fn start(folder: &Path, args: &[&str]) -> (Self, Json) {
        let mut child =
            program(folder).arg("cluster").args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (Self(child), serde_json::from_str(&line).unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Two ports that follow one another, as an executor takes them.
fn ports() -> u16 {
    loop {
        let first = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
}

#[test]
fn a_cluster_answers_as_the_program_does_and_refuses_what_it_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (code, told) = run(at, &["demo", "--customers", "80", "--no-serve"]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = run(at, &["warehouse", "export", "--buckets", "3"]);
    assert_eq!(code, 0, "{told}");
    let (scheduler, told) = Process::start(at, &["scheduler", "--at", "127.0.0.1:0"]);
    let address = told["scheduler"].as_str().unwrap().to_owned();
    let executors: Vec<Process> = (0..2)
        .map(|_| {
            let port = ports().to_string();
            Process::start(at, &["executor", "--scheduler", &address, "--port", &port, "--cores", "1"]).0
        })
        .collect();
    // Without a folder in the address, the export in the data folder.
    let url = format!("df://{address}");
    let ask = |more: &[&str], sql: &str| run(at, &[more, &["sql", sql, "--format", "json"]].concat());
    for sql in [
        "select count(*) as n from customers",
        "select kind, count(*) as n, sum(amount) as amount, min(at) as first from facts group by kind order by kind",
        "select c.province, count(distinct f.customer) as n from customers c join facts f on f.customer = c.customer where f.kind = 'viewed' group by c.province order by 1",
        "select customer from customers where customer not in (select customer from facts where kind = 'paid') order by 1",
        "select customer from customers where 1 = 0",
        "select 1 as a, 12.50 as b, date '2026-11-11' as d",
        // Functions over lists, which the library's own executors do not know.
        "select count(*) as n from customers where cardinality(channels) > 0 and not array_has(channels, 'nowhere')",
        // A part of a join without rows, over which the library's adaptive planning never ends.
        "select count(*) as n from customers c left join (select customer, count(*) as n from facts where kind = 'paid' group by customer) p on p.customer = c.customer left join (select customer, count(*) as n from facts where kind = 'screen_viewed' group by customer) s on s.customer = c.customer where p.customer is not null and s.customer is null",
    ] {
        let (inside, outside) = (ask(&[], sql), ask(&["--olap-url", &url], sql));
        assert_eq!((inside.0, outside.0), (0, 0), "{sql}\n{}\n{}", inside.1, outside.1);
        assert_eq!((&inside.1["columns"], &inside.1["rows"]), (&outside.1["columns"], &outside.1["rows"]), "{sql}");
    }
    for sql in [
        "drop table customers",
        "create external table t stored as csv location '/etc/passwd'",
        "copy customers to 'x.csv'",
        "insert into customers values (1)",
        "select * from '/etc/passwd'",
        "select * from 'file:///etc/passwd'",
        "select * from read_parquet('/etc/passwd')",
        "select * from information_schema.tables",
        "select repeat('x', 1000000000) from customers",
        "select range(1, 1000000000) from customers",
        "select version() from customers",
        "select mobile from customers",
        "set datafusion.execution.batch_size = 1",
        "explain insert into customers values (1)",
    ] {
        let (inside, outside) = (ask(&[], sql), ask(&["--olap-url", &url], sql));
        assert_eq!((inside.0, outside.0), (1, 1), "{sql}\n{}\n{}", inside.1, outside.1);
        // Behind the first line the engine guesses what was meant, now this, now that.
        let said = |told: &Json| told["error"]["detail"].as_str().unwrap().lines().next().unwrap().to_owned();
        assert_eq!(said(&inside.1), said(&outside.1), "{sql}");
    }
    let deep = (0..22).fold("select 'a' as x, customer from customers".to_owned(), |sql, _| {
        format!("select x, customer from ({sql}) as t where x <> 'b' order by customer limit 9")
    });
    for (sql, expected) in [
        (
            "with recursive t as (select min(customer) as n from customers union all select n + 1 from t where n < 5) select * from t",
            "is not answered by a cluster",
        ),
        ("select kind from facts union all select province from customers", "UNION is not answered by a cluster"),
        (deep.as_str(), "nests too deeply for a cluster"),
    ] {
        let (code, told) = ask(&["--olap-url", &url], sql);
        assert_eq!(code, 1);
        assert!(told["error"]["detail"].as_str().unwrap().contains(expected), "{told}");
    }
    drop((executors, scheduler));
    let (code, told) = ask(&["--olap-url", &url], "select count(*) as n from customers");
    assert_eq!(code, 1);
    assert!(told["error"]["detail"].as_str().unwrap().contains("cannot be reached"), "{told}");
}
