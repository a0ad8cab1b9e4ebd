/** Misspellings that people make, each with the word that is meant. */
const MEANT: Readonly<Record<string, string>> = {
  parcle: 'parcel',
  recieved: 'received',
  delivary: 'delivery',
  adress: 'address',
  acount: 'account',
  pasword: 'password',
  retrun: 'return',
  refudn: 'refund',
  invoce: 'invoice',
  subscribtion: 'subscription',
  traking: 'tracking',
  chraged: 'charged',
  cancle: 'cancel',
  pls: 'please',
  webiste: 'website',
  arived: 'arrived',
  teh: 'the',
  oder: 'order',
  cant: "can't",
  dont: "don't",
  shiping: 'shipping',
  memebership: 'membership',
  conect: 'connect',
  updaet: 'update',
  emial: 'email',
};
const MISSPELT = new Map(Object.entries(MEANT).map(([wrong, right]) => [right, wrong]));
const RIGHT = new Map(Object.entries(MEANT));

/** The text with every word misspelt that people often misspell. */
export const misspell = (text: string): string => withWords(text, MISSPELT);

/** Undoes `misspell`. */
export const correct = (text: string): string => withWords(text, RIGHT);

const withWords = (text: string, words: ReadonlyMap<string, string>): string =>
  text.replace(/[a-z']+/gi, (word) => words.get(word.toLowerCase()) ?? word);
