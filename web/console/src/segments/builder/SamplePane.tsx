// A few of those who match, taken at random: the quickest way to see that a rule says what was meant.
import { ReloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CustomerRow, type Rule, useAsk } from "../../api";
import { Who } from "../../customers/Who";
import { Instant, Loaded, Money } from "../../kit";
import styles from "./Builder.module.css";

export function SamplePane({ rule }: { rule: Rule }) {
  const { t } = useTranslation("builder");
  const [seed, setSeed] = useState(1);
  const sample = useAsk<{ items: CustomerRow[] }>("/segments/sample", { rule, n: 6, seed });
  return (
    <Loaded query={sample} small>
      {({ items }) =>
        items.length === 0 ? (
          <p className={styles.note}>{t("sample.nobody")}</p>
        ) : (
          <>
            <ul className={styles.people}>
              {items.map((row) => (
                <li key={row.id}>
                  <Link to={`/customers/${row.id}`} target="_blank" title={t("sample.card")}>
                    <Who row={row} />
                  </Link>
                  <span className={styles.peopleEnd}>
                    {row.deals > 0 ? <Money value={row.deal_amount} /> : "–"}
                    <br />
                    <Instant at={row.last_deal_at} ago />
                  </span>
                </li>
              ))}
            </ul>
            <Button
              className={styles.again}
              size="small"
              icon={<ReloadOutlined />}
              loading={sample.isFetching}
              onClick={() => setSeed(seed + 1)}
            >
              {t("sample.again")}
            </Button>
          </>
        )
      }
    </Loaded>
  );
}
