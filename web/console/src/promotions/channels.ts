// The channels that a promotion may be limited to, and that a cart may come from.
export const CHANNELS = ["web", "taobao", "tmall", "jd", "pinduoduo", "douyin", "youzan", "pos", "wecom"] as const;
export type Channel = (typeof CHANNELS)[number];
