// Development only: the overview's figures, made up with a week's rhythm and 双11.
import type { Figure, Overview } from "../src/api/index.ts";
import { chance } from "./chance.ts";
import { at, now, shops } from "./shop.ts";

const dayMs = 86_400_000;
const dayOf = (ms: number) => at(ms + 8 * 3_600_000).slice(0, 10);

function salesOn(ms: number, noise: number): number {
  const date = new Date(ms + 8 * 3_600_000);
  const weekday = date.getUTCDay();
  const rhythm = [1.16, 0.94, 0.92, 0.95, 0.98, 1.04, 1.2][weekday] ?? 1;
  const double11 = date.getUTCMonth() === 10 && date.getUTCDate() === 11 ? 3.9 : 1;
  const eve = date.getUTCMonth() === 10 && date.getUTCDate() >= 8 && date.getUTCDate() <= 12 ? 1.25 : 1;
  const double6 = date.getUTCMonth() === 5 && date.getUTCDate() === 18 ? 2.6 : 1;
  const growth = 1 + (ms - now) / (900 * dayMs);
  return Math.round(2_480_000 * rhythm * double11 * double6 * eve * growth * (0.9 + noise * 0.22));
}

/** How far each figure moved, as the API says it. */
function moved(figures: Omit<Figure, "change">[]): Figure[] {
  return figures.map((one) => {
    const before = one.previous ?? 0;
    const by = one.unit === "rate_permille" ? 1000 : before;
    return { ...one, change: by === 0 ? null : Math.round(((one.value - before) / by) * 1000) };
  });
}

export function overview(days: number, chosen: string[], english: boolean): Overview {
  const r = chance(days * 31 + 5);
  const share = chosen.length === 0 ? 1 : 0.12 + 0.22 * chosen.length;
  const sales = Array.from({ length: days }, (_, i) => {
    const ms = now - (days - 1 - i) * dayMs;
    const amount = Math.round(salesOn(ms, r.next()) * share);
    const orders = Math.round(amount / 16_800);
    const buyers = Math.round(orders * 0.93);
    const fresh = Math.round(buyers * (0.58 + r.next() * 0.08));
    return {
      day: dayOf(ms),
      until: dayOf(ms),
      sales: amount,
      previous: Math.round(salesOn(ms - days * dayMs, r.next()) * share * 0.93),
      orders,
      new_buyers: fresh,
      returning_buyers: buyers - fresh,
    };
  });
  const sum = (pick: (row: (typeof sales)[number]) => number) => sales.reduce((total, row) => total + pick(row), 0);
  const total = sum((s) => s.sales);
  const before = sum((s) => s.previous ?? 0);
  const orders = sum((s) => s.orders);
  const w = (zh: string, en: string) => (english ? en : zh);
  const months = 12;
  const cohorts = Array.from({ length: months }, (_, i) => {
    const size = r.int(640, 1180) + (i === 0 ? 1400 : 0);
    const date = new Date(Date.UTC(2025, 11 + i, 1));
    const returned = [
      size,
      ...Array.from({ length: months - 1 - i }, (_x, k) =>
        Math.round(size * (0.17 * Math.exp(-k / 5) + 0.035 + r.next() * 0.03 + (i + k === 10 ? 0.09 : 0))),
      ),
    ];
    const rates = returned.map((count) => Math.round((1000 * count) / size));
    return { month: date.toISOString().slice(0, 7), size, returned, rates };
  });
  const top = (total / 100).toLocaleString(english ? "en" : "zh-CN", { maximumFractionDigits: 0 });
  const change = (((total - before) / before) * 100).toFixed(1);
  return {
    as_of: at(now),
    range: { from: sales[0]?.day ?? "", to: sales.at(-1)?.day ?? "" },
    previous: { from: dayOf(now - (2 * days - 1) * dayMs), to: dayOf(now - days * dayMs) },
    sentence: w(
      `近 ${days} 天销售额 ¥${top}，比上期高 ${change}%，主要来自天猫旗舰店；复购率 23.4%，浙江、江苏的老客回来得最多。`,
      `Sales of the last ${days} days are ¥${top}, ${change}% above the period before, mostly from the Tmall flagship; the repurchase rate is 23.4%, led by regulars from Zhejiang and Jiangsu.`,
    ),
    figures: moved([
      {
        key: "sales",
        value: total,
        previous: before,
        unit: "money",
        good: "up",
        link: "/orders",
        definition: w("已付款订单的实付金额减去退款", "What was paid for orders, less refunds"),
      },
      {
        key: "deals",
        value: orders,
        previous: Math.round(orders * 0.9),
        unit: "count",
        good: "up",
        link: "/orders",
        definition: w("已付款的订单数", "Orders that were paid"),
      },
      {
        key: "buyers",
        value: Math.round(orders * 0.88),
        previous: Math.round(orders * 0.81),
        unit: "count",
        good: "up",
        link: "/customers?tab=dealt",
        definition: w(
          "期间至少成交一次的客户，跨店铺去重",
          "Customers with at least one deal, counted once over all shops",
        ),
      },
      {
        key: "average_order",
        value: Math.round(total / orders),
        previous: Math.round(total / orders) + 320,
        unit: "money",
        good: "up",
        link: null,
        definition: w("销售额除以成交订单数", "Sales divided by orders"),
      },
      {
        key: "repurchase_rate",
        value: 234,
        previous: 222,
        unit: "rate_permille",
        good: "up",
        link: null,
        definition: w(
          "期间成交的客户中，此前也成交过的比例",
          "Of the period's buyers, the share who had bought before",
        ),
      },
      {
        key: "refund_rate",
        value: 31,
        previous: 28,
        unit: "rate_permille",
        good: "down",
        link: "/orders?status=refunded",
        definition: w("退款金额占实付金额的比例", "Refunds as a share of what was paid"),
      },
    ]),
    width: "day",
    sales,
    channels: shops
      .filter((s) => chosen.length === 0 || chosen.includes(s.id))
      .map((s, i) => ({
        channel: s.channel,
        shop_id: s.id,
        shop: s.name,
        sales: Math.round((total / share) * ([0.46, 0.27, 0.18, 0.09][i] ?? 0.1)),
        orders: Math.round(orders * ([0.46, 0.27, 0.18, 0.09][i] ?? 0.1)),
        buyers: Math.round(orders * 0.8 * ([0.46, 0.27, 0.18, 0.09][i] ?? 0.1)),
      })),
    cohorts,
    todo: [
      { kind: "awaiting_shipment", count: 14, link: "/orders?status=paid" },
      { kind: "proposals", count: 23, link: "/proposals" },
      { kind: "refunds_open", count: 6, link: "/orders?status=refunding" },
      { kind: "refused_rows", count: 37, link: "/imports" },
      { kind: "unknown_statuses", count: 2, link: "/orders" },
      { kind: "parked_jobs", count: 1, link: "/settings/jobs?state=parked" },
    ],
    currency: "CNY",
  };
}
