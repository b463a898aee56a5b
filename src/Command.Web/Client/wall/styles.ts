import { alarmCss } from "./alarm-styles";

// Tokens of the dark theme; pictures are watched on dark in either theme of the page.
const css = `
:host {
  --bg-0: #0E1215; --bg-1: #151B20; --bg-2: #1D252B; --line: #2A343C;
  --text-1: #E8ECEF; --text-2: #A9B4BC; --accent: #4FA3D1; --ok: #5FB37C;
  --red: #E5484D; --orange: #F08C3A; --yellow: #E8C33D; --blue: #5B8DEF; --sim: #9B7BD8;
  display: block; position: relative; min-width: 0; min-height: 0; background: var(--bg-0); color: var(--text-1);
  font: 14px/1.45 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased; color-scheme: dark;
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
p { margin: 0; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; border-radius: 4px; }
button:disabled { cursor: default; color: #75828C; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }

.wall { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); container-type: inline-size; width: 100%; height: 100%; }
.bar { display: flex; align-items: center; gap: 2px; min-height: 36px; padding: 2px 8px; background: var(--bg-1); font-size: 12px; color: var(--text-2); }
.bar .layout { display: grid; place-items: center; width: 36px; height: 32px; color: var(--text-2); }
.bar .layout:hover { background: var(--bg-2); color: var(--text-1); }
.bar .layout[aria-pressed="true"] { color: var(--accent); background: var(--bg-2); }
.bar .summary { display: flex; gap: 12px; margin-left: 12px; white-space: nowrap; }
.bar .summary .dark::before { content: "✕ "; color: var(--red); }
.bar .summary .frozen::before { content: "◐ "; color: var(--yellow); }
.bar .summary .live::before { content: "● "; color: var(--ok); font-size: 10px; }
.bar .notice { flex: 1; min-width: 0; margin-left: 12px; text-align: right; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--yellow); }
.bar .notice:empty { display: none; }
.bar .act { margin-left: 8px; padding: 4px 8px; color: var(--accent); white-space: nowrap; text-decoration: underline; text-underline-offset: 3px; }
.bar .act[hidden] { display: none; }
@container (max-width: 600px) {
  .bar { flex-wrap: wrap; }
  .bar .summary { gap: 8px; margin-left: 6px; }
  .bar .notice { flex: 1 0 100%; margin: 0; padding: 2px 6px 4px; text-align: left; white-space: normal; }
}
.grid { display: grid; gap: 2px; position: relative; min-height: 0; min-width: 0; overflow: hidden; }

.tile { position: relative; box-shadow: 0 0 0 1px var(--line); min-width: 0; min-height: 0; overflow: hidden; background: var(--bg-0); container-type: size; user-select: none; -webkit-user-select: none; }
.tile.large { position: absolute; inset: 0; z-index: 5; }
.tile:fullscreen { width: 100vw; height: 100vh; }
.tile[aria-current="true"]::after, .tile.target::after, .tile:focus-visible::after {
  content: ""; position: absolute; inset: 0; z-index: 4; border: 2px solid var(--accent); pointer-events: none;
}
.tile.target::after { background: rgb(79 163 209 / .16); }
.tile[data-state="stale"]::before { content: ""; position: absolute; inset: 0; z-index: 3; border: 2px solid var(--yellow); pointer-events: none; }
.stage, .stage video { position: absolute; inset: 0; width: 100%; height: 100%; }
.stage video { object-fit: contain; background: var(--bg-0); }
.stage video.incoming { z-index: -1; }
.stage { isolation: isolate; }

.head { position: absolute; inset: 0 0 auto; z-index: 2; display: flex; align-items: center; gap: 8px; height: 24px; padding: 0 4px 0 8px; font-size: 12px; }
.head::before { content: ""; position: absolute; inset: 0 0 -8px; z-index: -1; background: linear-gradient(rgb(14 18 21 / .85), rgb(14 18 21 / .55) 60%, transparent); pointer-events: none; }
.head .title { display: flex; gap: 8px; min-width: 0; flex: 1; align-items: baseline; white-space: nowrap; text-shadow: 0 1px 2px var(--bg-0); }
.head .name { font-weight: 600; flex: none; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.head .unit, .head .note { color: var(--text-2); overflow: hidden; text-overflow: ellipsis; }
.head .note { color: var(--orange); }
.head .note:empty, .head .unit:empty { display: none; }
.chip .age:empty { display: none; }
.chip { display: flex; align-items: center; gap: 5px; height: 20px; padding: 0 6px; border-radius: 4px; background: rgb(14 18 21 / .72); white-space: nowrap; flex: none; }
.mark { font-size: 11px; line-height: 1; }
.mark::before { content: "○"; color: var(--text-2); }
.tile[data-state="playing"] .mark::before { content: ""; display: block; width: 8px; height: 8px; border-radius: 50%; background: var(--ok); }
.tile[data-state="stale"] .mark::before { content: "◐"; color: var(--yellow); }
.tile[data-state="down"] .mark::before { content: "✕"; color: var(--red); font-weight: 700; }
.tile[data-state="refused"] .mark::before { content: "⊘"; color: var(--orange); }
.tile[data-state="stale"] .chip .age, .tile[data-state="stale"] .chip .word { color: var(--yellow); }
.sim { padding: 0 5px; height: 18px; line-height: 18px; border-radius: 3px; font-size: 11px; font-weight: 600; color: #fff; white-space: nowrap; flex: none; text-shadow: 0 0 2px #3A2A60, 0 0 2px #3A2A60;
  background: repeating-linear-gradient(135deg, #9B7BD8 0 4px, #7A5BB8 4px 8px); }
.sim[hidden] { display: none; }
@media (prefers-reduced-motion: no-preference) { .head .title, .head::before, .tools { transition: opacity 150ms; } }
.tile[data-state="playing"]:not(.awake):not(:focus-within) .title,
.tile[data-state="playing"]:not(.awake):not(:focus-within) .head::before { opacity: 0; }

.panel, .empty { position: absolute; inset: 24px 0 0; display: none; flex-direction: column; align-items: center; justify-content: safe center; text-align: center; gap: 3px; padding: 6px 12px 10px; background: var(--bg-0); overflow: hidden; }
.tile:is([data-state="connecting"], [data-state="down"], [data-state="refused"]) .panel { display: flex; }
.tile[data-state="empty"] .empty { display: flex; inset: 0; color: var(--text-2); }
.tile[data-state="empty"] .head, .tile[data-state="empty"] .tools { display: none; }
.panel .what { font-size: 15px; font-weight: 600; max-width: 100%; }
.panel .when, .panel .next { color: var(--text-2); font-size: 12px; max-width: 100%; }
.panel .next { color: var(--text-1); }
.panel .hint { color: var(--text-2); font-size: 12px; margin-top: 4px; }
.panel .detail { color: var(--text-2); font: 11px/1.4 ui-monospace, "DejaVu Sans Mono", monospace; max-width: min(100%, 60ch); overflow: hidden; text-overflow: ellipsis; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow-wrap: anywhere; }
.panel p:empty { display: none; }
.panel .acts { display: flex; gap: 8px; margin-top: 6px; }
.panel .acts > * { padding: 4px 12px; border: 1px solid var(--line); border-radius: 4px; background: var(--bg-2); color: var(--text-1); font-size: 12px; text-decoration: none; }
.panel .acts > a { border-color: var(--accent); color: var(--accent); }
.panel .acts > *:hover { border-color: var(--accent); }
.panel .acts > [hidden] { display: none; }
.empty .plus { font-size: 24px; line-height: 1; font-weight: 300; }
.empty .hint { font-size: 12px; }
@container (max-height: 190px) { .panel .hint, .panel .detail { display: none; } .panel .what { font-size: 13px; } }
@container (max-height: 140px) { .panel .acts > button { display: none; } .panel { gap: 0; padding-bottom: 4px; } .panel .acts { margin-top: 2px; } }
@container (max-height: 112px) { .empty .hint { display: none; } .panel { padding: 0 6px; line-height: 1.3; } .panel .what { font-size: 12px; } .panel .when, .panel .next { font-size: 11px; } .panel .acts > a { padding: 1px 8px; } }
@container (min-height: 480px) { .panel .what { font-size: 20px; } .panel .when, .panel .next, .panel .hint { font-size: 14px; } .panel { gap: 6px; } }
@container (max-width: 300px) { .head .unit, .head .note { display: none; } }
@container (max-width: 220px) { .chip .word { display: none; } .sim { padding: 0 3px; } }

.banner { position: absolute; inset: auto 6px 10px; margin: 0 auto; width: fit-content; z-index: 3; display: none; padding: 3px 10px; border-radius: 4px; background: var(--yellow); color: #14110A; font-size: 12px; font-weight: 600; text-align: center; }
.banner .more { font-weight: 400; }
.tile[data-state="stale"] .banner { display: block; }
.tools { position: absolute; right: 4px; bottom: 4px; z-index: 3; display: flex; gap: 2px; padding: 2px; border-radius: 4px; background: rgb(14 18 21 / .78); opacity: 0; pointer-events: none; }
.tile.awake .tools, .tile:focus-within .tools, .tools:focus-within { opacity: 1; pointer-events: auto; }
.tools button { display: grid; place-items: center; width: 28px; height: 28px; color: var(--text-1); }
.tools button:hover:not(:disabled) { background: var(--bg-2); color: var(--accent); }
.tools button:active:not(:disabled) { background: var(--accent); color: var(--bg-0); }
.tools button[hidden] { display: none; }
.tile[data-state="stale"].awake .banner, .tile[data-state="stale"]:focus-within .banner { bottom: 42px; }
@media (pointer: coarse) { .tools button { width: 40px; height: 40px; } .bar .layout { width: 48px; height: 44px; } }
@container (max-width: 190px) { .tools button { width: 24px; height: 24px; } }
.toast { position: absolute; left: 8px; bottom: 8px; z-index: 4; max-width: calc(100% - 16px); padding: 3px 8px; border-radius: 4px; background: var(--bg-2); color: var(--text-1); font-size: 12px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.toast:empty { display: none; }
`;

let sheet: CSSStyleSheet | null = null;

/** One constructed sheet for all elements: no style element, so a strict content security policy is content. */
export function adoptStyles(root: ShadowRoot): void {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css + alarmCss);
  }
  root.adoptedStyleSheets = [sheet];
}
