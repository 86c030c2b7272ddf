// A page whose one question is not answered yet, or was refused.
import { Skeleton } from "antd";
import type { Problem } from "../api";
import { Page, Panel } from "./Page";
import { ErrorState } from "./States";

interface Props {
  title: string;
  query: { error: Problem | null; refetch: () => unknown };
}

export function PageWaiting({ title, query }: Props) {
  if (query.error)
    return (
      <Page title={title}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  return (
    <Page title={title} sentence={null}>
      <Panel>
        <Skeleton active paragraph={{ rows: 10 }} />
      </Panel>
    </Page>
  );
}
