"""All commands in one place. The modules behind them load their rooms only when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli import (
    actors,
    brief,
    code,
    compare,
    copies,
    diff,
    doctor,
    dyad,
    evaluate,
    export,
    gazetteer,
    incidents,
    link,
    mcp,
    network,
    outlook,
    push,
    quarantine,
    query,
    read,
    scenario,
    serve,
    show,
    store,
    stories,
    train,
    watch,
)

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Reads news reports and says who did what to whom, where, when, according to whom.",
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


@app.callback()
def every_command(
    debug: Annotated[bool, typer.Option("--debug", help="Log everything; show tracebacks.")] = False,
) -> None:
    """Takes the options of every command (`--debug` is acted on before this runs)."""


app.command("read")(read.read_command)
app.command("code")(code.code_command)
app.command("show")(show.show_command)
app.command("query", context_settings={"ignore_unknown_options": True})(query.query_command)
app.command("export", context_settings={"ignore_unknown_options": True})(export.export_command)
app.command("import")(export.import_command)
app.command("formats")(export.formats_command)
app.command("push")(push.push_command)
app.command("diff")(diff.diff_command)
app.command("compare")(compare.compare_command)
app.command("serve")(serve.serve_command)
app.command("mcp")(mcp.mcp_command)
app.command("watch")(watch.watch_command)
app.command("feeds")(watch.feeds_command)
app.add_typer(store.app, name="store")
app.command("link")(link.link_command)
app.add_typer(incidents.app, name="incidents")
app.add_typer(copies.app, name="copies")
app.add_typer(stories.app, name="stories")
app.command("brief")(brief.brief_command)
app.command("dyad")(dyad.dyad_command)
app.command("network", context_settings={"ignore_unknown_options": True})(network.network_command)
app.add_typer(outlook.app, name="outlook")
app.command("scenario")(scenario.scenario_command)
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(actors.app, name="actors")
app.add_typer(gazetteer.app, name="gazetteer")
app.command("train")(train.train_command)
app.command("evaluate")(evaluate.evaluate_command)
app.command("doctor")(doctor.doctor_command)
app.command("version")(doctor.version_command)
