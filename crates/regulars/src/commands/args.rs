//! The words of the command line, and what `--help` teaches.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::exit::CODES;
use crate::config::Config;

const EXAMPLES: &str = "\
Examples:
  regulars serve                                 serve on http://127.0.0.1:8080, with SQLite in ./data
  regulars serve --listen 0.0.0.0:80 --data-dir /var/lib/regulars
  REGULARS_DATABASE_URL=postgres://me:pw@db/regulars regulars serve
  regulars user add mei --name 小梅 --role owner  make an account from the terminal
  regulars backup /backups/$(date +%F)           copy everything while it serves
  regulars doctor                                what is wrong, and what to do

Values come from defaults, then regulars.toml (or --config), then REGULARS_* variables, then flags.
`regulars config` shows what is in force and where each value came from.
The language of this help follows REGULARS_LANG (zh-CN or en), LC_ALL, LC_MESSAGES or LANG.";

/// Regulars (熟客): customer operations for online shops, in one program.
///
/// It gathers orders and behaviours from every channel, knows which of them are the same person, and serves the
/// console in which a shop works with them.
#[derive(Debug, Parser)]
#[command(name = "regulars", version, after_long_help = format!("{EXAMPLES}\n\n{CODES}"), max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    /// The configuration file [variable: REGULARS_CONFIG; regulars.toml when it exists]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Report as one JSON object instead of words
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) values: Values,
}

/// The configuration's keys as flags.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct Values {
    /// Folder of uploaded files and, with SQLite, of the database [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<String>,
    /// postgres://user:password@host/database; SQLite in the data folder when absent
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// How browsers reach it, when a proxy stands in front: https://crm.example.com
    #[arg(long, global = true, value_name = "URL", hide_short_help = true)]
    public_url: Option<String>,
    /// Whether that proxy says in X-Forwarded-For who calls
    #[arg(long, global = true, value_name = "BOOL", hide_short_help = true)]
    trust_proxy: Option<String>,
    /// pretty for people, json for collectors
    #[arg(long, global = true, value_name = "FORMAT", hide_short_help = true)]
    log_format: Option<String>,
    /// A level, or directives such as info,platform=debug
    #[arg(long, global = true, value_name = "FILTER", hide_short_help = true)]
    log: Option<String>,
    /// Jobs done at a time [default: 2]
    #[arg(long, global = true, value_name = "N", hide_short_help = true)]
    workers: Option<String>,
    /// How long a stop waits for what runs, seconds [default: 20]
    #[arg(long, global = true, value_name = "N", hide_short_help = true)]
    shutdown_seconds: Option<String>,
    /// Largest body of a request, MB; uploaded files have a limit of their own [default: 8]
    #[arg(long, global = true, value_name = "N", hide_short_help = true)]
    body_limit_mb: Option<String>,
    /// How long a request may take, seconds [default: 60]
    #[arg(long, global = true, value_name = "N", hide_short_help = true)]
    time_limit_seconds: Option<String>,
    /// What answers SQL: this process's memory when absent, file:///folder or df://host:port/folder for the newest export there
    #[arg(long, global = true, value_name = "URL", hide_short_help = true)]
    olap_url: Option<String>,
    /// What brings one-time codes to buyers: an address that takes signed JSON, or console for development
    #[arg(long, global = true, value_name = "URL", hide_short_help = true)]
    code_sender: Option<String>,
    /// Whether /metrics answers other machines
    #[arg(long, global = true, value_name = "BOOL", hide_short_help = true)]
    metrics_open: Option<String>,
}

impl Args {
    /// The flags that were given, by the configuration's key.
    #[must_use]
    pub(super) fn flags(&self) -> BTreeMap<&'static str, String> {
        let values = &self.values;
        [
            ("data_dir", &values.data_dir),
            ("database_url", &values.database_url),
            ("listen", &values.listen),
            ("public_url", &values.public_url),
            ("trust_proxy", &values.trust_proxy),
            ("log_format", &values.log_format),
            ("log", &values.log),
            ("workers", &values.workers),
            ("shutdown_seconds", &values.shutdown_seconds),
            ("body_limit_mb", &values.body_limit_mb),
            ("time_limit_seconds", &values.time_limit_seconds),
            ("olap_url", &values.olap_url),
            ("code_sender", &values.code_sender),
            ("metrics_open", &values.metrics_open),
        ]
        .into_iter()
        .filter_map(|(key, value)| value.clone().map(|value| (key, value)))
        .collect()
    }

    /// A command that ends by itself is quiet unless somebody asked; the server tells what it does.
    #[must_use]
    pub(super) fn log_filter(&self, config: &Config) -> String {
        let asked = config.values.get("log").is_some_and(|value| value.origin != crate::config::Origin::Default);
        let serves = match &self.command {
            Command::Serve => true,
            Command::Demo(asked) => asked.serves(),
            _ => false,
        };
        if asked || serves { config.log.clone() } else { "warn".to_owned() }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the API and the console until it is told to stop
    ///
    /// Brings the schema up to date first. SIGTERM and Ctrl-C stop it in good order: what was asked is answered, jobs
    /// that do not end in time go back into the queue.
    #[command(after_long_help = "\
Examples:
  regulars serve
  regulars serve --listen 0.0.0.0:8080 --public-url https://crm.example.com --trust-proxy true --log-format json

It answers /healthz (alive), /readyz (database, schema, outbox, disk), /metrics (Prometheus) and /api/openapi.json.")]
    Serve,
    /// Make a believable demo shop from a seed and serve it
    ///
    /// 拾露 sells tea, tableware and sweets in six storefronts over two years. Everybody in it is made up. A demo that
    /// is there already is only served; an interrupted one goes on.
    #[command(after_long_help = "\
Examples:
  regulars --data-dir data/demo demo                    20,000 people, then http://127.0.0.1:8080
  regulars --data-dir big demo --customers 1000000 --no-serve
  regulars demo --customers 5000 --write-taobao files   export files to try the import with
  regulars demo --write-taobao files --generation all   the order report as it was in each generation
  regulars demo --write-segment batches.jsonl           one body for POST /v1/batch a line")]
    Demo(super::demo::DemoArgs),
    /// Bring files of orders, items, refunds, customers or products in
    ///
    /// Exports of Taobao and Tmall, Pinduoduo, Douyin, JD and Youzan are recognised by what is in them; for any other
    /// table say with --map what its columns mean. Importing a file again changes nothing that is the same, and one that was
    /// broken off goes on where it stopped. Rows that cannot be taken are written to a file with their reasons, to be mended
    /// and imported again.
    #[command(after_long_help = "\
Examples:
  regulars import ExportOrderList.csv --shop 拾露小铺
  regulars import orders.csv items.csv refunds.csv --shop 拾露小铺   one report over all of them
  regulars import orders.xlsx --shop 拾露小铺 --channel taobao       open the shop when there is none
  regulars import online_retail.csv --map online_retail --shop Gifts --channel web --currency GBP
  regulars --json import orders.csv --dry-run | jq .counts")]
    Import(super::import::ImportArgs),
    /// Write customers into a file
    #[command(after_long_help = "\
Examples:
  regulars export customers.csv
  regulars export dealt.xlsx --query 'tab=dealt&province=浙江省' --columns nick,province,deals,deal_amount")]
    Export(super::export::ExportArgs),
    /// Ask about crowds: counts, members, what a rule means, the segments that were saved
    ///
    /// On the data as it stands, whether or not a server runs. Nothing is changed.
    #[command(
        arg_required_else_help = true,
        after_long_help = "\
Examples:
  regulars segment count 'did paid at least 2 times in last 90 days'
  regulars segment members 'birthday in next 7 days' --limit 20
  regulars segment explain 'did carted then no paid within 3 days in last 30 days' --at 2026-11-11T00:00:00+08:00
  regulars --json segment list"
    )]
    Segment {
        #[command(subcommand)]
        command: super::segment::SegmentCommand,
    },
    /// Price a cart under promotions in a file, and say why it costs what it costs
    ///
    /// It finds the best allowed combination and asks neither a database nor a server. With --lint it looks at the
    /// promotions instead: goods below cost or free, offers that never apply, raised prices, draws.
    #[command(after_long_help = "\
Examples:
  regulars price --promotions docs/examples/promotions.json --cart docs/examples/cart.json
  regulars --json price --promotions promotions.json --cart cart.json --at 2026-11-11T00:00:00+08:00 | jq .total
  regulars price --promotions promotions.json --cart goods.json --lint --lang en")]
    Price(super::price::PriceArgs),
    /// Check that a draw was what was promised
    ///
    /// From its public proof alone: neither a database nor a server is asked. Every roll is reckoned again from the seed,
    /// and every prize from the rolls and what was left. With --commitment the seed is compared with the digest that you
    /// wrote down before the draw began.
    #[command(
        arg_required_else_help = true,
        after_long_help = "\
Examples:
  curl -s https://shop.example.com/api/v1/draws/912/proof > proof.json && regulars draw verify proof.json
  regulars draw verify page-1.json page-2.json --commitment 5f0c…
  regulars --json draw verify proof.json | jq .faults"
    )]
    Draw {
        #[command(subcommand)]
        command: super::draw::DrawCommand,
    },
    /// Compute on any table what the shop's pages compute: customer value, lift, baskets, control charts
    ///
    /// Tables are CSV (also packed with gzip), TSV, XLSX or Parquet; columns are named by their heads. Neither a database nor
    /// a server is asked, and nothing is stored.
    #[command(
        arg_required_else_help = true,
        after_long_help = "\
Examples:
  regulars science clv purchases.csv.gz --customer id --date day --value paid --calibrate-until 1997-09-30
  regulars --json science clv purchases.parquet --customer id --date day --value paid --model pareto-nbd --scores out.csv
  regulars science lift trial.csv --arm group --control stay --outcome paid --covariate paid_before
  regulars science baskets lines.csv --basket order --item product --support 0.001 --confidence 0.5 --output rules.csv
  regulars science chart p tickets.csv --value late --of tickets --label day --rules nelson"
    )]
    Science(super::science::ScienceArgs),
    /// Ask the figures in SQL
    ///
    /// Tables: customers, facts, items, segments, members. Names, mobiles and addresses of people stand in none of them.
    /// Only questions are taken; nothing can be changed.
    #[command(after_long_help = "\
Examples:
  regulars sql 'select province, count(*) as n from customers group by province order by n desc'
  regulars sql \"select date_trunc('month', at) as month, sum(amount) from facts where kind = 'paid' group by 1\" --format csv
  regulars sql 'select * from facts' --format parquet --output facts.parquet")]
    Sql(super::sql::SqlArgs),
    /// Write the warehouse as Parquet files partitioned by customer, or take erased people out of such exports
    ///
    /// Columns are those of `regulars sql`: names, mobiles and addresses of people stand in no file. An export appears
    /// whole or not at all, under its instant. See docs/warehouse-export.md for the layout.
    #[command(
        arg_required_else_help = true,
        after_long_help = "\
Examples:
  regulars warehouse export                       into exports in the data folder
  regulars warehouse export /exports --keep 3     and remove all but the three newest
  regulars warehouse purge /exports               after an erasure: take who is gone out of earlier exports
  regulars --olap-url file:///exports sql 'select count(*) from facts'"
    )]
    Warehouse {
        #[command(subcommand)]
        command: super::warehouse::WarehouseCommand,
    },
    /// Run a scheduler or an executor of a cluster that answers SQL over exports of the warehouse
    ///
    /// Ballista's own programs of the same version serve as well. Nothing in a cluster asks who calls: keep its ports in a
    /// private network.
    #[cfg(feature = "cluster")]
    #[command(
        arg_required_else_help = true,
        after_long_help = "\
Examples:
  regulars warehouse export /exports
  regulars cluster scheduler --at 127.0.0.1:50050
  regulars cluster executor --scheduler 127.0.0.1:50050 --port 50051
  regulars cluster executor --scheduler 127.0.0.1:50050 --port 50061
  regulars --olap-url df://127.0.0.1:50050/exports sql 'select count(*) from facts'"
    )]
    Cluster {
        #[command(subcommand)]
        command: super::cluster::ClusterCommand,
    },
    /// Add, list and disable members of staff, or give a new password
    #[command(arg_required_else_help = true)]
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Bring the database's schema up to date, or show where it stands
    #[command(arg_required_else_help = true)]
    Migrate {
        #[command(subcommand)]
        command: MigrateCommand,
    },
    /// Copy everything into a new folder, also while it serves
    ///
    /// The folder holds the database (regulars.db, or regulars.dump made by pg_dump), the uploaded files and
    /// backup.json, which lists each file with its size and SHA-256. The copy of a SQLite database is one consistent
    /// moment and is checked before the command ends.
    #[command(after_long_help = "\
Examples:
  regulars backup /backups/monday
  regulars --data-dir /var/lib/regulars backup /backups/$(date +%F) && ls /backups")]
    Backup {
        /// A folder that does not exist yet or is empty
        folder: PathBuf,
    },
    /// Put a backup in the place of what is there
    ///
    /// Every file is compared with backup.json and the database is checked before anything is touched. Stop the server
    /// first. What was there is kept beside the data folder, under a name ending in .before-restore.
    #[command(after_long_help = "\
Examples:
  regulars --data-dir /var/lib/regulars restore /backups/monday
  regulars restore /backups/monday --force")]
    Restore {
        /// The backup's folder
        folder: PathBuf,
        /// Also when there is data already
        #[arg(long)]
        force: bool,
    },
    /// Show the configuration in force, and where each value came from
    Config,
    /// Check database, disk, clock and configuration, and say what to do
    Doctor,
    /// Print the OpenAPI 3.1 document of the API
    Openapi,
    /// Print completions for a shell
    #[command(after_long_help = "\
Examples:
  regulars completions bash > /etc/bash_completion.d/regulars
  regulars completions zsh > ~/.zfunc/_regulars")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// What to do about members of staff.
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add somebody; the password is asked for, or read from standard input
    #[command(after_long_help = "\
Examples:
  regulars user add mei --name 小梅 --role owner          asks for the password
  echo 'green tea in spring' | regulars user add lan --role agent --shop 912 --shop 913")]
    Add {
        /// What they sign in with
        login: String,
        /// The name that colleagues see; the login when absent
        #[arg(long)]
        name: Option<String>,
        /// Their part
        #[arg(long, value_enum, default_value_t = RoleArg::Agent)]
        role: RoleArg,
        /// Limit them to this shop; may be repeated
        #[arg(long = "shop", value_name = "ID")]
        shops: Vec<i64>,
    },
    /// Show everybody
    List,
    /// Give a new password, asked for or read from standard input; it signs them out everywhere
    Passwd {
        /// Whose
        login: String,
    },
    /// Keep somebody from signing in, or with --undo let them again
    Disable {
        /// Whom
        login: String,
        /// Let them sign in again
        #[arg(long)]
        undo: bool,
    },
}

/// The parts that staff play.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum RoleArg {
    /// 店主: everything
    Owner,
    /// 运营: runs the shop
    Operator,
    /// 客服: talks with buyers
    Agent,
    /// 分析: reads figures, never a name
    Analyst,
}

/// What to do about the schema.
#[derive(Debug, Subcommand)]
pub(super) enum MigrateCommand {
    /// Show which steps have run and which are to come
    Status,
    /// Run what is to come
    Run,
}
