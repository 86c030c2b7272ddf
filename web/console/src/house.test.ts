// The rules of the console that a reader of one file cannot see kept.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|tsx|css)$/.test(name) && !name.endsWith("house.test.ts"))
  .map((name) => ({ name, text: readFileSync(join(root, "src", name), "utf8") }));
const code = files.filter(({ name }) => !name.endsWith(".css"));
const where = (rule: (file: { name: string; text: string }) => boolean, of = files) =>
  of.filter(rule).map(({ name }) => name);

describe("the house", () => {
  it("has no file so long that nobody reads it", () => {
    expect(where(({ name, text }) => name !== "api/schema.d.ts" && text.split("\n").length > 450)).toEqual([]);
    const beside = ["dev", "e2e"].flatMap((folder) =>
      readdirSync(join(root, folder), { encoding: "utf8" })
        .filter((name) => /\.(ts|mjs)$/.test(name))
        .map((name) => ({ name, text: readFileSync(join(root, folder, name), "utf8") })),
    );
    expect(where(({ text }) => text.split("\n").length > 500, beside)).toEqual([]);
  });
  it("opens src/api by its one door", () => {
    expect(where(({ name, text }) => !name.startsWith("api/") && /from "[./]+\/api\//.test(text), code)).toEqual([]);
  });
  it("keeps the API, the theme and the formats free of pages", () => {
    const pure = code.filter(({ name }) => /^(api|theme)\//.test(name) || name === "kit/format.ts");
    expect(
      where(({ text }) => /from "\.\.\/(app|kit|door|overview|settings|customers|orders)/.test(text), pure),
    ).toEqual([]);
  });
  it("writes no HTML text and runs no text as code: the content policy forbids both", () => {
    expect(where(({ text }) => /dangerouslySetInnerHTML|\.innerHTML|\beval\(|new Function\(/.test(text), code)).toEqual(
      [],
    );
    const page = readFileSync(join(root, "index.html"), "utf8");
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?:\/\//);
  });
  it("fetches nothing from elsewhere", () => {
    const other = /https?:\/\/(?!127\.0\.0\.1|www\.w3\.org|schemas\.openxmlformats\.org)[a-z]/;
    expect(where(({ name, text }) => !name.endsWith(".test.ts") && other.test(text))).toEqual([]);
  });
  it("loads charts lazily, and with them ECharts", () => {
    expect(
      where(({ name, text }) => !/^kit\/(Canvas|still|echarts)\./.test(name) && /from "echarts/.test(text)),
    ).toEqual([]);
  });
});
