import { html, type Markup, NOTHING } from './markup.ts';
import { count } from './numbers.ts';
import type { PageFacts } from './page-facts.ts';

/** What CodeBLEU and its parts are, and how the programs were read; nothing where they were not. */
export function codeNote({ report: { code } }: PageFacts): Markup {
  if (code === undefined) return NOTHING;
  return html`<p class="small">
    Nothing was run. Syntax match is the share of the expected programs’ syntax subtrees that stand in the answers,
    data-flow match the share of their data-flow edges; names do not count. CodeBLEU is the mean of both, of an n-gram
    match of words, and of one that weighs keywords more. An answer that shares no data-flow edge at all has that
    quarter as met, as in the reference implementation. The outputs were read as
    ${code.language}${code.broken === 0 ? '' : `; ${count(code.broken)} of ${count(code.rows)} expected ones are no whole programs`}.
  </p>`;
}
