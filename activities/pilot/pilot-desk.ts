import type { PilotTeacherInput } from '../../contracts/activities.ts';
import type { Amount } from '../../contracts/budget.ts';
import type { GoldRow, TaskInput } from '../../contracts/example.ts';
import type { Attributes, Settings, Shown } from '../../contracts/plan.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { familyOf, singleAnswerRequest, voteRequest, writeRequest } from '../../lib/generation/requests.ts';
import { withShown } from '../../lib/generation/shown-demonstrations.ts';
import { hashOf } from '../../lib/store/canonical-json.ts';
import type { TeacherRequest } from '../../lib/teacher/teacher.ts';
import { accountOf } from '../account-of.ts';
import { askAll } from '../ask-all.ts';
import type { Money } from '../paid-stage.ts';
import type { CpuPorts } from '../ports.ts';

/** What a pilot is about. */
export interface PilotTask {
  readonly config: TaskConfig;
  readonly spec: TaskSpec;
  readonly attributes: Attributes;
  /** Gold rows that are not test. */
  readonly gold: readonly GoldRow[];
  readonly rowsWanted: number;
}

type Tally = Money['tally'];
type Answers<Answer> = Promise<readonly (Answer | null)[]>;

/** Asks the pilot's questions in the names, families and samples of generation; remembers what the money did not reach. */
export interface PilotDesk {
  readonly tally: Tally;
  readonly write: (
    calls: readonly number[],
    settings: Settings['writing'],
    tally: Tally,
  ) => Answers<readonly TaskInput[]>;
  readonly vote: (
    asked: readonly { readonly input: TaskInput; readonly vote: number }[],
    shown: Shown,
    tally: Tally,
  ) => Answers<string>;
  /** The one answer that a user of the teacher would get; each row with a task of its own. */
  readonly answer: (
    asked: readonly { readonly input: TaskInput; readonly spec: TaskSpec }[],
  ) => Answers<{ readonly output: string | null }>;
  readonly unfunded: () => Amount | null;
  readonly compact: () => Promise<void>;
}

export function openPilotDesk(ports: CpuPorts, input: PilotTeacherInput, task: PilotTask, money: Money): PilotDesk {
  const { config, spec, attributes } = task;
  const account = accountOf(input.build, config, 'pilot');
  const identity = hashOf({ spec: input.spec.sha256, teacher: config.teacher });
  const families = { write: familyOf('write-inputs', identity), label: familyOf('label-input', identity) };
  let short: Amount | null = null;
  const ask = async <Answer>(family: string, requests: readonly TeacherRequest<Answer>[], tally: Tally) => {
    const { answers, unfunded } = await askAll(ports.teacher, account, family, requests, { ...money, tally });
    short ??= unfunded;
    return answers;
  };
  return {
    tally: money.tally,
    write: (calls, settings, tally) => {
      const writing = { attributes, settings, covered: [], focus: null };
      return ask(
        families.write,
        calls.map((call) => writeRequest(spec, { seed: config.seed, purpose: 'train', call }, writing)),
        tally,
      );
    },
    vote: (asked, shown, tally) =>
      ask(
        families.label,
        asked.map((one) => voteRequest(withShown(spec, shown), one.input, one.vote)),
        tally,
      ),
    answer: (asked) =>
      ask(
        families.label,
        asked.map((one) => singleAnswerRequest(one.spec, one.input)),
        money.tally,
      ),
    unfunded: () => short,
    compact: async () => {
      await ports.journal.compact(families.write);
      await ports.journal.compact(families.label);
    },
  };
}
