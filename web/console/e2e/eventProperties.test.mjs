// The walk of an operator whose site says more than shops usually ask: a quiz with a score. She declares what came, and
// composes a crowd from it, people of before included.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, settled, Visitor, walk, word } from "./browser.mjs";
import { DEMO, Server } from "./server.mjs";

let browser;
let server;

const SCORES = [95, 80, 80, 60, 35];

/** Events as the site sends them. */
async function said(visitor, csrf) {
  const { request } = visitor.context;
  const [shop] = (await (await request.get("/api/v1/shops")).json()).items;
  const events = SCORES.map((score, n) => ({
    key: `quiz-${n}`,
    name: "Quiz Done",
    who: [{ kind: "user_id", value: `quiz-visitor-${n}` }],
    properties: { score, taste: n % 2 === 0 ? "绿茶" : "红茶", delivery: `2026-12-0${n + 1}` },
  }));
  const answer = await request.post("/api/v1/events", {
    headers: { "x-regulars-csrf": csrf },
    data: { shop_id: shop.id, events },
  });
  assert.equal(answer.status(), 200, await answer.text());
  assert.equal((await answer.json()).counts.created, SCORES.length);
}

describe("event properties", () => {
  before(async () => {
    server = await Server.start({ people: 60 });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("from keys that came to a crowd that asks for them", async () => {
    const visitor = await Visitor.come(browser, server);
    const { csrf } = await visitor.signIn(DEMO);
    for (let ready = false; !ready; ) {
      const answer = await visitor.context.request.get("/api/v1/segments/status");
      assert.equal(answer.status(), 200);
      ({ ready } = await answer.json());
    }
    await said(visitor, csrf);
    await walk(visitor, "event-properties", async (page) => {
      const main = page.getByRole("main");
      await page.goto("/settings/event-properties");
      await settled(page);
      const row = (key) => main.getByRole("row").filter({ has: page.getByText(key, { exact: true }) });
      for (const key of ["score", "taste"]) {
        await row(key)
          .getByRole("button", { name: word("登记") })
          .click();
        await main.getByText(`properties.${key}`).waitFor();
      }
      // One with a name and a type of her own.
      await row("delivery")
        .getByRole("button", { name: word("调整后登记") })
        .click();
      const drawer = page.getByRole("dialog");
      await drawer.getByRole("textbox", { name: "名称" }).fill("送货日");
      await drawer.getByRole("button", { name: word("保存") }).click();
      await drawer.waitFor({ state: "hidden" });
      await main.getByText("properties.delivery").waitFor();
      await main.getByText("正在读取历史行为").first().waitFor({ state: "detached" });

      await page.goto("/segments/new");
      await settled(page);
      await main
        .getByRole("button", { name: word("添加条件") })
        .first()
        .click();
      const box = page.getByRole("combobox", { name: /^搜索条件/ });
      await box.fill("Quiz");
      await page.getByRole("option", { name: /^Quiz Done/ }).click();
      const text = () => page.waitForFunction(() => document.querySelector("textarea")?.value ?? "");
      await main.getByText(`符合条件 ${SCORES.length} 人`).waitFor({ state: "attached" });
      await main
        .getByRole("button", { name: word("限定内容") })
        .first()
        .click();
      const property = main.getByRole("combobox", { name: "哪一项" }).last();
      await property.click();
      await page.getByTitle("score", { exact: true }).last().click();
      await main.getByRole("spinbutton", { name: /^score/ }).fill("80");
      await main.getByText("符合条件 3 人").waitFor({ state: "attached" });
      assert.match(
        await (await text()).jsonValue(),
        /did other where \(name in \("Quiz Done"\) and properties\.score >= 80\)/,
      );

      await main.getByRole("button", { name: word("保存人群") }).click();
      await drawer.getByRole("textbox", { name: "名称" }).fill("测验高分");
      await drawer.getByRole("button", { name: word("保存") }).click();
      await page.waitForURL(/\/segments\/\d+$/);

      // What a crowd asks for stays, and says for whom.
      await page.goto("/settings/event-properties");
      await settled(page);
      await row("properties.score").getByRole("link", { name: "测验高分" }).waitFor();
      await row("properties.score").getByRole("button", { name: /^删除/ }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: word("删除") })
        .click();
      await page.getByText(/这些人群的规则用到了此属性：测验高分/).waitFor();
      visitor.refused(/status of 409/, /Problem: 这些人群的规则用到了此属性/);
    });
  });
});
