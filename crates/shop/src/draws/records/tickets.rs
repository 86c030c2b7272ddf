//! Tickets and chances.

use platform::db::{Connection, Row, Tx, pieces, placeholders};
use platform::{Error, values};

use crate::draws::fair::Drawn;
use crate::draws::model::{Kept, PaidWith, TicketStatus};

macro_rules! columns {
    () => {
        "id, key, draw_id, number, profile_id, mark, roll, prize, missed, status, by_itself, problem, note, paid_with, at, \
        settled_at"
    };
}

const FIND: &str = concat!("select ", columns!(), " from draw_tickets where id = $1");
const KEYED: &str = concat!("select ", columns!(), " from draw_tickets where key = $1");
const LIST: &str = concat!("select ", columns!(), " from draw_tickets where id < $1");
const OF: &str = concat!("select ", columns!(), " from draw_tickets where profile_id in (");
const INSERT: &str = concat!(
    "insert into draw_tickets (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, null, $12, $13, null)"
);
/// Whoever settles it next waits, and finds it settled.
const HOLD: &str = "update draw_tickets set status = status where id = $1 and status = 'waiting' and profile_id <> 0";
const SETTLE: &str = "update draw_tickets set status = $2, note = coalesce($3, note), settled_at = $4, problem = null \
    where id = $1 and status = 'waiting'";
const TROUBLE: &str = "update draw_tickets set problem = $2 where id = $1 and status = 'waiting'";
const LEFT: &str = "select id from draw_tickets where status = 'waiting' and by_itself and problem is null \
    and profile_id <> 0 and at <= $1 order by at limit $2";
const PROOF: &str = "select number, mark, roll, prize from draw_tickets where draw_id = $1 and number > $2 \
    order by number limit $3";
const TALLY: &str = "select coalesce(cast(sum(case when prize is not null then 1 else 0 end) as bigint), 0), \
    coalesce(cast(sum(case when status = 'waiting' then 1 else 0 end) as bigint), 0), \
    coalesce(cast(sum(case when status = 'waiting' and problem is not null then 1 else 0 end) as bigint), 0) \
    from draw_tickets where draw_id = $1";
const HAD: &str = "select count(*), \
    coalesce(cast(sum(case when at >= $2 then 1 else 0 end) as bigint), 0), \
    coalesce(cast(sum(case when paid_with = 'free' then 1 else 0 end) as bigint), 0), \
    coalesce(cast(sum(case when paid_with = 'given' then 1 else 0 end) as bigint), 0) \
    from draw_tickets where draw_id = $1 and profile_id in (";
const ENTITLE: &str = "insert into draw_chances (id, key, draw_id, profile_id, count, reason, actor, at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing";
const GIVEN: &str = "select draw_id, profile_id, count from draw_chances where key = $1";
const ENTITLED: &str =
    "select coalesce(cast(sum(count) as bigint), 0) from draw_chances where draw_id = $1 and profile_id in (";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[FIND, KEYED, INSERT, HOLD, SETTLE, TROUBLE, LEFT, PROOF, TALLY, ENTITLE, GIVEN];

fn kept(row: &Row) -> Result<Kept, Error> {
    let unknown = |what: &str| Error::internal(format!("a ticket says {what}"));
    let (status, paid): (String, String) = (row.at(9)?, row.at(13)?);
    Ok(Kept {
        id: row.at(0)?,
        key: row.at(1)?,
        draw: row.at(2)?,
        number: row.at(3)?,
        profile: row.at(4)?,
        mark: row.at(5)?,
        roll: u32::try_from(row.at::<i64>(6)?).map_err(Error::internal)?,
        prize: place(row.at(7)?)?,
        missed: row.at(8)?,
        status: TicketStatus::from_code(&status).ok_or_else(|| unknown(&status))?,
        itself: row.at(10)?,
        problem: row.at(11)?,
        note: row.at(12)?,
        paid_with: PaidWith::from_code(&paid).ok_or_else(|| unknown(&paid))?,
        at: row.at(14)?,
        settled_at: row.at(15)?,
    })
}

fn place(at: Option<i64>) -> Result<Option<usize>, Error> {
    at.map(usize::try_from).transpose().map_err(Error::internal)
}

pub(in crate::draws) async fn find_ticket(conn: &mut impl Connection, id: i64) -> Result<Option<Kept>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(kept).transpose()
}

pub(in crate::draws) async fn keyed(conn: &mut impl Connection, key: &str) -> Result<Option<Kept>, Error> {
    conn.one(KEYED, values![key]).await?.as_ref().map(kept).transpose()
}

pub(in crate::draws) async fn add(tx: &mut Tx, one: &Kept) -> Result<(), Error> {
    let prize = one.prize.map(i64::try_from).transpose().map_err(Error::internal)?;
    let bound = values![
        one.id,
        &one.key,
        one.draw,
        one.number,
        one.profile,
        &one.mark,
        i64::from(one.roll),
        prize,
        one.missed,
        one.status.code(),
        one.itself,
        one.paid_with.code(),
        one.at
    ];
    tx.execute(INSERT, bound).await.map(|_| ())
}

/// Which tickets.
#[derive(Debug, Clone, Default)]
pub(in crate::draws) struct Wanted {
    pub(in crate::draws) draw: Option<i64>,
    pub(in crate::draws) status: Option<TicketStatus>,
    pub(in crate::draws) won: bool,
    pub(in crate::draws) profiles: Option<Vec<i64>>,
}

/// Tickets before `before`, newest first.
pub(in crate::draws) async fn list_tickets(
    conn: &mut impl Connection,
    wanted: &Wanted,
    before: i64,
    limit: i64,
) -> Result<Vec<Kept>, Error> {
    let (mut text, mut bound) = (LIST.to_owned(), values![before]);
    if let Some(draw) = wanted.draw {
        bound.push(draw.into());
        text.push_str(&format!(" and draw_id = ${}", bound.len()));
    }
    if let Some(status) = wanted.status {
        bound.push(status.code().into());
        text.push_str(&format!(" and status = ${}", bound.len()));
    }
    if wanted.won {
        text.push_str(" and prize is not null");
    }
    if let Some(profiles) = &wanted.profiles {
        text.push_str(&format!(" and profile_id in ({})", placeholders(bound.len() + 1, profiles.len())));
        bound.extend(profiles.iter().map(|id| platform::db::Value::from(*id)));
    }
    bound.push(limit.into());
    text.push_str(&format!(" order by id desc limit ${}", bound.len()));
    conn.all(text, bound).await?.iter().map(kept).collect()
}

/// All tickets of these profiles, the oldest first.
pub(in crate::draws) async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{OF}{list})"), ids).await? {
            found.push(kept(&row)?);
        }
    }
    found.sort_by_key(|one| one.id);
    Ok(found)
}

/// Holds a prize that waits for somebody; false when it does not.
pub(in crate::draws) async fn hold_ticket(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(HOLD, values![id]).await? > 0)
}

/// Says where a prize is that waited; false when it did not.
pub(in crate::draws) async fn settle(
    tx: &mut Tx,
    id: i64,
    to: TicketStatus,
    note: Option<&str>,
    now: i64,
) -> Result<bool, Error> {
    Ok(tx.execute(SETTLE, values![id, to.code(), note, now]).await? > 0)
}

/// Says why a prize could not be given by itself.
pub(in crate::draws) async fn trouble(tx: &mut Tx, id: i64, problem: &str) -> Result<(), Error> {
    tx.execute(TROUBLE, values![id, problem]).await.map(|_| ())
}

/// Prizes that should have been given by themselves until `before`, and that nobody looked at.
pub(in crate::draws) async fn left(conn: &mut impl Connection, before: i64, limit: i64) -> Result<Vec<i64>, Error> {
    conn.all(LEFT, values![before, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Tickets after a number, as a proof lists them.
pub(in crate::draws) async fn proof(
    conn: &mut impl Connection,
    draw: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<Drawn>, Error> {
    conn.all(PROOF, values![draw, after, limit])
        .await?
        .iter()
        .map(|row| {
            Ok(Drawn {
                number: row.at(0)?,
                mark: row.at(1)?,
                roll: u32::try_from(row.at::<i64>(2)?).map_err(Error::internal)?,
                prize: place(row.at(3)?)?,
            })
        })
        .collect()
}

/// Of a draw: tickets that won, prizes that wait, and those of them in trouble.
pub(in crate::draws) async fn tally(conn: &mut impl Connection, draw: i64) -> Result<(i64, i64, i64), Error> {
    conn.one(TALLY, values![draw]).await?.map_or(Ok((0, 0, 0)), |row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)))
}

/// What one customer drew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::draws) struct Had {
    /// Tickets.
    pub(in crate::draws) all: i64,
    /// Tickets of the day.
    pub(in crate::draws) today: i64,
    /// With everybody's chances.
    pub(in crate::draws) free: i64,
    /// With chances that were given.
    pub(in crate::draws) given: i64,
    /// Chances that were given.
    pub(in crate::draws) entitled: i64,
}

/// What these profiles drew; a day begins at `day` (milliseconds UTC).
pub(in crate::draws) async fn had(
    conn: &mut impl Connection,
    draw: i64,
    profiles: &[i64],
    day: i64,
) -> Result<Had, Error> {
    let mut had = Had::default();
    for (list, ids) in pieces(3, profiles.iter().copied()) {
        let mut bound = values![draw, day];
        bound.extend(ids);
        if let Some(row) = conn.one(format!("{HAD}{list})"), bound).await? {
            had.all += row.at::<i64>(0)?;
            had.today += row.at::<i64>(1)?;
            had.free += row.at::<i64>(2)?;
            had.given += row.at::<i64>(3)?;
        }
    }
    for (list, ids) in pieces(2, profiles.iter().copied()) {
        let mut bound = values![draw];
        bound.extend(ids);
        had.entitled += conn.one(format!("{ENTITLED}{list})"), bound).await?.map_or(Ok(0), |row| row.at::<i64>(0))?;
    }
    Ok(had)
}

/// Chances that are given.
#[derive(Debug, Clone, Copy)]
pub(in crate::draws) struct Entitled<'e> {
    pub(in crate::draws) id: i64,
    pub(in crate::draws) key: &'e str,
    pub(in crate::draws) draw: i64,
    pub(in crate::draws) profile: i64,
    pub(in crate::draws) count: i64,
    pub(in crate::draws) reason: &'e str,
    pub(in crate::draws) actor: &'e str,
    pub(in crate::draws) at: i64,
}

/// Gives chances; whether the key was free.
pub(in crate::draws) async fn entitle(tx: &mut Tx, one: Entitled<'_>) -> Result<bool, Error> {
    let bound = values![one.id, one.key, one.draw, one.profile, one.count, one.reason, one.actor, one.at];
    Ok(tx.execute(ENTITLE, bound).await? > 0)
}

/// What was given under a key: draw, profile, count.
pub(in crate::draws) async fn given(conn: &mut impl Connection, key: &str) -> Result<Option<(i64, i64, i64)>, Error> {
    conn.one(GIVEN, values![key]).await?.map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?))).transpose()
}

/// Takes the person out of the results, which are kept. A prize that waits for her is forfeited.
pub(in crate::draws) async fn unname(tx: &mut Tx, profiles: &[i64]) -> Result<(u64, u64), Error> {
    let (mut tickets, mut chances) = (0, 0);
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        let text = format!(
            "update draw_tickets set profile_id = 0, note = null, key = 'erased:' || id, \
             status = case when status = 'waiting' then 'forfeited' else status end where profile_id in ({list})"
        );
        tickets += tx.execute(text, ids.clone()).await?;
        let text = format!("delete from draw_chances where profile_id in ({list})");
        chances += tx.execute(text, ids).await?;
    }
    Ok((tickets, chances))
}
