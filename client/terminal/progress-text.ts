import { z } from 'zod';
import { count, duration } from './numbers.ts';

/** What heartbeats of the stages tell: calls done of those asked for, or how training goes. */
const Heartbeat = z.looseObject({
  done: z.number().optional(),
  asked: z.number().optional(),
  trainer: z.string().optional(),
  epoch: z.number().optional(),
  step: z.number().optional(),
  totalSteps: z.number().optional(),
  loss: z.number().optional(),
  validationLoss: z.number().optional(),
  examplesPerSecond: z.number().optional(),
  etaSeconds: z.number().optional(),
  checkpoint: z.number().nullish(),
  silentSeconds: z.number().optional(),
});
type Heartbeat = z.infer<typeof Heartbeat>;

/** Silence of a trainer that is worth a word: a large evaluation takes about as long. */
const LONG_SILENCE_S = 30;

/** A heartbeat's details in a line; empty where they say nothing that people read. */
export function progressText(details: unknown): string {
  const parsed = Heartbeat.safeParse(details);
  if (!parsed.success) return '';
  const beat = parsed.data;
  return (beat.step === undefined ? waitingParts(beat) : trainingParts(beat)).join(', ');
}

const waitingParts = ({ done, asked, trainer, silentSeconds }: Heartbeat): string[] => [
  ...(asked === undefined ? [] : [`${count(done ?? 0)} of ${count(asked)} answers`]),
  ...(trainer === undefined ? [] : [`trainer: ${trainer}`]),
  ...silence(silentSeconds),
];

function trainingParts(beat: Heartbeat): string[] {
  const { step = 0, totalSteps, epoch, loss, validationLoss, examplesPerSecond, etaSeconds, checkpoint } = beat;
  return [
    `step ${count(step)}${totalSteps === undefined ? '' : ` of ${count(totalSteps)}`}`,
    ...(epoch === undefined ? [] : [`epoch ${epoch.toFixed(1)}`]),
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
    ...(validationLoss === undefined ? [] : [`validation loss ${validationLoss.toFixed(3)}`]),
    ...(examplesPerSecond === undefined ? [] : [`${count(examplesPerSecond)} rows/s`]),
    ...(etaSeconds === undefined ? [] : [`${duration(etaSeconds)} left`]),
    ...(checkpoint === undefined || checkpoint === null ? [] : [`checkpoint ${count(checkpoint)}`]),
    ...silence(beat.silentSeconds),
  ];
}

const silence = (seconds: number | undefined): string[] =>
  seconds === undefined || seconds < LONG_SILENCE_S ? [] : [`silent for ${duration(seconds)}`];
