//! The database itself: where it is, whether it is sound, a copy of it; and the end of the page.

use std::fs;
use std::path::Path;

use axum::http::header::CONTENT_SECURITY_POLICY;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use shopkit::kit::today;
use shopkit::texts::grouped;

use super::error::PageError;
use super::layout::{Menu, Page, csrf};
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::{assets, purge};

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    written(context, None)
}

/// Looks for damage.
pub fn check(request: &Request) -> Result<Reply, PageError> {
    request.read(|context| {
        let found = context.kit()?.integrity()?;
        let found: Vec<String> = found.iter().map(|problem| request.texts().say(problem)).collect();
        written(context, Some(&found))
    })
}

fn written(context: &Context<'_>, found: Option<&[String]>) -> Result<Reply, PageError> {
    context.kit()?;
    let (lang, state) = (context.lang, &context.state);
    let size = fs::metadata(&state.database).map_or(0, |meta| meta.len());
    let path = fs::canonicalize(&state.database).unwrap_or_else(|_| state.database.clone());
    let body = html! {
        section {
            h2 { (lang.pick("数据库", "Database")) }
            dl class="facts" {
                dt { (lang.pick("位置", "Where it is")) } dd { code { (path.display()) } }
                dt { (lang.pick("大小", "Size")) } dd { (grouped(&(size / 1024).to_string())) " KiB" }
            }
            p { (lang.pick(
                "所有数据都在这一个文件里。联系方式、留言和备注只存着，不会显示在页面上。",
                "Everything is in this one file. Contact data, messages and notes are stored and never shown on these pages.",
            )) }
            p { @if is_private(&path) { (lang.pick("只有你的账号可以读取它。", "Only your account may read it.")) }
                @else { (lang.pick("这台电脑上的其他账号也可能可以读取它。", "Other accounts of this machine may be able to read it.")) } }
        }
        section {
            h2 { (lang.pick("备份", "Backup")) }
            p { (lang.pick("下载一份完整的副本；换电脑或出错时用它。", "Download a whole copy, for another machine or when something goes wrong.")) }
            a class="button" href="/data/backup.db" { (lang.pick("下载备份", "Download a backup")) }
        }
        section {
            h2 { (lang.pick("检查", "Check")) }
            @if let Some(found) = found { (soundness(found, context)) }
            p { (lang.pick("检查数据库文件有没有损坏；数据多时要几分钟。", "Look whether the file is damaged; with many orders it takes minutes.")) }
            form method="post" action=(context.address("/data/check")) { (csrf(context)) button { (lang.pick("检查数据库", "Check the database")) } }
        }
        (purge::section(context))
        section {
            h2 { (lang.pick("停止", "Stop")) }
            @if !state.jobs.open().is_empty() {
                p class="note bad" { (lang.pick("正在导入；现在停止，没有导入完的文件须再导入一次。", "An import is under way; a file that is not done has to be imported again.")) }
            }
            p { (lang.pick("页面在这台电脑上运行，关掉浏览器后仍在运行。数据不会丢失。", "The page runs on this machine, also when the browser is closed. Nothing is lost by stopping it.")) }
            form method="post" action="/stop" { (csrf(context)) button class="danger" { (lang.pick("停止 shopkit", "Stop shopkit")) } }
        }
    };
    Ok(Page::new(Menu::Data, context, body).reply(context))
}

/// Tells whether the rights of a file keep other accounts out. On Windows they are those of its folder, which nothing here can tell.
#[cfg(unix)]
fn is_private(path: &Path) -> bool {
    let mode = fs::metadata(path).map(|meta| std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777);
    mode.is_ok_and(|mode| mode | 0o700 == 0o700)
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> bool {
    false
}

fn soundness(found: &[String], request: &Request) -> Markup {
    html! {
        @if found.is_empty() { p class="note good" role="status" { (request.pick("数据库完好", "the database is sound")) } }
        @else {
            div class="note bad" role="alert" { (request.pick("数据库有损坏", "the database is damaged"))
                ul { @for problem in found { li { (problem) } } } }
        }
    }
}

/// Hands over a copy of the database.
pub fn backup(context: &Context<'_>) -> Result<Reply, PageError> {
    let folder = context.state.folder()?;
    let path = folder.path().join("backup.db");
    context.kit()?.backup(&path)?;
    let file = fs::File::open(&path)?;
    Ok(Reply::download("application/octet-stream", &format!("shopkit-{}.db", today()), Content::File(file, folder)))
}

/// Ends the page. Nothing can be asked for afterwards, so the last page has its looks within itself, and leads nowhere.
pub fn stop(request: &Request) -> Result<Reply, PageError> {
    request.state.stop.notify_one();
    let title = request.pick("已停止", "Stopped");
    let page = html! {
        (DOCTYPE)
        html lang=(request.pick("zh-CN", "en")) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width, initial-scale=1"; title { (title) " · shopkit" } style { (PreEscaped(assets::style())) } }
            body class="alone" { main { header { h1 { (title) } } div class="card" { p { (request.pick(
                "shopkit 已停止，可以关闭这个标签页。再次使用时重新启动 shopkit。",
                "shopkit has stopped; you can close this tab. Start shopkit again to use it.",
            )) } } } }
        }
    };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    Ok(Reply::html(page).with(CONTENT_SECURITY_POLICY, policy))
}
