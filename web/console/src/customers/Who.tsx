// A customer's name on a list: the nick first, the masked name under it, and the marks that matter.
import { MergeOutlined, StopOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { CustomerRow } from "../api";
import styles from "./Customers.module.css";

export const labelOf = (c: Pick<CustomerRow, "nick" | "name" | "mobile" | "email" | "id">): string =>
  c.nick ?? c.name ?? c.mobile ?? c.email ?? `#${c.id}`;

export function Who({ row }: { row: CustomerRow }) {
  const { t } = useTranslation("customers");
  const label = labelOf(row);
  const under = [row.name, row.mobile].filter((text) => text && text !== label).join(" · ");
  return (
    <span className={styles.who}>
      <span className={styles.whoLine}>
        <span className={styles.clip}>{label}</span>
        {row.blacklisted ? (
          <Tooltip title={t("column.blacklisted")}>
            <StopOutlined className={styles.bad} aria-label={t("column.blacklisted")} />
          </Tooltip>
        ) : null}
        {row.proposals > 0 ? (
          <Tooltip title={t("hasProposals")}>
            <MergeOutlined className={styles.mark} aria-label={t("hasProposals")} />
          </Tooltip>
        ) : null}
      </span>
      {under ? <span className={styles.under}>{under}</span> : null}
    </span>
  );
}
