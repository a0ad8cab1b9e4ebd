import type { RoundReport } from '../../contracts/round.ts';
import { learningPlot } from './learning-plot.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { count } from './numbers.ts';
import { metricName, type PageFacts } from './page-facts.ts';

/** What ended or prolonged the rounds, as people read it. */
const DECISIONS: Readonly<Record<RoundReport['decision'], string>> = {
  'good-enough': 'within the margin: no more rounds needed',
  'no-gain': 'no gain beyond one standard error: ended',
  again: 'more may help',
};

/** How the student of each round fared on the validation rows; nothing where only one round was allowed. */
export function roundsSection({ report }: PageFacts): Markup {
  const { rounds, task } = report;
  if (rounds === undefined) return NOTHING;
  return html`<section>
    <h2>Rounds</h2>
    <p>
      By ${metricName(task.metric)}, on the same validation rows in every round, labelled by the teacher where no person
      had. The test had no say; the best round is the one that was tested.
    </p>
    ${learningPlot(rounds, metricName(task.metric))}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th class="number">Round</th>
            <th class="number">Training rows</th>
            <th class="number">On validation</th>
            <th class="number">Gain</th>
            <th>Weakest</th>
            <th>Then</th>
          </tr>
        </thead>
        <tbody>
          ${rounds.map(roundRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

const roundRow = ({ round, trainRows, score, standardError, gain, weakest, decision }: RoundReport): Markup =>
  html`<tr>
    <td class="number">${count(round)}</td>
    <td class="number">${count(trainRows)}</td>
    <td class="number">${score.toFixed(3)} ± ${standardError.toFixed(3)}</td>
    <td class="number">${gain === null ? '' : `${gain.difference.toFixed(3)} ± ${gain.standardError.toFixed(3)}`}</td>
    <td>${weakest.join(', ')}</td>
    <td>${DECISIONS[decision]}</td>
  </tr>`;
