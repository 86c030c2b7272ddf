// Numbers, money, instants and days as text. Pure: language, currency and time zone come in as arguments; components
// use the `useFormat` hook, which takes them from the session. Nothing here computes a business figure.
import type { Instant, Money } from "../api";

export interface Setting {
  locale: string;
  currency: string;
  /** IANA zone of the business; instants are shown in it, wherever the reader is. */
  zone: string;
}

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

/** Formatters are dear to make and asked for in every cell. */
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  const known = made.get(key);
  if (known) return known as T;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

function digits(currency: string): number {
  return (
    once(`digits ${currency}`, () => new Intl.NumberFormat("en", { style: "currency", currency })).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}

/** Minor units to the number that a person reads; for display alone. */
export function major(amount: number, currency: string): number {
  return amount / 10 ** digits(currency);
}

/** What a person typed, in major units, as the minor units that the API takes; `null` when nothing was typed. */
export function minor(typed: number | null | undefined, currency: string): Money | null {
  return typed === null || typed === undefined
    ? null
    : { amount: Math.round(typed * 10 ** digits(currency)), currency };
}

/** How many digits stand behind the point of an amount. */
export function places(currency: string): number {
  return digits(currency);
}

export function money(value: Money | null | undefined, { locale }: Setting): string {
  if (!value) return "–";
  const { amount, currency } = value;
  return once(
    `money ${locale} ${currency}`,
    () => new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" }),
  ).format(major(amount, currency));
}

/** ¥12.3万 or ¥123K: for axes and headline figures; below ten thousand the whole amount without minor units. */
export function shortMoney(value: Money | null | undefined, { locale }: Setting): string {
  if (!value) return "–";
  const { amount, currency } = value;
  const whole = major(amount, currency);
  const big = Math.abs(whole) >= 10_000;
  return once(
    `short ${locale} ${currency} ${big}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
        notation: big ? "compact" : "standard",
        minimumFractionDigits: 0,
        maximumFractionDigits: big ? 1 : 0,
      }),
  ).format(whole);
}

export function count(value: number | null | undefined, { locale }: Setting): string {
  if (value === null || value === undefined) return "–";
  return once(`count ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })).format(value);
}

export function shortCount(value: number | null | undefined, setting: Setting): string {
  if (value === null || value === undefined) return "–";
  if (Math.abs(value) < 10_000) return count(value, setting);
  return once(
    `shortCount ${setting.locale}`,
    () => new Intl.NumberFormat(setting.locale, { notation: "compact", maximumFractionDigits: 1 }),
  ).format(value);
}

/** 234 per mille is 23.4%. */
export function rate(permille: number | null | undefined, { locale }: Setting): string {
  if (permille === null || permille === undefined) return "–";
  return once(
    `rate ${locale}`,
    () => new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  ).format(permille / 1000);
}

export function bytes(value: number, { locale }: Setting): string {
  const step = value >= 1e9 ? 3 : value >= 1e6 ? 2 : value >= 1e3 ? 1 : 0;
  const unit = ["byte", "kilobyte", "megabyte", "gigabyte"][step] ?? "byte";
  return once(
    `bytes ${locale} ${unit}`,
    () => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }),
  ).format(value / 1000 ** step);
}

function parts(at: Instant, zone: string): Record<string, string> {
  const format = once(
    `parts ${zone}`,
    () =>
      new Intl.DateTimeFormat("en-CA", {
        timeZone: zone,
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hourCycle: "h23",
      }),
  );
  return Object.fromEntries(format.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
}

/** 2026-11-21 16:05 in the business time zone; the same in both languages, because it sorts and aligns. */
export function instant(at: Instant | null | undefined, { zone }: Setting, seconds = false): string {
  if (!at) return "–";
  const p = parts(at, zone);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}${seconds ? `:${p.second}` : ""}`;
}

/** The calendar day of an instant in the business time zone. */
export function day(at: Instant | null | undefined, { zone }: Setting): string {
  if (!at) return "–";
  const p = parts(at, zone);
  return `${p.year}-${p.month}-${p.day}`;
}

/** 11月21日 / Nov 21: a day of the API, for axes. It is already a calendar day, so no zone applies. */
export function shortDay(value: string, { locale }: Setting): string {
  return once(
    `shortDay ${locale}`,
    () => new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" }),
  ).format(new Date(`${value}T00:00:00Z`));
}

/** A birthday in a list or a card: one whose year is hidden or unknown (`--11-21`) as 11月21日 / Nov 21. */
export function birthday(value: string | null | undefined, setting: Setting): string {
  if (!value) return "–";
  return /^--\d{2}-\d{2}$/.test(value) ? shortDay(`2000${value.slice(1)}`, setting) : value;
}

/** 3 分钟前 / 3 minutes ago; older than 30 days, the day itself. */
export function ago(at: Instant | null | undefined, setting: Setting, now: number): string {
  if (!at) return "–";
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size > 30 * 86_400) return day(at, setting);
  const format = once(`ago ${setting.locale}`, () => new Intl.RelativeTimeFormat(setting.locale, { numeric: "auto" }));
  if (size < 60) return format.format(Math.min(seconds, 0) > -5 ? 0 : seconds, "second");
  if (size < 3600) return format.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return format.format(Math.round(seconds / 3600), "hour");
  return format.format(Math.round(seconds / 86_400), "day");
}
