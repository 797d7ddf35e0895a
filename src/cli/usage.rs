//! Errors of the command line in Chinese. clap has them in English only.

use std::fmt::Write as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Says an error of the command line in Chinese; nothing where only clap's own words will do.
pub fn in_chinese(error: &Error) -> Option<String> {
    let arg = || context(error, ContextKind::InvalidArg);
    let value = || context(error, ContextKind::InvalidValue);
    let mut text = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少：{}", arg()?),
        ErrorKind::UnknownArgument => format!("不认识的参数：{}", arg()?),
        ErrorKind::InvalidSubcommand => format!("没有这个命令：{}", context(error, ContextKind::InvalidSubcommand)?),
        ErrorKind::InvalidValue if value()?.is_empty() => format!("{} 缺少值", arg()?),
        ErrorKind::InvalidValue => format!("“{}”不能用于 {}", value()?, arg()?),
        ErrorKind::ValueValidation => format!("“{}”不能用于 {}{}", value()?, arg()?, form(&arg()?)),
        ErrorKind::ArgumentConflict => format!("{} 不能和 {} 一起用", arg()?, context(error, ContextKind::PriorArg)?),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::TooManyValues => format!("{} 的值太多", arg()?),
        _ => return None,
    };
    if let Some(valid) =
        context(error, ContextKind::ValidValue).or_else(|| context(error, ContextKind::ValidSubcommand))
    {
        let _ = write!(text, "\n  可选：{valid}");
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
        if let Some(near) = context(error, kind) {
            let _ = write!(text, "\n  建议：是不是 {near}？");
        }
    }
    text.push_str("\n  建议：加 --help 查看用法");
    Some(text)
}

/// Tells how the values of an argument are written.
fn form(arg: &str) -> &'static str {
    let name = arg.split([' ', '=']).next().unwrap_or_default();
    match name {
        "--on" if arg.contains("TIME") => "；请写成 \"2026-01-12 20:16:49\"",
        "--commission-rate" => "；请写成 20% 或 0.2",
        "--from" | "--to" | "--on" | "--before" => "；请写成 2026-01-12",
        "--exported-at" => "；请写成 \"2026-01-12 20:16:49\"",
        "--param" => "；请写成 名称=值",
        "--set" | "<FACT=VALUE>..." => "；请写成 事实=值，如 closure.closed_on=2024-08-31",
        "--sort" => "；可选 submitted、paid、amount、quantity、status、product，前加 - 为从大到小",
        "--timeout" => "；请写秒数，1 至 86400",
        "--cap" => "；请写一个整数，至少 1",
        "--limit" | "--max-rejects" | "<ID>" => "；请写一个整数，至少 0",
        "--shop" | "<OLD>" | "<NEW>" => "；店铺要有名字",
        _ => "",
    }
}

fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        other => Some(other.to_string()),
    }
}
