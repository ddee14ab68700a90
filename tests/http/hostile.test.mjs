// Requests that no page of ours makes: the right status, what was typed kept, nothing changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, encodeForm, rawRequest } from './client.mjs';
import { expectStatus } from './people.mjs';
import { contents, fillIn, missing, routeTable } from './routes.mjs';
import { shared } from './shared.mjs';

test('hostile: a wrong method is 405 with Allow, an unknown one 501, on every route', async () => {
    const { server, admin } = await shared();
    const table = routeTable();
    for (const pattern of new Set(table.map((row) => row.pattern))) {
        const methods = table.filter((row) => row.pattern === pattern).map((row) => row.method);
        const allow = methods.includes('GET')
            ? methods.includes('POST')
                ? 'GET, HEAD, POST'
                : 'GET, HEAD'
            : 'POST';
        const wrong = [
            'PUT',
            'DELETE',
            'PATCH',
            'OPTIONS',
            methods.includes('POST') ? 'PUT' : 'POST',
            methods.includes('GET') ? 'PATCH' : 'GET',
        ];
        for (const method of new Set(wrong)) {
            const browser = method === 'PUT' ? new Browser(server) : admin;
            const answer = await browser.request(method, fillIn(pattern));
            assert.equal(answer.status, 405, `${method} ${pattern}`);
            assert.equal(answer.headers.allow, allow, `${method} ${pattern}`);
        }
        const answer = await admin.request('BREW', fillIn(pattern));
        assert.equal(answer.status, 501, `BREW ${pattern}`);
    }
});

const targets = [
    ['/nothing', 404],
    ['/login/', 404],
    ['/prompts/', 404],
    ['/prompts/not-a-uuid', 404],
    [`/prompts/${missing.toUpperCase()}x`, 404],
    ['//', 400],
    ['//login', 400],
    ['/login//', 400],
    ['/prompts//edit', 400],
    ['/%00', 400],
    ['/log%00in', 400],
    ['/login%2Fx', 404],
    ['/%2Flogin', 404],
    ['/..', 400],
    ['/../login', 400],
    ['/./login', 400],
    ['/login/..', 400],
    ['/%2e%2e/login', 400],
    ['/a/%2e/b', 400],
    ['/%ff', 400],
    ['/%c0%af', 400],
    ['/%ed%a0%80', 400],
    ['/%', 400],
    ['/%4', 400],
    ['/%zz', 400],
    ['/login?%zz', 400],
    ['/login?a=%', 400],
    ['/login?a=%00', 400],
    ['/login?a=%ff', 400],
    ['/login?%c0%80=1', 400],
    ['/a/b/c/d/e/f/g/h/i/j', 404],
    [`/${'a/'.repeat(1000)}`, 404],
    [`/login?${'&'.repeat(2100)}`, 400],
    [`/login?q=${'a'.repeat(5000)}`, 414],
    [`/${'a'.repeat(5000)}`, 414],
    ['/login;x=1', 404],
    ['/LOGIN', 404],
    ['/login%20', 404],
    ['/prompts/%F0%9F%98%80', 404],
    ['/invite/%E2%80%AE', 404],
    [`/invite/${'a'.repeat(2000)}`, 404],
    ['/audit/1', 404],
    ['/audit/-1', 404],
    ['/audit/01890000-0000-7000-8000-00000000000', 404],
    ['/audit/01890000-0000-7000-8000-0000000000000', 404],
];

test('hostile: addresses that are malformed or lead nowhere are refused', async () => {
    const { server, admin } = await shared();
    for (const [target, status] of targets) {
        for (const method of ['GET', 'POST']) {
            const answer = await admin.request(method, target, { headers: { Origin: server.url } });
            // links that nobody has are counted, so that nobody guesses one
            const refusals = target.startsWith('/invite/') ? [status, 429] : [status];
            assert.ok(
                refusals.includes(answer.status),
                `${method} ${target.slice(0, 80)}: ${answer.status}`,
            );
        }
    }
});

test('hostile: bytes that are not text in the request line are 400', async () => {
    const { server } = await shared();
    const send = (line) =>
        rawRequest(
            server,
            Buffer.from(`${line}\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`, 'latin1'),
        );
    for (const line of [
        'GET /\xff\xfe HTTP/1.1',
        'GET /login?q=\xff HTTP/1.1',
        'GET /\xc3\x28 HTTP/1.1',
    ]) {
        const answer = await send(line);
        assert.equal(answer?.status, 400, JSON.stringify(line));
    }
    const valid = await send('GET /login?q=\xc3\xa9 HTTP/1.1'); // raw UTF-8
    assert.equal(valid.status, 200);
    const absolute = await send(`GET http://${server.host}/login HTTP/1.1`);
    assert.equal(absolute.status, 200);
    for (const [line, status] of [
        ['GET /login HTTP/9.9', 505],
        ['GET  HTTP/1.1', 400],
        ['get /login HTTP/1.1', 400],
        ['GET /login#x HTTP/1.1', 400],
    ])
        assert.equal((await send(line))?.status, status, line);
});

function postHead(server, headers, target = '/login') {
    const all = { Host: server.host, Origin: server.url, Connection: 'close', ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const formType = 'application/x-www-form-urlencoded';

test('hostile: bodies that are too long, of another type or not text are refused', async () => {
    const { server } = await shared();
    const browser = new Browser(server);
    const { csrf } = await browser.get('/login');
    const post = (body, headers = {}) =>
        browser.request('POST', '/login', {
            body,
            headers: { Origin: server.url, 'Content-Type': formType, ...headers },
        });
    const cases = [
        ['4 MiB and a byte', await post('a'.repeat((4 << 20) + 1)), 413],
        ['json', await post('{}', { 'Content-Type': 'application/json' }), 415],
        [
            'multipart',
            await post('--x--', { 'Content-Type': 'multipart/form-data; boundary=x' }),
            415,
        ],
        ['plain text', await post('a=b', { 'Content-Type': 'text/plain' }), 415],
        ['no type', await post('a=b', { 'Content-Type': null }), 415],
        ['NUL escaped', await post(`csrf=${csrf}&email=a%00b&password=x`), 422],
        ['NUL raw', await post(`csrf=${csrf}&email=a\0b&password=x`), 422],
        ['invalid UTF-8', await post(`csrf=${csrf}&email=%ff%fe&password=x`), 400],
        ['an overlong form', await post(`csrf=${csrf}&email=%c0%af&password=x`), 400],
        ['a malformed escape', await post(`csrf=${csrf}&email=%4&password=x`), 400],
        ['2100 parameters', await post(`csrf=${csrf}&${'a=1&'.repeat(2100)}`), 400],
    ];
    for (const [what, answer, status] of cases) assert.equal(answer.status, status, what);
    const twice = await post(
        encodeForm([
            ['csrf', csrf],
            ['email', 'a@b.example'],
            ['email', 'c@d.example'],
            ['password', 'x'],
        ]),
    );
    expectStatus(twice, 400, 422);
    const odd = await rawRequest(
        server,
        postHead(server, { 'Content-Type': formType, 'Content-Length': '-1' }) + 'a',
    );
    assert.ok(odd === null || odd.status === 400, `negative length: ${odd?.status}`);
    const both = await rawRequest(
        server,
        postHead(server, {
            'Content-Type': formType,
            'Content-Length': '3',
            'Transfer-Encoding': 'chunked',
        }) + '0\r\n\r\n',
    );
    assert.ok(both === null || both.status === 400, `two lengths: ${both?.status}`);
});

test('hostile: a body shorter than its length changes nothing and holds nobody up', async () => {
    const { server } = await shared();
    const before = contents(server);
    const head = postHead(server, { 'Content-Type': formType, 'Content-Length': '5000' });
    const answer = await rawRequest(server, `${head}email=a&password=b`, { isEnding: true });
    assert.ok(answer === null || answer.status === 400, `${answer?.status}`);
    assert.equal((await new Browser(server).get('/login')).status, 200);
    assert.equal(contents(server), before);
});

test('hostile: an unknown or repeated field is 422 with everything typed kept', async () => {
    const { server, admin } = await shared();
    const page = await admin.get('/prompts/new');
    const before = contents(server);
    const typed = {
        name: 'hostile/kept',
        body: '  typed\n\nby hand  ',
        tags: 'one, two',
        message: 'why',
    };
    const unknown = await admin.submit(page, 'Create prompt', { ...typed, is_superuser: '1' });
    expectStatus(unknown, 422);
    assert.match(unknown.words, /no field named "is_superuser"/);
    const repeated = await admin.submit(page, 'Create prompt', {
        ...typed,
        name: ['hostile/kept', 'other'],
    });
    expectStatus(repeated, 422);
    const empty = await admin.submit(page, 'Create prompt', { ...typed, name: '' });
    expectStatus(empty, 422);
    for (const answer of [unknown, repeated, empty]) {
        for (const name of ['body', 'tags', 'message'])
            assert.equal(answer.value('Create prompt', name), typed[name], name);
    }
    assert.equal(empty.value('Create prompt', 'name'), '');
    assert.equal(contents(server), before);
});

test('hostile: an unknown field of an agent or a team is 422, what was typed kept', async () => {
    const { server, admin } = await shared();
    const forms = [
        ['/agents/new', 'Create agent', { name: 'kept', instructions: '  a\n\nb ' }],
        ['/teams/new', 'Create team', { name: 'kept', max_turns: 'often' }],
    ];
    const before = contents(server);
    for (const [path, button, typed] of forms) {
        const page = await admin.get(path);
        const answer = await admin.submit(page, button, { ...typed, owner_id: missing });
        expectStatus(answer, 422);
        assert.match(answer.words, /no field named "owner_id"/);
        for (const [name, value] of Object.entries(typed))
            assert.equal(answer.value(button, name), value, `${path} ${name}`);
    }
    assert.equal(contents(server), before);
});
