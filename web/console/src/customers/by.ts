// Who did what stands in a timeline, and why: words for people, none that only programs know.

/** A detail of an entry as text; nothing where there is none. */
export type Text = (key: string) => string | null;

const SYSTEM = "system";
const PORTAL = "portal";
const WHO = ["author", "by", "source"];

/** Whether somebody did it, staff or the buyer herself, rather than the program on its own. */
export const isPerson = (by: string | null): boolean => Boolean(by) && by !== SYSTEM;

/** Who did it and `more` of its details, each said once; `portal` names the buyers' page. */
export function saidBy(text: Text, portal: string, ...more: string[]): string[] {
  const word = (key: string) => {
    const value = text(key);
    // What somebody wrote stays as it was written.
    if (!WHO.includes(key) && key !== "evidence") return value;
    if (value === SYSTEM) return null;
    return value === PORTAL ? portal : value;
  };
  const all = [...WHO, ...more].map(word).filter((value): value is string => Boolean(value));
  return [...new Set(all)];
}
