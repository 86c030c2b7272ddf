# 程序自身的文字。
problem-already_set_up = 已经完成初始设置，请直接登录。
problem-not_ready = 服务还没有准备好：{ $why }。
problem-console_missing = 程序里没有包含控制台页面，请运行 make web 后重新构建，或使用 API。
