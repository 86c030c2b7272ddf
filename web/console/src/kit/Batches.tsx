// The batches of a page, looked at again while one of them runs; when one is over, the page hears of it.
import { post, useEnded, useGet, useRefresh } from "../api";
import { type Batch, BatchList, type BatchSaid, underWay } from "./BatchList";
import { Loaded } from "./Loaded";
import { Panel } from "./Page";

interface Props<B extends Batch> {
  title: string;
  none: string;
  path: string;
  /** What of the page changes while they run. */
  touched: string;
  /** Where one is stopped; absent for who may not. */
  stopAt?: string;
  say: (batch: B) => BatchSaid;
}

export function Batches<B extends Batch>({ title, none, path, touched, stopAt, say }: Props<B>) {
  const refresh = useRefresh();
  const batches = useGet<{ items: B[] }>(path, {}, { every: ({ items }) => items.some(underWay) && 1500 });
  const over = batches.data?.items.filter((one) => !underWay(one));
  useEnded(over?.map(({ id }) => id).join(), touched);
  const stop = async (one: B) => {
    await post(`${stopAt}/${one.id}/stop`);
    await refresh(touched);
  };
  return (
    <Panel title={title}>
      <Loaded query={batches} small>
        {({ items }) => <BatchList items={items} none={none} say={say} stop={stopAt ? stop : undefined} />}
      </Loaded>
    </Panel>
  );
}
