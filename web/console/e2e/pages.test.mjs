// Every page of the console over a demo shop: in both languages, light and dark, at the desk and on a phone, without an
// axe violation, without an error, and never wider than the window.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESK, launch, PHONE, settled, Visitor, violations, walk } from "./browser.mjs";
import { orders } from "./files.mjs";
import { brought } from "./imports.mjs";
import { DEMO, Server } from "./server.mjs";
import { reckoned } from "./value.mjs";

const WAYS = [
  { name: "zh-light-desk", locale: "zh-CN", mode: "light", viewport: DESK },
  { name: "en-dark-desk", locale: "en-GB", mode: "dark", viewport: DESK },
  { name: "zh-dark-phone", locale: "zh-CN", mode: "dark", viewport: PHONE },
  { name: "en-light-phone", locale: "en-GB", mode: "light", viewport: PHONE },
];

let browser;
let server;
let imports = [];
let segments = [];

/** Every address that the navigation offers, one customer's card in each of its parts, imports, and a segment. */
async function addresses(page, desk) {
  if (!desk) await page.getByRole("button", { name: /^(菜单|Menu)$/ }).click();
  const links = page.getByRole("navigation").getByRole("link");
  await links.first().waitFor();
  const offered = await links.evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
  const answer = await page.context().request.get("/api/v1/customers?limit=1");
  const [{ id }] = (await answer.json()).items;
  const card = `/customers/${id}`;
  return [
    ...new Set(offered),
    card,
    `${card}?part=timeline`,
    `${card}?part=orders`,
    `${card}?part=identity`,
    `${card}?part=reach`,
    `${card}?part=notes`,
    "/account",
    ...imports,
    ...segments,
  ];
}

describe("every page", () => {
  before(async () => {
    server = await Server.start({ people: 120 });
    browser = await launch();
    const visitor = await Visitor.come(browser, server);
    const { csrf } = await visitor.signIn(DEMO);
    const { request } = visitor.context;
    imports = [
      await brought(request, csrf, "订单.csv", orders()),
      await brought(
        request,
        csrf,
        "通讯录.csv",
        "称呼,电话,在哪里\n茶友甲,13500135001,杭州\n茶友乙,13500135002,苏州\n",
      ),
    ];
    for (let ready = false; !ready; ) {
      const answer = await request.get("/api/v1/segments/status");
      assert.equal(answer.status(), 200);
      ({ ready } = await answer.json());
    }
    await reckoned(request, csrf);
    const made = await request.post("/api/v1/recipes/repeat_customers", {
      headers: { "x-regulars-csrf": csrf },
      data: {},
    });
    assert.ok(made.ok(), await made.text());
    const { id } = await made.json();
    segments = ["/segments/new", `/segments/${id}`, `/segments/${id}/edit`, `/insight?segment=${id}`];
    await visitor.context.close();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const { name, locale, mode, viewport } of WAYS) {
    test(`${name}: no axe violation, no error, nothing too wide, nothing but words`, async () => {
      const visitor = await Visitor.come(browser, server, { locale, mode, viewport, bypassCSP: true });
      const session = await visitor.signIn(DEMO);
      await visitor.context.request.patch("/api/v1/session", {
        headers: { "x-regulars-csrf": session.csrf },
        data: { locale: locale.startsWith("zh") ? "zh-CN" : "en", theme: "system" },
      });
      await walk(visitor, `pages-${name}`, async (page) => {
        await page.goto("/overview");
        await settled(page);
        const found = [];
        for (const path of await addresses(page, viewport === DESK)) {
          await page.goto(path);
          await settled(page);
          found.push(...(await violations(page)).map((one) => `${path}: ${one}`));
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wider > 0) found.push(`${path} is ${wider} px wider than the window`);
          // A value that is no text shows itself as what it is to the program.
          const odd = /.{0,40}(\[object Object\]|\bNaN\b|\bundefined\b).{0,20}/.exec(
            await page.locator("body").innerText(),
          );
          if (odd) found.push(`${path} says “${odd[0]}”`);
          assert.equal(await page.evaluate(() => document.documentElement.dataset.mode), mode, path);
          assert.equal(await page.evaluate(() => document.documentElement.lang.slice(0, 2)), locale.slice(0, 2), path);
        }
        if (found.length > 0) assert.fail([...new Set(found)].join("\n"));
      });
    });
  }

  test("the door has no axe violation in either language", async () => {
    for (const locale of ["zh-CN", "en-GB"]) {
      const visitor = await Visitor.come(browser, server, { locale, bypassCSP: true });
      await walk(visitor, `door-${locale}`, async (page) => {
        await page.goto("/");
        await page.waitForURL(/sign-in/);
        await settled(page);
        assert.equal((await violations(page)).join("\n"), "");
      });
    }
  });

  test("under the policy as it is sent, no page breaks it or asks another host", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.signIn(DEMO);
    await walk(visitor, "policy", async (page) => {
      const answer = await page.goto("/overview");
      const policy = answer.headers()["content-security-policy"];
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe-eval|script-src[^;]*unsafe|\*|https?:/);
      await settled(page);
      for (const path of await addresses(page, true)) {
        await page.goto(path);
        await settled(page);
      }
    });
  });
});
