// Issuing: to a segment, to customers one by one, or as codes; the numbers are in the question before it begins.
import { App, Button, Form, Input, InputNumber, Segmented, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CouponProgramme, type Page, post, type Segment, useGet, useRefresh } from "../api";
import { useKeepShops } from "../app/session";
import { CustomerSelect } from "../customers/CustomerSelect";
import { labelOf } from "../customers/Who";
import { SideDrawer, useConfirm, useFormat } from "../kit";
import { useLabel } from "../segments/builder/context";
import styles from "./Coupons.module.css";

type To = "segment" | "customers" | "codes";

export function IssueDrawer({
  programme,
  open,
  onClose,
}: {
  programme: CouponProgramme;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation("coupons");
  const f = useFormat();
  const label = useLabel();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const keep = useKeepShops();
  const unique = programme.codes === "unique";
  const [to, setTo] = useState<To>(unique ? "codes" : "segment");
  const [segment, setSegment] = useState<string | null>(null);
  const [people, setPeople] = useState<Map<string, string>>(new Map());
  const [count, setCount] = useState<number | null>(1000);
  const [note, setNote] = useState("");
  const segments = useGet<Page<Segment>>("/segments", { limit: 200 }, { enabled: open });
  const chosen = segments.data?.items.find((one) => one.id === segment);
  const ready = to === "segment" ? chosen !== undefined : to === "customers" ? people.size > 0 : (count ?? 0) > 0;
  const issue = () => {
    const question =
      to === "segment"
        ? t("issueAskSegment", { name: chosen?.name, size: f.count(chosen?.size) })
        : to === "customers"
          ? t("issueAskCustomers", { count: people.size })
          : t("issueAskCodes", { count: f.count(count) });
    confirm({
      title: question,
      text: t(to === "codes" ? "issueCodesText" : "issueText"),
      verb: t("issue"),
      run: async () => {
        const target =
          to === "segment" ? { segment } : to === "customers" ? { customers: [...people.keys()] } : { codes: count };
        await post(`/coupons/programmes/${programme.id}/issue`, {
          to: target,
          ...(note.trim() ? { note: note.trim() } : {}),
        });
        await refresh("/coupons");
        message.success(t("issueStarted"));
        onClose();
      },
    });
  };
  const ways: To[] = unique ? ["codes", "segment", "customers"] : ["segment", "customers"];
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={t("issueTitle", { name: label(programme.promotion.name) })}
      width={480}
      footer={
        <div style={{ display: "flex", justifyContent: "flex-end" }}>
          <Button type="primary" disabled={!ready} onClick={issue}>
            {t("issue")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical">
        <Form.Item>
          <Segmented<To>
            block
            value={to}
            onChange={setTo}
            options={ways.map((value) => ({ value, label: t(`issueTo.${value}`) }))}
          />
        </Form.Item>
        {to === "segment" ? (
          <Form.Item
            label={t("segment")}
            htmlFor="issue-segment"
            required
            extra={
              segments.data?.items.length === 0 ? (
                <>
                  {t("segmentNone")}
                  <Link to={keep("/segments/new")}>{t("segmentMake")}</Link>
                </>
              ) : undefined
            }
          >
            <Select
              id="issue-segment"
              value={segment}
              showSearch={{ optionFilterProp: "label" }}
              options={(segments.data?.items ?? []).map((one) => ({
                value: one.id,
                label: `${one.name} · ${f.count(one.size)}`,
              }))}
              onChange={setSegment}
            />
          </Form.Item>
        ) : null}
        {to === "customers" ? (
          <Form.Item
            label={t("customers")}
            htmlFor="issue-customers"
            required
            extra={
              people.size === 0
                ? t("customersHint")
                : [...people].map(([id, name]) => (
                    <Tag
                      key={id}
                      closable
                      onClose={() => setPeople((old) => new Map([...old].filter(([one]) => one !== id)))}
                    >
                      {name}
                    </Tag>
                  ))
            }
          >
            <CustomerSelect
              id="issue-customers"
              value={null}
              onChange={(id, row) => id && setPeople((old) => new Map(old).set(id, row ? labelOf(row) : `#${id}`))}
            />
          </Form.Item>
        ) : null}
        {to === "codes" ? (
          <Form.Item label={t("count")} htmlFor="issue-count" required>
            <InputNumber
              id="issue-count"
              className={styles.whole}
              min={1}
              max={10_000_000}
              precision={0}
              value={count}
              onChange={setCount}
            />
          </Form.Item>
        ) : null}
        <Form.Item label={t("note")} htmlFor="issue-note">
          <Input
            id="issue-note"
            maxLength={200}
            placeholder={t("noteHint")}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
    </SideDrawer>
  );
}
