// One coupon programme: what buyers read, how far its coupons got, issuing with its progress, and every coupon.
import { DownloadOutlined, SendOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Tag, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import {
  address,
  type Coupon,
  type CouponBatch,
  type CouponProgrammeFull,
  type CouponState,
  post,
  useGet,
  useRefresh,
} from "../api";
import { useCan } from "../app/session";
import { download } from "../customers/ExportDrawer";
import { Named } from "../customers/Named";
import {
  Batches,
  type Column,
  DataList,
  Day,
  Empty,
  FilterBar,
  FormDrawer,
  Page,
  PageWaiting,
  Panel,
  useFormat,
  useLabel,
  useQueryState,
} from "../kit";
import { Deeds } from "../promotions/Deeds";
import { Versions } from "../promotions/PromotionPage";
import { ShopWindowCard } from "../promotions/ShopWindowCard";
import { StateTag } from "../promotions/standing";
import styles from "./Coupons.module.css";
import { Funnel } from "./Funnel";
import { HowDrawer } from "./HowDrawer";
import { IssueDrawer } from "./IssueDrawer";

export default function CouponPage() {
  const { t } = useTranslation(["coupons", "promotions", "app"]);
  const { id = "" } = useParams();
  const can = useCan();
  const label = useLabel();
  const programme = useGet<CouponProgrammeFull>(`/coupons/programmes/${id}`);
  const segment = useQueryState().query.segment ?? null;
  const [open, setOpen] = useState<"issue" | "how" | null>(segment && can("coupons.write") ? "issue" : null);
  const data = programme.data;
  if (!data) return <PageWaiting title={t("app:page.coupon")} query={programme} />;
  const name = label(data.promotion.name) || data.promotion.key;
  const shared = data.codes === "single";
  const live = data.promotion.state === "running" || data.promotion.state === "scheduled";
  return (
    <Page
      title={name}
      sentence={
        <>
          <StateTag row={data.promotion} /> {t(`codes.${data.codes}`)} · {t(`audience.${data.audience}`)}
        </>
      }
      actions={
        <>
          {can("coupons.export") && data.codes === "unique" ? (
            <Button
              icon={<DownloadOutlined />}
              onClick={() => download(address(`/coupons/programmes/${id}/codes.csv`))}
            >
              {t("exportCodes")}
            </Button>
          ) : null}
          {can("coupons.write") && !shared ? (
            <Button
              icon={<SendOutlined />}
              disabled={!live}
              title={live ? undefined : t("issueDraft")}
              onClick={() => setOpen("issue")}
            >
              {t("issue")}
            </Button>
          ) : null}
          <Deeds row={data.promotion} />
        </>
      }
    >
      <div className={styles.two}>
        <div className={styles.column}>
          <Funnel funnel={data.funnel} shared={shared} />
          {shared ? null : <List id={id} coded={data.codes === "unique"} />}
        </div>
        <div className={styles.column}>
          <Panel title={t("promotions:window")}>
            <ShopWindowCard window={data.window} held />
            {data.code ? (
              <Typography.Text code copyable className={styles.shared}>
                {data.code}
              </Typography.Text>
            ) : null}
            {can("coupons.write") ? (
              <Button type="link" size="small" onClick={() => setOpen("how")}>
                {t("howEdit")}
              </Button>
            ) : null}
          </Panel>
          {shared ? null : <Issued id={id} />}
          <Versions id={id} />
        </div>
      </div>
      <IssueDrawer
        programme={data}
        segment={segment}
        open={open === "issue" && live && !shared}
        onClose={() => setOpen(null)}
      />
      <HowDrawer programme={data} open={open === "how"} onClose={() => setOpen(null)} />
    </Page>
  );
}

// Why customers of a batch got none, those reasons alone that there are.
function skipped(batch: CouponBatch): ["blacklisted" | "enough" | "gone", number][] {
  const { skipped_blacklisted: blacklisted, skipped_enough: enough } = batch;
  const all: ["blacklisted" | "enough" | "gone", number][] = [
    ["blacklisted", blacklisted],
    ["enough", enough],
    ["gone", batch.skipped - blacklisted - enough],
  ];
  return all.filter(([, count]) => count > 0);
}

function Issued({ id }: { id: string }) {
  const { t } = useTranslation("coupons");
  const f = useFormat();
  const can = useCan()("coupons.write");
  return (
    <Batches<CouponBatch>
      title={t("batches")}
      none={t("batchesNone")}
      path={`/coupons/programmes/${id}/batches`}
      touched="/coupons"
      stopAt={can ? "/coupons/batches" : undefined}
      say={(one) => ({
        title: t(`batchTo.${one.to}`),
        lines: [
          t("batchDone", { issued: f.count(one.issued), skipped: f.count(one.skipped) }),
          skipped(one)
            .map(([why, count]) => t(`batchSkipped.${why}`, { skipped: f.count(count) }))
            .join(t("batchSkipped.between")),
          f.instant(one.created_at),
          one.created_by,
          one.note,
          one.problem,
        ],
        stopText: t("stopText", { issued: f.count(one.issued) }),
      })}
    />
  );
}

const STATES: CouponState[] = ["issued", "held", "reserved", "used", "expired", "void"];

function List({ id, coded }: { id: string; coded: boolean }) {
  const { t } = useTranslation("coupons");
  const can = useCan()("coupons.write");
  const { query, clear } = useQueryState();
  const columns: Column<Coupon>[] = [
    {
      key: "customer",
      title: t("customer"),
      width: 140,
      phone: "title",
      render: (one) => (one.customer_id ? <Named id={one.customer_id} name={one.customer} /> : t("nobody")),
    },
    ...(coded
      ? [
          {
            key: "code",
            title: t("code"),
            width: 150,
            phone: "line",
            render: (one: Coupon) => one.code ?? "–",
          } satisfies Column<Coupon>,
        ]
      : []),
    {
      key: "state",
      title: t("state"),
      width: 100,
      phone: "side",
      render: (one) => (
        <Tag variant="filled" color={one.state === "used" ? "success" : undefined}>
          {t(`couponState.${one.state}`)}
        </Tag>
      ),
    },
    { key: "source", title: t("source"), width: 90, render: (one) => t(`sources.${one.source}`) },
    { key: "expires", title: t("expires"), width: 116, phone: "line", render: (one) => <Day at={one.expires_at} /> },
    {
      key: "order",
      title: t("order"),
      width: 150,
      phone: "line",
      render: (one) => (one.order ? one.order : "–"),
    },
    {
      key: "deeds",
      title: "",
      width: 90,
      align: "right",
      deeds: true,
      render: (one) => (can && ["issued", "held"].includes(one.state) ? <Void coupon={one} /> : null),
    },
  ];
  return (
    <Panel title={t("list")} flush>
      <DataList<Coupon>
        id="programme-coupons"
        path="/coupons"
        params={{ programme: id, state: query.state }}
        columns={columns}
        rowKey={(one) => one.id}
        permission="coupons.read"
        filtered={Boolean(query.state)}
        onClear={() => clear()}
        toolbar={
          <FilterBar
            filters={[
              {
                kind: "one",
                key: "state",
                label: t("state"),
                options: STATES.map((value) => ({ value, label: t(`couponState.${value}`) })),
              },
            ]}
          />
        }
        empty={<Empty small title={t("listNone")} text={t("listNoneText")} />}
      />
    </Panel>
  );
}

function Void({ coupon }: { coupon: Coupon }) {
  const { t } = useTranslation(["coupons", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" type="text" onClick={() => setOpen(true)}>
        {t("voidIt")}
      </Button>
      <FormDrawer<{ reason: string }>
        open={open}
        onClose={() => setOpen(false)}
        title={t("voidAsk")}
        verb={t("voidIt")}
        initial={{ reason: "" }}
        save={async ({ reason }) => {
          await post(`/coupons/${coupon.id}/void`, { reason: reason.trim() });
          await refresh("/coupons");
          message.success(t("voidDone"));
        }}
      >
        <p className={styles.said}>{t("voidText")}</p>
        <Form.Item
          name="reason"
          label={t("card.reason")}
          rules={[{ required: true, whitespace: true, message: t("common:required") }]}
        >
          <Input.TextArea rows={2} maxLength={400} />
        </Form.Item>
      </FormDrawer>
    </>
  );
}
