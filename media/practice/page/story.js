/** Asks our server for a story, and shows it. */
export async function tellStory(hero, show) {
  const response = await fetch('/api/story', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ hero }),
  });
  if (!response.ok) throw new Error('The story could not be told: please try again.');
  const { text } = await response.json();
  show(text);
}
