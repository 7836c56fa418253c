import { node } from '@elysiajs/node';
import { Elysia } from 'elysia';

const app = new Elysia({ adapter: node() });

app.get('/health', () => ({ ok: true }));

app.listen(Number(process.env.PORT));
