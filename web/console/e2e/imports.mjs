// Files in, as a hand does it in the console.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settled, word } from "./browser.mjs";

/** Waits for the end of the import whose page is open, and returns it as the API tells it. */
async function outcome(page) {
  await page.waitForURL(/\/imports\/\d+/);
  const id = new URL(page.url()).pathname.split("/").pop();
  const { request } = page.context();
  // The page before may still be drawn, and say that its own import is over; the stream of an import's news ends with it.
  await request.get(`/api/v1/imports/${id}/events`);
  await page.getByRole("main").getByText("已完成", { exact: true }).waitFor();
  await settled(page);
  const answer = await request.get(`/api/v1/imports/${id}`);
  const told = await answer.json();
  assert.equal(told.state, "done");
  return told;
}

/** Gives a file to the page of imports. */
export async function bring(page, file) {
  await page
    .getByRole("navigation")
    .getByRole("link", { name: word("导入") })
    .click();
  await page.waitForURL(/\/imports$/);
  await settled(page);
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByLabel("把文件拖到这里，或点击选择").click(),
  ]);
  await chooser.setFiles(file);
  return outcome(page);
}

/** Takes the refused rows of the open import away as a file. */
export async function refusedRows(page, folder) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载待修文件" }).click(),
  ]);
  const saved = join(folder, "refused.csv");
  await download.saveAs(saved);
  return readFileSync(saved, "utf8");
}

/** Gives the mended file back on the page of the open import. */
export async function giveBack(page, file) {
  const before = page.url();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "upload 上传修好的文件" }).click(),
  ]);
  await chooser.setFiles(file);
  await page.waitForURL((url) => url.href !== before);
  return outcome(page);
}

/** Brings a file by the API and waits until it is in, or waits for somebody; returns the address of its page. */
export async function brought(request, csrf, name, text) {
  const { items } = await (await request.get("/api/v1/shops")).json();
  const answer = await request.post("/api/v1/imports", {
    headers: { "x-regulars-csrf": csrf },
    multipart: {
      shop_id: items.find((shop) => shop.channel === "taobao").id,
      file: { name, mimeType: "text/csv", buffer: Buffer.from(text) },
    },
  });
  assert.equal(answer.status(), 201, await answer.text());
  const { id, state } = await answer.json();
  // The stream of its news ends when it is over.
  if (state !== "waiting_mapping") await request.get(`/api/v1/imports/${id}/events`);
  return `/imports/${id}`;
}
