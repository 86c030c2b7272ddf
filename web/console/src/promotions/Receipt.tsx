// A priced cart as a receipt with its reasons.
import { BulbOutlined, GiftOutlined, LockOutlined } from "@ant-design/icons";
import { Collapse } from "antd";
import { useTranslation } from "react-i18next";
import { type PriceAnswer, type PricedLine, type Programme, type PromotionRow, useGet } from "../api";
import { useFormat, useLabel } from "../kit";
import styles from "./Simulator.module.css";

interface Props {
  answer: PriceAnswer;
  names: Record<string, string>;
  known: PromotionRow[];
}

export function Receipt({ answer, names, known }: Props) {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  const label = useLabel();
  const { priced } = answer;
  const money = (amount: number) => f.amount(amount, priced.currency);
  // What is refused for the whole cart is said once below, not beside each line again.
  const whole = new Set(priced.refused.map((one) => one.promotion));
  const nameOf = (key: string) => {
    const row = known.find((one) => one.key === key);
    if (key === "level:price") return t("sim.levelPrice");
    if (key === "level:shipping") return t("sim.levelShipping");
    return row ? label(row.name) || key : key;
  };
  return (
    <div className={styles.whole} aria-live="polite">
      {priced.next.length > 0 ? (
        <ul className={styles.next}>
          {priced.next.map((one) => (
            <li key={one.promotion}>
              <BulbOutlined aria-hidden /> {label(one.words)}{" "}
              <span className={styles.quiet}>{nameOf(one.promotion)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <ul className={styles.rows}>
        {priced.lines.map((line) => (
          <LineOf
            key={line.key}
            line={{ ...line, refused: line.refused.filter((one) => !whole.has(one.promotion)) }}
            name={names[line.key] ?? line.key}
            money={money}
            nameOf={nameOf}
          />
        ))}
      </ul>
      {answer.closed.length > 0 ? (
        <ul className={styles.rows}>
          {answer.closed.map((one) => (
            <li key={one.line}>
              <LockOutlined aria-hidden /> {label(one.refused.reason)}
            </li>
          ))}
        </ul>
      ) : null}
      {priced.gifts.length > 0 ? (
        <ul className={styles.rows}>
          {priced.gifts.map((one) => (
            <li key={`${one.promotion} ${one.gift.sku}`} className={styles.pair}>
              <span>
                <GiftOutlined aria-hidden /> {label(one.gift.name)} × {one.gift.quantity}
              </span>
              <span className={styles.quiet}>{nameOf(one.promotion)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <dl className={styles.sums}>
        <div>
          <dt>{t("sim.goods")}</dt>
          <dd>{money(priced.goods)}</dd>
        </div>
        {priced.offers.map((offer) => (
          <div key={offer.promotion}>
            <dt>
              {label(offer.name) || offer.promotion} <span className={styles.quiet}>{t(`layer.${offer.layer}`)}</span>
              {offer.early_access ? (
                <>
                  <br />
                  <span className={styles.quiet}>{label(offer.early_access)}</span>
                </>
              ) : null}
            </dt>
            <dd className={styles.off}>−{money(offer.amount)}</dd>
          </div>
        ))}
        <div>
          <dt>{t("sim.shipping")}</dt>
          <dd>{money(priced.shipping)}</dd>
        </div>
        <div className={styles.total}>
          <dt>{t("sim.total")}</dt>
          <dd>{money(priced.total)}</dd>
        </div>
        {priced.deposit ? (
          <div>
            <dt>{t("sim.deposit")}</dt>
            <dd>{money(priced.deposit)}</dd>
          </div>
        ) : null}
      </dl>
      {answer.codes
        .filter((one) => one.refused)
        .map((one) => (
          <p key={one.code} className={styles.quiet}>
            {t("sim.code", { code: one.code })}
            {label(one.refused?.reason)}
          </p>
        ))}
      {priced.refused.length > 0 ? (
        <Collapse
          ghost
          size="small"
          defaultActiveKey={["refused"]}
          items={[
            {
              key: "refused",
              label: t("sim.refused", { count: priced.refused.length }),
              children: (
                <ul className={styles.rows}>
                  {priced.refused.map((one) => (
                    <li key={one.promotion}>
                      {label(one.name) || one.promotion}
                      <br />
                      <span className={styles.quiet}>{label(one.reason)}</span>
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      ) : null}
      {priced.search.complete ? null : <p className={styles.quiet}>{label(priced.search.message)}</p>}
      <Looked answer={answer} />
    </div>
  );
}

function LineOf({
  line,
  name,
  money,
  nameOf,
}: {
  line: PricedLine;
  name: string;
  money: (amount: number) => string;
  nameOf: (key: string) => string;
}) {
  const label = useLabel();
  return (
    <li>
      <span className={styles.pair}>
        <span>
          {name} × {line.quantity}
        </span>
        <span className={styles.amounts}>
          {line.payable < line.before ? <del>{money(line.before)}</del> : null} <strong>{money(line.payable)}</strong>
        </span>
      </span>
      {line.applied.map((cut) => (
        <span key={cut.promotion} className={`${styles.pair} ${styles.why}`}>
          <span>{label(cut.name) || nameOf(cut.promotion)}</span>
          <span className={styles.off}>−{money(cut.amount)}</span>
        </span>
      ))}
      {line.refused.map((one) => (
        <span key={one.promotion} className={`${styles.pair} ${styles.why}`}>
          <span>{nameOf(one.promotion)}</span>
          <span>{label(one.reason)}</span>
        </span>
      ))}
    </li>
  );
}

/** As whom the cart was priced. */
function Looked({ answer }: { answer: PriceAnswer }) {
  const { t } = useTranslation("promotions");
  const label = useLabel();
  const f = useFormat();
  const { buyer } = answer;
  const programme = useGet<Programme>("/members/programme", {}, { enabled: Boolean(buyer.level) });
  const level = programme.data?.levels.find((one) => one.id === buyer.level);
  const said = [
    t("sim.asOf", { time: f.instant(answer.at) }),
    answer.customer_id ? null : t("sim.stranger"),
    level ? t("sim.level", { name: label(level.name) }) : null,
    buyer.first_order ? t("sim.first") : null,
    buyer.points ? t("sim.has", { points: f.count(buyer.points) }) : null,
    buyer.coupons?.length ? t("sim.coupons", { count: buyer.coupons.length }) : null,
  ].filter(Boolean);
  return <p className={styles.quiet}>{said.join(" · ")}</p>;
}
