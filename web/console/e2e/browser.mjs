// A browser that notices what a visitor should never meet: errors in the console, crashes, a broken content policy,
// requests to other hosts. A failing walk leaves a picture of each of its pages.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const PATIENCE = 40_000;
export const failures = process.env.REGULARS_E2E_FAILURES ?? join(import.meta.dirname, "failures");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function launch() {
  return chromium.launch({
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
}

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A visitor of one server: a context whose pages are watched. */
export class Visitor {
  faults = [];

  static async come(browser, server, { locale = "zh-CN", mode = "light", viewport = DESK, ...more } = {}) {
    const visitor = new Visitor();
    visitor.server = server;
    visitor.context = await browser.newContext({
      baseURL: server.url,
      locale,
      colorScheme: mode,
      viewport,
      reducedMotion: "reduce",
      acceptDownloads: true,
      ...more,
    });
    visitor.context.setDefaultTimeout(PATIENCE);
    visitor.context.on("page", (page) => visitor.#watch(page));
    return visitor;
  }

  #watch(page) {
    page.on("console", (said) => {
      // A policy that is broken says so here too. An answer that a page expects (401 before sign-in) is no error of it.
      if (!["error", "warning"].includes(said.type()) || /status of 401/.test(said.text())) return;
      this.faults.push(`${page.url()}: console ${said.type()}: ${said.text()}`);
    });
    page.on("pageerror", (error) => this.faults.push(`${page.url()}: ${error.stack ?? error}`));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (["data:", "blob:"].includes(url.protocol) || url.origin === this.server.url) return;
      this.faults.push(`${page.url()}: a request to ${url.origin}`);
    });
    page.on("requestfailed", (request) => {
      // A page that is left gives up what it asked.
      if (request.failure()?.errorText === "net::ERR_ABORTED") return;
      this.faults.push(`${page.url()}: ${request.url()} failed: ${request.failure()?.errorText}`);
    });
  }

  page() {
    return this.context.newPage();
  }

  /** Signs in by the API and keeps the cookie. */
  async signIn({ login, password }) {
    const answer = await this.context.request.post("/api/v1/session", { data: { login, password } });
    assert.equal(answer.status(), 200, await answer.text());
    return answer.json();
  }

  /** What the walk had refused on purpose is no fault; that nothing was refused is one. */
  refused(...patterns) {
    for (const pattern of patterns) {
      const [met, others] = [true, false].map((wanted) =>
        this.faults.filter((fault) => pattern.test(fault) === wanted),
      );
      assert.notEqual(met.length, 0, `nothing like ${pattern} was met`);
      this.faults = others;
    }
  }

  /** Nothing bad was met. */
  well() {
    if (this.faults.length > 0) assert.fail(this.faults.join("\n"));
  }

  async picture(name) {
    mkdirSync(failures, { recursive: true });
    for (const [index, page] of this.context.pages().entries())
      await page.screenshot({ path: join(failures, `${name}-${index}.png`) });
  }
}

/** Runs a walk with a visitor; when it fails, its pages are kept as pictures. */
export async function walk(visitor, name, steps) {
  try {
    await steps(await visitor.page());
    visitor.well();
  } catch (error) {
    await visitor.picture(name);
    throw error;
  } finally {
    await visitor.context.close();
  }
}

/** What axe finds in the page as it stands. Needs a context with bypassCSP. */
export async function violations(page) {
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(
    (rule) =>
      `${rule.id} (${rule.impact}): ${rule.nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).join(" | ")}`,
  );
}

/** The page has what it asked for and stands still: no skeleton, no spinner, no request under way, nothing that fades. */
export async function settled(page) {
  await page.waitForLoadState("networkidle");
  await page.locator("main, form").first().waitFor();
  // What has not arrived says so: skeletons, spinners, and the places of lists and pictures.
  const waiting = [".ant-skeleton-active", ".ant-spin-spinning", "[aria-busy=true]", "[data-busy]"];
  for (const word of ["正在加载", "Loading"]) waiting.push(`[role=status][aria-label="${word}"]`);
  await page.waitForFunction((selector) => {
    const moves = (one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity;
    return !document.querySelector(selector) && !document.getAnimations().some(moves);
  }, waiting.join(", "));
}

/** A word as a button says it: Ant Design puts a space between two Chinese letters, and an icon's English name before. */
export function word(text) {
  const escaped = [...text].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^([a-z-]+ )?${escaped.join("\\s?")}$`);
}
