import type { Estimate, Expected, Interval } from '../../contracts/plan.ts';
import { count, dollars, duration, tokenCount } from './numbers.ts';
import { tableLines } from './table.ts';

/** What a build will cost, stage by stage: the middle, and the 90 % interval of the whole. */
export function estimateLines({ stages, total, hasPrice, basis }: Estimate): string[] {
  const side = 'right';
  const row = (title: string, expected: Expected, show: (figure: Interval, format: Format) => string) => [
    title,
    show(expected.calls, count),
    show(expected.tokens, tokenCount),
    hasPrice ? show(expected.usd, dollars) : '',
    show(expected.minutes, (minutes) => duration(60 * minutes)),
  ];
  const middles = stages.filter(({ expected }) => isSomething(expected));
  return [
    basis === 'priors'
      ? 'Reckoned before anything is asked (90 % interval):'
      : 'Reckoned from what the pilot measured (90 % interval):',
    ...tableLines(
      [
        { title: '' },
        { title: 'calls', side },
        { title: 'tokens', side },
        { title: hasPrice ? 'dollars' : '', side },
        { title: 'time', side },
      ],
      [
        ...middles.map(({ stage, expected }) => row(stage, expected, (figure, format) => format(figure.middle))),
        row('all', total, (figure, format) => format(figure.middle)),
        row('at least', total, (figure, format) => format(figure.low)),
        row('at most', total, (figure, format) => format(figure.high)),
      ],
    ),
  ];
}

type Format = (value: number) => string;

const isSomething = (expected: Expected): boolean => expected.calls.high > 0 || expected.minutes.high > 0;
