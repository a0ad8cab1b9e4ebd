import { describe, expect, it } from 'vitest';
import { scheduleSettings } from '../../../../client/schedule/schedule-settings.ts';
import { verbCall } from '../../../support/verb-call.ts';

const settings = (options: Readonly<Record<string, string>>) => scheduleSettings(verbCall({ options }));

describe('scheduleSettings', () => {
  it('is careful where nothing is said: UTC, no overlap, a day of catch-up, a pause on failure', () => {
    expect(settings({ every: '12h' })).toEqual({
      spec: { intervals: [{ every: 43_200_000 }], timezone: 'UTC' },
      policies: { overlap: 'SKIP', catchupWindow: 86_400_000, pauseOnFailure: true },
      text: 'every 12h',
    });
  });
  it('says what it was told', () => {
    expect(
      settings({
        cron: '0 3 * * mon',
        timezone: 'Europe/Berlin',
        jitter: '5m',
        overlap: 'buffer-one',
        catchup: '2h',
        'pause-on-failure': 'off',
      }),
    ).toEqual({
      spec: { cronExpressions: ['0 3 * * mon # 0 3 * * mon'], timezone: 'Europe/Berlin', jitter: 300_000 },
      policies: { overlap: 'BUFFER_ONE', catchupWindow: 7_200_000, pauseOnFailure: false },
      text: 'cron 0 3 * * mon, Europe/Berlin, up to 5m later',
    });
  });
  it.each([
    [{}, '--cron'],
    [{ cron: '0 3 * * *', every: '1d' }, 'either'],
    [{ every: '30s' }, '--every'],
    [{ every: '1d', timezone: 'UTC' }, '--timezone'],
    [{ cron: '0 3 * * *', timezone: 'Mars/Olympus' }, 'Mars/Olympus'],
    [{ every: '1d', overlap: 'queue' }, 'buffer-one'],
    [{ every: '1d', catchup: 'never' }, '--catchup'],
    [{ every: '1d', 'pause-on-failure': 'yes' }, '--pause-on-failure'],
  ])('refuses %j', (options: Record<string, string>, named) => {
    expect(() => settings(options)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(named) }),
    );
  });
});
