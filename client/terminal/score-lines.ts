import { z } from 'zod';
import { Cost, Score, Verdict } from '../../contracts/report.ts';
import { costText } from './build-lines.ts';
import { widthOf } from './fit-line.ts';
import { milliseconds, size } from './numbers.ts';
import type { Palette } from './palette.ts';
import { tableLines } from './table.ts';

/** The part of report.json that the command line shows; the one that is relied on from outside. */
export const ReportHead = z.object({
  scores: z.array(Score),
  verdict: Verdict,
  cost: Cost,
  files: z.array(z.object({ path: z.string(), bytes: z.number(), p50Ms: z.number() })),
  warnings: z.array(z.string()).optional(),
  teacher: z.looseObject({ simulated: z.boolean().optional() }).optional(),
});
export type ReportHead = Readonly<z.infer<typeof ReportHead>>;

/** Where a student's file lies in the bundle; the first that is there counts. */
const FILES: Readonly<Record<string, RegExp>> = {
  'student-int8': /quantized|int8/,
  'student-fp32': /^(?!.*(?:quantized|int8)).*\.onnx(?:_data)?$/,
};

/** Who scored what on which rows, what the students weigh and how fast they are, and the verdict. */
export function scoreLines(report: ReportHead, palette: Palette): string[] {
  const rows = report.scores.map((score) => [
    score.who.startsWith('teacher') && report.teacher?.simulated === true ? `${score.who} (simulated)` : score.who,
    score.on,
    score.metric,
    score.value.toFixed(3),
    `${score.low.toFixed(3)} to ${score.high.toFixed(3)}`,
    String(score.n),
    ...weightOf(score.who, report.files),
  ]);
  const table = tableLines(
    [
      { title: 'who' },
      { title: 'on' },
      { title: 'metric' },
      { title: 'value', side: 'right' },
      { title: '95 % interval' },
      { title: 'rows', side: 'right' },
      { title: 'bytes', side: 'right' },
      { title: 'p50', side: 'right' },
    ],
    rows,
  );
  const [head = '', ...body] = table;
  const rule = '─'.repeat(Math.max(...table.map(widthOf)));
  return [
    palette.faint(head),
    palette.faint(rule),
    ...body.map((line) => (line.startsWith('student') ? palette.strong(line) : line)),
    '',
    `${verdictWord(report.verdict.decision, palette)}: ${report.verdict.reason}`,
    ...(report.warnings ?? []).map((warning) => palette.warning(`! ${warning}`)),
    palette.faint(`paid: ${costText(report.cost)}`),
  ];
}

/** Several files are one model where it has an encoder and a decoder: their bytes add up; each names the whole model's median. */
function weightOf(who: string, files: ReportHead['files']): readonly [string, string] {
  const pattern = FILES[who];
  const own = pattern === undefined ? [] : files.filter(({ path }) => pattern.test(path));
  if (own.length === 0) return ['', ''];
  const bytes = own.reduce((sum, file) => sum + file.bytes, 0);
  return [size(bytes), milliseconds(Math.max(...own.map((file) => file.p50Ms)))];
}

function verdictWord(decision: Verdict['decision'], palette: Palette): string {
  const words = { ship: palette.good('ship'), no: palette.bad('no'), unproven: palette.warning('unproven') };
  return words[decision];
}
