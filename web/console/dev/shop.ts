// Development only: a small tea and skincare shop with made-up people. Nobody here exists.
import type { Channel, CustomerRow, Line, Order, Product, Proposal, Shop } from "../src/api/index.ts";
import { chance } from "./chance.ts";

export const now = Date.parse("2026-11-21T08:05:00Z");
const dayMs = 86_400_000;
const r = chance(20261121);
export const at = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
export const cny = (amount: number) => ({ amount, currency: "CNY" });

export const shops: Shop[] = [
  {
    id: "1",
    name: "山茶小铺旗舰店",
    channel: "tmall",
    platform_id: "camellia.tmall",
    currency: "CNY",
    archived: false,
  },
  { id: "2", name: "山茶小铺", channel: "taobao", platform_id: "camellia88", currency: "CNY", archived: false },
  { id: "3", name: "山茶小铺抖音店", channel: "douyin", platform_id: null, currency: "CNY", archived: false },
  { id: "4", name: "山茶官网", channel: "web", platform_id: null, currency: "CNY", archived: false },
];
const surnames = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const given = [
  "雨桐",
  "子涵",
  "欣怡",
  "诗涵",
  "梓萱",
  "晨曦",
  "思远",
  "嘉怡",
  "佳琪",
  "浩然",
  "静",
  "婷婷",
  "晓梅",
  "丽华",
  "建国",
  "敏",
  "雪",
  "可心",
  "若曦",
  "一诺",
];
const nickA = ["小鹿", "爱喝茶的", "momo", "云朵", "桃子", "海盐", "柠檬不", "阿花", "南方", "晚风", "北极", "一只"];
const nickB = ["酱", "汽水", "2019", "太太", "麻麻", "同学", "萌", "姑娘", "日记", "栗子", "不加糖", "的猫"];
const places: [string, string[]][] = [
  ["浙江省", ["杭州市", "宁波市", "温州市"]],
  ["江苏省", ["南京市", "苏州市", "无锡市"]],
  ["广东省", ["广州市", "深圳市", "佛山市"]],
  ["上海市", ["上海市"]],
  ["四川省", ["成都市", "绵阳市"]],
  ["山东省", ["青岛市", "济南市"]],
  ["北京市", ["北京市"]],
  ["湖北省", ["武汉市"]],
];
const goods: [string, string, number][] = [
  ["山茶花修护精油 30ml", "护肤", 16800],
  ["山茶籽洁面油 150ml", "护肤", 12900],
  ["明前龙井 2026 春茶 125g", "茶叶", 26800],
  ["桂花乌龙 冷泡茶包 12 枚", "茶叶", 5900],
  ["茉莉银针 散茶 100g", "茶叶", 15800],
  ["陈皮白茶 小饼 15 枚", "茶叶", 9900],
  ["手作粗陶盖碗", "茶器", 13800],
  ["便携旅行茶具 一壶两杯", "茶器", 18900],
  ["山茶润唇膏 豆沙色", "口红", 6900],
  ["山茶丝绒口红 枫叶红", "口红", 11900],
  ["护手霜 三支礼盒", "护肤", 9900],
  ["节气茶礼 双罐礼盒", "礼盒", 32800],
];
const tags = ["老客", "送礼", "敏感肌", "爱囤货", "催发货", "好评多"];
export const groups = [
  { id: "1", name: "茶友", size: 86 },
  { id: "2", name: "护肤老客", size: 54 },
  { id: "3", name: "双11 预热", size: 131 },
];

export const products: Product[] = goods.map(([title, category, price], i) => {
  const sold = r.int(40, 900);
  return {
    id: String(i + 1),
    number: `6${String(71234500000 + i * 977)}`,
    shop_id: shops[i % 4]?.id ?? "1",
    shop: shops[i % 4]?.name ?? "",
    title,
    sku: i % 3 === 0 ? `CM-${100 + i}` : null,
    category,
    tags: [],
    price: cny(price),
    cost: r.some(0.7) ? cny(Math.round(price * 0.38)) : null,
    stock: r.some(0.8) ? r.int(0, 480) : null,
    picture: null,
    sold,
    revenue: cny(sold * price),
    buyers: Math.round(sold * 0.74),
    last_sold_at: at(now - r.int(0, 20) * 3_600_000),
  };
});

const money = (value: number) => cny(Math.round(value));

export const customers: CustomerRow[] = Array.from({ length: 420 }, (_, i) => {
  const [province, cities] = r.pick(places);
  const kind = r.next();
  const deals = kind < 0.72 ? Math.max(1, Math.round(1 / (r.next() + 0.12))) : 0;
  const spent = deals * r.int(6800, 24800);
  const created = now - r.int(1, 700) * dayMs;
  const last = deals > 0 ? now - Math.round(i * i * 0.0035 * dayMs) - r.int(0, 20) * 3_600_000 : null;
  const channels = [r.pick(["tmall", "taobao", "douyin", "web"] as Channel[])];
  if (r.some(0.22)) channels.push(r.pick(["wecom", "web", "phone"] as Channel[]));
  return {
    id: String(10_000 + i),
    nick: r.some(0.86) ? `${r.pick(nickA)}${r.pick(nickB)}${r.some(0.4) ? r.int(1, 99) : ""}` : null,
    name: r.some(0.8) ? `${r.pick(surnames)}${"*".repeat(r.pick(given).length)}` : null,
    mobile: r.some(0.84) ? `1${r.pick(["38", "59", "86", "77", "91"])}****${r.int(1000, 9999)}` : null,
    email: r.some(0.2) ? `${"abcdefgh"[i % 8]}***@example.com` : null,
    contact_group: deals > 0 ? "dealt" : kind < 0.86 ? "not_dealt" : "inquired",
    province,
    city: r.pick(cities),
    channels: [...new Set(channels)],
    deals,
    deal_amount: money(spent),
    average_order: deals > 0 ? money(spent / deals) : null,
    items: deals * 2,
    closed: r.some(0.2) ? 1 : 0,
    closed_amount: money(0),
    first_deal_at: last ? at(Math.min(last, created + 3 * dayMs)) : null,
    last_deal_at: last ? at(last) : null,
    created_at: at(created),
    groups: r.some(0.25) ? [r.pick(groups)].map(({ id, name }) => ({ id, name })) : [],
    tags: r.some(0.4) ? [r.pick(tags)] : [],
    blacklisted: r.some(0.01),
    profiles: channels.length + (r.some(0.12) ? 1 : 0),
    gender: r.pick(["female", "female", "male", null]),
    birthday: r.some(0.3) ? `19${r.int(80, 99)}-0${r.int(1, 9)}-1${r.int(0, 9)}` : null,
    proposals: r.some(0.06) ? 1 : 0,
  } satisfies CustomerRow;
}).sort((a, b) => (b.last_deal_at ?? "").localeCompare(a.last_deal_at ?? ""));

const dealt = customers.filter((c) => c.deals > 0);
const states = [
  ["paid", "买家已付款，等待卖家发货"],
  ["shipped", "卖家已发货，等待买家确认"],
  ["finished", "交易成功"],
  ["finished", "交易成功"],
  ["finished", "交易成功"],
  ["closed", "交易关闭"],
] as const;

export const orders: Order[] = Array.from({ length: 640 }, (_, i) => {
  const customer = r.pick(dealt);
  const shop = r.pick(shops);
  const placed = now - Math.round(i * 0.42 * dayMs * (0.6 + r.next() * 0.8)) - r.int(0, 3_600_000);
  const [status, raw] = i < 14 ? r.pick(states.slice(0, 2)) : r.pick(states);
  const lines: Line[] = Array.from({ length: r.pick([1, 1, 1, 2, 2, 3]) }, (_x, k) => {
    const product = r.pick(products);
    const quantity = r.pick([1, 1, 1, 2, 3]);
    const price = product.price?.amount ?? 0;
    return {
      id: `${i}-${k}`,
      number: `${4100000000000 + i * 37 + k}`,
      product_id: product.id,
      title: product.title,
      sku: product.sku,
      options: null,
      price: cny(price),
      quantity,
      total: cny(price * quantity),
      revenue: cny(Math.round(price * quantity * 0.94)),
      refunded: null,
      status,
      status_raw: raw,
      category: product.category,
    };
  });
  const total = lines.reduce((sum, line) => sum + (line.total?.amount ?? 0), 0);
  const discount = r.some(0.5) ? Math.round(total * 0.06) : 0;
  const done = status === "finished" || status === "shipped";
  const refund = r.some(0.05);
  return {
    id: String(50_000 + i),
    number: `${3_300_000_000_000_000 + i * 104_729}`,
    shop_id: shop.id,
    shop: shop.name,
    channel: shop.channel,
    customer_id: customer.id,
    customer: customer.nick ?? customer.name,
    status,
    status_raw: raw,
    placed_at: at(placed),
    paid_at: status === "closed" ? null : at(placed + 190_000),
    shipped_at: done ? at(placed + 0.8 * dayMs) : null,
    finished_at: status === "finished" ? at(placed + 6 * dayMs) : null,
    goods: cny(total),
    shipping: cny(0),
    discount: cny(discount),
    total: cny(total - discount),
    paid: status === "closed" ? cny(0) : cny(total - discount),
    refunded: refund ? cny(Math.round(total / 2)) : null,
    pieces: lines.reduce((sum, line) => sum + line.quantity, 0),
    title: lines[0]?.title ?? null,
    address: {
      province: customer.province,
      city: customer.city,
      district: "西湖区",
      street: "文**路***号",
      zip: "310000",
      receiver: customer.name,
      mobile: customer.mobile,
    },
    buyer_note: r.some(0.15) ? "麻烦用礼袋装，谢谢" : null,
    seller_note: r.some(0.1) ? "老客，送试用装" : null,
    close_reason: status === "closed" ? "买家不想要了" : null,
    lines,
    refunds: refund
      ? [
          {
            id: `r${i}`,
            number: `${9_100_000_000 + i}`,
            order_id: String(50_000 + i),
            order_number: null,
            amount: cny(Math.round(total / 2)),
            status: i < 40 ? "open" : "done",
            status_raw: i < 40 ? "买家已经申请退款，等待卖家同意" : "退款成功",
            requested_at: at(placed + 2 * dayMs),
            finished_at: i < 40 ? null : at(placed + 4 * dayMs),
            reason: "少件/漏发",
            title: lines[0]?.title ?? null,
          },
        ]
      : [],
    shipments: done
      ? [
          {
            id: `s${i}`,
            carrier: "顺丰速运",
            tracking: `SF13${String(10_000_000 + i * 7919)}`,
            shipped_at: at(placed + 0.8 * dayMs),
            trace: [
              { at: at(placed + 0.8 * dayMs), text: "已揽收", place: "杭州西湖区" },
              { at: at(placed + 1.6 * dayMs), text: "到达转运中心", place: "上海" },
              ...(status === "finished"
                ? [{ at: at(placed + 2.4 * dayMs), text: "已签收", place: customer.city }]
                : []),
            ],
          },
        ]
      : [],
    extra: { 订单来源: "手机淘宝" },
  } satisfies Order;
}).sort((a, b) => (b.placed_at ?? "").localeCompare(a.placed_at ?? ""));

const said = (
  field: string,
  left: string,
  right: string,
  [m, u]: [number, number],
  agreement: "same" | "different" = "same",
) => ({ field, left, right, agreement, level: agreement, m, u, weight: Math.log2(m / u) });

export const proposals: Proposal[] = Array.from({ length: 23 }, (_, i) => {
  const left = customers[i * 7] as CustomerRow;
  const right = customers[i * 7 + 3] as CustomerRow;
  return {
    id: String(i + 1),
    score: Math.round((0.97 - i * 0.017) * 100) / 100,
    state: "open" as const,
    reason: (["name_address", "similar_name_same_address", "shared_mobile"] as const)[i % 3] ?? "name_address",
    weight: 5.1 - i * 0.2,
    start: -9.4 - i * 0.2,
    evidence: [
      said("name", left.name ?? "王**", left.name ?? "王**", [0.93, 0.004]),
      said("address", "文**路***号", "文**路***号", [0.9, 0.002]),
      said("gender", "female", "male", [0.03, 0.25], "different"),
      {
        field: "mobile",
        left: left.mobile,
        right: null,
        agreement: "missing" as const,
        level: null,
        m: null,
        u: null,
        weight: 0,
      },
    ],
    left,
    right: { ...right, name: left.name, province: left.province, city: left.city },
    created_at: at(now - i * 5_400_000),
    decided_by: null,
    decided_at: null,
  };
});
