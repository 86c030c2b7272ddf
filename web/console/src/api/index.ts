// The one door to the server: types, client, hooks. Pages import from "../api" and nothing deeper.
export type * from "./basics";
export type * from "./business";
export * from "./client";
export type * from "./customers";
export type * from "./identity";
export type * from "./imports";
export type * from "./members";
export type * from "./orders";
export type * from "./overview";
export type * from "./points";
export * from "./problem";
export type * from "./products";
export * from "./queries";
export type * from "./rules";
export type * from "./search";
export type * from "./segments";
export type * from "./sql";
export type * from "./staff";
