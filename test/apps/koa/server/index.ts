import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';

const app = new Koa();
const router = new Router();

router.get('/health', (ctx) => {
  ctx.body = { ok: true };
});

app.use(bodyParser());
app.use(router.routes());
app.listen(Number(process.env.PORT));
