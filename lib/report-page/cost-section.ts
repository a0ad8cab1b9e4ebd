import type { StageCost } from '../../contracts/budget.ts';
import { costPlot } from './cost-plot.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, count, dollars, plural } from './numbers.ts';
import type { PageFacts } from './page-facts.ts';

/** What the teacher's answers came to, by stage and in all. */
export function costSection({ report, provenance }: PageFacts): Markup {
  const { cost, costs = [], spent = [] } = report;
  const name = `${provenance.teacher.model}${provenance.teacher.simulated ? ' (simulated: nobody paid)' : ''}`;
  return html`<section>
    <h2>Cost</h2>
    <p>
      ${plural(cost.calls, 'call')} to ${name}: ${count(cost.inputTokens)} prompt tokens and ${count(cost.outputTokens)}
      completion tokens, ${dollars(cost.usd)}.
    </p>
    ${costPlot(spent)} ${costs.length === 0 ? NOTHING : byStage(costs, cost)}
  </section>`;
}

function byStage(costs: readonly StageCost[], total: PageFacts['report']['cost']): Markup {
  // Without a price the tokens tell where the work was.
  const byPrice = costs.some(({ paid }) => paid.usd > 0);
  const weight = ({ paid }: StageCost): number => (byPrice ? paid.usd : paid.inputTokens + paid.outputTokens);
  const most = Math.max(...costs.map(weight));
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Stage</th>
          <th>${byPrice ? 'Share of the dollars' : 'Share of the tokens'}</th>
          <th class="number">Dollars</th>
          <th class="number">Calls</th>
          <th class="number">Prompt tokens</th>
          <th class="number">Completion tokens</th>
          <th class="number">Reused</th>
          <th>Rejected</th>
        </tr>
      </thead>
      <tbody>
        ${costs.map((stage) => stageRow(stage, most === 0 ? 0 : weight(stage) / most))}
        <tr class="total">
          <th scope="row">all</th>
          <td></td>
          <td class="number">${dollars(total.usd)}</td>
          <td class="number">${count(total.calls)}</td>
          <td class="number">${count(total.inputTokens)}</td>
          <td class="number">${count(total.outputTokens)}</td>
          <td class="number">${count(costs.reduce((sum, { reused }) => sum + reused, 0))}</td>
          <td></td>
        </tr>
      </tbody>
    </table>
  </div>`;
}

function stageRow({ stage, paid, reused, rejected }: StageCost, share: number): Markup {
  return html`<tr>
    <th scope="row">${stage}</th>
    <td class="bar">
      <svg class="mark student" viewBox="0 0 160 14" width="160" height="14" aria-hidden="true">
        <rect x="0" y="2" width="${at(160 * share)}" height="10" />
      </svg>
    </td>
    <td class="number strong">${dollars(paid.usd)}</td>
    <td class="number">${count(paid.calls)}</td>
    <td class="number">${count(paid.inputTokens)}</td>
    <td class="number">${count(paid.outputTokens)}</td>
    <td class="number">${count(reused)}</td>
    <td>${rejectedText(rejected)}</td>
  </tr>`;
}

const rejectedText = (rejected: StageCost['rejected']): string =>
  Object.entries(rejected)
    .map(([reason, number]) => `${count(number)} ${reason}`)
    .join(', ');
