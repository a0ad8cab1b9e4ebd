import { stringify } from 'yaml';
import type { Family } from '../../contracts/family.ts';
import type { Score } from '../../contracts/report.ts';
import type { CardFacts } from './card-facts.ts';

/** Names of the hub: https://huggingface.co/tasks */
const PIPELINES = {
  tfidf: 'text-classification',
  'frozen-encoder': 'text-classification',
  encoder: 'text-classification',
  span: 'question-answering',
  tagger: 'token-classification',
  editor: 'token-classification',
  'encoder-decoder': 'text2text-generation',
  decoder: 'text-generation',
} as const satisfies Record<Family, string>;

/**
 * YAML head of a model card, with the scores of the file that ships as a `model-index`.
 * @see https://huggingface.co/docs/hub/model-cards
 */
export function frontMatter({ task, report, base, teacher, source, language }: CardFacts): string {
  const pipeline = PIPELINES[task.family];
  const shipped = report.scores.filter(({ who }) => who === `student-${report.ships.file}`);
  const head = {
    ...(language === null ? {} : { language }),
    ...(base.license === null ? {} : { license: base.license }),
    ...(base.hubId === null ? {} : { base_model: base.hubId }),
    ...(source === null || source.hub === null ? {} : { datasets: [source.hub] }),
    pipeline_tag: pipeline,
    tags: ['prompt2model', 'onnx', ...(teacher.simulated ? ['simulated-teacher'] : [])],
    'model-index': [{ name: task.name, results: shipped.map((score) => result(score, task.name, pipeline)) }],
  };
  return `---\n${stringify(head, { lineWidth: 0 })}---\n`;
}

const result = (score: Score, name: string, pipeline: string) => ({
  task: { type: pipeline },
  dataset: { type: `${name}-${score.on}`, name: `${name}, ${score.on} test rows` },
  metrics: [
    {
      type: score.metric,
      value: score.value,
      // The schema has no place for an interval; a number without one would be half the truth.
      name: `${score.metric} (95 % interval ${score.low.toFixed(3)} to ${score.high.toFixed(3)}, ${score.n} rows)`,
    },
  ],
});
