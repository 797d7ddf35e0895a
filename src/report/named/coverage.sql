SELECT day, lines FROM lines_per_day WHERE shop_id = :shop_id
