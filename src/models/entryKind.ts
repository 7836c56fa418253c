/** Who calls a function that the code itself never calls. */
export type EntryKind =
  | 'http'
  | 'page'
  | 'action'
  | 'rpc'
  | 'socket'
  | 'chat'
  | 'job'
  | 'ui'
  | 'cli'
  | 'tool'
  | 'stream'
  | 'detached'
  | 'query';
