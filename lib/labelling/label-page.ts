import type { TaskInput } from '../../contracts/example.ts';
import type { LabelledReport, LabelPlan } from '../../contracts/labelling.ts';
import { html, type Markup, NOTHING } from '../report-page/markup.ts';
import { MIN_ROWS } from '../verdict/evidence.ts';
import { count, points } from '../report-page/numbers.ts';
import { claimsOf } from './claims.ts';
import { LABEL_SCRIPT, LABEL_STYLE } from './label-page-style.ts';
import type { LabelProgress } from './label-session.ts';
import { ALPHA } from './labelled-evidence.ts';
import type { Question } from './question.ts';

/** What the page shows: a question, what can be done when nothing is left to ask, or how it ended. */
export type LabelPageState =
  | {
      readonly shows: 'question';
      readonly question: Question;
      readonly problem: string | null;
      readonly written: string;
    }
  | { readonly shows: 'done'; readonly why: 'all' | 'planned' }
  | { readonly shows: 'ended'; readonly report: LabelledReport | null };

export interface LabelPageFacts {
  readonly plan: LabelPlan;
  readonly instruction: string;
  readonly progress: LabelProgress;
  /** Signs that choose the labels, in their order. */
  readonly keys: readonly string[];
  /** For the style and the script, which nothing else may bring. */
  readonly nonce: string;
  readonly state: LabelPageState;
}

/** What the page's own security policy allows: its one style, its one script, its own forms. */
export const labelPagePolicy = (nonce: string): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** The page on which a person labels: forms that need no script, and nothing from elsewhere. Holds no word of who answered what. */
export function labelPage(facts: LabelPageFacts): string {
  const { plan, nonce, progress } = facts;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${count(progress.labelled)} of ${count(progress.asked)}: ${plan.buildId}</title>
        <style nonce="${nonce}">
          ${{ markup: LABEL_STYLE }}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${plan.buildId}</h1>
            <span class="faint">${count(progress.labelled)} of ${count(progress.asked)} labelled</span>
          </header>
          <progress max="${progress.asked}" value="${progress.labelled}">${count(progress.labelled)}</progress>
          ${facts.state.shows === 'ended' ? NOTHING : bought(progress)} ${body(facts)}
        </main>
        <script nonce="${nonce}">
          ${{ markup: LABEL_SCRIPT }};
        </script>
      </body>
    </html> `.markup;
}

function bought({ labelled, covered, rows, claim }: LabelProgress): Markup {
  if (labelled === 0) return NOTHING;
  const so = `The labels so far cover ${count(covered)} of ${count(rows)} inputs`;
  return html`<p class="small">
    ${
      covered < MIN_ROWS
        ? `${so}; a verdict takes ${MIN_ROWS}.`
        : `${so}: they can show that the student is at most ${points(claim.worseAtMost)} points worse.`
    }
  </p>`;
}

function body(facts: LabelPageFacts): Markup {
  const { state } = facts;
  switch (state.shows) {
    case 'question':
      return html`${about(facts)} ${question(facts, state)} ${quiet()}`;
    case 'done':
      return done(facts, state.why);
    case 'ended':
      return ended(facts, state.report);
    default:
      return state satisfies never;
  }
}

function about({ plan, instruction, progress }: LabelPageFacts): Markup {
  const claims = claimsOf(plan.rows, ALPHA / plan.looks).map(
    ({ labels, rows, worseAtMost, within }) =>
      html`<tr>
        <td class="number">${count(labels)}</td>
        <td class="number">${count(rows)}</td>
        <td>at most ${points(worseAtMost)} points worse</td>
        <td>${within === null ? '' : `within ± ${points(within)} points`}</td>
      </tr>`,
  );
  return html`<details ${{ markup: progress.labelled === 0 ? 'open' : '' }}>
    <summary>The task, and what labels buy</summary>
    <blockquote class="instruction" dir="auto">${instruction}</blockquote>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th class="number">Labels</th>
            <th class="number">Of the inputs</th>
            <th>What they can show</th>
            <th>How often each is right</th>
          </tr>
        </thead>
        <tbody>
          ${claims}
        </tbody>
      </table>
    </div>
    <p class="small">
      ${plan.origin === 'generated' ? 'The inputs are invented. ' : ''}What can be shown is shown with a chance of
      80&nbsp;%, where the student is as good as the teacher. Each label is kept as you give it.
    </p>
  </details>`;
}

function question({ keys }: LabelPageFacts, { question: asked, problem, written }: QuestionState): Markup {
  const { asks } = asked;
  const row = html`<input type="hidden" name="row" value="${asked.id}" />`;
  const own = asks.how === 'judge' ? judging(asks.answers) : labelling(asks, keys);
  return html`<section>
    <div class="asked">${inputOf(asked.input)}</div>
    ${asks.how === 'judge' && asks.answers.length > 0 ? shown(asks.answers) : NOTHING}
    ${problem === null ? NOTHING : html`<p class="problem" role="alert">${problem}</p>`}
    <form method="post" action="answer">
      ${row}
      <div class="choices ${asks.how === 'judge' ? 'row' : ''}">
        ${own} ${choice('answer', 'unclear', '?', 'Cannot say', null)}
      </div>
    </form>
    ${asks.how === 'judge' ? writing(row, problem === null ? '' : written) : NOTHING}
  </section>`;
}

type QuestionState = Extract<LabelPageState, { readonly shows: 'question' }>;

function inputOf(input: TaskInput): Markup {
  if (typeof input === 'string') return textOf(input);
  const fields = Object.entries(input).map(
    ([field, text]) =>
      html`<h4>${field}</h4>
        ${textOf(text)}`,
  );
  return html`${fields}`;
}

const textOf = (text: string): Markup => html`<p class="text" dir="auto">${text}</p>`;

const shown = (answers: readonly string[]): Markup =>
  html`<ul class="answers">
    ${answers.map(
      (answer, at) =>
        html`<li>
          <h4>${answers.length === 1 ? 'Answer' : 'AB'.charAt(at)}</h4>
          ${textOf(answer)}
        </li>`,
    )}
  </ul>`;

const choice = (name: string, value: string, key: string, text: string, meaning: string | null): Markup =>
  html`<button name="${name}" value="${value}" data-key="${key}">
    <kbd>${key}</kbd><span>${text} ${meaning === null ? NOTHING : html`<span class="meaning">${meaning}</span>`}</span>
  </button>`;

function labelling(asks: Extract<Question['asks'], { readonly labels: unknown }>, keys: readonly string[]): Markup {
  if (asks.how === 'label')
    return html`${asks.labels.map(({ name, description }, at) => choice('label', name, keys[at] ?? '', name, description))}`;
  const boxes = asks.labels.map(
    ({ name, description }, at) =>
      html`<label class="choice" data-key="${keys[at] ?? ''}"
        ><input type="checkbox" name="label" value="${name}" /> <kbd>${keys[at] ?? ''}</kbd
        ><span>${name} <span class="meaning">${description ?? ''}</span></span></label
      >`,
  );
  return html`${boxes} <button class="main" name="answer" value="labels" data-key="Enter">These apply</button>`;
}

function judging(answers: readonly string[]): Markup {
  if (answers.length === 0) return NOTHING;
  if (answers.length === 1)
    return html`${choice('judge', 'both', 'y', 'Right', null)} ${choice('judge', 'none', 'n', 'Wrong', null)}`;
  return html`${choice('judge', 'first', 'a', 'Only A is right', null)}
  ${choice('judge', 'second', 'b', 'Only B', null)} ${choice('judge', 'both', 'x', 'Both', null)}
  ${choice('judge', 'none', 'n', 'Neither', null)}`;
}

const writing = (row: Markup, text: string): Markup =>
  html`<details data-key="w" ${{ markup: text === '' ? '' : 'open' }}>
    <summary><kbd>w</kbd> Write what is right</summary>
    <form method="post" action="answer">
      ${row}<textarea name="text" required aria-label="What is right" dir="auto">${text}</textarea>
      <button>Keep this</button>
    </form>
  </details>`;

const quiet = (): Markup =>
  html`<div class="quiet">
    <form method="post" action="undo">
      <button data-key="u"><kbd>u</kbd> Undo my last one</button>
    </form>
    <form method="post" action="stop"><button>Stop for now</button></form>
  </div>`;

function done({ plan }: LabelPageFacts, why: 'all' | 'planned'): Markup {
  return html`<section>
    <h2>${why === 'all' ? 'Nothing is left to label' : 'As many labels as planned'}</h2>
    <p>
      The verdict can be computed now.
      ${plan.looks === 1 ? 'Only the first verdict on these inputs counts' : `${plan.looks} verdicts on these inputs count`}:
      whoever looks and goes on labelling looks twice.
    </p>
    <form method="post" action="verdict"><button class="main" data-key="Enter">Compute the verdict</button></form>
    ${quiet()}
  </section>`;
}

function ended({ progress }: LabelPageFacts, report: LabelledReport | null): Markup {
  if (report === null)
    return html`<section>
      <h2>Kept</h2>
      <p>
        All ${count(progress.labelled)} labels are kept. The same command goes on where you stopped; this page can be
        closed.
      </p>
    </section>`;
  return html`<section>
    <h2>Before</h2>
    ${verdict(report.before)}
    <h2>After</h2>
    ${verdict(report.verdict)}
    <ul class="warnings">
      ${report.warnings.map((text) => html`<li>${text}</li>`)}
    </ul>
    <p>This page can be closed.</p>
  </section>`;
}

const verdict = ({ decision, reason }: LabelledReport['verdict']): Markup =>
  html`<div class="verdict ${decision}"><p>${reason}</p></div>`;
