// What hands do everywhere: another language, dark, a phone, the keyboard alone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, PHONE, settled, Visitor, walk } from "./browser.mjs";
import { DEMO, Server } from "./server.mjs";

// She keeps what the first walk chooses, and no other walk signs in as her.
const OPERATOR = { ...DEMO, login: "operator" };

let browser;
let server;

const look = (page) =>
  page.evaluate(() => ({
    lang: document.documentElement.lang,
    mode: document.documentElement.dataset.mode,
    paper: getComputedStyle(document.querySelector(".ant-layout")).backgroundColor,
  }));

describe("hands", () => {
  before(async () => {
    server = await Server.start({ people: 60 });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("language and appearance change at once and are kept with the account", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.signIn(OPERATOR);
    await walk(visitor, "language", async (page) => {
      await page.goto("/customers");
      await settled(page);
      await page.getByRole("heading", { name: "客户列表", level: 1 }).waitFor();
      const light = await look(page);
      assert.deepEqual([light.lang, light.mode], ["zh-CN", "light"]);

      await page.getByRole("button", { name: /^账号菜单/ }).click();
      await page.getByRole("menuitem", { name: "外观" }).hover();
      const dressed = page.waitForResponse(
        (answer) => answer.url().endsWith("/session") && answer.request().method() === "PATCH",
      );
      await page.getByRole("menuitem", { name: "深色" }).click();
      assert.equal((await dressed).status(), 200);
      const dark = await look(page);
      assert.equal(dark.mode, "dark");
      assert.notEqual(dark.paper, light.paper);

      await page.getByRole("button", { name: /^账号菜单/ }).click();
      await page.getByRole("menuitem", { name: "语言" }).hover();
      const spoken = page.waitForResponse(
        (answer) => answer.url().endsWith("/session") && answer.request().method() === "PATCH",
      );
      await page.getByRole("menuitem", { name: "English" }).click();
      assert.equal((await spoken).status(), 200);
      await page.getByRole("heading", { name: "Customer list", level: 1 }).waitFor();
      assert.equal((await look(page)).lang, "en");
      await page.reload();
      await page.getByRole("heading", { name: "Customer list", level: 1 }).waitFor();
      assert.equal((await look(page)).mode, "dark");
    });
    const elsewhere = await Visitor.come(browser, server);
    const { user } = await elsewhere.signIn(OPERATOR);
    assert.deepEqual([user.locale, user.theme], ["en", "dark"]);
    await elsewhere.context.close();
  });

  test("on a phone the menu opens a page and a customer is a card", async () => {
    const visitor = await Visitor.come(browser, server, { viewport: PHONE, hasTouch: true, isMobile: true });
    await visitor.signIn(DEMO);
    await walk(visitor, "phone", async (page) => {
      await page.goto("/overview");
      await settled(page);
      await page.getByRole("button", { name: "菜单", exact: true }).tap();
      await page.getByRole("dialog").getByRole("link", { name: "客户列表" }).tap();
      await page.getByRole("heading", { name: "客户列表", level: 1 }).waitFor();
      await settled(page);
      assert.equal(await page.getByRole("main").getByRole("table").count(), 0);
      await page.getByRole("main").getByRole("list").getByRole("listitem").first().getByRole("button").tap();
      await page.waitForURL(/\/customers\/\d+/);
      await settled(page);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wider <= 0, `${wider} px wider than the window`);
    });
  });

  test("the keyboard alone signs in, finds a customer and comes back", async () => {
    const visitor = await Visitor.come(browser, server);
    await walk(visitor, "keyboard", async (page) => {
      const { keyboard } = page;
      await page.goto("/");
      await page.waitForURL(/sign-in/);
      await page.getByLabel("登录名").waitFor();
      await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
      await keyboard.type(DEMO.login);
      await keyboard.press("Tab");
      await keyboard.type(DEMO.password);
      await keyboard.press("Enter");
      await page.waitForURL(/\/overview/);
      await settled(page);

      const answer = await page.context().request.get("/api/v1/customers?limit=50");
      const customer = (await answer.json()).items.find((one) => one.nick);
      // The shell listens for its keys once it stands.
      await page.getByRole("button", { name: "搜索客户、订单、商品或页面" }).waitFor();
      await keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "搜索客户、订单、商品或页面" }).waitFor();
      await keyboard.type(customer.nick);
      await page.getByRole("option", { name: customer.nick }).first().waitFor();
      await keyboard.press("Enter");
      await page.waitForURL(new RegExp(`/customers/${customer.id}`));
      await settled(page);

      await keyboard.press("Control+k");
      await page.getByRole("combobox").first().waitFor();
      await keyboard.type("订单");
      await page.getByRole("option", { name: "订单", exact: true }).waitFor();
      const options = await page.getByRole("option").allTextContents();
      for (let step = 0; step < options.indexOf("订单"); step += 1) await keyboard.press("ArrowDown");
      await keyboard.press("Enter");
      await page.waitForURL(/\/orders/);
      await settled(page);

      // The first stop of the Tab key leads past the navigation.
      await page.goto("/customers");
      await settled(page);
      await keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "跳到正文");
      await keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.id === "main");
      const seen = new Set();
      for (let step = 0; step < 60; step += 1) {
        await keyboard.press("Tab");
        const here = await page.evaluate(() => {
          const element = document.activeElement;
          const outline = getComputedStyle(element);
          const ring = outline.outlineStyle !== "none" || outline.boxShadow !== "none";
          return { inTable: Boolean(element?.closest("tbody")), tag: element?.tagName, ring };
        });
        seen.add(here.tag);
        if (here.inTable && here.tag === "BUTTON") break;
      }
      assert.ok(await page.evaluate(() => Boolean(document.activeElement?.closest("tbody"))), "Tab reaches the rows");
      await keyboard.press("Enter");
      await page.waitForURL(/\/customers\/\d+/);
    });
  });
});
