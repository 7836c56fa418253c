export default async function handler(): Promise<Response> {
  return new Response('Hello');
}
