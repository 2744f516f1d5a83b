import { enter } from './entry.js';

await enter('main.js');
