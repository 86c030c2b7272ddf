// Development only: promotions, coupons and a receipt, kept in memory. It reckons one discount, nothing more.
import type {
  Coupon,
  CouponBatch,
  CouponProgrammeFull,
  Finding,
  PriceAnswer,
  PriceRequest,
  ProgrammeHow,
  PromotionFull,
  PromotionState,
  Terms,
} from "../src/api/index.ts";
import { type Answer, day, empty, ok, type Route, whole } from "./answer.ts";
import { chance } from "./chance.ts";
import { at, customers, now } from "./shop.ts";

const r = chance(311);
const both = (zh: string, en: string) => ({ zh, en });

const windowOf = (terms: Terms) => ({
  title: terms.name.zh ? terms.name : both("满300减50", "50 off 300"),
  lines: [
    both("限茶叶类", "tea only"),
    both("11月10日 20:00 – 11月12日", "10 Nov 20:00 – 12 Nov"),
    both("每人限1次", "once each"),
  ],
});
const made = (
  id: string,
  zh: string,
  en: string,
  form: string,
  forms: [string, string],
  state: PromotionState,
  from: number,
  to: number,
  held = false,
): PromotionFull => {
  const offer = { amount_off: { steps: [{ at: { amount: 30_000 }, off: 5_000 }] } };
  const terms: Terms = { key: `p${id}`, name: both(zh, en), offer, scope: {}, held };
  const used = state === "draft" || state === "scheduled" ? 0 : r.int(20, 400);
  return {
    id,
    key: `p${id}`,
    name: both(zh, en),
    form,
    form_name: both(...forms),
    state,
    held,
    starts_at: at(now + from * day),
    ends_at: at(now + to * day),
    has_draft: state === "draft" || id === "2",
    revision: 3,
    version: state === "draft" ? 0 : 2,
    use: {
      orders: used,
      uses: id === "4" ? 500 : null,
      spent: used * 4_200,
      budget: id === "1" ? 2_000_000 : null,
      pieces: used,
      stock: null,
      paid_orders: Math.round(used * 0.9),
      revenue: used * 31_000,
    },
    updated_at: at(now - from * 3_600_000),
    updated_by: "林晚",
    published: state === "draft" ? null : terms,
    draft: state === "draft" || id === "2" ? terms : null,
    window: windowOf(terms),
  };
};
const promotions: PromotionFull[] = empty
  ? []
  : [
      made("1", "双11 满300减50", "50 off 300", "amount_off", ["满减", "amount off"], "running", -11, 2),
      made("2", "第二件半价", "Second at half", "nth_discount", ["第N件N折", "n-th piece cheaper"], "running", -3, 9),
      made("3", "10 元无门槛券", "10 off", "amount_off", ["满减", "amount off"], "running", -20, 30, true),
      made("4", "冬季清仓", "Winter clearance", "clearance", ["清仓", "clearance"], "scheduled", 4, 14),
      made("5", "秒杀 ¥99", "Flash ¥99", "flash", ["限时秒杀", "flash sale"], "ended", -16, -15),
      made("6", "新客 ¥39", "Newcomers ¥39", "newcomer_price", ["新客价", "newcomer price"], "paused", -8, 20),
      made("7", "年货节", "New year", "percent_off", ["满折", "percent off"], "draft", 6, 26),
    ];
const how: ProgrammeHow = {
  codes: "unique",
  code: null,
  claimable: true,
  audience: "member",
  most: 5000,
  most_per_customer: 1,
  most_per_device: null,
  valid_days: 30,
  remind_days: 3,
  transferable: false,
};
const programmes: CouponProgrammeFull[] = promotions
  .filter((one) => one.held)
  .map((promotion) => ({
    ...how,
    id: promotion.id,
    promotion,
    kind: "fixed",
    window: promotion.window,
    funnel: {
      issued: 3200,
      claimed: 1840,
      reserved: 6,
      used: 412,
      revenue: 9_820_000,
      discount: 412_000,
      expired: 210,
      voided: 2,
    },
    created_at: at(now - 20 * day),
    draft: null,
    published: promotion.published,
  }));
const batches: CouponBatch[] = empty
  ? []
  : [
      {
        id: "1",
        programme_id: "3",
        to: "segment",
        total: 3200,
        done: 3200,
        issued: 3150,
        skipped: 50,
        skipped_blacklisted: 12,
        skipped_enough: 38,
        state: "done",
        problem: null,
        note: "双11 老客",
        created_at: at(now - 12 * day),
        created_by: "林晚",
        finished_at: at(now - 12 * day),
      },
    ];
const coupons: Coupon[] = empty
  ? []
  : Array.from({ length: 24 }, (_, i) => ({
      id: String(i + 1),
      programme_id: "3",
      promotion: "p3",
      name: both("10 元无门槛券", "10 off"),
      code: `TEA${4000 + i}`,
      state: i % 5 === 0 ? "used" : i % 5 === 1 ? "issued" : "held",
      customer_id: i % 5 === 1 ? null : (customers[i % 6]?.id ?? null),
      customer: i % 5 === 1 ? null : (customers[i % 6]?.nick ?? null),
      source: i % 2 ? "claim" : "grant",
      issued_at: at(now - 10 * day),
      claimed_at: at(now - 9 * day),
      expires_at: at(now + 20 * day),
      order: i % 5 === 0 ? `20261108${i}` : null,
      used_at: i % 5 === 0 ? at(now - 3 * day) : null,
      reason: null,
    }));
const findings = (terms: Terms): Finding[] => {
  const off = terms.offer.amount_off?.steps[0]?.off ?? 0;
  return off > 10_000
    ? [
        {
          code: "below_cost",
          gravity: "warning",
          path: "offer",
          message: both(
            "“便携旅行茶具 一壶两杯”会卖到成本以下：¥71.82 卖 ¥60.00",
            "A travel set would sell below cost: cost ¥71.82, price ¥60.00",
          ),
          cure: both(
            "调高门槛、减少可叠加的优惠，或在促销设置中打开“不低于成本”",
            "raise the threshold, let fewer offers meet, or turn “not below cost” on",
          ),
          promotions: [{ key: "p2", name: both("第二件半价", "Second at half"), id: "2" }],
        },
      ]
    : [];
};
const find = (id: string) => promotions.find((one) => one.id === id) as PromotionFull;
const lint = (terms: Terms): Answer => ok({ findings: findings(terms), goods: 12, goods_left_out: 0, against: 3 });
const move = (id: string, part: Partial<PromotionFull>): Answer => {
  const one = find(id);
  return ok(Object.assign(one, part, { revision: one.revision + 1 }));
};
function create(terms: Terms, held: boolean): PromotionFull {
  const one = made(
    String(promotions.length + 1),
    terms.name.zh,
    terms.name.en,
    Object.keys(terms.offer)[0] ?? "",
    ["新", "new"],
    "draft",
    0,
    7,
    held,
  );
  Object.assign(one, { draft: terms, window: windowOf(terms) });
  promotions.unshift(one);
  return one;
}
function price({ cart }: PriceRequest): PriceAnswer {
  const goods = cart.lines.reduce((sum, line) => sum + line.unit_price * line.quantity, 0);
  const off = goods >= 30_000 ? 5_000 : 0;
  return {
    priced: {
      currency: cart.currency,
      goods,
      discount: off,
      shipping: cart.shipping,
      shipping_discount: 0,
      total: goods - off + cart.shipping,
      points_spent: 0,
      lines: cart.lines.map((line, i) => {
        const before = line.unit_price * line.quantity;
        const cut = i === 0 ? off : 0;
        return {
          key: line.key,
          quantity: line.quantity,
          before,
          payable: before - cut,
          applied: cut ? [{ promotion: "p1", name: both("双11 满300减50", "50 off 300"), amount: cut }] : [],
          refused: [{ promotion: "p2", code: "beaten", reason: both("已有更优惠的活动", "another offer is better") }],
        };
      }),
      offers: off
        ? [{ promotion: "p1", name: both("双11 满300减50", "50 off 300"), layer: "shop", amount: off, lines: ["1"] }]
        : [],
      refused: [
        {
          promotion: "p6",
          name: both("新客 ¥39", "Newcomers ¥39"),
          code: "first_order",
          reason: both("只限首单", "first orders only"),
        },
      ],
      next: off
        ? []
        : [
            {
              promotion: "p1",
              missing: { amount: 30_000 - goods },
              words: both(`再买 ¥${(30_000 - goods) / 100} 减 ¥50`, `¥${(30_000 - goods) / 100} more for ¥50 off`),
            },
          ],
      gifts: [],
      redeemable: [],
      search: { steps: 12, complete: true },
    },
    at: at(now),
    customer_id: null,
    closed: [],
    codes: [],
    buyer: { first_order: true },
  };
}

const termsOf = (body: Record<string, unknown>) => body.promotion as Terms;
export const routes: Route[] = [
  [
    "GET",
    /^\/promotions$/,
    ({ query }) =>
      whole(
        promotions.filter(
          (one) =>
            (!query.get("state") || one.state === query.get("state")) &&
            (!query.get("form") || one.form === query.get("form")) &&
            (!query.get("held") || String(one.held) === query.get("held")),
        ),
      ),
  ],
  ["GET", /^\/promotions\/calendar$/, () => ok({ items: promotions, early: [] })],
  ["POST", /^\/promotions$/, ({ body }) => ok(create(termsOf(body), false), 201)],
  ["POST", /^\/promotions\/check$/, ({ body }) => ok({ problems: [], window: windowOf(termsOf(body)) })],
  ["POST", /^\/promotions\/lint$/, ({ body }) => lint(termsOf(body))],
  ["POST", /^\/promotions\/(\w+)\/lint$/, ({ id }) => lint((find(id).draft ?? find(id).published) as Terms)],
  ["GET", /^\/promotions\/(\w+)$/, ({ id }) => ok(find(id))],
  [
    "PUT",
    /^\/promotions\/(\w+)$/,
    ({ id, body }) => move(id, { draft: termsOf(body), name: termsOf(body).name, has_draft: true }),
  ],
  [
    "DELETE",
    /^\/promotions\/(\w+)$/,
    ({ id }) => {
      promotions.splice(promotions.indexOf(find(id)), 1);
      return { status: 204 };
    },
  ],
  [
    "POST",
    /^\/promotions\/(\w+)\/publish$/,
    ({ id }) =>
      move(id, {
        state: "running",
        has_draft: false,
        published: find(id).draft,
        draft: null,
        version: find(id).version + 1,
      }),
  ],
  ["POST", /^\/promotions\/(\w+)\/pause$/, ({ id }) => move(id, { state: "paused" })],
  ["POST", /^\/promotions\/(\w+)\/resume$/, ({ id }) => move(id, { state: "running" })],
  ["POST", /^\/promotions\/(\w+)\/end$/, ({ id }) => move(id, { state: "ended" })],
  ["POST", /^\/promotions\/(\w+)\/discard$/, ({ id }) => move(id, { draft: null, has_draft: false })],
  [
    "GET",
    /^\/promotions\/(\w+)\/versions$/,
    ({ id }) =>
      ok({
        items: Array.from({ length: find(id).version }, (_, i) => ({
          version: find(id).version - i,
          at: at(now - (i + 1) * day),
          by: "林晚",
          note: null,
          promotion: find(id).published ?? find(id).draft,
        })),
      }),
  ],
  [
    "GET",
    /^\/promotions\/(\w+)\/uses$/,
    ({ id }) =>
      whole(
        Array.from({ length: Math.min(12, find(id).use.orders) }, (_, i) => ({
          order: `2026111${i}4410`,
          state: i === 0 ? "reserved" : "redeemed",
          amount: 5_000,
          pieces: 2,
          at: at(now - i * 7_200_000),
          customer_id: customers[i]?.id ?? null,
          coupon_id: null,
        })),
      ),
  ],
  ["POST", /^\/price\/simulate$/, ({ body }) => ok(price(body as unknown as PriceRequest))],
  [
    "GET",
    /^\/coupons\/programmes$/,
    ({ query }) => whole(programmes.filter((one) => !query.get("state") || one.promotion.state === query.get("state"))),
  ],
  [
    "POST",
    /^\/coupons\/programmes$/,
    ({ body }) => {
      const promotion = create(termsOf(body), true);
      const funnel = { issued: 0, claimed: 0, reserved: 0, used: 0, revenue: 0, discount: 0, expired: 0, voided: 0 };
      programmes.unshift({
        ...(body.how as ProgrammeHow),
        id: promotion.id,
        promotion,
        kind: "fixed",
        window: promotion.window,
        funnel,
        created_at: at(now),
        draft: promotion.draft,
        published: null,
      });
      return ok(programmes[0], 201);
    },
  ],
  ["GET", /^\/coupons\/programmes\/(\w+)$/, ({ id }) => ok(programmes.find((one) => one.id === id))],
  [
    "PUT",
    /^\/coupons\/programmes\/(\w+)$/,
    ({ id, body }) => ok(Object.assign(programmes.find((one) => one.id === id) ?? {}, body)),
  ],
  [
    "POST",
    /^\/coupons\/programmes\/(\w+)\/issue$/,
    ({ id }) => {
      batches.unshift({
        id: String(batches.length + 1),
        programme_id: id,
        to: "segment",
        total: 800,
        done: 240,
        issued: 238,
        skipped: 2,
        skipped_blacklisted: 0,
        skipped_enough: 2,
        state: "running",
        problem: null,
        note: null,
        created_at: at(now),
        created_by: "林晚",
        finished_at: null,
      });
      return ok(batches[0], 202);
    },
  ],
  [
    "GET",
    /^\/coupons\/programmes\/(\w+)\/batches$/,
    ({ id }) => ok({ items: batches.filter((one) => one.programme_id === id) }),
  ],
  [
    "POST",
    /^\/coupons\/batches\/(\w+)\/stop$/,
    ({ id }) => ok(Object.assign(batches.find((one) => one.id === id) ?? {}, { state: "stopped" })),
  ],
  [
    "GET",
    /^\/coupons$/,
    ({ query }) =>
      whole(
        coupons.filter(
          (one) =>
            (!query.get("programme") || one.programme_id === query.get("programme")) &&
            (!query.get("customer") || one.customer_id === query.get("customer")) &&
            (!query.get("state") || one.state === query.get("state")),
        ),
      ),
  ],
  [
    "POST",
    /^\/coupons\/(\w+)\/void$/,
    ({ id }) => ok(Object.assign(coupons.find((one) => one.id === id) ?? {}, { state: "void" })),
  ],
  [
    "POST",
    /^\/coupons\/grant$/,
    ({ body }) => {
      const one = {
        ...(coupons[2] as Coupon),
        id: String(coupons.length + 1),
        state: "held" as const,
        customer_id: body.customer_id as string,
        reason: body.reason as string,
      };
      coupons.unshift(one);
      return ok({ items: [one] }, 201);
    },
  ],
];
