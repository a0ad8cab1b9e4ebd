import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bundleHash, modelHash } from '../../../../lib/bundle/bundle-hash.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const [a, b, c] = ['a', 'b', 'c'].map(sha256);
const fileOf = (path: string, hash = a ?? '') => ({ path, sha256: hash });

const report = {
  scores: [{ who: 'student-int8', on: 'gold', metric: 'accuracy', value: 0.9, low: 0.8, high: 0.95, n: 50 }] as const,
  verdict: { decision: 'unproven', reason: 'Too few rows.' } as const,
};
const judged = { scores: [...report.scores], verdict: report.verdict };
const judgedText =
  '{"scores":[{"high":0.95,"low":0.8,"metric":"accuracy","n":50,"on":"gold","value":0.9,"who":"student-int8"}],' +
  '"verdict":{"decision":"unproven","reason":"Too few rows."}}';

describe('bundleHash', () => {
  it('hashes sorted path and hash lines, then scores and verdict', () => {
    const files = [fileOf('task.json', b), fileOf('onnx/model.onnx', a), fileOf('Z.bin', c)];
    const text = `Z.bin ${c}\nonnx/model.onnx ${a}\ntask.json ${b}\n${judgedText}`;
    expect(bundleHash(files, judged)).toBe(sha256(text));
  });

  it('knows nothing of the files that tell of a run', () => {
    const told = ['README.md', 'report.json', 'report.html', 'provenance.json', 'SHA256SUMS'].map((path) =>
      fileOf(path),
    );
    expect(bundleHash([fileOf('task.json'), ...told], judged)).toBe(bundleHash([fileOf('task.json')], judged));
  });

  it('takes files of like names elsewhere for what they are', () => {
    const like = ['demo/README.md', 'reports.json', 'demo/report.json', 'my-provenance.json'];
    const hashes = like.map((path) => bundleHash([fileOf('task.json'), fileOf(path)], judged));
    expect(new Set([bundleHash([fileOf('task.json')], judged), ...hashes]).size).toBe(5);
  });

  it('changes with a score and with the verdict', () => {
    const better = { ...judged, scores: judged.scores.map((score) => ({ ...score, value: 0.91 })) };
    const shipped = { ...judged, verdict: { ...judged.verdict, decision: 'ship' as const } };
    const hashes = [judged, better, shipped].map((one) => bundleHash([fileOf('task.json')], one));
    expect(new Set(hashes).size).toBe(3);
  });
});

describe('modelHash', () => {
  it('hashes sorted path and hash lines of all files', () => {
    const text = `README.md ${b}\nconfig.json ${a}\n`;
    expect(modelHash([fileOf('config.json', a), fileOf('README.md', b)])).toBe(sha256(text));
  });
});
