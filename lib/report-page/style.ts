/** Colours of Okabe and Ito's set, darkened or lightened for contrast: they differ for every kind of colour vision. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f5f7f9;--ink:#1a1e22;--faint:#59636e;--line:#d5dbe1;--student:#0064a8;--teacher:#b04a00;--baseline:#66707b;--ship:#00694f;--no:#a8201a;--unproven:#7d5200}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--panel:#1d2226;--ink:#e4e8eb;--faint:#9ba6b0;--line:#363d44;--student:#6db8f2;--teacher:#f2a15c;--baseline:#a3adb7;--ship:#4cc9a4;--no:#ff8f86;--unproven:#e8bd5a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:62rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:.1rem 0 .75rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.3;margin:0 0 .6rem}
h3{font-size:1rem;margin:1.75rem 0 .5rem}
section{margin-top:2.75rem}
p{margin:.5rem 0;max-width:46rem}
code{font:.85em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.kicker{margin:0;color:var(--faint);font-size:.85rem;letter-spacing:.04em;text-transform:uppercase}
.instruction{margin:0;padding-left:.9rem;border-left:3px solid var(--line);color:var(--faint);white-space:pre-wrap;overflow-wrap:anywhere;max-width:46rem}
.verdict{margin-top:1.5rem;padding:1rem 1.25rem;background:var(--panel);border-left:6px solid var(--c);border-radius:4px}
.verdict h2{color:var(--c);font-size:1.5rem;margin:0 0 .25rem}
.verdict p{margin:0;font-size:1.05rem}
.ship{--c:var(--ship)}.no{--c:var(--no)}.unproven{--c:var(--unproven)}
.note,.warnings{margin:1rem 0 0;padding:.7rem 1rem;border:1px solid var(--line);border-radius:4px;max-width:none}
.warnings{list-style:none}
.warnings li{padding-left:1.4rem;text-indent:-1.4rem}
.warnings li::before{content:"!";display:inline-block;width:1.4rem;text-indent:0;font-weight:700;color:var(--unproven)}
.warnings li+li{margin-top:.35rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.75rem;margin:1.25rem 0 0}
.tiles>div{padding:.7rem .9rem;background:var(--panel);border-radius:4px}
.tiles dt{color:var(--faint);font-size:.85rem}
.tiles dd{margin:0}
.tiles .value{font-size:1.6rem;font-weight:600;line-height:1.3}
.tiles .below{font-size:.8rem;line-height:1.4;color:var(--faint)}
.scroll,.plot{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{padding:.38rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--faint);font-weight:500;font-size:.82rem;vertical-align:bottom;white-space:nowrap}
tbody th{font-weight:400;min-width:8rem}
tr.student th,.strong,tr.total *{font-weight:600}
tr.group th{padding-top:.9rem;color:var(--faint);font-size:.82rem}
.number{text-align:right;white-space:nowrap}
td.bar{width:180px;padding-top:.5rem;padding-bottom:.2rem}
th.bar{min-width:180px}
th.bar span{display:inline-block;width:53px;text-align:center}
th.bar span:first-child{text-align:left;padding-left:1px}
th.bar span:last-child{text-align:right}
.faint{color:var(--faint)}
.small{font-size:.85rem;color:var(--faint)}
svg{display:block;font:13px/1 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif}
.plot svg{width:100%;min-width:34rem;height:auto}
.plot svg.matrix{min-width:0}
svg text{fill:var(--ink)}
.axis text{fill:var(--faint);font-size:12px}
.axis .title{font-size:12.5px}
.grid{stroke:var(--line);fill:none}
.axis .line{stroke:var(--faint);fill:none}
.axis .dotted{stroke-dasharray:2 3}
.mark.student{--m:var(--student)}.mark.teacher{--m:var(--teacher)}.mark.baseline{--m:var(--baseline)}
.mark circle,.mark rect{fill:var(--m)}
.mark.hollow rect{fill:var(--ground);stroke:var(--m);stroke-width:1.5}
.mark text{fill:var(--m);paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}
.legend .mark text{fill:var(--ink)}
.whisker,.curve{stroke:var(--m);stroke-width:1.75;fill:none}
.frontier{stroke:var(--faint);stroke-width:1.25;stroke-dasharray:2 3;fill:none}
.raw{stroke:var(--m);stroke-width:1;fill:none;opacity:.3}
.dashes{stroke:var(--m);stroke-width:1.75;stroke-dasharray:6 4;fill:none}
.cell .edge{fill:none;stroke:var(--line)}
.cell.right .ground{fill:var(--student)}
.cell.wrong .ground{fill:var(--teacher)}
.cell.right .edge{stroke:var(--student);stroke-width:2}
.cell text{font-size:14px}
.cell.full text{fill:var(--ground);font-weight:600}
table.rows{table-layout:fixed}
.rows th:first-child{width:3.5rem}
.rows .text{overflow-wrap:anywhere}
.rows bdi{white-space:pre-line}
.rows .number{white-space:nowrap;color:var(--faint)}
.sign.right{color:var(--ship)}.sign.wrong{color:var(--no)}
.points{display:inline-block;padding:0 .35rem;border-radius:3px;background:var(--panel);font-size:.8rem;color:var(--faint)}
details{margin-top:1rem}
summary{cursor:pointer;padding:.4rem 0}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.25rem;margin:0;font-size:.92rem}
.facts dt{color:var(--faint)}
.facts dd{margin:0;overflow-wrap:anywhere}
@media (max-width:40rem){
main{padding-top:1.5rem}
.tiles{grid-template-columns:1fr 1fr}
.facts{grid-template-columns:1fr}
.facts dd{margin-bottom:.5rem}
.rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.rows,.rows tbody,.rows tr,.rows td{display:block}
.rows tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
.rows td{display:grid;grid-template-columns:6rem 1fr;gap:.1rem .6rem;padding:.1rem 0;border:0}
.rows td::before{content:attr(data-name);color:var(--faint);font-size:.8rem;grid-row:1/span 20}
.rows td>*{grid-column:2}
.rows td.number{text-align:left}
}
@media print{
:root{color-scheme:light;--ground:#fff;--panel:#f5f7f9;--ink:#000;--faint:#444;--line:#bbb;--student:#0064a8;--teacher:#b04a00;--baseline:#66707b;--ship:#00694f;--no:#a8201a;--unproven:#7d5200}
body{font-size:10pt}
main{max-width:none;padding:0}
section{margin-top:1.6rem}
.scroll,.plot{overflow:visible}
.plot svg{min-width:0;max-width:17cm}
table{font-size:8pt}
.small,tr.group th{font-size:8pt}
th,td{padding:.25rem .35rem}
thead th{white-space:normal;font-size:7.5pt}
tbody th{min-width:0}
td.bar,th.bar{width:100px;min-width:0}
td.bar svg{width:100px;height:auto}
th.bar span{width:32px}
details>summary{list-style:none}
tr,svg,.tiles>div,.verdict{break-inside:avoid}
h2,h3{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
