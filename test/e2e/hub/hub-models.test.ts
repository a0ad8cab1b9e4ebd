import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderModels } from '../../../lib/hub/folder-models.ts';
import { createHubModels } from '../../../lib/hub/hub-models.ts';
import { startHubServer } from '../../support/hub-server.ts';

const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const files = {
  'config.json': '{"model_type":"bert"}',
  'model.safetensors': 'weights',
  'pytorch_model.bin': 'pickled',
  'modeling_custom.py': 'import os',
  'tokenizer.json': '{}',
  'chat_template.jinja': '{{ messages }}',
};

describe('createHubModels', () => {
  let folder: string;
  let hub: Awaited<ReturnType<typeof startHubServer>>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-test-'));
    hub = await startHubServer({
      'acme/small': { sha: SHA, files, license: 'apache-2.0', modelType: 'qwen2' },
      'acme/pickled': { sha: SHA, files: { 'pytorch_model.bin': 'pickled' } },
      'acme/closed': { sha: SHA, files, token: 'hf_right' },
    });
  });

  afterEach(async () => {
    await hub.stop();
    await rm(folder, { recursive: true });
  });

  const models = (token?: string, offline = false) =>
    createHubModels({ endpoint: hub.endpoint, token: () => token, offline });

  it('fetches weights, configuration and tokenizer, page by page, and neither code nor pickles', async () => {
    const model = await models().findModel('acme/small');
    await model.fetch(folder);
    expect((await readdir(folder)).toSorted()).toEqual([
      'chat_template.jinja',
      'config.json',
      'model.safetensors',
      'tokenizer.json',
    ]);
    expect(await readFile(join(folder, 'model.safetensors'), 'utf8')).toBe('weights');
    expect(model).toMatchObject({ identity: `hub:acme/small@${SHA}`, license: 'apache-2.0', family: 'decoder' });
  });

  it('refuses a model without safetensors', async () => {
    await expect(models().findModel('acme/pickled')).rejects.toMatchObject({ kind: 'base-model-unusable' });
  });

  it('refuses a model that is not there, and one that is closed to the token', async () => {
    await expect(models().findModel('acme/none')).rejects.toMatchObject({ kind: 'base-model-unusable' });
    await expect(models('hf_wrong').findModel('acme/closed')).rejects.toMatchObject({ kind: 'base-model-unusable' });
    await expect(models('hf_right').findModel('acme/closed')).resolves.toMatchObject({ name: 'acme/closed' });
  });

  it('asks nothing where the hub is switched off', async () => {
    await expect(models(undefined, true).findModel('acme/small')).rejects.toMatchObject({
      kind: 'base-model-unusable',
    });
    expect(hub.asked).toEqual([]);
  });

  it('says that a hub which is gone may come back', async () => {
    await hub.stop();
    await expect(models().findModel('acme/small')).rejects.toMatchObject({ kind: 'hub-unreachable' });
  });

  it('takes a folder as it is, and knows it by its content', async () => {
    const source = join(folder, 'model.safetensors');
    await writeFile(source, 'one');
    await writeFile(join(folder, 'run.py'), 'import os');
    const local = createFolderModels(models());
    const one = await local.findModel(folder);
    expect(one.family).toBeNull();
    await writeFile(join(folder, 'config.json'), '{"model_type":"llama"}');
    await writeFile(source, 'two');
    const two = await local.findModel(folder);
    expect(two.family).toBe('decoder');
    expect(one.identity).not.toBe(two.identity);
    await two.fetch(join(folder, 'copy'));
    expect((await readdir(join(folder, 'copy'))).toSorted()).toEqual(['config.json', 'model.safetensors']);
  });
});
