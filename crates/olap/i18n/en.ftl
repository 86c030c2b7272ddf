# Questions in SQL.
problem-sql_empty = Nothing is asked. Please write a SELECT.
problem-sql_several = Only one statement is taken at a time. Please remove the others.
problem-sql_read_only = Only questions are taken: SELECT, WITH or EXPLAIN. { $statement } is not one of them, and nothing was changed.
problem-sql_too_large = The question is too large: more than { $limit } { $unit ->
    [characters] characters
    [words] words
    [links] operators, joins and unions
    [levels] levels
    [rows] rows
   *[parts] parts
}. Please ask for less.
problem-sql_wrong = The question cannot be understood: { $why }. Please check the names on the left and the spelling.
problem-sql_no_column = There is no column “{ $name }”. { $near ->
    [none] The columns of each table stand on the left.
   *[other] Did you mean { $near }?
}
problem-sql_no_table = There is no table “{ $name }”. The tables are customers, facts, items and segments; they stand on the left.
problem-sql_no_function = There is no function “{ $name }”. { $near ->
    [none] Please check its name.
   *[other] Did you mean { $near }?
}
problem-sql_syntax = The question cannot be read from line { $line }, character { $column } on, where “{ $found }” stands. Please check the words and brackets before it.
problem-sql_unfinished = The question ends too early. Please write what is missing at its end.
problem-sql_too_long = The question took longer than { $seconds } seconds and was stopped. Please narrow the time or the kinds, or add conditions.
problem-sql_memory = The question needs more than { $megabytes } MB of memory. Please group or filter before joining or sorting.
problem-sql_cancelled = The question was stopped.
problem-sql_busy = Too many questions are running. Please try again in a moment.
problem-sql_failed = The question failed while it ran: { $why }. Please check the values it reckons with.
problem-sql_not_ready = The figures are still being put together. Please try again in a moment.
problem-export_missing = There is no export in { $folder }. Write one with: regulars warehouse export
problem-sql_cluster_away = The cluster that answers SQL cannot be reached ({ $why }). Please start it, or take olap_url out of the configuration.
problem-sql_every_shop = SQL and the pivot see every shop, and you are limited to some. Ask the owner for every shop, or use the other pages.
problem-too_many_questions = There are too many kept questions. Please forget some first.
noun-question = This question
