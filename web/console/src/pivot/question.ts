// A pivot's question as a page keeps it: what is laid where, in the address so that it can be sent; moving, drilling down
// and up; and the question as the server takes it. Pure: counts nothing.
import type {
  Filter,
  PivotAnswer,
  PivotAxis,
  PivotCatalogue,
  PivotDays,
  PivotDimension,
  PivotQuestion,
  PivotSubject,
  Rule,
  Segment,
  Test,
} from "../api";

export type Shelf = "rows" | "columns";
/** A member that was drilled into: only its customers or facts are left. */
export interface Within {
  dimension: string;
  value: string;
  /** As it was read when it was chosen. */
  name: string;
}
export interface Layout {
  subject: string;
  rows: PivotAxis[];
  columns: PivotAxis[];
  measures: string[];
  segment: string | null;
  from: string | null;
  to: string | null;
  compare: "previous" | "year_before" | null;
  within: Within[];
}
export type Query = Record<string, string>;

const pack = encodeURIComponent;

/** `province`, `province~10` for the first ten, `age@18_25_35` for edges of its own. */
export function axisText({ dimension, top, edges }: PivotAxis): string {
  return pack(dimension) + (top ? `~${top}` : "") + (edges?.length ? `@${edges.map(pack).join("_")}` : "");
}
export function readAxis(text: string): PivotAxis {
  const [head = "", edges] = text.split("@");
  const [name = "", top] = head.split("~");
  return {
    dimension: decodeURIComponent(name),
    ...(top && Number(top) > 0 ? { top: Number(top) } : {}),
    ...(edges ? { edges: edges.split("_").map(decodeURIComponent) } : {}),
  };
}

const list = (text: string | undefined) => (text ? text.split(";").filter(Boolean) : []);

function readWithin(text: string | undefined): Within[] {
  try {
    const read: unknown = text ? JSON.parse(text) : [];
    return Array.isArray(read)
      ? read
          .filter((one): one is [string, string, string] => Array.isArray(one))
          .map(([dimension, value, name]) => ({
            dimension,
            value,
            name,
          }))
      : [];
  } catch {
    return [];
  }
}

/** The subject that is shown before anything is asked: payments, or whatever comes first. */
function firstSubject(catalogue: PivotCatalogue): PivotSubject | undefined {
  return catalogue.subjects.find(({ key }) => key === "paid") ?? catalogue.subjects[0];
}

/** A layout that says something at once: the months of what was done, or where the customers are. */
export function opening(subject: PivotSubject): Pick<Layout, "rows" | "columns" | "measures"> {
  const has = (key: string) => subject.dimensions.some((one) => one.key === key);
  const first = has("month") ? "month" : has("province") ? "province" : subject.dimensions[0]?.key;
  const sum = subject.measures.find(({ key, kind }) => kind === "money" && key.startsWith("sum:"))?.key;
  const measures = ["customers", ...(sum ? [sum] : [])].filter((key) =>
    subject.measures.some((one) => one.key === key),
  );
  return {
    rows: first ? [{ dimension: first }] : [],
    columns: [],
    measures: measures.length > 0 ? measures : subject.measures.slice(0, 1).map(({ key }) => key),
  };
}

const COMPARED = ["previous", "year_before"] as const;

/** What the address asks for, as far as this catalogue knows it. */
export function read(query: Query, catalogue: PivotCatalogue): Layout {
  const subject = catalogue.subjects.find(({ key }) => key === query.subject) ?? firstSubject(catalogue);
  const known = (axis: PivotAxis) => subject?.dimensions.some(({ key }) => key === axis.dimension) ?? false;
  const axes = (text: string | undefined) => list(text).map(readAxis).filter(known);
  const rest = {
    subject: subject?.key ?? "",
    segment: query.segment ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
    compare: COMPARED.find((one) => one === query.compare) ?? null,
    within: readWithin(query.within),
  };
  if (!subject || query.measures === undefined) return { ...rest, ...(subject ? opening(subject) : none) };
  const measures = list(query.measures)
    .map(decodeURIComponent)
    .filter((key) => subject.measures.some((one) => one.key === key));
  return {
    ...rest,
    rows: axes(query.rows),
    columns: axes(query.columns),
    measures: measures.length > 0 ? measures : opening(subject).measures,
  };
}
const none = { rows: [], columns: [], measures: [] };

/** The layout as the address keeps it; null takes a key away. */
export function write(layout: Layout): Record<string, string | null> {
  return {
    subject: layout.subject,
    rows: layout.rows.map(axisText).join(";") || null,
    columns: layout.columns.map(axisText).join(";") || null,
    measures: layout.measures.map(pack).join(";") || null,
    segment: layout.segment,
    from: layout.from,
    to: layout.to,
    compare: layout.compare,
    within:
      layout.within.length > 0
        ? JSON.stringify(layout.within.map(({ dimension, value, name }) => [dimension, value, name]))
        : null,
  };
}

const without = (axes: PivotAxis[], dimension: string) => axes.filter((one) => one.dimension !== dimension);

/** Lays a dimension on a shelf, before the one at `place`; taken from wherever it lay. Null when there is no room. */
export function lay(
  layout: Layout,
  dimension: string,
  shelf: Shelf,
  place: number,
  limits: PivotCatalogue["limits"],
): Layout | null {
  const axis = [...layout.rows, ...layout.columns].find((one) => one.dimension === dimension) ?? { dimension };
  const before = layout[shelf].slice(0, place).filter((one) => one.dimension !== dimension).length;
  const next = {
    ...layout,
    rows: without(layout.rows, dimension),
    columns: without(layout.columns, dimension),
  };
  next[shelf] = [...next[shelf].slice(0, before), axis, ...next[shelf].slice(before)];
  return next[shelf].length > limits[shelf] ? null : next;
}
export function take(layout: Layout, dimension: string): Layout {
  return { ...layout, rows: without(layout.rows, dimension), columns: without(layout.columns, dimension) };
}
export function change(layout: Layout, dimension: string, axis: PivotAxis): Layout {
  const swap = (axes: PivotAxis[]) => axes.map((one) => (one.dimension === dimension ? axis : one));
  return { ...layout, rows: swap(layout.rows), columns: swap(layout.columns) };
}
/** Lays a measure before the one at `place`; the last one cannot be taken away. */
export function measure(layout: Layout, key: string, place: number, limit: number): Layout | null {
  const before = layout.measures.slice(0, place).filter((one) => one !== key).length;
  const rest = layout.measures.filter((one) => one !== key);
  const measures = [...rest.slice(0, before), key, ...rest.slice(before)];
  return measures.length > limit ? null : { ...layout, measures };
}

/** The dimension one step finer (+1) or coarser (-1) that this subject has. */
export function step(
  dimension: string,
  by: 1 | -1,
  catalogue: PivotCatalogue,
  subject: PivotSubject,
): PivotDimension | null {
  const line = catalogue.hierarchies.find((one) => one.includes(dimension));
  for (let at = (line?.indexOf(dimension) ?? -1) + by; line && at >= 0 && at < line.length; at += by) {
    const found = subject.dimensions.find(({ key }) => key === line[at]);
    if (found) return found;
  }
  return null;
}

/** Into a member: the finer dimension takes its place, and only what is of the member stays. */
export function down(layout: Layout, within: Within, finer: string): Layout {
  const kept = layout.within.filter((one) => one.dimension !== within.dimension);
  const axes = [...layout.rows, ...layout.columns];
  const next = axes.some((one) => one.dimension === finer)
    ? take(layout, within.dimension)
    : change(layout, within.dimension, { dimension: finer });
  return { ...next, within: [...kept, within] };
}
/** Out again, to the coarser dimension; members that were drilled into along the same line are let go. */
export function up(layout: Layout, dimension: string, coarser: string, catalogue: PivotCatalogue): Layout {
  const line = catalogue.hierarchies.find((one) => one.includes(dimension)) ?? [];
  const from = line.indexOf(coarser);
  const within = layout.within.filter((one) => !(line.includes(one.dimension) && line.indexOf(one.dimension) >= from));
  return { ...change(layout, dimension, { dimension: coarser }), within };
}

/** How many months a period lasts that is made of months. */
const MONTHS: Record<string, number> = { year: 12, quarter: 3, month: 1 };

/** The days of a period's member, whose value is its first day. */
export function daysOf(dimension: string, first: string): PivotDays | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(first)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const months = MONTHS[dimension];
  const end = months
    ? Date.UTC(year, month - 1 + months, 0)
    : Date.UTC(year, month - 1, day + (dimension === "week" ? 6 : 0));
  return { from: first, to: new Date(end).toISOString().slice(0, 10) };
}

const exactly = (value: string): Test | null => (value === "" ? null : { test: "one_of", values: [{ text: value }] });

const overlap = (a: PivotDays | null, b: PivotDays | null): PivotDays | null =>
  a && b ? { from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to } : (a ?? b);

/** The members that were drilled into, as who, which and when. */
function narrowed(layout: Layout, subject: PivotSubject) {
  const rules: Rule[] = [];
  const filters: Filter[] = [];
  let period: PivotDays | null = layout.from && layout.to ? { from: layout.from, to: layout.to } : null;
  for (const { dimension, value } of layout.within) {
    const group = subject.dimensions.find(({ key }) => key === dimension)?.group;
    const test = exactly(value) ?? ({ test: "known" } as const);
    const unknown = value === "";
    if (group === "time") period = overlap(period, daysOf(dimension, value));
    else if (group === "customer") {
      const rule: Rule = { type: "is", attribute: dimension, test };
      rules.push(unknown ? { type: "not", rule } : rule);
    } else if (group) {
      // A property that is called as an attribute is says so before its name.
      const filter: Filter = { type: "property", property: dimension.replace(/^fact:/, ""), test };
      filters.push(unknown ? { type: "not", filter } : filter);
    }
  }
  return { rules, filters, period };
}

/** The question as the server takes it; null while nothing is to be counted. */
export function ask(layout: Layout, catalogue: PivotCatalogue, segments: Segment[]): PivotQuestion | null {
  const subject = catalogue.subjects.find(({ key }) => key === layout.subject);
  if (!subject || layout.measures.length === 0) return null;
  const { rules, filters, period } = narrowed(layout, subject);
  const segment = segments.find(({ id }) => id === layout.segment);
  if (segment && rules.length > 0)
    rules.unshift({ type: "in", set: segment.kind === "list" ? "list" : "segment", name: segment.name });
  const rule: Rule | undefined = rules.length > 1 ? { type: "all", rules } : rules[0];
  const filter: Filter | undefined = filters.length > 1 ? { type: "all", filters } : filters[0];
  const question: PivotQuestion = {
    subject: layout.subject,
    rows: layout.rows,
    columns: layout.columns,
    measures: layout.measures,
  };
  if (rule) question.slice = { rule };
  else if (layout.segment) question.slice = { segment: layout.segment };
  if (filter) question.filter = filter;
  if (layout.subject !== "customers" && period) {
    question.period = period;
    if (layout.compare) question.compare = layout.compare;
  }
  return question;
}

/** Whether anything at all was counted. */
export const nothing = (answer: PivotAnswer): boolean =>
  answer.cells.length === 0 && answer.total.values.every((value) => value === null || Number(value) === 0);
