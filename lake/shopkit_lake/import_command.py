"""The command `shopkit-lake import`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TextIO

from . import import_table
from .shop_import import Settings
from .spark_import import find_shops, import_shops


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    parser.add_argument("root", type=Path, metavar="ROOT", help="a folder with a folder for each shop: its name is the shop's")
    parser.add_argument("--lake", required=True, metavar="DIR", help="the folder of the lake; all workers write to it")
    parser.add_argument("--master", metavar="URL", help="the Spark master; by default this machine")
    parser.add_argument("--buyer-key", metavar="FILE", help="tell buyers apart by a hash under the key in this file")
    parser.add_argument("--shopkit", default="shopkit", metavar="PATH", help="the command as workers find it")
    parser.add_argument("--lang", choices=("zh", "en"), help="the language of messages; by default that of the workers")
    parser.add_argument("--format", choices=import_table.FORMATS, default="table", help="the format of what came of each shop and file")


def import_root(args: argparse.Namespace, out: TextIO) -> int:
    """Imports the shops of a folder and prints what came of each shop and file."""
    settings = Settings(
        lake=os.path.abspath(args.lake),
        # A bare name is looked up by the workers.
        shopkit=os.path.abspath(args.shopkit) if os.path.dirname(args.shopkit) else args.shopkit,
        buyer_key=args.buyer_key and os.path.abspath(args.buyer_key),
        lang=args.lang,
    )
    outcomes = import_shops(find_shops(args.root), settings, args.master)
    import_table.write(outcomes, args.lake, args.format, out)
    return import_table.exit_code(outcomes)
