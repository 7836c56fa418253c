import { answer } from './answer';
import { api } from './api';
import { body } from './body';
import { client } from './client';
import { content } from './content';
import { failure } from './failure';
import { history } from './history';
import { instructions } from './instructions';
import { settings } from './settings';
import type { Production } from './draft';

/** The parts of a page in the order in which they are written; each is one of its productions. */
export const PAGE_PARTS: Readonly<Record<string, readonly Production[]>> = {
  api,
  content,
  instructions,
  history,
  settings,
  client,
  answer,
  body,
  failure,
};
