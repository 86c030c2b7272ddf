// 分析: what customers are worth, when they come back, and any figure by anything.
import {
  CalendarOutlined,
  CodeOutlined,
  FireOutlined,
  FundOutlined,
  HeatMapOutlined,
  LinkOutlined,
  RiseOutlined,
  SmileOutlined,
  SyncOutlined,
  TableOutlined,
  UserSwitchOutlined,
} from "@ant-design/icons";
import type { Room } from "./rooms";

export const analysis: Room = {
  key: "analysis",
  pages: [
    {
      key: "value",
      path: "/value",
      icon: <FundOutlined />,
      permission: "segments.read",
      load: () => import("../value/Value"),
    },
    {
      key: "rfm",
      path: "/rfm",
      icon: <HeatMapOutlined />,
      permission: "segments.read",
      load: () => import("../value/Rfm"),
    },
    {
      key: "lifecycle",
      path: "/lifecycle",
      icon: <SyncOutlined />,
      permission: "segments.read",
      load: () => import("../value/Lifecycle"),
    },
    {
      key: "retention",
      path: "/retention",
      icon: <UserSwitchOutlined />,
      permission: "segments.read",
      load: () => import("../value/Retention"),
    },
    {
      key: "next",
      path: "/next-purchase",
      icon: <CalendarOutlined />,
      permission: "segments.read",
      load: () => import("../value/Next"),
    },
    {
      key: "concentration",
      path: "/concentration",
      icon: <RiseOutlined />,
      permission: "segments.read",
      load: () => import("../value/Concentration"),
    },
    {
      key: "baskets",
      path: "/baskets",
      icon: <LinkOutlined />,
      permission: "segments.read",
      load: () => import("../baskets/Baskets"),
    },
    {
      key: "picks",
      path: "/picks",
      icon: <FireOutlined />,
      permission: "segments.read",
      load: () => import("../picks/Picks"),
    },
    {
      key: "satisfaction",
      path: "/satisfaction",
      icon: <SmileOutlined />,
      permission: "segments.read",
      load: () => import("../satisfaction/Satisfaction"),
    },
    {
      key: "pivot",
      path: "/pivot",
      icon: <TableOutlined />,
      permission: "segments.read",
      load: () => import("../pivot/Pivot"),
    },
    {
      key: "sql",
      path: "/sql",
      icon: <CodeOutlined />,
      permission: "sql.run",
      load: () => import("../sql/Sql"),
    },
  ],
};
