//! Cells of XLSX that are no plain text or number.

use super::disturbance::Touches::Archive;
use super::disturbance::{Disturbance, disturbance};
use super::doc::{Doc, Written};
use super::writers::is_xml;
use super::xlsx::edit;

pub const ALL: &[Disturbance] = &[
    disturbance("ISO times", is_xml, &[], |doc, at, _| {
        xml(doc, at, "订单提交时间", "2026-01-05 10:00:00", " t=\"d\"", "<v>2026-01-05T10:00:00</v>");
        xml(doc, at + 1, "支付完成时间", "2026-01-05 00:00:00", " t=\"d\"", "<v>2026-01-05</v>");
        xml(doc, at + 2, "承诺发货时间", "2026-01-07 10:00:00", " s=\"1\" t=\"d\"", "<v>2026-01-07T10:00:00</v>");
    }),
    disturbance("ISO times with Z", is_xml, &[], |doc, at, _| {
        xml(doc, at, "订单提交时间", "2026-01-05 10:00:00", " t=\"d\"", "<v>2026-01-05T10:00:00Z</v>");
        xml(doc, at + 1, "订单提交时间", "2026-01-05 10:00:00", " t=\"d\"", "<v>2026-01-05T10:00:00.000Z</v>");
    }),
    disturbance("ISO times with fractions", is_xml, &[], |doc, at, _| {
        xml(doc, at, "订单提交时间", "2026-01-05 10:00:01", " t=\"d\"", "<v>2026-01-05T10:00:00.6</v>");
        xml(doc, at + 1, "订单提交时间", "2026-01-05 10:00:00", " t=\"d\"", "<v>2026-01-05T10:00:00.400</v>");
        xml(doc, at + 2, "发货时间", "2026-01-07 00:00:00", " t=\"d\"", "<v>2026-01-06T23:59:59.999</v>");
    }),
    disturbance("ISO times that are none", is_xml, &[], |doc, at, _| {
        xml(doc, at, "订单提交时间", "", " t=\"d\"", "<v>2026-02-30T10:00:00</v>");
        xml(doc, at + 1, "订单提交时间", "", " t=\"d\"", "<v>soon</v>");
        doc.reject(at, &["bad-time"]);
        doc.reject(at + 1, &["bad-time"]);
    }),
    disturbance("formulas with results", is_xml, &[], |doc, at, _| {
        xml(doc, at, "订单应付金额", "39.90", "", "<f>H2*1</f><v>39.9</v>");
        xml(doc, at + 1, "选购商品", "好杯", " t=\"str\"", "<f>T(\"好杯\")</f><v>好杯</v>");
        xml(doc, at + 2, "商品数量", "2", "", "<f ca=\"1\">1+1</f><v>2</v>");
        doc.expect.warnings.push(("formula-cells", ""));
    }),
    disturbance("formulas without results", is_xml, &[], |doc, at, _| {
        xml(doc, at, "订单应付金额", "", "", "<f>H2*1</f>");
        xml(doc, at + 1, "商品数量", "", "", "<f>1+1</f>");
        xml(doc, at + 2, "运费", "", "", "<f>1+1</f><v></v>");
        (at..at + 3).for_each(|line| doc.reject(line, &["no-result"]));
    }),
    disturbance("formulas without results under text", is_xml, &[], |doc, at, _| {
        xml(doc, at, "商家备注", "", "", "<f>T(A1)</f>");
        xml(doc, at + 1, "订单状态", "", " t=\"str\"", "<f>T(A1)</f>");
        doc.either(at);
        doc.reject(at + 1, &["no-result", "missing-required"]);
    }),
    disturbance("formulas that nobody has computed yet", is_xml, &[Archive], |doc, at, _| {
        xml(doc, at, "订单应付金额", "", "", "<f>H2*1</f><v>0</v>");
        xml(doc, at + 1, "商品数量", "", "", "<f>1+1</f><v>0</v>");
        doc.parts.push(|parts| {
            edit(parts, "xl/workbook.xml", |text| {
                text.replace("</workbook>", "<calcPr calcId=\"0\" fullCalcOnLoad=\"1\"/></workbook>")
            });
        });
        doc.reject(at, &["no-result"]);
        doc.reject(at + 1, &["no-result"]);
    }),
    disturbance("errors under money and counts", is_xml, &[], |doc, at, _| {
        for (line, header, error) in
            [(at, "订单应付金额", "#N/A"), (at + 1, "商品数量", "#SPILL!"), (at + 2, "运费", "#NONSENSE")]
        {
            xml(doc, line, header, "", " t=\"e\"", &format!("<v>{error}</v>"));
            doc.reject(line, &["bad-money", "bad-number", "error-cell"]);
        }
    }),
    disturbance("errors under what is required", is_xml, &[], |doc, at, _| {
        for (line, header) in [(at, "订单状态"), (at + 1, "订单提交时间"), (at + 2, "子订单编号")] {
            let says = doc.cell(line, header).says.clone();
            xml(doc, line, header, &says, " t=\"e\"", "<v>#VALUE!</v>");
            doc.reject(line, &[]);
        }
    }),
    disturbance("errors under text", is_xml, &[], |doc, at, _| {
        for (line, header, error) in
            [(at, "商品规格", "#N/A"), (at + 1, "买家留言", "#SPILL!"), (at + 2, "快递单号", "#NONSENSE")]
        {
            xml(doc, line, header, "", " t=\"e\"", &format!("<v>{error}</v>"));
            doc.expect.warnings.push(("damaged-field", header));
        }
    }),
    disturbance("CDATA", is_xml, &[], |doc, at, _| {
        string(doc, at, "小号<杯>", "<t><![CDATA[小号<杯>]]></t>");
        string(doc, at + 2, "小号&杯", "<t>小号<![CDATA[&]]>杯</t>");
    }),
    disturbance("comments in cells", is_xml, &[], |doc, at, _| {
        string(doc, at, "小号杯", "<t>小号<!-- 大号 -->杯</t>");
        string(doc, at + 2, "小号杯", "<!-- <t>大号</t> --><t>小号杯</t>");
    }),
    disturbance("text in runs", is_xml, &[], |doc, at, _| {
        string(doc, at, "小号 杯", "<r><t>小号</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 杯</t></r>");
        string(doc, at + 1, "小号", "<r><t/></r><r><t>小号</t></r>");
    }),
    disturbance("readings beside the text", is_xml, &[], |doc, at, _| {
        string(doc, at, "小号", "<t>小号</t><rPh sb=\"0\" eb=\"2\"><t>シャオ</t></rPh><phoneticPr fontId=\"0\"/>");
        string(doc, at + 2, "小号杯", "<r><t>小号</t></r><rPh sb=\"0\" eb=\"2\"><t>シャオ</t></rPh><r><t>杯</t></r>");
    }),
    disturbance("characters by number", is_xml, &[], |doc, at, _| {
        string(doc, at, "小号\"杯\"", "<t>&#23567;&#x53F7;&quot;杯&#34;</t>");
        string(doc, at + 1, "第一行\r\n第二行", "<t>第一行_x000D_\n第二行</t>");
        string(doc, at + 2, "_x000D_", "<t>_x005F_x000D_</t>");
    }),
    disturbance("truth under text", is_xml, &[], |doc, at, _| {
        xml(doc, at, "商品规格", "TRUE", " t=\"b\"", "<v>1</v>");
        xml(doc, at + 1, "商品规格", "FALSE", " t=\"b\"", "<v>0</v>");
    }),
    disturbance("numbers under text", is_xml, &[], |doc, at, _| {
        xml(doc, at, "商家编码", "138", "", "<v>138</v>");
        xml(doc, at + 1, "商品规格", "0.5", " t=\"n\"", "<v>0.5</v>");
        xml(doc, at + 2, "选购商品", "小号", " t=\"str\"", "<v>小号</v>");
    }),
    disturbance("numbers that are none", is_xml, &[], |doc, at, _| {
        xml(doc, at, "订单应付金额", "", "", "<v>NaN</v>");
        xml(doc, at + 1, "商品数量", "", "", "<v>1e400</v>");
        xml(doc, at + 2, "运费", "", "", "<v>1,5</v>");
        (at..at + 3).for_each(|line| doc.reject(line, &[]));
        doc.expect.or_error = true;
    }),
];

fn xml(doc: &mut Doc, line: usize, header: &str, says: &str, attributes: &'static str, content: &str) {
    doc.cell(line, header).written(says, Written::Xml(attributes, content.to_owned()));
}

/// Writes the name of the product as a string with this inside.
fn string(doc: &mut Doc, line: usize, says: &str, inside: &str) {
    xml(doc, line, "选购商品", says, "", &format!("<is>{inside}</is>"));
}
