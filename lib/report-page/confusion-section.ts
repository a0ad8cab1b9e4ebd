import { itemsOf } from '../metrics/micro-f1.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, count, percent } from './numbers.ts';
import { type PageFacts, type PredictionRow, shippedStudent } from './page-facts.ts';

/** Above this many labels a matrix cannot be read; the most frequent mistakes are listed instead. */
const MATRIX_LABELS = 12;
const MISTAKES = 20;
const CELL = 52;
/** Characters of a label's name that the matrix has room for; the table below has it whole. */
const NAME = 20;

interface Pair {
  readonly expected: string;
  readonly answered: string;
  readonly rows: number;
}

/** Which label is taken for which, and how each one fares. For labels alone, where the answers are at hand. */
export function confusionSection({ report, predictions }: PageFacts): Markup {
  const { labels } = report.task;
  if (predictions === null || labels === null) return NOTHING;
  const student = shippedStudent(report);
  const rows = predictions.filter((row) => row.answers[student] !== undefined);
  const pairs = countPairs(rows, student);
  const several = report.task.several === true;
  const counts = labels.map((label) => countLabel(label, rows, student));
  // A list is not taken for another: the most frequent mistakes say which labels are missed together.
  return html`<section>
    <h2>Labels</h2>
    ${labels.length <= MATRIX_LABELS && !several ? matrix(labels, pairs) : mistakes(pairs)} ${perLabel(counts)}
  </section>`;
}

function countPairs(rows: readonly PredictionRow[], student: string): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { expected, answers } of rows) {
    const answered = answers[student] ?? '(no answer)';
    const key = JSON.stringify([expected, answered]);
    pairs.set(key, { expected, answered, rows: (pairs.get(key)?.rows ?? 0) + 1 });
  }
  return [...pairs.values()];
}

const rowsOf = (pairs: readonly Pair[], fits: (pair: Pair) => boolean): number =>
  pairs.filter(fits).reduce((sum, { rows }) => sum + rows, 0);

function matrix(labels: readonly string[], pairs: readonly Pair[]): Markup {
  const left = 176;
  const top = 118;
  const width = left + labels.length * CELL + 90;
  const height = top + labels.length * CELL + 12;
  const cells = labels.flatMap((expected, row) => {
    const total = rowsOf(pairs, (pair) => pair.expected === expected);
    return labels.map((answered, column) => {
      const rows = rowsOf(pairs, (pair) => pair.expected === expected && pair.answered === answered);
      return cell({
        x: left + column * CELL,
        y: top + row * CELL,
        rows,
        share: total === 0 ? 0 : rows / total,
        right: row === column,
      });
    });
  });
  const rowNames = labels.map(
    (label, row) =>
      html`<text x="${left - 10}" y="${top + row * CELL + CELL / 2 + 4}" text-anchor="end"
        ><title>${label}</title>${short(label)}</text
      >`,
  );
  const columnNames = labels.map((label, column) => {
    const x = left + column * CELL + CELL / 2;
    return html`<text transform="translate(${x} ${top - 10}) rotate(-40)"
      ><title>${label}</title>${short(label)}</text
    >`;
  });
  return html`<div class="plot">
      <svg
        class="matrix"
        viewBox="0 0 ${width} ${height}"
        style="max-width:${width}px"
        role="img"
        aria-label="Rows by expected label and by the student’s answer"
      >
        <g class="axis">
          ${rowNames} ${columnNames}
          <text class="title" x="${left - 10}" y="${top - 10}" text-anchor="end">expected ↓ student →</text>
        </g>
        ${cells}
      </svg>
    </div>
    <p class="small">
      Rows of the test. The darker a cell, the larger its share of the expected label; right answers have a frame.
    </p>`;
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly rows: number;
  /** Of the rows with that expected label. */
  readonly share: number;
  readonly right: boolean;
}

const cell = ({ x, y, rows, share, right }: Cell): Markup =>
  html`<g class="cell ${right ? 'right' : 'wrong'} ${share > 0.55 ? 'full' : 'light'}">
    <rect
      class="ground"
      x="${x + 1}"
      y="${y + 1}"
      width="${CELL - 2}"
      height="${CELL - 2}"
      fill-opacity="${at(10 * share) === '0' && rows > 0 ? '0.06' : (Math.round(share * 100) / 100).toFixed(2)}"
    />
    <rect class="edge" x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${CELL - 2}" />
    <text x="${x + CELL / 2}" y="${y + CELL / 2 + 5}" text-anchor="middle">${rows === 0 ? '·' : count(rows)}</text>
  </g>`;

const short = (label: string): string => {
  const signs = Array.from(label);
  return signs.length > NAME ? `${signs.slice(0, NAME - 1).join('')}…` : label;
};

function mistakes(pairs: readonly Pair[]): Markup {
  const wrong = pairs
    .filter(({ expected, answered }) => expected !== answered)
    .toSorted((one, other) => other.rows - one.rows);
  return html`<p>
      The ${count(Math.min(MISTAKES, wrong.length))} most frequent of ${count(wrong.length)} kinds of mistakes.
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Expected</th>
            <th>Student</th>
            <th class="number">Rows</th>
          </tr>
        </thead>
        <tbody>
          ${wrong.slice(0, MISTAKES).map(
            ({ expected, answered, rows }) =>
              html`<tr>
                <td><bdi>${expected}</bdi></td>
                <td><bdi>${answered}</bdi></td>
                <td class="number">${count(rows)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

interface LabelCount {
  readonly label: string;
  /** Rows that want it, that were answered with it, and that both hold of. */
  readonly expected: number;
  readonly answered: number;
  readonly both: number;
}

function countLabel(label: string, rows: readonly PredictionRow[], student: string): LabelCount {
  const held = rows.map((row) => ({
    wanted: itemsOf(row.expected).has(label),
    given: itemsOf(row.answers[student] ?? null).has(label),
  }));
  return {
    label,
    expected: held.filter(({ wanted }) => wanted).length,
    answered: held.filter(({ given }) => given).length,
    both: held.filter(({ wanted, given }) => wanted && given).length,
  };
}

function perLabel(counts: readonly LabelCount[]): Markup {
  const rows = counts.map(({ label, expected, answered, both }) => {
    return html`<tr>
      <th scope="row"><bdi>${label}</bdi></th>
      <td class="number">${count(expected)}</td>
      <td class="number">${count(answered)}</td>
      <td class="number">${count(both)}</td>
      <td class="number">${answered === 0 ? '–' : percent(both / answered)}</td>
      <td class="number">${expected === 0 ? '–' : percent(both / expected)}</td>
    </tr>`;
  });
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Label</th>
          <th class="number">Expected</th>
          <th class="number">Answered</th>
          <th class="number">Both</th>
          <th class="number">Precision</th>
          <th class="number">Recall</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
