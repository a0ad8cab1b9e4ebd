import type { ConfidenceReport, CoverageChoice, NoConfidence, Rate } from '../../contracts/confidence.ts';
import {
  countWords,
  limitSentence,
  meaningSentence,
  shownChoices,
  untoldSentence,
} from '../confidence/told-confidence.ts';
import { confidencePlot } from './confidence-plot.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { count, dollars, percent, plural, range } from './numbers.ts';
import { originName, type PageFacts } from './page-facts.ts';
import { tile } from './tile.ts';

/** How far the confidence can be believed, and what abstaining brings; or why it is not known. */
export function confidenceSection({ report, provenance }: PageFacts): Markup {
  const { confidence, noConfidence } = report;
  if (confidence === undefined) return noConfidence === undefined ? NOTHING : untold(noConfidence);
  const simulated = provenance.teacher.simulated ? ' The teacher is simulated, and so are its prices.' : '';
  return html`<section>
    <h2>Confidence</h2>
    <p>
      ${meaningSentence(confidence)} Fitted on ${plural(confidence.fittedRows, 'validation row')}
      (${calibrationOf(confidence)}), measured on ${plural(confidence.rows, `${originName(confidence.on)} test row`)}
      with the file that ships.
    </p>
    ${tiles(confidence)} ${confidencePlot(confidence)}
    <h3>Abstaining</h3>
    <p>
      Asked for a coverage (<code>--coverage 0.9</code>), the model answers about that share of inputs, the ones it is
      surest of. ${limitSentence(confidence)} In brackets: 95 %
      intervals.${confidence.teacher === null ? '' : simulated}
    </p>
    ${table(confidence)}
  </section>`;
}

const untold = (why: NoConfidence): Markup =>
  html`<section>
    <h2>Confidence</h2>
    <p>${untoldSentence(why)}</p>
  </section>`;

const calibrationOf = ({ temperature, slope = 0, intercept = 0 }: ConfidenceReport): string =>
  temperature === undefined
    ? `slope ${slope.toFixed(2)} and intercept ${intercept.toFixed(2)} over the answer’s log probability`
    : `temperature ${temperature.toFixed(2)}`;

const tiles = (confidence: ConfidenceReport): Markup => {
  const { auroc = null, brier, ece, eceFromRows, on, rows, riskCoverageArea, familiar } = confidence;
  const { short, lacking } = countWords(confidence);
  return html`<dl class="tiles">
    ${auroc === null ? NOTHING : tile('Order (AUROC)', percent(auroc), `of pairs of a ${short} answer and another: the first is the surer one`)}
    ${tile('Brier score', brier.after.toFixed(3), `${brier.before.toFixed(3)} before it was calibrated; 0 is best`)}
    ${
      ece === null
        ? tile('Calibration error', 'not known', whyNoError({ on, rows, eceFromRows }))
        : tile('Calibration error', percent(ece), 'expected, over 15 bins')
    }
    ${tile(`${lacking.slice(0, 1).toUpperCase()}${lacking.slice(1)}`, percent(riskCoverageArea), 'mean over all coverages: the area under risk by coverage')}
    ${tile('Unfamiliar inputs', percent(familiar.unfamiliarTest), `of the test; ${percent(familiar.unfamiliarValidation)} of validation`)}
  </dl>`;
};

const whyNoError = ({ on, rows, eceFromRows }: Pick<ConfidenceReport, 'on' | 'rows' | 'eceFromRows'>): string =>
  on === 'generated'
    ? 'the test rows are generated'
    : `not enough rows: ${count(rows)}, ${count(eceFromRows)} are needed`;

function table(confidence: ConfidenceReport): Markup {
  const { choices, teacher } = confidence;
  const unit = teacher !== null && teacher.usdPer1000 !== null ? 'Dollars' : 'Tokens';
  const { short } = countWords(confidence);
  const right = `${short.slice(0, 1).toUpperCase()}${short.slice(1)}`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th class="number">Coverage asked for</th>
          <th class="number">Confidence from</th>
          <th class="number">Answered</th>
          <th class="number">${right} of these</th>
          ${
            teacher === null
              ? NOTHING
              : html`<th class="number">${right} of all, teacher on the rest</th>
                  <th class="number">${unit} per 1,000 inputs</th>`
          }
        </tr>
      </thead>
      <tbody>
        ${shownChoices(choices).map((choice) => row(choice, teacher !== null))}
        ${teacher === null ? NOTHING : teacherRow(teacher)}
      </tbody>
    </table>
  </div>`;
}

const row = ({ coverage, threshold, test, cascade }: CoverageChoice, withTeacher: boolean): Markup =>
  html`<tr>
    <td class="number">${percent(coverage)}</td>
    <td class="number">${threshold.toFixed(3)}</td>
    <td class="number">${percent(test.kept)}</td>
    ${rateCell(test.accuracy)}
    ${
      withTeacher
        ? html`${rateCell(cascade?.accuracy ?? null)}
            <td class="number">${cascade === null ? '' : costOf(cascade.usdPer1000, cascade.tokensPer1000)}</td>`
        : NOTHING
    }
  </tr>`;

/** All to the teacher: what the others are to be compared with. */
const teacherRow = ({ accuracy, inputTokens, outputTokens, usdPer1000 }: NonNullable<ConfidenceReport['teacher']>) =>
  html`<tr>
    <td class="number">teacher alone</td>
    <td></td>
    <td class="number">${percent(0)}</td>
    <td></td>
    ${rateCell(accuracy)}
    <td class="number">${costOf(usdPer1000, 1000 * (inputTokens + outputTokens))}</td>
  </tr>`;

const rateCell = (rate: Rate | null): Markup =>
  rate === null
    ? html`<td class="number">–</td>`
    : html`<td class="number">
        ${percent(rate.value)}
        <span class="faint">(${range((100 * rate.low).toFixed(1), (100 * rate.high).toFixed(1))})</span>
      </td>`;

const costOf = (usd: number | null, tokens: number): string => (usd === null ? count(tokens) : dollars(usd));
