// 合并建议: pairs that may be one person, the surest first; the list on the left, the comparison on the right, the
// keyboard for both.
import { MergeOutlined, SearchOutlined } from "@ant-design/icons";
import { App, Button, Segmented, Skeleton } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CustomerCard, get, type Proposal, post, usePages, useRefresh } from "../api";
import { useCan, useShops } from "../app/session";
import { labelOf } from "../customers/Who";
import { Empty, ErrorState, Page, useFormat, useQueryState } from "../kit";
import { Many } from "./Many";
import { Pair } from "./Pair";
import styles from "./Proposals.module.css";

const STATES = ["open", "accepted", "refused"] as const;
export const sure = (score: number) => `${Math.round(score * 100)}%`;

/** Takes back the newest merge of this customer that can be; answers whether there was one. */
async function undoMerge(customer: string): Promise<boolean> {
  const card = await get<CustomerCard>(`/customers/${customer}`);
  const merge = card.merges.filter((m) => m.kind === "merge" && m.undoable).sort((a, b) => b.at.localeCompare(a.at))[0];
  if (!merge) return false;
  await post(`/merges/${merge.id}/undo`);
  return true;
}

type Verb = "accept" | "refuse";
const stateOf = (text: string | undefined) => STATES.find((one) => one === text) ?? "open";

/** Deciding, taking back and searching, each said when it is done. */
function useDeciding() {
  const { t } = useTranslation(["proposals", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [busy, setBusy] = useState<Verb | null>(null);
  const guarded = async (run: () => Promise<unknown>) => {
    try {
      await run();
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  const undo = (customer: string) =>
    guarded(async () => {
      if (await undoMerge(customer)) message.success(t("undone"));
      else message.info(t("undoNone"));
      await refresh("/proposals", "/customers");
    });
  const sayMerged = (proposal: string, customer: string) => {
    const key = `decided-${proposal}`;
    message.success({
      key,
      duration: 6,
      content: (
        <span>
          {t("accepted")}
          <Button
            type="link"
            size="small"
            onClick={() => {
              message.destroy(key);
              void undo(customer);
            }}
          >
            {t("common:undo")}
          </Button>
        </span>
      ),
    });
  };
  const decide = async (proposal: Proposal, verb: Verb) => {
    if (busy) return;
    setBusy(verb);
    await guarded(async () => {
      const done = await post<{ id: string }>(`/proposals/${proposal.id}/${verb}`);
      if (verb === "refuse") message.success(t("refused"));
      else sayMerged(proposal.id, done.id);
      await refresh("/proposals", "/customers");
    });
    setBusy(null);
  };
  const reopen = (proposal: Proposal) =>
    guarded(async () => {
      await post(`/proposals/${proposal.id}/reopen`);
      message.success(t("reopened"));
      await refresh("/proposals", "/customers", "/overview");
    });
  const search = () =>
    guarded(async () => {
      await post("/proposals/search");
      message.info(t("searching"));
      setTimeout(() => void refresh("/proposals"), 4000);
    });
  return { busy, decide, undo, reopen, search };
}

/** Letters as commands, unless somebody is writing or a window is open. */
function useKeys(commands: Record<string, () => void>) {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if ((event.target as HTMLElement).closest("input, textarea, [contenteditable], [role=dialog]")) return;
      latest.current[event.key]?.();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function useSentence(state: (typeof STATES)[number], rows: Proposal[] | undefined, more: boolean, failed: boolean) {
  const { t } = useTranslation("proposals");
  const f = useFormat();
  if (!rows) return failed ? undefined : null;
  if (state !== "open") return t("sentenceDone");
  if (rows.length === 0) return t("sentenceNone");
  const value = f.count(rows.length);
  return more ? t("sentenceSome", { value }) : t("sentence", { count: rows.length, value });
}

export default function Proposals() {
  const { t } = useTranslation(["proposals", "app", "common"]);
  const may = useCan()("customers.merge");
  const { shop } = useShops();
  const { query, set } = useQueryState();
  const state = stateOf(query.state);
  const pages = usePages<Proposal>("/proposals", { state, shop });
  const rows = pages.rows;
  const [at, setAt] = useState(0);
  const [many, setMany] = useState(false);
  const { busy, decide, undo, reopen, search } = useDeciding();
  const last = Math.max((rows?.length ?? 0) - 1, 0);
  const here = Math.min(at, last);
  const current = rows?.[here];
  const open = may && state === "open" && !many ? current : undefined;
  useKeys({
    j: () => {
      if (here >= last - 3 && pages.hasNextPage) void pages.fetchNextPage();
      setAt(Math.min(here + 1, last));
    },
    k: () => setAt(Math.max(here - 1, 0)),
    a: () => open && void decide(open, "accept"),
    r: () => open && void decide(open, "refuse"),
  });
  const sentence = useSentence(state, rows, pages.hasNextPage, pages.error !== null);
  const find = may ? (
    <Button icon={<SearchOutlined />} onClick={() => void search()}>
      {t("searchNow")}
    </Button>
  ) : null;
  return (
    <Page
      title={t("app:page.proposals")}
      sentence={sentence}
      actions={
        <>
          <Segmented
            aria-label={t("stateLabel")}
            value={state}
            onChange={(value) => {
              set({ state: value === "open" ? null : value });
              setAt(0);
            }}
            options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          />
          {find}
          {open ? (
            <Button icon={<MergeOutlined />} onClick={() => setMany(true)}>
              {t("many")}
            </Button>
          ) : null}
        </>
      }
    >
      {rows ? null : pages.error ? (
        <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : (
        <Waiting />
      )}
      {rows?.length === 0 ? (
        <div className={styles.pair}>
          <Empty
            icon={<MergeOutlined />}
            title={state === "open" ? t("emptyTitle") : t("emptyDone")}
            text={state === "open" ? t("emptyText") : undefined}
            action={state === "open" ? find : null}
          />
        </div>
      ) : null}
      {rows && current ? (
        <div className={styles.room}>
          <nav className={styles.list} aria-label={t("list")}>
            <ul>
              {rows.map((proposal, index) => (
                <li key={proposal.id}>
                  <Row proposal={proposal} current={index === here} onOpen={() => setAt(index)} />
                </li>
              ))}
            </ul>
            {pages.hasNextPage ? (
              <Button type="text" block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t("common:more")}
              </Button>
            ) : null}
          </nav>
          <Pair
            key={current.id}
            proposal={current}
            busy={busy}
            {...(may
              ? {
                  open: { onDecide: (verb: Verb) => void decide(current, verb) },
                  accepted: { onUndo: () => void undo(current.left.id) },
                  refused: { onReopen: () => void reopen(current) },
                }[state]
              : {})}
          />
        </div>
      ) : null}
      <Many open={many} onClose={() => setMany(false)} />
    </Page>
  );
}

function Waiting() {
  return (
    <div className={styles.room}>
      <div className={styles.list}>
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
      <div className={styles.pair}>
        <Skeleton active paragraph={{ rows: 10 }} />
      </div>
    </div>
  );
}

function Row({ proposal, current, onOpen }: { proposal: Proposal; current: boolean; onOpen: () => void }) {
  const { t } = useTranslation("proposals");
  const place = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) place.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <button ref={place} type="button" className={styles.row} aria-current={current} onClick={onOpen}>
      <span className={styles.names}>
        <span className={styles.clip}>{labelOf(proposal.left)}</span>
        <span className={styles.clip}>{labelOf(proposal.right)}</span>
        <span className={styles.reason}>{t(`reason.${proposal.reason}`)}</span>
      </span>
      <span className={styles.score}>{sure(proposal.score)}</span>
    </button>
  );
}
