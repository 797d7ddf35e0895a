//! How a helper ended before its time.

use std::fmt;
use std::io;

use crate::model::lang::Lang;

/// Says why the process that reads a file ended before it had read it.
#[derive(Debug)]
pub enum Death {
    /// It needed more memory than this many bytes.
    Memory(u64),
    /// It needed more time than this many seconds.
    Time(u64),
    /// Its reader broke down over something in the file.
    Fault,
    /// It could not be started.
    NotStarted(io::Error),
}

impl Death {
    /// Says so in a language.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Memory(bytes) => {
                let size = bytes >> 20;
                lang.pick(
                    format!("读取它需要的内存超过上限 {size} MiB，已中止"),
                    format!("reading it was stopped, since it needs more memory than the limit of {size} MiB"),
                )
            }
            Self::Time(seconds) => lang.pick(
                format!("读取它需要的时间超过上限 {seconds} 秒，已中止"),
                format!("reading it was stopped, since it needs more time than the limit of {seconds} s"),
            ),
            Self::Fault => lang.pick(
                "读取它的进程因其中的内容出错而中止".to_owned(),
                "the process that read it broke down over something in it".to_owned(),
            ),
            Self::NotStarted(error) => lang.pick(
                format!("读取它的进程无法启动：{error}"),
                format!("the process to read it in could not be started: {error}"),
            ),
        }
    }
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
