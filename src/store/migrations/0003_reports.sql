-- Small indexes of the lines that wait for something, so that what needs doing is known at once however many lines there are.
-- They hold few rows and are therefore kept up from the start, unlike those of indexes.sql.
--
-- Their conditions are those of src/report/words.rs, word for word, since SQLite compares them so; a test holds both together.

CREATE INDEX lines_waiting ON stored_lines (shop_id, status, submitted_at, ship_by, main_order_id)
WHERE status NOT IN ('已完成', '已关闭', '已取消', '已发货');

CREATE INDEX lines_with_open_after_sale ON stored_lines (shop_id, after_sale, submitted_at, main_order_id)
WHERE after_sale NOT IN ('退款成功', '已全额退款', '售后关闭', '换货成功', '补寄成功', '售后已拒绝');

CREATE INDEX lines_with_late_values ON stored_lines (shop_id, submitted_at, main_order_id)
WHERE (traffic_source = '数据将于第二天更新' OR ad_channel = '数据将于第二天更新' OR traffic_type = '数据将于第二天更新'
    OR traffic_genre = '数据将于第二天更新' OR traffic_channel = '数据将于第二天更新');

-- How many lines each day of 订单提交时间 has, kept up by the triggers below, so that the days of millions of lines need not be
-- counted.
CREATE TABLE lines_per_day (
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    day TEXT NOT NULL,
    lines INTEGER NOT NULL,
    PRIMARY KEY (shop_id, day)
) STRICT, WITHOUT ROWID;

INSERT INTO lines_per_day (shop_id, day, lines)
SELECT shop_id, substr(submitted_at, 1, 10), count(*) FROM stored_lines WHERE submitted_at IS NOT NULL GROUP BY 1, 2;

CREATE TRIGGER line_came AFTER INSERT ON stored_lines WHEN new.submitted_at IS NOT NULL
BEGIN
    INSERT INTO lines_per_day (shop_id, day, lines) VALUES (new.shop_id, substr(new.submitted_at, 1, 10), 1)
    ON CONFLICT DO UPDATE SET lines = lines + 1;
END;

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
