-- Figures: what the reports count and add up of each row (src/model/figure.rs), column by column, 4096 rows to a block
-- (src/store/figures/). They say nothing that the rows do not, and are there so that reports need not read whole rows.

CREATE TABLE stored_figures (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    block INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (kind, name, block)
) STRICT, WITHOUT ROWID;

-- Rows whose figures may no longer be right. Whatever changes rows settles them before its transaction ends; new rows bring their
-- figures along, which costs far less.
CREATE TABLE stored_unsettled (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER lines_figure_went AFTER DELETE ON stored_lines
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('orders', old.id);
END;

CREATE TRIGGER lines_figure_changed AFTER UPDATE OF shop_id, line_key, submitted_at, finished_at, paid_at, shipped_at, main_order_id, product_id, product, creator_id, receiver, receiver_phone, address,
    status, after_sale, cancel_reason, promotion, province, quantity, payable, platform_borne, seller_borne, creator_borne ON stored_lines
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('orders', old.id);
END;

CREATE TRIGGER commissions_figure_went AFTER DELETE ON stored_commissions
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('commission', old.id);
END;

CREATE TRIGGER commissions_figure_changed AFTER UPDATE ON stored_commissions
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('commission', old.id);
END;

CREATE TRIGGER after_sales_figure_went AFTER DELETE ON stored_after_sales
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('aftersales', old.id);
END;

CREATE TRIGGER after_sales_figure_changed AFTER UPDATE ON stored_after_sales
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('aftersales', old.id);
END;

CREATE TRIGGER settlements_figure_went AFTER DELETE ON stored_settlements
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('settlement', old.id);
END;

CREATE TRIGGER settlements_figure_changed AFTER UPDATE ON stored_settlements
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('settlement', old.id);
END;

CREATE TRIGGER fund_flows_figure_went AFTER DELETE ON stored_fund_flows
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('funds', old.id);
END;

CREATE TRIGGER fund_flows_figure_changed AFTER UPDATE ON stored_fund_flows
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('funds', old.id);
END;
