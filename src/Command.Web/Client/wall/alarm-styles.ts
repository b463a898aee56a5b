/** Banners, pop-ups and the strip of counts. */
export const alarmCss = `
.wall { grid-template-rows: auto auto minmax(0, 1fr); }
.stack { grid-row: 3; position: relative; min-height: 0; min-width: 0; display: grid; }
.bar .strip { display: flex; gap: 2px; margin-left: 12px; }
.bar .strip a { display: flex; align-items: center; gap: 4px; padding: 4px 6px; border-radius: 4px; color: var(--text-2); text-decoration: none; white-space: nowrap; }
.bar .strip a:hover { background: var(--bg-2); color: var(--text-1); }
.bar .strip a[data-some="true"] { color: var(--text-1); font-weight: 600; }
.bar .strip .shape { font-size: 10px; color: var(--text-2); }
.bar .strip a[data-some="true"][data-colour="red"] .shape { color: var(--red); }
.bar .strip a[data-some="true"][data-colour="orange"] .shape { color: var(--orange); }
.bar .strip a[data-some="true"][data-colour="yellow"] .shape { color: var(--yellow); }
.bar .strip a[data-some="true"][data-colour="blue"] .shape { color: var(--blue); }
.bar .arm { margin-left: 4px; text-decoration: underline; text-underline-offset: 3px; padding: 4px 8px; color: var(--text-2); border-radius: 4px; white-space: nowrap; }
.bar .arm:hover { background: var(--bg-2); color: var(--text-1); }
.bar .arm[hidden] { display: none; }

.alarms { display: grid; grid-template-columns: minmax(0, 1fr) auto; background: #5E1419; }
.alarms > * { grid-column: 1 / -1; }
.alarms > .more { grid-column: 1; }
.alarms > .silent { grid-column: 2; }
.alarms:not(:has(> .alarm-card)) { display: none; }
.alarm-card { display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; align-items: center; gap: 0 14px; padding: 8px 12px; border-left: 6px solid var(--red); }
.alarms .alarm-card { background: #8E1F26; color: #fff; border-left-color: #FF8A8E; border-bottom: 1px solid var(--bg-0); }
.alarm-card .shape { font-size: 26px; line-height: 1; }
.alarm-card .lines { min-width: 0; }
.alarm-card .first, .alarm-card .second { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; min-width: 0; }
.alarm-card .first { font-size: 17px; line-height: 1.35; }
.alarm-card .second { font-size: 13px; }
.alarm-card .what { font-weight: 700; white-space: nowrap; }
.alarm-card .object { font-weight: 600; overflow-wrap: anywhere; }
.alarm-card .second > *, .alarm-card .officer { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 100%; }
.alarm-card span:empty { display: none; }
.alarm-card .need { font-size: 14px; font-weight: 600; white-space: nowrap; text-align: right; }
.alarm-card[data-overdue="true"] .need { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 4px; }
.alarm-card .acts { display: flex; gap: 8px; }
.alarm-card button { min-height: 36px; padding: 0 14px; border: 1px solid currentColor; border-radius: 4px; white-space: nowrap; }
.alarm-card .ack { background: #fff; border-color: #fff; color: #7A141B; font-weight: 700; }
.alarm-card button:hover:not(:disabled) { box-shadow: inset 0 0 0 1px currentColor; }
.alarm-card button:active:not(:disabled) { transform: translateY(1px); }
.alarm-card button:disabled { opacity: .55; color: inherit; }
.alarm-card :focus-visible, .alarms .silent:focus-visible { outline: 2px solid #fff; outline-offset: 2px; }
.alarm-card[data-busy="true"] .acts { opacity: .6; pointer-events: none; }
.alarm-card .reason { grid-column: 2 / -1; display: flex; flex-wrap: wrap; gap: 6px; padding-top: 8px; }
.alarm-card .reason[hidden] { display: none; }
.alarm-card .ready { display: flex; flex-wrap: wrap; gap: 6px; }
.alarm-card input { flex: 1 1 180px; min-width: 0; min-height: 36px; padding: 0 10px; font: inherit; color: #fff; background: rgb(0 0 0 / .3); border: 1px solid currentColor; border-radius: 4px; }
.alarm-card input::placeholder { color: rgb(255 255 255 / .75); }
.alarm-card .trouble { grid-column: 2 / -1; padding-top: 4px; font-size: 13px; }
.alarm-card .trouble:empty { display: none; }
.alarms .silent, .alarms .more { padding: 4px 12px; min-height: 28px; background: #5E1419; color: #fff; text-align: left; border-radius: 0; font-size: 13px; }
.alarms .silent[hidden], .alarms .more[hidden], .popups .more[hidden] { display: none; }
.alarms .silent { font-weight: 600; text-decoration: underline; text-underline-offset: 3px; }

.popups { position: absolute; right: 8px; bottom: 8px; z-index: 8; display: grid; gap: 6px; width: min(420px, calc(100% - 16px)); }
.popups .alarm-card { grid-template-columns: auto minmax(0, 1fr); gap: 4px 10px; background: var(--bg-2); color: var(--text-1); border: 1px solid var(--line); border-left: 6px solid var(--orange); border-radius: 4px; box-shadow: 0 6px 20px rgb(0 0 0 / .5); }
.popups .alarm-card .shape { color: var(--orange); font-size: 20px; align-self: start; padding-top: 2px; }
.popups .alarm-card .first { font-size: 14px; }
.popups .alarm-card .second { font-size: 12px; color: var(--text-2); }
.popups .alarm-card .need { grid-column: 2; text-align: left; font-size: 12px; }
.popups .alarm-card .acts { grid-column: 2; }
.popups .alarm-card .ack { background: var(--orange); border-color: var(--orange); color: #14110A; }
.popups .alarm-card button { min-height: 32px; border-color: var(--line); }
.popups .alarm-card input { color: var(--text-1); background: var(--bg-0); border-color: var(--line); }
.popups .alarm-card input::placeholder { color: var(--text-2); }
.popups .more { justify-self: end; padding: 2px 8px; border-radius: 4px; background: var(--bg-2); color: var(--orange); font-size: 12px; }

.tile[data-alarm="red"]::before, .tile[data-alarm="orange"]::before { content: ""; position: absolute; inset: 0; z-index: 3; border: 4px solid var(--red); pointer-events: none; }
.tile[data-alarm="orange"]::before { border: 3px solid var(--orange); }
.head .alarm, .head .weak, .head .battery { display: flex; align-items: center; gap: 4px; height: 20px; padding: 0 6px; border-radius: 4px; background: rgb(14 18 21 / .72); white-space: nowrap; flex: none; }
.head .alarm[hidden], .head .weak[hidden], .head .battery[hidden] { display: none; }
.head .alarm { background: var(--red); color: #fff; font-weight: 700; }
.head .alarm[data-colour="orange"] { background: var(--orange); color: #14110A; }
.head .weak { color: var(--orange); }
.head .weak::before { content: "◆"; font-size: 10px; }
.head .battery { color: var(--text-2); }
.head .battery::before { content: ""; width: 12px; height: 7px; border: 1px solid currentColor; border-radius: 1px; box-shadow: 2px 0 0 -1px currentColor; background: linear-gradient(currentColor, currentColor) 0 0 / var(--charge) 100% no-repeat; }
.head .battery[data-low="low"] { color: var(--yellow); }
.head .battery[data-low="empty"] { color: var(--orange); font-weight: 600; }
.head .officer { flex: none; max-width: 45%; color: var(--text-1); overflow: hidden; text-overflow: ellipsis; }
.head .officer:empty { display: none; }
.tile[data-alarm]:not([data-alarm=""]) .head .title { opacity: 1 !important; }
@container (max-width: 340px) { .head .battery[data-low=""] { display: none; } }
@container (max-width: 240px) { .head .officer { display: none; } }

@container (max-width: 900px) {
  .alarm-card { grid-template-columns: auto minmax(0, 1fr) auto; gap: 4px 10px; }
  .alarm-card .need { grid-column: 2 / -1; grid-row: 2; text-align: left; }
}
@container (max-width: 600px) {
  .alarm-card { grid-template-columns: auto minmax(0, 1fr); }
  .alarm-card .acts { grid-column: 1 / -1; }
  .alarm-card .acts button { flex: 1; min-height: 44px; }
  .bar .strip { margin-left: 4px; }
  .bar .strip a[data-some="false"] { display: none; }
  .popups { left: 8px; right: 8px; width: auto; }
}
`;
