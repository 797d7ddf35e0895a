//! Headers of unknown columns that point to contact data.

use serde::Deserialize;

use super::header_text::{folded, folded_char};

/// Holds the words of such headers, as `columns.toml` lists them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactHeaders {
    words: Vec<String>,
    whole_words: Vec<String>,
    texts: Vec<String>,
    measures: Vec<String>,
    headers: Vec<String>,
}

impl ContactHeaders {
    /// Folds the words as headers are folded before they are compared.
    pub(super) fn folded(self) -> Self {
        let all = |texts: Vec<String>| texts.iter().map(|text| folded(text)).collect();
        Self {
            words: all(self.words),
            whole_words: all(self.whole_words),
            texts: all(self.texts),
            measures: all(self.measures),
            headers: all(self.headers),
        }
    }

    /// Tells whether a header points to contact data.
    pub(super) fn include(&self, header: &str) -> bool {
        let words = latin_words(header);
        let header = folded(header);
        let letters: String = header.chars().filter(|c| c.is_alphabetic()).collect();
        let is_measure = words.iter().rfind(|word| !word.is_empty()).is_some_and(|word| self.measures.contains(word));
        self.words.iter().any(|word| header.contains(word.as_str()))
            || words.iter().any(|word| self.whole_words.contains(word))
            || (!is_measure && words.iter().any(|word| self.texts.contains(word)))
            || self.headers.contains(&letters)
    }
}

/// Lists the words in Latin letters, in capitals: each run of letters, and the parts of a run such as `buyerNote`. The whole run is
/// listed too, so that a name such as `WhatsApp` is found.
fn latin_words(header: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut whole, mut part, mut before) = (String::new(), String::new(), ' ');
    for c in header.chars() {
        let letter = Some(folded_char(c)).filter(char::is_ascii_alphabetic);
        if letter.is_none() {
            words.push(std::mem::take(&mut whole));
        }
        if letter.is_none() || (before.is_lowercase() && c.is_uppercase()) {
            words.push(std::mem::take(&mut part));
        }
        whole.extend(letter);
        part.extend(letter);
        before = c;
    }
    words.extend([whole, part]);
    words
}

#[cfg(test)]
mod tests {
    use super::super::columns::is_contact_header;

    #[test]
    fn headers_about_people_are_recognised() {
        for header in [
            "contact",
            "Contact No.",
            "Tel",
            "Buyer's tel",
            "TEL1",
            "ｔｅｌ",
            "name",
            "Name #2",
            "Full Name",
            "Wang wang",
            "座机",
            "取件人",
            "取货人",
            "自提人姓",
            "领取人",
            "抖音号",
            "支付宝账号",
            "充值账号",
            "开户名",
            "電話",
            "手機號碼",
            "聯繫方式",
            "Note",
            "Seller Notes",
            "seller_note",
            "sellerNote",
            "REMARK",
            "Remarks (internal)",
            "Message",
            "Comment",
            "Passport",
            "passport no.",
            "Birthday",
            "DOB",
            "Addr",
            "addr1",
            "Street",
            "Surname",
            "WhatsApp",
            "ＷｈａｔｓＡｐｐ",
            "Mobile",
            "Email",
            "WeChat ID",
            "联络人",
            "联络方式",
            "联系人",
            "送货地",
            "送货地点",
            "支付人",
            "附言",
            "发件人",
            "寄件人",
            "身份证号",
            "证件号",
            "出生日期",
            "用户售后说明",
            "协商记录",
            "换货商品信息",
            "操作人",
            "售后备注",
            "代收人",
            "推荐人",
            "介绍人",
            "支付账号",
            "证号",
            "证号：",
            "ID card",
            "ID Card No.",
            "ID number",
            "Mail",
            "Ship To",
            "家庭住所",
            "房号",
            "Message text",
            "Message Time Note",
        ] {
            assert!(is_contact_header(header), "{header}");
        }
    }

    #[test]
    fn headers_of_products_shops_and_numbers_are_not() {
        for header in [
            "商品名称",
            "商品名字",
            "店铺名称",
            "商户名称",
            "达人账号",
            "仓库名称",
            "Product name",
            "Shop name",
            "Warehouse name",
            "SKU_name",
            "商品name",
            "结算账户",
            "动账账户",
            "序列号",
            "Hotel",
            "Title",
            "快递单号",
            "快递信息",
            "Footnote",
            "Banknote",
            "Commentary",
            "Streetwear",
            "Zipper",
            "Deliver date",
            "支付方式",
            "协商状态",
            "售后类型",
            "换货商品ID",
            "换货商品数量",
            "换货商品规格",
            "Message ID",
            "messageId",
            "Comment count",
            "Remark time",
            "支付凭证号",
            "Mailbag",
            "Product ID number",
        ] {
            assert!(!is_contact_header(header), "{header}");
        }
    }
}
