import { isCancellation, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Recorded, StageRecord } from '../contracts/activities.ts';
import { messageOf } from './build-failure.ts';
import type { Build } from './build.ts';
import { type Park, withStops } from './stop-build.ts';
import type { Story } from './story.ts';

const buildStage = defineSearchAttributeKey('BuildStage', 'KEYWORD');

/** Runs a build's stages, each shown in the table and in the list of builds. */
export const stages = ({ table, records }: Story, park: Park | null, show: () => void): Build['stage'] =>
  async function stage(name, run, note) {
    table.start(name);
    upsertSearchAttributes([{ key: buildStage, value: name }]);
    show();
    try {
      const result = await withStops(run, park);
      if (hasRecord(result)) keepRecord(records, result.record);
      table.finish(name, hasRecord(result) && result.record.reused ? 'reused' : 'done', note(result));
      return result;
    } catch (error) {
      table.finish(name, 'failed', isCancellation(error) ? 'cancelled' : messageOf(error));
      throw error;
    } finally {
      show();
    }
  };

/** A piece that is done again after a stop stands once, where it was done first. */
export function keepRecord(records: StageRecord[], record: StageRecord): void {
  const before = records.findIndex(({ manifest }) => manifest === record.manifest);
  if (before === -1) records.push(record);
  else records[before] = record;
}

const hasRecord = (result: unknown): result is Recorded =>
  typeof result === 'object' && result !== null && 'record' in result;
