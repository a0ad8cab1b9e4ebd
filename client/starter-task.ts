/** What `init` puts into a new folder: a task that builds as it stands, and says what each line is for. */
export const STARTERS = {
  labels: {
    'task.yaml': `# What the model is to do, as you would tell a person or a large model. The one key that is required.
prompt: |
  Sort a message of a customer of our web shop into one of our queues.

# Names the build and the bundle.
name: my-task

kind: labels
labels:
  billing: payments, invoices and refunds
  delivery: where a parcel is, and what arrived broken
  account: login, password and personal data
  other: everything else

# Gold rows that the teacher may be shown. From 40 rows on, half of them become the test.
examples: examples.jsonl

# Gold rows kept for the verdict: never shown, never trained on. 250 rows settle a margin of 5 points.
# test: test.csv

# The large model that writes and labels training rows. Its key: OPENAI_API_KEY in the environment or in .env.
teacher:
  model: gpt-5-mini

# Training rows to generate.
generate: { rows: 600 }

# Never spend more than this.
budget: { usd: 2 }

# Every key is explained in docs/task-file.md.
`,
    'examples.jsonl': `{"input": "I was charged twice for order 4711, please refund one of them.", "output": "billing"}
{"input": "My parcel has been in the depot since Monday. When will it come?", "output": "delivery"}
{"input": "The mug arrived in three pieces.", "output": "delivery"}
{"input": "How do I change the e-mail address I log in with?", "output": "account"}
{"input": "Could you send me the invoice for last month again?", "output": "billing"}
{"input": "Do you still have jobs for students in your warehouse?", "output": "other"}
`,
  },
  text: {
    'task.yaml': `# What the model is to do, as you would tell a person or a large model. The one key that is required.
prompt: |
  Rewrite a date, in whatever way it is written, as YYYY-MM-DD.

# Names the build and the bundle.
name: my-task

kind: text
output:
  pattern: \\d{4}-\\d{2}-\\d{2}

# Gold rows that the teacher may be shown. From 40 rows on, half of them become the test.
examples: examples.jsonl

# Gold rows kept for the verdict: never shown, never trained on. 250 rows settle a margin of 5 points.
# test: test.csv

# The large model that writes and labels training rows. Its key: OPENAI_API_KEY in the environment or in .env.
teacher:
  model: gpt-5-mini

# Training rows to generate.
generate: { rows: 1500 }

# Never spend more than this.
budget: { usd: 2 }

# Every key is explained in docs/task-file.md.
`,
    'examples.jsonl': `{"input": "the 3rd of May, 2021", "output": "2021-05-03"}
{"input": "14.02.1999", "output": "1999-02-14"}
{"input": "Dec 1st 2030", "output": "2030-12-01"}
{"input": "1987/7/9", "output": "1987-07-09"}
`,
  },
} as const;
