// Every form that the rule has had, with who made it so and when; any of them can come back.
import { App, Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Page, post, type Segment, type SegmentVersion, useGet, useRefresh } from "../api";
import { useCan } from "../app/session";
import { Loaded, useConfirm, useFormat, useLabel } from "../kit";
import page from "./Segment.module.css";

export function Versions({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const { message } = App.useApp();
  const f = useFormat();
  const can = useCan();
  const label = useLabel();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const versions = useGet<Page<SegmentVersion>>(`/segments/${segment.id}/versions`, { v: segment.version });
  const restore = (n: number) =>
    confirm({
      title: t("page.restoreAsk", { n }),
      text: t("page.restoreText"),
      verb: t("page.restore"),
      run: async () => {
        await post(`/segments/${segment.id}/versions/${n}/restore`);
        await refresh("/segments");
        message.success(t("page.restored"));
      },
    });
  return (
    <Loaded query={versions}>
      {({ items }) => (
        <ol className={page.versions} reversed>
          {items.map((one) => (
            <li key={one.version}>
              <div>
                <div className={page.versionHead}>
                  <strong>{t("page.version", { n: one.version })}</strong>
                  {one.version === segment.version ? (
                    <Tag color="success" variant="filled">
                      {t("page.now")}
                    </Tag>
                  ) : null}
                  <span className={page.quiet}>
                    {t("page.by", { who: one.by || t("system"), when: f.instant(one.at) })}
                  </span>
                </div>
                {one.note ? <div>{one.note}</div> : null}
                <div>{label(one.sentence)}</div>
                <pre className={page.versionText}>{one.text}</pre>
                {items.length === 1 ? <p className={page.quiet}>{t("page.only")}</p> : null}
              </div>
              {one.version !== segment.version && can("segments.write") ? (
                <Button size="small" onClick={() => restore(one.version)}>
                  {t("page.restore")}
                </Button>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
