import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { downloadRelease } from '../../../infra/setup/install-server.mjs';

const ARCHIVE = 'tool_1.2.3.tar.gz';
const SERVER = { version: '1.2.3', archive: () => ARCHIVE };
const PLACE = `/releases/download/v1.2.3`;
const ignore = (): void => {};

let folder: string;
let files: Record<string, Uint8Array | string>;
const host = createServer((request, response) => {
  const body = files[request.url ?? ''];
  response.writeHead(body === undefined ? 404 : 200).end(body);
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'p2m-release-'));
  mkdirSync(join(folder, 'draft'));
  files = {};
  await once(host.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  host.close();
  await once(host, 'close');
});

/** Publishes an archive that holds `tool` in a folder of its own, as some projects pack theirs. */
function publish(listed: 'rightly' | 'wrongly'): void {
  mkdirSync(join(folder, 'tool_1.2.3'));
  writeFileSync(join(folder, 'tool_1.2.3', 'tool'), 'the binary');
  execFileSync('tar', ['-czf', ARCHIVE, 'tool_1.2.3'], { cwd: folder });
  const bytes = readFileSync(join(folder, ARCHIVE));
  const sha256 = createHash('sha256')
    .update(listed === 'rightly' ? bytes : 'other bytes')
    .digest('hex');
  files[`${PLACE}/${ARCHIVE}`] = bytes;
  files[`${PLACE}/checksums.txt`] = `${'0'.repeat(64)}  other.tar.gz\n${sha256}  ${ARCHIVE}\n`;
}

const download = (): Promise<string> => {
  const { port } = addressOf(host.address());
  return downloadRelease('tool', SERVER, `http://127.0.0.1:${port}/releases`, join(folder, 'draft'), ignore);
};

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address;
}

it('unpacks the binary of a release whose checksum is the published one', async () => {
  publish('rightly');
  expect(readFileSync(await download(), 'utf8')).toBe('the binary');
});

it('refuses an archive that the published list does not name', async () => {
  publish('wrongly');
  await expect(download()).rejects.toThrow('checksums.txt');
});

it('says what is missing where there is no release', async () => {
  await expect(download()).rejects.toThrow(/tool_1\.2\.3\.tar\.gz answers 404/);
});
