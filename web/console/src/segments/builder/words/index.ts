import * as about from "./about";
import * as gone from "./gone";
import * as ground from "./ground";

export const zh = { ...ground.zh, ...about.zh, ...gone.zh };
export const en = { ...ground.en, ...about.en, ...gone.en };
