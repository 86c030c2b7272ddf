// Development only: red packets, kept in memory.
import type { Wallet, WalletBatch, WalletLiability, WalletMove, WalletSettings } from "../src/api/index.ts";
import { day, empty, ok, type Route } from "./answer.ts";
import { at, now } from "./shop.ts";

let settings: WalletSettings = {
  enabled: !empty,
  valid_days: 30,
  most_at_once: 20_000,
  share_per_mille: 500,
  remind_days: 3,
};
const month = (back: number) => new Date(Date.UTC(2026, 10 - back, 1)).toISOString().slice(0, 7);
const liability: WalletLiability = {
  as_of: at(now),
  available: empty ? 0 : 128_600,
  holders: empty ? 0 : 214,
  currency: "CNY",
  months: Array.from({ length: 12 }, (_, i) => ({
    month: month(11 - i),
    given: empty ? 0 : 20_000 + ((i * 7_300) % 41_000),
    spent: empty ? 0 : -(9_000 + ((i * 5_100) % 23_000)),
    expired: empty ? 0 : -(1_000 + ((i * 900) % 4_000)),
    adjusted: 0,
    reversed: empty ? 0 : 600,
  })),
  expiring: [0, 1, 2].map((i) => ({ month: month(-i), amount: empty ? 0 : 60_000 - i * 21_000 })),
};
const batches: WalletBatch[] = empty
  ? []
  : [
      {
        id: "2",
        to: "segment",
        name: { zh: "冬至暖茶红包", en: "Winter solstice packet" },
        amount: 800,
        expires_at: at(now + 29 * day),
        total: 240,
        done: 96,
        given: 95,
        skipped: 1,
        state: "running",
        problem: null,
        created_at: at(now),
        created_by: "林晚",
        finished_at: null,
      },
      {
        id: "1",
        to: "customers",
        name: { zh: "开春茶礼红包", en: "Spring tea packet" },
        amount: 1_000,
        expires_at: at(now - 2 * day),
        total: 3,
        done: 3,
        given: 3,
        skipped: 0,
        state: "done",
        problem: null,
        created_at: at(now - 32 * day),
        created_by: "林晚",
        finished_at: at(now - 32 * day),
      },
    ];
const wallet: Wallet = {
  available: 1_300,
  currency: "CNY",
  packets: [
    {
      id: "1",
      name: { zh: "冬至暖茶红包", en: "Winter solstice packet" },
      amount: 800,
      left: 800,
      given_at: at(now),
      expires_at: at(now + 29 * day),
    },
    {
      id: "2",
      name: { zh: "包裹破损", en: "" },
      amount: 500,
      left: 500,
      given_at: at(now),
      expires_at: at(now + 60 * day),
    },
  ],
};
const moves: WalletMove[] = [
  {
    id: "2",
    at: at(now),
    kind: "adjust",
    amount: 500,
    reason: { zh: "包裹破损", en: "" },
    by: "林晚",
    order: null,
    reverses: null,
    key: "b",
  },
  {
    id: "1",
    at: at(now - 3 * day),
    kind: "spend",
    amount: -600,
    reason: null,
    by: null,
    order: "W26111801",
    reverses: null,
    key: "a",
  },
];

export const routes: Route[] = [
  ["GET", /^\/wallet\/settings$/, () => ok(settings)],
  [
    "PUT",
    /^\/wallet\/settings$/,
    ({ body }) => {
      settings = body as unknown as WalletSettings;
      return ok(settings);
    },
  ],
  ["GET", /^\/wallet\/liability$/, () => ok(liability)],
  ["GET", /^\/wallet\/batches$/, () => ok({ items: batches })],
  ["POST", /^\/wallet\/batches$/, () => ok(batches[0], 202)],
  [
    "POST",
    /^\/wallet\/batches\/(\w+)\/stop$/,
    ({ id }) => ok(Object.assign(batches.find((one) => one.id === id) ?? {}, { state: "stopped" })),
  ],
  ["GET", /^\/customers\/(\w+)\/wallet$/, () => ok(wallet)],
  ["GET", /^\/customers\/(\w+)\/wallet\/history$/, () => ok({ items: moves, next_cursor: null })],
  [
    "POST",
    /^\/customers\/(\w+)\/wallet\/adjust$/,
    ({ body }) => {
      wallet.available += body.amount as number;
      return ok(moves[0]);
    },
  ],
];
