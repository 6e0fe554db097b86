// How the pages look: light and dark as the reader's system has it, on a phone as on a wide screen, and on paper.

/** What every page shares. On one line, so that no line of it is a log command. */
export const baseStyle = compact(`
:root { color-scheme: light dark;
  --page: light-dark(#f5f6f8, #0d1117); --card: light-dark(#fff, #161b22); --text: light-dark(#1c2128, #e6edf3); --quiet: light-dark(#57606a, #9da7b3);
  --line: light-dark(#d5dae1, #30363d); --link: light-dark(#0757b8, #6cb0ff); --code: light-dark(#eef0f3, #1f262e);
  --pass: light-dark(#116329, #56d364); --fail: light-dark(#a40e26, #ff8a80); --incomplete: light-dark(#7a4a00, #e3b341); --skipped: var(--quiet);
  --critical: light-dark(#8e0f4e, #ff8fc7); --high: light-dark(#a40e26, #ff8a80); --medium: light-dark(#7a4a00, #e3b341); --low: light-dark(#0b5394, #79c0ff); --note: var(--quiet); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3, h4 { line-height: 1.25; } h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: .5rem 0; } a { color: var(--link); text-underline-offset: .25em; } ul, ol { padding-left: 1.4rem; margin: .5rem 0; } li { margin: .15rem 0; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", Menlo, monospace; direction: ltr; unicode-bidi: isolate; }
code { background: var(--code); border-radius: 4px; padding: .1em .3em; } pre code { display: block; font-size: inherit; padding: 0; background: none; }
dl { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .25rem 1rem; margin: .5rem 0; } dt { font-weight: 600; } dd { margin: 0; min-width: 0; }
.quiet { color: var(--quiet); }
.fulfilled { color: var(--pass); } .refused { color: var(--fail); font-weight: 600; } .pending { color: var(--incomplete); font-weight: 600; } .not-asked { color: var(--quiet); }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dt { margin-top: .5rem; } }
@media print { :root { color-scheme: light; --page: #fff; } main { max-width: none; padding: 0; } body { font-size: 10.5pt; } }
`);

/** Of the report of a check. */
export const reportStyle = compact(`
.verdict { border-left: .5rem solid var(--tone); background: var(--card); border-radius: 10px; padding: 1.25rem 1.25rem 1rem; box-shadow: 0 0 0 1px var(--line); }
.verdict h1 { color: var(--tone); } .verdict .why { font-size: 1.125rem; font-weight: 600; margin: .35rem 0 .75rem; } .verdict p { margin: .25rem 0; }
.pass { --tone: var(--pass); } .fail { --tone: var(--fail); } .incomplete { --tone: var(--incomplete); } .skipped { --tone: var(--skipped); }
.critical { --tone: var(--critical); } .high { --tone: var(--high); } .medium { --tone: var(--medium); } .low { --tone: var(--low); } .note { --tone: var(--note); }
nav ul { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; margin: 1rem 0 0; }
nav li { margin: 0; } nav a { display: block; padding: .25rem .75rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card); text-decoration: none; } nav a:hover { border-color: currentcolor; }
.gates { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: .75rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .75rem 1rem; } .card + .card { margin-top: .5rem; } .gates .broad { grid-column: 1 / -1; } .gates .card { margin: 0; border-top: 3px solid var(--tone); }
.card h3 { display: flex; justify-content: space-between; gap: .5rem; margin: 0; } .tone { color: var(--tone); }
.chip { display: inline-block; font-size: .8125rem; font-weight: 650; line-height: 1.2; padding: .2rem .5rem; border-radius: 999px; color: var(--tone); border: 1px solid var(--tone); white-space: nowrap; }
.badge { font-size: .8125rem; font-weight: 600; color: var(--fail); }
summary { cursor: pointer; } summary:hover .title, summary.plain:hover { text-decoration: underline; text-underline-offset: .15em; }
.finding { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 8px; margin: .5rem 0; content-visibility: auto; contain-intrinsic-size: auto 5rem; }
.finding > summary { padding: .6rem .9rem; list-style-position: inside; } .finding .title { display: block; font-size: 1rem; font-weight: 600; margin: .25rem 0 .1rem; }
.finding:not([open]) .title { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.finding .meta { display: block; font-size: .875rem; color: var(--quiet); } .finding .body { padding: 0 .9rem .75rem; }
.frame { margin: .75rem 0; padding: .5rem 0; background: var(--code); border-radius: 8px; white-space: pre-wrap; tab-size: 4; overflow-wrap: anywhere; }
.frame span { display: block; padding: 0 .75rem 0 4.25rem; text-indent: -3.5rem; } .frame span::before { content: attr(data-line); display: inline-block; width: 2.75rem; margin-right: .75rem; text-indent: 0; text-align: right; color: var(--quiet); }
.frame .hit { background: color-mix(in srgb, var(--tone) 9%, transparent); box-shadow: inset 3px 0 var(--tone); } mark { padding-bottom: .15em; background: color-mix(in srgb, var(--tone) 20%, transparent); color: inherit; border-bottom: 2px solid var(--tone); }
.command { margin: .25rem 0; padding: .4rem .75rem; background: var(--code); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; } dd .command { margin-top: 0; }
.flow { padding-left: 0; list-style: none; counter-reset: none; } .flow > li { position: relative; padding: 0 0 .6rem 2.25rem; margin: 0; } .flow > li[data-step]::before { content: attr(data-step); position: absolute; left: 0; top: .1rem; min-width: 1.5rem; height: 1.5rem; font: 600 .75rem/1.5rem system-ui, sans-serif; text-align: center; border-radius: 999px; background: var(--code); box-shadow: 0 0 0 1px var(--line); }
.flow > li:not(:last-child)::after { content: ""; position: absolute; left: .72rem; top: 1.75rem; bottom: .05rem; width: 2px; background: var(--line); } .flow > li.sink[data-step]::before { background: var(--tone); color: var(--card); } .line { display: block; white-space: pre-wrap; tab-size: 4; background: none; padding: 0; color: var(--quiet); }
.was { color: var(--fail); } .now { color: var(--pass); } .rows { list-style: none; padding: 0; } .rows > li { padding: .35rem 0; border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 2rem; }
.fold { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .9rem; margin: .5rem 0; } .fold > summary { font-weight: 600; }
.filter { border: 1px solid var(--line); border-radius: 8px; background: var(--card); margin: 1rem 0; padding: .25rem .9rem .5rem; } .filter legend { font-weight: 600; padding: 0 .25rem; } .filter label { display: inline-flex; align-items: center; gap: .35rem; margin: .15rem 1rem .15rem 0; min-height: 1.75rem; } .filter input { width: 1.1rem; height: 1.1rem; accent-color: var(--link); }
footer { margin-top: 2.5rem; color: var(--quiet); font-size: .875rem; }
@media (max-width: 40rem) { main { padding: .6rem; } .frame span { padding-left: 3rem; text-indent: -2.6rem; } .frame span::before { width: 2rem; margin-right: .6rem; } }
@media print { .finding, .card, .fold, .verdict { break-inside: auto; box-shadow: none; } .finding > summary, h2, h3 { break-after: avoid; } .frame span { break-inside: avoid; } nav, .filter { display: none; } .finding, .rows > li { content-visibility: visible; } details::details-content { display: block; content-visibility: visible; block-size: auto; } .finding .title { display: block !important; } * { print-color-adjust: exact; } a { color: inherit; } }
`);

function compact(style: string): string {
  return style.trim().replaceAll(/\s*\n\s*/gu, ' ');
}
