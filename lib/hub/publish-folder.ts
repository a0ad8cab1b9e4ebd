import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CommitOperation, commitIter, createRepo, HubApiError, modelInfo } from '@huggingface/hub';
import { StageFailure } from '../../contracts/failure.ts';
import type { Clock } from '../teacher/clock.ts';
import { createHubFetch } from './hub-fetch.ts';
import { inHubTerms } from './hub-terms.ts';
import { type LocalFile, publishedChanges } from './published-changes.ts';

export interface PublishOrder {
  /** `owner/name` */
  readonly repo: string;
  /** Of a repository that is made. `private` refuses one that is there and public. */
  readonly visibility: 'private' | 'public';
  readonly folder: string;
  readonly files: readonly LocalFile[];
  /** Of the commit. */
  readonly title: string;
}

export interface HubAccount {
  readonly endpoint: string;
  /** Never told to anybody but the endpoint. */
  readonly token: string;
  readonly clock: Clock;
}

export type Published =
  | {
      readonly state: 'published';
      readonly url: string;
      readonly made: 'made' | 'there';
      /** Paths; those of files that are the same there already are in neither. */
      readonly sent: readonly string[];
      readonly removed: readonly string[];
      /** Null where nothing was to be changed. */
      readonly commit: string | null;
    }
  /** The hub, or the state of the repository, forbids it: a person must decide. */
  | { readonly state: 'refused'; readonly why: string };

export type OnUpload = (path: string, share: number) => void;

/**
 * Brings a bundle into a model repository as one commit, which happens whole or not at all; said again after a break, large
 * files that had arrived are not sent again, nor is any file that is the same there. Files of an earlier bundle that this
 * one has not are removed, by that one's SHA256SUMS; others are left alone.
 * @throws StageFailure `key-refused` (401, 403), `hub-unreachable`
 */
export async function publishFolder(account: HubAccount, order: PublishOrder, onUpload: OnUpload): Promise<Published> {
  const { endpoint, token, clock } = account;
  const access = { hubUrl: endpoint, accessToken: token, fetch: createHubFetch(endpoint, clock) };
  const doing = `publishing to ${order.repo}`;
  try {
    return await inHubTerms(endpoint, doing, () => publish(access, order, onUpload));
  } catch (error) {
    const cause = error instanceof StageFailure ? error.cause : error;
    if (!(cause instanceof HubApiError)) throw error;
    return refused(cause, doing, endpoint);
  }
}

interface Access {
  readonly hubUrl: string;
  readonly accessToken: string;
  readonly fetch: typeof fetch;
}

async function publish(access: Access, order: PublishOrder, onUpload: OnUpload): Promise<Published> {
  const { repo, visibility, folder, files, title } = order;
  const found = await infoOf(access, repo);
  if (found !== null && !found.private && visibility === 'private') {
    const why = `${repo} is there and public. --public says that this is meant; or name another repository.`;
    return { state: 'refused', why };
  }
  if (found === null) await make(access, repo, visibility);
  const info = found ?? (await modelInfo({ name: repo, additionalFields: ['sha'], ...access }));
  const url = `${access.hubUrl.replace(/\/$/, '')}/${repo}`;
  const made = found === null ? 'made' : 'there';
  const { send, remove } = await publishedChanges(access, { repo, revision: info.sha }, folder, files);
  if (send.length + remove.length === 0) return { state: 'published', url, made, sent: [], removed: [], commit: null };
  const operations: CommitOperation[] = [
    ...send.map((path) => ({ operation: 'addOrUpdate' as const, path, content: pathToFileURL(join(folder, path)) })),
    ...remove.map((path) => ({ operation: 'delete' as const, path })),
  ];
  const uploads = commitIter({ repo, operations, title, branch: 'main', parentCommit: info.sha, ...access });
  for (;;) {
    const step = await uploads.next();
    if (step.done === true) {
      const commit = step.value?.commit.oid ?? null;
      return { state: 'published', url, made, sent: send, removed: remove, commit };
    }
    if (step.value.event === 'fileProgress' && step.value.state === 'uploading')
      onUpload(step.value.path, step.value.progress);
  }
}

/** Null where there is no such repository, or none that the token may see. */
async function infoOf(access: Access, repo: string) {
  try {
    return await modelInfo({ name: repo, additionalFields: ['sha'], ...access });
  } catch (error) {
    if (error instanceof HubApiError && error.statusCode === 404) return null;
    throw error;
  }
}

async function make(access: Access, repo: string, visibility: PublishOrder['visibility']): Promise<void> {
  await createRepo({ repo: { type: 'model', name: repo }, visibility, ...access });
}

/** What the hub's refusal means. The others may pass by themselves, and go on as they are. */
function refused(error: HubApiError, doing: string, endpoint: string): Published {
  const { statusCode, message } = error;
  if (statusCode === 401 || statusCode === 403) {
    throw new StageFailure(
      'key-refused',
      `${doing} at ${endpoint}: HF_TOKEN is refused (HTTP ${statusCode}: ${message}). It needs write access to that owner's repositories.`,
      { cause: error },
    );
  }
  if (statusCode === 409 || statusCode === 412) {
    const why = `${doing} at ${endpoint}: somebody else changed it at the same moment (HTTP ${statusCode}: ${message}). Nothing was committed; say it again.`;
    return { state: 'refused', why };
  }
  if (statusCode >= 500 || statusCode === 408) {
    throw new StageFailure(
      'hub-unreachable',
      `${doing} at ${endpoint}: ${message} (HTTP ${statusCode}). Say it again later.`,
      {
        cause: error,
      },
    );
  }
  return { state: 'refused', why: `${doing} at ${endpoint}: the hub refuses it (HTTP ${statusCode}: ${message}).` };
}
