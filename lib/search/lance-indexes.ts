import { connect, Index, MatchQuery, type Connection, type Table } from '@lancedb/lancedb';
import { z } from 'zod';
import { StageFailure } from '../../contracts/failure.ts';
import type { Environment } from '../environment/read-environment.ts';
import type { EmbeddedText, SearchHit, SearchIndex, SearchIndexes } from './search-index.ts';

/** A folder, or `s3://bucket/prefix` with what LanceDB needs to get there. */
export interface LancePlace {
  readonly uri: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Indexes lie beside the objects of the store: `search/<index hash>.lance`. */
export function searchPlace({ store }: Pick<Environment, 'store'>): LancePlace {
  const { endpoint, credentials } = store;
  return {
    uri: `s3://${store.bucket}/search`,
    options: {
      region: store.region,
      ...(endpoint === null
        ? {}
        : { endpoint, allow_http: String(endpoint.startsWith('http:')), virtual_hosted_style_request: 'false' }),
      ...(credentials === null
        ? {}
        : { access_key_id: credentials.accessKeyId, secret_access_key: credentials.secretAccessKey }),
      ...(credentials?.sessionToken === undefined ? {} : { session_token: credentials.sessionToken }),
    },
  };
}

/**
 * Indexes of LanceDB. Vectors are compared one by one, with no approximate index: the texts of a few hundred datasets
 * take milliseconds, and the order is the same each time.
 */
export function createLanceIndexes(place: LancePlace): SearchIndexes {
  return {
    open: async (name, count, texts) =>
      await inStoreTerms(place, name, async () => {
        const connection = await connect(place.uri, { storageOptions: { ...place.options } });
        const table = (await wholeTable(connection, name, count)) ?? (await makeTable(connection, name, await texts()));
        return indexOver(table, count, place, name);
      }),
  };
}

/** The table where it is complete. The full-text index is made last: a table without it was left behind half made. */
async function wholeTable(connection: Connection, name: string, count: number): Promise<Table | null> {
  if (!(await connection.tableNames()).includes(name)) return null;
  const table = await connection.openTable(name);
  const indices = await table.listIndices();
  const isWhole = indices.some(({ columns }) => columns.includes('words')) && (await table.countRows()) === count;
  return isWhole ? table : null;
}

async function makeTable(connection: Connection, name: string, texts: readonly EmbeddedText[]): Promise<Table> {
  const rows = texts.map(({ dataset, part, words, vector }) => ({ dataset, part, words, vector: Array.from(vector) }));
  const table = await connection.createTable(name, rows, { mode: 'overwrite' });
  const config = Index.fts({ language: 'English', stem: true, removeStopWords: true, withPosition: false });
  await table.createIndex('words', { config });
  return table;
}

const Hit = z.object({ dataset: z.string(), part: z.enum(['about', 'row']) });
const VectorHits = z.array(Hit.extend({ _distance: z.number() }));
const WordHits = z.array(Hit.extend({ _score: z.number() }));

function indexOver(table: Table, count: number, place: LancePlace, name: string): SearchIndex {
  return {
    nearest: async (vector) =>
      await inStoreTerms(place, name, async () => {
        const query = table.vectorSearch(Array.from(vector)).distanceType('cosine').limit(count);
        const hits = VectorHits.parse(plain(await query.select(['dataset', 'part', '_distance']).toArray()));
        return inOrder(hits.map(({ dataset, part, _distance: distance }) => ({ dataset, part, score: 1 - distance })));
      }),
    matching: async (words) =>
      await inStoreTerms(place, name, async () => {
        const query = table.query().fullTextSearch(new MatchQuery(words, 'words')).limit(count);
        const hits = WordHits.parse(plain(await query.select(['dataset', 'part', '_score']).toArray()));
        return inOrder(hits.map(({ dataset, part, _score: score }) => ({ dataset, part, score })));
      }),
  };
}

/** Rows come as views on columns. */
const plain = (rows: readonly object[]): readonly object[] => rows.map((row) => ({ ...row }));

const inOrder = (hits: readonly SearchHit[]): readonly SearchHit[] =>
  hits.toSorted((one, other) => other.score - one.score || (one.dataset < other.dataset ? -1 : 1));

/** LanceDB throws plain errors with no kind; what can go wrong outside of this code is its storage. */
async function inStoreTerms<Result>(place: LancePlace, name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof StageFailure || cause instanceof z.ZodError) throw cause;
    throw new StageFailure('store-unreachable', `searching ${place.uri}/${name}.lance: ${cause.message}`, { cause });
  }
}
