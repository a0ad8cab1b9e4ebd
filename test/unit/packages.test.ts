import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const Lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), resolved: z.unknown().optional() })),
});
const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

describe('the lock file', () => {
  it('has one version of every Temporal package', () => {
    const temporal = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/@temporalio/'));
    expect(temporal.length).toBeGreaterThan(5);
    expect(new Set(temporal.map(([, { version }]) => version)).size).toBe(1);
  });

  it('gives the Temporal packages one protobufjs, version 8, or replay from JSON dies', () => {
    expect(packages['node_modules/protobufjs']?.version).toMatch(/^8\./);
    const nested = Object.keys(packages).filter((path) => /node_modules\/@temporalio\/.*\/protobufjs$/.test(path));
    expect(nested).toEqual([]);
  });

  it('names no registry', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });
});
