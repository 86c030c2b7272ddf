// Every room's words under its namespace. A new room adds its line here.
import * as app from "../app/words";
import * as baskets from "../baskets/words";
import * as coupons from "../coupons/words";
import * as customers from "../customers/words";
import * as deliveries from "../deliveries/words";
import * as door from "../door/words";
import * as draws from "../draws/words";
import * as exports from "../exports/words";
import * as gifts from "../gifts/words";
import * as groupBuys from "../groupBuys/words";
import * as groups from "../groups/words";
import * as imports from "../imports/words";
import * as insight from "../insight/words";
import * as kit from "../kit/words";
import * as lift from "../lift/words";
import * as members from "../members/words";
import * as orders from "../orders/words";
import * as overview from "../overview/words";
import * as picks from "../picks/words";
import * as pivot from "../pivot/words";
import * as points from "../points/words";
import * as portal from "../portal/words";
import * as products from "../products/words";
import * as promotions from "../promotions/words";
import * as proposals from "../proposals/words";
import * as satisfaction from "../satisfaction/words";
import * as builder from "../segments/builder/words";
import * as recipes from "../segments/recipes/words";
import * as segments from "../segments/words";
import * as settings from "../settings/words";
import * as sql from "../sql/words";
import * as value from "../value/words";
import * as wallet from "../wallet/words";
import * as webhooks from "../webhooks/words";
import * as common from "./common";

export const rooms = {
  common,
  app,
  baskets,
  builder,
  coupons,
  customers,
  deliveries,
  draws,
  exports,
  gifts,
  groupBuys,
  groups,
  imports,
  insight,
  kit,
  members,
  door,
  overview,
  orders,
  points,
  picks,
  pivot,
  portal,
  products,
  promotions,
  proposals,
  recipes,
  satisfaction,
  lift,
  segments,
  settings,
  sql,
  value,
  wallet,
  webhooks,
};
