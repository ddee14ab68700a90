// Bad values in every query and every form of the whole route table: never a 500.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { rowsOf, sql, tableNames } from './engine.mjs';
import { createEach, createImport } from './people.mjs';
import { contents, fieldNames, fillIn, missing, routeTable } from './routes.mjs';
import { shared } from './shared.mjs';

/** Bad input for a query and a form, and what may answer it. */
const evil = [
    '',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '{{CSRF}}{{%AUTOESCAPE context="HTML"}}',
    '%s%n%d',
    'a'.repeat(3000),
    '\u202e\ufeff\u0085\u2028',
    '../../etc/passwd',
    '-1',
    '0',
    '99999999999999999999',
    '1e9',
    '\u{1f4a9}'.repeat(300),
    'null',
    '\r\nSet-Cookie: x=1',
    '=cmd|calc',
    `${missing}`,
    '\t \n',
    '0x7f',
    '[]',
];

const names = fieldNames();

/** Never a 5xx, never an echo that a browser would run, never a header of the sender's. */
function checkSane(answer, what) {
    const fine = [200, 303, 304, 400, 403, 404, 409, 413, 414, 415, 422, 429];
    assert.ok(
        fine.includes(answer.status),
        `${what}: ${answer.status} ${answer.words.slice(0, 200)}`,
    );
    assert.doesNotMatch(answer.text, /<script>alert\(1\)/, what);
    assert.equal(
        answer.headers['set-cookie']?.some((line) => line.startsWith('x=')) ?? false,
        false,
        what,
    );
}

test('every route: bad values in every query of every page never give a 500', async () => {
    const { admin, developer } = await shared();
    const made = await createEach(admin, 'hostile/queries');
    const pages = routeTable().filter((row) => row.method === 'GET');
    for (const [at, { pattern }] of pages.entries()) {
        for (const [i, value] of evil.entries()) {
            if (Buffer.byteLength(encodeURIComponent(value)) > 3600) continue;
            // Many names at once where that fits, otherwise one after the other.
            const count = value.length > 20 ? 1 : 30;
            const some = Array.from(
                { length: count },
                (_, k) => names[(i * count + at + k) % names.length],
            );
            const query = some.map((name) => `${name}=${encodeURIComponent(value)}`).join('&');
            const browser = i % 5 === 4 ? developer : admin;
            const answer = await browser.get(`${fillIn(pattern, made)}?${query}`);
            checkSane(answer, `GET ${pattern}?${query.slice(0, 100)}`);
        }
    }
});

/** What attempts are counted by: 'n' a network, 'a' an address, 's' an account, 'd' a device. */
function countedAttempts(server) {
    const others = ['attempt_count', 'open_from', 'kept_until', 'is_told'];
    return rowsOf(server, 'attempts', others)
        .map((key) => String.fromCharCode(parseInt(key.match(/x'?([0-9a-f]{2})/i)[1], 16)))
        .sort();
}

test('every route: bad values in every form never give a 500 and change nothing', async () => {
    const { server, admin } = await shared();
    const made = await createEach(admin, 'hostile/forms');
    const { csrf } = await admin.get('/account');
    const before = contents(server, ['attempts']);
    const attempts = countedAttempts(server);
    const forms = routeTable().filter((row) => row.method === 'POST' && row.pattern !== '/theme');
    for (const { pattern } of forms) {
        for (const target of new Set([fillIn(pattern), fillIn(pattern, made)])) {
            const isButton =
                /\/(archive|restore|logout|activate|link|revoke|revoke-others|start|discard|check)$/.test(
                    target,
                );
            for (const value of evil) {
                // An unknown field comes along, so that no value can be good by chance.
                const fields = names.map((name) => [name, value]);
                const answer = await admin.post(
                    target,
                    [['csrf', csrf], ...fields, ['no_such_field', value]],
                    { isRaw: true },
                );
                checkSane(answer, `POST ${target} ${JSON.stringify(value.slice(0, 30))}`);
                assert.notEqual(
                    answer.status,
                    200,
                    `POST ${target} ${JSON.stringify(value.slice(0, 30))}`,
                );
                if (isButton) break;
            }
            const forged = await admin.post(target, { csrf: 'x', name: 'y' });
            // Someone who is signed in already is sent on by the sign-in form.
            const refusals = target === '/login' ? [303] : [403, 404, 429];
            assert.ok(refusals.includes(forged.status), `forged POST ${target}: ${forged.status}`);
            const nobody = await new Browser(server).post(target, { csrf, name: 'y' });
            assert.ok(
                [303, 403, 404, 429].includes(nobody.status),
                `nobody's POST ${target}: ${nobody.status}`,
            );
        }
    }
    assert.equal(contents(server, ['attempts']), before);
    // Links that nobody has are counted, by network and address; nothing else is.
    assert.deepEqual(countedAttempts(server), [...attempts, 'a', 'n'].sort());
});

/** Every row of every table but the log of reads and who was seen when: what no GET changes. */
function everyRow(server) {
    const log = [
        'audit_events',
        'audit_sequence',
        'audit_heads',
        'audit_queue',
        'audit_nodes', // with every 256th event
        'audit_checkpoints', // a minute after a change
        'api_token_uses', // by programs of other tests, whom a worker notes when it rests
        'servings', // likewise
        'served_records',
        'attempts', // at links that nobody has
        'daily_counts',
    ];
    const tables = sql(server, `SELECT name FROM (${tableNames}) AS tables ORDER BY name`);
    return tables
        .filter((table) => !log.includes(table))
        .map((table) => `${table}: ${rowsOf(server, table, ['last_seen_at']).sort().join('; ')}`);
}

test('every route: no GET changes a row', async () => {
    const { server, admin } = await shared();
    const made = await createEach(admin, 'hostile/reading');
    const prompts = Array.from({ length: 2100 }, (_, i) => ({ name: `reading/${i}`, body: 'x' }));
    const unfinished = (await createImport(admin, { prompts })).split('/')[2];
    assert.match((await admin.get(`/import/${unfinished}`)).text, /<progress/);
    await admin.get('/users'); // whatever a first look sets up is there
    const before = everyRow(server);
    for (const { method, pattern } of routeTable()) {
        if (method !== 'GET') continue;
        for (const ids of [made, { ...made, import: unfinished }, {}])
            for (const asked of ['GET', 'HEAD'])
                await admin.request(asked, fillIn(pattern, ids).replace(/\/7(?=\/|$)/g, '/1'));
    }
    assert.deepEqual(everyRow(server), before);
});

test('every route: nobody reads on without signing in; unknown ids are 404', async () => {
    const { server, admin } = await shared();
    for (const { method, pattern, permission } of routeTable()) {
        const target = fillIn(pattern);
        if (permission !== 'PUBLIC') {
            const answer = await new Browser(server).request(method, target, {
                headers: { Origin: server.url },
            });
            assert.equal(
                answer.status,
                method === 'GET' || pattern === '/logout' ? 303 : 403,
                `${method} ${pattern}`,
            );
            if (method === 'GET') assert.match(answer.location, /^\/login/, pattern);
        }
        if (method === 'GET' && pattern.includes('{')) {
            const answer = await admin.get(target);
            // links that nobody has are counted, so that nobody guesses one
            const refusals = pattern.includes('{token}') ? [404, 429] : [404];
            assert.ok(refusals.includes(answer.status), `${pattern}: ${answer.status}`);
        }
    }
});
