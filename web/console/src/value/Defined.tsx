// What a figure means, as of when and of whom: on hover and by the keyboard, beside its name.
import { InfoCircleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Definition } from "../api";
import { useFormat, useLabel } from "../kit";
import { useHead } from "./head";
import styles from "./Value.module.css";

interface Props {
  /** The keys of the figures that are explained. */
  of: string[];
  name: string;
  /** On the card, which has no head of its own: its figures are of one customer. */
  card?: { definitions: Definition[]; as_of?: string | null };
  /** Said beside the server's definitions, where a picture needs its own words. */
  also?: string;
}

export function Defined({ of, name, card, also }: Props) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const head = useHead();
  const found = (card?.definitions ?? head?.definitions ?? []).filter((one) => of.includes(one.key));
  const lines = found.map((one) => (found.length > 1 ? `${label(one.label)}: ${label(one.text)}` : label(one.text)));
  if (also) lines.unshift(also);
  if (card?.as_of) lines.push(t("asOfOne", { time: f.instant(card.as_of) }));
  else if (head) lines.push(t("asOf", { time: f.instant(head.as_of), value: f.count(head.population) }));
  if (lines.length === 0) return null;
  return (
    <Tooltip title={lines.map((line) => <div key={line}>{line}</div>)}>
      <button type="button" className={styles.info} aria-label={`${name}: ${lines.join(" ")}`}>
        <InfoCircleOutlined />
      </button>
    </Tooltip>
  );
}
