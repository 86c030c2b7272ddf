// Formats as a table: what goes in, and what a reader in either language sees.
import { describe, expect, it } from "vitest";
import * as f from "./format";

const zh = { locale: "zh-CN", currency: "CNY", zone: "Asia/Shanghai" };
const en = { locale: "en", currency: "CNY", zone: "Europe/London" };
const cny = (amount: number) => ({ amount, currency: "CNY" });
const now = Date.parse("2026-11-21T08:00:00Z");

const rows: [string, string, string][] = [
  ["money", f.money(cny(123456), zh), "¥1,234.56"],
  ["money below zero", f.money(cny(-5), en), "-¥0.05"],
  ["money without minor units", f.money({ amount: 1500, currency: "JPY" }, en), "¥1,500"],
  ["no money", f.money(null, zh), "–"],
  ["short money", f.shortMoney(cny(12_345_678), zh), "¥12.3万"],
  ["short money, English", f.shortMoney(cny(12_345_678), en), "¥123.5K"],
  ["short money, 亿", f.shortMoney(cny(123_456_789_00), zh), "¥1.2亿"],
  ["short money below ten thousand is whole", f.shortMoney(cny(999_900), zh), "¥9,999"],
  ["count", f.count(20000, zh), "20,000"],
  ["short count", f.shortCount(20000, zh), "2万"],
  ["short count, English", f.shortCount(20000, en), "20K"],
  ["short count, small", f.shortCount(9999, en), "9,999"],
  ["rate", f.rate(234, zh), "23.4%"],
  ["no rate", f.rate(null, en), "–"],
  ["instant in Shanghai", f.instant("2026-11-21T16:05:09Z", zh), "2026-11-22 00:05"],
  ["instant with seconds", f.instant("2026-11-21T16:05:09Z", zh, true), "2026-11-22 00:05:09"],
  ["instant in London", f.instant("2026-07-01T23:30:00Z", en), "2026-07-02 00:30"],
  ["day in the business zone", f.day("2026-11-21T16:05:09Z", zh), "2026-11-22"],
  ["short day", f.shortDay("2026-11-05", zh), "11月5日"],
  ["birthday without its year", f.birthday("--02-29", zh), "2月29日"],
  ["birthday without its year, English", f.birthday("--11-05", en), "Nov 5"],
  ["birthday", f.birthday("1990-11-05", zh), "1990-11-05"],
  ["no birthday", f.birthday(null, zh), "–"],
  ["short day, English", f.shortDay("2026-11-05", en), "Nov 5"],
  ["minutes ago", f.ago("2026-11-21T07:57:00Z", zh, now), "3分钟前"],
  ["hours ago, English", f.ago("2026-11-21T05:00:00Z", en, now), "3 hours ago"],
  ["long ago is a day", f.ago("2026-01-02T00:00:00Z", zh, now), "2026-01-02"],
  ["bytes", f.bytes(4_812_331, en), "4.8 MB"],
];

describe("formats", () => {
  it.each(rows)("%s", (_name, got, wanted) => expect(got).toBe(wanted));
});
