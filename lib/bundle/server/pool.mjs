/** Sessions of the model in threads, and a bounded queue before them: first come, first served. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ServerFailure } from './failure.mjs';

const SESSION = new URL('session.mjs', import.meta.url);

/** Share of the newest prediction in the mean that Retry-After is reckoned from: about the last ten count. */
const NEWEST = 0.1;

/** The model cannot be loaded: told in one line, exit code 2. */
export class UnusableModel extends Error {
  name = 'UnusableModel';
}

/**
 * Loads the model once per session.
 *
 * @param {{folder: string, file?: 'int8' | 'fp32', coverage?: number, sessions: number, queue: number,
 *   onCrash: (error: unknown) => void}}
 *   options `queue`: inputs that may wait while every session is busy; `onCrash` hears of a session that ended by itself
 * @returns {Promise<Pool>}
 * @throws {UnusableModel} when a file or a package is missing
 */
export async function openPool(options) {
  const pool = new Pool(options);
  await pool.open();
  return pool;
}

class Pool {
  #options;
  #waiting = [];
  #idle = [];
  /** Worker to the job it works on. */
  #busy = new Map();
  #closing = false;
  #meanMs = 1;
  task;

  constructor(options) {
    this.#options = options;
  }

  /** Starts every session; the others are ended where one cannot be. */
  async open() {
    const started = await Promise.allSettled(Array.from({ length: this.#options.sessions }, () => this.#start()));
    const failure = started.find(({ status }) => status === 'rejected');
    if (failure === undefined) return;
    await this.close();
    throw failure.reason;
  }

  /** What there is at the moment; a session that has crashed and is not yet replaced is not counted. */
  get state() {
    return { sessions: this.#idle.length + this.#busy.size, running: this.#busy.size, waiting: this.#waiting.length };
  }

  /**
   * Answers inputs, in their order. All are accepted at once, or none.
   * @param {readonly {input: unknown, maxTokens?: number}[]} jobs
   * @param {AbortSignal} signal nobody waits for the answers: what has not begun is left out
   * @throws {ServerFailure} 429 when the queue is full; 400 for an input that the model does not take
   */
  async answer(jobs, signal) {
    const { sessions } = this.state;
    if (signal.aborted) throw gone();
    if (sessions === 0) throw this.#reloading();
    if (this.#waiting.length + jobs.length - this.#idle.length > this.#options.queue) throw this.#full();
    const accepted = jobs.map((job) => this.#accept(job));
    const forget = () => this.#forget(accepted);
    signal.addEventListener('abort', forget, { once: true });
    return Promise.all(accepted.map(({ answer }) => answer)).catch((error) => {
      forget();
      throw error;
    });
  }

  /**
   * Ends every session; whoever still waits is told. What has begun is waited for: onnxruntime takes the whole process
   * down when its thread is ended in the middle of a prediction.
   */
  async close() {
    this.#closing = true;
    for (const job of this.#waiting.splice(0)) job.reject(new ServerFailure(503, 'The server stops.'));
    await Promise.all([...this.#busy.keys()].map(messageOrExit));
    await Promise.all(this.#idle.map((worker) => worker.terminate()));
  }

  #full() {
    const seconds = Math.max(1, Math.ceil((this.#waiting.length * this.#meanMs) / this.state.sessions / 1000));
    return new ServerFailure(429, `Too many inputs wait already: try again in ${seconds} s.`, {
      code: 'rate_limit_exceeded',
      headers: { 'retry-after': String(seconds) },
    });
  }

  #reloading() {
    return new ServerFailure(503, 'The model is being loaded again: try again in a moment.', {
      headers: { 'retry-after': '1' },
    });
  }

  #accept({ input, maxTokens }) {
    const job = { input, maxTokens };
    job.answer = new Promise((resolve, reject) => Object.assign(job, { resolve, reject }));
    this.#waiting.push(job);
    this.#next();
    return job;
  }

  /** What has not begun is left out of the queue; what has is answered to nobody. */
  #forget(jobs) {
    const forgotten = new Set(jobs);
    this.#waiting = this.#waiting.filter((job) => !forgotten.has(job));
    for (const job of jobs) job.reject(gone());
  }

  #next() {
    while (this.#waiting.length > 0 && this.#idle.length > 0) {
      const [worker, job] = [this.#idle.pop(), this.#waiting.shift()];
      this.#busy.set(worker, job);
      worker.postMessage({ input: job.input, maxTokens: job.maxTokens }, []);
    }
  }

  async #start() {
    const { folder, file, coverage } = this.#options;
    const worker = new Worker(SESSION, { workerData: { folder, file, coverage } });
    const [ready] = await once(worker, 'message');
    if (ready.unusable !== undefined) throw unusable(ready.unusable);
    this.task = ready.task;
    worker.on('message', (result) => this.#settle(worker, result));
    worker.on('error', (error) => this.#options.onCrash(error));
    worker.on('exit', (code) => void this.#replace(worker, code));
    this.#idle.push(worker);
    this.#next();
  }

  #settle(worker, { answer, refused, failed }) {
    const job = this.#busy.get(worker);
    this.#busy.delete(worker);
    this.#idle.push(worker);
    this.#next();
    if (answer !== undefined) {
      this.#meanMs += NEWEST * (answer.ms - this.#meanMs);
      job.resolve(answer);
    } else if (refused !== undefined) {
      job.reject(new ServerFailure(400, `${refused[0].toUpperCase()}${refused.slice(1)}.`, { code: 'invalid_input' }));
    } else {
      job.reject(new ServerFailure(500, 'The prediction failed: the server has written why.', { cause: failed }));
    }
  }

  /** A session that ended by itself: its input is told, and another session takes its place. */
  async #replace(worker, code) {
    this.#idle = this.#idle.filter((one) => one !== worker);
    this.#busy.get(worker)?.reject(new ServerFailure(500, 'The session that answered this input has crashed.'));
    this.#busy.delete(worker);
    if (this.#closing) return;
    this.#options.onCrash(new Error(`a session of the model ended with ${code}; another takes its place`));
    await this.#start().catch((error) => this.#abandon(error));
  }

  /** A session that cannot be started again: the others go on; without any, nobody is to wait for ever. */
  #abandon(error) {
    this.#options.onCrash(error);
    if (this.state.sessions > 0) return;
    for (const job of this.#waiting.splice(0)) job.reject(new ServerFailure(503, 'No session of the model is left.'));
  }
}

const messageOrExit = (worker) =>
  new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('exit', resolve);
  });

const gone = () => new ServerFailure(499, 'Nobody waits for the answer any more.');

function unusable({ message, code }) {
  return Object.assign(new UnusableModel(message), { code });
}
