//! The options of the command as the fields of the page: texts of the library name the former, and a reader here has the latter.

use shopkit::model::lang::Lang;

/// Options, each with the field that stands for it. Longer ones come before those that they begin with.
const FIELDS: &[(&str, (&str, &str))] = &[
    ("--set orders.last_finished_on=日期", ("“补充其他情况”", "\"Say something else\"")),
    ("--set orders.last_finished_on=DATE", ("“补充其他情况”", "\"Say something else\"")),
    ("--commission-rate", ("“估计佣金率”", "\"Commission rate\"")),
    ("--after-sale-days", ("“售后期（天）”", "\"After-sale period, in days\"")),
    ("--exported-at", ("“导出时间”", "\"Exported at\"")),
    ("--from", ("“下单日从”", "\"From\"")),
    ("--to", ("“到”", "\"To\"")),
    ("--by", ("“分开按”", "\"Tell apart by\"")),
    ("--cap", ("“每次导出上限”", "\"Rows of an export\"")),
];

/// Names the fields of the page where a text names options of the command.
pub fn in_labels(text: &str, lang: Lang) -> String {
    if !text.contains("--") {
        return text.to_owned();
    }
    FIELDS.iter().fold(text.to_owned(), |text, (option, (zh, en))| text.replace(option, lang.pick(zh, en)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_the_place_of_options() {
        assert_eq!(in_labels("用 --from 和 --to 指定", Lang::Zh), "用 “下单日从” 和 “到” 指定");
        assert_eq!(in_labels("a -- b", Lang::En), "a -- b");
    }
}
