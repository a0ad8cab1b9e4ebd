import type { Who } from '../../contracts/report.ts';

/** How sentences call each of those who answer the test. */
export const WHO_TITLES = {
  'student-int8': 'the student',
  'student-fp32': 'the fp32 student',
  teacher: 'the teacher',
  'teacher-vote': 'the vote of the teacher',
  majority: 'the most frequent answer',
  nearest: 'the nearest neighbour',
  tfidf: 'the linear model over TF-IDF',
  copy: 'copying the input',
  released: 'the released model',
} as const satisfies Record<Who, string>;
