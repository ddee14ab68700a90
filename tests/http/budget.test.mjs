// Requests that ask for more than a worker has: they are answered, what was typed is kept, and the
// workers live on with as little memory as before.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, test } from 'node:test';
import { createPrompt, expectStatus, setUp } from './people.mjs';
import { startServer } from './server.mjs';

const MIB = 1 << 20;
const BODIES = Number(process.env.ROSTRUM_FAULT_BODIES ?? 16);
const BOUNDARY = '----rostrum-http-test';

let starting = null;

async function own() {
    starting ??= (async () => {
        const server = await startServer();
        const browser = await setUp(server);
        browser.isPatient = false; // what is too much is asked for once
        return { server, browser, pids: server.workerPids() };
    })();
    return starting;
}

after(async () => (await starting?.catch(() => null))?.server.stop());

/** The most memory of a worker in MiB, now. */
function residentMib(server) {
    const sizes = server.workerPids().map((pid) => {
        const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
        return Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024;
    });
    return Math.max(...sizes);
}

async function assertAlive() {
    const { server, browser, pids } = await own();
    expectStatus(await browser.get('/prompts'), 200);
    expectStatus(await browser.get('/search?q=nothing'), 200);
    assert.deepEqual(server.workerPids(), pids, 'a worker was replaced');
}

function part(disposition, content) {
    return [
        Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
        Buffer.from(content),
        Buffer.from('\r\n'),
    ];
}

test('budget: 16 MiB of tiny values are refused, and their memory goes back', async () => {
    const { server, browser } = await own();
    const before = residentMib(server);
    for (const value of ['{}', '0', '{"":""}']) {
        const { csrf } = await browser.get('/import');
        const many = `${value},`.repeat(Math.floor((16 * MIB - 1024) / (value.length + 1)));
        const body = Buffer.concat([
            ...part('name="csrf"', csrf),
            ...part('name="document"; filename="values.json"', `[${many}${value}]`),
            ...part('name="existing"', 'version'),
            Buffer.from(`--${BOUNDARY}--\r\n`),
        ]);
        assert.ok(body.length > 16 * MIB - 64 * 1024 && body.length < 16 * MIB + 64 * 1024);
        const answer = await browser.request('POST', '/import', {
            headers: {
                Origin: server.publicUrl,
                'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
            },
            body,
        });
        expectStatus(answer, 413, 422, 503); // numbers fit: they are refused as too many records
        assert.match(answer.words, /more memory than one request may|took too long|more than 50000 records/);
        await assertAlive();
    }
    const now = residentMib(server);
    assert.ok(now < before + 32, `${now} MiB of memory, ${before} before`);
});

test('budget: a chat of variables is an answer, and never a dead worker', async () => {
    const { server, browser } = await own();
    const before = residentMib(server);
    const body = '{{a}}'.repeat((800 * 1024) / 5);
    const { csrf } = await browser.get('/prompts/new');
    const made = await browser.post('/prompts/new', {
        csrf,
        name: 'chat/variables',
        type: 'chat',
        'message.1.role': 'user',
        'message.1.content': body,
        body: JSON.stringify([{ role: 'user', content: body }]),
        action: 'save',
    });
    expectStatus(made, 303, 413, 422);
    await assertAlive();
    const text = await browser.post('/prompts/new', {
        csrf,
        name: 'text/variables',
        type: 'text',
        body,
    });
    expectStatus(text, 303, 413);
    if (text.status === 303)
        for (const below of ['', '/edit', '/preview', '/versions/1'])
            expectStatus(await browser.get(text.headers.location + below), 200, 413, 503);
    await assertAlive();
    const now = residentMib(server);
    assert.ok(now < before + 48, `${now} MiB of memory, ${before} before`);
});

test('budget: an export of many bodies of 1 MiB is sent whole', async () => {
    const { server, browser } = await own();
    const before = residentMib(server);
    for (let i = 0; i < BODIES; i++)
        await createPrompt(browser, { name: `large/${i}`, body: `${i}`.padEnd(MIB - 1, 'x') });
    const { csrf } = await browser.get('/export');
    const answer = await browser.post('/export', { csrf, prompts: '1' });
    expectStatus(answer, 200);
    const document = JSON.parse(answer.text);
    assert.equal(document.prompts.filter((one) => one.name.startsWith('large/')).length, BODIES);
    await assertAlive();
    const now = residentMib(server);
    assert.ok(now < before + 48, `${now} MiB of memory, ${before} before`);
});
