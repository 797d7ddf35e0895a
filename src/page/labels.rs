//! What the library says, in the words of the page: its texts name options of the command, and a reader here has fields.

use shopkit::kit::KitError;
use shopkit::model::lang::{Explain, Lang};
use shopkit::texts::Texts;

/// A text in Chinese and in English.
type Words = (&'static str, &'static str);

/// Fields by the name that they are sent under, each with what it is called. Options are called the same, but for their dashes.
const FIELDS: &[(&str, Words)] = &[
    ("after_sale_days", ("售后期（天）", "After-sale period, in days")),
    ("before", ("只限这一天之前的订单", "Only orders before this day")),
    ("by", ("分开按", "Tell apart by")),
    ("cap", ("每次导出上限", "Rows of an export")),
    ("commission_rate", ("估计佣金率", "Commission rate")),
    ("exported_at", ("导出时间", "Exported at")),
    ("file", ("文件", "Files")),
    ("from", ("下单日从", "From")),
    ("on", ("判断时间", "Judged on")),
    ("shop", ("店铺", "Shop")),
    ("sort", ("排序", "Sort by")),
    ("standing", ("规则来源", "Rules by")),
    ("to", ("到", "To")),
    ("what", ("删除什么", "What to delete")),
];

/// What is said otherwise here, since the page has no field for it.
const SAID_OTHERWISE: &[(&str, &str)] = &[
    ("可用 --set orders.last_finished_on=日期 指定", "可在“补充其他情况”里填写"),
    ("--set orders.last_finished_on=DATE says it", "\"Say something else\" takes it"),
    ("（--holidays 文件 可以给出）", ""),
    (" (--holidays FILE gives one)", ""),
    ("新店铺用 import --shop 建立", "新店铺在导入时填写店铺名即可"),
    ("import --shop makes a new one", "an import makes a new one"),
    ("请用 --sheet 逐个导入", "请各自另存为文件再导入"),
    ("import each with --sheet", "save each as a file of its own and import that"),
    ("可用 --sheet 指定", "要导入请另存为单独的文件"),
    ("choose one with --sheet", "to import one, save it as a file of its own"),
    ("，再用 --db 指定", "，再用它重新启动"),
    (", and name it with --db", ", and start again with that one"),
    (" and name it with --db", " and start again with that one"),
    ("，或用 --db 指定别的路径", ""),
    (", or name another path with --db", ""),
    ("shopkit db check 会全部列出", "“数据”页的检查会全部列出"),
    ("shopkit db check lists all of them", "the check on the page \"Data\" lists all of them"),
    ("用另一个 --db 重新导入原始文件", "在新的数据库里重新导入原始文件"),
    ("换一个 --db 重新导入原始文件", "在新的数据库里重新导入原始文件"),
    ("import the original files again with another --db", "import the original files again into a new database"),
];

/// Names the fields of the page where a text names options of the command.
pub fn in_labels(text: &str, lang: Lang) -> String {
    if !text.contains("--") {
        return text.to_owned();
    }
    let said = SAID_OTHERWISE.iter().fold(text.to_owned(), |text, (said, here)| text.replace(said, here));
    FIELDS.iter().fold(said, |text, (name, (zh, en))| {
        let option = format!("--{}", name.replace('_', "-"));
        text.replace(&option, &lang.pick(format!("“{zh}”"), format!("\"{en}\"")))
    })
}

/// Tells whether a text names an option or a command.
fn speaks_of_command(text: &str) -> bool {
    let begins = |mark: &str| text.split(mark).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    begins("--") || begins("shopkit ")
}

/// Writes what an error says.
pub fn message(error: &KitError, lang: Lang) -> String {
    in_labels(&Texts::page(lang).say(&error.message()), lang)
}

/// Writes what to do about an error, where there is something to do here.
pub fn hint(error: &KitError, lang: Lang) -> Option<String> {
    Texts::page(lang)
        .hint(error.hint())
        .map(|hint| without_commands(&in_labels(&hint, lang)))
        .filter(|hint| !hint.is_empty())
}

/// Leaves out what can be done on the command line alone.
fn without_commands(hint: &str) -> String {
    let kept: Vec<&str> = hint.split_inclusive(['；', ';']).filter(|part| !speaks_of_command(part)).collect();
    kept.concat().trim_end_matches(['；', ';']).to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use shopkit::model::reject::Warning;
    use shopkit::store::{Refusal, StoreError};

    use super::*;

    #[test]
    fn fields_stand_in_the_place_of_options() {
        for (text, zh) in [
            ("用 --from 和 --to 指定", "用 “下单日从” 和 “到” 指定"),
            ("检查店铺名；新店铺用 import --shop 建立", "检查店铺名；新店铺在导入时填写店铺名即可"),
        ] {
            assert_eq!(in_labels(text, Lang::Zh), zh);
        }
        let sheets = Warning::OtherSheetsIgnored { others: vec!["b".to_owned()], rivals: vec!["a".to_owned()] };
        for warning in [sheets, Warning::MixedShop(vec!["a".to_owned()])] {
            for lang in [Lang::Zh, Lang::En] {
                let text = in_labels(&Texts::page(lang).say(&warning.message()), lang);
                assert!(!speaks_of_command(&text), "{text}");
            }
        }
        assert_eq!(in_labels("a -- b", Lang::En), "a -- b");
        assert_eq!(in_labels("give --exported-at", Lang::En), "give \"Exported at\"");
    }

    #[test]
    fn who_cannot_write_is_told_what_to_do_here() {
        let refusals = [
            Refusal::ReadOnly,
            Refusal::NotUpgraded,
            Refusal::LogUnread,
            Refusal::ChangedMeanwhile,
            Refusal::TwoNames,
            Refusal::Foreign(Vec::new()),
        ];
        let refused = refusals.map(|refusal| StoreError::Refused(PathBuf::new(), refusal));
        let others = [StoreError::DiskFull, StoreError::NoPermission, StoreError::Damaged].map(|of| of(PathBuf::new()));
        for error in refused.into_iter().chain(others).map(KitError::from) {
            for lang in [Lang::Zh, Lang::En] {
                let hint = hint(&error, lang).unwrap_or_default();
                assert!(!hint.is_empty() && !speaks_of_command(&hint), "{error}: {hint}");
                assert_eq!(
                    Texts::page(lang).hint(error.hint()).map(|whole| whole.matches(['；', ';']).count()),
                    Some(hint.matches(['；', ';']).count()),
                    "{hint}"
                );
            }
        }
    }

    #[test]
    fn hints_tell_what_can_be_done_here() {
        for (hint, left) in [
            ("下载标准报表；如指定了 --encoding，请去掉再试", "下载标准报表"),
            ("用 --db 指定别的路径", ""),
            ("shopkit imports lists them", ""),
            ("upgrade shopkit; or wait", "upgrade shopkit; or wait"),
        ] {
            assert_eq!(without_commands(hint), left);
        }
    }
}
