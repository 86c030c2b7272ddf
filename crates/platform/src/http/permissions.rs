//! The permissions that the ground itself knows. Departments name their own in the same way.

use super::access::Permission;

/// Read settings.
pub const SETTINGS_READ: Permission = Permission("settings.read");
/// Change settings.
pub const SETTINGS_WRITE: Permission = Permission("settings.write");
/// Add, change and disable members of staff.
pub const USERS_MANAGE: Permission = Permission("users.manage");
/// Make and revoke keys.
pub const KEYS_MANAGE: Permission = Permission("keys.manage");
/// Read the audit log.
pub const AUDIT_READ: Permission = Permission("audit.read");
/// See, retry and discard jobs.
pub const JOBS_MANAGE: Permission = Permission("jobs.manage");
/// Send behaviours with a write key.
pub const EVENTS_WRITE: Permission = Permission("events.write");

/// All of these.
pub const ALL: &[Permission] =
    &[SETTINGS_READ, SETTINGS_WRITE, USERS_MANAGE, KEYS_MANAGE, AUDIT_READ, JOBS_MANAGE, EVENTS_WRITE];
