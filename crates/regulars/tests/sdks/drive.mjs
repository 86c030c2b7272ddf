// Drives the server with Segment's library for Node: `node drive.mjs FOLDER HOST WRITE_KEY`. Every event is made by the
// library; nothing here writes HTTP.
import { createRequire } from "node:module";

const [folder, host, writeKey] = process.argv.slice(2);
const { Analytics } = createRequire(`${folder}/package.json`)("@segment/analytics-node");

const failures = [];
const client = () => {
  const analytics = new Analytics({ writeKey, host, flushAt: 7, flushInterval: 50, maxRetries: 3 });
  analytics.on("error", (error) => failures.push(String(error.reason ?? error.code ?? error)));
  return analytics;
};

const visitor = "node-visitor";
const user = "node-user";
const first = client();
first.page({ anonymousId: visitor, name: "Home", category: "Shop" });
first.track({
  anonymousId: visitor,
  event: "Product Viewed",
  properties: { product_id: "P-1", name: "青瓷杯", price: 60.25, currency: "CNY" },
});
first.screen({ anonymousId: visitor, name: "Start" });
first.identify({
  userId: user,
  anonymousId: visitor,
  traits: { name: "测试乙", email: "node@example.com", phone: "+86 138 0013 8001", address: { city: "杭州市", state: "浙江省" } },
});
first.group({ userId: user, groupId: "家庭", traits: { size: 3 } });
first.track({ userId: user, event: "Live Chat Conversation Started", properties: { topic: "尺码" } });
first.track({
  userId: user,
  event: "Order Completed",
  messageId: "node-order-1",
  properties: {
    order_id: "N-1001",
    total: 120.5,
    currency: "CNY",
    products: [{ product_id: "P-1", name: "青瓷杯", price: 60.25, quantity: 2 }],
  },
});
await first.closeAndFlush({ timeout: 20_000 });

// The same order said again by another process, an event of long ago that arrives late, and a hundred at once.
const second = client();
second.track({
  userId: user,
  event: "Order Completed",
  messageId: "node-order-1",
  timestamp: new Date(),
  properties: { order_id: "N-1001", total: 120.5, currency: "CNY" },
});
second.track({ userId: user, event: "Product Reviewed", timestamp: new Date("2020-02-29T08:00:00Z"), properties: { rating: 5 } });
for (let number = 0; number < 100; number += 1) {
  second.track({ userId: user, event: "Product Added", properties: { product_id: `P-${number}`, price: 1, quantity: number } });
}
second.alias({ userId: user, previousId: "node-old-user" });
await second.closeAndFlush({ timeout: 20_000 });

if (failures.length > 0) {
  console.error(failures.join("\n"));
  process.exit(1);
}
