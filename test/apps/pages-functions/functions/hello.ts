export function onRequestGet(): Response {
  return new Response('Hello');
}
