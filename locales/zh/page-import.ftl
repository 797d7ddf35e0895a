# 在页面上导入：哪家店铺、每个文件的结果、还缺什么。

page-import-shop = 文件所属{ -shop }
page-import-shop-later = 选好文件后再选
page-import-which-shop = 这些文件属于哪家{ -shop }？
page-import-received = 已收到 { $files } 个文件，尚未导入。
page-import-more-files = 另有 { $files } 个
page-import-shop-about = 导出文件里没有{ -shop }名。请选已有的{ -shop }，或填新的名称。
page-import-discard = 不导入
page-import-confirm-about = 现在还没有保存。这些文件保留一小时，停止 shopkit 时删除。
page-import-confirm = 正式导入这些文件
page-import-preview-over = 这些文件已不再保留，如要导入请重新选择。

page-import-files = { $files } 个文件：{ $parts }
page-import-files-imported = { $files } 个已导入
page-import-files-previewed = { $files } 个可以导入
page-import-files-skipped = { $files } 个以前已导入
page-import-files-failed = { $files } 个失败
page-import-rejects-of-all = 未导入的行和处理办法
page-import-reject-kind = { $reason }（{ $files ->
        [1] { $rows } 行
       *[other] { $files } 个文件共 { $rows } 行
    }）

page-import-plan = 还要导出哪些日期
page-import-missing = 还缺的文件
page-import-missing-about = 报表只根据已导入的文件计算。以下文件还没有导入，{ -shop }有的请导入。
page-import-missing-none = 报表用到的文件都已导入。
page-import-missing-orders = 几乎所有报表都根据订单计算，请先导入订单。
page-import-lack-colon = ：
page-import-lack-comma = 、
page-import-how-to-export = 怎样导出

page-drop = 松开鼠标，发送文件
page-drop-proposed = 建议的{ -shop }：{ $shop }。导入前会再请你确认。
page-drop-asks = 导入前会问文件属于哪家{ -shop }。
page-drop-folders = 这不是文件。请拖入文件本身，不要拖文件夹。
page-drop-close = 取消

page-error-files-gone = 这些文件已不再保留，请重新选择
page-expected-shop = 已有的{ -shop }或新的名称
page-expected-name = 名称
