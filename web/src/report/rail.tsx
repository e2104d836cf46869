import { Glyph } from "../glyph";
import { clean, plural, quoted, sayCount, sayShort, share } from "../format";
import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { Claim, Span } from "../types";
import { country, KINDS, quadClass, sector, STANCES, STANCES_PLURAL, statusWord, CONTEXTS } from "../words";
import { cardKeys, claimKeys, eventKey, sourceKeys, spanKey, spanOf } from "./layers";
import type { Happening, Party, Picture, Saying, Tie, Voice } from "./picture";
import { WhyPanel } from "./why";

interface Hold { held: string | null; hold: (id: string | null) => void; picture: Picture }

/** Everything found: first what happened, then background, what may come, and who says what. */
export function Rail({ picture, held, hold }: Hold) {
  const common = { picture, held, hold };
  const nothing = !picture.all.length && !picture.voices.length && !picture.outlooks.length;
  return (
    <div class="rail" aria-label="Findings" role="region">
      <div class="rail-column">
        {nothing && <p class="quiet pad">No political, military, diplomatic, judicial or protest event found.</p>}
        {picture.happened.length > 0 && <h2>What happened</h2>}
        {picture.happened.map((group) => (
          <section key={group.day}>
            <h3>{group.day || (picture.happened.length > 1 ? "Date not stated" : "Dates not stated")}</h3>
            {group.items.map((one) => <Card key={one.key} one={one} {...common} />)}
          </section>
        ))}
        {picture.background.length > 0 && <h2>Background <small>before the story</small></h2>}
        {picture.background.map((one) => <Card key={one.key} one={one} dated {...common} />)}
      </div>
      <div class="rail-column">
        {(picture.ahead.length > 0 || picture.outlooks.length > 0) && <h2>What may come <small>said, planned or feared; not happened</small></h2>}
        {picture.ahead.map((one) => <Card key={one.key} one={one} dated {...common} />)}
        {picture.outlooks.map((voice) => <VoiceRow key={voice.key} voice={voice} />)}
        {picture.voices.length > 0 && <h2>Who says what</h2>}
        {picture.voices.map((voice) => <VoiceRow key={voice.key} voice={voice} />)}
        <Foot picture={picture} />
      </div>
    </div>
  );
}

function Field({ keys, kind = "", children, note }: { keys: string[]; kind?: string; children: ComponentChildren; note?: string | undefined }) {
  return <span class={`f ${kind}`} data-k={keys.join(" ")} title={note}>{children}</span>;
}

function Parties({ parties, one, slot }: { parties: Party[]; one: Happening; slot: string }) {
  return (
    <>
      {parties.map((party, index) => (
        <span key={party.mention.mention_id}>
          {index > 0 && <span class="thin">, </span>}
          <Field keys={[spanKey(party.span)]} note={partyNote(party, one, slot)}>{party.name ?? party.words}</Field>
        </span>
      ))}
    </>
  );
}

function partyNote(party: Party, one: Happening, slot: string): string {
  const how = one.mentions.flatMap((event) => event.why).find((why) => why.slot === slot && !why.empty);
  const known = [party.name ? quoted(party.words, 40) : "", country(party.country), party.sectors.map(sector).join(", "), how ? `${how.method} (${share(how.score)})` : ""];
  return known.filter(Boolean).join(" · ");
}

function Card({ one, held, hold, picture, dated = false }: Hold & { one: Happening; dated?: boolean }) {
  const { event } = one;
  const open = held === one.key;
  const state = event.status === "current" ? "" : event.status;
  const badges = [...(event.negated ? ["did not happen"] : []), ...(state && state !== "historical" ? [statusWord(state)] : [])];  // the heading says background
  const cue = event.negation_cue ?? event.status_cue;
  const causes = one.ties.filter((tie) => tie.way === "cause");
  return (
    <article class={`card ${quadClass(event.quad)} ${event.status} ${event.negated ? "negated" : ""} ${open ? "held" : ""}`}
      data-id={one.key} data-k={cardKeys(one).join(" ")} data-ties={causes.map((tie) => tie.other.key).join(" ") || undefined}>
      <button type="button" class="line stop" aria-expanded={open} onClick={() => hold(open ? null : one.key)}>
        <Glyph quad={event.quad} named negated={event.negated} />
        <span class="who">
          {one.actors.length > 0 && <><Parties parties={one.actors} one={one} slot="actor" /><Arrow /></>}
          <Field keys={[eventKey(one)]} kind="kind">{one.kind}</Field>
          {one.recipients.length > 0 && <><Arrow /><Parties parties={one.recipients} one={one} slot="recipient" /></>}
          {badges.map((word) => <Field key={word} keys={cue ? [spanKey(cue)] : []} kind="badge" note={cue ? `because of “${clean(picture.cut(cue.start, cue.end), 40)}”` : undefined}>{word}</Field>)}
        </span>
        <span class="sure" title={`confidence ${share(event.confidence)}`}><span class="only-heard">confidence </span>{share(event.confidence)}</span>
      </button>
      <p class="facts">
        <Facts one={one} dated={dated} picture={picture} />
        {causes.map((tie) => <Because key={tie.other.key} tie={tie} hold={hold} picture={picture} />)}
      </p>
      {open && <WhyPanel one={one} picture={picture} />}
    </article>
  );
}

const Arrow = () => <span class="arrow"><span aria-hidden="true">→</span><span class="only-heard">, </span></span>;

function Facts({ one, dated, picture }: { one: Happening; dated: boolean; picture: Picture }) {
  const time = spanOf(one.time);
  const said = (span: Span, limit = 60) => clean(picture.cut(span.start, span.end), limit);
  return (
    <>
      <Field keys={[eventKey(one)]}>{quoted(one.words, 60)}</Field>
      {one.place && <Field keys={[spanKey(one.place.span)]} note={placeNote(one.place)}><i>in</i> {placeName(one.place)}</Field>}
      {dated && one.day && <Field keys={time ? [spanKey(time)] : []}>{shortDay(one)}</Field>}
      {!dated && time && <Field keys={[spanKey(time)]} note={`${one.time?.value ?? ""}, ${one.time?.basis ?? ""}`}><i>when</i> “{said(time, 40)}”</Field>}
      {one.killed && <Field keys={[spanKey(one.killed)]} kind="toll" note={bounds(one.killed)}>{sayCount(one.killed)} killed</Field>}
      {one.injured && <Field keys={[spanKey(one.injured)]} kind="toll" note={bounds(one.injured)}>{sayCount(one.injured)} injured</Field>}
      {one.weapon && <Field keys={[spanKey(one.weapon)]}><i>with</i> {said(one.weapon)}</Field>}
      {one.sources.map((claim) => (
        <Field key={claim.claim_id} keys={sourceKeys(claim)} kind="source"><i>{verbNoun(claim)}</i> {shortSource(sourceName(claim, picture))}{kindNote(claim.source_kind)}</Field>
      ))}
      {one.event.review && <span class="thin">{one.event.review.verdict}ed by {clean(one.event.review.by ?? "", 30)}</span>}
      {one.mentions.length > 1 && <span class="thin">told {one.mentions.length}×</span>}
    </>
  );
}

const bounds = (count: { low: number; high: number }) => `between ${count.low} and ${count.high}`;
const verbNoun = (claim: Claim) => ({ explains: "motive according to", claims_responsibility: "claimed by", denies: "denied by", suspects: "suspected by", predicts: "expected by", recommends: "recommended by" })[claim.stance] ?? "according to";
const kindNote = (kind: string) => (kind === "named" || kind === "unknown" ? null : <span class="thin"> ({KINDS[kind] ?? kind})</span>);

/** Without the clause that often hangs on it: "A senior security official, who asked …". */
const shortSource = (name: string) => clean(name.split(/, (?:who|which|an?|the) /)[0] ?? name, 48);

function sourceName(claim: Claim, picture: Picture): string {
  const same = claim.source ? picture.reading.mentions.find((one) => one.start === claim.source?.start) : undefined;
  const full = same?.refers_to ? picture.reading.mentions.find((one) => one.mention_id === same.refers_to) : undefined;
  if (full && full.label !== "PRONOUN") return clean(picture.cut(full.start, full.end), 60);
  return claim.source ? clean(picture.cut(claim.source.start, claim.source.end), 60) : "unnamed source";
}

function placeName(party: Party): string {
  const place = party.place;
  if (!place) return party.words;
  const code = place.country ? `, ${place.country}` : "";
  return place.name && place.name.toLowerCase() !== party.words.toLowerCase() && place.precision !== "country" ? `${party.words} (${place.name}${code})` : `${party.words}${place.precision === "country" && code ? ` (${place.country})` : code}`;
}
const placeNote = (party: Party) => (party.place ? [party.place.name, party.place.admin1, country(party.place.country), `known to the ${party.place.precision}`, `${party.place.method} (${share(party.place.score)})`].filter(Boolean).join(" · ") : "place not resolved");

const oneDay = (one: Happening): string | null => {
  const from = one.time?.earliest ?? one.event.earliest, to = one.time?.latest ?? one.event.latest;
  return from && from === to ? from : null;
};
const shortDay = (one: Happening): string => {
  const day = oneDay(one);
  return day ? sayShort(day) : one.day;
};

function Because({ tie, hold, picture }: { tie: Tie; hold: Hold["hold"]; picture: Picture }) {
  const word = tie.relation === "caused_by" ? "because of" : "after";
  const other = tie.other;
  return (
    <span class="because">
      <span class="thin" aria-hidden="true">↳ </span>
      <Field keys={tie.cue ? [spanKey(tie.cue)] : []} kind="cueword" note={[tie.cue ? `“${clean(picture.cut(tie.cue.start, tie.cue.end), 24)}”` : "", `${tie.method} (${share(tie.score)})`].filter(Boolean).join(" · ")}>{word}</Field>{" "}
      <button type="button" class={`plain tie ${quadClass(other.event.quad)}`} data-k={eventKey(other)} onClick={() => { hold(other.key); }}>
        {clean([other.kind, other.actors[0] ? `by ${other.actors[0].name ?? other.actors[0].words}` : "", shortDay(other)].filter(Boolean).join(" "), 60)}
      </button>
    </span>
  );
}

function VoiceRow({ voice }: { voice: Voice }) {
  return (
    <div class="voice">
      {voice.sayings.map((saying, index) => (
        <p key={saying.cue.start} class="saying" data-k={claimKeys(saying).join(" ")} tabIndex={-1}>
          {index === 0 && voice.names.map((name, at) => (
            <span key={name.claim.claim_id}>
              {at > 0 && <span class="thin">, </span>}
              <Field keys={[spanKey(name.claim.source ?? name.claim.cue)]} kind="name">{name.words}</Field>
              {kindTag(name.kind, name.count)}
            </span>
          ))}{" "}
          {index > 0 && <span class="thin">and </span>}
          <Field keys={[spanKey(saying.cue)]} kind="verb">{(saying.many ? STANCES_PLURAL : STANCES)[saying.stance] ?? saying.stance}</Field>{" "}
          <Field keys={claimKeys(saying)} kind="said">{quoted(saying.words, 150)}</Field>
          {(saying.certainty === "probable" || saying.certainty === "possible") && <span class="thin"> ({saying.certainty})</span>}
        </p>
      ))}
    </div>
  );
}

const kindTag = (kind: string, count: number | null) => (
  <span class={`kind-tag ${kind}`}>{[kind === "named" ? "named" : KINDS[kind] ?? kind, count && count > 1 ? `×${count}` : ""].filter(Boolean).join(" ")}</span>
);

function Foot({ picture }: { picture: Picture }) {
  const [all, setAll] = useState(false);
  const empty = new Map<string, number>();
  for (const one of picture.all) for (const { slot, reason } of one.empty) {
    const name = `${slot}${reason ? `: ${reason}` : ""}`;
    empty.set(name, (empty.get(name) ?? 0) + 1);
  }
  const lines = [...empty].sort((a, b) => b[1] - a[1]);
  const contexts = new Map<string, number>();
  for (const one of picture.all) for (const name of one.event.contexts) contexts.set(name, (contexts.get(name) ?? 0) + 1);
  return (
    <div class="foot">
      {lines.length > 0 && (
        <p><b>Left empty</b> {lines.slice(0, all ? 99 : 4).map(([name, count]) => `${name} ${count}×`).join("; ")}
          {lines.length > 4 && !all && <> … <button type="button" class="plain link" onClick={() => setAll(true)}>all {lines.length}</button></>}</p>
      )}
      {picture.uncoded.length > 0 && <p><b>Kept, not coded</b> {picture.uncoded.map(([kind, count]) => plural(count, kind)).join(", ")}</p>}
      {contexts.size > 0 && <p><b>About</b> {[...contexts].sort((a, b) => b[1] - a[1]).map(([name]) => <span key={name} class="context" title={CONTEXTS[name]}>{name.replace(/_/g, " ")}</span>)}</p>}
    </div>
  );
}

export type { Saying };
