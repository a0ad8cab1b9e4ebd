/** As long as a folder name reads well, and well below the 63 that a task may have. */
const MAX_CHARS = 40;
/** Words that still read as one name. */
const MAX_WORDS = 6;

/** A name made of a prompt's first words, `[a-z0-9-]`, accents dropped; `task` where nothing is left of it. */
export function nameFromPrompt(prompt: string): string {
  const words = prompt
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  const name = words.reduce((joined, word) => {
    const longer = joined === '' ? word : `${joined}-${word}`;
    return longer.length <= MAX_CHARS ? longer : joined;
  }, '');
  return name === '' ? 'task' : name;
}
