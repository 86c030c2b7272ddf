// The rooms of the house, in the order of a shop's day; the navigation, the routes and the palette all read this list.
//
// To add a page:
//   1. write src/<room>/<Page>.tsx with a default export, built from ../kit, asking through ../api;
//   2. add its row below: the path, the icon, the permission that opens it, the lazy import, and its `key`;
//   3. put `page.<key>` (and `group.<key>` for a new group) in src/app/words.ts in both languages, and the page's own
//      words in src/<room>/words.ts, listed in src/i18n/rooms.ts.
// A page that belongs to another (a card, one order) says `hidden` and `under`. A page that is not written has no row.
import {
  ApiOutlined,
  AppstoreAddOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BlockOutlined,
  ClockCircleOutlined,
  CrownOutlined,
  ExportOutlined,
  FileTextOutlined,
  FormOutlined,
  FunnelPlotOutlined,
  HomeOutlined,
  ImportOutlined,
  MergeOutlined,
  MobileOutlined,
  NotificationOutlined,
  PieChartOutlined,
  SafetyCertificateOutlined,
  ShopOutlined,
  ShoppingOutlined,
  StarOutlined,
  TagsOutlined,
  TeamOutlined,
  UsergroupAddOutlined,
  UserOutlined,
} from "@ant-design/icons";
import type { ComponentType, ReactNode } from "react";
import type { Permission } from "../api";
import { analysis } from "./analysis";
import { promotions } from "./promotionsRoom";

export interface RoomPage {
  /** Word key: `page.<key>` in app/words. */
  key: string;
  path: string;
  icon?: ReactNode;
  permission?: Permission;
  load: () => Promise<{ default: ComponentType }>;
  /** Reached from another page; not in the navigation. */
  hidden?: boolean;
  /** Not in the navigation, but found by its name in the palette. */
  findable?: boolean;
  /** The path whose navigation entry is lit while this page is open. */
  under?: string;
}

export interface Room {
  /** Word key: `group.<key>`; a room with one page shows the page alone. */
  key: string;
  pages: RoomPage[];
}

export const rooms: Room[] = [
  {
    key: "overview",
    pages: [
      {
        key: "overview",
        path: "/overview",
        icon: <HomeOutlined />,
        permission: "overview.read",
        load: () => import("../overview/Overview"),
      },
    ],
  },
  {
    key: "customers",
    pages: [
      {
        key: "customers",
        path: "/customers",
        icon: <UserOutlined />,
        permission: "customers.read",
        load: () => import("../customers/Customers"),
      },
      {
        key: "customer",
        path: "/customers/:id",
        permission: "customers.read",
        hidden: true,
        under: "/customers",
        load: () => import("../customers/Card"),
      },
      {
        key: "proposals",
        path: "/proposals",
        icon: <MergeOutlined />,
        permission: "customers.read",
        load: () => import("../proposals/Proposals"),
      },
      {
        key: "groups",
        path: "/groups",
        icon: <TagsOutlined />,
        permission: "customers.read",
        load: () => import("../groups/Groups"),
      },
      {
        key: "imports",
        path: "/imports",
        icon: <ImportOutlined />,
        permission: "imports.read",
        load: () => import("../imports/Imports"),
      },
      {
        key: "import",
        path: "/imports/:id",
        permission: "imports.read",
        hidden: true,
        under: "/imports",
        load: () => import("../imports/Import"),
      },
      {
        key: "exports",
        path: "/exports",
        icon: <ExportOutlined />,
        permission: "customers.export",
        load: () => import("../exports/Exports"),
      },
    ],
  },
  {
    key: "segments",
    pages: [
      {
        key: "segments",
        path: "/segments",
        icon: <UsergroupAddOutlined />,
        permission: "segments.read",
        load: () => import("../segments/Segments"),
      },
      {
        key: "recipes",
        path: "/recipes",
        icon: <AppstoreAddOutlined />,
        permission: "segments.read",
        load: () => import("../segments/recipes/Recipes"),
      },
      {
        key: "cross",
        path: "/segments/cross",
        icon: <BlockOutlined />,
        permission: "segments.read",
        load: () => import("../segments/cross/Cross"),
      },
      {
        key: "insight",
        path: "/insight",
        icon: <PieChartOutlined />,
        permission: "segments.read",
        load: () => import("../insight/Insight"),
      },
      {
        key: "segment",
        path: "/segments/:id",
        permission: "segments.read",
        hidden: true,
        under: "/segments",
        load: () => import("../segments/Segment"),
      },
      {
        key: "builder",
        path: "/segments/new",
        icon: <UsergroupAddOutlined />,
        permission: "segments.read",
        hidden: true,
        findable: true,
        under: "/segments",
        load: () => import("../segments/builder/Builder"),
      },
      {
        key: "builder",
        path: "/segments/:id/edit",
        permission: "segments.read",
        hidden: true,
        under: "/segments",
        load: () => import("../segments/builder/Builder"),
      },
    ],
  },
  analysis,
  {
    key: "members",
    pages: [
      {
        key: "members",
        path: "/members",
        icon: <CrownOutlined />,
        permission: "members.read",
        load: () => import("../members/Members"),
      },
      {
        key: "programme",
        path: "/members/programme",
        icon: <CrownOutlined />,
        permission: "members.read",
        hidden: true,
        findable: true,
        under: "/members",
        load: () => import("../members/ProgrammePage"),
      },
      {
        key: "memberGoods",
        path: "/members/goods",
        icon: <CrownOutlined />,
        permission: "members.read",
        hidden: true,
        findable: true,
        under: "/members",
        load: () => import("../members/GoodsPage"),
      },
      {
        key: "points",
        path: "/points",
        icon: <StarOutlined />,
        permission: "members.read",
        load: () => import("../points/Points"),
      },
      {
        key: "mall",
        path: "/points/mall",
        icon: <ShopOutlined />,
        permission: "members.read",
        load: () => import("../points/Mall"),
      },
      {
        key: "portal",
        path: "/members/portal",
        icon: <MobileOutlined />,
        permission: "members.read",
        load: () => import("../portal/PortalPage"),
      },
    ],
  },
  promotions,
  {
    key: "business",
    pages: [
      {
        key: "orders",
        path: "/orders",
        icon: <FileTextOutlined />,
        permission: "orders.read",
        load: () => import("../orders/Orders"),
      },
      {
        key: "products",
        path: "/products",
        icon: <ShoppingOutlined />,
        permission: "products.read",
        load: () => import("../products/Products"),
      },
    ],
  },
  {
    key: "settings",
    pages: [
      {
        key: "business",
        path: "/settings/business",
        icon: <AppstoreOutlined />,
        permission: "settings.read",
        load: () => import("../settings/Business"),
      },
      {
        key: "shops",
        path: "/settings/shops",
        icon: <ShopOutlined />,
        permission: "settings.read",
        load: () => import("../settings/Shops"),
      },
      {
        key: "fields",
        path: "/settings/fields",
        icon: <FormOutlined />,
        permission: "settings.read",
        load: () => import("../settings/Fields"),
      },
      {
        key: "eventProperties",
        path: "/settings/event-properties",
        icon: <FunnelPlotOutlined />,
        permission: "settings.read",
        load: () => import("../settings/EventProperties"),
      },
      {
        key: "people",
        path: "/settings/people",
        icon: <TeamOutlined />,
        permission: "users.manage",
        load: () => import("../settings/People"),
      },
      {
        key: "keys",
        path: "/settings/keys",
        icon: <ApiOutlined />,
        permission: "keys.manage",
        load: () => import("../settings/Keys"),
      },
      {
        key: "webhooks",
        path: "/settings/webhooks",
        icon: <NotificationOutlined />,
        permission: "webhooks.manage",
        load: () => import("../webhooks/Webhooks"),
      },
      {
        key: "care",
        path: "/settings/care",
        icon: <SafetyCertificateOutlined />,
        permission: "settings.read",
        load: () => import("../settings/Care"),
      },
      {
        key: "audit",
        path: "/settings/audit",
        icon: <AuditOutlined />,
        permission: "audit.read",
        load: () => import("../settings/Audit"),
      },
      {
        key: "jobs",
        path: "/settings/jobs",
        icon: <ClockCircleOutlined />,
        permission: "jobs.manage",
        load: () => import("../settings/Jobs"),
      },
      {
        key: "account",
        path: "/account",
        hidden: true,
        icon: <TagsOutlined />,
        load: () => import("../settings/Account"),
      },
    ],
  },
];

export const pages: RoomPage[] = rooms.flatMap((room) => room.pages);
