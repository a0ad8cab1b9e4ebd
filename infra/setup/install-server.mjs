import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './places.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Puts the server's binary at `target`: built with Go, else the official release. The name appears when it is whole. */
export async function installServer(name, server, target, report) {
  const folder = join(target, '..');
  mkdirSync(folder, { recursive: true });
  const draft = mkdtempSync(join(folder, `.${name}-`));
  try {
    const binary = await firstThatWorks(server, [
      () => buildWithGo(name, server, draft, report),
      () => downloadRelease(name, server, server.releases, draft, report),
    ]);
    chmodSync(binary, 0o755);
    renameSync(binary, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function firstThatWorks(server, ways) {
  const failures = [];
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      failures.push(error.message);
    }
  }
  const program = server.goPackage.split('/').at(-1);
  throw new SetUpError(
    `the ${server.title} (${program} ${server.version}) could not be had:\n${failures.join('\n')}`,
    `Install ${program} ${server.version} so that it is on PATH (${server.releases}), or Go (go.dev/dl), with which set-up builds it.`,
  );
}

async function buildWithGo(name, server, draft, report) {
  if (onPath('go').length === 0) throw new Error('- no Go on PATH to build it with');
  report('building with Go, which takes minutes the first time');
  const { GOOS: _os, GOARCH: _arch, ...inherited } = process.env; // `go install` refuses GOBIN when it cross-compiles
  const env = { ...inherited, CGO_ENABLED: '0', GOBIN: draft, GOFLAGS: '' };
  await runCommand('go', ['install', '-ldflags', '-s -w', `${server.goPackage}@v${server.version}`], { env });
  return join(draft, name);
}

/** Fetches the release archive for this machine from `releases`, checks it against the published list, unpacks it. */
export async function downloadRelease(name, server, releases, draft, report) {
  const archive = server.archive(process.platform, process.arch === 'x64' ? 'amd64' : process.arch);
  const base = `${releases}/download/v${server.version}`;
  report(`downloading ${archive}`);
  const bytes = await fetchBytes(`${base}/${archive}`);
  const checksums = new TextDecoder().decode(await fetchBytes(`${base}/checksums.txt`));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!checksums.split('\n').some((line) => line.startsWith(sha256) && line.trim().endsWith(archive))) {
    throw new Error(`- ${base}/${archive} has SHA-256 ${sha256}, which checksums.txt beside it does not name`);
  }
  const file = join(draft, archive);
  writeFileSync(file, bytes);
  await runCommand('tar', ['-xzf', file, '-C', draft]);
  return findUnpacked(name, draft);
}

async function fetchBytes(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new Error(`- ${url} cannot be reached: ${error.cause?.message ?? error.message}`, { cause: error });
  }
  if (!response.ok) throw new Error(`- ${url} answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Some archives hold the binary at their top, some in a folder. */
function findUnpacked(name, draft) {
  const folders = readdirSync(draft, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const places = [draft, ...folders.map((folder) => join(draft, folder.name))];
  const found = places.map((place) => join(place, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`- the archive holds no file ${name}`);
  return found;
}
