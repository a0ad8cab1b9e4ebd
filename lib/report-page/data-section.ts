import { z } from 'zod';
import { html, type Markup, NOTHING } from './markup.ts';
import { count, percent } from './numbers.ts';
import type { PageFacts } from './page-facts.ts';

const Counts = z.record(z.string(), z.number());
const Lengths = z.looseObject({ median: z.number(), p90: z.number(), max: z.number() });
const Part = z.looseObject({
  rows: z.number(),
  groups: z.number(),
  origins: Counts,
  outputs: Counts,
  inputLengths: Lengths,
  outputLengths: Lengths,
});
/** The data report of the stage `assemble`. */
const Data = z.looseObject({
  train: Part,
  validation: Part,
  test: Part,
  duplicates: z.number(),
  leaksRemoved: Counts,
  leaksLeft: Counts,
  validationTouched: z.number().optional(),
});
type Data = z.infer<typeof Data>;

const PARTS = ['train', 'validation', 'test'] as const;
const PART_NAMES = { train: 'Training', validation: 'Validation', test: 'Test' } as const;

/** Whose rows there are, how they were kept apart, and how often each label comes. */
export function dataSection({ report }: PageFacts): Markup {
  const read = Data.safeParse(report.data);
  if (!read.success) return NOTHING;
  const data = read.data;
  const removed = sum(data.leaksRemoved);
  return html`<section>
    <h2>Data</h2>
    <p>
      ${count(data.duplicates)} duplicates were dropped. ${count(removed)} training rows were taken out because they
      touch the test${removed === 0 ? '' : ` (${reasons(data.leaksRemoved)})`}; ${count(sum(data.leaksLeft))} are left
      that
      do.${data.validationTouched ? ` ${count(data.validationTouched)} rows of later rounds were left out because they touch validation.` : ''}
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Part</th>
            <th class="number">Rows</th>
            <th class="number">Gold</th>
            <th class="number">Generated</th>
            <th class="number">Imported</th>
            <th class="number">Groups</th>
            <th class="number">Input length</th>
            <th class="number">Output length</th>
          </tr>
        </thead>
        <tbody>
          ${PARTS.map((part) => partRow(PART_NAMES[part], data[part]))}
        </tbody>
      </table>
    </div>
    <p class="small">
      Lengths are characters: median, then the longest. Rows of one group lie on one side of every split.
    </p>
    ${report.task.kind === 'labels' ? labelShares(data) : NOTHING}
  </section>`;
}

function partRow(name: string, { rows, origins, groups, inputLengths, outputLengths }: Data['train']): Markup {
  const from = (origin: string): string => count(origins[origin] ?? 0);
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number strong">${count(rows)}</td>
    <td class="number">${from('gold')}</td>
    <td class="number">${from('generated')}</td>
    <td class="number">${from('imported')}</td>
    <td class="number">${count(groups)}</td>
    <td class="number">${count(inputLengths.median)} <span class="faint">${count(inputLengths.max)}</span></td>
    <td class="number">${count(outputLengths.median)} <span class="faint">${count(outputLengths.max)}</span></td>
  </tr>`;
}

/** Shares side by side: a label that the test has more of than training shows at once. */
function labelShares(data: Data): Markup {
  const labels = [...new Set(PARTS.flatMap((part) => Object.keys(data[part].outputs)))].toSorted();
  return html`<h3>Share of each label</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Label</th>
            ${PARTS.map((part) => html`<th class="number">${PART_NAMES[part]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${labels.map(
            (label) =>
              html`<tr>
                <th scope="row"><bdi>${label}</bdi></th>
                ${PARTS.map((part) => html`<td class="number">${percent(data[part].outputs[label] ?? 0)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, number) => total + number, 0);

const reasons = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, number]) => number > 0)
    .map(([reason, number]) => `${count(number)} ${reason}`)
    .join(', ');
