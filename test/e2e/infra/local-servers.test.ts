import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../../infra/local/free-port.ts';
import { LocalStackError } from '../../../infra/local/local-stack-error.ts';
import { startS3Server } from '../../../infra/local/s3-server.ts';
import { startTemporalServer } from '../../../infra/local/temporal-server.ts';
import { stateDir } from '../../../infra/setup/places.mjs';

let folder: string;
beforeAll(() => {
  mkdirSync(stateDir, { recursive: true });
  folder = mkdtempSync(join(stateDir, 'test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('takes the next free port where the preferred one is busy', async () => {
  const busy = createServer();
  const port = await freePort(undefined);
  await once(busy.listen(port, '127.0.0.1'), 'listening');
  const server = await startS3Server({ dataDir: join(folder, 's3'), port });
  expect(server.port).toBeGreaterThan(port);
  await server.stop();
  busy.close();
});

it('shows the end of the log when a server dies at its start', async () => {
  writeFileSync(join(folder, 'no-database'), 'this is no SQLite file'.repeat(100));
  const started = startTemporalServer({ dbFile: join(folder, 'no-database') });
  await expect(started).rejects.toThrow(LocalStackError);
  await expect(started).rejects.toThrow(/file is not a database/);
});

it('comes back at its address with the database of before', async () => {
  const dbFile = join(folder, 'temporal.db');
  const first = await startTemporalServer({ dbFile });
  await first.stop();
  const again = await startTemporalServer({ dbFile, port: first.port, uiPort: first.uiPort });
  expect(again.address).toBe(first.address);
  await again.stop();
});
