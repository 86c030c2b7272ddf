// Saying what became of gifts, one or many, with a number or a reason.
import { App, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { type GiftStatus, type GiftsSettled, post, useRefresh } from "../api";
import { FormDrawer, useFormat } from "../kit";

interface Props {
  open: { ids: string[]; to: GiftStatus } | null;
  onClose: () => void;
  onDone: () => void;
}

export function Settle({ open, onClose, onDone }: Props) {
  const { t } = useTranslation(["gifts", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const to = open?.to ?? "sent";
  const count = open?.ids.length ?? 0;
  const why = to === "failed" || to === "cancelled";
  return (
    <FormDrawer<{ note: string }>
      open={open !== null}
      onClose={onClose}
      title={t(`ask.${to}`, { count, value: f.count(count) })}
      verb={t(`deed.${to}`)}
      initial={{ note: "" }}
      save={async ({ note }) => {
        const said = note.trim();
        const done = await post<GiftsSettled>("/gifts/settle", {
          ids: open?.ids,
          status: to,
          ...(said ? { note: said } : {}),
        });
        await refresh("/gifts", "/customers");
        onDone();
        const { settled, refused } = done;
        if (settled.length > 0) message.success(t("done", { count: settled.length, value: f.count(settled.length) }));
        if (refused.length > 0)
          message.warning(t("refused", { count: refused.length, value: f.count(refused.length) }));
      }}
    >
      <Form.Item
        name="note"
        label={t(why ? "reason" : "note")}
        rules={why ? [{ required: true, whitespace: true, message: t("common:required") }] : []}
      >
        <Input.TextArea rows={2} maxLength={500} placeholder={why ? undefined : t("noteHint")} />
      </Form.Item>
    </FormDrawer>
  );
}
