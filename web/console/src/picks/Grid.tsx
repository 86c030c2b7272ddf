// Every product with the points of every part as a heat map; hovering says what was counted.
import { Table, type TableColumnsType, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Pick, PickShare, PicksPage } from "../api";
import { Panel, useFormat, useLabel } from "../kit";
import { usePhone } from "../theme/width";
import { Defined } from "../value/Defined";
import { depth } from "../value/heat";
import styles from "../value/Value.module.css";
import own from "./Picks.module.css";
import { usePickWords } from "./say";

export function Grid({ data }: { data: PicksPage }) {
  const { t } = useTranslation("picks");
  const f = useFormat();
  const label = useLabel();
  const say = usePickWords(data);
  const phone = usePhone();
  const parts: TableColumnsType<Pick> = data.parts.map((part, at) => ({
    key: part.key,
    align: "center",
    width: 82,
    title: (
      <>
        {label(part.label)}{" "}
        <Defined
          of={[part.key]}
          name={label(part.label)}
          also={part.known ? t("weight", { value: part.weight }) : t("off")}
        />
      </>
    ),
    sorter: (a, b) => (a.parts[at]?.points ?? -1) - (b.parts[at]?.points ?? -1),
    sortDirections: ["descend", "ascend"],
    render: (_, pick) => <Points share={part.known ? pick.parts[at] : undefined} say={say} />,
  }));
  return (
    <Panel title={t("table")} hint={t("tableHint")}>
      <div className={phone ? undefined : own.wide}>
        <Table<Pick>
          size="middle"
          rowKey="product_id"
          dataSource={data.picks}
          pagination={data.picks.length > 20 ? { pageSize: 20, size: "small", showSizeChanger: false } : false}
          columns={[
            {
              key: "product",
              title: t("product"),
              width: phone ? undefined : 220,
              render: (_, pick) => (
                <span>
                  <button type="button" className={styles.link} onClick={() => say.open(pick)}>
                    {say.title(pick)}
                  </button>{" "}
                  {pick.listings.length > 1 ? (
                    <Tag variant="filled">{t("several", { count: pick.listings.length })}</Tag>
                  ) : null}
                  {pick.held_back.map((why) => (
                    <Tag key={why} variant="filled" color={why === "thin" ? undefined : "warning"}>
                      {t(`held.${why}`)}
                    </Tag>
                  ))}
                </span>
              ),
            },
            {
              key: "score",
              align: "right",
              width: phone ? undefined : 84,
              title: t("score"),
              sorter: (a, b) => a.score - b.score,
              sortDirections: ["descend", "ascend"],
              render: (_, pick) => <strong>{say.number(pick.score)}</strong>,
            },
            ...(phone ? [] : parts),
            {
              key: "visits",
              align: "right",
              title: t("visits"),
              sorter: (a, b) => a.visits - b.visits,
              render: (_, pick) => f.count(pick.visits),
            },
            {
              key: "sold",
              align: "right",
              title: t("sold"),
              sorter: (a, b) => a.sold - b.sold,
              render: (_, pick) => f.count(pick.sold),
            },
          ]}
        />
      </div>
    </Panel>
  );
}

function Points({ share, say }: { share: PickShare | undefined; say: ReturnType<typeof usePickWords> }) {
  if (!share) return <>–</>;
  return (
    <Tooltip title={say.part(share)}>
      <span className={own.points} data-depth={share.points === null ? 0 : depth(share.points, 100, 5)}>
        {share.points === null ? "–" : Math.round(share.points)}
      </span>
    </Tooltip>
  );
}
