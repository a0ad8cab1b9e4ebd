/** Whether an endpoint says of itself that it is a script and no language model: its identity begins with `simulated`. */
export const isSimulated = (identity: string): boolean => identity.startsWith('simulated');
