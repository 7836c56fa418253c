Deno.serve(() => Response.json({ message: 'Hello' }));
