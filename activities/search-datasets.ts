import type { CpuActivities } from '../contracts/activities.ts';
import { type DatasetListing, SourceSnapshot } from '../contracts/candidate.ts';
import { FoundDatasetsResult } from '../contracts/stage-results.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { foundDataset } from '../lib/search/found-dataset.ts';
import { searchDatasets } from '../lib/search/search-datasets.ts';
import { searchQuery } from '../lib/search/search-query.ts';
import { putJson, readJson } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '3';

/** Candidates for the task among its local sources and on the hub. What the hub answered holds within one build. */
export const createSearchDatasets =
  (ports: Pick<CpuPorts, 'store' | 'datasets' | 'embedder' | 'indexes'>): CpuActivities['searchDatasets'] =>
  async ({ build, spec: specRef, sources, hub }) => {
    const spec = await readJson(ports.store, specRef, TaskSpec);
    const query = searchQuery(spec);
    const key = {
      stage: 'discover',
      stageVersion: STAGE_VERSION,
      inputs: {
        query,
        sources,
        hub: hub === 'ask' ? { asIn: build.buildId } : null,
        embedder: ports.embedder.identity,
      },
    };
    const { result, record } = await beating(() =>
      finishOnce(ports.store, key, build, FoundDatasetsResult, async () => {
        const snapshot = sources === null ? null : await readJson(ports.store, sources, SourceSnapshot);
        const listing = await searchDatasets(ports, query, { snapshot, hub });
        return { result: { listing: await putJson(ports.store, listing), ...summary(listing) }, complete: true };
      }),
    );
    return { ...result, record };
  };

const summary = ({ candidates, considered, skipped }: DatasetListing) => ({
  considered,
  skipped: skipped.length,
  candidates: candidates.map(foundDataset),
});
