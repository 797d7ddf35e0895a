//! Why the page could not be served.

use std::io;
use std::path::PathBuf;

use shopkit::kit::KitError;
use shopkit::model::lang::{Explain, Lang};
use shopkit::store::StoreError;
use shopkit::texts::Texts;

/// Says why the page could not be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The library could not do it.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The database is served already; the address lets a browser in.
    #[error("{}", self.message_in(Lang::En))]
    Running(String),
    /// The database is served already, and nothing says where.
    #[error("{}", self.message_in(Lang::En))]
    Silent,
    /// The port cannot be had.
    #[error("{}", self.message_in(Lang::En))]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The folder beside the database cannot be made or written.
    #[error("{}", self.message_in(Lang::En))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
}

impl From<StoreError> for ServeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Io(path, error) => Self::Folder { path, error },
            error => Self::Kit(error.into()),
        }
    }
}

impl Explain for ServeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Kit(error) => error.code(),
            Self::Running(_) | Self::Silent => "already-running",
            Self::Port { .. } => "port-failed",
            Self::Folder { .. } => "folder-failed",
        }
    }

    fn message_in(&self, lang: Lang) -> String {
        match self {
            Self::Kit(error) => Texts::page(lang).say(&error.message()),
            Self::Running(address) => lang
                .pick(format!("这个数据库的页面已经在运行：{address}"), format!("the page already runs at {address}")),
            Self::Silent => lang
                .pick(
                    "这个数据库的页面正在启动或停止，还不知道它的地址",
                    "the page of this database is starting or stopping and does not say where it is",
                )
                .to_owned(),
            Self::Port { port, error } => {
                lang.pick(format!("端口 {port} 无法使用：{error}"), format!("port {port} cannot be used: {error}"))
            }
            Self::Folder { path, error } => lang.pick(
                format!("“{}”：无法写入：{error}", path.display()),
                format!("\"{}\" cannot be written: {error}", path.display()),
            ),
        }
    }

    fn hint_in(&self, lang: Lang) -> Option<String> {
        let (zh, en) = match self {
            Self::Kit(error) => return Texts::page(lang).hint(error.hint()),
            Self::Silent => ("过几秒再试", "try again in a few seconds"),
            Self::Running(_) => ("在浏览器里打开它", "open it in a browser"),
            Self::Port { .. } => ("不写 --port，会自动选一个空闲端口", "without --port a free one is taken"),
            Self::Folder { .. } => {
                ("检查数据库所在目录的权限和空间", "check the permissions and the space of the database's folder")
            }
        };
        Some(lang.pick(zh, en).to_owned())
    }
}
