// Development only: what the server's table says that each role may do.
import type { Permission, Role, Roles } from "../src/api/index.ts";

const all: Permission[] = [
  "customers.read",
  "customers.write",
  "customers.merge",
  "customers.reveal",
  "customers.export",
  "customers.erase",
  "segments.read",
  "segments.write",
  "members.read",
  "members.write",
  "members.care",
  "points.spend",
  "promotions.read",
  "promotions.write",
  "coupons.read",
  "coupons.write",
  "coupons.export",
  "checkout.use",
  "sql.run",
  "orders.read",
  "orders.write",
  "products.read",
  "products.write",
  "events.read",
  "events.write",
  "imports.read",
  "imports.write",
  "overview.read",
  "settings.read",
  "settings.write",
  "users.manage",
  "keys.manage",
  "webhooks.manage",
  "audit.read",
  "jobs.manage",
];
const operatorNot: Permission[] = [
  "sql.run",
  "users.manage",
  "keys.manage",
  "webhooks.manage",
  "audit.read",
  "customers.erase",
  "settings.write",
];
const agent: Permission[] = ["customers.write", "customers.reveal", "members.care", "points.spend", "checkout.use"];
const agentNot: Permission[] = ["imports.read"];
const analystNot: Permission[] = ["settings.read", "audit.read"];

const reads = (permission: Permission) => permission.endsWith(".read") && !analystNot.includes(permission);
const may: Record<Role, (permission: Permission) => boolean> = {
  owner: () => true,
  operator: (permission) => !operatorNot.includes(permission),
  agent: (permission) => agent.includes(permission) || (reads(permission) && !agentNot.includes(permission)),
  analyst: (permission) => reads(permission) || permission === "sql.run",
};

export const roleOf = (role: Role): Permission[] => all.filter(may[role]);

export const roles: Roles = {
  permissions: all,
  roles: (["owner", "operator", "agent", "analyst"] as const).map((role) => ({ role, permissions: roleOf(role) })),
};
