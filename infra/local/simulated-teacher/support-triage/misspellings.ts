/** Misspellings that people make, each with the word that is meant. */
const MEANT = {
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
  wich: 'which',
  cant: "can't",
  dont: "don't",
  shiping: 'shipping',
  memebership: 'membership',
  conect: 'connect',
  updaet: 'update',
  emial: 'email',
} as const;

const MISSPELT = new Map(Object.entries(MEANT).map(([wrong, right]) => [right, wrong] as const));
const RIGHT = new Map<string, string>(Object.entries(MEANT));

/** The text with every word that has a common misspelling misspelt. */
export const misspell = (text: string): string => text.replace(/[a-z']+/gi, (word) => MISSPELT_WORD(word));

/** Undoes `misspell`; other texts stay as they are. */
export const correct = (text: string): string =>
  text.replace(/[a-z']+/gi, (word) => RIGHT.get(word.toLowerCase()) ?? word);
