//! What the database says is a function of the set of imported files, never of their order or number.

use proptest::prelude::*;

use crate::support::{Rows, Shop, fixtures};

/// The columns that invented exports can have beside the key, each with the values that its cells can have. A file has some
/// of them. Some values cannot be read, and some columns decide what others say.
const COLUMNS: [(&str, [&str; 3]); 10] = [
    ("订单状态", ["待发货", "已发货", "已完成"]),
    ("订单提交时间", ["2026-01-04 23:59:59", "2026-01-05 00:00:00", "2026-01-05 09:00:00"]),
    ("商品数量", ["1", "2", "3"]),
    ("订单应付金额", ["", "10.00", "20.00"]),
    ("商品金额", ["", "10.00", "20.00"]),
    ("商品ID", ["", "3720116408527364193", "3.72E+18"]),
    ("流量来源", ["-", "精选联盟", "数据将于第二天更新"]),
    ("广告渠道", ["无", "直播", "精选联盟"]),
    ("商家备注", ["", "值1", "值2"]),
    // What hides the column hides it for good.
    ("自定义列", ["", "值1", "电话13800001111"]),
];

/// Holds an invented export: the minute it was made, its columns, and its rows: which line, and which values.
#[derive(Debug, Clone)]
struct Export {
    minute: u32,
    columns: Vec<bool>,
    rows: Vec<(u8, Vec<usize>)>,
}

impl Export {
    fn csv(&self) -> String {
        let columns = || (0..COLUMNS.len()).filter(|place| self.columns[*place]);
        let headers: Vec<&str> = columns().map(|place| COLUMNS[place].0).collect();
        let mut text = format!("主订单编号,子订单编号,{}\n", headers.join(","));
        for (line, values) in &self.rows {
            let id = format!("\"\t69261816573962699{line:02}\"");
            let cells: Vec<&str> = columns().map(|place| COLUMNS[place].1[values[place]]).collect();
            text.push_str(&format!("{id},{id},{}\n", cells.join(",")));
        }
        // The same bytes would be the same file, whenever they were exported.
        text + &"\n".repeat(self.minute as usize)
    }

    fn exported_at(&self) -> String {
        format!("2026-01-05 10:{:02}:00", self.minute)
    }
}

fn export() -> impl Strategy<Value = Export> {
    let values = prop::collection::vec(0usize..3, COLUMNS.len());
    // A line may stand in a file twice, with the same content or with other.
    let rows = prop::collection::vec((0u8..4, values), 0..6);
    (0u32..60, prop::collection::vec(any::<bool>(), COLUMNS.len()), rows).prop_map(|(minute, mut columns, rows)| {
        // An export needs one known column beside the key.
        columns[0] = true;
        Export { minute, columns, rows }
    })
}

/// Exports of different times: at equal times the later import wins, so their order counts.
fn exports() -> impl Strategy<Value = Vec<Export>> {
    prop::collection::vec(export(), 2..5).prop_map(|mut exports| {
        for (place, export) in (0u32..).zip(exports.iter_mut()) {
            export.minute = export.minute / 5 * 5 + place;
        }
        exports
    })
}

struct Library {
    kit: shopkit::kit::Kit,
    shop: Shop,
}

impl Library {
    fn new() -> Self {
        let shop = Shop::new();
        Self { kit: shopkit::kit::Kit::open(&shop.database()).expect("opens"), shop }
    }

    fn import(&mut self, export: &Export) -> i64 {
        let path = self.shop.file(&format!("{}.csv", export.minute), export.csv());
        let options = shopkit::kit::ImportOptions {
            exported_at: shopkit::model::time::Stamp::parse(&export.exported_at()),
            ..Default::default()
        };
        let summary = self.kit.import(&path, &options, &mut shopkit::kit::Silent).expect("imports");
        let counts = summary.counts;
        assert_eq!(
            counts.rows_read,
            counts.inserted
                + counts.updated
                + counts.unchanged
                + counts.stale
                + counts.duplicate
                + counts.rejected
                + counts.blank
        );
        summary.import_id.expect("a number")
    }

    fn import_all<'e>(&mut self, exports: impl Iterator<Item = &'e Export>) {
        for export in exports {
            self.import(export);
        }
    }

    /// Says all that the database says of its lines, apart from the numbers of imports.
    fn state(&self) -> Vec<String> {
        assert_eq!(self.kit.integrity().expect("checks"), []);
        // What is counted as lines come and go is what there is to count.
        assert_eq!(
            self.rows("SELECT day, lines FROM lines_per_day ORDER BY day"),
            self.rows("SELECT substr(订单提交时间, 1, 10), count(*) FROM 订单 WHERE 订单提交时间 IS NOT NULL GROUP BY 1 ORDER BY 1")
        );
        self.rows("SELECT * FROM 订单 JOIN (SELECT sub_order_id AS id, coalesce(extra, extra_contact) FROM order_lines) ON id = 子订单编号 ORDER BY id")
    }

    /// Says what is hidden.
    fn hidden(&self) -> Vec<String> {
        self.rows("SELECT sub_order_id, extra, extra_contact FROM order_lines ORDER BY 1")
    }

    fn rows(&self, sql: &str) -> Vec<String> {
        let mut sink = Rows::default();
        shopkit::kit::sql(&self.shop.database(), sql, &[], true, std::time::Duration::from_secs(30), &mut sink)
            .expect("reads");
        sink.0
    }

    /// Says how each line came to be what it is.
    fn timelines(&self) -> Vec<String> {
        let order = |line: usize| format!("69261816573962699{line:02}");
        (0..4)
            .flat_map(|line| self.kit.order(&order(line), None, true).expect("reads"))
            .flat_map(|line| line.timeline)
            .map(|event| format!("{} {} {:?}", event.exported_at, event.first, event.changes))
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_same_state(exports in exports(), order in any::<prop::sample::Index>()) {
        let mut forward = Library::new();
        forward.import_all(exports.iter());
        let mut turned = Library::new();
        let first = order.index(exports.len());
        turned.import_all(exports[first..].iter().chain(&exports[..first]).rev());
        prop_assert_eq!(forward.state(), turned.state());
        prop_assert_eq!(forward.hidden(), turned.hidden());
        prop_assert_eq!(forward.timelines(), turned.timelines());
    }

    #[test]
    fn undo_leaves_what_would_be_there_without(exports in exports(), chosen in any::<prop::sample::Index>()) {
        let chosen = chosen.index(exports.len());
        let mut all = Library::new();
        let ids: Vec<i64> = exports.iter().map(|export| all.import(export)).collect();
        all.kit.undo(ids[chosen]).expect("undoes");
        let mut without = Library::new();
        let others = exports.iter().enumerate().filter(|(place, _)| *place != chosen);
        without.import_all(others.map(|(_, export)| export));
        prop_assert_eq!(all.state(), without.state());
        prop_assert_eq!(all.timelines(), without.timelines());
        // And putting it back is as if nothing had been.
        all.import(&exports[chosen]);
        let mut whole = Library::new();
        whole.import_all(exports.iter());
        prop_assert_eq!(all.state(), whole.state());
    }
}

#[test]
fn a_second_import_of_everything_changes_nothing() {
    let shop = Shop::new();
    let folders = ["sub-order-csv", "sub-order-csv-next-day", "xlsx-inline", "xlsx-shared", "custom-75", "utf-16"];
    let files: Vec<_> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(fixtures().join(folder)).expect("a fixture"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "json"))
        .collect();
    let import = || {
        let mut args = vec!["import".into()];
        args.extend(files.iter().map(|path| path.as_os_str().to_owned()));
        shop.json(args)
    };
    import();
    let before = (shop.orders(), shop.dump("SELECT * FROM stored_sightings"), shop.dump("SELECT * FROM imports"));
    let again = import();
    assert!(again["files"].as_array().expect("files").iter().all(|file| file["status"] == "skipped"), "{again}");
    assert_eq!(
        (shop.orders(), shop.dump("SELECT * FROM stored_sightings"), shop.dump("SELECT * FROM imports")),
        before
    );
}

#[test]
fn two_overlapping_exports_give_the_same_in_either_order() {
    let path = |folder: &str| {
        let mut files =
            std::fs::read_dir(fixtures().join(folder)).expect("a fixture").map(|entry| entry.expect("an entry").path());
        files.find(|path| path.extension().is_some_and(|extension| extension == "csv")).expect("an export")
    };
    let (first, second) = (path("sub-order-csv"), path("sub-order-csv-next-day"));
    let forward = Shop::new();
    let summary = forward.json(["import".as_ref(), first.as_os_str(), second.as_os_str()]);
    let overlap: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string(fixtures().join("sub-order-csv-next-day/overlap.json")).expect("a sidecar"),
    )
    .expect("JSON");
    for count in ["inserted", "updated", "unchanged"] {
        assert_eq!(summary["files"][1][count], overlap[count], "{count}");
    }
    let backward = Shop::new();
    let summary = backward.json(["import".as_ref(), second.as_os_str(), first.as_os_str()]);
    assert_eq!(summary["files"][1]["stale"], overlap["updated"]);
    assert_eq!(summary["files"][1]["unchanged"], overlap["unchanged"]);
    assert_eq!(forward.orders(), backward.orders());
}

#[test]
fn names_of_groups_do_not_depend_on_the_order_of_imports() {
    let header = "主订单编号,子订单编号,订单状态,商品数量,选购商品,商品ID,达人ID,达人昵称,仓库ID,仓库名称,推广类型,订单应付金额,订单提交时间,支付完成时间,发货时间,收件人,收件人手机号,详细地址\n";
    let line = |id: &str, name: &str| {
        format!(
            "{id},{id},已完成,1,茶{name},3720116408527364193,8801,达人{name},771,仓{name},精选联盟,12.30,2026-01-05 09:00:00,2026-01-05 09:00:01,2026-01-05 10:00:00,甲,1,某地\n"
        )
    };
    let exports = [
        ("one.csv", [line("6926181657396269001", "一"), line("6926181657396269009", "九")].concat()),
        ("two.csv", line("6926181657396269005", "五")),
    ];
    let answers = |order: [usize; 2]| {
        let shop = Shop::new();
        for (place, index) in order.into_iter().enumerate() {
            let (name, rows) = &exports[index];
            shop.file(name, format!("{header}{rows}{}", "\n".repeat(place)));
            let run =
                shop.run(["import", name, "--exported-at", ["2026-01-06 10:00:00", "2026-01-06 11:00:00"][index]]);
            assert_eq!(run.code, 0, "{}", run.shown());
        }
        let reports = [
            &["products"][..],
            &["creators"],
            &["promotion", "--by", "creator"],
            &["shipping", "--by", "warehouse"],
            &["repeat"],
            &["profit", "--by", "product"],
        ];
        reports.map(|report| shop.json(["report"].iter().chain(report).collect::<Vec<_>>())["rows"].to_string())
    };
    let answered = answers([0, 1]);
    assert_eq!(answered, answers([1, 0]));
    assert!(
        answered[0].contains("茶九") && answered[1].contains("达人九") && answered[3].contains("仓九"),
        "{answered:?}"
    );
}
