import { html, type Markup, NOTHING } from './markup.ts';
import { dollars, milliseconds, plural, points, range, size } from './numbers.ts';
import {
  decidingMetric,
  metricName,
  originName,
  type PageFacts,
  shippedStudent,
  weightOf,
  whoName,
} from './page-facts.ts';
import { tile } from './tile.ts';

const WORDS = {
  ship: { word: 'Ship', sign: '✓' },
  no: { word: 'Do not ship', sign: '✗' },
  unproven: { word: 'Unproven', sign: '?' },
} as const;

/** What a reader wants to know first: the verdict and its sentence, what to keep in mind, and the five numbers. */
export function verdictSection(facts: PageFacts): Markup {
  const { report } = facts;
  const { decision, reason } = report.verdict;
  const { word, sign } = WORDS[decision];
  return html`<header>
      <p class="kicker">Prompt2Model report</p>
      <h1>${report.task.name}</h1>
      <blockquote class="instruction" dir="auto">${facts.instruction}</blockquote>
    </header>
    <section class="verdict ${decision}">
      <h2><span class="sign" aria-hidden="true">${sign}</span> ${word}</h2>
      <p>${reason}</p>
    </section>
    ${warnings(report.warnings)} ${tiles(facts)}`;
}

const warnings = (texts: readonly string[]): Markup =>
  texts.length === 0
    ? NOTHING
    : html`<ul class="warnings">
        ${texts.map((text) => html`<li>${text}</li>`)}
      </ul>`;

function tiles(facts: PageFacts): Markup {
  const { report, provenance } = facts;
  const metric = decidingMetric(report);
  const weight = weightOf(shippedStudent(report), report.files);
  const scored = [shippedStudent(report), 'teacher' as const].flatMap((who) => {
    const score = report.scores.find((one) => one.who === who && one.metric === metric);
    if (score === undefined) return [];
    const low = `95 %: ${range(points(score.low), points(score.high))}`;
    return [
      tile(
        whoName(who, facts),
        points(score.value),
        `${metricName(metric)} on ${plural(score.n, `${originName(score.on)} row`)}, ${low}`,
      ),
    ];
  });
  const { usd, calls } = report.cost;
  return html`<dl class="tiles">
    ${scored} ${weight === null ? NOTHING : tile('Size', size(weight.bytes), `ONNX, ${report.ships.file}`)}
    ${weight === null ? NOTHING : tile('Latency', milliseconds(weight.p50Ms), 'median, one row at a time')}
    ${tile(provenance.teacher.simulated ? 'Cost (simulated)' : 'Cost', dollars(usd), plural(calls, 'teacher call'))}
  </dl>`;
}
