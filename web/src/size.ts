import { useEffect, useRef, useState } from "preact/hooks";

/** The width of an element as it changes. */
export function useWidth(start = 800) {
  const box = useRef<HTMLDivElement>(null);
  const [width, set] = useState(start);
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const watch = new ResizeObserver(([entry]) => { if (entry) set(Math.max(120, Math.round(entry.contentRect.width))); });
    watch.observe(node);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}
