"""Write the HTML page of a report: one file that needs nothing else."""

import sys
from pathlib import Path

import dateline

folder = Path(__file__).parent / "reports"
target = Path(sys.argv[1] if len(sys.argv) > 1 else "out/page.html")
reports = dateline.read_reports(folder / "port-strike.html")
documents = [dateline.code_report(report) for report in reports if isinstance(report, dateline.Report)]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(dateline.render(documents, "html"), encoding="utf-8")
print(f"wrote {target}")
