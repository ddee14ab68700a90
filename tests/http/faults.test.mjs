// Workers that die in the middle of a save, saves that meet, and many who write at once.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { Browser } from './client.mjs';
import { numbered } from './crashes.mjs';
import { blob, damages, holdWrites, isPostgres, sql, sqlNumber, startDatabase } from './engine.mjs';
import { readMetrics } from './metrics.mjs';
import {
    admin,
    createPrompt,
    expectStatus,
    idOf,
    invite,
    makeToken,
    password,
    setUp,
    signIn,
} from './people.mjs';
import { Program, recordScopes } from './programs.mjs';
import { isAlive, killWorkers, startServer } from './server.mjs';
import { sleep, waitFor } from './wait.mjs';

const MIB = 1 << 20;
const KILLED_SAVES = 24;
const KILLED_PAGES = 60;
const CRASHES = 8;
const WRITERS = 8;
const WRITES_EACH = 12;

let starting = null;

async function own() {
    starting ??= (async () => {
        const server = await startServer();
        return { server, browser: await setUp(server) };
    })();
    return starting;
}

after(async () => (await starting?.catch(() => null))?.server.stop());


/** 1 MiB that says which save it belongs to, at both ends and in between. */
function bodyOf(number) {
    const line = `save ${String(number).padStart(6, '0')} of one prompt, whole or not at all\n`;
    return line.repeat(Math.ceil(MIB / line.length)).slice(0, MIB - 1) + '.';
}

/** {versions, events}: of a prompt, as the database tells it. */
function history(server, prompt) {
    const id = blob(idOf(prompt));
    const [line] = sql(
        server,
        `SELECT (SELECT count(*) FROM prompt_versions WHERE record_id = ${id}), ` +
            `(SELECT max(version) FROM prompt_versions WHERE record_id = ${id}), ` +
            `(SELECT version FROM prompts WHERE id = ${id}), ` +
            `(SELECT count(*) FROM audit_events WHERE record_id = ${id} AND outcome = 'success')`,
    );
    const [versions, newest, current, events] = line.split('|').map(Number);
    assert.equal(newest, versions, 'numbers without gaps');
    assert.equal(current, versions, 'the prompt points to its newest version');
    return { versions, events };
}

test('faults: a worker that dies alone is started again, and nobody notices', async () => {
    const { server, browser } = await own();
    const before = server.workerPids();
    const killed = await killWorkers(server);
    assert.equal((await browser.get('/account')).status, 200, 'the next request works');
    assert.equal((await browser.get('/healthz')).status, 200);
    await waitFor(() => server.workerPids().length === before.length); // as many as before
    assert.ok(killed.every((pid) => !isAlive(pid)));
});

test(`faults: pages whose worker dies are answered by another, ${KILLED_PAGES} times`, async () => {
    const { server, browser } = await own();
    const places = ['/prompts', '/agents', '/account', '/import', '/'];
    const failed = [];
    const counts = places.map(() => 0);
    let isOn = true;
    const reading = places.map(async (place, at) => {
        while (isOn) {
            const page = await browser.get(place).catch((error) => ({ status: error.code }));
            if (page.status !== 200) failed.push(`${place}: ${page.status}`);
            counts[at]++;
        }
    });
    for (let i = 0; i < KILLED_PAGES; i++) {
        const before = [...counts];
        await sleep(50);
        await waitFor(() => counts.every((count, at) => count > before[at])); // none loses both workers
        const pids = server.workerPids();
        process.kill(pids[i % pids.length], 'SIGKILL');
    }
    await sleep(50);
    isOn = false;
    await Promise.all(reading);
    assert.deepEqual(failed, []);
    const log = fs.readFileSync(path.join(server.dataDir, 'log/nginx.log'), 'utf8');
    assert.match(log, /"level":"warn","event":"nginx.retry",.*"method":"GET","status":"200"/);
});

/** The answer to a program's change of which the worker was killed before it could be made. */
async function killDuring(server, program, method, where, body, headers = {}) {
    const isBusy = async () => {
        const { text } = await program.browser.get('/metrics');
        return readMetrics(text).series.get('rostrum_workers_busy{pool="fast"}') > 0;
    };
    await waitFor(async () => !(await isBusy()));
    const release = await holdWrites(server);
    const all = { Authorization: `Bearer ${program.secret}`, 'Content-Type': 'application/json', ...headers };
    const asking = program.browser.request(method, where, { headers: all, body: body && JSON.stringify(body) });
    try {
        await waitFor(isBusy);
        await killWorkers(server);
        await sleep(500); // as long as a second worker would need to take it
    } finally {
        await release();
    }
    return asking;
}

test('faults: no change of a program is made by a second worker when the first dies', async () => {
    const { server, browser } = await own();
    const { secretKey } = await makeToken(browser, recordScopes);
    const program = new Program(server, secretKey);
    const made = await program.create('prompts', { name: 'faults/once', body: 'one' });
    const match = { 'If-Match': `"${made.revision}"` };
    const where = `/api/v1/prompts/${made.id}`;
    const seen = async () => {
        const { items } = await program.call(200, 'GET', `${where}/labels`);
        const prompts = await program.call(200, 'GET', '/api/v1/prompts?q=faults%2Ftwice');
        const { revision } = await program.call(200, 'GET', where);
        return { labels: items.map((one) => one.label ?? one.name).sort(), revision, twice: prompts.items.length };
    };
    let before = await seen();
    // What the first worker had sent, PostgreSQL may carry out once it can: the change is there, or it
    // is not.
    for (const [change, method, place, body, headers] of [
        [(was) => ({ ...was, labels: [] }), 'DELETE', `${where}/labels/production`, null],
        [(was) => ({ ...was, labels: ['beta', ...was.labels] }), 'PUT', `${where}/labels/beta`, { version: 1 }],
        [(was) => ({ ...was, revision: was.revision + 1 }), 'PATCH', where, { body: 'two' }, match],
        [(was) => ({ ...was, twice: was.twice + 1 }), 'POST', '/api/v1/prompts', { name: 'faults/twice', body: 'one' }],
    ]) {
        const answer = await killDuring(server, program, method, place, body, headers);
        assert.equal(answer.status, 502, method);
        const now = await seen();
        assert.deepEqual(now, isPostgres && !isDeepStrictEqual(now, before) ? change(before) : before, method);
        before = now;
    }
    const log = fs.readFileSync(path.join(server.dataDir, 'log/nginx.log'), 'utf8');
    assert.match(log, /"event":"nginx.fault",.*"method":"DELETE","status":"502"/);
    assert.doesNotMatch(log, /"event":"nginx.retry",.*"method":"(?!GET)/);
});

test(`faults: kill -9 during ${KILLED_SAVES} saves of 1 MiB leaves each whole or absent`, async () => {
    const { server, browser } = await own();
    const prompt = await createPrompt(browser, { name: 'faults/killed', body: bodyOf(0) });
    let page = await browser.get(`${prompt}/edit`);
    const started = performance.now();
    expectStatus(await browser.submit(page, 'Save prompt', { body: bodyOf(1) }), 303);
    const saveMs = performance.now() - started;
    let { versions, events } = history(server, prompt);
    assert.deepEqual([versions, events], [2, 2]);
    let current = bodyOf(1);
    const outcomes = { acknowledged: 0, kept: 0, absent: 0 };
    const isHit = () => outcomes.kept + outcomes.absent > 0;
    for (let round = 2; round < KILLED_SAVES + 2 || (!isHit() && round < 10 * KILLED_SAVES); round++) {
        page = await browser.get(`${prompt}/edit`);
        assert.equal(page.status, 200, 'the request after a kill works');
        assert.ok(page.value('Save prompt', 'body') === current, `round ${round}: the whole body`);
        const body = bodyOf(round);
        const saving = browser.submit(page, 'Save prompt', { body }).catch(() => null);
        await sleep(Math.random() * saveMs * 1.1);
        await killWorkers(server);
        const answer = await saving;
        const now = history(server, prompt);
        const isSaved = now.versions === versions + 1;
        assert.ok(isSaved || now.versions === versions, `round ${round}: ${now.versions} versions`);
        assert.equal(
            now.events - events,
            isSaved ? 1 : 0,
            `round ${round}: an event exactly with its change`,
        );
        if (answer?.status === 303)
            assert.ok(isSaved, `round ${round}: an acknowledged save is there`);
        else
            assert.ok(
                answer === null || answer.status === 502,
                `round ${round}: ${answer?.status}`,
            );
        outcomes[answer?.status === 303 ? 'acknowledged' : isSaved ? 'kept' : 'absent']++;
        if (isSaved) current = body;
        ({ versions, events } = now);
    }
    assert.ok(isHit(), `no save was hit: ${JSON.stringify(outcomes)}`);
    assert.ok((await browser.get(`${prompt}/edit`)).value('Save prompt', 'body') === current);
    assert.deepEqual(damages(server), []);
});

/** Crashes the database server at a random moment of a save that takes about so many milliseconds;
    gives the answer once it is there. */
async function saveThroughCrash(database, browser, page, body, duration) {
    const saving = browser.submit(page, 'Save prompt', { body });
    await sleep(Math.random() * duration * 0.6); /* the crash takes its time, too */
    const restarted = database.crash();
    const answer = await saving;
    await restarted;
    await waitFor(async () => (await browser.get('/readyz')).status === 200);
    return answer;
}

if (isPostgres)
    test(`faults: each of ${CRASHES} saves in a database crash is whole or absent`, async () => {
        const database = await startDatabase();
        const server = await startServer({ databaseFolder: database.folder });
        try {
            const browser = await setUp(server);
            const prompt = await createPrompt(browser, { name: 'faults/crash', body: bodyOf(0) });
            const first = await browser.get(`${prompt}/edit`);
            const started = Date.now();
            const saved = await browser.submit(first, 'Save prompt', { body: bodyOf(99) });
            const duration = Date.now() - started;
            assert.equal(saved.status, 303);
            let { versions, events } = history(server, prompt);
            const outcomes = { acknowledged: 0, kept: 0, absent: 0 };
            for (let round = 1; round <= CRASHES; round++) {
                const page = await browser.get(`${prompt}/edit`);
                assert.equal(page.status, 200, 'the request after a crash works');
                const answer = await saveThroughCrash(
                    database,
                    browser,
                    page,
                    bodyOf(round),
                    duration,
                );
                const now = history(server, prompt);
                const isSaved = now.versions === versions + 1;
                assert.ok(isSaved || now.versions === versions, `round ${round}`);
                assert.equal(now.events - events, isSaved ? 1 : 0, `round ${round}: its event`);
                assert.ok([303, 503].includes(answer.status), `round ${round}: ${answer.status}`);
                if (answer.status === 303) assert.ok(isSaved, `round ${round}: acknowledged`);
                outcomes[answer.status === 303 ? 'acknowledged' : isSaved ? 'kept' : 'absent']++;
                ({ versions, events } = now);
            }
            assert.ok(
                outcomes.kept + outcomes.absent > 0,
                `no save was hit: ${JSON.stringify(outcomes)}`,
            );
            assert.deepEqual(damages(server), []);
        } finally {
            await server.stop();
            await database.stop();
        }
    });

test('faults: of six who save at once one wins, the others lose nothing', async () => {
    const { server } = await own();
    const browsers = [];
    for (let i = 0; i < 6; i++) browsers.push(await signIn(server, admin.email));
    const prompt = await createPrompt(browsers[0], {
        name: 'faults/stale',
        body: 'the beginning\n',
    });
    const pages = await Promise.all(browsers.map((browser) => browser.get(`${prompt}/edit`)));
    const mine = (i) => `the beginning\nas number ${i} sees it  \n`;
    const answers = await Promise.all(
        browsers.map((browser, i) =>
            browser.submit(pages[i], 'Save prompt', { body: mine(i), message: `by ${i}` }),
        ),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    assert.deepEqual(statuses, [303, 409, 409, 409, 409, 409]);
    const winner = answers.findIndex((answer) => answer.status === 303);
    assert.deepEqual(history(server, prompt), { versions: 2, events: 2 });
    const loser = (winner + 1) % 6;
    for (const [i, answer] of answers.entries()) {
        if (i === winner) continue;
        assert.equal(answer.value('Save prompt', 'body'), mine(i), 'what was typed');
        assert.equal(answer.value('Save prompt', 'message'), `by ${i}`);
        assert.ok(
            answer.words.includes(`number ${winner} sees it`),
            'and what was saved meanwhile',
        );
    }
    // Saving again, now knowing, makes the next version.
    expectStatus(await browsers[loser].submit(answers[loser], 'Save prompt'), 303);
    const after = await browsers[loser].get(`${prompt}/edit`);
    assert.equal(after.value('Save prompt', 'body'), mine(loser));
    assert.deepEqual(history(server, prompt), { versions: 3, events: 3 });
});

test(`faults: ${WRITERS} clients write at once: all succeed, reads go on`, async () => {
    const { server, browser: reader } = await own();
    const browsers = [];
    for (let i = 0; i < WRITERS; i++) browsers.push(await signIn(server, admin.email));
    const count = () => sqlNumber(server, 'SELECT count(*) FROM prompts');
    const events = () =>
        sqlNumber(server, "SELECT count(*) FROM audit_events WHERE action = 'prompt.create'");
    const [promptsBefore, eventsBefore] = [count(), events()];
    let isWriting = true;
    const write = async (browser, i) => {
        for (let k = 0; k < WRITES_EACH; k++) {
            const page = await browser.get('/prompts/new');
            const done = await browser.submit(page, 'Create prompt', {
                name: `faults/many/${i}-${k}`,
                body: `${i} ${k}`,
            });
            expectStatus(done, 303);
        }
    };
    const reading = (async () => {
        for (; isWriting; await sleep(5)) expectStatus(await reader.get('/prompts'), 200);
    })();
    await Promise.all(browsers.map(write));
    isWriting = false;
    await reading;
    assert.equal(count() - promptsBefore, WRITERS * WRITES_EACH);
    assert.equal(events() - eventsBefore, WRITERS * WRITES_EACH);
    await numbered(server, reader);
    assert.deepEqual(damages(server), []);
});

test('faults: many sign-ins at once do not hold pages up', async () => {
    const { server, browser: reader } = await own();
    const pages = [];
    for (let i = 0; i < 10; i++) {
        const browser = new Browser(server);
        pages.push([browser, await browser.get('/login')]);
    }
    let isFlooding = true;
    let beside = 0;
    const reading = (async () => {
        for (; isFlooding; beside += isFlooding ? 1 : 0) expectStatus(await reader.get('/prompts'), 200);
    })();
    const answers = await Promise.all(
        pages.map(([browser, page]) =>
            browser.submit(
                page,
                'Sign in',
                { email: admin.email, password: 'a wrong one, to be sure' },
                { isPatient: false },
            ),
        ),
    );
    isFlooding = false;
    await reading;
    for (const answer of answers) {
        assert.ok([422, 429, 503].includes(answer.status), `${answer.status}`);
        if (answer.status !== 422) assert.match(answer.headers['retry-after'], /^\d+$/);
        assert.equal(answer.value('Sign in', 'email'), admin.email);
    }
    assert.ok(beside > 5, `${beside} pages beside them`);
});

test('faults: of those who set up or accept at once, one does', async () => {
    const server = await startServer();
    try {
        const rivals = await Promise.all(
            [0, 1, 2].map(async (i) => {
                const browser = new Browser(server);
                return [browser, await browser.get(`/setup?code=${server.setupCode}`), i];
            }),
        );
        const answers = await Promise.all(
            rivals.map(([browser, page, i]) =>
                browser.submit(page, 'Set up Rostrum', {
                    ...admin,
                    email: `rival${i}@harbor.example`,
                    organization_name: `Rival ${i}`,
                }),
            ),
        );
        assert.equal(answers.filter((answer) => answer.status === 303).length, 1);
        assert.ok(answers.every((answer) => [303, 404, 422, 503].includes(answer.status)));
        assert.deepEqual(
            sql(server, 'SELECT count(*) FROM users; SELECT count(*) FROM organizations'),
            ['1', '1'],
        );
        const [winner] = rivals[answers.findIndex((answer) => answer.status === 303)];
        const link = await invite(winner, {
            full_name: 'Guest',
            email: 'guest@harbor.example',
            user_persona: 'Product Manager',
        });
        const guests = await Promise.all(
            [0, 1, 2].map(async () => {
                const browser = new Browser(server);
                return [browser, await browser.get(link)];
            }),
        );
        const accepted = await Promise.all(
            guests.map(([browser, page], i) =>
                browser.submit(page, 'Accept invitation', { password: `${password} guest ${i}` }),
            ),
        );
        assert.equal(accepted.filter((answer) => answer.status === 303).length, 1);
        assert.equal(
            sqlNumber(
                server,
                "SELECT count(*) FROM audit_events WHERE action = 'session.sign_in' " +
                    "AND outcome = 'success'",
            ),
            2,
        );
        assert.equal((await new Browser(server).get(link)).status, 404);
    } finally {
        await server.stop();
    }
});
