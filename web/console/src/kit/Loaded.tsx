// One question's three states around the part that needs its answer.
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import type { Problem } from "../api";
import { ErrorState } from "./States";

interface Props<T> {
  query: { data: T | undefined; error: Problem | null; refetch: () => unknown };
  /** Stands in while loading; a paragraph when absent. */
  waiting?: ReactNode;
  small?: boolean;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ query, waiting, small, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} small={small} />;
  return waiting ?? <Skeleton active paragraph={{ rows: 6 }} />;
}
