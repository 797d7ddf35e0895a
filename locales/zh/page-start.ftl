# 第一次启动、示例数据、重新启动之后、停止：只有页面用的文字。

page-begin-export = 导出订单
page-begin-import = 导入文件
page-begin-import-about = 把文件拖到本页任何位置，或选择文件。文件只在这台电脑上读取，不会离开这台电脑。
page-begin-look = 查看待办和收入
page-begin-look-about = 导入后这里会显示待发货、销售和图表。“{ page-menu-import }”页会说明还需要哪些文件，才能算准收入、费用和利润。

page-sample-title = 只想先看看？
page-sample-start = 用示例数据看看
page-sample-about = 虚构的订单，放在临时{ -database }里。不影响自己的数据，也不会保留。
page-sample-banner = 示例数据：订单是虚构的，停止 shopkit 时删除。
page-sample-back = 回到自己的数据

page-again-title = 这个地址已失效
page-again-why = shopkit 每次启动都用新的地址，防止其他程序读取你的数据。这个地址属于以前的启动，或者这个浏览器还没有得到许可。
page-again-start = 重新启动 shopkit，浏览器会自动打开正确的地址。
page-again-printed = 如果 shopkit 正在运行，把启动时显示的地址（包括“?”后面的部分）完整复制到地址栏。
page-again-data = 数据都还在。

page-stop = 停止
page-stop-ask = 停止 shopkit？
page-stop-not = 不停止
