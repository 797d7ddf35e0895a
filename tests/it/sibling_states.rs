//! What the database says of the exports beside the orders is a function of the set of imported files.

use proptest::prelude::*;

use crate::support::{Rows, Shop};

/// Holds an invented export: when it was made, whether it has a column of its own and lacks one that others have, and
/// its rows: which entry, and which values.
#[derive(Debug, Clone)]
struct Export {
    hour: u32,
    wide: bool,
    narrow: bool,
    rows: Vec<(u8, usize, usize)>,
}

/// Describes the invented exports of a kind: the header of what an entry is known by and its values for three entries; a header with
/// words; the header of an amount and its values; further headers, with cells that may depend on the amount.
struct Form {
    kind: &'static str,
    key: &'static str,
    keys: [&'static str; 3],
    word: &'static str,
    amount: &'static str,
    amounts: [&'static str; 2],
    rest: &'static str,
    cells: [&'static str; 2],
    /// The view of the kind and its columns that are compared.
    view: &'static str,
    columns: &'static str,
}

const IDS: [&str; 3] = ["490", "491", "492"];
const DAYS: [&str; 3] = ["2026-01-01", "2026-01-02", "2026-01-03"];
const AMOUNTS: [&str; 2] = ["1.00", "-2.50"];

#[rustfmt::skip]
const FORMS: [Form; 10] = [
    Form {
        kind: "commission", key: "订单id", keys: IDS, word: "订单状态", amount: "预估佣金支出", amounts: AMOUNTS,
        rest: "作者账号,订单结算时间", cells: ["阿禾,2026-01-04 10:00:00", "阿禾,"],
        view: "commissions", columns: "sub_order_id, estimated, concat_ws('@', status, settled_at)",
    },
    Form {
        kind: "aftersales", key: "售后单号", keys: IDS, word: "售后状态", amount: "应付金额", amounts: AMOUNTS,
        rest: "售后类型", cells: ["退货退款"; 2], view: "after_sales", columns: "after_sale_id, status, payable",
    },
    Form {
        kind: "settlement", key: "结算时间", keys: DAYS, word: "业务类型", amount: "结算金额", amounts: AMOUNTS,
        rest: "结算单类型", cells: ["已结算"; 2], view: "settlements", columns: "settled_at, business_type, amount",
    },
    Form {
        kind: "funds", key: "动账流水号", keys: IDS, word: "动账场景", amount: "动账金额", amounts: AMOUNTS,
        rest: "动账时间,动账方向", cells: ["2026-01-05 10:00:00,出账"; 2], view: "fund_flows", columns: "flow_id, scene, amount",
    },
    Form {
        kind: "ledger", key: "动账流水号", keys: IDS, word: "动账场景", amount: "动账金额", amounts: AMOUNTS,
        rest: "动账时间,账户方向", cells: ["2026-01-05 10:00:00,支出", "2026-01-05 10:00:00,收入"],
        view: "ledger_entries", columns: "flow_id, scene, amount",
    },
    Form {
        kind: "insurance", key: "投保单号", keys: IDS, word: "保费状态", amount: "支付保费", amounts: AMOUNTS,
        rest: "动账流水号", cells: ["7701", ""], view: "insurance_premiums",
        columns: "concat_ws('@', policy_id, flow_id), status, premium",
    },
    Form {
        kind: "spend", key: "日期", keys: DAYS, word: "活动", amount: "余额总消耗", amounts: AMOUNTS,
        rest: "账户ID", cells: ["1001", ""], view: "ad_spend", columns: "concat_ws('@', day, account_id), total, cash",
    },
    Form {
        kind: "service-fees", key: "订单id", keys: IDS, word: "订单状态", amount: "预估服务费收入", amounts: AMOUNTS,
        rest: "出单机构,结算时间", cells: ["甲,2026-01-04 10:00:00", "甲,"],
        view: "service_fees", columns: "sub_order_id, estimated, concat_ws('@', status, settled_at)",
    },
    Form {
        kind: "warehouse", key: "结算单号", keys: IDS, word: "状态", amount: "结算金额", amounts: AMOUNTS,
        rest: "费用项,QIC仓", cells: ["质检费,杭州仓", "质检费,杭州仓"], view: "warehouse_bills", columns: "bill_id, status, amount",
    },
    Form {
        kind: "costs", key: "商家编码", keys: IDS, word: "供应商", amount: "成本", amounts: ["1.00", "2.50"],
        rest: "生效日期", cells: ["2026-01-01", ""], view: "costs", columns: "concat_ws('@', sku_code, valid_from), cost, spec",
    },
];

impl Export {
    fn csv(&self, form: &Form) -> String {
        let line = |key: &str, word: &str, amount: &str, rest: &str, own: &str| {
            let word = if self.narrow { String::new() } else { format!("{word},") };
            let own = if self.wide { format!(",{own}") } else { String::new() };
            format!("{key},{word}{amount},{rest}{own}\n")
        };
        let mut text = line(form.key, form.word, form.amount, form.rest, "自定义列");
        for (entry, word, amount) in &self.rows {
            let (key, word) = (form.keys[usize::from(*entry)], ["", "甲", "乙"][*word]);
            text.push_str(&line(key, word, form.amounts[*amount], form.cells[*amount], "丙"));
        }
        // The same bytes would be the same file, whenever they were exported.
        text + &"\n".repeat(self.hour as usize)
    }
}

fn exports() -> impl Strategy<Value = Vec<Export>> {
    let rows = prop::collection::vec((0u8..3, 0usize..3, 0usize..2), 0..6);
    let export =
        (any::<bool>(), any::<bool>(), rows).prop_map(|(wide, narrow, rows)| Export { hour: 0, wide, narrow, rows });
    prop::collection::vec(export, 2..5).prop_map(|mut exports| {
        for (hour, export) in (0u32..).zip(exports.iter_mut()) {
            export.hour = hour;
        }
        exports
    })
}

/// Holds a database of one kind of export.
struct Library {
    kit: shopkit::kit::Kit,
    shop: Shop,
    form: &'static Form,
}

impl Library {
    fn of<'e>(form: &'static Form, exports: impl Iterator<Item = &'e Export>) -> Self {
        let shop = Shop::new();
        let mut library = Self { kit: shopkit::kit::Kit::open(&shop.database()).expect("opens"), shop, form };
        for export in exports {
            library.import(export);
        }
        library
    }

    fn import(&mut self, export: &Export) -> i64 {
        let path = self.shop.file(&format!("{}.csv", export.hour), export.csv(self.form));
        let exported_at = shopkit::model::time::Stamp::parse(&format!("2026-01-05 {:02}:00:00", export.hour));
        let options = shopkit::kit::ImportOptions { exported_at, ..Default::default() };
        let summary = self.kit.import(&path, &options, &mut shopkit::kit::Silent).expect("imports");
        assert_eq!(summary.facts.kind.as_str(), self.form.kind);
        let parts: u64 = summary.counts.named().iter().skip(1).map(|(_, count)| count).sum();
        assert_eq!(summary.counts.rows_read, parts);
        summary.import_id.expect("a number")
    }

    /// Says all that the database says of its entries, apart from the numbers of imports.
    fn state(&self) -> String {
        let Form { view, columns, .. } = self.form;
        assert_eq!(self.kit.integrity().expect("checks"), []);
        let sql = format!("SELECT {columns}, extra FROM {view} ORDER BY 1, 2, 3, 4");
        let mut rows = Rows::default();
        let limit = std::time::Duration::from_secs(30);
        shopkit::kit::sql(&self.shop.database(), &sql, &[], true, limit, &mut rows).expect("reads");
        rows.0.join("\n")
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_state_is_that_of_the_set_of_files(
        exports in exports(), form in 0..FORMS.len(), order in any::<prop::sample::Index>(), gone in any::<prop::sample::Index>(),
    ) {
        let form = &FORMS[form];
        let forward = Library::of(form, exports.iter());
        let (first, gone) = (order.index(exports.len()), gone.index(exports.len()));
        let mut turned = Library::of(form, [].iter());
        let mut ids = vec![0; exports.len()];
        for place in (0..exports.len()).map(|place| (place + first) % exports.len()).rev() {
            ids[place] = turned.import(&exports[place]);
        }
        prop_assert_eq!(forward.state(), turned.state());
        turned.kit.undo(ids[gone]).expect("undoes");
        let others = exports.iter().enumerate().filter(|(place, _)| *place != gone);
        let without = Library::of(form, others.map(|(_, export)| export));
        prop_assert_eq!(turned.state(), without.state());
        prop_assert_eq!(turned.kit.integrity().expect("checks"), []);
        turned.import(&exports[gone]);
        prop_assert_eq!(forward.state(), turned.state());
    }
}
