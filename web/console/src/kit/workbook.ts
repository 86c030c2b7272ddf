// Rows of text as a file: CSV, or a workbook of one sheet. The workbook's parts are stored in a ZIP as they are, which
// every spreadsheet reads and which needs no library.
export function save(kind: "csv" | "xlsx", name: string, rows: string[][]): void {
  const blob =
    kind === "csv"
      ? new Blob([csv(rows)], { type: "text/csv;charset=utf-8" })
      : new Blob([workbook(rows, name)], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** CSV that Excel opens as UTF-8; a text that would be read as a formula is kept a text. */
export function csv(rows: string[][]): string {
  const safe = (text: string) => (/^[=+@\t\r]/.test(text) || /^-\D/.test(text) ? `'${text}` : text);
  return `\uFEFF${rows.map((row) => row.map((text) => quoted(safe(text))).join(",")).join("\r\n")}\r\n`;
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const parts = "http://schemas.openxmlformats.org/package/2006";

const plain = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    // Letters that XML cannot hold.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are taken out
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, "");

/** A number stands as a number when nothing of it is lost. */
const isNumber = (text: string) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && text.replace(/[-.]/g, "").length <= 15;

function sheetXml(rows: string[][]): string {
  const body = rows
    .map((row) => {
      const cells = row.map((text) =>
        text === ""
          ? "<c/>"
          : isNumber(text)
            ? `<c><v>${text}</v></c>`
            : `<c t="inlineStr"><is><t xml:space="preserve">${plain(text)}</t></is></c>`,
      );
      return `<row>${cells.join("")}</row>`;
    })
    .join("");
  return `${xml}<worksheet xmlns="${spread}"><sheetData>${body}</sheetData></worksheet>`;
}

export function workbook(rows: string[][], name: string): Uint8Array<ArrayBuffer> {
  const title = plain(name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31));
  return zip([
    [
      "[Content_Types].xml",
      `${xml}<Types xmlns="${parts}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `${xml}<Relationships xmlns="${parts}/relationships"><Relationship Id="r1" Type="${links}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${xml}<workbook xmlns="${spread}" xmlns:r="${links}"><sheets><sheet name="${title}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${xml}<Relationships xmlns="${parts}/relationships"><Relationship Id="r1" Type="${links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    ["xl/worksheets/sheet1.xml", sheetXml(rows)],
  ]);
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
export function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** Files side by side in a ZIP, stored without compression. */
function zip(files: [string, string][]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder();
  const front: Uint8Array[] = [];
  const back: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const [path, data] = [text.encode(name), text.encode(content)];
    // Version 2.0, names in UTF-8, stored, 1 January 1980.
    const same = [20, 0x0800, 0, 0, 0x21];
    const sizes = [crc(data), data.length, data.length];
    const local = words([[0x04034b50, 4], ...same.map(two), ...sizes.map(four), [path.length, 2], [0, 2]]);
    const entry = words([
      [0x02014b50, 4],
      [20, 2],
      ...same.map(two),
      ...sizes.map(four),
      [path.length, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [at, 4],
    ]);
    front.push(local, path, data);
    back.push(entry, path);
    at += local.length + path.length + data.length;
  }
  const length = back.reduce((sum, one) => sum + one.length, 0);
  const end = words([
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [files.length, 2],
    [files.length, 2],
    [length, 4],
    [at, 4],
    [0, 2],
  ]);
  const all = [...front, ...back, end];
  const whole = new Uint8Array(all.reduce((sum, one) => sum + one.length, 0));
  let place = 0;
  for (const one of all) {
    whole.set(one, place);
    place += one.length;
  }
  return whole;
}
const two = (value: number): [number, number] => [value, 2];
const four = (value: number): [number, number] => [value, 4];
/** Numbers, the low byte first, each of so many bytes. */
function words(values: [number, number][]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256)),
  );
}
