//! The SQL of the portal: codes on their way, sessions, referrals.

pub(super) mod codes;
pub(super) mod referrals;
pub(super) mod sessions;

use platform::db::Migration;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2600_portal",
    "create table portal_codes (
        recipient text not null primary key,
        challenge bytea not null,
        code bytea not null,
        tries bigint not null,
        expires_at bigint not null
    );
    create unique index portal_codes_challenge on portal_codes (challenge);
    create index portal_codes_expiry on portal_codes (expires_at);
    create table portal_sessions (
        token_hash bytea not null primary key,
        profile_id bigint not null,
        contact text,
        created_at bigint not null,
        seen_at bigint not null
    );
    create index portal_sessions_profile on portal_sessions (profile_id) where profile_id > 0;
    create index portal_sessions_seen on portal_sessions (seen_at);
    create table portal_links (
        profile_id bigint not null primary key,
        code text not null,
        created_at bigint not null
    );
    create unique index portal_links_code on portal_links (code);
    create table portal_referrals (
        id bigint not null primary key,
        profile_id bigint not null,
        referrer_profile_id bigint not null,
        at bigint not null,
        state text not null,
        dealt_at bigint,
        due_at bigint,
        newcomer_given_at bigint,
        referrer_given_at bigint,
        problem text,
        why text
    );
    create unique index portal_referrals_profile on portal_referrals (profile_id) where profile_id > 0;
    create index portal_referrals_referrer on portal_referrals (referrer_profile_id, at);
    create index portal_referrals_due on portal_referrals (due_at) where state = 'dealt';
    ",
);

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [codes::STATEMENTS, sessions::STATEMENTS, referrals::STATEMENTS].concat()
}
