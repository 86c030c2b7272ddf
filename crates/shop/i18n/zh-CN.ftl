# 各部门的文字。每个部门一节，编号以部门名开头。
noun-customer = 客户
noun-shop = 店铺
noun-order = 订单
noun-product = 商品
noun-import = 导入任务
