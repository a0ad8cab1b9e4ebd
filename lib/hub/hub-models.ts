import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { downloadFile, HubApiError, listFiles, modelInfo } from '@huggingface/hub';
import { StageFailure } from '../../contracts/failure.ts';
import { architectureOf } from './architecture.ts';
import { type BaseModel, MODEL_FILES, type ModelHub } from './model-hub.ts';

export interface HubSettings {
  readonly endpoint: string;
  /** Read at each look-up, so that a corrected token works at once. */
  readonly token: () => string | undefined;
  /** True where `HF_HUB_OFFLINE` forbids to ask. */
  readonly offline: boolean;
}

/** Models of a Hugging Face hub, or of a server that speaks its protocol. */
export function createHubModels(settings: HubSettings): ModelHub {
  return {
    findModel: async (name) => {
      if (settings.offline) {
        throw new StageFailure(
          'base-model-unusable',
          `The base model ${name} is no folder here, and HF_HUB_OFFLINE forbids to ask the hub. Name a folder, or unset HF_HUB_OFFLINE.`,
        );
      }
      const [repo = name, wanted = 'main'] = name.split('@');
      const token = settings.token();
      const access = { hubUrl: settings.endpoint, ...(token === undefined ? {} : { accessToken: token }) };
      return inHubTerms(name, settings.endpoint, async () => {
        const info = await modelInfo({
          name: repo,
          revision: wanted,
          additionalFields: ['sha', 'cardData', 'config'],
          ...access,
        });
        const files: string[] = [];
        for await (const file of listFiles({ repo, revision: info.sha, recursive: true, ...access })) {
          if (file.type === 'file' && MODEL_FILES.test(file.path)) files.push(file.path);
        }
        if (!files.some((path) => path.endsWith('.safetensors'))) {
          throw new StageFailure(
            'base-model-unusable',
            `The base model ${name} has no safetensors weights, and no other format is loaded. Name another base model.`,
          );
        }
        const fetch: BaseModel['fetch'] = (folder) =>
          inHubTerms(name, settings.endpoint, () => download(repo, info.sha, files, folder, access));
        const family = architectureOf(info.config);
        return { name, identity: `hub:${repo}@${info.sha}`, family, license: licenseOf(info.cardData), fetch };
      });
    },
  };
}

async function download(
  repo: string,
  revision: string,
  files: readonly string[],
  folder: string,
  access: { readonly hubUrl: string; readonly accessToken?: string },
): Promise<void> {
  for (const path of files) {
    const blob = await downloadFile({ repo, revision, path, ...access });
    if (blob === null)
      throw new StageFailure('base-model-unusable', `${path} of the base model ${repo} is gone from the hub.`);
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await pipeline(Readable.fromWeb(blob.stream()), createWriteStream(target));
  }
}

/** Gives the hub's errors a kind: 404 and closed repositories need a person, all else may pass. */
async function inHubTerms<Result>(name: string, endpoint: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof StageFailure) throw cause;
    if (cause instanceof HubApiError && [401, 403, 404].includes(cause.statusCode)) {
      throw new StageFailure(
        'base-model-unusable',
        `${endpoint} gives no base model ${name} (HTTP ${cause.statusCode}). Check its name; a closed model needs HF_TOKEN with access to it.`,
        { cause },
      );
    }
    throw new StageFailure(
      'hub-unreachable',
      `The base model ${name} could not be fetched from ${endpoint}: ${String(cause)}`,
      { cause },
    );
  }
}

function licenseOf(card: unknown): string | null {
  if (typeof card !== 'object' || card === null || !('license' in card)) return null;
  return typeof card.license === 'string' ? card.license : null;
}
