-- What lets the reports answer at once however many lines there are. None of it says anything that the lines do not.

-- Small indexes of the lines that wait for something. They hold few rows and are therefore kept up from the start, unlike those of
-- indexes.sql. Their conditions are those of src/report/words.rs, word for word, since SQLite compares them so; a test holds
-- both together. NOT IN would be shorter, and would make a table of its words for every row that is stored.

CREATE INDEX lines_waiting ON stored_lines (shop_id, status, submitted_at, ship_by, main_order_id)
WHERE status <> '已完成' AND status <> '已关闭' AND status <> '已取消' AND status <> '已发货';

CREATE INDEX lines_with_open_after_sale ON stored_lines (shop_id, after_sale, submitted_at, main_order_id)
WHERE after_sale <> '退款成功' AND after_sale <> '已全额退款' AND after_sale <> '售后关闭'
    AND after_sale <> '换货成功' AND after_sale <> '补寄成功' AND after_sale <> '售后已拒绝';

CREATE INDEX lines_with_late_values ON stored_lines (shop_id, submitted_at, main_order_id)
WHERE (traffic_source = '数据将于第二天更新' OR ad_channel = '数据将于第二天更新' OR traffic_type = '数据将于第二天更新'
    OR traffic_genre = '数据将于第二天更新' OR traffic_channel = '数据将于第二天更新');

-- How many lines each day of 订单提交时间 has. New lines are counted at the end of their import (days.sql), which costs far less
-- than counting each as it comes; the few that go or move are counted by the triggers.
CREATE TABLE lines_per_day (
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    day TEXT NOT NULL,
    lines INTEGER NOT NULL,
    PRIMARY KEY (shop_id, day)
) STRICT, WITHOUT ROWID;

-- The newest import whose days were counted; one row.
CREATE TABLE days_counted (import_id INTEGER NOT NULL) STRICT;

INSERT INTO days_counted (import_id) VALUES (0);

CREATE TRIGGER line_went AFTER DELETE ON stored_lines WHEN old.submitted_at IS NOT NULL
BEGIN
    UPDATE lines_per_day SET lines = lines - 1 WHERE shop_id = old.shop_id AND day = substr(old.submitted_at, 1, 10);
    DELETE FROM lines_per_day WHERE shop_id = old.shop_id AND day = substr(old.submitted_at, 1, 10) AND lines = 0;
END;

CREATE TRIGGER line_moved AFTER UPDATE OF submitted_at ON stored_lines
WHEN substr(old.submitted_at, 1, 10) IS NOT substr(new.submitted_at, 1, 10)
BEGIN
    UPDATE lines_per_day SET lines = lines - 1 WHERE shop_id = old.shop_id AND day = substr(old.submitted_at, 1, 10);
    DELETE FROM lines_per_day WHERE shop_id = old.shop_id AND day = substr(old.submitted_at, 1, 10) AND lines = 0;
    INSERT INTO lines_per_day (shop_id, day, lines)
    SELECT new.shop_id, substr(new.submitted_at, 1, 10), 1 WHERE new.submitted_at IS NOT NULL
    ON CONFLICT DO UPDATE SET lines = lines + 1;
END;
