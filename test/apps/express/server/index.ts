import express from 'express';

const app = express();

app.get('/health', (_req, res) => void res.json({ ok: true }));

app.listen(Number(process.env.PORT));
