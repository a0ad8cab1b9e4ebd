import { SEARCH_ATTRIBUTES } from '../../contracts/names.ts';
import type { Temporal } from '../connection.ts';
import { silentQueues, wakeAdvice } from '../queue-pollers.ts';
import { fine, finding, problem, type Finding } from './check.ts';

/** What `doctor` looks for on a Temporal server that answers: namespace, search attributes, workers. */
export const checkTemporal = (temporal: Temporal, now: number): Promise<readonly Finding[]> =>
  Promise.all([
    finding('namespace', 'set TEMPORAL_NAMESPACE, or create it: temporal operator namespace create', () =>
      namespace(temporal),
    ),
    finding('search attributes', 'let the TEMPORAL_API_KEY in use list the search attributes', () =>
      attributes(temporal),
    ),
    finding('workers', 'npm run up', () => workers(temporal, now)),
  ]);

async function namespace(temporal: Temporal): Promise<Finding> {
  await temporal.call('describing the namespace', () =>
    temporal.client.workflowService.describeNamespace({ namespace: temporal.namespace }),
  );
  return fine('namespace', temporal.namespace);
}

async function attributes(temporal: Temporal): Promise<Finding> {
  const { customAttributes } = await temporal.call('listing search attributes', () =>
    temporal.client.connection.operatorService.listSearchAttributes({ namespace: temporal.namespace }),
  );
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !Object.hasOwn(customAttributes, name));
  if (missing.length === 0) return fine('search attributes', `all ${Object.keys(SEARCH_ATTRIBUTES).length} registered`);
  const flags = missing.map(([name, type]) => `--name ${name} --type ${type.charAt(0)}${type.slice(1).toLowerCase()}`);
  return problem(
    'search attributes',
    `not registered: ${missing.map(([name]) => name).join(', ')}`,
    `temporal operator search-attribute create --namespace ${temporal.namespace} ${flags.join(' ')}`,
  );
}

async function workers(temporal: Temporal, now: number): Promise<Finding> {
  const silent = await silentQueues(temporal, now);
  if (silent.length === 0) return fine('workers', 'every queue is polled');
  const [says = '', mend = ''] = wakeAdvice(silent).split(' yet: ');
  return problem('workers', says, mend);
}
