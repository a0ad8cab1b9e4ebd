import { describe, expect, it } from 'vitest';
import { batchSettings } from '../../../../client/batch/batch-settings.ts';
import { verbCall } from '../../../support/verb-call.ts';

describe('batchSettings', () => {
  it('builds four at once and asks for half of them where nothing is said', () => {
    expect(batchSettings(verbCall({}))).toEqual({ window: 4, minSuccess: 0.5, segment: 100 });
  });
  it('takes what is said', () => {
    const options = { window: '12', 'min-success': '0.9' };
    expect(batchSettings(verbCall({ options }))).toMatchObject({ window: 12, minSuccess: 0.9 });
  });
  it.each([
    { window: '0' },
    { window: '1.5' },
    { window: '101' },
    { window: '' },
    { 'min-success': '1.1' },
    { 'min-success': '-0.1' },
    { 'min-success': '50%' },
  ])('refuses %j', (options: Record<string, string>) => {
    expect(() => batchSettings(verbCall({ options }))).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(`--${Object.keys(options)[0]}`) }),
    );
  });
});
