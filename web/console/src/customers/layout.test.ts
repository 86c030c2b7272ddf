import { expect, test } from "vitest";
import { layout, lit } from "./layout";

const node = (id: string, kind: "customer" | "profile" | "identifier") => ({ id, kind, label: id, detail: "" });
const graph = {
  nodes: [
    node("c", "customer"),
    node("p1", "profile"),
    node("p2", "profile"),
    node("mobile", "identifier"),
    node("nick", "identifier"),
    node("oddity", "identifier"),
  ],
  links: [
    { from: "c", to: "p1", reason: "" },
    { from: "c", to: "p2", reason: "mobile" },
    { from: "p1", to: "mobile", reason: "mobile" },
    { from: "mobile", to: "p2", reason: "mobile" },
    { from: "p1", to: "nick", reason: "nick" },
    { from: "p1", to: "nobody", reason: "" },
  ],
};

test("identifiers stand beside their profiles, and what two profiles share is marked", () => {
  const { nodes, links, height } = layout(graph);
  expect(nodes.filter((n) => n.kind === "identifier").map((n) => [n.id, n.shared])).toEqual([
    ["nick", false],
    ["mobile", true],
    ["oddity", false],
  ]);
  expect(links.map((l) => l.key)).toEqual(["c>p1", "c>p2", "p1>mobile", "p2>mobile", "p1>nick"]);
  expect(Math.max(...nodes.map((n) => n.y)) + 46).toBeLessThanOrEqual(height);
});

test("a node lights its links and the way to the customer", () => {
  const { links } = layout(graph);
  expect([...lit(links, "mobile")].sort()).toEqual(["c>p1", "c>p2", "p1>mobile", "p2>mobile"]);
  expect([...lit(links, null)]).toEqual([]);
});
