import { describe, expect, it } from 'vitest';
import { compareModels } from '../../../../lib/registry/compare-models.ts';
import { readTestedModel, type TestedModel } from '../../../../lib/registry/tested-model.ts';
import { createTestRegistry, shippingBuild, SHIP, testedRows } from '../../../support/released-builds.ts';
import type { SmallBuildWish } from '../../../support/small-build.ts';

let prompts = 0;

async function tested(wish: SmallBuildWish): Promise<TestedModel> {
  const registry = createTestRegistry();
  return readTestedModel(registry.store, await shippingBuild(registry, `prompt ${++prompts}`, wish));
}

const compared = async (candidate: SmallBuildWish, released: SmallBuildWish) =>
  compareModels(await tested(candidate), await tested(released), 'version 3');

describe('compareModels', () => {
  it('says how much worse it is at most, within the margin', async () => {
    const { finding, sentence } = await compared({ tested: testedRows(12) }, { tested: testedRows(10) });
    expect(finding).toBe('no-worse');
    expect(sentence).toBe(
      'On 200 test rows that both answered it is at most 3.0 points worse than version 3 (accuracy 94.0 against 95.0; 95 % confidence), within the margin of 5.0.',
    );
  });

  it('says how much better it is at least', async () => {
    const { finding, sentence } = await compared({ tested: testedRows(0) }, { tested: testedRows(60) });
    expect(finding).toBe('no-worse');
    expect(sentence).toMatch(/it is at least 2\d\.\d points better than version 3/);
  });

  it('cannot say of one that is too close to tell, and names the rows that would', async () => {
    const { finding, sentence } = await compared({ tested: testedRows(14) }, { tested: testedRows(8, 100) });
    expect(finding).toBe('unproven');
    expect(sentence).toMatch(
      /it may be up to \d\.\d points worse .* the margin is 5\.0; about [\d,]+ rows would settle it\.$/,
    );
  });

  it('compares the same model with itself without any row', async () => {
    const one = await tested({});
    expect(compareModels(one, one, 'version 3')).toEqual({ finding: 'no-worse', sentence: 'It is version 3 itself.' });
  });

  it('takes the answers of the candidate’s own evaluation where that version was asked there', async () => {
    const released = await tested({ tested: testedRows(10).slice(0, 20) });
    const rows = testedRows(10).map((row) => ({ ...row, released: row.output }));
    const asked = { name: 'triage', number: 3, buildId: 'b', bundleHash: released.bundleHash };
    const candidate = await tested({ tested: rows, report: { ...SHIP, released: asked } });
    expect(compareModels(candidate, released, 'version 3').sentence).toContain('On 200 test rows');
    const another = await tested({ tested: rows, report: { ...SHIP, released: { ...asked, bundleHash: 'c' } } });
    expect(compareModels(another, released, 'version 3')).toEqual({
      finding: 'unproven',
      sentence: 'Only 20 test rows were answered by it and by version 3; at least 40 are needed.',
    });
  });

  it('cannot compare another task', async () => {
    const { finding, sentence } = await compared({}, { labels: ['a', 'b', 'c'] });
    expect(finding).toBe('unproven');
    expect(sentence).toBe(
      'Version 3 answers another task (its labels are a, b, c, not a, b), so no row can compare them.',
    );
  });

  it('believes no rows of the teacher', async () => {
    const own = await tested({});
    const generated = own.report.scores.map((score) => ({ ...score, on: 'generated' as const }));
    const candidate = { ...own, report: { ...own.report, scores: generated } };
    expect(compareModels(candidate, await tested({}), 'version 3').finding).toBe('unproven');
  });
});
