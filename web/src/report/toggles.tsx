import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Glyph } from "../glyph";
import { QUADS } from "../words";

const LAYERS = ["events", "parties", "places", "times", "claims"] as const;

/** Switches for the layers of light, and the legend of the quad classes. */
export function Layers({ root }: { root: RefObject<HTMLElement | null> }) {
  const [off, setOff] = useState<readonly string[]>([]);
  useEffect(() => {
    for (const layer of LAYERS) root.current?.classList.toggle(`no-${layer}`, off.includes(layer));
  });
  const flip = (layer: string) => setOff(off.includes(layer) ? off.filter((one) => one !== layer) : [...off, layer]);
  return (
    <div class="layers">
      <div role="group" aria-label="Layers of the text">
        {LAYERS.map((layer) => (
          <button key={layer} type="button" class={`chip layer-${layer}`} aria-pressed={!off.includes(layer)} onClick={() => flip(layer)}>{layer}</button>
        ))}
      </div>
      <Legend />
    </div>
  );
}

export function Legend() {
  return (
    <ul class="legend" aria-label="Quad classes">
      {[...QUADS].reverse().map((quad) => <li key={quad.short}><Glyph quad={quad.number} /> {quad.name}</li>)}
    </ul>
  );
}
