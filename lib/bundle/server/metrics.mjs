/** Upper ends of the histograms' buckets, in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Counts what the server does, for Prometheus. Nothing of an input or an answer is kept.
 * @param {{model: string, file: string}} model
 */
export function createMetrics(model) {
  const requests = new Map();
  const seconds = histogram();
  const prediction = histogram();
  const totals = { inputs: 0, cut: 0, inputTokens: 0, outputTokens: 0 };
  const abstained = new Map();
  const teacher = { calls: new Map(), seconds: histogram() };
  return {
    /** A request ended: its route (a known one, or "other"), status and seconds. */
    ended: (route, status, took) => {
      raise(requests, labels({ route, status: String(status) }));
      seconds.observe(took);
    },
    /** An input was answered. */
    answered: ({ ms, cut, inputTokens, outputTokens, reason }) => {
      if (reason) raise(abstained, labels({ reason }));
      prediction.observe(ms / 1000);
      totals.inputs += 1;
      totals.cut += cut ? 1 : 0;
      totals.inputTokens += inputTokens;
      totals.outputTokens += outputTokens;
    },
    /** The teacher was asked; `result` says what came of it. */
    asked: (result, took) => {
      raise(teacher.calls, labels({ result }));
      teacher.seconds.observe(took);
    },
    /** Prometheus text format 0.0.4. */
    text: ({ sessions, running, waiting }) =>
      [
        family('p2m_model_info', 'gauge', 'The model that answers.', [[labels(model), 1]]),
        family('p2m_requests_total', 'counter', 'Requests by route and status.', [...requests]),
        family('p2m_request_seconds', 'histogram', 'From request to answer, waiting included.', seconds.samples()),
        family('p2m_prediction_seconds', 'histogram', 'From input to output in a session.', prediction.samples()),
        family('p2m_inputs_total', 'counter', 'Inputs answered.', [['', totals.inputs]]),
        family('p2m_inputs_cut_total', 'counter', 'Inputs longer than the model reads.', [['', totals.cut]]),
        family('p2m_inputs_abstained_total', 'counter', 'Inputs that the model abstained on.', [...abstained]),
        family('p2m_teacher_calls_total', 'counter', 'Inputs given to the teacher.', [...teacher.calls]),
        family('p2m_teacher_seconds', 'histogram', 'From question to answer there.', teacher.seconds.samples()),
        family('p2m_input_tokens_total', 'counter', 'Tokens read.', [['', totals.inputTokens]]),
        family('p2m_output_tokens_total', 'counter', 'Tokens of the answers.', [['', totals.outputTokens]]),
        family('p2m_sessions', 'gauge', 'Sessions of the model.', [['', sessions]]),
        family('p2m_sessions_busy', 'gauge', 'Sessions that predict.', [['', running]]),
        family('p2m_inputs_waiting', 'gauge', 'Inputs in the queue.', [['', waiting]]),
      ].join(''),
  };
}

const raise = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Samples are [what follows the name, value]. */
function family(name, type, help, samples) {
  const lines = samples.map(([suffix, value]) => `${name}${suffix} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function histogram() {
  const counts = BUCKETS.map(() => 0);
  let [count, sum] = [0, 0];
  return {
    observe: (value) => {
      count += 1;
      sum += value;
      for (const [at, end] of BUCKETS.entries()) if (value <= end) counts[at] += 1;
    },
    samples: () => [
      ...BUCKETS.map((end, at) => [`_bucket${labels({ le: String(end) })}`, counts[at]]),
      [`_bucket${labels({ le: '+Inf' })}`, count],
      ['_sum', sum],
      ['_count', count],
    ],
  };
}

const labels = (pairs) =>
  `{${Object.entries(pairs)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`;

const escaped = (value) =>
  value
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
