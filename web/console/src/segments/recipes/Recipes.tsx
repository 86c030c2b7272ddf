// 人群模板: crowds ready to be used, each with why one would want it.
import { CheckCircleFilled, SearchOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Input, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Recipe, useGet } from "../../api";
import { useCan } from "../../app/session";
import { Empty, Loaded, Page, Panel, useQueryState } from "../../kit";
import { useLabel } from "../builder/context";
import { RecipeDrawer } from "./RecipeDrawer";
import styles from "./Recipes.module.css";
import { SettingsDrawer } from "./SettingsDrawer";

const GROUPS = ["automatic", "relationship", "recipe"] as const;

const fits = (recipe: Recipe, asked: string): boolean =>
  [recipe.label, recipe.why, recipe.sentence].some(({ zh, en }) => `${zh} ${en}`.toLowerCase().includes(asked));

export default function Recipes() {
  const { t } = useTranslation(["recipes", "app"]);
  const can = useCan();
  const { query, set } = useQueryState();
  const recipes = useGet<{ items: Recipe[] }>("/recipes");
  const [settings, setSettings] = useState(false);
  const items = recipes.data?.items;
  const open = items?.find((one) => one.key === query.recipe) ?? null;
  const asked = (query.q ?? "").trim().toLowerCase();
  return (
    <Page
      title={t("app:page.recipes")}
      sentence={items ? t("sentence", { count: items.length }) : recipes.error ? undefined : null}
      actions={
        <Button icon={<SettingOutlined />} onClick={() => setSettings(true)}>
          {t("settings")}
        </Button>
      }
    >
      <Input
        className={styles.search}
        size="large"
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        aria-label={t("search")}
        placeholder={t("search")}
        value={query.q ?? ""}
        onChange={(event) => set({ q: event.target.value })}
      />
      <Loaded
        query={recipes}
        waiting={
          <Panel>
            <Skeleton active paragraph={{ rows: 10 }} />
          </Panel>
        }
      >
        {({ items }) => {
          const found = asked ? items.filter((one) => fits(one, asked)) : items;
          if (found.length === 0)
            return (
              <Panel>
                <Empty
                  icon={<SearchOutlined />}
                  title={t("nothing")}
                  text={t("nothingText")}
                  action={
                    can("segments.write") ? (
                      <Link to="/segments/new">
                        <Button type="primary">{t("own")}</Button>
                      </Link>
                    ) : null
                  }
                />
              </Panel>
            );
          return GROUPS.map((group) => {
            const of = found.filter((one) => one.group === group);
            if (of.length === 0) return null;
            return (
              <section key={group}>
                <h2 className={styles.title}>{t(`group.${group}`)}</h2>
                <p className={styles.text}>{t(`groupText.${group}`)}</p>
                <ul className={group === "relationship" ? `${styles.cards} ${styles.dense}` : styles.cards}>
                  {of.map((recipe) => (
                    <Card key={recipe.key} recipe={recipe} onOpen={() => set({ recipe: recipe.key })} />
                  ))}
                </ul>
              </section>
            );
          });
        }}
      </Loaded>
      <RecipeDrawer recipe={open} onClose={() => set({ recipe: null })} />
      <SettingsDrawer open={settings} onClose={() => setSettings(false)} />
    </Page>
  );
}

function Card({ recipe, onOpen }: { recipe: Recipe; onOpen: () => void }) {
  const { t } = useTranslation("recipes");
  const label = useLabel();
  return (
    <li className={styles.card}>
      <button type="button" className={styles.open} onClick={onOpen}>
        {label(recipe.label)}
      </button>
      <p className={styles.why}>{label(recipe.why)}</p>
      <p className={styles.rule}>{label(recipe.sentence)}</p>
      {recipe.in_use ? (
        <span className={styles.used}>
          <CheckCircleFilled aria-hidden /> {t("inUse")}
        </span>
      ) : null}
    </li>
  );
}
