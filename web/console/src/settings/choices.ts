// What there is to choose from: channels, currencies, time zones, field types.
import type { Channel, Field, Permission, Role } from "../api";

export const channels: Channel[] = [
  "taobao",
  "tmall",
  "jd",
  "pinduoduo",
  "douyin",
  "youzan",
  "web",
  "pos",
  "phone",
  "email",
  "wecom",
  "other",
];

const common = [
  "CNY",
  "HKD",
  "TWD",
  "MOP",
  "USD",
  "EUR",
  "GBP",
  "JPY",
  "KRW",
  "SGD",
  "MYR",
  "THB",
  "VND",
  "IDR",
  "AUD",
  "CAD",
];

export function currencies(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "currency" });
  return common.map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ""}` }));
}

/** Where the business most likely is: this device's zone, but a server's plain UTC says nothing. */
export function likelyZone(locale: string): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return !own || own === "UTC" ? (locale === "zh-CN" ? "Asia/Shanghai" : "UTC") : own;
}

export function zones(): { value: string; label: string }[] {
  const all = Intl.supportedValuesOf("timeZone");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = ["Asia/Shanghai", own, "UTC"].filter(Boolean);
  return [...new Set([...first, ...all])].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

export const fieldTypes: Field["type"][] = ["text", "number", "money", "date", "yes_no", "one_of", "tags"];

export const roles: Role[] = ["owner", "operator", "agent", "analyst"];

/** The permissions by room, in the order of a shop's day; the matrix of People and the scopes of Keys read it. */
export const permissionRooms: {
  room: "overview" | "customers" | "segments" | "business" | "settings";
  permissions: Permission[];
}[] = [
  { room: "overview", permissions: ["overview.read"] },
  {
    room: "customers",
    permissions: [
      "customers.read",
      "customers.write",
      "customers.merge",
      "customers.reveal",
      "customers.export",
      "customers.erase",
      "imports.read",
      "imports.write",
    ],
  },
  { room: "segments", permissions: ["segments.read", "segments.write"] },
  {
    room: "business",
    permissions: ["orders.read", "orders.write", "products.read", "products.write", "events.read", "events.write"],
  },
  {
    room: "settings",
    permissions: [
      "settings.read",
      "settings.write",
      "users.manage",
      "keys.manage",
      "webhooks.manage",
      "audit.read",
      "jobs.manage",
    ],
  },
];

const operatorNot: Permission[] = [
  "users.manage",
  "keys.manage",
  "webhooks.manage",
  "audit.read",
  "customers.erase",
  "settings.write",
];
const agent: Permission[] = [
  "customers.read",
  "customers.write",
  "customers.reveal",
  "orders.read",
  "products.read",
  "events.read",
  "overview.read",
];
const analystNot: Permission[] = ["settings.read", "audit.read"];

/** What a role may do, for people to read before they give it; the server holds the table that counts. */
export function grants(role: Role, permission: Permission): boolean {
  switch (role) {
    case "owner":
      return true;
    case "operator":
      return !operatorNot.includes(permission);
    case "agent":
      return agent.includes(permission);
    case "analyst":
      return permission.endsWith(".read") && !analystNot.includes(permission);
  }
}
