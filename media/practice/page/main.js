import { ask } from './ask.js';
import { fetchText } from './fetchText.js';
import { tellStory } from './story.js';

const form = document.querySelector('form');
const status = document.querySelector('[role=status]');

const show = (text) => {
  status.textContent = text;
};
const actions = {
  ask: (wish) => ask(wish).then(show),
  recommend: (wish) => fetchText('/api/recommend', { wish }).then(show),
  title: (wish) => fetchText('/api/title', { talk: wish }).then(show),
  story: (wish) => tellStory(wish, show),
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  show('…');
  try {
    await actions[event.submitter.name](form.elements.wish.value);
  } catch (error) {
    show(error.message);
  }
});
