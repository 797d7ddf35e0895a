"""Answers the reports of shopkit from a lake of facts, on Spark, Sail or DuckDB."""
