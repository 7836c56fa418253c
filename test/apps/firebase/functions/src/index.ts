import { onRequest } from 'firebase-functions/v2/https';

export const hello = onRequest((_req, res) => {
  res.send('Hello');
});
