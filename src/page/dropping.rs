//! Dropping files anywhere on a page: what covers the page meanwhile, for the script `drop.js`.

use maud::{Markup, html};
use shopkit::t;

use super::choices::ShopChoice;
use super::params::address;
use super::request::Context;
use super::shop_choice;

/// Writes the cover, which is hidden until files are dragged over the page. The shop of a page that is about one is proposed.
pub fn cover(context: &Context<'_>, is_about_shop: bool, csrf: &Markup) -> Markup {
    let texts = context.texts();
    // A page about several shops proposes none of them.
    let is_about_several = !matches!(shop_choice::of_address(context), None | Some(ShopChoice::One(_)));
    let shown = || context.shop().filter(|shop| context.shops.iter().any(|known| known == shop));
    let proposed = context
        .kept_shop()
        .or_else(|| shown().filter(|_| is_about_shop || context.shops.len() == 1))
        .filter(|_| !is_about_several);
    html! {
        form id="drop" class="cover noprint" method="post" action=(address("/import", context.kept_shop())) enctype="multipart/form-data" hidden
            data-sending=(t!(texts, "page-import-sending"))
            data-failed=(t!(texts, "page-import-not-sent"))
            data-kinds=(t!(texts, "page-drop-folders")) {
            (csrf)
            input type="hidden" name="dropped" value="1";
            input type="hidden" name="proposed" value=(proposed.unwrap_or_default());
            div class="card" {
                strong { (t!(texts, "page-drop")) }
                p {
                    @match proposed {
                        Some(shop) => (t!(texts, "page-drop-proposed", shop = shop)),
                        None => (t!(texts, "page-drop-asks")),
                    }
                }
                p class="note bad" role="alert" hidden {}
                progress hidden max="1" value="0" aria-label=(t!(texts, "page-import-sent")) {}
                button type="button" class="small" hidden { (t!(texts, "page-drop-close")) }
            }
        }
    }
}
