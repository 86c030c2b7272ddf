// Development only: the overview, orders, products, tags and the search.
import { has, ok, page, type Route } from "./answer.ts";
import { overview } from "./overview.ts";
import { customers, orders, products } from "./shop.ts";

export const routes: Route[] = [
  [
    "GET",
    /^\/overview$/,
    ({ query, english }) => {
      if (process.env.MOCK_EMPTY === "1")
        return ok({
          ...overview(30, [], english),
          sentence: english
            ? "No orders yet: import the first file and this page fills itself."
            : "还没有订单：导入第一份文件，这里就会有内容。",
          todo: [{ kind: "no_data", count: 0, link: "/imports" }],
        });
      return ok(overview(Number(query.get("days") ?? 30), query.getAll("shop"), english));
    },
  ],
  [
    "GET",
    /^\/tags$/,
    () =>
      ok({
        items: [...new Set(customers.flatMap((c) => c.tags))].map((name) => ({
          name,
          size: customers.filter((c) => c.tags.includes(name)).length,
        })),
      }),
  ],
  [
    "GET",
    /^\/orders$/,
    ({ query }) =>
      page(
        orders.filter(
          (o) =>
            has([o.number, o.customer, o.title], query.get("q")) &&
            has([o.status], query.get("status")) &&
            (query.getAll("shop").length === 0 || query.getAll("shop").includes(o.shop_id)),
        ),
        query,
      ),
  ],
  ["GET", /^\/orders\/statuses$/, () => ok({ items: [] })],
  ["GET", /^\/orders\/(\w+)$/, ({ id }) => ok(orders.find((o) => o.id === id))],
  [
    "GET",
    /^\/products$/,
    ({ query }) =>
      page(
        products.filter(
          (p) => has([p.title, p.number, p.sku], query.get("q")) && has([p.category], query.get("category")),
        ),
        query,
      ),
  ],
  ["GET", /^\/products\/(\w+)$/, ({ id }) => ok(products.find((p) => p.id === id))],
  [
    "GET",
    /^\/search$/,
    ({ query }) => {
      const q = query.get("q");
      return ok({
        customers: customers.filter((c) => has([c.nick, c.mobile, c.name], q)).slice(0, 8),
        orders: orders.filter((o) => has([o.number], q)).slice(0, 5),
        products: products.filter((p) => has([p.title], q)).slice(0, 5),
      });
    },
  ],
];
