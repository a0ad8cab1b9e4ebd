import type { CpuActivities } from '../contracts/activities.ts';
import { FoundModelsResult } from '../contracts/stage-results.ts';
import { CURATED_MODELS } from '../lib/search/curated-models.ts';
import { rankModels } from '../lib/search/rank-models.ts';
import { putJson } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '1';

/** Base models that fit the task and the user's limits. Without the hub: the curated list and what is here. */
export const createSearchBaseModels =
  (ports: Pick<CpuPorts, 'store' | 'models'>): CpuActivities['searchBaseModels'] =>
  async ({ build, hub, wishes }) => {
    const key = {
      stage: 'select',
      stageVersion: STAGE_VERSION,
      inputs: { wishes, hub: hub === 'ask' ? { asIn: build.buildId } : null },
    };
    const { result, record } = await beating(() =>
      finishOnce(ports.store, key, build, FoundModelsResult, async () => {
        const purpose = ['labels', 'extract', 'edit'].includes(wishes.kind) ? 'fill-mask' : 'text2text-generation';
        const names = CURATED_MODELS.filter(({ kinds }) => kinds.includes(wishes.kind)).map(({ name }) => name);
        const scanned = hub === 'ask' ? await ports.models.scan(purpose, names) : { models: [], skipped: [] };
        const listing = rankModels(wishes, scanned);
        const [best] = listing.candidates;
        return {
          result: {
            listing: await putJson(ports.store, listing),
            count: listing.candidates.length,
            best: best?.name ?? null,
          },
          complete: true,
        };
      }),
    );
    return { ...result, record };
  };
