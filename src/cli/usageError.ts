/** Wrong usage, an unreadable path or an invalid configuration: one sentence for standard error, exit code 2. */
export class UsageError extends Error {}
