// Uploads through nginx: 16 MiB, malformed forms, and workers that die while an import is applied.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { sqlNumber } from './engine.mjs';
import { makeToken, setUp } from './people.mjs';
import { recordScopes } from './programs.mjs';
import { killWorkers, namesBelow, startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

const MIB = 1 << 20;
const RECORDS = 10_000;
const BOUNDARY = '----rostrum-http-test';

let starting = null;

async function own() {
    starting ??= (async () => {
        const server = await startServer();
        return { server, browser: await setUp(server) };
    })();
    return starting;
}

after(async () => (await starting?.catch(() => null))?.server.stop());

function part(disposition, content) {
    return [
        Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
        Buffer.from(content),
        Buffer.from('\r\n'),
    ];
}

function formWith(csrf, document, extra = []) {
    return Buffer.concat([
        ...part('name="csrf"', csrf),
        ...part('name="document"; filename="large.json"', document),
        ...part('name="existing"', 'version'),
        ...extra,
        Buffer.from(`--${BOUNDARY}--\r\n`),
    ]);
}

function send(server, browser, body, { path = '/import', type } = {}) {
    return browser.request('POST', path, {
        headers: {
            Origin: server.publicUrl,
            'Content-Type': type ?? `multipart/form-data; boundary=${BOUNDARY}`,
        },
        body,
    });
}

/** A document of so many prompts whose bodies begin with a word and fill it up to about so many
 * bytes. */
function documentOf(count, bytes, prefix, word = '') {
    const filler = word + 'x'.repeat(Math.max(1, Math.floor(bytes / count) - 60 - word.length));
    const prompts = Array.from({ length: count }, (_, i) => ({
        name: `${prefix}/${i}`,
        body: `${i} ${filler}`,
    }));
    return JSON.stringify({ rostrum: 1, kind: 'organization', prompts });
}

const countPrompts = (server) => sqlNumber(server, 'SELECT count(*) FROM prompts');

/** Follows the progress to the plan. */
async function planOf(browser, location) {
    for (let i = 0; i < 300; i++) {
        const page = await browser.get(location);
        assert.equal(page.status, 200);
        if (!page.text.includes('<progress')) return page;
        const done = await browser.submit(page, 'Continue checking');
        assert.equal(done.status, 303, done.words.slice(0, 300));
        assert.equal(done.location, location);
    }
    throw new Error('the plan never came');
}

test('import: 16 MiB pass nginx, and nothing of them reaches a disk in clear', async () => {
    const { server, browser } = await own();
    const { csrf } = await browser.get('/import');
    const mark = 'a-mark-that-must-not-stand-on-a-disk';
    const document = documentOf(RECORDS, 15.5 * MIB, 'large', mark);
    const body = formWith(csrf, document);
    assert.ok(body.length > 15 * MIB && body.length <= 16 * MIB, `${body.length}`);
    const answer = await send(server, browser, body);
    assert.equal(answer.status, 303, answer.words.slice(0, 300));
    for (const name of namesBelow(server.dataDir)) {
        const file = path.join(server.dataDir, name);
        if (name.startsWith('pg') || !fs.statSync(file).isFile()) continue;
        assert.ok(!fs.readFileSync(file).includes(mark), name);
    }
    const plan = await planOf(browser, answer.location);
    assert.match(plan.words, /Import 10000 records/);
    const started = Date.now();
    const before = countPrompts(server);
    const done = await goOn(browser, await browser.submit(plan, 'Import 10000 records'));
    assert.match(done.words, /Done: 10000 records imported/);
    console.log(`# ${RECORDS} records took ${Date.now() - started} ms`);
    assert.equal(countPrompts(server), before + RECORDS);
    // The form once more is the same act; a page that is opened now says that it is done.
    const again = await browser.submit(plan, 'Import 10000 records');
    assert.equal(again.status, 303);
    const shown = await browser.get(again.location);
    assert.match(shown.words, /saved when it was sent first\. Nothing was done twice/);
    assert.equal(countPrompts(server), before + RECORDS);
});

/** Goes on with an import, as its page does by itself, until it is over. */
async function goOn(browser, answer) {
    for (let i = 0; i < 200; i++) {
        assert.equal(answer.status, 303, answer.words?.slice(0, 300));
        const page = await browser.get(answer.location);
        if (!page.words.includes('Continue importing')) return page;
        answer = await browser.submit(page, 'Continue importing');
    }
    throw new Error('an import without an end');
}

const appliedOf = (server) =>
    sqlNumber(server, "SELECT coalesce(max(applied_count), 0) FROM imports WHERE state = 'ready'");

/* Starts an import and kills all workers when so many records are in. Gives the status: 0 or 5xx. */
async function killed(server, browser, plan, least) {
    let isAnswered = false;
    const starting = browser
        .submit(plan, 'Import 9000 records')
        .then((page) => page.status, () => 0)
        .finally(() => (isAnswered = true));
    await waitFor(() => isAnswered || appliedOf(server) >= least);
    await killWorkers(server);
    return starting;
}

test('import: a worker that dies leaves whole batches, and the import goes on behind them', async () => {
    const { server, browser } = await own();
    const { csrf } = await browser.get('/import');
    for (const least of [0, 1, 400]) {
        const document = documentOf(9000, MIB, `killed-${least}`);
        const answer = await send(server, browser, formWith(csrf, document));
        const plan = await planOf(browser, answer.location);
        const before = countPrompts(server);
        const status = await killed(server, browser, plan, least);
        assert.ok([0, 303, 502, 503].includes(status), `${status}`);
        const imported = countPrompts(server) - before;
        assert.equal(imported, appliedOf(server), 'records and progress are one transaction');
        assert.ok(imported < 9000, `${imported}`);
        const page = await browser.get(answer.location);
        if (imported === 0) assert.match(page.words, /Import 9000 records/);
        else assert.match(page.words, new RegExp(`${imported} of 9000 records imported`));
        const next = await browser.submit(page, imported === 0 ? 'Import 9000 records' : 'Continue importing');
        const done = await goOn(browser, next);
        assert.match(done.words, /Done: 9000 records imported/);
        assert.equal(countPrompts(server), before + 9000);
    }
});

test('import: two starts at once import once', async () => {
    const { server, browser } = await own();
    const { csrf } = await browser.get('/import');
    const answer = await send(server, browser, formWith(csrf, documentOf(300, MIB, 'twice')));
    const plan = await planOf(browser, answer.location);
    const before = countPrompts(server);
    const both = await Promise.all([
        browser.submit(plan, 'Import 300 records'),
        browser.submit(plan, 'Import 300 records'),
    ]);
    assert.ok(both.every((page) => [303, 409].includes(page.status)), `${both.map((page) => page.status)}`);
    await goOn(browser, both.find((page) => page.status === 303));
    assert.equal(countPrompts(server), before + 300);
});

test('import: forms with files that no browser sends are refused', async () => {
    const { server, browser } = await own();
    const { csrf } = await browser.get('/import');
    const good = formWith(csrf, '{}');
    const many = Array.from({ length: 1000 }, (_, i) => part(`name="f${i}"`, 'x')).flat();
    const type = (rest) => ({ type: `multipart/form-data${rest}` });
    const cases = [
        ['truncated', good.subarray(0, good.length - 20), {}, 400],
        ['only its beginning', good.subarray(0, 60), {}, 400],
        ['no boundary', good, type(''), 400],
        ['another boundary', good, type('; boundary=other'), 400],
        ['an endless boundary', good, type(`; boundary=${'b'.repeat(71)}`), 400],
        ['1000 parts', formWith(csrf, '{}', many), {}, 413],
        ['a NUL in a field', formWith(csrf, '{}', part('name="text"', 'a\0b')), {}, 422],
        ['a field that is no text', formWith(csrf, '{}', part('name="text"', Buffer.from([255]))), {}, 400],
        ['a NUL in the file', formWith(csrf, '{"a\0": 1}'), {}, 422],
        ['a field of the form twice', formWith(csrf, '{}', part('name="existing"', 'skip')), {}, 422],
        ['an unknown file', formWith(csrf, '{}', part('name="x"; filename="x"', 'x')), {}, 422],
        ['nested parts', Buffer.concat(part('name="a"\r\nContent-Type: multipart/mixed; boundary=q', '')), {}, 400],
        ['16 MiB and a byte', Buffer.alloc(16 * MIB + 1, 'a'), {}, 413],
        ['more than nginx lets through', Buffer.alloc(18 * MIB, 'a'), {}, 413],
        ['a form with files elsewhere', good, { path: '/prompts/new' }, 415],
        ['5 MiB elsewhere', Buffer.alloc(5 * MIB, 'a'), { path: '/prompts/new' }, 413],
    ];
    const before = sqlNumber(server, 'SELECT count(*) FROM imports');
    for (const [what, body, options, status] of cases) {
        const answer = await send(server, browser, body, options).catch((error) => error);
        // A server may close before it has read everything.
        if (answer instanceof Error && status === 413) continue;
        assert.equal(answer.status, status, what);
    }
    assert.equal(sqlNumber(server, 'SELECT count(*) FROM imports'), before);
});

test('import: a program sends documents of other programs as what they are', async () => {
    const { server, browser } = await own();
    const { secretKey: secret } = await makeToken(browser, [...recordScopes, 'transfer']);
    const call = async (method, where, type, body) => {
        const answer = await browser.request(method, where, {
            headers: { Authorization: `Bearer ${secret}`, ...(type && { 'Content-Type': type }) },
            body,
        });
        return { ...answer, json: JSON.parse(answer.text) };
    };
    const documents = [
        ['text/csv', 'act,prompt\n"API poet","Write, {{topic}}."\n', 'CSV with the columns act and prompt'],
        [
            'text/markdown; charset=utf-8',
            '---\nname: api-reviewer\ndescription: Reviews\nmodel: opus\n---\nReview.\n',
            'Claude subagent',
        ],
        [
            'application/yaml',
            'api_researcher:\n  role: Researcher\n  goal: Find {topic}\n  backstory: Old\n',
            'CrewAI agents, tasks and crews',
        ],
        [
            'application/json',
            JSON.stringify([
                {
                    name: 'api-tools',
                    prompt: [
                        { role: 'developer', content: [{ type: 'text', text: 'Be brief' }] },
                        { role: 'tool', content: 'sent', tool_call_id: 'c1' },
                    ],
                },
            ]),
            'Langfuse prompts',
        ],
    ];
    for (const [type, body, format] of documents) {
        const plan = await call('POST', '/api/v1/import', type, body);
        assert.equal(plan.status, 201, plan.text);
        assert.equal(plan.json.format, format);
        assert.equal(plan.json.state, 'ready');
        const done = await call('POST', `/api/v1/import/${plan.json.id}/start`);
        assert.equal(done.json.state, 'done', done.text);
        assert.equal(done.json.totals.created, 1, done.text);
    }
    const poet = (await call('GET', '/api/v1/prompts?q=API%20poet')).json.items[0];
    const prompt = (await call('GET', `/api/v1/prompts/${poet.id}`)).json;
    assert.equal(prompt.body, 'Write, {{topic}}.');
    const tools = (await call('GET', '/api/v1/prompts?q=api-tools')).json.items[0];
    assert.deepEqual((await call('GET', `/api/v1/prompts/${tools.id}`)).json.body, [
        { role: 'developer', content: [{ type: 'text', text: 'Be brief' }] },
        { role: 'tool', content: 'sent', tool_call_id: 'c1' },
    ]);
    const agent = (await call('GET', '/api/v1/agents?q=api_researcher')).json.items[0];
    const config = (await call('GET', `/api/v1/agents/${agent.id}`)).json.config;
    assert.match(config.instructions, /Find \{\{topic\}\}/);
    const unknown = await call('POST', '/api/v1/import', 'text/plain', 'hello');
    assert.equal(unknown.status, 422);
    assert.match(unknown.text, /This document was not recognized\. What can be imported: Rostrum export/);
    const bomb = 'a: &a [x]\nb:\n  role: *a\n  goal: x\n';
    const refused = await call('POST', '/api/v1/import', 'text/yaml', bomb);
    assert.equal(refused.status, 422);
    assert.match(refused.text, /Line 3: aliases/);
    const image = await call('POST', '/api/v1/import', 'image/png', 'x');
    assert.equal(image.status, 415);
    const elsewhere = await call('POST', '/api/v1/prompts', 'text/csv', 'act,prompt');
    assert.equal(elsewhere.status, 415);
});
