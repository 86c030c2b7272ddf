// Three or more crowds: every part of their crossing, asked in one question. Pure.
import type { CountAnswer, Rule } from "../../api";

/** As many can be crossed: beyond this nobody reads the parts. */
export const MOST = 5;

export interface Part {
  /** Which of the crowds its people are in; they are in none of the others. */
  inside: boolean[];
  rule: Rule;
  customers: number;
}
export interface Crossing {
  /** Those with anybody in them, the largest first. */
  parts: Part[];
  /** How many parts have nobody. */
  empty: number;
  /** The size of each crowd, at the same instant. */
  sizes: number[];
  /** In any of them. */
  union: number;
  base: number;
  /** When all of it was so. */
  at: string;
}

function rules(crowds: Rule[]): { inside: boolean[]; rule: Rule }[] {
  return Array.from({ length: 2 ** crowds.length - 1 }, (_, at) => {
    const inside = crowds.map((_, crowd) => ((at + 1) >> crowd) % 2 === 1);
    return {
      inside,
      rule: {
        type: "all",
        rules: crowds.map((rule, crowd): Rule => (inside[crowd] ? rule : { type: "not", rule })),
      },
    };
  });
}

/** One rule whose parts are all that is asked: each part of the crossing, then each crowd. */
export function asked(crowds: Rule[]): Rule {
  return { type: "any", rules: [...rules(crowds).map(({ rule }) => rule), ...crowds] };
}

export function crossing(crowds: Rule[], answer: CountAnswer): Crossing {
  const counts = new Map((answer.parts ?? []).map(({ path, customers }) => [path, customers]));
  const parts = rules(crowds).map((part, at) => ({ ...part, customers: counts.get(String(at)) ?? 0 }));
  return {
    parts: parts.filter(({ customers }) => customers > 0).sort((a, b) => b.customers - a.customers),
    empty: parts.filter(({ customers }) => customers === 0).length,
    sizes: crowds.map((_, at) => counts.get(String(parts.length + at)) ?? 0),
    union: answer.customers,
    base: answer.base,
    at: answer.at,
  };
}
