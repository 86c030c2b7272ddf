// RFM, the life cycle, and how customers moved.
export const zh = {
  movement: {
    groups: "RFM 分组的变化",
    groupsHint: "左边是月初的分组，右边是月末的；带子越宽，人越多。",
    month: "哪个月",
    between: "{{from}} 到 {{to}}",
    flow: "从哪里到哪里",
    largest: "最多的变化",
    none: "这个月没有变化",
  },
  rfm: {
    sentence: "{{group}} {{value}} 位，占 {{share}}，带来 {{money}}；",
    sentenceBack: "{{group}} {{value}} 位曾带来 {{money}}，值得去请。",
    none: "还没有分组。",
    heat: "最近一次和购买次数",
    heatHint: "每一格是一群人：越靠上买得越近，越靠右买得越勤。点一格看是谁，可以存为人群。",
    by: "颜色表示",
    measure: { customers: "人数", realised: "既成价值", mean: "人均" },
    cell: "R{{r}} F{{f}}",
    recency: "最近一次购买",
    frequency: "购买次数",
    long: "很久以前",
    lately: "刚刚来过",
    seldom: "很少",
    often: "常来",
    parted: "高低分界：{{days}} 天内来过、{{times}} 次、{{money}}。",
    groups: "八个分组",
    groupsHint: "按最近、次数、金额的高低分成八组，最有价值的在前。点一组看是谁。",
  },
  lifecycle: {
    sentence: "忠诚客户 {{loyal}} 位；{{sleeping}} 位在沉睡，她们曾带来 {{money}}。",
    flows: "一个月里谁去了哪里",
    flowsHint: "左边是月初的阶段，右边是月末的；带子越宽，人越多。点右边的阶段看是谁。",
    stages: "现在各阶段",
    stagesHint: "从新客到流失。点一个阶段看是谁。",
    limits:
      "新客：首次购买后 {{new}} 天内、只买过一次。忠诚：买过 {{loyal}} 次以上。沉睡：超过 {{sleeping}} 天没来。流失：超过 {{lost}} 天没来。分界可以在“口径”里改。",
  },
};

export const en = {
  movement: {
    groups: "How RFM groups changed",
    groupsHint:
      "On the left the groups as the month began, on the right as it ended; the wider the band, the more people.",
    month: "Which month",
    between: "{{from}} to {{to}}",
    flow: "From where to where",
    largest: "The largest moves",
    none: "Nobody moved in this month",
  },
  rfm: {
    sentence: "{{group}}: {{value}}, {{share}} of all, who brought {{money}};",
    sentenceBack: " {{group}}: {{value}} who once brought {{money}} are worth asking back.",
    none: "There are no groups yet.",
    heat: "How lately and how often",
    heatHint:
      "Each cell is a crowd: further up they bought more lately, further right more often. Click one to see who, and keep it as a segment.",
    by: "Colour shows",
    measure: { customers: "People", realised: "Realised value", mean: "Each on average" },
    cell: "R{{r}} F{{f}}",
    recency: "Last purchase",
    frequency: "Number of purchases",
    long: "long ago",
    lately: "lately",
    seldom: "seldom",
    often: "often",
    parted: "High and low part at {{days}} days since, {{times}} purchases, {{money}}.",
    groups: "The eight groups",
    groupsHint: "By high and low of recency, frequency and money, the most valuable first. Click a group to see who.",
  },
  lifecycle: {
    sentence: "{{loyal}} customers are loyal; {{sleeping}} are asleep, who once brought {{money}}.",
    flows: "Who went where in a month",
    flowsHint:
      "On the left the stages as the month began, on the right as it ended; the wider the band, the more people. Click a stage on the right to see who.",
    stages: "The stages now",
    stagesHint: "From new to lost. Click a stage to see who.",
    limits:
      "New: within {{new}} days of the first and only purchase. Loyal: {{loyal}} purchases and more. Asleep: silent for more than {{sleeping}} days. Lost: for more than {{lost}}. The limits can be changed under What counts.",
  },
};
