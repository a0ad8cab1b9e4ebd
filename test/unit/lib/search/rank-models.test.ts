import { describe, expect, it } from 'vitest';
import type { ListedModel } from '../../../../lib/hub/model-scan.ts';
import { rankModels } from '../../../../lib/search/rank-models.ts';

const ANY = { kind: 'labels', maxParameters: null, licenses: null, language: null, families: ['encoder'] } as const;
const NOTHING = { models: [], skipped: [] };

const model = (name: string, changes: Partial<ListedModel> = {}): ListedModel => ({
  name,
  revision: 'abc',
  family: 'encoder',
  parameters: 30e6,
  license: 'mit',
  languages: ['en'],
  downloads: 1000,
  ...changes,
});
const namesOf = ({ candidates }: ReturnType<typeof rankModels>) => candidates.map(({ name }) => name);

describe('rankModels', () => {
  it('puts what is here first, then smaller curated ones, without any hub', () => {
    expect(namesOf(rankModels(ANY, NOTHING)).slice(0, 3)).toEqual([
      'minilm',
      'jhu-clsp/ettin-encoder-17m',
      'jhu-clsp/ettin-encoder-32m',
    ]);
  });

  it('leaves out what breaks a limit, and says why', () => {
    const { candidates, skipped } = rankModels({ ...ANY, maxParameters: 40e6, licenses: ['mit'] }, NOTHING);
    expect(candidates.map(({ name }) => name)).toEqual(['jhu-clsp/ettin-encoder-17m', 'jhu-clsp/ettin-encoder-32m']);
    const reasons = new Map(skipped.map(({ what, reason }) => [what, reason]));
    expect(reasons.get('minilm')).toBe('its licence is apache-2.0, and the task allows mit');
    expect(reasons.get('jhu-clsp/ettin-encoder-150m')).toBe(
      'it has 150 million parameters, and the limit is 40 million',
    );
  });

  it('takes what reads the language', () => {
    expect(namesOf(rankModels({ ...ANY, language: 'ja' }, NOTHING))).toEqual(['jhu-clsp/mmBERT-small']);
  });

  it('keeps to families that can be trained', () => {
    const { candidates, skipped } = rankModels(ANY, NOTHING);
    expect(new Set(candidates.map(({ family }) => family))).toEqual(new Set(['encoder']));
    expect(skipped).toContainEqual({
      what: 'minishlab/potion-base-8M',
      reason: 'students of the family static cannot be trained yet',
    });
  });

  it('believes the hub of today more than the list, and adds what it lists', () => {
    const scanned = {
      models: [
        model('jhu-clsp/ettin-encoder-17m', { license: 'other', revision: 'new' }),
        model('acme/tiny', { parameters: 5e6 }),
        model('acme/t5', { family: 'encoder-decoder' }),
        model('acme/unknown', { family: null }),
      ],
      skipped: [],
    };
    const { candidates } = rankModels(ANY, scanned);
    expect(candidates.find(({ name }) => name === 'jhu-clsp/ettin-encoder-17m')).toMatchObject({
      license: 'other',
      revision: 'new',
    });
    expect(candidates.find(({ name }) => name === 'acme/tiny')).toMatchObject({ from: 'hub', parameters: 5e6 });
    expect(candidates.some(({ name }) => ['acme/t5', 'acme/unknown'].includes(name))).toBe(false);
  });
});
