import type { TeacherAccount } from './teacher.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { Clock } from './clock.ts';
import { type Dialect, firstDialect } from './dialect.ts';
import { createGate, type Gate } from './gate.ts';
import type { PaceLimits } from './pace.ts';

/** What this process has learnt of an endpoint and model; shared by all who ask it. */
export interface Endpoint {
  readonly gate: Gate;
  readonly breaker: Breaker;
  dialect: Dialect;
  /** Prompt tokens that it counted beyond their bound (a system prompt of its own); added to the bound from then on. */
  surplusTokens: number;
}

export function createEndpoints(clock: Clock, limits: PaceLimits): (account: TeacherAccount) => Endpoint {
  const endpoints = new Map<string, Endpoint>();
  return ({ baseUrl, model }) => {
    const name = JSON.stringify([baseUrl, model]);
    const known = endpoints.get(name);
    if (known) return known;
    const endpoint = {
      gate: createGate(clock, limits),
      breaker: createBreaker(),
      dialect: firstDialect({ baseUrl, model }),
      surplusTokens: 0,
    };
    endpoints.set(name, endpoint);
    return endpoint;
  };
}
