"""Bringing in a Taobao order report as a workbook, beside the same report as CSV: what the workbook's shared texts cost in memory."""

import csv
import io
import json
import sys
import zipfile
from xml.sax.saxutils import escape

from common import PROGRAM, folder, head, row, run, timed

TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml"
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
PARTS = (f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
         f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'


def letters(column):
    """A column's name: A, B, … Z, AA, …"""
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


def write_workbook(report, path):
    """Writes a report in GBK as Excel saves it: every text once among the shared ones. Returns rows and bytes of those."""
    texts = {}
    shared = io.StringIO()
    names = [letters(column) for column in range(200)]
    rows = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in [("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT), ("xl/workbook.xml", BOOK),
                           ("xl/_rels/workbook.xml.rels", PARTS)]:
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet, report.open(encoding="gb18030", newline="") as said:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for cells in csv.reader(said):
                rows += 1
                line = []
                for column, cell in enumerate(cells):
                    # As Excel takes a text that a CSV marks as one.
                    cell = cell.removeprefix('="').removesuffix('"').removeprefix("'") if cell[:1] in "='" else cell
                    if not cell:
                        continue
                    known = texts.get(cell)
                    if known is None:
                        known = texts[cell] = len(texts)
                        shared.write(f'<si><t xml:space="preserve">{escape(cell)}</t></si>')
                    line.append(f'<c r="{names[column]}{rows}" t="s"><v>{known}</v></c>')
                sheet.write(f'<row r="{rows}">{"".join(line)}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        part = f'<sst xmlns="{MAIN}">{shared.getvalue()}</sst>'.encode()
        book.writestr("xl/sharedStrings.xml", part)
    return rows - 1, len(part)


def main(orders=200_000):
    head(f"a Taobao order report of {orders:,} orders as a workbook, into a fresh SQLite")
    with folder() as data:
        reports = data / "reports"
        run("--data-dir", data / "unused", "--json", "demo", "--write-taobao", reports, "--customers", orders, "--seed", 11)
        report, book = reports / "tmall-orders.csv", data / "orders.xlsx"
        rows, texts = write_workbook(report, book)
        print(f"{rows:,} rows, {texts / 2**20:.0f} MB of shared texts unpacked")
        figures = []
        for path in (report, book):
            out = data / f"{path.suffix}.json"
            with out.open("w") as to:
                took, peak = timed([str(PROGRAM), "--data-dir", str(data / path.suffix), "--json", "import", "--shop",
                                    "拾露旗舰店", "--channel", "tmall", str(path)], stdout=to, refused=True)
            figures.append((took, peak, json.loads(out.read_text())["counts"]))
        (plain, least, counts), (seconds, memory, again) = figures
        assert counts == again, (counts, again)
        row("import", f"{seconds:.1f} s", f"{plain:.1f} s", f"{seconds / plain:.2f}")
        row("peak memory", f"{memory:.0f} MB", f"{least:.0f} MB", f"{memory / least:.2f}", "< 400 MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
