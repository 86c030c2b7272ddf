// Properties of events that the shop declares, so that rules can ask for them; keys that came lately are offered.
import { FunnelPlotOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Tag, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EventProperty } from "../api";
import { useCan } from "../app/session";
import { type Column, DataList, Empty, Page, Panel } from "../kit";
import { useKindName } from "../segments/useKindName";
import { DropButton } from "./DropButton";
import { type Begun, PropertyDrawer } from "./PropertyDrawer";
import styles from "./Settings.module.css";
import { SuggestedProperties } from "./SuggestedProperties";

/** How often the list looks whether past events were read, while some are, milliseconds. */
const LOOK = 3_000;

export default function EventProperties() {
  const { t } = useTranslation(["settings", "common", "app"]);
  const kind = useKindName();
  const may = useCan()("settings.write");
  const [editing, setEditing] = useState<Begun | null>(null);

  const columns: Column<EventProperty>[] = [
    {
      key: "title",
      title: t("settings:eventProperties.title"),
      phone: "title",
      width: 180,
      render: (property) => property.title,
    },
    {
      key: "event",
      title: t("settings:eventProperties.event"),
      phone: "line",
      width: 180,
      render: (property) => (property.event ? kind(property.event) : t("settings:eventProperties.everyEvent")),
    },
    {
      key: "name",
      title: t("settings:eventProperties.rule"),
      phone: "line",
      width: 220,
      render: (property) => <span className={styles.code}>{property.name}</span>,
    },
    {
      key: "type",
      title: t("settings:eventProperties.type"),
      phone: "side",
      width: 100,
      render: (property) => t(`settings:fields.types.${property.type}`),
    },
    {
      key: "uses",
      title: t("settings:eventProperties.uses"),
      phone: "line",
      width: 260,
      render: (property) =>
        property.state === "reading" ? (
          <Tooltip title={t("settings:eventProperties.readingText")}>
            <Tag>{t("settings:eventProperties.reading")}</Tag>
          </Tooltip>
        ) : property.uses.length === 0 ? (
          "–"
        ) : (
          <span className={styles.wrap}>
            {property.uses.map((use) => (
              <Link key={use.id} to={`/segments/${use.id}`} onClick={(event) => event.stopPropagation()}>
                {use.name}
              </Link>
            ))}
          </span>
        ),
    },
    ...(may
      ? [
          {
            key: "actions",
            deeds: true,
            title: "",
            align: "right" as const,
            width: 60,
            render: (property: EventProperty) => (
              <span className={styles.actions}>
                <DropButton
                  name={property.title}
                  path={`/events/properties/${property.id}`}
                  touches={["/events/properties", "/rules/catalogue"]}
                  question={t("settings:eventProperties.removeAsk", { name: property.title })}
                  text={t("settings:eventProperties.removeText")}
                />
              </span>
            ),
          },
        ]
      : []),
  ];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({})}>
      {t("settings:eventProperties.add")}
    </Button>
  );
  return (
    <Page
      title={t("app:page.eventProperties")}
      sentence={t("settings:eventProperties.sentence")}
      actions={may ? add : null}
    >
      <Panel flush>
        <DataList<EventProperty>
          id="event-properties"
          path="/events/properties"
          columns={columns}
          rowKey={(property) => property.id}
          permission="events.read"
          every={(rows) => rows.some(({ state }) => state === "reading") && LOOK}
          onOpen={may ? (property) => setEditing({ property }) : undefined}
          empty={
            <Empty
              icon={<FunnelPlotOutlined />}
              title={t("settings:eventProperties.empty")}
              text={t("settings:eventProperties.emptyText")}
            />
          }
        />
      </Panel>
      {may ? <SuggestedProperties onAdjust={(suggested) => setEditing({ suggested })} /> : null}
      <PropertyDrawer begun={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}
