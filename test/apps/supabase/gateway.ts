// What stands before the functions of a Supabase project: `/functions/v1/NAME` goes to the function of that name, each in Deno.
const serve = Deno.serve;
const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();

for (const { name } of Deno.readDirSync('supabase/functions')) {
  if (name.startsWith('.')) continue;
  Object.defineProperty(Deno, 'serve', { configurable: true, value: (handler: (request: Request) => Response) => void handlers.set(name, handler) });
  await import(`./supabase/functions/${name}/index.ts`);
}

serve({ port: Number(Deno.env.get('PORT')) }, (request) => {
  const handler = handlers.get(new URL(request.url).pathname.replace('/functions/v1/', ''));
  return handler ? handler(request) : new Response('not found', { status: 404 });
});
