/** A fix that finds, while it works out its changes, that it cannot be made after all. */
export class Stopped extends Error {
  constructor(
    /** Where it stopped. */
    readonly file: string,
    readonly reason?: string,
  ) {
    super('The fix cannot be made.');
  }
}
