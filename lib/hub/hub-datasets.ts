import { datasetInfo, downloadFile, HubApiError, listDatasets, listFiles } from '@huggingface/hub';
import type { SkippedSource } from '../../contracts/candidate.ts';
import type { DataBytes } from '../datasets/data-bytes.ts';
import { DataUnreadable } from '../datasets/data-unreadable.ts';
import { cardOf, type DatasetCard } from '../datasets/dataset-card.ts';
import type { FoundDataset } from '../datasets/found-dataset.ts';
import { type FileGroup, groupByCard } from '../datasets/group-files.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { Clock } from '../teacher/clock.ts';
import type { DatasetHub } from './dataset-hub.ts';
import { createHubFetch } from './hub-fetch.ts';
import type { HubSettings } from './hub-models.ts';
import { inHubTerms } from './hub-terms.ts';

/** Listed for each search; the hub sorts them by downloads. */
const LISTED = 20;
/** Requests at once: the hub counts them per address. */
const AT_ONCE = 4;
/** Configurations of one dataset that are looked into: some have hundreds, one for each language. */
const CONFIGS = 3;
/** Where the hub keeps every dataset as Parquet: https://huggingface.co/docs/dataset-viewer/parquet */
const CONVERTED = 'refs/convert/parquet';

type Access = Pick<Parameters<typeof listFiles>[0], 'hubUrl' | 'fetch' | 'accessToken'>;

/** Datasets of a Hugging Face hub, or of a server that speaks its protocol. Nothing is asked where `offline` forbids it. */
export function createHubDatasets(settings: HubSettings, clock: Clock): DatasetHub {
  const hubFetch = createHubFetch(settings.endpoint, clock);
  const access = (): Access => {
    const token = settings.token();
    return { hubUrl: settings.endpoint, fetch: hubFetch, ...(token === undefined ? {} : { accessToken: token }) };
  };
  return {
    search: async (words, limit) => {
      if (settings.offline)
        return { found: [], skipped: [{ what: settings.endpoint, reason: 'HF_HUB_OFFLINE forbids to ask the hub' }] };
      return await inHubTerms(settings.endpoint, 'searching datasets', async () => {
        const listed = await listAll(words, limit, access());
        const looked = await inParallel(listed, AT_ONCE, async (repo) => await lookInto(repo, access()));
        return {
          found: looked.flatMap((one) => ('found' in one ? one.found : [])),
          skipped: looked.flatMap((one) => ('skipped' in one ? [one.skipped] : [])),
        };
      });
    },
    open: async (repo, revision, file) => await openFile(repo, revision, file.path, access()),
  };
}

/** Names of repositories, the most downloaded first, each once. */
async function listAll(words: readonly string[], limit: number, access: Access): Promise<readonly string[]> {
  const downloads = new Map<string, number>();
  for (const query of words)
    for await (const one of listDatasets({ search: { query }, sort: 'downloads', limit: LISTED, ...access }))
      downloads.set(one.name, one.downloads);
  return [...downloads]
    .toSorted((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
    .slice(0, limit)
    .map(([name]) => name);
}

type Looked = { readonly found: readonly FoundDataset[] } | { readonly skipped: SkippedSource };

/** A repository's datasets, or why there are none; a closed one is a line of the listing, not a failure. */
async function lookInto(repo: string, access: Access): Promise<Looked> {
  const skipped = (reason: string): Looked => ({ skipped: { what: `hub:${repo}`, reason } });
  try {
    const info = await datasetInfo({ name: repo, additionalFields: ['sha', 'cardData', 'description'], ...access });
    const card = cardOf(info.cardData, info.description ?? '');
    const own = await groupsAt(repo, info.sha, card, access);
    const at = own.length > 0 ? { revision: info.sha, groups: own } : await converted(repo, access);
    if (at.groups.length === 0) return skipped('it has no files of rows, and the hub has no Parquet of it');
    const found = at.groups.slice(0, CONFIGS).map(({ name, files }): FoundDataset => ({
      id: `hub:${repo}${name === '' ? '' : `:${name}`}`,
      title: card.title ?? repo,
      place: { from: 'hub', repo, revision: at.revision, config: name === '' ? null : name },
      card,
      files,
      downloads: info.downloads,
    }));
    return { found };
  } catch (error) {
    if (!(error instanceof HubApiError) || ![401, 403, 404].includes(error.statusCode)) throw error;
    if (error.statusCode === 404) return skipped('it is gone, or closed to this token');
    const whose = access.accessToken === undefined ? 'without HF_TOKEN' : 'to the account of HF_TOKEN';
    return skipped(`it is closed ${whose}: its page at the hub says how to ask for access`);
  }
}

async function groupsAt(repo: string, revision: string, card: DatasetCard, access: Access) {
  const files: { path: string; bytes: number; sha256: null }[] = [];
  const listing = { repo: { type: 'dataset' as const, name: repo }, revision, recursive: true, ...access };
  for await (const { type, path, size } of listFiles(listing))
    if (type === 'file') files.push({ path, bytes: size, sha256: null });
  return groupByCard(files, card.configs);
}

/** The Parquet that the hub made of it: `<configuration>/<split>/<number>.parquet`. None where it made none. */
async function converted(
  repo: string,
  access: Access,
): Promise<{ readonly revision: string; readonly groups: readonly FileGroup[] }> {
  try {
    const { sha } = await datasetInfo({ name: repo, revision: CONVERTED, additionalFields: ['sha'], ...access });
    const [all] = await groupsAt(repo, sha, cardOf({}, ''), access);
    const configs = new Map<string, FileGroup['files'][number][]>();
    for (const file of all?.files ?? []) {
      const config = file.path.split('/')[0] ?? '';
      configs.set(config, [...(configs.get(config) ?? []), file]);
    }
    return { revision: sha, groups: [...configs].map(([name, files]) => ({ name, files })) };
  } catch (error) {
    if (error instanceof HubApiError && error.statusCode === 404) return { revision: CONVERTED, groups: [] };
    throw error;
  }
}

async function openFile(repo: string, revision: string, path: string, access: Access): Promise<DataBytes> {
  const inTerms = async <Result>(work: () => Promise<Result>): Promise<Result> =>
    await inHubTerms(access.hubUrl ?? '', `reading ${path} of ${repo}`, async () => {
      try {
        return await work();
      } catch (cause) {
        if (!(cause instanceof HubApiError) || ![401, 403, 404].includes(cause.statusCode)) throw cause;
        throw new DataUnreadable(`the hub does not give ${path} (HTTP ${cause.statusCode})`, { cause });
      }
    });
  const blob = await inTerms(async () => {
    const repository = { type: 'dataset' as const, name: repo };
    return await downloadFile({ repo: repository, revision, path, xet: false, ...access });
  });
  if (blob === null) throw new DataUnreadable(`${path} is gone from the hub`);
  return {
    bytes: blob.size,
    part: async (from, to) =>
      to <= from ? new ArrayBuffer(0) : await inTerms(() => blob.slice(from, to).arrayBuffer()),
  };
}
