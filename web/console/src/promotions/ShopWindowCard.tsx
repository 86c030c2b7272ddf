// What buyers read of a promotion, as it would stand in the shop's window.
import { useTranslation } from "react-i18next";
import type { ShopWindow } from "../api";
import { useLabel } from "../kit";
import styles from "./Wizard.module.css";

export function ShopWindowCard({ window: shown, held }: { window: ShopWindow | undefined; held: boolean }) {
  const { t } = useTranslation("promotions");
  const label = useLabel();
  return (
    <figure className={held ? `${styles.window} ${styles.coupon}` : styles.window} aria-label={t("window")}>
      <strong className={styles.windowTitle}>{shown ? label(shown.title) : "…"}</strong>
      <ul>
        {(shown?.lines ?? []).map((line) => (
          <li key={line.zh}>{label(line)}</li>
        ))}
      </ul>
    </figure>
  );
}
