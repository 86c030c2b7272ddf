// One cell at the side: its figures, the customers behind it, a segment of them, and the way further down.
import { ArrowDownOutlined, UsergroupAddOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PivotAnswer, PivotCell } from "../api";
import { useCan } from "../app/session";
import { BehindRule } from "../customers/BehindRule";
import { SideDrawer, useLabel } from "../kit";
import { useDesk } from "./desk";
import { Moved } from "./Moved";
import styles from "./Pivot.module.css";
import * as question from "./question";
import type { Say } from "./say";

interface Props {
  answer: PivotAnswer | undefined;
  cell: PivotCell | null;
  say: Say;
  onClose: () => void;
}

export function CellDrawer({ answer, cell, say, onClose }: Props) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  const can = useCan();
  const { catalogue, subject, layout, set } = useDesk();
  if (!answer || !cell) return null;
  const members = [
    ...cell.row.map((place, axis) => ({ header: answer.rows[axis], place })),
    ...cell.column.map((place, axis) => ({ header: answer.columns[axis], place })),
  ].flatMap(({ header, place }) => {
    const member = header?.members[place];
    return header && member ? [{ header, value: member.value, name: label(member.label) || t("unknown") }] : [];
  });
  const name = members.map((one) => one.name).join(" · ") || t("all");
  const drills = members.flatMap((one) => {
    const finer = question.step(one.header.dimension, 1, catalogue, subject);
    return finer ? [{ ...one, finer }] : [];
  });
  const keep =
    cell.rule && can("segments.write")
      ? `/segments/new?${new URLSearchParams({ text: cell.rule, name: `${label(subject.label)} · ${name}` })}`
      : null;
  return (
    <SideDrawer open onClose={onClose} title={name}>
      <dl className={styles.facts}>
        {answer.measures.map((measure, at) => (
          <div key={measure.key}>
            <dt>{label(measure.label)}</dt>
            <dd>
              <strong>{say(measure, cell.values[at])}</strong>
              {answer.compared ? (
                <span className={styles.hint}>
                  <Moved say={say} change={cell.change?.[at]} />{" "}
                  {t("beforeWas", { value: say(measure, cell.before?.[at]) })}
                </span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      {drills.length > 0 || keep ? (
        <div className={styles.deeds}>
          {drills.map(({ header, value, name, finer }) => (
            <Button
              key={header.dimension}
              icon={<ArrowDownOutlined />}
              onClick={() => {
                set(question.down(layout, { dimension: header.dimension, value, name }, finer.key));
                onClose();
              }}
            >
              {name} → {label(finer.label)}
            </Button>
          ))}
          {keep ? (
            <Link to={keep}>
              <Button icon={<UsergroupAddOutlined />} tabIndex={-1}>
                {t("keep")}
              </Button>
            </Link>
          ) : null}
        </div>
      ) : null}
      {cell.rule ? <BehindRule text={cell.rule} /> : <Alert type="info" showIcon title={t("noRule")} />}
    </SideDrawer>
  );
}
