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

const rooms = ["overview", "customers", "segments", "business", "settings"] as const;
type Room = (typeof rooms)[number];

/** Where the thing that a permission is about is found; what is not listed is a matter of settings. */
const roomOf: Record<string, Room> = {
  overview: "overview",
  customers: "customers",
  imports: "customers",
  segments: "segments",
  orders: "business",
  products: "business",
  events: "business",
};

/** Permissions by room, in the order of a shop's day; which there are and who has them, the server says. */
export function byRoom(permissions: Permission[]): { room: Room; permissions: Permission[] }[] {
  const of = (permission: Permission) => roomOf[permission.split(".")[0] ?? ""] ?? "settings";
  return rooms
    .map((room) => ({ room, permissions: permissions.filter((permission) => of(permission) === room) }))
    .filter((one) => one.permissions.length > 0);
}
