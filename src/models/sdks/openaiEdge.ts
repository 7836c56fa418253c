import type { Sdk } from '../sdk';
import { openaiV3 } from './openaiV3';

// Its requests go by `fetch`: a bad status throws nothing, and what fails holds no headers.
const { failures: _, clients, ...kept } = openaiV3;

/** The methods of version 3 on `fetch`, for edge runtimes. Source: the README of openai-edge. */
export const openaiEdge: Sdk = {
  ...kept,
  id: 'openai-edge',
  title: 'openai-edge',
  packages: ['openai-edge', 'openai-edge-fns'],
  answersBare: true,
  // Where nobody declares the names, they are the SDK's own.
  clients: clients.map(({ undeclared: _, ...row }) => row),
  wrappers: openaiV3.wrappers?.map(({ undeclared: _, ...row }) => row),
};
