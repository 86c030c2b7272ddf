// The code that a developer copies, with this server's address and the key in place. Pure text.
export type Snippet = "curl" | "node" | "python" | "browser" | "api";

export const snippets: Snippet[] = ["curl", "node", "python", "browser", "api"];
export const hole = "YOUR_WRITE_KEY";
export const apiHole = "YOUR_API_KEY";

export function snippetText(kind: Snippet, origin: string, key: string): string {
  switch (kind) {
    case "curl":
      return `curl ${origin}/v1/track \\
  -u '${key}:' \\
  -H 'content-type: application/json' \\
  -d '{
    "userId": "u-1024",
    "event": "Product Viewed",
    "properties": { "product_id": "sku-88", "name": "桂花乌龙", "price": 59 }
  }'`;
    case "node":
      return `// npm install @segment/analytics-node
import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({
  writeKey: "${key}",
  host: "${origin}",
});

analytics.identify({ userId: "u-1024", traits: { phone: "13800000000" } });
analytics.track({
  userId: "u-1024",
  event: "Order Completed",
  properties: { order_id: "A-20", total: 118, currency: "CNY" },
});
await analytics.closeAndFlush();`;
    case "python":
      return `# pip install segment-analytics-python
import segment.analytics as analytics

analytics.write_key = "${key}"
analytics.host = "${origin}"

analytics.identify("u-1024", {"phone": "13800000000"})
analytics.track("u-1024", "Order Completed", {
    "order_id": "A-20", "total": 118, "currency": "CNY",
})
analytics.flush()`;
    case "browser":
      return `<script type="module">
  const send = (path, body) =>
    fetch("${origin}/v1/" + path, {
      method: "POST",
      keepalive: true,
      headers: { authorization: "Basic " + btoa("${key}:") },
      body: JSON.stringify({ messageId: crypto.randomUUID(), ...body }),
    });

  const anonymousId = (localStorage.visitor ??= crypto.randomUUID());
  send("page", { anonymousId, name: document.title });
  // After sign-in, tie the visits before it to the person:
  // send("identify", { anonymousId, userId: "u-1024", traits: { phone } });
</script>`;
    case "api":
      return `curl '${origin}/api/v1/customers?tab=dealt&limit=20' \\
  -H 'authorization: Bearer ${key}'`;
  }
}
