// The pictures of the README and the guides, taken of the demo shop: node e2e/screens.mjs [address of a running demo]
// ONLY=imports,card takes some of them. Without an address it makes a demo shop of its own (REGULARS_BINARY names the
// program) and throws it away. The buyers' page needs the one-time codes that a shop of its own prints.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DESK, launch, PHONE, settled, Visitor } from "./browser.mjs";
import { asks, ready } from "./demo.mjs";
import { orders } from "./files.mjs";
import { brought } from "./imports.mjs";
import { comeIn, member } from "./portal.mjs";
import { DEMO, Server } from "./server.mjs";

const folder = join(import.meta.dirname, "../../../docs/images");
const LARGEST = 300_000;
const PEOPLE = Number(process.env.PEOPLE ?? 3_000);

const ways = {
  zh: { locale: "zh-CN" },
  en: { locale: "en-GB" },
  "zh-dark": { locale: "zh-CN", mode: "dark" },
  "zh-phone": { locale: "zh-CN", viewport: PHONE, deviceScaleFactor: 2 },
  "en-phone": { locale: "en-GB", viewport: PHONE, deviceScaleFactor: 2 },
};
const shots = [
  { name: "overview", path: () => "/overview", in: ["zh", "en", "zh-dark"] },
  { name: "customers", path: () => "/customers", in: ["zh", "en"] },
  { name: "card", path: (known) => `/customers/${known.customer}`, in: ["zh", "en", "zh-phone"] },
  { name: "identity", path: (known) => `/customers/${known.customer}?part=identity`, in: ["zh", "en"] },
  { name: "proposals", path: () => "/proposals", in: ["zh", "en"] },
  { name: "insight", path: (known) => `/insight?segment=${known.segment}`, in: ["zh", "en"] },
  { name: "value", path: () => "/value", in: ["zh", "en"] },
  { name: "members", path: () => "/members", in: ["zh", "en"] },
  { name: "promotions", path: () => "/promotions", in: ["zh", "en"] },
  { name: "imports", path: (known) => known.imported, in: ["zh", "en"] },
  { name: "sign-in", path: () => "/sign-in", in: ["zh", "en"], by: "nobody" },
  { name: "portal", path: () => "/my", in: ["zh-phone", "en-phone"], by: "buyer", look: { deviceScaleFactor: 1.5 } },
];

/** A segment as a shop would make it, and what it is asked with. */
const SEGMENT = {
  name: "绿茶老客",
  text: 'deals >= 2 and did paid where item.category contains "绿茶" in last 365 days',
};
/** How the buyers' page greets, and what bringing a friend is worth. */
const PORTAL = {
  enabled: true,
  colour: "#2F7D6B",
  welcome: { zh: "喝茶的人，慢慢来。", en: "Tea takes its time." },
  shop: null,
  referral: {
    enabled: true,
    referrer: { kind: "points", points: 200 },
    newcomer: { kind: "credit", amount: 1_000, valid_days: 30 },
    wait_days: 7,
    most: null,
  },
};

/** What the pictures show beside what every demo shop has; of a running one, what is there. */
const known = { imported: "/imports", segment: "", buyer: null };

async function prepare(server, browser) {
  const visitor = await Visitor.come(browser, server);
  const { csrf } = await visitor.signIn(DEMO);
  const ask = asks(visitor, csrf);
  await ready(ask);
  known.imported = await brought(visitor.context.request, csrf, "淘宝订单 2026-10.csv", orders());
  known.segment = (await ask("POST", "/segments", SEGMENT)).id;
  await ask("PUT", "/portal/settings", PORTAL);
  const { levels } = await ask("GET", "/members/programme");
  known.buyer = await member(ask, { level: levels.at(-2).id, points: 1_000 });
  await visitor.context.close();
}

/** Who has bought through the most channels, and the most often among those. */
async function interesting(visitor) {
  const answer = await visitor.context.request.get("/api/v1/customers?sort=deals&limit=200");
  const { items } = await answer.json();
  items.sort((a, b) => b.channels.length - a.channels.length || b.profiles - a.profiles || b.deals - a.deals);
  return items[0].id;
}

async function signIn(visitor, locale) {
  const { csrf } = await visitor.signIn(DEMO);
  await visitor.context.request.patch("/api/v1/session", {
    headers: { "x-regulars-csrf": csrf },
    data: { locale, theme: "system" },
  });
  known.customer ??= await interesting(visitor);
}

/** The page as somebody sees it who is let in as the shot asks. */
async function reached(visitor, locale, { path, by }) {
  if (by === "staff") await signIn(visitor, locale);
  const page = await visitor.page();
  await page.goto(path(known));
  if (by === "buyer") await comeIn(page, server, known.buyer.mobile);
  else await settled(page);
  return page;
}

const [address] = process.argv.slice(2);
const server = address
  ? { url: address, stop: async () => undefined }
  : await Server.start({ people: PEOPLE, plain: false, codes: true });
const browser = await launch();
const wanted = process.env.ONLY?.split(",");
if (!address) await prepare(server, browser);
mkdirSync(folder, { recursive: true });
let tooLarge = 0;
for (const [way, look] of Object.entries(ways)) {
  const asked = shots.filter(
    ({ name, by, in: taken }) =>
      taken.includes(way) && (wanted?.includes(name) ?? true) && (by !== "buyer" || known.buyer),
  );
  for (const shot of asked) {
    const { name } = shot;
    const locale = way.startsWith("zh") ? "zh-CN" : "en";
    const visitor = await Visitor.come(browser, server, { viewport: DESK, ...look, ...shot.look });
    await visitor.context.addInitScript((tag) => localStorage.setItem("regulars.locale", tag), locale);
    const page = await reached(visitor, locale, { by: "staff", ...shot });
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
