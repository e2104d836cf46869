"""Code one report and walk through what was found, with the words that each field came from."""

from pathlib import Path

import dateline

folder = Path(__file__).parent / "reports"
report = next(dateline.read_reports(folder / "iran-pakistan-exchange.txt"))
document = dateline.code_report(report)

mentions = {mention.mention_id: mention for mention in document.mentions}
times = {time.time_id: time for time in document.times}

for event in document.events:
    who = [mentions[one].span.of(report.text) for one in event.actors]
    whom = [mentions[one].span.of(report.text) for one in event.recipients]
    when = times[event.time].value if event.time else "no date"
    words = event.trigger.of(report.text)
    print(f"{event.event_type:<10} {event.status:<12} {words!r}: {who} -> {whom}, {when}")
