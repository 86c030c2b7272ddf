// One segment: how many it has now and had before, who is in it, who came and left, and every form of its rule so far.
import { EditOutlined, LeftOutlined } from "@ant-design/icons";
import { Button, Skeleton, Tabs, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { type CustomerRow, type Segment as Kept, useGet } from "../api";
import { useCan } from "../app/session";
import { useCustomerColumns } from "../customers/columns";
import { DataList, Empty, ErrorState, Instant, Page, Panel, useLabel, useQueryState } from "../kit";
import { Broken } from "./Broken";
import { Crossings } from "./Crossings";
import { Growth } from "./Growth";
import { useLiveSizes, withLive } from "./live";
import { Next } from "./Next";
import page from "./Segment.module.css";
import { SegmentMenu } from "./SegmentMenu";
import { Moved, Size } from "./Size";
import { Versions } from "./Versions";

type Part = "members" | "crossings" | "versions";

export default function Segment() {
  const { t } = useTranslation(["segments", "app"]);
  const { id = "" } = useParams();
  const can = useCan();
  const label = useLabel();
  const live = useLiveSizes();
  const answer = useGet<Kept>(`/segments/${id}`, {}, { every: 30_000 });
  const back = (
    <Link to="/segments" className={page.back}>
      <LeftOutlined aria-hidden /> {t("page.back")}
    </Link>
  );
  if (answer.error && !answer.data)
    return (
      <div>
        {back}
        <Page title={t("app:page.segment")}>
          <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
        </Page>
      </div>
    );
  const segment = answer.data ? withLive(answer.data, live) : null;
  return (
    <div>
      {back}
      <Page
        title={segment?.name ?? t("app:page.segment")}
        sentence={
          segment
            ? segment.state === "broken"
              ? undefined
              : segment.sentence
                ? label(segment.sentence)
                : t(`kindText.${segment.kind}`)
            : null
        }
        actions={
          segment ? (
            <>
              {segment.kind === "live" && can("segments.write") ? (
                <Link to={`/segments/${id}/edit`}>
                  <Button type="primary" icon={<EditOutlined />}>
                    {t("page.edit")}
                  </Button>
                </Link>
              ) : null}
              <SegmentMenu segment={segment} />
            </>
          ) : null
        }
      >
        {segment ? (
          <Whole segment={segment} />
        ) : (
          <Panel>
            <Skeleton active paragraph={{ rows: 8 }} />
          </Panel>
        )}
      </Page>
    </div>
  );
}

function Whole({ segment }: { segment: Kept }) {
  const { t } = useTranslation("segments");
  const { query, set } = useQueryState();
  const parts: Part[] = segment.kind === "live" ? ["members", "crossings", "versions"] : ["members"];
  const part = parts.find((one) => one === query.part) ?? "members";
  return (
    <>
      {segment.state === "broken" ? <Broken segment={segment} /> : <Next segment={segment} />}
      <div className={page.columns}>
        <Growth segment={segment} />
        <Facts segment={segment} />
      </div>
      <Panel flush>
        <Tabs
          className={page.tabs}
          activeKey={part}
          onChange={(key) => set({ part: key === "members" ? null : key })}
          items={parts.map((key) => ({ key, label: t(`page.${key}`) }))}
        />
        {part !== "members" ? null : segment.state === "broken" ? (
          <Empty small title={t("broken.noMembers")} />
        ) : (
          <Members segment={segment} />
        )}
        {part === "crossings" ? <Crossings id={segment.id} /> : null}
        {part === "versions" ? <Versions segment={segment} /> : null}
      </Panel>
    </>
  );
}

function Facts({ segment }: { segment: Kept }) {
  const { t } = useTranslation("segments");
  return (
    <Panel title={t("page.facts")}>
      <dl className={page.facts}>
        <div>
          <dt>{t("page.size")}</dt>
          <dd className={page.big}>
            <Size segment={segment} />
          </dd>
        </div>
        {segment.kind === "live" ? (
          <div>
            <dt>{t("column.moved")}</dt>
            <dd>
              <Moved segment={segment} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t("column.origin")}</dt>
          <dd>
            {t(`origin.${segment.origin}`)} · {segment.created_by || t("system")} ·{" "}
            <Instant at={segment.created_at} ago />
          </dd>
        </div>
        <div>
          <dt>{t("page.uses")}</dt>
          <dd>
            {segment.uses.length === 0 ? <span className={page.quiet}>{t("page.noUses")}</span> : null}
            {segment.uses.map((use) => (
              <UseLink key={`${use.kind} ${use.id}`} use={use} />
            ))}
          </dd>
        </div>
        {segment.note ? (
          <div>
            <dt className="unseen">{t("column.name")}</dt>
            <dd className={page.note}>{segment.note}</dd>
          </div>
        ) : null}
      </dl>
    </Panel>
  );
}

function UseLink({ use }: { use: Kept["uses"][number] }) {
  const { t } = useTranslation("segments");
  const kind = t(`use.${use.kind}` as "use.segment", { defaultValue: use.kind });
  const to = use.kind === "segment" ? `/segments/${use.id}` : use.kind === "webhook" ? "/settings/webhooks" : null;
  return (
    <span className={page.use}>
      <Tag variant="filled">{kind}</Tag>
      {to ? <Link to={to}>{use.name}</Link> : use.name}
    </span>
  );
}

function Members({ segment }: { segment: Kept }) {
  const { t } = useTranslation("segments");
  const go = useNavigate();
  const columns = useCustomerColumns();
  return (
    <DataList<CustomerRow>
      id="segment-members"
      path={`/segments/${segment.id}/members`}
      columns={columns}
      rowKey={(row) => row.id}
      permission="customers.read"
      onOpen={(row) => go(`/customers/${row.id}`)}
      empty={<Empty title={t("page.noMembers")} text={t("page.noMembersText")} />}
    />
  );
}
