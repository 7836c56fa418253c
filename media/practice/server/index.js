import express from 'express';
import { recommend } from './recommend.js';
import { addStory } from './story.js';
import { title } from './title.js';

export const app = express();

app.use(express.json({ limit: '5mb' }));
app.post('/api/recommend', recommend);
addStory(app);
app.post('/api/title', title);
app.use('/modules', express.static('node_modules'));
app.use(express.static('page'));
