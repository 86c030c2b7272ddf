# 用 SQL 查询。
problem-sql_empty = 还没有写查询。请写一条 SELECT。
problem-sql_several = 一次只能运行一条语句。请去掉多余的语句。
problem-sql_read_only = 这里只能查询：SELECT、WITH 或 EXPLAIN。{ $statement } 不在其中，没有改动任何数据。
problem-sql_too_large = 查询太大，超过了 { $limit } { $unit ->
    [characters] 个字符
    [words] 个词
    [links] 个运算、关联和合并
    [levels] 层嵌套
    [rows] 行
   *[parts] 个部分
}。请缩小范围。
problem-sql_wrong = 查询看不懂：{ $why }。请对照左侧的表和列检查拼写。
problem-sql_no_column = 没有叫“{ $name }”的列。{ $near ->
    [none] 左侧列出了每张表的列。
   *[other] 是不是要用 { $near }？
}
problem-sql_no_table = 没有叫“{ $name }”的表。可用的表是 customers、facts、items 和 segments，列在左侧。
problem-sql_no_function = 没有叫“{ $name }”的函数。{ $near ->
    [none] 请检查函数名。
   *[other] 是不是要用 { $near }？
}
problem-sql_syntax = 从第 { $line } 行第 { $column } 个字符起看不懂，那里写的是“{ $found }”。请检查它前面的词和括号。
problem-sql_unfinished = 查询没有写完。请补上末尾缺少的部分。
problem-sql_too_long = 查询超过 { $seconds } 秒，已停止。请缩短时间、限定行为种类或增加条件。
problem-sql_memory = 查询需要的内存超过 { $megabytes } MB。请先分组或筛选，再关联或排序。
problem-sql_cancelled = 查询已停止。
problem-sql_busy = 正在运行的查询太多。请稍后再试。
problem-sql_failed = 查询运行时出错：{ $why }。请检查参与计算的值。
problem-sql_not_ready = 数据还在准备中。请稍后再试。
problem-export_missing = { $folder } 里没有导出。请先运行：regulars warehouse export
problem-sql_cluster_away = 连不上回答 SQL 的集群（{ $why }）。请启动集群，或在配置里去掉 olap_url。
problem-sql_every_shop = SQL 和透视表能看到所有店铺，而你只能看部分店铺。请让店主授权全部店铺，或使用其他页面。
problem-too_many_questions = 保存的查询太多。请先删除一些。
noun-question = 这个查询
