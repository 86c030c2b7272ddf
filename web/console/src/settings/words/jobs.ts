// Jobs.
export const zh = {
  jobs: {
    sentence: "导入、同步和计算在后台进行；反复失败的会停在这里，等你看过再重试。",
    kind: "任务",
    state: "状态",
    attempts: "已试",
    attemptsCount_other: "{{count}} 次",
    runAt: "计划时间",
    error: "最近的错误",
    states: { queued: "排队中", running: "进行中", parked: "已停下", done: "已完成" },
    retryAsk: "现在重试？",
    discardAsk: "放弃这个任务？",
    discardText: "它不会再运行。如果它是一次导入，已导入的行保留，其余的不再继续。",
    retried: "已重新排队",
    discarded: "已放弃",
    empty: "没有后台任务",
    emptyParked: "没有停下的任务",
    emptyText: "导入文件或同步店铺时，进度会显示在这里。",
  },
};

export const en = {
  jobs: {
    sentence:
      "Imports, syncs and calculations run in the background; what keeps failing is parked here until you look.",
    kind: "Job",
    state: "State",
    attempts: "Tried",
    attemptsCount_one: "{{count}} time",
    attemptsCount_other: "{{count}} times",
    runAt: "Planned for",
    error: "Last error",
    states: { queued: "Queued", running: "Running", parked: "Parked", done: "Done" },
    retryAsk: "Try it again now?",
    discardAsk: "Discard this job?",
    discardText: "It will not run again. If it is an import, the rows it brought in stay and the rest is left out.",
    retried: "Queued again",
    discarded: "Discarded",
    empty: "No background jobs",
    emptyParked: "Nothing is parked",
    emptyText: "When you import a file or sync a shop, its progress shows here.",
  },
};
