/** Why a tool does not do what it was asked, as one sentence for whoever asked. */
export class Refusal extends Error {}
