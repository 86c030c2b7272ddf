// Saving says before what it will do: how many there are, or who will enter and leave.
import { App, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { type CountAnswer, type PreviewAnswer, patch, post, type Rule, type Segment, useRefresh } from "../../api";
import { AsOf, FormDrawer, useFormat } from "../../kit";
import styles from "./Builder.module.css";
import { Followers } from "./Followers";

interface Values {
  name: string;
  note?: string;
  why?: string;
}

interface Props {
  open: boolean;
  onClose: () => void;
  rule: Rule;
  segment: Segment | null;
  name: string;
  count: CountAnswer | undefined;
  preview: PreviewAnswer | undefined;
  onSaved: (segment: Segment) => void;
}

export function SaveDrawer({ open, onClose, rule, segment, name, count, preview, onSaved }: Props) {
  const { t } = useTranslation(["builder", "common"]);
  const { message } = App.useApp();
  const f = useFormat();
  const refresh = useRefresh();
  const save = async ({ name, note, why }: Values) => {
    const body = { name: name.trim(), note: note?.trim() ?? "", rule };
    const saved = segment
      ? await patch<Segment>(`/segments/${segment.id}`, { ...body, why: why?.trim() ?? "" })
      : await post<Segment>("/segments", body);
    await refresh("/segments", "/recipes");
    message.success(t("saving.done", { name: saved.name }));
    onSaved(saved);
  };
  return (
    <FormDrawer<Values>
      open={open}
      onClose={onClose}
      title={segment ? t("saving.titleChange") : t("saving.title")}
      initial={{ name: segment?.name ?? name, note: segment?.note ?? "" }}
      save={save}
    >
      <p className={styles.sentence}>
        {preview
          ? t("saving.preview", {
              size: f.count(preview.size),
              enter: f.count(preview.enter),
              leave: f.count(preview.leave),
            })
          : t("saving.before", { value: f.count(count?.customers) })}{" "}
        <AsOf at={(preview ?? count)?.at} />
        {segment && segment.uses.length > 0 ? ` ${t("saving.uses", { count: segment.uses.length })}` : ""}
      </p>
      {preview ? <Followers preview={preview} /> : null}
      <Form.Item name="name" label={t("saving.name")} rules={[{ required: true, message: t("common:required") }]}>
        <Input maxLength={80} placeholder={t("saving.nameHint")} autoComplete="off" />
      </Form.Item>
      <Form.Item name="note" label={t("saving.note")}>
        <Input.TextArea rows={3} maxLength={400} placeholder={t("saving.noteHint")} />
      </Form.Item>
      {segment ? (
        <Form.Item name="why" label={t("saving.noteChange")}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      ) : null}
    </FormDrawer>
  );
}
