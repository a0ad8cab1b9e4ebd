import type { Report } from '../../contracts/report.ts';
import type { CodeReading } from '../code/read-programs.ts';
import { scoreCodebleu } from '../metrics/codebleu.ts';
import type { MeasureName } from '../metrics/measures.ts';
import { scoreFlowMatch, scoreSyntaxMatch } from '../metrics/program-match.ts';
import type { Answer, ScoredRows } from '../metrics/scored-rows.ts';

interface ProgramMeasure {
  readonly name: MeasureName;
  readonly scoreWho: (answers: readonly Answer[]) => ScoredRows['value'];
}

/** CodeBLEU and the two of its parts that need a grammar: none where nothing was read, no data flow where none is expected. */
export function programMeasures(expected: readonly string[], code: CodeReading): readonly ProgramMeasure[] {
  if ('leftOut' in code) return [];
  const { programs } = code;
  const whole = (given: readonly Answer[]) => scoreCodebleu(expected, given, code).value;
  const syntax = (given: readonly Answer[]) => scoreSyntaxMatch(expected, given, programs).value;
  const flow = (given: readonly Answer[]) => scoreFlowMatch(expected, given, programs).value;
  return [
    { name: 'codebleu', scoreWho: whole },
    { name: 'syntax-match', scoreWho: syntax },
    ...(hasFlow(expected, code) ? [{ name: 'data-flow-match' as const, scoreWho: flow }] : []),
  ];
}

const hasFlow = (expected: readonly string[], { programs }: Exclude<CodeReading, { leftOut: string }>): boolean =>
  expected.some((text) => (programs.get(text)?.flow.length ?? 0) > 0);

/** Why figures are missing, or mean less than their name. */
export function codeWarnings(expected: readonly string[], code: CodeReading | null | undefined): readonly string[] {
  if (!code) return [];
  if ('leftOut' in code) return [code.leftOut];
  if (expected.length === 0 || hasFlow(expected, code)) return [];
  return [
    'No expected output has a data flow: the data-flow match is left out, and CodeBLEU counts it as met, as its reference implementation does.',
  ];
}

/** What the report says of the reading; nothing where there was none. */
export const codeReport = (code: CodeReading | null | undefined): Pick<Report, 'code'> =>
  !code || 'leftOut' in code ? {} : { code: { language: code.language, broken: code.broken, rows: code.rows } };
