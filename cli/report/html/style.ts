/** How a report looks: light, dark, on paper, and on 400 pixels. Every colour has a contrast of 4.5 to 1 at least on its ground. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --bar: #0a5cad; --good: #116329; --warning: #7a4a00; --bad: #a40e26; --up: #2da44e; --down: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --soft: #9da7b3; --line: #3d444d;
  --panel: #161b22; --bar: #6cb6ff; --good: #56d364; --warning: #e3b341; --bad: #ff8f87; --up: #3fb950; --down: #f85149; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans JP", sans-serif; }
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
p { margin: .25rem 0; overflow-wrap: anywhere; }
.good { border-left: .375rem solid var(--good); } .warning { border-left: .375rem solid var(--warning); }
.bad { border-left: .375rem solid var(--bad); }
.state { padding: .5rem 1rem; background: var(--panel); }
.outage { font-size: 2rem; font-weight: 700; margin: 1rem 0 0; } .soft { color: var(--soft); }
.mark { display: inline-block; border: 1px solid var(--warning); color: var(--warning); border-radius: .25rem;
  padding: 0 .5rem; font-size: .875rem; font-weight: 600; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .375rem .5rem .375rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th[scope=row] { font-weight: 600; min-width: 6rem; } thead th { color: var(--soft); font-weight: 600; font-size: .875rem; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: .75rem; }
.bars { table-layout: fixed; } .bars th[scope=row], .bars .name { width: 5.5rem; } .bars .number { width: 5rem; }
.track { position: relative; display: block; height: 1rem; background: var(--panel); border: 1px solid var(--line); }
.track span { position: absolute; top: 0; bottom: 0; min-width: 2px; background: var(--bar); }
.track .up { background: var(--up); }
.track .down { background: repeating-linear-gradient(45deg, var(--down) 0 4px, var(--ground) 4px 7px); }
.track .tick { width: 2px; background: var(--text); }
.meaning { display: block; color: var(--soft); font-size: .8125rem; }
code { font: .875rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); padding: .5rem .75rem; margin: .5rem 0; white-space: pre-wrap; }
li { margin: .25rem 0; overflow-wrap: anywhere; } ul { padding-left: 1.25rem; }
.changed { font-weight: 600; }
footer { margin-top: 2rem; padding-bottom: 2rem; color: var(--soft); font-size: .875rem; }
@media print { body { font-size: 10pt; } header, main, footer { max-width: none; padding: 0; } tr, pre { break-inside: avoid; }
  h2 { break-after: avoid; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
