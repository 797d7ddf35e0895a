//! The Chinese help. Keys are the path of commands and the id of the argument; a test holds them complete.

use std::fmt::Write as _;

use clap::{Arg, Command};

const TEXTS: &[(&str, &str)] = &[
    ("", "导入抖店下载的订单文件，离线查询"),
    ("import", "导入下载的文件：订单、售后单、佣金、结算账单、动账明细"),
    ("import.files", "文件：.xlsx .xls .xlsb .ods .csv"),
    ("import.shop", "订单所属店铺 [默认：唯一的店铺]"),
    ("import.kind", "文件必须是哪种导出"),
    ("import.encoding", "文本文件的编码"),
    ("import.sheet", "工作簿中的工作表 [默认：含订单的那个]"),
    ("import.exported_at", "导出时间，北京时间 [默认：取自文件名，否则取文件日期]"),
    ("import.dry_run", "只报告会做什么，不写入"),
    ("import.strict", "有任何一行被拒就不导入该文件"),
    ("import.max_rejects", "被拒行数超过 N 就不导入该文件"),
    ("inspect", "查看文件是什么，不导入"),
    ("inspect.file", "要查看的文件"),
    ("inspect.kind", "文件必须是哪种导出"),
    ("inspect.encoding", "文本文件的编码"),
    ("inspect.sheet", "工作簿中的工作表 [默认：含订单的那个]"),
    ("inspect.exported_at", "导出时间，北京时间 [默认：取自文件名，否则取文件日期]"),
    ("imports", "列出导入记录，查看一次导入及其被拒的行，或撤销"),
    ("imports list", "列出导入记录"),
    ("imports list.shop", "只看这个店铺"),
    ("imports show", "查看一次导入的全部信息"),
    ("imports show.id", "导入编号"),
    ("imports rejects", "列出一次导入中被拒的行"),
    ("imports rejects.id", "导入编号"),
    ("imports undo", "撤销一次导入，就像从未导入过"),
    ("imports undo.id", "导入编号"),
    ("imports undo.yes", "不再询问"),
    ("orders", "列出订单行"),
    ("orders.shop", "店铺 [默认：唯一的店铺]"),
    ("orders.status", "订单状态，如 待发货；多个用逗号分隔"),
    ("orders.after_sale", "售后状态，`-` 表示无售后；多个用逗号分隔"),
    ("orders.promotion", "推广类型：精选联盟（或 alliance）、无（或 none）"),
    ("orders.product", "商品ID，或商品名称的一部分"),
    ("orders.from", "下单的第一天"),
    ("orders.to", "下单的最后一天"),
    ("orders.search", "编号，或商品、编码、备注的一部分"),
    ("orders.limit", "最多列出几行；0 为全部 [默认：表格 100 行，其余全部]"),
    ("orders.sort", "排序：submitted、paid、amount、quantity、status、product；前加 `-` 为从大到小 [默认：-submitted]"),
    ("order", "查看一个订单的各行和经过"),
    ("order.id", "主订单编号或子订单编号"),
    ("order.shop", "只看这个店铺"),
    ("report", "回答卖家常问的一个问题；不写名称则列出全部"),
    ("report.name", "报表的名称；`shopkit report` 说明各自回答什么"),
    ("report.shop", "店铺 [默认：唯一的店铺]"),
    ("report.from", "下单的第一天"),
    ("report.to", "下单的最后一天"),
    ("report.by", "按什么分开：day 天、week 周、month 月、creator 达人"),
    ("report.on", "按哪一刻判断，北京时间 [默认：现在]"),
    ("report.cap", "一次导出最多的行数（export-plan）[默认：平台的上限]"),
    ("report.commission_rate", "估算用的佣金率，如 20% 或 0.2（promotion、income）"),
    ("report.no_estimates", "不估算还没有结算的服务费（promotion、income）"),
    ("sql", "运行一条只读 SQL（视图：订单、order_lines，以及其他导出的视图）"),
    ("sql.statement", "一条 SELECT 语句"),
    ("sql.param", "语句中 :名称 的值；可多次给出"),
    ("sql.timeout", "最多运行多少秒；到时停止，即使仍在输出结果 [默认：30]"),
    ("export", "把订单行、报表或查询结果写成文件：.csv .xlsx .json .html"),
    ("export.name", "写什么：orders 为订单行的全部列，报表写名称，overview 为带图的网页，或 `sql:SELECT ...`"),
    ("export.file", "要写的文件，形式由扩展名决定：.csv .xlsx .json .html；已有的文件会被替换"),
    ("export.param", "sql: 语句中 :名称 的值；可多次给出"),
    ("export.timeout", "sql: 查询最多运行多少秒；到时停止，即使仍在输出结果 [默认：30]"),
    ("close-check", "判断能否申请关店"),
    ("close-check.shop", "店铺 [默认：唯一的店铺]"),
    ("close-check.all_shops", "判断数据库里的每个店铺，每个店铺一行"),
    ("close-check.on", "按哪一天判断 [默认：北京时间今天]"),
    ("close-check.facts", "事实文件（TOML），优先于 shop set"),
    ("close-check.set", "只用于这次检查的事实，优先于其他来源；可多次给出"),
    ("close-check.ask", "逐项询问还需要的事实，并记下回答"),
    ("close-check.explain", "逐条显示每条规则、每个条件的推导"),
    ("close-check.standing", "用哪些规则判断：all 全部，official 只用官方文本"),
    ("close-check.rules", "规则文件夹，替换内置规则"),
    ("close-check.ics", "把日期写入日历文件"),
    ("close-check.after_sale_days", "订单完成后多少天内买家可以申请售后 [默认：不知道]"),
    ("close-check.trust", "声明的情况与导入的订单矛盾时以哪个为准：declared 以声明为准"),
    ("close-check.holidays", "法定节假日日历，其中的假日不算工作日：.ics，或每行一个日期"),
    ("reopen-check", "判断已关的店能否申请重新开店"),
    ("reopen-check.shop", "店铺 [默认：唯一的店铺]"),
    ("reopen-check.all_shops", "判断数据库里的每个店铺，每个店铺一行"),
    ("reopen-check.on", "按哪一天判断 [默认：北京时间今天]"),
    ("reopen-check.facts", "事实文件（TOML），优先于 shop set"),
    ("reopen-check.set", "只用于这次检查的事实，优先于其他来源；可多次给出"),
    ("reopen-check.ask", "逐项询问还需要的事实，并记下回答"),
    ("reopen-check.explain", "逐条显示每条规则、每个条件的推导"),
    ("reopen-check.standing", "用哪些规则判断：all 全部，official 只用官方文本"),
    ("reopen-check.rules", "规则文件夹，替换内置规则"),
    ("reopen-check.ics", "把日期写入日历文件"),
    ("reopen-check.after_sale_days", "订单完成后多少天内买家可以申请售后 [默认：不知道]"),
    ("reopen-check.trust", "声明的情况与导入的订单矛盾时以哪个为准：declared 以声明为准"),
    ("reopen-check.holidays", "法定节假日日历，其中的假日不算工作日：.ics，或每行一个日期"),
    ("shop", "列出店铺、改名；查看、记下、收回声明的事实；查看历次结论"),
    ("shop.shop", "店铺 [默认：唯一的店铺]；set 和 unset 可多次给出"),
    ("shop.rules", "规则文件夹，替换内置规则"),
    ("shop list", "列出店铺"),
    ("shop show", "查看一个店铺已知的事实"),
    ("shop set", "记下店铺的事实，如 closure.closed_on=2024-08-31"),
    ("shop set.facts", "事实；见 `shopkit rules facts`"),
    ("shop unset", "收回店铺的事实"),
    ("shop unset.facts", "事实的名称"),
    ("shop rename", "给店铺改名；订单、事实和历次结论都保留"),
    ("shop rename.old", "现在的名称"),
    ("shop rename.new", "新名称，不能和别的店铺重名"),
    ("shop forget", "忘记声明的事实和历次结论；订单保留"),
    ("shop forget.yes", "不再询问"),
    ("shop history", "列出历次结论，以及按现在的规则会怎样"),
    ("rules", "列出检查用的规则，查看一条，检查和测试规则文件"),
    ("rules.rules", "规则文件夹，替换内置规则"),
    ("rules list", "列出规则"),
    ("rules show", "查看一条规则或一个参数的全部信息"),
    ("rules show.id", "规则编号，或参数名，如 after-sale.most-days"),
    ("rules facts", "列出规则要问的事实"),
    ("rules check", "检查规则文件中没有意义的条件"),
    ("rules test", "运行规则旁的用例"),
    ("db", "数据库的位置、检查、备份，清除买家数据"),
    ("db path", "显示数据库的位置"),
    ("db check", "检查数据库是否损坏"),
    ("db backup", "把数据库复制到新文件"),
    ("db backup.file", "新文件"),
    ("db purge", "永久删除订单及相关数据，或只删除联系方式；再次导入文件可能会带回"),
    ("db purge.contacts", "只清除联系方式（姓名、电话、地址、留言、备注、文件名），保留数字"),
    ("db purge.before", "只处理这一天之前提交的订单"),
    ("db purge.shop", "只处理这个店铺"),
    ("db purge.hashes", "同时删除用来识别复购买家和已导入文件的匿名标识"),
    ("db purge.backups", "同时删除数据库旁升级产生的副本和中断运行的残留文件"),
    ("db purge.dry_run", "只统计会删除多少，不删除"),
    ("db purge.yes", "不再询问"),
    ("serve", "在浏览器里打开页面，用来导入、查询和检查；只在本机"),
    ("serve.port", "页面的端口；0 为任选一个空闲的"),
    ("serve.no_open", "不打开浏览器"),
    (
        "serve.plain_host",
        "改用 127.0.0.1，供打不开 *.localhost 的浏览器使用；安全性较低：本机其他端口会收到页面的 Cookie",
    ),
    ("demo", "用示例文件在临时数据库里走一遍"),
    ("completions", "输出命令行补全脚本"),
    ("completions.shell", "命令行种类"),
    ("man", "把手册写入文件夹"),
    ("man.dir", "手册文件夹"),
];

/// Commands whose options are those of another one, and mean the same.
const LIKE: &[(&str, &str)] = &[("export", "orders"), ("export", "report")];

/// Options that every command has.
const GLOBAL: &[(&str, &str)] = &[
    ("db", "数据库文件 [默认：环境变量 SHOPKIT_DB，否则在用户数据目录；见 `shopkit db path`]"),
    ("format", "结果的形式 [默认：按 --output 的文件名，否则为表格]"),
    ("output", "把结果写入文件；已有的文件会被替换"),
    ("lang", "提示语言 [默认：跟随系统]"),
    ("color", "提示的颜色"),
    ("quiet", "只输出结果和错误"),
    ("verbose", "输出更多说明"),
    ("show_pii", "显示买家的姓名、电话、地址、留言和备注"),
];

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// Puts the Chinese texts in the place of the English ones.
pub fn translate(command: Command) -> Command {
    let mut command = translate_below(command, "").after_help(
        "退出码：0 完成；1 完成但需留意（有行被拒、没有这个订单、结论不是“可以”）；2 无法完成；129、130、143 被信号中断（serve 被中断时为 0）",
    );
    command.build();
    below(command)
}

fn translate_below(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command.help_template(TEMPLATE).subcommand_help_heading("命令");
    if let Some(about) = text(path) {
        command = command.about(about);
    }
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    for id in ids {
        let global = GLOBAL.iter().find(|(name, _)| *name == id).map(|(_, text)| *text);
        let own = argument(path, &id).or(global.filter(|_| path.is_empty()));
        let positional = command.get_positionals().any(|arg| arg.get_id() == id.as_str());
        let heading = if positional { "参数" } else { "选项" };
        let is_global = path.is_empty() && global.is_some();
        if let Some(help) = own {
            command = command.mut_arg(&id, |arg| {
                described(arg, help).help_heading(if is_global { "通用选项" } else { heading })
            });
        }
    }
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |sub| translate_below(sub, &below));
    }
    command
}

/// Describes an argument, with its default and its values, which clap names in English.
fn described(arg: Arg, help: &str) -> Arg {
    if !arg.get_action().takes_values() {
        return arg.help(help.to_owned());
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let values: Vec<_> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let mut help = help.to_owned();
    for (name, values) in [("默认", defaults.join("、")), ("可选", values.join("、"))] {
        if !values.is_empty() {
            let _ = write!(help, " [{name}：{values}]");
        }
    }
    arg.help(help).hide_default_value(true).hide_possible_values(true)
}

/// Translates what clap itself adds to every command once it is built.
fn below(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let own: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let mut command = command;
    for (id, help) in [("help", "显示帮助"), ("version", "显示版本")] {
        if own.iter().any(|known| known == id) {
            command = command.mut_arg(id, |arg| arg.help(help).help_heading("选项"));
        }
    }
    for name in names {
        command = command.mut_subcommand(&name, if name == "help" { help } else { below });
    }
    command
}

fn help(command: Command) -> Command {
    command.about("显示某个命令的帮助")
}

fn argument(path: &str, id: &str) -> Option<&'static str> {
    let mut like = LIKE.iter().filter(|(command, _)| *command == path);
    text(&format!("{path}.{id}")).or_else(|| like.find_map(|(_, other)| text(&format!("{other}.{id}"))))
}

fn text(key: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == key).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
        if text(path).is_none() {
            found.push(path.to_owned());
        }
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            if argument(path, id).is_none() && !GLOBAL.iter().any(|(name, _)| *name == id) {
                found.push(format!("{path}.{id}"));
            }
        }
        for sub in command.get_subcommands() {
            let below = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path} {}", sub.get_name()) };
            missing(sub, &below, found);
        }
    }

    #[test]
    fn every_command_and_argument_has_chinese_help() {
        let mut found = Vec::new();
        missing(&Cli::command(), "", &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn every_text_belongs_to_something() {
        let command = Cli::command();
        for (key, _) in TEXTS {
            let (path, id) = key.split_once('.').unwrap_or((key, ""));
            let mut at = &command;
            for name in path.split(' ').filter(|name| !name.is_empty()) {
                at = at.find_subcommand(name).unwrap_or_else(|| panic!("no command {path}"));
            }
            assert!(id.is_empty() || at.get_arguments().any(|arg| arg.get_id() == id), "{key}");
        }
    }
}
