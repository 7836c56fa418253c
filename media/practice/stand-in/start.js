import { startOpenAI } from './openai.js';

/**
 * Starts the application with the stand-in behind it. `npm start`, then http://localhost:3000;
 * `curl -X POST localhost:8788/refuse -d '{"times":9}'` brings a rate limit.
 */
const openai = await startOpenAI(8788);
process.env.OPENAI_BASE_URL = `${openai.url}/v1`;
process.env.OPENAI_API_KEY = 'practice-key-of-the-server';
const { app } = await import('../server/index.js');
app.listen(3000, () => console.log('The librarian is at http://localhost:3000'));
