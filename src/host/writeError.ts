/** Why nothing was written, as one sentence for the user. */
export class WriteError extends Error {}
