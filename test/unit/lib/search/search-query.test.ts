import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { hubWords } from '../../../../lib/search/hub-words.ts';
import { instructionText, queryWords, searchQuery } from '../../../../lib/search/search-query.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const SPANISH: TaskSpec = {
  version: 1,
  name: 'quejas',
  instruction: '¿Qué equipo contesta al cliente?',
  instructionEnglish: 'Which team answers the customer?',
  language: 'es',
  kind: 'labels',
  fields: null,
  labels: ['envíos', 'facturas'].map((name) => ({ name, description: null })),
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  demonstrations: [],
  notes: [],
};

describe('searchQuery', () => {
  it('searches by the instruction in English where the user wrote in another language', () => {
    const query = searchQuery(SPANISH);
    expect(instructionText(query)).toBe('Which team answers the customer?\nenvíos, facturas');
    expect(queryWords(query)).toBe('Which team answers the customer?\nenvíos, facturas');
    expect(hubWords(query)).toEqual(['team', 'customer']);
  });

  it('searches by the user’s own words where they are English or were not read', () => {
    expect(searchQuery({ ...SPANISH, instructionEnglish: null }).instruction).toBe(SPANISH.instruction);
  });

  it('takes the first five demonstrations as they are', () => {
    const demonstrations = Array.from({ length: 7 }, (_, at) => ({ input: `pedido ${at}`, output: 'envíos' }));
    expect(searchQuery({ ...SPANISH, demonstrations }).demonstrations).toEqual(demonstrations.slice(0, 5));
  });
});
