// Loads the files of tests, which run one test after another in this process.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isPostgres } from './engine.mjs';

// What nginx does by itself, and the tests' own server of models: the run on SQLite looks at that.
const WITHOUT_DATABASE = ['headers.test.mjs', 'openai.test.mjs', 'slow.test.mjs', 'tls.test.mjs'];

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).map((file) => path.basename(file));
const files = fs
    .readdirSync(here)
    .filter((file) => file.endsWith('.test.mjs'))
    .filter((file) => !isPostgres || !WITHOUT_DATABASE.includes(file))
    .sort();
for (const file of wanted.length > 0 ? wanted : files)
    await import(pathToFileURL(path.join(here, file)));
