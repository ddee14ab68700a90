// Runs the suites, those of different servers side by side, then checks what they gathered.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPostgres } from '../http/engine.mjs';
import { buildDir, startServer } from '../http/server.mjs';
import { agents } from './agents.mjs';
import { bills } from './bom.mjs';
import { complaints, documents, launch } from './browser.mjs';
import { talk } from './comments.mjs';
import { budgets } from './budgets.mjs';
import { clicks } from './clicks.mjs';
import { crawl } from './crawl.mjs';
import { editors } from './editors.mjs';
import { imports } from './import.mjs';
import { keyboard } from './keyboard.mjs';
import { check_html } from './look.mjs';
import { narrow } from './narrow.mjs';
import { palette } from './palette.mjs';
import { passkeys } from './passkeys.mjs';
import { product_day } from './product_day.mjs';
import { prompts } from './prompts.mjs';
import { proof, proof_options } from './proof.mjs';
import { sign_in } from './sign_in.mjs';
import { sso, sso_options } from './sso.mjs';
import { start } from './start.mjs';
import { Suite } from './suite.mjs';
import { finish, test } from './tap.mjs';
import { teams } from './teams.mjs';
import { texts } from './texts.mjs';
import { toast } from './toast.mjs';
import { users } from './users.mjs';

const everything = [sign_in, users, prompts, agents, editors, teams, talk, start, imports, bills, toast, narrow];
/** Where a model endpoint may be, of which nothing is asked. */
const models = { ROSTRUM_MODEL_HOSTS: 'models.example.org' };

const suites = {
    script: { has_script: true, parts: [...everything, keyboard, palette] },
    'no-script': { has_script: false, parts: everything },
    passkeys: { has_script: true, options: { host: 'localhost' }, parts: [passkeys] },
    sso: { has_script: true, options: sso_options, parts: [sso] },
    proof: { has_script: false, options: proof_options, parts: [proof] },
    texts: { has_script: true, options: { isDemo: true, env: models }, parts: [texts] },
    crawl: { has_script: true, options: { isDemo: true, env: models }, parts: [product_day, clicks, budgets, crawl] },
};

const browser = await launch();

/** A fresh server, and one part after another in it. */
async function run({ has_script, options, parts }) {
    const server = await startServer(typeof options === 'function' ? await options() : options);
    const suite = new Suite(browser, server, has_script);
    try {
        for (const part of parts) await part(suite);
        await suite.close_all();
    } finally {
        await server.stop();
    }
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites);
await Promise.all(wanted.map((name) =>
    run(suites[name]).catch((error) => test(`suite ${name}`, () => { throw error; }))));
await browser.close();

await test('pages ask no other host, log nothing and break no policy', () => {
    assert.deepEqual([...new Set(complaints)], []);
});
if (!isPostgres) await check_documents(); // the same suites show the same pages on both engines
process.exitCode = finish() ? 0 : 1;

async function check_documents() {
    const errors = join(buildDir, 'errors'); // nginx's own
    // The JSON beside them answers programs.
    const of_people = (await readdir(errors)).filter((name) => name.endsWith('.html'));
    for (const name of of_people) documents.set(name, await readFile(join(errors, name), 'utf8'));
    await test(`the Nu HTML checker finds no error in ${documents.size} pages`, async () => {
        assert.ok(documents.size > 0);
        assert.deepEqual(await check_html(documents), []);
    });
}
