import { describe, expect, it } from 'vitest';
import { baseModelFacts } from '../../../../lib/bundle/licenses.ts';

describe('baseModelFacts', () => {
  it('knows the encoder that comes with the trainer, whatever is stated', () => {
    expect(baseModelFacts('minilm', 'mit')).toMatchObject({
      hubId: 'sentence-transformers/all-MiniLM-L6-v2',
      license: 'apache-2.0',
    });
  });

  it('inherits no licence from random weights', () => {
    expect(baseModelFacts('none', null)).toEqual({ name: null, hubId: null, license: null, trainedOn: [] });
  });

  it('takes the stated licence of a model on the hub, and its name without the revision', () => {
    const facts = { name: 'google/flan-t5-small', hubId: 'google/flan-t5-small', license: 'apache-2.0', trainedOn: [] };
    expect(baseModelFacts('google/flan-t5-small@0fc9ddf', 'apache-2.0')).toEqual(facts);
  });

  it('says unknown where nobody stated a licence, and tells of a folder only its own name', () => {
    const facts = { name: 'my-t5', hubId: null, license: 'unknown', trainedOn: [] };
    expect(baseModelFacts('/home/someone/models/my-t5/', null)).toEqual(facts);
  });
});
