// The look of the console, as Ant Design tokens for light and dark.
//
// One accent (tea green), warm neutral greys, radius 8, an 8 px grid. Everything else derives from these: no component
// is restyled by CSS overrides. Own CSS reads the same values as `var(--ant-…)`, which the `regulars` class on <html>
// carries.
import { type ThemeConfig, theme } from "antd";

const latin = '-apple-system, BlinkMacSystemFont, "Segoe UI"';
const chinese = '"PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

/** English has its quotation marks from a Latin font: Chinese ones are as wide as a letter (base.css, "Latin marks"). */
const fontOf = (english: boolean) => `${latin}, ${english ? '"Latin marks", ' : ""}${chinese}`;

const common = {
  fontFamily: fontOf(false),
  fontFamilyCode: 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace',
  fontSize: 14,
  borderRadius: 8,
  borderRadiusLG: 12,
  borderRadiusSM: 6,
  controlHeight: 36,
  wireframe: false,
};

const light = {
  ...common,
  colorPrimary: "#2F7D6B",
  colorInfo: "#27705F",
  colorLink: "#2A7261",
  colorPrimaryBg: "#E6F1ED",
  colorPrimaryBgHover: "#D6E8E1",
  colorPrimaryBorder: "#A3CEBF",
  colorPrimaryBorderHover: "#7DB8A6",
  colorSuccess: "#35733A",
  colorError: "#B93A32",
  colorWarning: "#9A6200",
  colorSuccessBg: "#EAF4EA",
  colorSuccessBgHover: "#DCECDC",
  colorSuccessBorder: "#B5D3B6",
  colorInfoBg: "#E6F1ED",
  colorInfoBgHover: "#D6E8E1",
  colorInfoBorder: "#A3CEBF",
  colorErrorBg: "#FBEDEB",
  colorErrorBgHover: "#F6DCD9",
  colorErrorBorder: "#E9B4AF",
  colorWarningBg: "#FBF3E2",
  colorWarningBgHover: "#F5E7C9",
  colorWarningBorder: "#E2C88F",
  colorTextBase: "#211F1B",
  colorBgLayout: "#F7F6F3",
  colorBgContainer: "#FFFFFF",
  colorBorder: "#DEDBD4",
  colorBorderSecondary: "#ECEAE5",
  colorText: "#24221E",
  colorTextSecondary: "#5C5850",
  colorTextTertiary: "#6E695F",
  colorTextDescription: "#6E695F",
  colorTextPlaceholder: "#767067",
  colorTextQuaternary: "#8B857A",
  colorFillAlter: "#FAF9F7",
  colorBgMask: "rgba(28, 25, 20, 0.36)",
};

// The dark algorithm dims its seeds, so these are a step brighter than what is seen.
const dark = {
  ...common,
  colorPrimary: "#57BDA4",
  colorInfo: "#63C2AB",
  colorLink: "#6CC3AC",
  colorPrimaryBg: "#1B2E29",
  colorPrimaryBgHover: "#223A33",
  colorPrimaryBorder: "#2B5C50",
  colorPrimaryBorderHover: "#38786A",
  colorSuccess: "#82C585",
  colorError: "#F58F85",
  colorWarning: "#EBB650",
  colorSuccessBg: "#1C2C1D",
  colorSuccessBgHover: "#243826",
  colorSuccessBorder: "#355A37",
  colorInfoBg: "#1B2E29",
  colorInfoBgHover: "#223A33",
  colorInfoBorder: "#2B5C50",
  colorErrorBg: "#38201D",
  colorErrorBgHover: "#472824",
  colorErrorBorder: "#703832",
  colorWarningBg: "#33290F",
  colorWarningBgHover: "#403416",
  colorWarningBorder: "#6B5523",
  colorTextBase: "#F1EFEA",
  colorBgBase: "#171614",
  colorBgLayout: "#131210",
  colorBgContainer: "#1C1B18",
  colorBgElevated: "#262420",
  colorBorder: "#3D3A34",
  colorBorderSecondary: "#2C2A26",
  colorText: "#ECE9E3",
  colorTextSecondary: "#B9B4AA",
  colorTextTertiary: "#A19B90",
  colorTextDescription: "#A19B90",
  colorTextPlaceholder: "#A19B90",
  colorTextQuaternary: "#7C766C",
  colorTextLightSolid: "#0E1F1A",
  colorFillAlter: "#211F1C",
};

function components(mode: "light" | "dark"): ThemeConfig["components"] {
  const pick = <T>(a: T, b: T) => (mode === "light" ? a : b);
  return {
    Layout: {
      siderBg: pick("#F7F6F3", "#131210"),
      headerBg: pick("#F7F6F3", "#131210"),
      bodyBg: pick("#F7F6F3", "#131210"),
      headerHeight: 64,
      headerPadding: "0 24px",
    },
    Menu: {
      itemBg: "transparent",
      subMenuItemBg: "transparent",
      activeBarBorderWidth: 0,
      itemHeight: 36,
      itemMarginInline: 8,
      itemMarginBlock: 2,
      itemColor: pick("#4C4840", "#C3BEB4"),
      itemHoverBg: pick("#EEECE7", "#22201D"),
      itemSelectedBg: pick("#E3EEEA", "#1D302B"),
      itemSelectedColor: pick("#1F5D4F", "#7FD0BA"),
      groupTitleColor: pick("#6E695F", "#A19B90"),
      groupTitleFontSize: 12,
      iconSize: 16,
    },
    Table: {
      headerBg: pick("#FAF9F7", "#211F1C"),
      headerColor: pick("#5C5850", "#B9B4AA"),
      headerSplitColor: "transparent",
      rowHoverBg: pick("#F6F8F6", "#22231F"),
      rowSelectedBg: pick("#EEF5F2", "#1D2C27"),
      rowSelectedHoverBg: pick("#E6F0EC", "#213530"),
      cellPaddingBlock: 12,
      cellPaddingInline: 12,
    },
    Card: { bodyPadding: 24, headerBg: "transparent" },
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
    Segmented: { trackBg: pick("#EEECE7", "#262420"), itemSelectedBg: pick("#FFFFFF", "#3A3731") },
    Tabs: { horizontalMargin: "0", titleFontSize: 14 },
    Drawer: { paddingLG: 24 },
    Tooltip: {
      colorBgSpotlight: pick("#2B2925", "#34322D"),
      colorTextLightSolid: pick("#FFFFFF", "#ECE9E3"),
    },
    Badge: { colorTextLightSolid: "#FFFFFF", colorError: pick("#B93A32", "#C4493F") },
  };
}

export type Mode = "light" | "dark";

/** `still`: the reader has asked the system for less motion. */
export function themeOf(mode: Mode, still = false, english = false): ThemeConfig {
  return {
    algorithm: mode === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: { ...(mode === "dark" ? dark : light), fontFamily: fontOf(english), motion: !still },
    components: components(mode),
    cssVar: { key: "regulars" },
    hashed: false,
  };
}

/** What charts need; ECharts takes colours, not CSS variables. */
export interface Ink {
  accent: string;
  /** The second voice: what is compared with, or the other part of two. */
  quiet: string;
  /** A softer step of the accent, for the second of two parts that belong together. */
  soft: string;
  text: string;
  faint: string;
  line: string;
  surface: string;
  good: string;
  bad: string;
  /** From nothing to much, for heat maps. */
  ramp: string[];
  font: string;
}

export function inkOf(mode: Mode): Ink {
  return mode === "light"
    ? {
        accent: light.colorPrimary,
        quiet: "#A8A297",
        soft: "#A9D0C3",
        text: light.colorText,
        faint: light.colorTextTertiary,
        line: light.colorBorderSecondary,
        surface: light.colorBgContainer,
        good: light.colorSuccess,
        bad: light.colorError,
        ramp: ["#F3F6F3", "#D5E8E0", "#A3CEBF", "#66AB98", "#2F7D6B", "#1B5246"],
        font: fontOf(false),
      }
    : {
        accent: "#4DA892",
        quiet: "#7C766C",
        soft: "#2B5C50",
        text: dark.colorText,
        faint: dark.colorTextTertiary,
        line: dark.colorBorderSecondary,
        surface: dark.colorBgContainer,
        good: "#73AE76",
        bad: "#D97F76",
        ramp: ["#201F1C", "#1D332D", "#22503F", "#2F7563", "#4DA892", "#93DAC5"],
        font: fontOf(false),
      };
}
