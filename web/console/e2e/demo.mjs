// A demo shop for the walks of one file: the program on it, a browser, and visitors who are signed in.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, Visitor } from "./browser.mjs";
import { DEMO, Server } from "./server.mjs";

/** Calls the API for a visitor who is signed in. */
export const asks = (visitor, csrf) => async (method, path, data) => {
  const answer = await visitor.context.request.fetch(`/api/v1${path}`, {
    method,
    headers: { "x-regulars-csrf": csrf },
    data,
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
};

/** The warehouse takes the shop in after a start; questions are answered when it holds everybody. */
export async function ready(ask) {
  for (let done = false; !done; ) ({ ready: done } = await ask("GET", "/segments/status"));
}

/** Called within `describe`; what it returns is filled before the first walk. */
export function demo(people, more = {}) {
  const shop = {
    /** Somebody who may do everything, and `ask`, which calls the API for them. */
    async visit(options) {
      const visitor = await Visitor.come(shop.browser, shop.server, options);
      const { csrf } = await visitor.signIn(DEMO);
      return { visitor, ask: asks(visitor, csrf) };
    },
  };
  before(async () => {
    shop.server = await Server.start({ people, ...more });
    shop.browser = await launch();
    const { visitor, ask } = await shop.visit();
    await ready(ask);
    await visitor.context.close();
  });
  after(async () => {
    await shop.browser?.close();
    await shop.server?.stop();
  });
  return shop;
}

/** Opens the page anew until it shows `what`: effects follow their cause within moments, and a page asks when it is opened. */
export async function shows(page, path, what) {
  for (;;) {
    await page.goto(path);
    await page.locator("main h1").first().waitFor();
    await page.waitForLoadState("networkidle");
    if (await what.count()) return;
  }
}
