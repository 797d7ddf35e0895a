//! The database itself: where it is, whether it is sound, a copy of it; and the end of the page.

use std::fs;

use maud::{Markup, html};
use shopkit::kit::{Kit, today};

use super::layout::{Menu, Page, csrf};
use super::purge;
use super::reply::{Content, Reply};
use super::request::{Request, Told};
use super::state::State;
use crate::front::words::grouped;

/// Writes the page.
pub fn show(state: &State, request: &Request) -> Result<Reply, Told> {
    written(state, request, None)
}

/// Looks for damage.
pub fn check(state: &State, request: &Request) -> Result<Reply, Told> {
    let found = state.read(Kit::integrity)?;
    written(state, request, Some(&found))
}

fn written(state: &State, request: &Request, found: Option<&[String]>) -> Result<Reply, Told> {
    let lang = request.lang;
    let shops = state.read(Kit::shop_names)?;
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
                "所有数据都在这一个文件里，只有你的账号可以读取。联系方式、留言和备注只存着，不会显示在页面上。",
                "Everything is in this one file, which only your account may read. Contact data, messages and notes are stored and never \
                 shown on these pages.",
            )) }
        }
        section {
            h2 { (lang.pick("备份", "Backup")) }
            p { (lang.pick("下载一份完整的副本；换电脑或出错时用它。", "Download a whole copy, for another machine or when something goes wrong.")) }
            a class="button" href="/data/backup.db" download { (lang.pick("下载备份", "Download a backup")) }
        }
        section {
            h2 { (lang.pick("检查", "Check")) }
            @if let Some(found) = found { (soundness(found, request)) }
            p { (lang.pick("检查数据库文件有没有损坏；数据多时要几分钟。", "Look whether the file is damaged; with many orders it takes minutes.")) }
            form method="post" action=(request.address("/data/check")) { (csrf(state)) button { (lang.pick("检查数据库", "Check the database")) } }
        }
        (purge::section(state, request, &shops))
        section {
            h2 { (lang.pick("停止", "Stop")) }
            @if !state.jobs.open().is_empty() {
                p class="note bad" { (lang.pick("正在导入；现在停止，没有导入完的文件须再导入一次。", "An import is under way; a file that is not done has to be imported again.")) }
            }
            p { (lang.pick("页面在这台电脑上运行，关掉浏览器后仍在运行。数据不会丢失。", "The page runs on this machine, also when the browser is closed. Nothing is lost by stopping it.")) }
            form method="post" action="/stop" { (csrf(state)) button class="danger" { (lang.pick("停止 shopkit", "Stop shopkit")) } }
        }
    };
    Ok(Page::new(Menu::Data, request, body).reply(state, request))
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
pub fn backup(state: &State) -> Result<Reply, Told> {
    let folder = state.folder()?;
    let path = folder.path().join("backup.db");
    state.read(|kit| kit.backup(&path))?;
    let file = fs::File::open(&path)?;
    Ok(Reply::download("application/octet-stream", &format!("shopkit-{}.db", today()), Content::File(file, folder)))
}

/// Ends the page.
pub fn stop(state: &State, request: &Request) -> Reply {
    state.stop.notify_one();
    let body = html! {
        div class="card" { p { (request.pick("shopkit 已停止，可以关闭这个标签页。再次使用时运行 shopkit serve。", "shopkit has stopped; you can close this tab. shopkit serve starts it again.")) } }
    };
    let title = request.pick("已停止", "Stopped").to_owned();
    Page { title, ..Page::new(Menu::Data, request, body) }.reply(state, request)
}
