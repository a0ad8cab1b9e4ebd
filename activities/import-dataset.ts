import type { CpuActivities } from '../contracts/activities.ts';
import { DatasetListing } from '../contracts/candidate.ts';
import { type Example, GoldRow } from '../contracts/example.ts';
import { StageFailure } from '../contracts/failure.ts';
import { ImportedDatasetResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { goldExample } from '../lib/dataset/gold-example.ts';
import { splitGold } from '../lib/dataset/gold-split.ts';
import { DataUnreadable } from '../lib/datasets/data-unreadable.ts';
import { IMPORT_CAPS, importRows } from '../lib/datasets/import-rows.ts';
import { withImportedDemonstrations } from '../lib/datasets/imported-demonstrations.ts';
import { checkMapping } from '../lib/datasets/mapped-row.ts';
import { readParts } from '../lib/datasets/read-parts.ts';
import { openerOf } from '../lib/search/search-datasets.ts';
import { putJson, putRows, readJson, readRows } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '2';

/**
 * A chosen dataset's rows as examples of the task, screened; some of them as a test, and some of those that train as
 * demonstrations where the user gave few. Gold rows of a test are read so that nothing like them is shown, and for nothing else.
 */
export const createImportDataset =
  (ports: Pick<CpuPorts, 'store' | 'datasets'>): CpuActivities['importDataset'] =>
  async ({ build, spec: specRef, listing: listingRef, candidate: id, mapping: edited, maxRows }) => {
    const { store } = ports;
    const [config, spec, listing] = await Promise.all([
      readJson(store, build.config, TaskConfig),
      readJson(store, specRef, TaskSpec),
      readJson(store, listingRef, DatasetListing),
    ]);
    const candidate = listing.candidates.find((one) => one.id === id);
    if (candidate === undefined)
      throw new StageFailure('task-invalid', `importing ${id}: the search found no such dataset`);
    const mapping = edited ?? candidate.mapping;
    checkMapping(mapping, candidate.columns, spec.fields, id);
    const caps = { ...IMPORT_CAPS, ...(maxRows === null ? {} : { rows: maxRows }) };
    const { place, files } = candidate;
    const { seed, test: goldTest, examples } = config;
    const key = {
      stage: 'import',
      stageVersion: STAGE_VERSION,
      inputs: {
        spec: specRef,
        place: place.from === 'hub' ? place : null,
        files,
        mapping,
        caps,
        seed,
        goldTest,
        examples,
      },
    };
    const { result, record } = await beating(() =>
      finishOnce(store, key, build, ImportedDatasetResult, async () => {
        const parts = await readParts(candidate, openerOf(ports)).catch((cause: unknown) => {
          if (!(cause instanceof DataUnreadable)) throw cause;
          throw new StageFailure('no-usable-dataset', `importing ${id}: ${cause.message}`, { cause });
        });
        const { rows, test, ...counts } = importRows(parts, mapping, spec, caps);
        const told = withImportedDemonstrations(spec, rows, [...(await testOf(store, config)), ...test], seed);
        return {
          result: {
            spec: await putJson(store, told),
            shown: told.importedDemonstrations ?? 0,
            rows: await putRows(store, rows),
            test: await putRows(store, test),
            counts: { read: counts.read, rows: rows.length, test: test.length },
            dropped: { ...counts.dropped },
            testFrom: counts.testFrom,
          },
          complete: true,
        };
      }),
    );
    return { ...result, record };
  };

/** The user's rows that are the test: those of `test:`, else the half of the examples that is held out. */
async function testOf(store: CpuPorts['store'], { test, examples }: TaskConfig): Promise<readonly Example[]> {
  const given = test ?? examples;
  const rows = given === null ? [] : await readRows(store, given, GoldRow);
  return (test === null ? splitGold(rows).heldOut : rows).map(goldExample);
}
