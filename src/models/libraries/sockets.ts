import type { Model } from '../model';

/** Sockets. Sources: socket.io/docs, the README of ws. */
export const sockets: readonly Model[] = [
  {
    id: 'socket.io',
    title: 'Socket.IO',
    packages: ['socket.io', 'socket.io-client'],
    things: {
      server: { from: ['{Server,Namespace}()', 'default()', 'Server().of()'] },
      socket: { from: ['Socket()', 'io()'] },
    },
    registrations: [
      {
        call: '<server>.{on,once}',
        entry: 'socket',
        what: 'the listener of {topic}',
        hands: ['socket'],
      },
      { call: '<socket>.{on,once,onAny}', entry: 'socket', what: 'the listener of {topic}' },
    ],
    sinks: [
      {
        call: ['<socket>.{emit,send}', '<socket>.{to,in,volatile,broadcast}().emit'],
        into: 'socket',
      },
      { call: ['<server>.{emit,send}', '<server>.{to,in}().emit'], into: 'response' },
    ],
    sources: [{ of: 'socket', kind: 'message', what: 'a message to {entry}' }],
  },
  {
    id: 'ws',
    title: 'ws',
    packages: ['ws'],
    things: {
      server: { from: ['{WebSocketServer,Server}()', 'default.Server()'] },
      socket: { from: ['{WebSocket}()', 'default()'] },
    },
    registrations: [
      {
        call: '<server>.{on,once}',
        entry: 'socket',
        what: 'the listener of {topic}',
        hands: ['socket'],
      },
      {
        call: '<socket>.{on,once,addEventListener}',
        entry: 'socket',
        what: 'the listener of {topic}',
      },
    ],
    sinks: [{ call: '<socket>.send', into: 'response' }],
  },
  {
    id: 'party',
    title: 'Durable Objects and PartyKit',
    packages: ['partyserver', 'partykit/server', 'cloudflare:workers', 'agents'],
    methods: [
      {
        call: '*',
        of: 'base',
        name: '{onMessage,webSocketMessage}',
        entry: 'socket',
        what: '`{name}`',
      },
    ],
  },
];
