import type { Candidate, ColumnMapping, DatasetListing } from '../../contracts/candidate.ts';
import { count, size } from './numbers.ts';
import type { Palette } from './palette.ts';

/** The datasets of a listing as a person chooses among them: facts, reasons, columns, sample rows as they would be imported. */
export function candidateLines({ candidates, considered, skipped }: DatasetListing, palette: Palette): string[] {
  const head = `${candidates.length} of ${count(considered)} datasets may hold rows for the task.`;
  return [
    palette.strong(head),
    ...candidates.flatMap((candidate, at) => ['', ...oneCandidate(candidate, at + 1, palette)]),
    ...(skipped.length === 0 ? [] : ['', palette.faint('Left out:')]),
    ...skipped.map(({ what, reason }) => palette.faint(`  ${what}: ${reason}`)),
  ];
}

function oneCandidate(candidate: Candidate, number: number, palette: Palette): string[] {
  const { title, id, fit, rows, bytes, license, languages, reasons, mapping, samples } = candidate;
  const facts = [
    rows === null ? 'rows not counted' : `${count(rows)} rows`,
    size(bytes),
    license === null ? 'no licence stated' : `licence ${license}`,
    ...(languages.length === 0 ? [] : [languages.join(', ')]),
  ];
  return [
    `${palette.strong(`${number}. ${title}`)}  ${fit === 'good' ? palette.good('good fit') : palette.warning('possible')}  ${palette.faint(id)}`,
    `   ${facts.join(' · ')}`,
    ...reasons.map((reason) => `   - ${reason}`),
    `   columns: ${mappingText(mapping)}`,
    ...samples.map(({ input, output }) => palette.faint(`   ${oneLine(input)} → ${oneLine(output)}`)),
  ];
}

function mappingText({ input, output, labels }: ColumnMapping): string {
  const inputs =
    typeof input === 'string'
      ? input
      : Object.entries(input)
          .map(([field, column]) => `${field} ← ${column}`)
          .join(', ');
  const renamed =
    labels === undefined
      ? ''
      : `; ${Object.entries(labels)
          .map(([value, label]) => `${value} = ${label}`)
          .join(', ')}`;
  return `input ← ${inputs}; output ← ${output}${renamed}`;
}

const SAMPLE_CHARS = 100;

function oneLine(value: Candidate['samples'][number]['input']): string {
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
  return text.length <= SAMPLE_CHARS ? text : `${text.slice(0, SAMPLE_CHARS - 1)}…`;
}
