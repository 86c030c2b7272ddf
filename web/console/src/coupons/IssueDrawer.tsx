// Issuing: to a segment, to customers one by one, or as codes; the numbers are in the question before it begins.
import { App, Button, Form, Input, InputNumber, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CouponProgramme, post, useRefresh } from "../api";
import { SideDrawer, useConfirm, useFormat, useLabel } from "../kit";
import { useWhom, WhomField, type WhomKind } from "../segments/Whom";
import styles from "./Coupons.module.css";

type To = WhomKind | "codes";

export function IssueDrawer({
  programme,
  open,
  segment,
  onClose,
}: {
  programme: CouponProgramme;
  open: boolean;
  /** For whom, where another page says it. */
  segment?: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation("coupons");
  const f = useFormat();
  const label = useLabel();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const unique = programme.codes === "unique";
  const [to, setTo] = useState<To>(unique && !segment ? "codes" : "segment");
  const whom = useWhom(open, segment);
  const [count, setCount] = useState<number | null>(1000);
  const [note, setNote] = useState("");
  const { chosen, people } = whom;
  const ready = to === "codes" ? (count ?? 0) > 0 : whom.ready(to);
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
        await post(`/coupons/programmes/${programme.id}/issue`, {
          to: to === "codes" ? { codes: count } : whom.target(to),
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
        {to === "codes" ? null : <WhomField kind={to} whom={whom} />}
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
