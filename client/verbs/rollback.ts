import { userInfo } from 'node:os';
import { rollback as rollBack, type Rollback } from '../../lib/registry/rollback.ts';
import { openPointers, openStore } from '../../lib/store/open-store.ts';
import { CommandFailure } from '../command-failure.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { overtaken } from './promote.ts';

/** `p2m rollback`: releases an earlier version again. */
export const rollback: Verb = {
  name: 'rollback',
  summary: 'release an earlier version of a model again',
  usage: 'NAME',
  about: [
    'Moves the pointer to the version that was released before; once more, to the one before that. --to names any',
    'version that was ever released, a later one too. No proof is asked for. It is kept in the history.',
  ],
  options: {
    to: { type: 'string', value: 'VERSION', help: 'a number that list --models shows' },
    reason: { type: 'string', value: 'TEXT', help: 'kept in the history' },
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [name = ''] = call.words;
  const to = numberOf(textOption(call, 'to'));
  const environment = call.environment();
  const registry = { store: openStore(environment), pointers: openPointers(environment) };
  const reason = textOption(call, 'reason')?.trim() || null;
  const order = { by: userInfo().username, at: new Date(call.clock.now()).toISOString(), reason };
  return tell(call, name, to, await rollBack(registry, name, to, order));
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new CommandFailure('usage', `--to must be the number of a version, and is "${text}".`);
}

function tell({ terminal }: VerbCall, name: string, to: number | null, ended: Rollback): VerbResult {
  switch (ended.state) {
    case 'rolled-back': {
      const { version, model } = ended;
      const from = model.history.at(-1)?.from ?? null;
      const further =
        model.previous === null
          ? 'nothing was released before it'
          : `another rollback goes to version ${model.previous}`;
      terminal.say(
        terminal.palette.good(`${name}: version ${version.number} is released again, instead of ${from}; ${further}.`),
      );
      return {
        exit: 0,
        json: { name, state: ended.state, number: version.number, from, buildId: version.buildId, model },
      };
    }
    case 'unknown':
      throw unknown(`No model called "${name}" is released: npm run p2m -- list --models shows those that are.`);
    case 'nothing-before':
      throw unknown(
        `Before version ${ended.model.current} of ${name} nothing was released: there is nothing to go back to.`,
      );
    case 'there':
      throw unknown(`Version ${ended.model.current} of ${name} is released already.`);
    case 'never-released':
      throw unknown(`Version ${to} of ${name} was never released: only promote, which asks the gate, can do that.`);
    case 'overtaken':
      throw overtaken(ended.model);
    default:
      return ended satisfies never;
  }
}

const unknown = (message: string): CommandFailure => new CommandFailure('release-unknown', message);
