// Something put into the mall or changed there.
import { App, Form, Input, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import {
  type Draw,
  type Label,
  type MallItem,
  type Page,
  type Programme,
  patch,
  post,
  useGet,
  useRefresh,
} from "../api";
import { useCan, useSession } from "../app/session";
import { useProgrammes } from "../coupons/useProgrammes";
import { FormDrawer, TonguesItems, useFormat, useLabel } from "../kit";
import { instantAt } from "../kit/wallClock";
import styles from "./Points.module.css";

interface Values {
  kind: MallItem["kind"];
  name: Label;
  description: Label;
  points: number;
  stock: number | null;
  per_customer: number | null;
  level: string;
  ref: string | null;
  starts: string;
  ends: string;
  active: boolean;
}

const KINDS = ["goods", "coupon", "draw"] as const;

export function MallDrawer({ item, onClose }: { item: MallItem | "new" | null; onClose: () => void }) {
  const { t } = useTranslation(["points", "common"]);
  const f = useFormat();
  const label = useLabel();
  const can = useCan();
  const { message } = App.useApp();
  const { time_zone } = useSession().business;
  const refresh = useRefresh();
  const old = item === "new" ? null : item;
  const programme = useGet<Programme>("/members/programme", {}, { enabled: item !== null });
  const coupons = useProgrammes({ enabled: item !== null && can("coupons.read") });
  const draws = useGet<Page<Draw>>("/draws", { limit: 100 }, { enabled: item !== null && can("coupons.read") });
  const wall = (at: string | null | undefined) => (at ? f.instant(at).replace(" ", "T") : "");
  const save = async ({ starts, ends, level, ...rest }: Values) => {
    const body = {
      ...rest,
      level: level || null,
      ref: rest.kind === "goods" ? null : rest.ref,
      starts_at: starts ? instantAt(starts, time_zone) : null,
      ends_at: ends ? instantAt(ends, time_zone) : null,
    };
    if (old) await patch(`/points/mall/${old.id}`, body);
    else await post("/points/mall", body);
    await refresh("/points");
    message.success(t("mall.saved"));
  };
  const required = { required: true, message: t("common:required") };
  return (
    <FormDrawer<Values>
      open={item !== null}
      onClose={onClose}
      title={old ? t("mall.edit", { name: label(old.name) }) : t("mall.add")}
      initial={{
        kind: old?.kind ?? "goods",
        name: old?.name ?? { zh: "", en: "" },
        description: old?.description ?? { zh: "", en: "" },
        points: old?.points ?? 100,
        stock: old?.stock ?? null,
        per_customer: old?.per_customer ?? null,
        level: old?.level ?? "",
        ref: old?.ref ?? null,
        starts: wall(old?.starts_at),
        ends: wall(old?.ends_at),
        active: old?.active ?? true,
      }}
      save={save}
    >
      {(form) => (
        <>
          <Form.Item name="kind" label={t("mall.kind")}>
            <Select
              disabled={old !== null}
              options={KINDS.map((value) => ({ value, label: t(`mall.kinds.${value}`) }))}
            />
          </Form.Item>
          <TonguesItems name="name" label={t("mall.name")} required maxLength={60} />
          <TonguesItems name="description" label={t("mall.description")} rows={2} maxLength={2000} />
          <Form.Item shouldUpdate noStyle>
            {() => {
              const kind = form.getFieldValue("kind") as MallItem["kind"];
              if (kind === "coupon")
                return (
                  <Form.Item name="ref" label={t("mall.coupon")} rules={[required]}>
                    <Select options={coupons} />
                  </Form.Item>
                );
              if (kind === "draw")
                return (
                  <Form.Item name="ref" label={t("mall.draw")} rules={[required]}>
                    <Select
                      options={(draws.data?.items ?? []).map((one) => ({
                        value: one.id,
                        label: label(one.terms.name),
                      }))}
                    />
                  </Form.Item>
                );
              return null;
            }}
          </Form.Item>
          <div className={styles.pair}>
            <Form.Item name="points" label={t("mall.points")} rules={[required]}>
              <InputNumber min={1} precision={0} className={styles.whole} />
            </Form.Item>
            <Form.Item name="stock" label={t("mall.inAll")}>
              <InputNumber min={0} precision={0} className={styles.whole} placeholder={t("mall.stockNone")} />
            </Form.Item>
            <Form.Item name="per_customer" label={t("mall.perCustomer")}>
              <InputNumber min={1} precision={0} className={styles.whole} placeholder={t("mall.stockNone")} />
            </Form.Item>
            <Form.Item name="level" label={t("mall.level")}>
              <Select
                options={[
                  { value: "", label: t("mall.levelAny") },
                  ...(programme.data?.levels ?? []).map((level) => ({
                    value: level.id ?? "",
                    label: label(level.name),
                  })),
                ]}
              />
            </Form.Item>
            <Form.Item name="starts" label={t("mall.starts")}>
              <Input type="datetime-local" />
            </Form.Item>
            <Form.Item name="ends" label={t("mall.ends")}>
              <Input type="datetime-local" />
            </Form.Item>
          </div>
          <Form.Item name="active" label={t("mall.active")} valuePropName="checked">
            <Switch />
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}
