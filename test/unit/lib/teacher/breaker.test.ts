import { expect, it } from 'vitest';
import { createBreaker } from '../../../../lib/teacher/breaker.ts';

const failures = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, at) => from + ((to - from) * at) / (count - 1));

it('opens after 12 broken connections in a row that went on for 3 s', () => {
  const breaker = createBreaker();
  expect(
    failures(12, 0, 3000)
      .map((now) => breaker.failed('teacher-unreachable', now))
      .indexOf(true),
  ).toBe(11);
});

it('takes a burst for the one trouble that it is', () => {
  const breaker = createBreaker();
  expect(failures(64, 0, 100).some((now) => breaker.failed('teacher-unreachable', now))).toBe(false);
});

it('is more patient with an endpoint that answers, if only to refuse', () => {
  const breaker = createBreaker();
  expect(failures(30, 0, 9999).some((now) => breaker.failed('teacher-busy', now))).toBe(false);
  expect(breaker.failed('teacher-busy', 10_000)).toBe(true);
});

it('opens after half a minute without any answer, however few the calls', () => {
  const breaker = createBreaker();
  expect([0, 29_999, 30_000].map((now) => breaker.failed('teacher-busy', now))).toEqual([false, false, true]);
});

it('counts anew after a success, and after it has opened', () => {
  const breaker = createBreaker();
  breaker.failed('teacher-busy', 0);
  breaker.succeeded(20_000);
  expect(breaker.failed('teacher-busy', 40_000)).toBe(false);
  expect(breaker.failed('teacher-busy', 70_000)).toBe(true);
  expect(breaker.failed('teacher-busy', 70_001)).toBe(false);
  expect([breaker.servedSince(19_999), breaker.servedSince(20_000)]).toEqual([true, false]);
});

it('suspects an endpoint after 12 failures in a row', () => {
  const breaker = createBreaker();
  const suspected = Array.from({ length: 12 }, () => {
    breaker.failed('teacher-busy', 0);
    return breaker.suspects();
  });
  expect(suspected.indexOf(true)).toBe(11);
  breaker.succeeded(1);
  expect(breaker.suspects()).toBe(false);
});
