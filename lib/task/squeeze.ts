/** The text with every run of white space made one space, and none at its ends: what stands in a prompt is compared so. */
export const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
