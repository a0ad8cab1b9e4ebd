import { Context } from '@temporalio/activity';
import { StageFailure } from '../contracts/failure.ts';
import type { TrainerEvent } from '../contracts/trainer-event.ts';

/** Longest honest silence of the trainer: loading a large base model, or evaluating on many rows. */
const STALL_MS = 10 * 60_000;
/** Well below the heartbeat time-out of 30 s. */
const BEAT_MS = 5_000;

/**
 * Passes the trainer's events on and heartbeats as long as they come: the details are what the Web UI shows of a training
 * under way. A trainer that is silent for ten minutes is ended; a cancelled activity ends it too.
 * @throws StageFailure `trainer-stalled`
 */
export async function* followTrainer(
  run: (signal: AbortSignal) => AsyncIterable<TrainerEvent>,
  latestCheckpoint: () => number | null,
): AsyncGenerator<TrainerEvent> {
  const context = Context.current();
  const stall = new AbortController();
  let details: Record<string, unknown> = { trainer: 'starting' };
  let silentMs = 0;
  const beat = setInterval(() => {
    silentMs += BEAT_MS;
    if (silentMs >= STALL_MS) stall.abort();
    else context.heartbeat({ ...details, checkpoint: latestCheckpoint(), silentSeconds: silentMs / 1000 });
  }, BEAT_MS);
  try {
    for await (const event of run(AbortSignal.any([context.cancellationSignal, stall.signal]))) {
      silentMs = 0;
      details = shown(event, details);
      context.heartbeat({ ...details, checkpoint: latestCheckpoint() });
      yield event;
    }
  } catch (error) {
    if (!stall.signal.aborted) throw error;
    throw new StageFailure(
      'trainer-stalled',
      `the trainer said nothing for ${STALL_MS / 60_000} minutes and was ended`,
      { cause: error },
    );
  } finally {
    clearInterval(beat);
  }
}

/** What a person wants to see of an event; the last step stays visible while the trainer evaluates. */
function shown(event: TrainerEvent, before: Record<string, unknown>): Record<string, unknown> {
  switch (event.event) {
    case 'step':
      return {
        epoch: Math.round(event.epoch * 100) / 100,
        step: event.step,
        totalSteps: event.totalSteps,
        loss: Math.round(event.loss * 1e4) / 1e4,
        etaSeconds: Math.round(event.etaSeconds),
        examplesPerSecond: Math.round(event.examplesPerSecond * 10) / 10,
      };
    case 'evaluated':
      return { ...before, validationLoss: event.validationLoss, best: event.best };
    case 'progress':
      return { ...before, trainer: event.message };
    case 'started':
      return {
        trainer: 'started',
        device: event.device,
        trainRows: event.trainRows,
        totalSteps: event.totalSteps,
        fromStep: event.fromStep,
      };
    case 'checkpoint':
      return before;
    case 'trained':
    case 'exported':
    case 'proposed':
    case 'failed':
      break;
  }
  return { ...before, trainer: event.event };
}
