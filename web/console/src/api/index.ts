// The one door to the server: types, client, hooks. Pages import from "../api" and nothing deeper.
export * from "./client";
export * from "./problem";
export * from "./queries";
export type * from "./rules";
export type * from "./segments";
export type * from "./sql";
export type * from "./types";
