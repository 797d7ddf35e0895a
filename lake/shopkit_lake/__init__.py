"""Fills a lake of facts on Spark, and answers the reports of shopkit from it on Spark, Sail or DuckDB."""
