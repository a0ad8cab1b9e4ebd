import { z } from 'zod';
import { Report } from '../../contracts/report.ts';
import { bundleHash, type HashedFile, modelHash } from '../bundle/bundle-hash.ts';
import { hashOf } from '../store/canonical-json.ts';
import { compared, type Difference } from './difference.ts';
import { ProvenanceFile } from './provenance-file.ts';

/** Files of a bundle that are not the model's own. */
const NOT_THE_MODEL =
  /^(?:README\.md|report\.[^/]*|SHA256SUMS|(?:provenance|task|familiar|teacher-prompt)\.json|predict\.(?:mjs|py)|(?:server|demo)\/.+)$/;

const Facts = z.record(z.string(), z.unknown());
const BY = ', by provenance.json';

/**
 * What a bundle says of itself against what it holds: the bundle's and the model's hash, the hashes of what the stages
 * reported, which stand in report.json, and the cost, which stands in both.
 */
export function checkFacts(
  files: readonly HashedFile[],
  told: { readonly provenance: unknown; readonly report: unknown },
): readonly Difference[] {
  const provenance = ProvenanceFile.safeParse(told.provenance);
  const report = Report.safeParse(told.report);
  const json = Facts.safeParse(told.report);
  const unreadable = [
    ...(provenance.success ? [] : [unread('provenance.json', 'where a bundle comes from')]),
    ...(report.success && json.success ? [] : [unread('report.json', 'the report of a build')]),
  ];
  if (!provenance.success || !report.success || !json.success) return unreadable;
  const { reports, stages } = provenance.data;
  const model = files.filter(({ path }) => !NOT_THE_MODEL.test(path));
  return [
    ...compared('bundle', `bundle hash${BY}`, provenance.data.bundleHash, bundleHash(files, report.data)),
    ...compared('model', `model hash${BY}`, provenance.data.modelHash, modelHash(model)),
    ...compared('report.json', `hash of the evaluation${BY}`, reports.evaluation, hashOf(asEvaluated(json.data))),
    ...compared('report.json', `hash of data${BY}`, reports.data, hashOf(report.data.data)),
    ...checkTraining(report.data.training, reports),
    ...compared('report.json', `cost${BY}`, JSON.stringify(provenance.data.cost), JSON.stringify(report.data.cost)),
    ...stages.flatMap(({ manifest, stage, inputHash }) =>
      compared('provenance.json', 'key of a manifest', `stages/${stage}/${inputHash}.json`, withoutBuild(manifest)),
    ),
  ];
}

/** The report as evaluation wrote it: the cost of the whole build was not known yet. */
function asEvaluated({
  costs: _costs,
  spent: _spent,
  estimate: _estimate,
  ...report
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...report, cost: { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 } };
}

function checkTraining(
  training: Readonly<Record<string, unknown>>,
  reports: ProvenanceFile['reports'],
): readonly Difference[] {
  const { export: exported, ...trained } = training;
  return [
    ...compared('report.json', `hash of training${BY}`, reports.training, hashOf(trained)),
    ...compared('report.json', `hash of export${BY}`, reports.export, hashOf(exported ?? null)),
  ];
}

/** A manifest of a stage that was cut short lies below its build. */
const withoutBuild = (manifest: string): string => manifest.replace(/^builds\/[^/]+\//, '');

const unread = (place: string, expected: string): Difference => ({
  place,
  what: 'content',
  expected,
  found: 'something else',
});
