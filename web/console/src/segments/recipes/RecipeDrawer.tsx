// A recipe explained: why, the rule in words, and its parameters; one click makes it a segment.
import { App, Button, Form, Input, InputNumber } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type CountAnswer, post, type ReadRule, type Recipe, type Segment, useAsk, useRefresh } from "../../api";
import { useCan } from "../../app/session";
import { SideDrawer, useFormat, useLabel, useSaving } from "../../kit";
import { permille } from "../permille";
import styles from "./Recipes.module.css";

interface Values {
  name: string;
  parameters: Record<string, string>;
}

export function RecipeDrawer({ recipe, onClose }: { recipe: Recipe | null; onClose: () => void }) {
  const label = useLabel();
  return (
    <SideDrawer open={recipe !== null} onClose={onClose} title={label(recipe?.label)} width={520}>
      {recipe ? <Use key={recipe.key} recipe={recipe} /> : null}
    </SideDrawer>
  );
}

/** The rule's text with these numbers; null while one of them is missing. */
function filled(recipe: Recipe, given: Record<string, string | null | undefined>): string | null {
  let text = recipe.template;
  for (const { key, value } of recipe.parameters) {
    const number = key in given ? given[key] : value;
    if (!number) return null;
    text = text.replaceAll(`{${key}}`, number);
  }
  return text;
}

function Use({ recipe }: { recipe: Recipe }) {
  const { t } = useTranslation(["recipes", "common"]);
  const { message } = App.useApp();
  const can = useCan();
  const go = useNavigate();
  const label = useLabel();
  const f = useFormat();
  const refresh = useRefresh();
  const [form] = Form.useForm<Values>();
  const { busy, refused, send } = useSaving(form, async ({ name, parameters }: Values) => {
    const segment = await post<Segment>(`/recipes/${recipe.key}`, { name: name.trim(), parameters: parameters ?? {} });
    await refresh("/recipes", "/segments");
    message.success(t("done", { name: segment.name }));
    void go(`/segments/${segment.id}`);
  });
  useEffect(() => {
    form.setFieldsValue({
      name: label(recipe.label),
      parameters: Object.fromEntries(recipe.parameters.map((one) => [one.key, one.value])),
    });
  }, [form, recipe, label]);
  const write = can("segments.write");
  // What the numbers in the form come to, before anything is made of them.
  const given = Form.useWatch("parameters", form) ?? {};
  const text = filled(recipe, given);
  const rule = useAsk<ReadRule>("/rules/read", { text }, { enabled: text !== null });
  const count = useAsk<CountAnswer>("/segments/count", { text }, { enabled: text !== null });
  return (
    <Form<Values> form={form} layout="vertical" onFinish={(values) => void send(values)}>
      <h3 className={styles.small}>{t("why")}</h3>
      <p className={styles.body}>{label(recipe.why)}</p>
      <h3 className={styles.small}>{t("rule")}</h3>
      <p className={styles.body}>{label(rule.data?.sentence ?? recipe.sentence)}</p>
      <p className={styles.size} aria-live="polite">
        {text !== null && count.data ? (
          <>
            <strong>{f.count(count.data.customers)}</strong>
            {t("size", {
              share: f.rate(permille(count.data.customers, count.data.base)),
              time: f.instant(count.data.at, true).slice(11),
            })}
          </>
        ) : null}
      </p>
      <details className={styles.details}>
        <summary>{t("text")}</summary>
        <pre className={styles.pre}>{text ?? recipe.text}</pre>
      </details>
      {recipe.parameters.map((one) => (
        <Form.Item
          key={one.key}
          name={["parameters", one.key]}
          label={label(one.label)}
          rules={[{ required: true, message: t("common:required") }]}
        >
          <InputNumber<string> stringMode min="1" className={styles.number} disabled={!write} />
        </Form.Item>
      ))}
      {write ? (
        <Form.Item name="name" label={t("name")} rules={[{ required: true, message: t("common:required") }]}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      ) : null}
      {refused ? (
        <p className={styles.bad} role="alert">
          {refused.message}
        </p>
      ) : null}
      <div className={styles.row}>
        {write ? (
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("use")}
          </Button>
        ) : null}
        {recipe.in_use ? (
          <Link to={`/segments/${recipe.in_use}`}>
            <Button tabIndex={-1}>{t("open")}</Button>
          </Link>
        ) : null}
        {write ? (
          <Link to={`/segments/new?${new URLSearchParams({ text: text ?? recipe.text, name: label(recipe.label) })}`}>
            <Button type="text" tabIndex={-1}>
              {t("edit")}
            </Button>
          </Link>
        ) : null}
      </div>
    </Form>
  );
}
