// Rows of text as files that a spreadsheet opens.
import { describe, expect, it } from "vitest";
import { crc, csv, workbook } from "./workbook";

describe("a sheet as a file", () => {
  it("quotes what must be, and runs nothing", () => {
    expect(csv([["a,b", '"', "-1.5"]])).toBe('\uFEFF"a,b","""",-1.5\r\n');
    expect(csv([["=1+1", "-x"]])).toBe("\uFEFF'=1+1,'-x\r\n");
  });
  it("is a workbook: a ZIP with its sums right", () => {
    expect(crc(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    const bytes = workbook([["a", "1.5", "<"]], "Pivot");
    expect([...bytes.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
    expect(new TextDecoder().decode(bytes)).toContain(
      '<c><v>1.5</v></c><c t="inlineStr"><is><t xml:space="preserve">&lt;',
    );
  });
});
