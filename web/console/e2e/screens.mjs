// The pictures of the README, taken of the demo shop: node e2e/screens.mjs [address of a running demo]
// ONLY=imports,card takes some of them. Without an address it makes a demo shop of its own (REGULARS_BINARY names the program) and throws it away.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DESK, launch, PHONE, settled, Visitor } from "./browser.mjs";
import { orders } from "./files.mjs";
import { brought } from "./imports.mjs";
import { DEMO, Server } from "./server.mjs";

const folder = join(import.meta.dirname, "../../../docs/images");
const LARGEST = 300_000;
const PEOPLE = Number(process.env.PEOPLE ?? 3_000);

const ways = {
  zh: { locale: "zh-CN" },
  en: { locale: "en-GB" },
  "zh-dark": { locale: "zh-CN", mode: "dark" },
  "zh-phone": { locale: "zh-CN", viewport: PHONE, deviceScaleFactor: 2 },
};
const shots = [
  { name: "overview", path: "/overview", in: ["zh", "en", "zh-dark"] },
  { name: "customers", path: "/customers", in: ["zh", "en"] },
  { name: "card", path: (known) => `/customers/${known.customer}`, in: ["zh", "en", "zh-phone"] },
  { name: "identity", path: (known) => `/customers/${known.customer}?part=identity`, in: ["zh", "en"] },
  { name: "proposals", path: "/proposals", in: ["zh", "en"] },
  { name: "members", path: "/members", in: ["zh", "en"] },
  { name: "promotions", path: "/promotions", in: ["zh", "en"] },
  { name: "imports", path: (known) => known.imported, in: ["zh", "en"] },
  { name: "sign-in", path: "/sign-in", in: ["zh", "en"], out: true },
];

/** The page of an import that has something to show; of a running demo, the list. */
let imported = "/imports";

/** Who has bought through the most channels, and the most often among those. */
async function interesting(visitor) {
  const answer = await visitor.context.request.get("/api/v1/customers?sort=deals&limit=200");
  const { items } = await answer.json();
  items.sort((a, b) => b.channels.length - a.channels.length || b.profiles - a.profiles || b.deals - a.deals);
  return { customer: items[0].id, imported };
}

const [address] = process.argv.slice(2);
const server = address
  ? { url: address, stop: async () => undefined }
  : await Server.start({ people: PEOPLE, plain: false });
const browser = await launch();
const wanted = process.env.ONLY?.split(",");
if (!address) {
  const visitor = await Visitor.come(browser, server);
  const { csrf } = await visitor.signIn(DEMO);
  imported = await brought(visitor.context.request, csrf, "淘宝订单 2026-10.csv", orders());
  await visitor.context.close();
}
mkdirSync(folder, { recursive: true });
let tooLarge = 0;
for (const [way, look] of Object.entries(ways)) {
  for (const { name, path, out } of shots.filter(
    (shot) => shot.in.includes(way) && (wanted?.includes(shot.name) ?? true),
  )) {
    const visitor = await Visitor.come(browser, server, { viewport: DESK, ...look });
    await visitor.context.addInitScript(
      (tag) => localStorage.setItem("regulars.locale", tag),
      way.slice(0, 2) === "zh" ? "zh-CN" : "en",
    );
    let known = {};
    if (!out) {
      const { csrf } = await visitor.signIn(DEMO);
      const locale = way.startsWith("zh") ? "zh-CN" : "en";
      await visitor.context.request.patch("/api/v1/session", {
        headers: { "x-regulars-csrf": csrf },
        data: { locale, theme: "system" },
      });
      known = await interesting(visitor);
    }
    const page = await visitor.page();
    await page.goto(typeof path === "function" ? path(known) : path);
    await settled(page);
    const file = join(folder, `${name}-${way}.png`);
    await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
    const { size } = statSync(file);
    console.log(`${name}-${way}.png ${Math.round(size / 1000)} kB`);
    if (size > LARGEST) tooLarge += 1;
    await visitor.context.close();
  }
}
await browser.close();
await server.stop();
if (tooLarge > 0) {
  console.error(`${tooLarge} pictures are larger than ${LARGEST / 1000} kB`);
  process.exitCode = 1;
}
