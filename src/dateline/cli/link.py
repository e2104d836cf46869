"""`dateline link`: copies, incidents, chains and stories of a store."""

from __future__ import annotations

from dateline.cli.options import StoreFile


def link_command(store: StoreFile) -> None:
    """Link the reports of a store: copies, incidents, what led to what, stories."""
    from dateline.store import open_store
    from dateline.store.linking import link_store

    with open_store(store) as opened:
        tally = link_store(opened)
    print(f"new reports         {tally.new_reports:>9,}")
    if tally.gone_reports:
        print(f"forgotten or recoded{tally.gone_reports:>9,}")
    print(f"copies              {tally.copies:>9,}  in {tally.families:,} families")
    print(f"incidents           {tally.incidents:>9,}  {tally.linked_incidents:,} told by several reports")
    print(f"causes and answers  {tally.chains:>9,}")
    print(f"stories             {tally.stories:>9,}")
