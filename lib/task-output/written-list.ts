import { listedItems } from './listed-items.ts';

/** The items of a list as people write one in a text: as JSON, or with commas, semicolons or line ends between. */
export const writtenList = (text: string): readonly string[] =>
  (listedItems(text) ?? text.split(/[,;\n]/)).map((item) => item.trim()).filter((item) => item !== '');
