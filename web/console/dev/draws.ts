// Development only: draws and their tickets, kept in memory.
import type { Draw, DrawProof, Finding, Ticket } from "../src/api/index.ts";
import { freshTerms } from "../src/draws/terms.ts";
import { day, empty, ok, type Route } from "./answer.ts";
import { at, customers, now } from "./shop.ts";

const both = (zh: string, en: string) => ({ zh, en });
const hex = (seed: string) =>
  Array.from({ length: 64 }, (_, i) => "0123456789abcdef"[(i * 7 + seed.length) % 16]).join("");

const made = (id: string, state: Draw["state"], zh: string, en: string): Draw => {
  const over = state === "ended";
  return {
    id,
    terms: {
      ...freshTerms(at(now - (over ? 40 : 2) * day)),
      name: both(zh, en),
      prizes: [
        {
          kind: "goods",
          name: both("紫砂壶一把", "A clay pot"),
          worth: 68_800,
          quantity: 3,
          chance_ppm: 1_250,
          ref: null,
          amount: null,
          valid_days: null,
        },
        {
          kind: "credit",
          name: both("8 元红包", "8 yuan"),
          worth: 800,
          quantity: 200,
          chance_ppm: 80_000,
          ref: null,
          amount: 800,
          valid_days: 30,
        },
        {
          kind: "points",
          name: both("100 积分", "100 points"),
          worth: 100,
          quantity: 1_000,
          chance_ppm: 300_000,
          ref: null,
          amount: 100,
          valid_days: null,
        },
      ],
      rules: {
        conditions: both("活动期间成交过的客户。", "Everybody who bought."),
        drawing: both("按公布的概率随机抽取。", "At random, with the odds shown."),
        claiming: both("自动到账；实物请确认地址。", "By themselves; confirm your address."),
        delivery: both("15 天内寄出。", "Within 15 days."),
        forfeiting: both("7 天未确认视为放弃。", "After 7 days without an address."),
        organiser: both("山茶小铺", "Camellia"),
      },
    },
    state,
    revision: 1,
    commitment: state === "draft" ? null : hex(zh),
    seed: over ? hex(`${zh}seed`) : null,
    tickets: state === "draft" ? 0 : 412,
    winners: state === "draft" ? 0 : 153,
    left: state === "draft" ? [3, 200, 1_000] : [2, 168, 879],
    waiting: state === "draft" ? 0 : 1,
    problems: 0,
    created_at: at(now - 50 * day),
    published_at: state === "draft" ? null : at(now - 41 * day),
    ended_at: over ? at(now - 33 * day) : null,
    end_reason: null,
    kept_until: over ? at(now + 697 * day) : null,
  };
};
const draws: Draw[] = empty
  ? []
  : [
      made("3", "draft", "年货抽奖", "New year's draw"),
      made("2", "running", "双11 大转盘", "11.11 wheel"),
      made("1", "ended", "开学刮刮卡", "School scratch"),
    ];
const tickets: Ticket[] = Array.from({ length: 24 }, (_, i) => {
  const prize = i === 3 ? 0 : i % 3 === 0 ? 2 : null;
  return {
    id: String(i + 1),
    draw_id: "2",
    number: 412 - i,
    mark: hex(String(i)).slice(0, 16),
    roll: (i * 37_123) % 1_000_000,
    prize,
    prize_name: prize === null ? null : (draws[1]?.terms.prizes[prize]?.name ?? null),
    missed: i === 7,
    status: prize === null ? "none" : prize === 0 ? "waiting" : "given",
    problem: null,
    customer_id: customers[i % 8]?.id ?? null,
    customer: customers[i % 8]?.nick ?? null,
    at: at(now - i * 3_600_000),
    settled_at: null,
    note: null,
    paid_with: i % 4 === 0 ? "points" : "free",
    sends: false,
    delivery: null,
  };
});
const findings: Finding[] = [
  {
    code: "draw_dear",
    gravity: "warning",
    path: "prizes",
    message: both("每抽一次平均送出 ¥1.80", "A ticket gives ¥1.80 away on average"),
    cure: both("降低概率或数量", "Lower the odds or the numbers"),
    promotions: [],
  },
];
const one = (id: string) => draws.find((draw) => draw.id === id);
const put = (id: string, part: Partial<Draw>) => ok(Object.assign(one(id) ?? {}, part));

export const routes: Route[] = [
  [
    "GET",
    /^\/draws$/,
    ({ query }) =>
      ok({
        items: draws.filter((draw) => !query.get("state") || draw.state === query.get("state")),
        next_cursor: null,
      }),
  ],
  [
    "POST",
    /^\/draws$/,
    ({ body }) => {
      const fresh = { ...made(String(draws.length + 1), "draft", "", ""), terms: body.terms as Draw["terms"] };
      draws.unshift(fresh);
      return ok(fresh, 201);
    },
  ],
  ["POST", /^\/draws\/check$/, () => ok({ findings })],
  [
    "POST",
    /^\/draws\/verify$/,
    ({ body }) => ok({ valid: true, checked: (body.proof as DrawProof).tickets.length, faults: [] }),
  ],
  ["GET", /^\/draws\/(\w+)$/, ({ id }) => ok(one(id))],
  ["PUT", /^\/draws\/(\w+)$/, ({ id, body }) => put(id, { terms: body.terms as Draw["terms"] })],
  ["DELETE", /^\/draws\/(\w+)$/, () => ({ status: 204, body: null })],
  ["POST", /^\/draws\/(\w+)\/publish$/, ({ id }) => put(id, { state: "running", commitment: hex(id) })],
  ["POST", /^\/draws\/(\w+)\/end$/, ({ id }) => put(id, { state: "ended", seed: hex(`${id}s`) })],
  [
    "GET",
    /^\/draws\/(\w+)\/tickets$/,
    ({ query }) =>
      ok({
        items: tickets.filter((ticket) => !query.get("status") || ticket.status === query.get("status")),
        next_cursor: null,
      }),
  ],
  [
    "POST",
    /^\/draws\/tickets\/(\w+)\/(give|forfeit)$/,
    ({ id, rest }) =>
      ok(
        Object.assign(tickets.find((ticket) => ticket.id === id) ?? {}, {
          status: rest === "give" ? "given" : "forfeited",
        }),
      ),
  ],
  [
    "GET",
    /^\/draws\/(\w+)\/proof$/,
    ({ id }) =>
      ok({
        draw_id: id,
        commitment: hex(id),
        seed: one(id)?.seed ?? null,
        chances: one(id)?.terms.prizes.map(({ chance_ppm, quantity }) => ({ chance_ppm, quantity })) ?? [],
        tickets: tickets.map(({ number, mark, roll, prize }) => ({ number, mark, roll, prize })),
        next: null,
      }),
  ],
];
