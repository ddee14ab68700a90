// A disk that is full, or takes no writes: nothing is torn, what was typed comes back, everything can
// be read, every page says why, and changes are taken again as soon as there is room. The short form
// of tests/faults/disks, with the database alone on the disk.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { makeDisk } from './disk.mjs';
import { isPostgres, sql, startDatabase } from './engine.mjs';
import { admin, createPrompt, expectStatus, makeToken, password, setUp } from './people.mjs';
import { startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

const SAVES = 60; // more than any disk here has room for
const BANNER = 'aria-label="Disk"';
const DISK_MIB = isPostgres ? 200 : 24;
const scopes = ['prompts:read', 'prompts:write'];

/** A server whose database is on the disk, and nothing else. */
async function startOn(disk) {
    if (!isPostgres) {
        const env = { ROSTRUM_DATABASE: `sqlite:${path.join(disk.folder, 'rostrum.db')}` };
        return { server: await startServer({ env }) };
    }
    const database = await startDatabase({ env: { ROSTRUM_TEST_HOME: disk.folder } });
    try {
        return { database, server: await startServer({ databaseFolder: database.folder }) };
    } catch (error) {
        await database.stop();
        throw error;
    }
}

/** Runs with a server on a small disk, and a person and a program; skipped, aloud, where nothing can
 * be mounted. */
async function onDisk(t, options, run) {
    const disk = makeDisk(DISK_MIB, options);
    if (disk === null) {
        console.log('# SKIPPED: no disk can be filled here: mounting needs root');
        t.skip('mounting needs root');
        return;
    }
    let started = {};
    try {
        started = await startOn(disk);
        const { server } = started;
        const browser = await setUp(server);
        const { secretKey: secret } = await makeToken(browser, scopes);
        const prompt = await createPrompt(browser, { name: 'disks/kept', body: 'before' });
        await run({ ...started, disk, browser, secret, prompt });
    } finally {
        await started.server?.stop();
        await started.database?.stop();
        disk.remove();
    }
}

function save({ browser, prompt }, body, message) {
    return browser.fill(`${prompt}/edit`, 'Save prompt', { body, message });
}

function create({ browser, secret }, name) {
    return browser.request('POST', '/api/v1/prompts', {
        headers: {
            Authorization: `Bearer ${secret}`,
            'Content-Type': 'application/json',
            Cookie: null,
        },
        body: JSON.stringify({ name, body: randomBytes(150_000).toString('hex') }),
    });
}

/** A form that was refused: as it was typed, with the reason. */
function expectForm(page, wanted, typed, reason) {
    expectStatus(page, 503);
    assert.ok(Number(page.headers['retry-after']) > 0);
    assert.ok(page.words.includes(reason), page.words.slice(0, 900));
    assert.ok(page.text.includes(BANNER));
    for (const [name, value] of Object.entries(typed)) assert.equal(page.value(wanted, name), value);
}

/** Everything can be read, in all pools, by a program as well, and says that nothing is saved. */
async function expectReading(run, state) {
    const { server, browser, secret, prompt } = run;
    for (const place of ['/', '/prompts', prompt, '/audit', '/account', '/import', '/search?q=kept']) {
        const page = expectStatus(await browser.get(place), 200);
        assert.ok(page.text.includes(BANNER), place);
        assert.match(page.words, new RegExp(`disk of this installation is ${state}`), place);
    }
    const headers = { Authorization: `Bearer ${secret}`, Cookie: null };
    expectStatus(await browser.get('/api/v1/prompts', { headers }), 200);
    const ready = expectStatus(await browser.get('/readyz'), 200);
    assert.match(ready.text, new RegExp(`^degraded: the disk of the database is ${state}`));
    const stranger = await new Browser(server).get('/login');
    assert.ok(stranger.text.includes(BANNER));
}

/** Whoever is signed in stays; nobody signs in, as what counts attempts can't be written. */
async function expectNoSignIn({ server }, reason) {
    const stranger = new Browser(server);
    const fields = { email: admin.email, password };
    const page = await stranger.fill('/login', 'Sign in', fields, { isPatient: false });
    expectForm(page, 'Sign in', { email: admin.email, password: '' }, reason);
    assert.equal(stranger.cookies.has('session'), false);
}

async function expectProblem(run, reason) {
    const answer = expectStatus(await create(run, `disks/${reason.length}`), 503);
    assert.match(answer.headers['content-type'], /^application\/problem\+json/);
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assert.ok(JSON.parse(answer.text).detail.startsWith(reason), answer.text);
}

function diskLines({ server }) {
    const log = fs.readFileSync(path.join(server.dataDir, 'log/rostrum.log'), 'utf8');
    return log.split('\n').filter((line) => line.includes('"level":"error"'));
}

/** All that must hold while nothing can be saved; typed: what the first refused form had. */
async function expectRefusals(run, { state, reason, page, typed }) {
    const workers = run.server.workerPids();
    expectForm(page, 'Save prompt', typed, reason);
    await expectReading(run, state);
    for (let i = 0; i < 4; i++) {
        const again = { body: `try ${i}\n${randomBytes(150_000).toString('hex')}`, message: `${i}` };
        expectForm(await save(run, again.body, again.message), 'Save prompt', again, reason);
    }
    await expectNoSignIn(run, reason);
    await expectProblem(run, reason);
    await expectReading(run, state);
    assert.deepEqual(run.server.workerPids(), workers, 'no worker died');
    const lines = diskLines(run);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.ok(lines[0].includes('"event":"db.disk"'));
}

/** The next change is taken, and nobody says any more that they are not. */
async function expectRecovery(run, count) {
    expectStatus(await save(run, 'after', 'there is room'), 303);
    for (const place of ['/prompts', '/account', '/import']) {
        const page = expectStatus(await run.browser.get(place), 200);
        assert.ok(!page.text.includes(BANNER), place);
    }
    assert.equal((await run.browser.get('/readyz')).text, 'ready\n');
    const history = await run.browser.get(`${run.prompt}/versions`);
    assert.ok(history.text.includes(`Version ${count + 1}`) || history.words.includes(`v${count + 1}`));
}

test('disks: on a full one a form comes back, everything is read, and then it goes on', (t) =>
    onDisk(t, {}, async (run) => {
        run.disk.fill();
        let page = null;
        let typed = null;
        let count = 1;
        for (let i = 0; i < SAVES && (page === null || page.status === 303); i++) {
            count += page === null ? 0 : 1;
            typed = { body: `save ${i}\n${randomBytes(150_000).toString('hex')}`, message: `why ${i}` };
            page = await save(run, typed.body, typed.message);
        }
        const reason = "The server's disk is full. Nothing was";
        await expectRefusals(run, { state: 'full', reason, page, typed });
        run.disk.free();
        await expectRecovery(run, count);
    }));

test('disks: on one that takes no writes likewise', (t) =>
    onDisk(t, { mayFail: !isPostgres }, async (run) => {
        const { disk, server, browser } = run;
        // PostgreSQL opens its files to write whatever it does: a server that takes no writes is one
        // that was told so.
        const tell = (value) => {
            sql(server, `ALTER SYSTEM SET default_transaction_read_only = ${value}`);
            sql(server, 'SELECT pg_reload_conf()');
        };
        for (const place of ['/prompts', '/account', '/import']) await browser.get(place);
        if (isPostgres) tell('on');
        else disk.fail();
        const typed = { body: 'typed\nhere', message: 'why' };
        let page = null;
        await waitFor(async () => {
            page = await save(run, typed.body, typed.message);
            return page.status !== 303;
        });
        const reason = "The server's disk is read-only. Nothing was";
        await expectRefusals(run, { state: 'read-only', reason, page, typed });
        if (isPostgres) {
            tell('off');
            await waitFor(async () => (await save(run, 'back', 'back')).status === 303);
            assert.equal((await browser.get('/readyz')).text, 'ready\n');
        }
    }));
