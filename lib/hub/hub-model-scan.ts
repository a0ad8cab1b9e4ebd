import { HubApiError, listModels, modelInfo } from '@huggingface/hub';
import { z } from 'zod';
import type { SkippedSource } from '../../contracts/candidate.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { Clock } from '../teacher/clock.ts';
import { architectureOf } from './architecture.ts';
import { createHubFetch } from './hub-fetch.ts';
import type { HubSettings } from './hub-models.ts';
import { inHubTerms } from './hub-terms.ts';
import type { ListedModel, ModelScan } from './model-scan.ts';

/** Models of one listing: below the first hundred by downloads there is little that somebody has tried. */
const LISTED = 100;
const AT_ONCE = 4;
const FIELDS = ['cardData', 'safetensors', 'config', 'sha', 'tags'] as const;

/** Every part may be missing or of another form: cards are written by hand. */
const Facts = z.object({
  sha: z.string(),
  cardData: z
    .object({
      license: z.string().nullish().catch(null),
      language: z
        .union([z.string(), z.array(z.string())])
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  safetensors: z.object({ total: z.number() }).nullish().catch(null),
  config: z.object({ model_type: z.string() }).nullish().catch(null),
});

/** Models of a Hugging Face hub, or of a server that speaks its protocol. */
export function createHubModelScan(settings: HubSettings, clock: Clock): ModelScan {
  const hubFetch = createHubFetch(settings.endpoint, clock);
  return {
    scan: async (purpose, names) => {
      if (settings.offline)
        return { models: [], skipped: [{ what: settings.endpoint, reason: 'HF_HUB_OFFLINE forbids to ask the hub' }] };
      const token = settings.token();
      const access = {
        hubUrl: settings.endpoint,
        fetch: hubFetch,
        additionalFields: [...FIELDS],
        ...(token === undefined ? {} : { accessToken: token }),
      };
      return await inHubTerms(settings.endpoint, 'listing models', async () => {
        const models = new Map<string, ListedModel>();
        const skipped: SkippedSource[] = [];
        const search = { tags: [purpose] };
        for await (const entry of listModels({ search, sort: 'downloads', limit: LISTED, ...access }))
          if (entry.gated === false) models.set(entry.name, listed(entry.name, entry.downloads, entry));
        await inParallel(
          names.filter((name) => !models.has(name)),
          AT_ONCE,
          async (name) => {
            try {
              const info = await modelInfo({ name, ...access });
              models.set(name, listed(name, info.downloads, info));
            } catch (error) {
              if (!(error instanceof HubApiError) || ![401, 403, 404].includes(error.statusCode)) throw error;
              skipped.push({ what: name, reason: `the hub does not give it (HTTP ${error.statusCode})` });
            }
          },
        );
        return {
          models: [...models.values()].toSorted(byName),
          skipped: skipped.toSorted((a, b) => (a.what < b.what ? -1 : 1)),
        };
      });
    },
  };
}

const byName = (one: ListedModel, other: ListedModel): number => (one.name < other.name ? -1 : 1);

function listed(name: string, downloads: number, facts: unknown): ListedModel {
  const { sha, cardData, safetensors, config } = Facts.parse(facts);
  const language = cardData?.language ?? [];
  return {
    name,
    revision: sha,
    family: architectureOf(config),
    parameters: safetensors?.total ?? null,
    license: cardData?.license ?? null,
    languages: typeof language === 'string' ? [language] : language,
    downloads,
  };
}
