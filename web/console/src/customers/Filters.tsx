// More filters, in a drawer; what is on shows as chips that take it off again.
import { FilterOutlined } from "@ant-design/icons";
import { AutoComplete, Badge, Button, Tag as Chip, DatePicker, Form, InputNumber, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Channel, type Group, type Page, type Tag, useGet } from "../api";
import { useSession } from "../app/session";
import { SideDrawer, useFormat, useQueryState } from "../kit";
import { major } from "../kit/format";
import styles from "./Customers.module.css";
import { PROVINCES } from "./provinces";
import { FILTERS, type FilterKey } from "./query";

const CONSENTS = ["granted", "refused"] as const;

interface Values {
  province?: string;
  channel?: string;
  group?: string;
  tag?: string;
  deals?: [number | null, number | null];
  min_deals?: number | null;
  max_deals?: number | null;
  min_amount?: number | null;
  max_amount?: number | null;
  last_deal?: [Dayjs | null, Dayjs | null] | null;
  consent?: string;
  blacklisted?: string;
}

export function useLabels() {
  const groups = useGet<Page<Group>>("/groups", { limit: 200 });
  const tags = useGet<{ items: Tag[] }>("/tags");
  return { groups: groups.data?.items ?? [], tags: tags.data?.items ?? [] };
}

export function MoreFilters() {
  const { t } = useTranslation(["customers", "kit"]);
  const { query } = useQueryState();
  const [open, setOpen] = useState(false);
  const on = FILTERS.filter((key) => query[key]).length;
  return (
    <>
      <Badge count={on} size="small" color="var(--ant-color-primary)">
        <Button icon={<FilterOutlined />} onClick={() => setOpen(true)}>
          {t("kit:filterMore")}
        </Button>
      </Badge>
      <FilterDrawer open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function FilterDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation(["customers", "kit", "common"]);
  const { query, set } = useQueryState();
  const { groups, tags } = useLabels();
  const { business, shops } = useSession();
  const [form] = Form.useForm<Values>();
  const minor = 100 / major(100, business.currency);
  const number = (key: FilterKey, by = 1) => (query[key] ? Number(query[key]) / by : null);
  const initial: Values = {
    province: query.province,
    channel: query.channel,
    group: query.group,
    tag: query.tag,
    min_deals: number("min_deals"),
    max_deals: number("max_deals"),
    min_amount: number("min_amount", minor),
    max_amount: number("max_amount", minor),
    last_deal: [
      query.last_deal_from ? dayjs(query.last_deal_from) : null,
      query.last_deal_to ? dayjs(query.last_deal_to) : null,
    ],
    consent: query.consent,
    blacklisted: query.blacklisted,
  };
  const apply = (v: Values) => {
    const amount = (value: number | null | undefined) =>
      value === null || value === undefined ? null : String(Math.round(value * minor));
    const whole = (value: number | null | undefined) => (value === null || value === undefined ? null : String(value));
    set({
      province: v.province,
      channel: v.channel,
      group: v.group,
      tag: v.tag,
      min_deals: whole(v.min_deals),
      max_deals: whole(v.max_deals),
      min_amount: amount(v.min_amount),
      max_amount: amount(v.max_amount),
      last_deal_from: v.last_deal?.[0]?.format("YYYY-MM-DD"),
      last_deal_to: v.last_deal?.[1]?.format("YYYY-MM-DD"),
      consent: v.consent,
      blacklisted: v.blacklisted,
    });
    onClose();
  };
  const channels = [...new Set<Channel>([...shops.map((s) => s.channel), "wecom", "phone", "email", "web"])];
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={t("kit:filterMore")}
      width={440}
      footer={
        <div className={styles.foot}>
          <Button
            onClick={() => {
              set(Object.fromEntries(FILTERS.map((key) => [key, null])));
              onClose();
            }}
          >
            {t("kit:filterReset")}
          </Button>
          <Button type="primary" onClick={() => form.submit()}>
            {t("filters.apply")}
          </Button>
        </div>
      }
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={apply}>
        <Form.Item name="province" label={t("column.province")}>
          <AutoComplete
            allowClear
            options={PROVINCES.map((value) => ({ value }))}
            showSearch={{ filterOption: (text, option) => String(option?.value ?? "").includes(text) }}
          />
        </Form.Item>
        <Form.Item name="channel" label={t("column.channels")}>
          <Select allowClear options={channels.map((value) => ({ value, label: t(`common:channel.${value}`) }))} />
        </Form.Item>
        <Form.Item name="group" label={t("filters.group")}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            options={groups.map((g) => ({ value: g.id, label: g.name }))}
          />
        </Form.Item>
        <Form.Item name="tag" label={t("filters.tag")}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            options={tags.map((tag) => ({ value: tag.name, label: tag.name }))}
          />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item name="min_deals" label={t("filters.minDeals")}>
            <InputNumber min={0} precision={0} className={styles.full} />
          </Form.Item>
          <Form.Item name="max_deals" label={t("filters.maxDeals")}>
            <InputNumber min={0} precision={0} className={styles.full} />
          </Form.Item>
        </div>
        <div className={styles.pair}>
          <Form.Item name="min_amount" label={t("filters.minAmount", { currency: business.currency })}>
            <InputNumber min={0} className={styles.full} />
          </Form.Item>
          <Form.Item name="max_amount" label={t("filters.maxAmount", { currency: business.currency })}>
            <InputNumber min={0} className={styles.full} />
          </Form.Item>
        </div>
        <Form.Item name="last_deal" label={t("filters.lastDeal")}>
          <DatePicker.RangePicker allowEmpty={[true, true]} className={styles.full} />
        </Form.Item>
        <Form.Item name="consent" label={t("filters.consent")}>
          <Select allowClear options={CONSENTS.map((value) => ({ value, label: t(`filters.consents.${value}`) }))} />
        </Form.Item>
        <Form.Item name="blacklisted" label={t("column.blacklisted")}>
          <Select
            allowClear
            options={[
              { value: "true", label: t("filters.blacklistedYes") },
              { value: "false", label: t("filters.blacklistedNo") },
            ]}
          />
        </Form.Item>
      </Form>
    </SideDrawer>
  );
}

/** What is on, in words; each goes off by itself. */
export function Chips() {
  const { t } = useTranslation(["customers", "kit", "common"]);
  const { query, set } = useQueryState();
  const { groups } = useLabels();
  const f = useFormat();
  const on = FILTERS.filter((key) => query[key]);
  if (on.length === 0) return null;
  const say = (key: FilterKey): string => {
    const value = query[key] ?? "";
    if (key === "channel") return t(`common:channel.${value}` as "common:channel.taobao");
    if (key === "group") return t("chips.group", { value: groups.find((g) => g.id === value)?.name ?? value });
    if (key === "consent") return t(`filters.consents.${value}` as "filters.consents.granted");
    if (key === "blacklisted") return value === "true" ? t("filters.blacklistedYes") : t("filters.blacklistedNo");
    if (key === "min_amount" || key === "max_amount") return t(`chips.${key}`, { value: f.amount(Number(value)) });
    if (key === "province") return value;
    return t(`chips.${key}` as "chips.tag", { value });
  };
  return (
    <div className={styles.chips}>
      {on.map((key) => (
        <Chip
          key={key}
          variant="filled"
          color="green"
          closable={{
            closeIcon: <span className={styles.cross}>×</span>,
            "aria-label": t("chips.off", { what: say(key) }),
          }}
          onClose={(event) => {
            event.preventDefault();
            set({ [key]: null });
          }}
        >
          {say(key)}
        </Chip>
      ))}
      <Button type="link" size="small" onClick={() => set(Object.fromEntries(on.map((key) => [key, null])))}>
        {t("kit:clearFilters")}
      </Button>
    </div>
  );
}
