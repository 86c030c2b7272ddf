# 各部门的文字。每个部门一节，编号以部门名开头。
noun-customer = 客户
noun-shop = 店铺
noun-order = 订单
noun-product = 商品
noun-import = 导入任务

# 客户：合并；疑似重复。
noun-merge = 这次合并
noun-proposal = 这条疑似重复
problem-cannot_undo = 这次操作已无法撤销：之前已经撤销过，或相关档案之后又被分开。请手动移动档案。
problem-already_decided = 这条疑似重复已有人处理。请刷新列表。
problem-is_one = 这两位现在已是同一位客户。如需分开，请在客户卡片上拆出档案。
fault-too_few = 数量不够
fault-too_many = 一次太多了
fault-not_of_customer = 含有不属于这位客户的档案
fault-must_leave_one = 至少要给这位客户留下一个档案
fault-ids_or_min_score = 请给出编号或分数，二者只能选一
