// What an unknown table's columns mean: filling in, and what is still missing. Pure.
import type { Mapping, Preview } from "../api";

type Target = Preview["targets"][number];

/** The mapping over the file's own columns, in their order; columns that it does not name are left out. */
export function over(columns: string[], mapping: Mapping): Mapping {
  const known = new Map(mapping.columns.map((c) => [c.column, c]));
  return { ...mapping, columns: columns.map((column) => known.get(column) ?? { column, field: null }) };
}

/** One field is one column: giving it to a column takes it from the other. */
export function give(mapping: Mapping, column: string, field: string | null): Mapping {
  return {
    ...mapping,
    columns: mapping.columns.map((c) =>
      c.column === column
        ? { ...c, field }
        : field !== null && field !== "extra" && c.field === field
          ? { ...c, field: null }
          : c,
    ),
  };
}

/** Another kind of thing: fields that it does not have are let go. */
export function become(mapping: Mapping, entity: Mapping["entity"], target: Target | undefined): Mapping {
  const fields = new Set(target?.fields.map((f) => f.key));
  return {
    ...mapping,
    entity,
    columns: mapping.columns.map((c) =>
      c.field && c.field !== "extra" && !fields.has(c.field) ? { ...c, field: null } : c,
    ),
  };
}

/** Whether two say the same of every column and option, in whatever order. */
export function alike(a: Mapping, b: Mapping): boolean {
  const said = ({ entity, columns, options }: Mapping) =>
    JSON.stringify([
      entity,
      columns.flatMap(({ column, field }) => (field ? [`${column}=${field}`] : [])).sort(),
      Object.entries(options)
        .map(([key, value]) => `${key}=${value}`)
        .sort(),
    ]);
  return said(a) === said(b);
}

export function missing(mapping: Mapping, target: Target | undefined): Target["fields"] {
  const given = new Set(mapping.columns.map((c) => c.field));
  return target?.fields.filter((f) => f.required && !given.has(f.key)) ?? [];
}
