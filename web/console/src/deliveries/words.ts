export const zh = {
  to: "寄往",
  missing: "等客户填写地址",
};

export const en = {
  to: "Send to",
  missing: "She has not said where to yet",
};
