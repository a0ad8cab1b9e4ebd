import { CancellationScope, isCancellation, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { RecordBuildInput } from '../contracts/activities.ts';
import { asWorkflowFailure, endingOf } from './build-failure.ts';
import type { Build } from './build.ts';
import type { Spender } from './spender.ts';
import { quick } from './stage-options.ts';
import type { Story } from './story.ts';

const buildStage = defineSearchAttributeKey('BuildStage', 'KEYWORD');
const verdictKey = defineSearchAttributeKey('Verdict', 'KEYWORD');
const bestScore = defineSearchAttributeKey('BestScore', 'DOUBLE');

/** The ways a build ends, each recorded in the store. */
export function endings(story: Story, spender: Spender, show: () => void): Pick<Build, 'succeed' | 'endPlan' | 'fail'> {
  const record = (state: RecordBuildInput['state'], end: Pick<RecordBuildInput, 'failure' | 'verdict' | 'bundle'>) => {
    story.state = state;
    const { context: build, spec, records, interventions } = story;
    const known = { build, workflowId: workflowInfo().workflowId, spec, records, interventions };
    const options = { summary: `Record the build as ${state}` };
    return quick.recordBuild.executeWithOptions(options, [
      { ...known, ...end, state, cost: spender.cost(), costs: spender.costs() },
    ]);
  };
  return {
    succeed: async (verdict, score, { files, bundleHash }) => {
      upsertSearchAttributes([
        { key: buildStage, value: 'done' },
        { key: verdictKey, value: verdict.decision },
        { key: bestScore, value: score },
      ]);
      await record('done', { failure: null, verdict, bundle: { files, bundleHash } });
      show();
    },
    endPlan: async () => {
      upsertSearchAttributes([{ key: buildStage, value: 'done' }]);
      await record('done', { failure: null, verdict: null, bundle: null });
      show();
    },
    fail: (error) =>
      CancellationScope.nonCancellable(async () => {
        const state = isCancellation(error) ? 'cancelled' : 'failed';
        upsertSearchAttributes([{ key: buildStage, value: state }]);
        await record(state, { failure: endingOf(error), verdict: null, bundle: null });
        return asWorkflowFailure(error);
      }),
  };
}
