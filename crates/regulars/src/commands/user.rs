//! `regulars user`: members of staff from the terminal.

use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal as _};

use platform::accounts::{self, Change, NewUser, User};
use platform::http::{Caller, Role, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Instant, Personal};
use serde_json::{Value as Json, json};
use shop::permissions::ALL;

use super::args::{RoleArg, UserCommand};
use super::exit::{Failure, database};
use super::{Exit, Report};
use crate::config::Config;
use crate::start;

pub(super) async fn run(config: &Config, report: &Report, command: UserCommand) -> Result<Exit, Failure> {
    let app = start::ready(config).await.map_err(database)?;
    let system = Caller::system(ALL, Locale::En);
    match command {
        UserCommand::Add { login, name, role, shops } => {
            let password = password()?;
            let shops = if shops.is_empty() { ShopScope::All } else { ShopScope::Only(shops) };
            let name = name.unwrap_or_else(|| login.clone());
            let new = NewUser { name, login, role: role.into(), shops, locale: None };
            let user = accounts::add(&app, &system, &new, &password).await.map_err(|error| worded(&app, error))?;
            report.outcome(&format!("{} can sign in as {}.", user.login, user.role.code()), &shown(&user));
        }
        UserCommand::List => list(&app, report).await?,
        UserCommand::Passwd { login } => {
            let user = accounts::find_by_login(&app.db, &login).await.map_err(|error| worded(&app, error))?;
            let given = password()?;
            let hash = accounts::hash(&app.chance, "password", &user.login, &given).await;
            let hash = hash.map_err(|error| worded(&app, error))?;
            let change = Change { password: Some(hash), ..Change::default() };
            let user = accounts::change(&app, &system, user.id, &change).await?;
            report.outcome(&format!("{} has a new password and is signed out everywhere.", user.login), &shown(&user));
        }
        UserCommand::Disable { login, undo } => {
            let user = accounts::find_by_login(&app.db, &login).await.map_err(|error| worded(&app, error))?;
            let change = Change { disabled: Some(!undo), ..Change::default() };
            let user = accounts::change(&app, &system, user.id, &change).await.map_err(|error| worded(&app, error))?;
            let now = if user.disabled { "cannot sign in any more" } else { "can sign in again" };
            report.outcome(&format!("{} {now}.", user.login), &shown(&user));
        }
    }
    app.db.close().await;
    Ok(Exit::Done)
}

async fn list(app: &App, report: &Report) -> Result<(), Failure> {
    let mut users = Vec::new();
    loop {
        let page = accounts::list(&app.db, users.last().map(|user: &User| user.id), 200).await?;
        if page.is_empty() {
            break;
        }
        users.extend(page);
    }
    let mut text = String::new();
    for user in &users {
        let standing = if user.disabled { "disabled" } else { "" };
        let seen = user.last_seen_at.map_or_else(|| "never seen".to_owned(), |at| format!("seen {}", Instant(at)));
        let _ = writeln!(text, "{:20} {:20} {:10} {seen:32} {standing}", user.login, user.name, user.role.code());
    }
    if users.is_empty() {
        text = "Nobody yet. Add an owner: regulars user add LOGIN --role owner".to_owned();
    }
    report.outcome(&text, &json!({ "users": users.iter().map(shown).collect::<Vec<_>>() }));
    Ok(())
}

fn shown(user: &User) -> Json {
    let shops = match &user.shops {
        ShopScope::All => Json::Null,
        ShopScope::Only(shops) => shops.iter().map(i64::to_string).collect(),
    };
    json!({
        "id": user.id.to_string(), "login": user.login, "name": user.name, "role": user.role, "shop_ids": shops,
        "disabled": user.disabled, "last_seen_at": user.last_seen_at.map(Instant),
    })
}

/// The first line of standard input; on a terminal it is asked for twice and not shown.
fn password() -> Result<Personal, Failure> {
    let unread = |cause: std::io::Error| Failure::new(Exit::Failed, format!("the password cannot be read: {cause}"));
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(unread)?;
        return Ok(Personal::new(line.trim_end_matches(['\r', '\n'])));
    }
    let least = accounts::SHORTEST_PASSWORD;
    let asked = format!("Password ({least} letters at least; it is not shown): ");
    let given = rpassword::prompt_password(asked).map_err(unread)?;
    let again = rpassword::prompt_password("The same again: ").map_err(unread)?;
    if given != again {
        return Err(Failure::new(Exit::Failed, "the two passwords are not the same; nothing was changed"));
    }
    Ok(Personal::new(given))
}

/// The words that the API would say, with the fields at fault.
fn worded(app: &App, error: Error) -> Failure {
    let outside = error.outside();
    let mut text =
        app.i18n.find(Locale::En, &format!("problem-{}", outside.code), &[]).unwrap_or_else(|| error.to_string());
    if outside.code == "not_found" {
        text = "Nobody signs in with this login. regulars user list shows everybody.".to_owned();
    }
    let args: Vec<_> = outside.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    for fault in &outside.faults {
        let why = app.i18n.text(Locale::En, &format!("fault-{}", fault.code), &args);
        let _ = write!(text, " {} {why}.", fault.field);
    }
    Failure::coded(Exit::Failed, error.code(), text)
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Owner => Self::Owner,
            RoleArg::Operator => Self::Operator,
            RoleArg::Agent => Self::Agent,
            RoleArg::Analyst => Self::Analyst,
        }
    }
}
