import { describe, expect, it } from 'vitest';
import { batchIdOf, batchWorkflowIdOf, buildIdOf, scheduledBatchIdOf, workflowIdOf } from '../../../contracts/names.ts';

const hash = `0123456789abcdef${'0'.repeat(48)}`;

describe('ids', () => {
  it('name the task in the workflow', () => {
    expect(workflowIdOf('triage', hash)).toBe('build/triage-0123456789ab');
  });

  it('tell builds of the same task apart, also within one minute', () => {
    // Two version 7 UUIDs of the same second.
    const [first, second] = ['01a1fdc2-1234-7abc-8def-0123456789ab', '01a1fdc2-15d0-7def-9abc-ba9876543210'];
    expect(buildIdOf('triage', hash, first)).toBe('triage-0123456789ab-456789ab');
    expect(buildIdOf('triage', hash, second)).toBe('triage-0123456789ab-76543210');
  });

  it('name batches, whoever starts them, by what may stand in a file name', () => {
    const run = '01a1fdc2-1234-7abc-8def-0123456789ab';
    expect(batchIdOf(batchWorkflowIdOf('all', hash), run)).toBe('all-0123456789ab-456789ab');
    const fired = `${scheduledBatchIdOf('nightly')}-2026-11-21T03:00:00Z`;
    expect(batchIdOf(fired, run)).toBe('nightly-2026-11-21T030000Z-456789ab');
  });
});
