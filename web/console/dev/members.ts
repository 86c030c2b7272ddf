// Development only: a membership programme, its members and their points, kept in memory.
import type {
  CustomerMembership,
  Invitation,
  Liability,
  MallItem,
  MallOrder,
  MemberLevel,
  MemberRow,
  PointsMove,
  PointsRules,
  Programme,
  Pyramid,
} from "../src/api/index.ts";
import { day, empty, ok, type Route, whole } from "./answer.ts";
import { chance } from "./chance.ts";
import { at, customers, now } from "./shop.ts";

const r = chance(77);

const level = (id: string, zh: string, en: string, amount: number, deals: number, discount: number): MemberLevel => ({
  id,
  name: { zh, en },
  amount,
  deals,
  benefits: {
    discount,
    free_shipping: discount < 950,
    points_percent: discount < 900 ? 200 : discount < 950 ? 150 : 100,
    birthday_points: discount < 900 ? 100 : 0,
    birthday_gift: discount < 900 ? { zh: "生日月送桂花乌龙一盒", en: "A box of osmanthus oolong" } : null,
    member_only: discount < 950,
    early_access_hours: discount < 900 ? 2 : 0,
    return_days: discount < 900 ? 8 : 0,
    priority: discount < 900 ? 5 : 0,
  },
});
let programme: Programme = {
  enabled: !empty,
  since: empty ? null : at(now - 400 * day),
  ways: { open: true, invitation: true, phone: false, automatic: true },
  why_join: { zh: "入会享折扣，生日有礼，积分当钱花。", en: "Discounts, a birthday gift, points to spend." },
  number_prefix: "SC",
  by: "either",
  period_days: null,
  expiry_days: null,
  refunds: "reverse",
  levels: [
    level("1", "普通会员", "Member", 10_000, 1, 980),
    level("2", "高级会员", "Senior", 50_000, 3, 950),
    level("3", "VIP 会员", "VIP", 150_000, 6, 920),
    level("4", "至尊 VIP", "Supreme VIP", 400_000, 10, 880),
  ],
  budget: {
    points_a_month: 2000,
    levels_a_month: 10,
    credit_a_month: 50_000,
    gifts_a_month: null,
    coupons_a_month: 20,
  },
};
const preset = programme;
const standing = (deals: number, amount: number): number =>
  programme.levels.findLastIndex(
    (one) => (one.amount !== null && amount >= one.amount) || (one.deals !== null && deals >= one.deals),
  );
const by = new Map<string, CustomerMembership>();
const refOf = (index: number) => {
  const one = programme.levels[index];
  return one ? { id: one.id ?? String(index + 1), name: one.name, index } : null;
};
function membershipOf(id: string): CustomerMembership {
  const known = by.get(id);
  if (known) return known;
  const who = customers.find((one) => one.id === id);
  const member = !empty && (who?.deals ?? 0) > 0;
  const [deals, amount] = [who?.deals ?? 0, who?.deal_amount.amount ?? 0];
  const index = standing(deals, amount);
  const next = programme.levels[index + 1];
  const made: CustomerMembership = {
    customer_id: id,
    member,
    number: member ? `SC${String(100_000 + Number(id))}` : null,
    joined_at: member ? at(now - 200 * day) : null,
    source: member ? "automatic" : null,
    level: member ? refOf(index) : null,
    level_since: member ? at(now - 60 * day) : null,
    level_until: null,
    locked: false,
    lock_reason: null,
    amount,
    deals,
    currency: "CNY",
    next:
      member && next
        ? {
            level: { id: next.id ?? "", name: next.name, index: index + 1 },
            amount: Math.max(0, (next.amount ?? 0) - amount),
            deals: Math.max(0, (next.deals ?? 0) - deals),
          }
        : null,
    benefits: member && index >= 0 ? (programme.levels[index]?.benefits ?? null) : null,
    why_join: programme.why_join,
  };
  by.set(id, made);
  return made;
}
const rows = (): MemberRow[] =>
  customers
    .map((one) => ({ one, m: membershipOf(one.id) }))
    .filter(({ m }) => m.member)
    .map(({ one, m }) => ({
      customer_id: one.id,
      name: one.nick ?? one.name,
      number: m.number ?? "",
      level: m.level,
      level_since: m.level_since,
      level_until: null,
      locked: m.locked,
      joined_at: m.joined_at ?? at(now),
      source: m.source ?? "automatic",
      amount: m.amount,
      deals: m.deals,
    }));
const months = Array.from({ length: 12 }, (_, i) => {
  const date = new Date(Date.UTC(2025, 11 + i, 1));
  return date.toISOString().slice(0, 7);
});
const sizes = [1840, 612, 148, 31];
const pyramid = (): Pyramid => ({
  as_of: at(now),
  members: empty ? 0 : 2960,
  none: empty ? 0 : 329,
  levels: programme.levels.map((one, i) => ({
    id: one.id ?? String(i + 1),
    name: one.name,
    members: empty ? 0 : (sizes[i] ?? 4),
    locked: i === 3 ? 2 : 0,
  })),
  months: months.map((month, i) => {
    const c = chance(i + 5);
    const boost = i === 11 ? 1.9 : 1;
    const levels = programme.levels.map((one, k) => ({
      id: one.id ?? "",
      entered: Math.round((c.int(60, 110) * boost) / 3.4 ** k),
      left: Math.round((c.int(14, 26) * boost) / 3 ** k),
    }));
    return {
      month,
      joined: Math.round(c.int(70, 130) * boost),
      left: c.int(0, 4),
      up: levels.reduce((sum, one) => sum + one.entered, 0),
      down: c.int(0, 6),
      levels,
    };
  }),
});
let rules: PointsRules = {
  enabled: !empty,
  per: 100,
  points: 1,
  value: 100,
  expiry: { kind: "year_end", years: 1 },
  return_days: 7,
  waiting_days: 20,
  notice_days: [30, 7],
  short: "owe",
  bonuses: [
    { kind: "category", category: "茶叶", percent: 200 },
    { kind: "behaviour", name: "reviewed", points: 20, per_day: 3 },
  ],
};
const liability = (): Liability => ({
  as_of: at(now),
  available: empty ? 0 : 1_284_300,
  pending: empty ? 0 : 96_220,
  owed: empty ? 0 : 1_840,
  holders: empty ? 0 : 2714,
  value: 1_284_300,
  available_value: empty ? 0 : 5_604_00,
  currency: "CNY",
  months: months.map((month) => ({
    month,
    earned: r.int(90_000, 160_000),
    spent: r.int(40_000, 90_000),
    expired: month.endsWith("-12") ? 62_000 : 0,
    adjusted: r.int(0, 6000),
    reversed: -r.int(2000, 9000),
  })),
  expiring: months.map((_, i) => ({
    month: new Date(Date.UTC(2026, 10 + i, 1)).toISOString().slice(0, 7),
    points: i === 1 ? 384_200 : i % 5 === 4 ? 8000 : 0,
  })),
});
const ledger = new Map<string, PointsMove[]>();
const moves = (id: string): PointsMove[] => {
  const known = ledger.get(id) ?? [];
  if (known.length === 0)
    for (let i = 0; i < 6; i += 1)
      known.push({
        id: `${id}-${i}`,
        at: at(now - i * 23 * day),
        kind: i === 2 ? "spend" : "earn",
        points: i === 2 ? -200 : 120 + i * 7,
        reason: i === 2 ? { zh: "积分抵扣", en: "Paid with points" } : null,
        by: null,
        order_id: String(i + 1),
        reverses: null,
        owed: 0,
        key: `order:${i}`,
      });
  ledger.set(id, known);
  return known;
};
const mall: MallItem[] = empty
  ? []
  : [
      ["goods", "手作粗陶茶杯", 2800, 40, 12],
      ["coupon", "10 元无门槛券", 1000, null, 208],
      ["goods", "桂花乌龙试饮装", 600, 100, 100],
      ["draw", "周末抽奖一次", 100, null, 530],
    ].map(([kind, name, points, stock, taken], i) => ({
      id: String(i + 1),
      kind: kind as MallItem["kind"],
      name: { zh: name as string, en: "" },
      description: { zh: "", en: "" },
      points: points as number,
      stock: stock as number | null,
      taken: taken as number,
      per_customer: i === 0 ? 1 : null,
      level: null,
      starts_at: null,
      ends_at: null,
      active: i !== 3,
      ref: i === 1 ? "3" : null,
    }));
const mallOrders: MallOrder[] = empty
  ? []
  : Array.from({ length: 9 }, (_, i) => ({
      id: String(i + 1),
      item_id: "1",
      item: { zh: i % 2 ? "桂花乌龙试饮装" : "手作粗陶茶杯", en: "" },
      kind: "goods",
      customer_id: customers[i]?.id ?? null,
      customer: customers[i]?.nick ?? null,
      quantity: 1,
      points: i % 2 ? 600 : 2800,
      status: i < 3 ? "claimed" : i === 7 ? "cancelled" : "fulfilled",
      at: at(now - i * 9 * 3_600_000),
      changed_at: at(now - i * 8 * 3_600_000),
      note: null,
      delivery: null,
    }));
const invitations: Invitation[] = [
  { code: "TEA2026", name: "公众号菜单", cap: null, used: 84, ends_at: null, created_at: at(now - 90 * day) },
  { code: "FAIR11", name: "十一月市集", cap: 200, used: 37, ends_at: at(now + 9 * day), created_at: at(now - 9 * day) },
];

export const routes: Route[] = [
  ["GET", /^\/members\/programme$/, () => ok(programme)],
  [
    "PUT",
    /^\/members\/programme$/,
    ({ body }) => {
      const sent = body as unknown as Programme;
      programme = { ...sent, levels: sent.levels.map((one, i) => ({ ...one, id: one.id ?? String(90 + i) })) };
      by.clear();
      return ok({ programme, recompute: null });
    },
  ],
  [
    "POST",
    /^\/members\/programme\/preview$/,
    ({ body }) => {
      const sent = body as unknown as Programme;
      const moves = sent.levels.flatMap((one, i) => {
        const old = programme.levels.find((other) => other.id === one.id);
        const change = Math.abs((one.amount ?? 0) - (old?.amount ?? one.amount ?? 0));
        const people = change > 0 ? Math.min(sizes[i] ?? 9, Math.round(change / 900) + 1) : 0;
        const from = programme.levels[i - 1]?.id ?? null;
        return people > 0 ? [{ from, to: one.id, to_index: i, members: people }] : [];
      });
      return ok({
        members: pyramid().members,
        moves,
        joins: sent.ways.automatic && !programme.ways.automatic ? 412 : 0,
      });
    },
  ],
  [
    "GET",
    /^\/members\/presets$/,
    () =>
      ok({
        items: [
          { key: "taobao", name: "淘宝四级", programme: preset },
          { key: "simple", name: "两级", programme: { ...preset, levels: preset.levels.slice(0, 2) } },
        ],
      }),
  ],
  [
    "GET",
    /^\/members\/recompute$/,
    () => ok({ state: "idle", done: 0, total: 0, moved: 0, joined: 0, started_at: null, finished_at: null }),
  ],
  ["GET", /^\/members\/pyramid$/, () => ok(pyramid())],
  [
    "GET",
    /^\/members\/budget$/,
    () =>
      ok({
        points: { cap: 2000, used: 350, left: 1650 },
        levels: { cap: 10, used: 1, left: 9 },
        credit: { cap: 50_000, used: 800, left: 49_200 },
      }),
  ],
  ["GET", /^\/members\/invitations$/, () => whole(invitations)],
  [
    "POST",
    /^\/members\/invitations$/,
    ({ body }) => {
      const made = { code: "K7QF2M", cap: null, used: 0, ends_at: null, created_at: at(now), ...body } as Invitation;
      invitations.unshift(made);
      return ok(made, 201);
    },
  ],
  [
    "DELETE",
    /^\/members\/invitations\/(.+)$/,
    ({ id }) => {
      invitations.splice(
        invitations.findIndex((one) => one.code === id),
        1,
      );
      return { status: 204 };
    },
  ],
  [
    "GET",
    /^\/members$/,
    ({ query }) => {
      const [wanted, source, q] = [query.get("level"), query.get("source"), query.get("q")];
      return whole(
        rows().filter(
          (one) =>
            (!wanted || (one.level?.id ?? "none") === wanted) &&
            (!source || one.source === source) &&
            (!q || one.number.includes(q)),
        ),
      );
    },
  ],
  [
    "POST",
    /^\/members$/,
    ({ body }) => {
      const one = membershipOf(String(body.customer_id));
      return ok(
        Object.assign(one, { member: true, number: `SC${one.customer_id}`, joined_at: at(now), source: "staff" }),
        201,
      );
    },
  ],
  ["GET", /^\/customers\/(\w+)\/membership$/, ({ id }) => ok(membershipOf(id))],
  [
    "DELETE",
    /^\/customers\/(\w+)\/membership$/,
    ({ id }) => {
      Object.assign(membershipOf(id), { member: false, level: null });
      return { status: 204 };
    },
  ],
  [
    "GET",
    /^\/customers\/(\w+)\/membership\/history$/,
    ({ id }) =>
      whole([
        {
          id: "2",
          at: at(now - 60 * day),
          kind: "level",
          from: refOf(0),
          to: refOf(1),
          cause: "deal",
          amount: 51_200,
          deals: 3,
          until: null,
          locked: false,
          reason: null,
          by: null,
        },
        {
          id: "1",
          at: membershipOf(id).joined_at ?? at(now),
          kind: "joined",
          from: null,
          to: null,
          cause: "join",
          amount: 0,
          deals: 0,
          until: null,
          locked: false,
          reason: null,
          by: null,
        },
      ]),
  ],
  [
    "PUT",
    /^\/customers\/(\w+)\/membership\/level$/,
    ({ id, body }) => {
      const index = programme.levels.findIndex((one) => one.id === body.level);
      return ok(
        Object.assign(membershipOf(id), {
          level: refOf(index),
          locked: body.lock,
          lock_reason: body.lock ? body.reason : null,
        }),
      );
    },
  ],
  ["GET", /^\/points\/rules$/, () => ok(rules)],
  [
    "PUT",
    /^\/points\/rules$/,
    ({ body }) => {
      rules = body as unknown as PointsRules;
      return ok(rules);
    },
  ],
  ["GET", /^\/points\/liability$/, () => ok(liability())],
  [
    "GET",
    /^\/customers\/(\w+)\/points$/,
    ({ id }) => {
      const sum = moves(id).reduce((total, one) => total + one.points, 0);
      return ok({
        available: sum - 120,
        pending: 120,
        owed: 0,
        value: sum - 120,
        currency: "CNY",
        next_maturing: { at: at(now + 6 * day), points: 120 },
        expiring: [{ at: at(now + 40 * day), points: 180 }],
      });
    },
  ],
  ["GET", /^\/customers\/(\w+)\/points\/history$/, ({ id }) => whole(moves(id))],
  [
    "POST",
    /^\/customers\/(\w+)\/points\/adjust$/,
    ({ id, body }) => {
      const made: PointsMove = {
        id: `${id}-${moves(id).length + 9}`,
        at: at(now),
        kind: "adjust",
        points: body.points as number,
        reason: { zh: body.reason as string, en: "" },
        by: "林晚",
        order_id: null,
        reverses: null,
        owed: 0,
        key: "hand",
      };
      moves(id).unshift(made);
      return ok(made, 201);
    },
  ],
  ["GET", /^\/points\/mall$/, () => whole(mall)],
  [
    "POST",
    /^\/points\/mall$/,
    ({ body }) => {
      const made = { ...(body as unknown as MallItem), id: String(mall.length + 1), taken: 0 };
      mall.unshift(made);
      return ok(made, 201);
    },
  ],
  [
    "PATCH",
    /^\/points\/mall\/(\w+)$/,
    ({ id, body }) => ok(Object.assign(mall.find((one) => one.id === id) ?? {}, body)),
  ],
  [
    "GET",
    /^\/points\/mall\/orders$/,
    ({ query }) => whole(mallOrders.filter((one) => !query.get("status") || one.status === query.get("status"))),
  ],
  [
    "POST",
    /^\/points\/mall\/orders\/(\w+)\/fulfil$/,
    ({ id }) => ok(Object.assign(mallOrders.find((one) => one.id === id) ?? {}, { status: "fulfilled" })),
  ],
  [
    "POST",
    /^\/points\/mall\/orders\/(\w+)\/cancel$/,
    ({ id }) => ok(Object.assign(mallOrders.find((one) => one.id === id) ?? {}, { status: "cancelled" })),
  ],
];
