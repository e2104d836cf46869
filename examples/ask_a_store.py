"""Code a folder of reports into a store and ask it questions in SQL."""

from pathlib import Path
from tempfile import TemporaryDirectory

import dateline

if __name__ == "__main__":  # processes are started: they import this file
    folder = Path(__file__).parent / "reports"
    with TemporaryDirectory() as scratch, dateline.open_store(Path(scratch) / "news.duckdb") as store:
        tally = dateline.code_sources(folder, store, workers=1)
        print(f"{tally.coded} reports coded, {tally.quarantined} set aside")
        for row in store.rows(
            "SELECT event_type, count(*) AS n FROM events GROUP BY ALL ORDER BY n DESC, event_type"
        ):
            print(f"{row['event_type']:<10} {row['n']}")
        for row in store.query("dyads", limit=5):
            print(f"{row['actor']} -> {row['recipient']}: {row['event_type']} ({row['events']})")
