// Line icons, 20 × 20, drawn with currentColor. Static markup only.
const icon = (body: string) =>
  `<svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${body}</svg>`;

export const Icons = {
  fullscreen: icon('<path d="M7 3H3v4M13 3h4v4M7 17H3v-4M13 17h4v-4"/>'),
  exitFullscreen: icon('<path d="M3 7h4V3M17 7h-4V3M3 13h4v4M17 13h-4v4"/>'),
  snapshot: icon('<path d="M3 6.5h3L7.5 4h5L14 6.5h3v9.5H3z"/><circle cx="10" cy="11" r="2.8"/>'),
  sound: icon('<path d="M3 8v4h3l4 3.5v-11L6 8zM13 7.5a3.5 3.5 0 0 1 0 5M15.2 5a7 7 0 0 1 0 10"/>'),
  muted: icon('<path d="M3 8v4h3l4 3.5v-11L6 8zM13.5 8l4 4M17.5 8l-4 4"/>'),
  close: icon('<path d="M5 5l10 10M15 5L5 15"/>'),
  retry: icon('<path d="M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5"/>'),
};

/** A small picture of a layout: n × n squares. */
export function layoutIcon(side: number): string {
  const gap = 1.4;
  const size = (14 - gap * (side - 1)) / side;
  let squares = "";
  for (let i = 0; i < side * side; i++) {
    const x = 3 + (i % side) * (size + gap);
    const y = 3 + Math.floor(i / side) * (size + gap);
    squares += `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${size.toFixed(2)}" height="${size.toFixed(2)}" rx=".6"/>`;
  }
  return `<svg viewBox="0 0 20 20" width="18" height="18" fill="currentColor" aria-hidden="true">${squares}</svg>`;
}
