// The client as React Query hooks. A question's key is [path, params], so `useRefresh("/customers")` asks again every
// question whose path begins so. Lists are cursor pages and have no total.
import {
  type InfiniteData,
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { Page } from "./basics";
import { ask, get, type Params } from "./client";
import { Problem } from "./problem";

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        // A refusal stays a refusal; only silence and an overloaded server are asked again, once.
        retry: (count, error) => count < 1 && error instanceof Problem && (error.status === 0 || error.status === 503),
      },
    },
  });
}

/** Asks before anybody has mounted who will need the answer. */
export function askAhead(client: QueryClient, path: string, params: Params = {}): void {
  void client.prefetchQuery({ queryKey: [path, params], queryFn: ({ signal }) => get(path, params, signal) });
}

/** Milliseconds until a question is asked again; by its answer, when that says whether something is under way. */
type Every<T> = number | false | ((answer: T) => number | false);

const pause = <T>(every: Every<T>, answer: T | undefined): number | false =>
  typeof every !== "function" ? every : answer !== undefined && every(answer);

interface Options<T> {
  enabled?: boolean;
  every?: Every<T>;
  /** Keep showing the former answer while a new question is under way. */
  keep?: boolean;
  /** Said beside the question: another answer is not expected for it. */
  aside?: Params;
}

export function useGet<T>(
  path: string,
  params: Params = {},
  { enabled = true, every = false, keep = false, aside }: Options<T> = {},
) {
  return useQuery<T, Problem>({
    queryKey: [path, params],
    queryFn: ({ signal }) => get<T>(path, { ...params, ...aside }, signal),
    enabled,
    refetchInterval: ({ state }) => pause(every, state.data),
    placeholderData: keep ? keepPreviousData : undefined,
  });
}

/** Several questions of one kind; what is answered so far, in their order. */
export function useGetEach<T>(asked: { path: string; params?: Params }[]): T[] {
  return useQueries({
    queries: asked.map(({ path, params = {} }) => ({
      queryKey: [path, params],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<T>(path, params, signal),
    })),
    combine: (answers) => answers.flatMap(({ data }) => (data === undefined ? [] : [data])),
  });
}

/** A question whose words are too many for an address; the former answer stays while a new one is under way. */
export function useAsk<T>(
  path: string,
  body: unknown,
  { enabled = true, every = false }: Omit<Options<T>, "keep" | "aside"> = {},
) {
  return useQuery<T, Problem>({
    queryKey: [path, body, "post"],
    queryFn: ({ signal }) => ask<T>(path, { method: "POST", body, signal, question: true }),
    enabled,
    refetchInterval: ({ state }) => pause(every, state.data),
    placeholderData: keepPreviousData,
  });
}

/** Where a list goes on: most take a cursor back as `cursor`, those of the warehouse as `after`. */
function goesOn<T>(last: Page<T>): Params | null {
  if (last.next_cursor) return { cursor: last.next_cursor };
  return last.next ? { cursor: last.next, after: last.next } : null;
}

const rowsOf = <T>({ pages }: { pages: Page<T>[] }): T[] => pages.flatMap((page) => page.items);

/** A cursor-paged list; `rows` are the pages fetched so far, one after another. */
export function usePages<T>(
  path: string,
  params: Params = {},
  { enabled = true, every = false }: Omit<Options<T[]>, "keep"> = {},
) {
  const query = useInfiniteQuery<Page<T>, Problem, InfiniteData<Page<T>>, [string, Params, "pages"], Params>({
    queryKey: [path, params, "pages"],
    queryFn: ({ pageParam, signal }) => get<Page<T>>(path, { limit: 50, ...params, ...pageParam }, signal),
    initialPageParam: {},
    getNextPageParam: goesOn,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pause(every, state.data && rowsOf(state.data)),
    enabled,
  });
  return { ...query, rows: query.data && rowsOf(query.data) };
}

/** Ask again everything whose path begins with one of these. */
export function useRefresh() {
  const client = useQueryClient();
  return useCallback(
    (...paths: string[]) =>
      client.invalidateQueries({
        predicate: ({ queryKey: [path] }) => typeof path === "string" && paths.some((p) => path.startsWith(p)),
      }),
    [client],
  );
}

/**
 * Asks again what a long work touches whenever one ended. `ended` says which have, as far as is known: a work that is
 * over between two looks was never seen under way, so it is not enough to wait for one that was.
 */
export function useEnded(ended: string | undefined, ...touched: string[]): void {
  const refresh = useRefresh();
  const before = useRef<string>(undefined);
  const paths = touched.join();
  useEffect(() => {
    if (before.current !== undefined && before.current !== ended) void refresh(...paths.split(","));
    before.current = ended;
  }, [ended, paths, refresh]);
}

/** A change: run it, then ask again the paths that it touches. */
export function useChange<V, R>(change: (value: V) => Promise<R>, touches: string[] = []) {
  const refresh = useRefresh();
  return useMutation<R, Problem, V>({
    mutationFn: change,
    onSuccess: async () => {
      if (touches.length > 0) await refresh(...touches);
    },
  });
}
