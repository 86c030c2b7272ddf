// How many each recipe would hold now, asked only of those in sight, and never more than a few at a time.
import { useCallback, useEffect, useRef, useState } from "react";
import { type CountAnswer, post, type Recipe } from "../../api";

const AT_ONCE = 2;

/** Null where it cannot be said. */
export type Counts = ReadonlyMap<string, CountAnswer | null>;

export function useCounts(): { counts: Counts; want: (recipes: Recipe[]) => void } {
  const [counts, setCounts] = useState<Counts>(new Map());
  const waiting = useRef<Recipe[]>([]);
  const asked = useRef(new Set<string>());
  const running = useRef(0);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      waiting.current = [];
    };
  }, []);
  const next = useCallback(() => {
    while (running.current < AT_ONCE) {
      const recipe = waiting.current.shift();
      if (!recipe) return;
      running.current += 1;
      void post<CountAnswer>("/segments/count", { text: recipe.text })
        .catch(() => {
          // The server may only be busy: whoever comes back to the card asks again.
          asked.current.delete(`${recipe.key} ${recipe.text}`);
          return null;
        })
        .then((answer) => {
          running.current -= 1;
          if (!here.current) return;
          setCounts((old) => new Map(old).set(recipe.key, answer));
          next();
        });
    }
  }, []);
  const want = useCallback(
    (recipes: Recipe[]) => {
      for (const recipe of recipes) {
        // The text is what is counted: with other settings it is another question.
        const question = `${recipe.key} ${recipe.text}`;
        if (asked.current.has(question)) continue;
        asked.current.add(question);
        waiting.current.push(recipe);
      }
      next();
    },
    [next],
  );
  return { counts, want };
}
