import { isCancellation, log, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { ResumeOrder } from '../contracts/build.ts';
import { kindOf, messageOf } from './build-failure.ts';
import type { Ledger } from './ledger.ts';
import { type Parking, parksFor } from './parking.ts';
import type { Story } from './story.ts';

const parkedFor = defineSearchAttributeKey('ParkedFor', 'KEYWORD');

/** Waits until a person has mended what stopped the build. */
export type Park = (kind: string, message: string) => Promise<void>;

interface Stopping {
  readonly story: Story;
  readonly parking: Parking;
  readonly ledger: Ledger;
  readonly show: () => void;
}

/** Parks the build, shown in the list of builds by `ParkedFor`, and takes over what was corrected. */
export const stops = ({ story, parking, ledger, show }: Stopping): Park =>
  async function park(kind, message) {
    upsertSearchAttributes([{ key: parkedFor, value: kind }]);
    story.table.note(`parked (${kind}): ${message}`);
    const waiting = parking.park(kind, message);
    show();
    try {
      const order = await waiting;
      correct(story, ledger, order);
      log.info('resumed', { parkedFor: kind, by: order.by });
    } finally {
      upsertSearchAttributes([{ key: parkedFor, value: null }]);
      story.table.note('');
      show();
    }
  };

/** Runs a stage, again after each stop. @throws what no person can mend, and everything where nothing parks */
export async function withStops<Result>(run: () => Promise<Result>, park: Park | null): Promise<Result> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (park === null || isCancellation(error) || !parksFor(kindOf(error))) throw error;
      await park(kindOf(error), messageOf(error));
    }
  }
}

function correct(story: Story, ledger: Ledger, { by, note, budget, baseUrl, apiKeyEnv, price }: ResumeOrder): void {
  const { teacher } = story.context;
  story.context = {
    ...story.context,
    teacher: {
      baseUrl: baseUrl ?? teacher.baseUrl,
      apiKeyEnv: apiKeyEnv ?? teacher.apiKeyEnv,
      price: price ?? teacher.price,
    },
  };
  ledger.recap(budget ?? {});
  story.minutes = budget?.minutes ?? story.minutes;
  const changes = { budget, baseUrl, apiKeyEnv, price };
  const decision = `resumed ${story.table.current()} ${JSON.stringify(changes)}`;
  story.interventions.push({ update: 'resumeBuild', at: new Date().toISOString(), by, note, decision });
}
