// The figures beside the picture: the first is what the picture draws.
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { Overview } from "../api";
import { Figure } from "../kit";
import styles from "./Overview.module.css";
import type { zh } from "./words";

const order = ["sales", "deals", "buyers", "average_order", "repurchase_rate", "refund_rate"] as const;
type Known = keyof typeof zh.figure;

export function Figures({ data }: { data: Overview | undefined }) {
  const { t } = useTranslation("overview");
  if (!data)
    return (
      <div className={styles.figures}>
        {order.map((key) => (
          <Skeleton key={key} active title={{ width: 56 }} paragraph={{ rows: 1, width: 72 }} />
        ))}
      </div>
    );
  const shown = order.map((key) => data.figures.find((figure) => figure.key === key)).filter((figure) => !!figure);
  return (
    <div className={styles.figures}>
      {shown.map((figure) => (
        <Figure
          key={figure.key}
          figure={figure}
          label={t(`figure.${figure.key as Known}`)}
          currency={data.currency}
          asOf={data.as_of}
          alone={data.previous === null}
        />
      ))}
    </div>
  );
}
