// What is handed out to many in the background: each with how far it is, what came of it, and a way to stop it.
import { Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./BatchList.module.css";
import { useConfirm } from "./confirm";
import { Empty } from "./States";
import { useFormat } from "./useFormat";

export interface Batch {
  id: string;
  state: "waiting" | "running" | "done" | "stopped" | "failed";
  total: number;
  done: number;
}
export interface BatchSaid {
  title: string;
  /** What came of it, who did it, and when. */
  lines: (string | null)[];
  /** What stopping leaves, said in the question. */
  stopText: string;
}

export const underWay = ({ state }: Batch) => state === "waiting" || state === "running";

interface Props<B extends Batch> {
  items: B[];
  none: string;
  say: (batch: B) => BatchSaid;
  /** Absent where it may not be stopped. */
  stop?: (batch: B) => Promise<unknown>;
}

export function BatchList<B extends Batch>({ items, none, say, stop }: Props<B>) {
  const { t } = useTranslation("kit");
  const f = useFormat();
  const confirm = useConfirm();
  if (items.length === 0) return <Empty small title={none} />;
  return (
    <ul className={styles.batches}>
      {items.map((one) => {
        const said = say(one);
        return (
          <li key={one.id}>
            <span className={styles.pair}>
              <strong>
                {said.title} · {t(`batch.${one.state}`)}
              </strong>
              {stop && underWay(one) ? (
                <Button
                  size="small"
                  type="text"
                  onClick={() =>
                    confirm({
                      title: t("batch.stopAsk"),
                      text: said.stopText,
                      verb: t("batch.stop"),
                      danger: true,
                      run: () => stop(one),
                    })
                  }
                >
                  {t("batch.stop")}
                </Button>
              ) : null}
            </span>
            {underWay(one) ? (
              <Progress
                percent={one.total > 0 ? Math.floor((100 * one.done) / one.total) : 0}
                size="small"
                aria-label={t("batch.progress", { done: f.count(one.done), total: f.count(one.total) })}
              />
            ) : null}
            <span className={styles.quiet}>{said.lines.filter(Boolean).join(" · ")}</span>
          </li>
        );
      })}
    </ul>
  );
}
