// The mark and the name.
import { useTranslation } from "react-i18next";
import styles from "./Brand.module.css";
import { useOptionalSession } from "./session";

export function Brand() {
  const { t } = useTranslation();
  const session = useOptionalSession();
  return (
    <span className={styles.brand}>
      <img src="/mark.svg" width={28} height={28} alt="" />
      <span className={styles.names}>
        <span className={styles.name}>{t("brand")}</span>
        {session ? <span className={styles.business}>{session.business.name}</span> : null}
      </span>
    </span>
  );
}
