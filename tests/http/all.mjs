// Loads the files of tests, which run one test after another in this process.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).map((file) => path.basename(file));
const files = fs
    .readdirSync(here)
    .filter((file) => file.endsWith('.test.mjs'))
    .sort();
for (const file of wanted.length > 0 ? wanted : files)
    await import(pathToFileURL(path.join(here, file)));
