import { clean, share } from "../format";
import { country, quadName, sector } from "../words";
import type { Happening, Picture } from "./picture";

const FOUND: Record<string, string> = { model: "the model", lexicon: "the word list", both: "the model and the word list" };

/** How each field was filled, how sure that is, and what was left empty and why. */
export function WhyPanel({ one, picture }: { one: Happening; picture: Picture }) {
  const { event } = one;
  return (
    <div class="why">
      <p class="code"><b>{[event.event_type, ...event.modes].join(" ")}</b> · {quadName(event.quad)}{event.score !== null && <> · score {event.score}</>}
        {event.contexts.length > 0 && <> · {event.contexts.join(", ")}</>}</p>
      <table>
        <caption class="only-heard">How each field was filled</caption>
        <thead><tr><th scope="col">field</th><th scope="col">words</th><th scope="col">how</th><th scope="col" class="n">sure</th></tr></thead>
        <tbody>
          {one.mentions.map((told) => (
            <>
              <Line key={told.event_id} slot="event" words={clean(picture.cut(told.start, told.end), 60)} how={`found by ${FOUND[told.method] ?? told.method}`} sure={told.confidence} lead />
              {told.why.filter((why) => why.slot !== "event").map((why, index) => why.empty
                ? <Line key={`${told.event_id}${index}`} slot={why.slot} words={null} how={why.says || why.method || "nothing fits"} sure={why.score} />
                : <Line key={`${told.event_id}${index}`} slot={why.slot} how={why.says || why.method} sure={why.score}
                    words={why.start !== null && why.end !== null ? clean(picture.cut(why.start, why.end), 60) : "–"} />)}
              {told.status_cue && <Line key={`${told.event_id}s`} slot={told.status} words={clean(picture.cut(told.status_cue.start, told.status_cue.end), 60)} how="cue words" sure={null} />}
              {told.negation_cue && <Line key={`${told.event_id}n`} slot="negated" words={clean(picture.cut(told.negation_cue.start, told.negation_cue.end), 60)} how="cue words" sure={null} />}
            </>
          ))}
          {[...one.actors, ...one.recipients].map((party) => party.mention.actor && (
            <Line key={`r${party.mention.mention_id}`} slot="stands for" words={party.words} sure={party.mention.actor.score}
              how={[party.mention.actor.name, country(party.country) === party.mention.actor.name ? "" : country(party.country), party.sectors.map(sector).join(", "), party.mention.actor.method].filter(Boolean).join(" · ")} />
          ))}
          {one.place?.place && <Line slot="place" words={one.place.words} sure={one.place.place.score}
            how={[one.place.place.name, one.place.place.admin1, country(one.place.place.country), `known to the ${one.place.place.precision}`, one.place.place.method].filter(Boolean).join(" · ")} />}
        </tbody>
      </table>
      {picture.reading.stored !== false && (
        <p class="quote-do">{event.incident_id && <a href={`/incidents/${event.incident_id}`}>Its incident</a>}<a href={`/review?event=${event.event_id}`}>Review it</a></p>
      )}
    </div>
  );
}

function Line({ slot, words, how, sure, lead = false }: { slot: string; words: string | null; how: string; sure: number | null; lead?: boolean }) {
  return (
    <tr class={`${lead ? "lead" : ""} ${words === null ? "left-empty" : ""}`}>
      <th scope="row">{slot}</th>
      <td>{words === null ? <em>left empty</em> : `“${words}”`}</td>
      <td>{how}</td>
      <td class="n">{sure === null ? "" : share(sure)}</td>
    </tr>
  );
}
