//! Who may call what: one table, and what is not in it is refused.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody may do: `customers.read`. Departments name their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission(pub &'static str);

/// The part that a member of staff plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 店主: everything.
    Owner,
    /// 运营: runs the shop.
    Operator,
    /// 客服: talks with buyers.
    Agent,
    /// 分析: reads figures, never a name.
    Analyst,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Operator, Self::Agent, Self::Analyst];

    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Operator => "operator",
            Self::Agent => "agent",
            Self::Analyst => "analyst",
        }
    }

    /// The role with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What an endpoint asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: sign-in, health.
    Public,
    /// To be signed in, whatever the role.
    SignedIn,
    /// A permission, by role or by the scopes of an API key.
    May(Permission),
    /// A write key (collecting behaviours from a browser or a server), in the header or, as the handler then has to
    /// check, in the body.
    WriteKey,
    /// To have come in by a door that a department keeps itself, for people who are no staff; its name. The gate lets
    /// everybody through to it: the department's own extractor asks for its session, and shows the way to the door.
    Door(&'static str),
}

/// One endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// `GET`, `POST`, ….
    pub method: &'static str,
    /// The path as the router writes it: `/api/v1/customers/{id}`.
    pub path: &'static str,
    /// What it asks.
    pub need: Need,
}

impl Access {
    /// An endpoint that asks for `need`.
    #[must_use]
    pub const fn new(method: &'static str, path: &'static str, need: Need) -> Self {
        Self { method, path, need }
    }
}

/// What a role may do.
#[derive(Debug, Clone, Copy)]
pub struct Grants {
    /// The role.
    pub role: Role,
    /// Its permissions.
    pub permissions: &'static [Permission],
}

/// The whole table.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Every endpoint.
    pub access: Vec<Access>,
    /// Every role.
    pub grants: Vec<Grants>,
}

impl Policy {
    /// What `method path` asks for; `None` when it is in no table, and then nobody may.
    #[must_use]
    pub fn need(&self, method: &str, path: &str) -> Option<Need> {
        // HEAD is answered by the GET handler.
        let method = if method == "HEAD" { "GET" } else { method };
        self.access.iter().find(|entry| entry.method == method && entry.path == path).map(|entry| entry.need)
    }

    /// What `role` may do.
    #[must_use]
    pub fn permissions(&self, role: Role) -> &'static [Permission] {
        self.grants.iter().find(|grants| grants.role == role).map_or(&[], |grants| grants.permissions)
    }
}
