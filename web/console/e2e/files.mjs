// A small export of a Taobao shop, as the seller's centre writes it, with two rows that were damaged on the way, and the
// means to mend what the program hands back. Everybody in it is made up.

const HEADER =
  "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店";

const DONE = "交易成功";

export const BUYERS = {
  first: { nick: "山茶花开了", name: "王小茶", mobile: "13800138001", address: "浙江省 杭州市 西湖区 龙井路 1 号" },
  second: { nick: "喝茶的露露", name: "李晓露", mobile: "13900139002", address: "江苏省 苏州市 姑苏区 平江路 22 号" },
  third: { nick: "周末买杯子", name: "周末末", mobile: "13700137003", address: "广东省 广州市 越秀区 北京路 3 号" },
};

function order(number, buyer, amount, at, title) {
  return {
    订单编号: number,
    买家会员名: buyer.nick,
    买家应付货款: amount,
    买家应付邮费: "0.00",
    总金额: amount,
    买家实际支付金额: amount,
    订单状态: DONE,
    收货人姓名: buyer.name,
    收货地址: buyer.address,
    联系手机: `'${buyer.mobile}`,
    订单创建时间: `${at} 10:00:00`,
    订单付款时间: `${at} 10:01:00`,
    宝贝标题: title,
    宝贝种类: "1",
    宝贝总数量: "1",
    退款金额: "0.00",
  };
}

/** What is wrong in the file, and what stands there when it is mended. */
export const DAMAGED = [
  { wrong: "3.5E+17", right: "350123456789012304" },
  { wrong: "三十九元", right: "39.00" },
];

const ROWS = [
  order("350123456789012301", BUYERS.first, "88.00", "2026-09-01", "明前龙井 50g"),
  order("350123456789012302", BUYERS.first, "128.00", "2026-10-02", "碧螺春 100g"),
  order("350123456789012303", BUYERS.second, "66.00", "2026-10-03", "桂花乌龙 75g"),
  order(DAMAGED[0].wrong, BUYERS.second, "45.00", "2026-10-04", "茉莉花茶 100g"),
  { ...order("350123456789012305", BUYERS.third, "39.00", "2026-10-05", "白瓷品茗杯"), 总金额: DAMAGED[1].wrong },
];

const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The file's text: five orders, two of which cannot be taken. */
export function orders() {
  const columns = HEADER.split(",");
  const lines = ROWS.map((row) => columns.map((column) => quoted(row[column.trim()] ?? "")).join(","));
  return `${[HEADER, ...lines].join("\r\n")}\r\n`;
}

/** The rows that were refused, with the wrong cells put right. */
export function mended(text) {
  return DAMAGED.reduce((mending, { wrong, right }) => {
    if (!mending.includes(wrong)) throw new Error(`${wrong} is not in the refused rows:\n${text}`);
    return mending.replace(wrong, right);
  }, text);
}

/** Rows of a CSV text as objects. */
export function table(text) {
  const rows = [];
  let row = [""];
  let inside = false;
  for (const letter of text.replace(/^\uFEFF/, "")) {
    if (letter === '"') inside = !inside;
    else if (letter === "," && !inside) row.push("");
    else if (letter === "\n" && !inside) {
      rows.push(row);
      row = [""];
    } else if (letter !== "\r") row[row.length - 1] += letter;
  }
  const [header, ...body] = rows;
  return body.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ""])));
}
