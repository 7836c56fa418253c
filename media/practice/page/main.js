import { ask } from './ask.js';
import { fetchText } from './fetchText.js';

const form = document.querySelector('form');
const status = document.querySelector('[role=status]');

const actions = {
  ask: (wish, show) => ask(wish).then(show),
  recommend: (wish, show) => fetchText('/api/recommend', { wish }, show),
  title: (wish, show) => fetchText('/api/title', { talk: wish }, show),
  story: (wish, show) => fetchText('/api/story', { hero: wish }, show),
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  status.textContent = '…';
  try {
    await actions[event.submitter.name](form.elements.wish.value, (text) => {
      status.textContent = text;
    });
  } catch (error) {
    status.textContent = error.message;
  }
});
