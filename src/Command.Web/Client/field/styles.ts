// A phone in one hand, at night: one column, large targets, the two acts at the thumb. Tokens come from the page, dark where it has none.
const css = `
:host { display: block; height: 100%; min-height: 0; background: var(--bg-0, #0E1215); color: var(--text-1, #E8ECEF);
  --f-line: var(--line, #2A343C); --f-raised: var(--bg-2, #1D252B); --f-panel: var(--bg-1, #151B20); --f-soft: var(--text-2, #A9B4BC);
  --f-red: #E5484D; --f-orange: var(--orange, #F08C3A); --f-ok: var(--ok, #5FB37C); --f-accent: var(--accent, #4FA3D1);
  font: 17px/1.4 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
p { margin: 0; }
button, select { font: inherit; color: inherit; }
button { border: 1px solid var(--f-line); border-radius: 6px; background: var(--f-raised); min-height: 48px; padding: 0 16px; cursor: pointer; }
button:active:not(:disabled) { transform: translateY(1px); }
button:disabled { opacity: .5; cursor: not-allowed; }
:focus-visible { outline: 2px solid var(--f-accent); outline-offset: 2px; }
.field { height: 100%; max-width: 560px; margin: 0 auto; display: flex; flex-direction: column; padding: env(safe-area-inset-top) 0 env(safe-area-inset-bottom); overflow: hidden; }
.top { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 6px 14px; }
.who { flex: 1; min-width: 0; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; }
.name { font-size: 18px; overflow-wrap: anywhere; }
.officer { color: var(--f-soft); font-size: 15px; }
.sim { padding: 0 6px; border-radius: 3px; font-size: 12px; line-height: 20px; color: #fff; white-space: nowrap; background: repeating-linear-gradient(135deg, #7d5cc0 0 6px, #6b4bab 6px 12px); }
.net svg { display: block; fill: var(--f-line); }
.net:is([data-bars="1"], [data-bars="2"], [data-bars="3"], [data-bars="4"]) .b1, .net:is([data-bars="2"], [data-bars="3"], [data-bars="4"]) .b2,
.net:is([data-bars="3"], [data-bars="4"]) .b3, .net[data-bars="4"] .b4 { fill: var(--text-1, #E8ECEF); }
.net:is([data-bars="1"], [data-bars="2"]) .b1, .net[data-bars="2"] .b2 { fill: var(--f-orange); }
.net[data-bars="0"] { position: relative; }
.net[data-bars="0"]::after { content: "✕"; position: absolute; right: -4px; bottom: -3px; color: var(--f-red); font-size: 14px; font-weight: 700; line-height: 1; }
.battery { display: flex; align-items: center; gap: 6px; font-size: 15px; color: var(--f-soft); }
.battery::before { content: ""; width: 16px; height: 9px; border: 1.5px solid currentColor; border-radius: 2px; box-shadow: 3px 0 0 -1.5px currentColor; background: linear-gradient(currentColor, currentColor) 0 0 / var(--charge) 100% no-repeat; }
.battery[data-low="true"] { color: var(--f-orange); font-weight: 600; }

.band { padding: 8px 14px; background: var(--f-panel); border-block: 1px solid var(--f-line); min-height: 62px; }
.band .state { display: flex; align-items: center; gap: 10px; flex-wrap: wrap; }
.band .word { font-size: 19px; }
.band .facts { color: var(--f-soft); font-size: 15px; }
.band .more { color: var(--f-soft); font-size: 15px; min-height: 1.4em; }
.mark { width: 14px; text-align: center; line-height: 1; }
.mark::before { content: "○"; color: var(--f-soft); }
.field:is([data-state="live"], [data-state="weak"]) .mark::before { content: ""; display: inline-block; width: 12px; height: 12px; border-radius: 50%; background: var(--f-ok); }
.field[data-state="waiting"] .mark::before { content: "✕"; color: var(--f-red); font-weight: 700; }
.field[data-state="weak"] .more::before { content: "◆ "; color: var(--f-orange); }
.field[data-state="waiting"] .more { color: var(--text-1, #E8ECEF); }

.note { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 10px 14px; font-size: 15px; border-bottom: 1px solid var(--f-line); border-left: 6px solid var(--f-orange); background: var(--f-panel); }
.note p { flex: 1 1 200px; }
.note .acts { display: flex; flex-wrap: wrap; gap: 8px; }
.note .acts:empty { display: none; }
.note a { color: var(--f-accent); min-height: 40px; display: inline-flex; align-items: center; padding: 0 12px; border: 1px solid var(--f-accent); border-radius: 6px; text-decoration: none; }
.note button { min-height: 40px; }

.stage { position: relative; flex: 1; min-height: 120px; background: #000; overflow: hidden; }
.stage video { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
.field[data-facing="user"] video { transform: scaleX(-1); }
.placeholder { position: absolute; inset: 0; display: none; flex-direction: column; align-items: center; justify-content: center; gap: 6px; padding: 16px; text-align: center; background: var(--bg-0, #0E1215); }
.field[data-preview="false"] .placeholder { display: flex; }
.field[data-preview="false"] video { visibility: hidden; }
.placeholder .title { font-weight: 600; }
.placeholder .hint { color: var(--f-soft); font-size: 15px; max-width: 30em; }
.placeholder .acts:not(:empty) { margin-top: 8px; }
.side { position: absolute; right: 10px; top: 10px; display: grid; gap: 10px; justify-items: end; }
.side button { display: flex; align-items: center; gap: 8px; min-width: 48px; min-height: 48px; padding: 0 11px; border: 0; border-radius: 24px; background: rgb(14 18 21 / .72); color: #fff; font-size: 15px; }
.side button[aria-pressed="true"] { background: #fff; color: #0E1215; }
.side svg .off { display: none; }
.side .mic[aria-pressed="true"] .off { display: inline; }
.side span:empty { display: none; }
.which { position: absolute; left: 10px; top: 10px; }
.which span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.which select { min-height: 48px; max-width: 200px; padding: 0 12px; border: 0; border-radius: 24px; background: rgb(14 18 21 / .72); color: #fff; font-size: 15px; }
.which option { color: #0E1215; background: #fff; }

.where { padding: 6px 14px; font-size: 14px; color: var(--f-soft); border-top: 1px solid var(--f-line); }
.where:empty { display: none; }
.sos-card { margin: 0 10px 2px; padding: 10px 12px; border-radius: 6px; border-left: 6px solid #FF8A8E; background: #8E1F26; color: #fff; }
.sos-card .title { display: block; font-size: 18px; line-height: 1.35; }
.sos-card .lines { font-size: 15px; }
.sos-card[data-state="acknowledged"] { background: #1F4A33; border-left-color: var(--f-ok); }
.sos-card:is([data-state="cancelled"], [data-state="dismissed"], [data-state="cancelling"]) { background: var(--f-raised); color: var(--text-1, #E8ECEF); border-left-color: var(--f-soft); }
.sos-card .acts { display: flex; gap: 8px; margin-top: 8px; }
.sos-card .acts:not(:has(> :not([hidden]))) { display: none; }
.sos-card button { flex: 1; border-color: currentColor; background: transparent; color: inherit; }
.sos-card .no { background: #fff; border-color: #fff; color: #7A141B; font-weight: 700; }
.sos-card .sure p { margin-top: 8px; font-weight: 600; }
footer { display: flex; align-items: center; gap: 16px; padding: 10px 14px 14px; }
.main { flex: 1; min-height: 64px; font-size: 19px; font-weight: 700; background: var(--f-accent); border-color: var(--f-accent); color: #0E1215; }
.main[data-act="stop"] { background: var(--f-raised); border-color: var(--f-line); color: inherit; }
.main:disabled { background: var(--f-raised); border-color: var(--f-line); color: var(--f-soft); }
.sos { position: relative; flex: none; width: 96px; height: 96px; min-height: 0; padding: 0; border: 0; border-radius: 50%; background: #CE3A40; color: #fff; display: grid; place-content: center; justify-items: center; touch-action: none; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; }
.sos b { font-size: 24px; line-height: 1.1; }
.sos small { font-size: 12px; }
.sos svg { position: absolute; inset: -6px; width: 108px; height: 108px; transform: rotate(-90deg); fill: none; stroke-width: 6; pointer-events: none; }
.sos .track { stroke: rgb(229 72 77 / .35); }
.sos .ring { stroke: #fff; stroke-linecap: round; }
.sos.holding { background: #B5262C; }
.sos.holding .ring { stroke-dashoffset: 0; transition: stroke-dashoffset 2000ms linear; }
@media (max-height: 700px) { .band { min-height: 0; } .sos { width: 80px; height: 80px; } .sos svg { width: 92px; height: 92px; } footer { padding: 6px 14px 10px; } }
@media (orientation: landscape) and (max-height: 500px) {
  .field { max-width: none; display: grid; grid: auto auto minmax(0, 1fr) auto auto / minmax(0, 1fr) 300px; }
  .stage { grid-area: 1 / 1 / -1 / 2; }
  .top, .band, .notes, .where, .sos-card, footer { grid-column: 2; }
  .notes { overflow-y: auto; }
}
`;

let sheet: CSSStyleSheet | null = null;

export function adoptFieldStyles(root: ShadowRoot): void {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
}
