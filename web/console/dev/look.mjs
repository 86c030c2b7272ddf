// Development only: pictures of pages and their axe findings, to be looked at with a cold eye.
//   MOCK=1 npx vite preview --port 4173 &   then   node dev/look.mjs [folder] [path …]
// Every page in zh and en, light and dark, desk and phone, unless WAYS names some ("zh-light-desk,en-dark-phone").
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [folder = "look", ...asked] = process.argv.slice(2);
const base = process.env.BASE ?? "http://127.0.0.1:4173";
const paths = asked.length > 0 ? asked : ["/overview"];
const ways = (
  process.env.WAYS ?? "zh-light-desk,en-light-desk,zh-dark-desk,zh-light-phone,zh-dark-phone,en-light-phone"
).split(",");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let bad = 0;
for (const way of ways) {
  const [language, mode, device] = way.split("-");
  const phone = device === "phone";
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    colorScheme: mode,
    locale: language === "zh" ? "zh-CN" : "en-GB",
    reducedMotion: "reduce",
  });
  await context.addInitScript(
    (tag) => localStorage.setItem("regulars.locale", tag),
    language === "zh" ? "zh-CN" : "en",
  );
  for (const path of paths) {
    const page = await context.newPage();
    page.on("console", (m) => {
      if (["error", "warning"].includes(m.type())) console.log(`  ${way} ${path} console: ${m.text().slice(0, 300)}`);
    });
    page.on("pageerror", (e) => console.log(`  ${way} ${path} crash: ${String(e).slice(0, 300)}`));
    await page.route("**/api/v1/session", async (route) => {
      if (route.request().method() !== "GET") return route.continue();
      const answer = await route.fetch();
      if (!answer.ok()) return route.fulfill({ response: answer });
      const body = await answer.json();
      body.user.locale = language === "zh" ? "zh-CN" : "en";
      return route.fulfill({ response: answer, json: body });
    });
    const [where, deed] = path.split("#");
    await page.goto(base + where, { waitUntil: "networkidle" });
    await page.locator("main h1, form").first().waitFor();
    await page.waitForFunction(() => !document.querySelector(".ant-skeleton-active, [aria-busy=true]"));
    if (deed === "palette") await page.keyboard.press("Control+k");
    else if (deed?.startsWith("type=")) {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(decodeURIComponent(deed.slice(5)));
    } else if (deed) await page.locator(decodeURIComponent(deed)).first().click();
    await page.waitForTimeout(700);
    const name = `${path.replace(/[^\w\u4e00-\u9fff]+/g, "_").slice(1, 60) || "root"}-${way}`;
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: process.env.FULL === "1" });
    if (process.env.AXE !== "0") {
      const cdp = await context.newCDPSession(page);
      await cdp.send("Page.setBypassCSP", { enabled: true });
      await cdp.send("Runtime.evaluate", { expression: axe });
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      for (const v of found.violations) {
        bad += 1;
        console.log(
          `  ${way} ${path} axe ${v.impact} ${v.id}: ${v.nodes.length} × ${v.nodes
            .slice(0, 3)
            .map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message?.slice(0, 120) ?? ""}`)
            .join(" | ")}`,
        );
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) console.log(`  ${way} ${path} is ${wide} px wider than the window`);
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
console.log(bad === 0 ? "no axe violations" : `${bad} axe violations`);
