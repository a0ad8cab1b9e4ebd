import type { CpuActivities } from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import { DatasetListing } from '../contracts/candidate.ts';
import { RankedDatasetsResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { RANK_DATASETS_VERSION } from '../lib/prompts/rank-datasets.ts';
import { applyReading } from '../lib/search/apply-reading.ts';
import { foundDataset } from '../lib/search/found-dataset.ts';
import { readingRequest } from '../lib/search/reading-request.ts';
import { shownToTeacher } from '../lib/search/shown-to-teacher.ts';
import { putJson, readJson } from '../lib/store/blobs.ts';
import { accountOf } from './account-of.ts';
import { askAll, UNANSWERED } from './ask-all.ts';
import { paidStage } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '1';

/**
 * The candidates of a search as the teacher orders them after it has read rows of each. An endpoint that gives nothing
 * usable is asked three times; then the search's own listing stands, and the result says why. Where none may be shown,
 * nobody is asked.
 */
export const createRankDatasets =
  (ports: CpuPorts): CpuActivities['rankDatasets'] =>
  async ({ build, spec: specRef, listing: found, grant }) => {
    const [config, spec, listing] = await Promise.all([
      readJson(ports.store, build.config, TaskConfig),
      readJson(ports.store, specRef, TaskSpec),
      readJson(ports.store, found, DatasetListing),
    ]);
    const key = {
      stage: 'rank-datasets',
      stageVersion: `${STAGE_VERSION}/${RANK_DATASETS_VERSION}`,
      inputs: { spec: specRef.sha256, listing: found.sha256, teacher: config.teacher },
    };
    return paidStage(ports, { build, grant, key, schema: RankedDatasetsResult }, async (money) => {
      const account = accountOf(build, config, 'rank-datasets');
      const shown = shownToTeacher(listing.candidates);
      if (shown.length === 0) return { result: { ...asFound(found, listing), shown: 0, refused: null }, cut: null };
      const requests = [readingRequest(spec, shown)];
      const { answers, rejected, unfunded } = await askAll(ports.teacher, account, 'rank-datasets', requests, money);
      const reading = answers[0] ?? null;
      const candidates = reading === null ? listing.candidates : applyReading(listing.candidates, reading, spec.kind);
      const result = {
        listing: reading === null ? found : await putJson(ports.store, { ...listing, candidates }),
        candidates: candidates.map(foundDataset),
        shown: shown.length,
        refused: reading === null ? (unfunded === null ? (rejected[0] ?? UNANSWERED) : 'unfunded') : null,
      };
      return { result, cut: unfunded };
    });
  };

const asFound = (listing: ArtifactRef, { candidates }: DatasetListing) => ({
  listing,
  candidates: candidates.map(foundDataset),
});
