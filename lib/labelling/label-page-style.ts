import { STYLE } from '../report-page/style.ts';

/** The report's own colours and letters, and what a page of questions needs beside them. */
export const LABEL_STYLE = `${STYLE}
main{max-width:46rem;padding-top:1.5rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;justify-content:space-between}
header h1{font-size:1.15rem;margin:0}
progress{width:100%;height:.5rem;margin:.6rem 0 .2rem;accent-color:var(--student)}
section{margin-top:1.5rem}
.asked{padding:1rem 1.25rem;background:var(--panel);border-radius:6px;margin-bottom:1rem;font-size:1.1rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;max-width:none}
h4{margin:0;color:var(--faint);font-size:.8rem;font-weight:400}
.text+h4{margin-top:.7rem}
.answers{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,16rem),1fr));margin:0 0 1rem;padding:0}
.answers li{list-style:none;padding:.75rem 1rem;border:1px solid var(--line);border-radius:6px}
.verdict{margin:.5rem 0 1.5rem}
.choices{display:flex;flex-direction:column;gap:.5rem}
.choices.row{flex-direction:row;flex-wrap:wrap}
button,label.choice{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:6px;padding:.55rem .8rem;text-align:left;cursor:pointer;display:flex;gap:.75rem;align-items:baseline}
button:hover,label.choice:hover{border-color:var(--student)}
button:focus-visible,label.choice:focus-within,textarea:focus-visible,summary:focus-visible{outline:2px solid var(--student);outline-offset:2px}
button.main{background:var(--student);border-color:var(--student);color:var(--ground);font-weight:600}
kbd{font:.8rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;border:1px solid var(--line);border-radius:4px;padding:0 .4rem;min-width:1.6rem;text-align:center;color:var(--faint);background:var(--panel)}
.meaning{color:var(--faint);font-size:.88rem}
.quiet{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line)}
.quiet button{font-size:.9rem;padding:.35rem .7rem}
textarea{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;width:100%;min-height:5rem;margin-bottom:.5rem}
.problem{color:var(--no);font-weight:600}
`;

/**
 * Keys press the buttons that name them; without scripts the page works all the same. A key held down presses once, and
 * none does anything while a text is being written.
 */
export const LABEL_SCRIPT = `
document.addEventListener('keydown', (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLTextAreaElement) return;
  if (event.key === 'Enter' && event.target.closest('button, summary')) return;
  const named = [...document.querySelectorAll('[data-key]')].find((one) => one.dataset.key === event.key);
  if (!named) return;
  event.preventDefault();
  if (named instanceof HTMLDetailsElement) { named.open = true; named.querySelector('textarea').focus(); }
  else named.click();
});
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});
`;
