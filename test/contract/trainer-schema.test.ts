import { expect, it } from 'vitest';
import { trainerSchemaDrift } from '../../infra/check/trainer-schema.ts';

it('keeps the schemas that the trainer reads as the contracts say', async () => {
  expect(await trainerSchemaDrift('check')).toEqual([]);
});
