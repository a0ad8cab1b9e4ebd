import { type ListedModel, listModels } from '../lib/registry/list-models.ts';
import { METRICS } from '../lib/metrics/metric.ts';
import { openStore } from '../lib/store/open-store.ts';
import { tableLines } from './terminal/table.ts';
import type { VerbCall, VerbResult } from './verb.ts';

/** What `p2m list --models` shows: each model with its released version, and what a rollback would go back to. */
export async function listReleased({ terminal, environment }: VerbCall): Promise<VerbResult> {
  const listed = await listModels(openStore(environment()));
  if (listed.length === 0) terminal.say('No model is released yet. To release a build: npm run p2m -- promote BUILD');
  else for (const [at, line] of lines(listed).entries()) terminal.say(at === 0 ? terminal.palette.faint(line) : line);
  return { exit: 0, json: { models: listed.map(jsonOf) } };
}

const COLUMNS = ['model', 'version', 'verdict', 'score', 'metric', 'previous', 'released (UTC)', 'by', 'build'];

function lines(listed: readonly ListedModel[]): string[] {
  const rows = listed.map(({ model, released }) => {
    const last = model.history.at(-1);
    return [
      model.name,
      String(model.current),
      released.verdict.decision + (last?.gate === 'forced' ? ' (forced)' : ''),
      released.score.value.toFixed(3),
      METRICS[released.score.metric].title,
      model.previous === null ? '' : String(model.previous),
      last === undefined ? '' : last.at.slice(0, 16).replace('T', ' '),
      last?.by ?? '',
      released.buildId,
    ];
  });
  const right = new Set(['version', 'score', 'previous']);
  return tableLines(
    COLUMNS.map((title) => ({ title, side: right.has(title) ? 'right' : 'left' })),
    rows,
  );
}

function jsonOf({ model, released }: ListedModel): Readonly<Record<string, unknown>> {
  const last = model.history.at(-1);
  return {
    name: model.name,
    current: model.current,
    previous: model.previous,
    at: last?.at ?? null,
    by: last?.by ?? null,
    buildId: released.buildId,
    bundleHash: released.bundle.bundleHash,
    verdict: released.verdict,
    score: released.score,
    history: model.history,
  };
}
