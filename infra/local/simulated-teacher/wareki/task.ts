import { expand } from '../grammar.ts';
import type { SimulatedTask } from '../simulated-task.ts';

/** Eras, with the year before their first and how many years of each are written about. */
const ERAS = { 令和: [2018, 7], 平成: [1988, 30], 昭和: [1925, 63] } as const;
type Era = keyof typeof ERAS;
const NAMES = ['令和', '平成', '昭和'] as const satisfies readonly Era[];

/** What stands around a date, as the script writes it. */
const AROUND = [
  '{date}',
  '{date}に開館',
  '発行日：{date}',
  '{date}、開会式',
  '{date}付けの手紙',
  '契約は{date}から',
  '{date}生まれ',
  '{date}までに返却',
  '{date}の新聞',
  '撮影：{date}',
  '{date}に{place}で開催',
  '{place}支店、{date}開業',
] as const;
const WORDS = { place: ['東京', '大阪', '京都', '仙台', '福岡', '札幌'] };

const padded = (value: number): string => String(value).padStart(2, '0');

/** A date of the Japanese calendar, to `YYYY-MM-DD`; the prompt of `examples/wareki`. */
export const WAREKI: SimulatedTask = {
  marks: ['和暦', 'YYYY-MM-DD'],
  labels: null,
  topics: ['契約書', '新聞', '手紙', '開館', '行事', '誕生日', '写真', '返却期限'],
  reading: {
    language: 'ja',
    instruction: '和暦の日付を西暦の日付（YYYY-MM-DD）に直してください。答えは日付だけにしてください。',
    instructionEnglish:
      'Convert a date of the Japanese calendar into a Western date (YYYY-MM-DD). Answer with the date alone.',
    demonstrations: [
      { inputs: ['令和5年4月1日'], output: '2023-04-01' },
      { inputs: ['平成元年1月8日に開館'], output: '1989-01-08' },
      { inputs: ['昭和39年10月10日、開会式'], output: '1964-10-10' },
    ],
    pattern: String.raw`\d{4}-\d{2}-\d{2}`,
    maxChars: 10,
  },
  write: (dice) => {
    const era = dice.pick(NAMES);
    const year = dice.between(1, ERAS[era][1]);
    const date = `${era}${year === 1 ? '元' : year}年${dice.between(1, 12)}月${dice.between(1, 28)}日`;
    return expand(dice.pick(AROUND), { ...WORDS, date: [date] }, dice);
  },
  understand: (input) => {
    const [, era, year = '', month, day] = /(令和|平成|昭和)(元|\d+)年(\d+)月(\d+)日/.exec(input) ?? [];
    const name = NAMES.find((one) => one === era);
    if (name === undefined) return '0000-00-00';
    const number = year === '元' ? 1 : Number(year);
    return `${ERAS[name][0] + number}-${padded(Number(month))}-${padded(Number(day))}`;
  },
  mistake: (right, dice) => `${right.slice(0, 8)}${padded(dice.between(1, 28))}`,
};
