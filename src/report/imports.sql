SELECT
    imports.id,
    shops.name,
    imports.path,
    -- The database no longer has the SHA-256. Its column stays, since programs find the others by their positions.
    NULL,
    imports.format,
    imports.encoding,
    imports.sheet,
    imports.kind,
    imports.grain,
    imports.exported_at,
    imports.imported_at,
    imports.first_day,
    imports.last_day,
    imports.rows_read,
    imports.inserted,
    imports.updated,
    imports.unchanged,
    imports.stale,
    imports.duplicate,
    imports.rejected,
    imports.blank
FROM imports
JOIN shops ON shops.id = imports.shop_id
WHERE (:shop IS NULL OR shops.name = :shop) AND (:id IS NULL OR imports.id = :id)
ORDER BY imports.id
