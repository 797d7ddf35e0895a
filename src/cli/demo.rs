//! `shopkit demo`: the tour on sample files that the program carries.

use std::fs;
use std::io::Write;

use shopkit::store::UnfinishedFolder;

use super::exit::{CliError, Exit};
use super::session::Session;

/// Files of the tour: their names and what is in them.
const FILES: &[(&str, &[u8])] = &[
    (
        "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv",
        include_bytes!("../../fixtures/sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv"),
    ),
    (
        "1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv",
        include_bytes!("../../fixtures/sub-order-csv-next-day/1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv"),
    ),
    ("resaved.xlsx", include_bytes!("../../fixtures/excel-resave-xlsx/orders.xlsx")),
];

/// The database of the tour, in its own folder.
const DATABASE: &str = "demo.db";

/// One step: why, in both languages, and the command that a user would type.
struct Step {
    zh: &'static str,
    en: &'static str,
    command: &'static [&'static str],
    expected: Exit,
}

const STEPS: &[Step] = &[
    Step {
        zh: "看看下载的文件是什么（不导入）",
        en: "See what a downloaded file is, without importing it",
        command: &["inspect", FILES[0].0],
        expected: Exit::Done,
    },
    Step {
        zh: "导入第一天导出的订单",
        en: "Import the first day's export",
        command: &["import", FILES[0].0],
        expected: Exit::Done,
    },
    Step {
        zh: "第二天再导出一次：新订单加入，变化的更新，其余不动",
        en: "Import the next day's: new lines come in, changed ones are updated, the others stay",
        command: &["import", FILES[1].0],
        expected: Exit::Done,
    },
    Step {
        zh: "再导入同样的文件：什么都不会重复",
        en: "Import the same files again: nothing is counted twice",
        command: &["import", FILES[0].0, FILES[1].0],
        expected: Exit::Done,
    },
    Step {
        zh: "被 Excel 另存过的文件：损坏的编号会被拒绝并指出行列，绝不猜测修复",
        en: "A file that Excel saved again: damaged ids are rejected with row and column, never guessed",
        command: &["import", FILES[2].0, "--exported-at", "2026-01-14 09:00:00"],
        expected: Exit::Attention,
    },
    Step { zh: "导入过什么", en: "What was imported", command: &["imports"], expected: Exit::Done },
    Step {
        zh: "哪些订单还没发货",
        en: "Which orders are not shipped yet",
        command: &["orders", "--status", "待发货", "--limit", "5"],
        expected: Exit::Done,
    },
    Step {
        zh: "一个订单的来龙去脉",
        en: "One order and how it came to be what it is",
        command: &["order", ORDER],
        expected: Exit::Done,
    },
    Step {
        zh: "用 SQL 提问，列名就是导出文件的表头",
        en: "Ask in SQL; the columns are the export's own headers",
        command: &[
            "sql",
            "SELECT 省, count(*) AS 行数, round(sum(订单应付金额), 2) AS 应付 FROM 订单 GROUP BY 省 ORDER BY 应付 DESC LIMIT 5",
        ],
        expected: Exit::Done,
    },
    Step {
        zh: "今天要处理什么",
        en: "What needs doing",
        command: &["report", "today", "--on", "2026-01-14 09:00:00"],
        expected: Exit::Done,
    },
    Step {
        zh: "达人带货和自己卖的各有多少，佣金按 20% 估算",
        en: "What creators sold and what the shop sold itself, with the commission estimated at 20%",
        command: &["report", "promotion", "--commission-rate", "20%"],
        expected: Exit::Done,
    },
    Step {
        zh: "撤销一次导入，就像从未导入过",
        en: "Take an import out, as if it had never been",
        command: &["imports", "undo", "3", "--yes"],
        expected: Exit::Done,
    },
    Step {
        zh: "说出已知的事实，看看关了的店何时能重新申请",
        en: "Say what you know, and see when a closed shop may apply again",
        command: &[
            "shop",
            "set",
            "closure.kind=voluntary",
            "closure.closed_on=2026-05-31",
            "closure.deposit_refunded_on=2026-06-03",
        ],
        expected: Exit::Done,
    },
    Step {
        zh: "重新申请之前先检查",
        en: "Check before reapplying",
        command: &["reopen-check", "--on", "2026-12-01"],
        expected: Exit::Attention,
    },
    Step { zh: "检查数据库", en: "Check the database", command: &["db", "check"], expected: Exit::Done },
];

/// An order of the sample files that changes between the two days.
const ORDER: &str = "6926181657396269909";

pub fn run(session: &mut Session) -> Result<Exit, CliError> {
    let folder = UnfinishedFolder::begin()?;
    for (name, bytes) in FILES {
        fs::write(folder.path().join(name), bytes)?;
    }
    // The steps are shown as a user in that folder would type them, so they have to run there.
    let home = std::env::current_dir()?;
    std::env::set_current_dir(folder.path())?;
    let outcome = tour(session);
    std::env::set_current_dir(home)?;
    let failed = outcome?;
    if failed > 0 {
        return Err(CliError::Usage {
            message: session.pick(
                format!("有 {failed} 步的结果与预期不同"),
                format!("{failed} steps ended otherwise than they should"),
            ),
            hint: session.pick("请报告此问题", "please report this").to_owned(),
        });
    }
    Ok(Exit::Done)
}

/// Runs the steps and returns how many did not end as they should.
fn tour(session: &Session) -> Result<usize, CliError> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{}",
        session.pick(
            "示例文件和数据库在临时文件夹中，结束后删除。",
            "The sample files and the database are in a temporary folder that is removed at the end."
        )
    )?;
    let lang = session.pick("zh", "en");
    let mut failed = 0;
    for (number, step) in (1..).zip(STEPS) {
        writeln!(out, "\n# {number}. {}", session.pick(step.zh, step.en))?;
        writeln!(out, "$ shopkit {}", step.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "))?;
        out.flush()?;
        let mut words = vec!["shopkit"];
        words.extend(step.command);
        words.extend(["--db", DATABASE, "--lang", lang]);
        let exit = super::run(words.into_iter().map(Into::into).collect());
        failed += usize::from(exit != step.expected);
        if exit != Exit::Done {
            writeln!(
                out,
                "{} {}",
                session.pick("（退出码", "(exit code"),
                format_args!("{}{}", exit as u8, session.pick("）", ")"))
            )?;
        }
    }
    writeln!(
        out,
        "\n{}",
        session.pick("轮到你了：shopkit import 你下载的文件", "Your turn: shopkit import YOUR-FILES")
    )?;
    Ok(failed)
}

/// Writes a word as it would be typed.
fn quoted(word: &str) -> String {
    if word.contains([' ', '(', '*']) { format!("\"{word}\"") } else { word.to_owned() }
}
