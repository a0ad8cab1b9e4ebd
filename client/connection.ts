import { Client, Connection, isGrpcServiceError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { Environment } from '../lib/environment/read-environment.ts';
import { CommandFailure } from './command-failure.ts';

/** A connection to Temporal on which no call waits for ever. */
export interface Temporal {
  readonly client: Client;
  readonly namespace: string;
  readonly address: string;
  /**
   * Runs one request, `doing` naming it for messages, within `ms`.
   * @throws CommandFailure `temporal-unreachable` or `temporal-refused`; what is no error of the connection goes on
   */
  readonly call: <Result>(doing: string, request: () => Promise<Result>, ms?: number) => Promise<Result>;
  readonly close: () => Promise<void>;
}

/** A local server answers in milliseconds, a far one in tenths of a second: after this it is not there. */
const DEADLINE_MS = 5_000;

/** gRPC status codes, @see https://grpc.io/docs/guides/status-codes/ */
const UNREACHABLE = new Set([4, 8, 14]); // deadline exceeded, resource exhausted, unavailable

/**
 * Connects to the server that the environment names; `identity` is who started what in the history.
 * @throws CommandFailure `temporal-unreachable` after five seconds, `temporal-refused` where it does not let us in
 */
export async function connectTemporal(
  { temporal }: Environment,
  now: () => number,
  identity: string,
): Promise<Temporal> {
  const { address, namespace, apiKey, tls } = temporal;
  const wrap = async <Result>(doing: string, request: () => Promise<Result>): Promise<Result> => {
    try {
      return await request();
    } catch (error) {
      throw asFailure(error, doing, `${address}, namespace ${namespace}`);
    }
  };
  const connection = await wrap('connecting', () =>
    Connection.connect({
      address,
      connectTimeout: DEADLINE_MS,
      tls: tls ?? null,
      ...(apiKey === null ? {} : { apiKey }),
    }),
  );
  return {
    client: new Client({ connection, namespace, identity }),
    namespace,
    address,
    call: (doing, request, ms = DEADLINE_MS) => wrap(doing, () => connection.withDeadline(now() + ms, request)),
    close: () => connection.close(),
  };
}

function asFailure(error: unknown, doing: string, place: string): unknown {
  if (error instanceof WorkflowNotFoundError) return error;
  const cause = isGrpcServiceError(error) ? error : error instanceof ServiceError ? error.cause : undefined;
  const code = isGrpcServiceError(cause) ? cause.code : undefined;
  const text = (cause instanceof Error ? cause.message : String(error)).replace(/\.$/, '');
  if (code === undefined && !(error instanceof ServiceError) && !/Failed to connect/.test(String(error))) return error;
  if (code === undefined || UNREACHABLE.has(code)) {
    const advice =
      'Start the local stack with `npm run up`, or set TEMPORAL_ADDRESS; `npm run p2m -- doctor` checks every part.';
    return new CommandFailure(
      'temporal-unreachable',
      `Temporal at ${place}: ${doing}: no answer (${text}). ${advice}`,
      {
        cause: error,
      },
    );
  }
  return new CommandFailure(
    'temporal-refused',
    `Temporal at ${place}: ${doing}: ${text}. Check TEMPORAL_NAMESPACE, TEMPORAL_API_KEY and the TLS files.`,
    { cause: error },
  );
}
