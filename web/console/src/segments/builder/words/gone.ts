export const zh = {
  gone: {
    attribute: "“{{name}}”已经不在了：可能改了名或删掉了。",
    field: "自定义字段“{{name}}”已归档，不能再用来圈人。",
    kind: "店里没有“{{name}}”这种行为。",
    property: "“{{of}}”里没有“{{name}}”这一项。",
    segment: "没有叫“{{name}}”的人群：可能改了名或删掉了。",
    list: "没有叫“{{name}}”的名单：可能改了名或删掉了。",
    group: "没有叫“{{name}}”的分组：可能改了名或删掉了。",
    value: "“{{of}}”里没有“{{name}}”这个选项了。",
    instead: "换成",
    pick: "选一个现有的",
    where_other: "标出来的 {{count}} 条里有已经不在的东西：换一个，或去掉这一条，人数就能算了。",
  },
};

export const en = {
  gone: {
    attribute: "“{{name}}” is gone: it may have been renamed or deleted.",
    field: "The field “{{name}}” is archived and can no longer be asked for.",
    kind: "The shop knows nothing called “{{name}}” that people do.",
    property: "“{{of}}” has nothing called “{{name}}”.",
    segment: "No segment is called “{{name}}”: it may have been renamed or deleted.",
    list: "No list is called “{{name}}”: it may have been renamed or deleted.",
    group: "No group is called “{{name}}”: it may have been renamed or deleted.",
    value: "“{{of}}” no longer has the choice “{{name}}”.",
    instead: "Use instead",
    pick: "Choose one that is there",
    where_one:
      "The marked condition names something that is gone: choose another or remove it, and it is counted again.",
    where_other:
      "The {{count}} marked conditions name something that is gone: choose others or remove them, and it is counted again.",
  },
};
