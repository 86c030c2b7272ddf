import { describe, expect, it } from "vitest";
import { begin, edit, redo, TOGETHER, undo } from "./history";

describe("history", () => {
  it("takes back and brings again", () => {
    const three = edit(edit(begin("a"), "b", null, 0), "c", null, 1);
    expect(undo(three).now).toBe("b");
    expect(undo(undo(three)).now).toBe("a");
    expect(undo(undo(undo(three))).now).toBe("a");
    expect(redo(undo(three)).now).toBe("c");
    expect(redo(three)).toBe(three);
  });
  it("makes one step of quick edits of one thing", () => {
    let h = edit(begin("1"), "12", "n", 0);
    h = edit(h, "123", "n", TOGETHER);
    expect(undo(h).now).toBe("1");
    h = edit(h, "1234", "n", 3 * TOGETHER);
    expect(undo(h).now).toBe("123");
    h = edit(h, "x", "other", 3 * TOGETHER);
    expect(undo(h).now).toBe("1234");
  });
  it("forgets what was undone once something else is done", () => {
    const h = edit(undo(edit(begin("a"), "b", null, 0)), "c", null, 5);
    expect(h.future).toEqual([]);
    expect(undo(h).now).toBe("a");
  });
  it("counts no edit that changes nothing", () => {
    const h = begin("a");
    expect(edit(h, "a", null, 0)).toBe(h);
  });
});
