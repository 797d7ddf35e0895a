-- What sellers say of their shops, and what the checks said to them.

-- `value` is written as `shop set` takes it; `said_on` is the Beijing day.
CREATE TABLE declared_facts (
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    said_on TEXT NOT NULL,
    PRIMARY KEY (shop_id, name)
) STRICT, WITHOUT ROWID;

-- `facts` is a JSON object of name to {"value", "origin"}: everything that the verdict was given by.
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    asked TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    judged_on TEXT NOT NULL,
    standing TEXT NOT NULL,
    answer TEXT NOT NULL,
    earliest TEXT,
    deciding TEXT NOT NULL,
    facts TEXT NOT NULL,
    ruleset_version TEXT NOT NULL,
    ruleset_sha256 TEXT NOT NULL
) STRICT;
