import type { Refusal } from '../fix';

/** A request whose payload is not in sight. */
export const UNSEEN: Refusal = {
  reason: 'What this request sends is put together where it cannot be followed.',
};

/** A request whose host is known only where it runs, or whose address says more than a path. */
export const ELSEWHERE: Refusal = {
  reason: 'Where this request goes is not known as a whole here, so a route might ask another.',
};

/** A helper that sends what it is given, to where it is told. */
export const OF_CALLERS: Refusal = {
  reason:
    'This function sends what it is given to an address that it is given, so only its callers say ' +
    'what goes to OpenAI: let those of them that do ask a route of your own.',
};

/** A request for something that no route is written for: its address, `threads`, `models`. */
export function noRouteFor(address: string): Refusal {
  return {
    reason:
      `No route is written for \`/v1/${address}\`: only chats, responses, pictures, speech, ` +
      'transcriptions, embeddings and moderations have one.',
  };
}

/** Classes of the SDK are used for more than the client. */
export const SDK_STAYS: Refusal = {
  reason:
    'The page uses classes of the SDK for more than this client, and what they do there cannot be ' +
    'told from a status.',
};

/** What streams some answers would leave the others as they are. */
export const BOTH_KINDS: Refusal = {
  reason: 'Some of the requests through this client stream and some do not.',
};

/** The SDK cannot be raised for the route alone. */
export const OTHER_VERSION: Refusal = {
  reason:
    'Other code of this package is written for another version of the SDK than a route needs.',
};

/** Nothing of the project answers the page. */
export const NO_PLACE: Refusal = {
  reason:
    'This project shows no place for a server route: no framework with routes, and no server that ' +
    'the page is known to reach.',
};

/** The page reads a key, and which request sends it is not seen from there. */
export const NOT_CARRIED: Refusal = {
  reason:
    'Which request carries this key is not seen from here: move that request to your server, and ' +
    'this variable with it.',
};
