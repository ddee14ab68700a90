// Requests that no page of ours makes: the right status, what was typed kept, nothing changed, and
// never a 500.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, encodeForm, rawRequest } from './client.mjs';
import { createPrompt, expectStatus, idOf, sql, sqlNumber } from './people.mjs';
import { sourceDir } from './server.mjs';
import { shared } from './shared.mjs';

/** The rows of the route table: [{method, pattern, permission}]. */
function routeTable() {
    const source = fs.readFileSync(path.join(sourceDir, 'src/pages/routes.c'), 'utf8');
    const row = /^ {4}\{(GET|POST),\s*"([^"]*)",\s*\w+,\s*PERMISSION_(\w+),/gm;
    const rows = [...source.matchAll(row)].map(([, method, pattern, permission]) =>
        ({ method, pattern, permission }));
    assert.ok(rows.length > 40, `${rows.length} rows`);
    return rows;
}

/** Everything but the audit log and who was seen when, as one text. */
function contents(server) {
    const tables = sql(server, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN " +
        "('audit_events', 'audit_heads', 'sessions', 'users') ORDER BY name");
    const rows = tables.map((name) => `SELECT '${name}', count(*) FROM ${name};`).join(' ');
    const texts = [
        'SELECT hex(id), name, version, archived_at, hex(owner_id), updated_at FROM prompts ORDER BY id;',
        'SELECT hex(id), user_persona, is_active, is_superuser, version, epoch FROM users ORDER BY id;',
        'SELECT name, settings FROM organizations;',
        'SELECT hex(prompt_id), label, version FROM prompt_labels ORDER BY 1, 2;',
        'SELECT count(*) FROM sessions WHERE ended_at IS NULL;',
    ];
    return sql(server, rows + texts.join(' ')).join('\n');
}

const missing = '01890000-0000-7000-8000-000000000000';

/** A path that fits a pattern and names nothing, unless an id is given. */
function fillIn(pattern, id = missing) {
    return pattern.replaceAll('{id}', id).replaceAll('{n}', '7').replaceAll('{token}', 'a'.repeat(43));
}

test('hostile: a wrong method is 405 with Allow, an unknown one 501, on every route', async () => {
    const { server, admin } = await shared();
    const table = routeTable();
    for (const pattern of new Set(table.map((row) => row.pattern))) {
        const methods = table.filter((row) => row.pattern === pattern).map((row) => row.method);
        const allow = methods.includes('GET')
            ? methods.includes('POST') ? 'GET, HEAD, POST' : 'GET, HEAD'
            : 'POST';
        const wrong = ['PUT', 'DELETE', 'PATCH', 'OPTIONS', methods.includes('POST') ? 'PUT' : 'POST',
            methods.includes('GET') ? 'PATCH' : 'GET'];
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
    ['/nothing', 404], ['/login/', 404], ['/prompts/', 404], ['/prompts/not-a-uuid', 404],
    [`/prompts/${missing.toUpperCase()}x`, 404], ['//', 400], ['//login', 400], ['/login//', 400],
    ['/prompts//edit', 400], ['/%00', 400], ['/log%00in', 400], ['/login%2Fx', 404], ['/%2Flogin', 404],
    ['/..', 400], ['/../login', 400], ['/./login', 400], ['/login/..', 400], ['/%2e%2e/login', 400],
    ['/a/%2e/b', 400], ['/%ff', 400], ['/%c0%af', 400], ['/%ed%a0%80', 400], ['/%', 400], ['/%4', 400],
    ['/%zz', 400], ['/login?%zz', 400], ['/login?a=%', 400], ['/login?a=%00', 400], ['/login?a=%ff', 400],
    ['/login?%c0%80=1', 400], ['/a/b/c/d/e/f/g/h/i/j', 404], [`/${'a/'.repeat(1000)}`, 404],
    [`/login?${'q=1&'.repeat(250)}`, 400], [`/login?q=${'a'.repeat(5000)}`, 414],
    [`/${'a'.repeat(5000)}`, 414], ['/login;x=1', 404], ['/LOGIN', 404], ['/login%20', 404],
    ['/prompts/%F0%9F%98%80', 404], ['/invite/%E2%80%AE', 404], [`/invite/${'a'.repeat(2000)}`, 404],
    ['/audit/0', 404], ['/audit/01', 404], ['/audit/-1', 404], ['/audit/99999999999999999999', 404],
    ['/audit/4294967296', 404],
];

test('hostile: addresses that are malformed or lead nowhere', async () => {
    const { server, admin } = await shared();
    for (const [target, status] of targets) {
        for (const method of ['GET', 'POST']) {
            const answer = await admin.request(method, target, { headers: { Origin: server.url } });
            assert.equal(answer.status, status, `${method} ${target.slice(0, 80)}`);
        }
    }
});

test('hostile: bytes that are not text in the request line', async () => {
    const { server } = await shared();
    const send = (line) => rawRequest(server, Buffer.from(
        `${line}\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`, 'latin1'));
    for (const line of ['GET /\xff\xfe HTTP/1.1', 'GET /login?q=\xff HTTP/1.1', 'GET /\xc3\x28 HTTP/1.1']) {
        const answer = await send(line);
        assert.equal(answer?.status, 400, JSON.stringify(line));
    }
    const valid = await send('GET /login?q=\xc3\xa9 HTTP/1.1'); // raw UTF-8
    assert.equal(valid.status, 200);
    const absolute = await send(`GET http://${server.host}/login HTTP/1.1`);
    assert.ok([200, 400].includes(absolute.status), `${absolute.status}`);
    for (const line of ['GET /login HTTP/9.9', 'GET  HTTP/1.1', 'get /login HTTP/1.1', 'GET /login#x HTTP/1.1']) {
        const answer = await send(line);
        assert.ok(answer === null || answer.status < 500 || answer.status === 505, `${line}: ${answer?.status}`);
    }
});

function postHead(server, headers, target = '/login') {
    const all = { Host: server.host, Origin: server.url, Connection: 'close', ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const formType = 'application/x-www-form-urlencoded';

test('hostile: bodies that are too long, too short, of another type or not text', async () => {
    const { server } = await shared();
    const browser = new Browser(server);
    const { csrf } = await browser.get('/login');
    const post = (body, headers = {}) => browser.request('POST', '/login',
        { body, headers: { Origin: server.url, 'Content-Type': formType, ...headers } });
    const cases = [
        ['4 MiB and a byte', await post('a'.repeat((4 << 20) + 1)), 413],
        ['json', await post('{}', { 'Content-Type': 'application/json' }), 415],
        ['multipart', await post('--x--', { 'Content-Type': 'multipart/form-data; boundary=x' }), 415],
        ['plain text', await post('a=b', { 'Content-Type': 'text/plain' }), 415],
        ['no type', await post('a=b', { 'Content-Type': null }), 415],
        ['NUL escaped', await post(`csrf=${csrf}&email=a%00b&password=x`), 400],
        ['NUL raw', await post(`csrf=${csrf}&email=a\0b&password=x`), 400],
        ['invalid UTF-8', await post(`csrf=${csrf}&email=%ff%fe&password=x`), 400],
        ['an overlong form', await post(`csrf=${csrf}&email=%c0%af&password=x`), 400],
        ['a malformed escape', await post(`csrf=${csrf}&email=%4&password=x`), 400],
        ['250 parameters', await post(`csrf=${csrf}&${'a=1&'.repeat(250)}`), 400],
    ];
    for (const [what, answer, status] of cases) assert.equal(answer.status, status, what);
    const twice = await post(encodeForm([['csrf', csrf], ['email', 'a@b.example'], ['email', 'c@d.example'], ['password', 'x']]));
    expectStatus(twice, 400, 422);
    const odd = await rawRequest(server, postHead(server, { 'Content-Type': formType, 'Content-Length': '-1' }) + 'a');
    assert.ok(odd === null || odd.status === 400, `negative length: ${odd?.status}`);
    const both = await rawRequest(server, postHead(server,
        { 'Content-Type': formType, 'Content-Length': '3', 'Transfer-Encoding': 'chunked' }) + '0\r\n\r\n');
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
    const typed = { name: 'hostile/kept', body: '  typed\n\nby hand  ', tags: 'one, two', message: 'why' };
    const unknown = await admin.submit(page, 'Create prompt', { ...typed, is_superuser: '1' });
    expectStatus(unknown, 422);
    assert.match(unknown.words, /no field named "is_superuser"/);
    const repeated = await admin.submit(page, 'Create prompt', { ...typed, name: ['hostile/kept', 'other'] });
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

/** What a cross-site attacker, a stale page or a curious person would send. */
async function forgeries(server, csrf, otherCsrf) {
    const own = { Origin: server.url };
    return [
        ['no token', { csrf: null, headers: own }],
        ['an empty token', { csrf: '', headers: own }],
        ['a tampered token', { csrf: csrf.slice(0, -1) + (csrf.endsWith('A') ? 'B' : 'A'), headers: own }],
        ["another session's token", { csrf: otherCsrf, headers: own }],
        ['no Origin', { csrf, headers: { Origin: null } }],
        ['a foreign Origin', { csrf, headers: { Origin: 'https://evil.example' } }],
        ['a longer Origin', { csrf, headers: { Origin: `${server.url}.evil.example` } }],
        ['the null Origin', { csrf, headers: { Origin: 'null' } }],
        ['cross-site', { csrf, headers: { ...own, 'Sec-Fetch-Site': 'cross-site' } }],
        ['same-site', { csrf, headers: { ...own, 'Sec-Fetch-Site': 'same-site' } }],
        ['typed address', { csrf, headers: { ...own, 'Sec-Fetch-Site': 'none' } }],
    ];
}

test('hostile: a form from elsewhere is 403, comes back as typed, and changes nothing', async () => {
    const { server, admin, developer } = await shared();
    const page = await admin.get('/prompts/new');
    const otherCsrf = (await developer.get('/account')).csrf;
    const typed = { name: 'hostile/forged', description: 'd', body: ' a <b> & "c"\n\n', tags: 'x', message: 'm' };
    const before = contents(server);
    for (const [what, { csrf, headers }] of await forgeries(server, page.csrf, otherCsrf)) {
        const refused = await admin.submit(page, 'Create prompt', { ...typed, csrf }, { headers });
        assert.equal(refused.status, 403, what);
        for (const [name, value] of Object.entries(typed))
            assert.equal(refused.value('Create prompt', name), value, `${what}: ${name}`);
        assert.notEqual(refused.csrf, otherCsrf, what);
    }
    assert.equal(contents(server), before);
    const events = sqlNumber(server, "SELECT count(*) FROM audit_events WHERE action = 'request.csrf_refuse'");
    assert.ok(events >= 11, `${events} events`);
    // What came back can be sent: nothing typed is lost.
    const refused = await admin.submit(page, 'Create prompt', { ...typed, csrf: '' });
    expectStatus(await admin.submit(refused, 'Create prompt'), 303);
});

test('hostile: forged sign-in, sign-out and one-button forms are refused and offered again', async () => {
    const { server, admin } = await shared();
    const visitor = new Browser(server);
    const page = await visitor.get('/login');
    const login = await visitor.submit(page, 'Sign in', { email: 'a@b.example', password: 'p', csrf: 'x' });
    expectStatus(login, 403);
    assert.equal(login.value('Sign in', 'email'), 'a@b.example');
    const noCookie = new Browser(server);
    const bare = await noCookie.post('/login', { csrf: page.csrf, email: 'a@b.example', password: 'p' });
    expectStatus(bare, 403);
    const prompt = await createPrompt(admin, { name: 'hostile/button', body: 'x' });
    const before = contents(server);
    for (const target of [`${prompt}/archive`, '/logout', '/account/sessions/revoke-others']) {
        const refused = await admin.post(target, { csrf: 'x' });
        expectStatus(refused, 403);
        assert.ok(refused.form(target), target);
        const foreign = await admin.post(target, { csrf: (await admin.get('/account')).csrf },
            { headers: { Origin: 'https://evil.example' } });
        expectStatus(foreign, 403);
    }
    assert.equal(contents(server), before);
    assert.equal((await admin.get('/account')).status, 200);
});

test('hostile: tampered, doubled and foreign cookies are nobody', async () => {
    const { server, admin } = await shared();
    const session = admin.cookies.get('session');
    const flip = (text, at) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    const bad = [
        `session=${flip(session, 0)}`, `session=${flip(session, 20)}`, `session=${session}A`,
        `session=${session.slice(0, -1)}`, 'session=', 'session', `session=${'A'.repeat(43)}`,
        `session=${'A'.repeat(5000)}`, `session="${session}"`, `Session=${session}`,
        `session=${session}; session=${session}`, `session=${session}\u0001`, `__Host-session=${session}`,
        `session=' OR 1=1 --`, `${'a=b; '.repeat(40)}session=${session}`,
    ];
    for (const Cookie of bad) {
        const answer = await new Browser(server).request('GET', '/account', { headers: { Cookie } })
            .catch((error) => (error.code === 'ERR_INVALID_CHAR' ? null : Promise.reject(error)));
        if (answer === null) continue; // node refuses to send it
        assert.ok(answer.status === 303 || answer.status === 400, `${Cookie.slice(0, 60)}: ${answer.status}`);
        if (answer.status === 303) assert.match(answer.location, /^\/login/, Cookie.slice(0, 60));
    }
    const flash = await new Browser(server).get('/login', { headers: { Cookie: 'flash=c3VjY2Vzczo8Yj4' } });
    assert.equal(flash.status, 200);
    assert.doesNotMatch(flash.text, /class="flash/);
    for (const theme of ['"><script>', 'purple', 'dark dark']) {
        const page = await new Browser(server).get('/login', { headers: { Cookie: `theme=${theme}` } });
        assert.equal(page.status, 200);
        assert.doesNotMatch(page.text, /data-theme/);
    }
    assert.equal((await admin.get('/account')).status, 200);
});

test('hostile: links go back only to pages of ours', async () => {
    const { server } = await shared();
    const away = ['https://evil.example/', '//evil.example/', '/\\evil.example', '\\/evil.example',
        'javascript:alert(1)', '/%0d%0aSet-Cookie:x=1', ' //evil.example', '/\t/evil.example'];
    for (const next of away) {
        const browser = new Browser(server);
        const page = await browser.get(`/login?next=${encodeURIComponent(next)}`);
        if (page.status !== 400) {
            expectStatus(page, 200);
            const kept = page.value('Sign in', 'next');
            assert.ok(kept === '/' || (kept.startsWith('/') && !/^\/[/\\\t]/.test(kept)), `${next}: ${kept}`);
        }
        const theme = await browser.post('/theme',
            { csrf: (await browser.get('/login')).csrf, theme: 'dark', return: next });
        if (theme.status === 303) assert.match(theme.location, /^\/(?![/\\])/, next);
        assert.equal(theme.headers['set-cookie']?.some((line) => line.startsWith('x=')) ?? false, false);
    }
    const host = await new Browser(server).get('/prompts', { headers: { Host: 'evil.example' } });
    assert.doesNotMatch(`${host.location}${host.text}`, /evil\.example/);
});

/** Bad input for a query and a form, and what may answer it. */
const evil = [
    '', "' OR 1=1 --", '<script>alert(1)</script>', '{{CSRF}}{{%AUTOESCAPE context="HTML"}}', '%s%n%d',
    'a'.repeat(3000), '\u202e\ufeff\u0085\u2028', '../../etc/passwd', '-1', '0', '99999999999999999999', '1e9',
    '\u{1f4a9}'.repeat(300), 'null', '\r\nSet-Cookie: x=1', '=cmd|calc', `${missing}`, '\t \n', '0x7f', '[]',
];

const fieldNames = ['q', 'name', 'body', 'tags', 'type', 'version', 'from', 'to', 'cursor', 'sort', 'owner', 'tag',
    'label', 'state', 'persona', 'organization', 'folder', 'on', 'ids', 'do', 'to_version', 'to_id', 'owner_id',
    'email', 'full_name', 'user_persona', 'password', 'reason', 'before', 'after', 'action', 'day', 'role', 'content'];

/** Never a 5xx, never an echo that a browser would run, never a header of the sender's. */
function checkSane(answer, what) {
    const fine = [200, 303, 304, 400, 403, 404, 409, 413, 414, 415, 422];
    assert.ok(fine.includes(answer.status), `${what}: ${answer.status} ${answer.words.slice(0, 200)}`);
    assert.doesNotMatch(answer.text, /<script>alert\(1\)/, what);
    assert.equal(answer.headers['set-cookie']?.some((line) => line.startsWith('x=')) ?? false, false, what);
}

test('hostile: bad values in every query of every page: never a 500', async () => {
    const { admin, developer } = await shared();
    const prompt = idOf(await createPrompt(admin, { name: 'hostile/queries', body: 'x {{y}}' }));
    const pages = routeTable().filter((row) => row.method === 'GET');
    for (const [at, { pattern }] of pages.entries()) {
        for (const [i, value] of evil.entries()) {
            if (Buffer.byteLength(encodeURIComponent(value)) > 3600) continue;
            // All names at once where that fits, otherwise a few in turn.
            const count = value.length > 20 ? 1 : 12;
            const names = Array.from({ length: count }, (_, k) => fieldNames[(i + at + k) % fieldNames.length]);
            const query = names.map((name) => `${name}=${encodeURIComponent(value)}`).join('&');
            const browser = i % 5 === 4 ? developer : admin;
            const answer = await browser.get(`${fillIn(pattern, prompt)}?${query}`);
            checkSane(answer, `GET ${pattern}?${query.slice(0, 100)}`);
        }
    }
});

test('hostile: bad values in every form: never a 500, and nothing changed', async () => {
    const { server, admin } = await shared();
    const prompt = idOf(await createPrompt(admin, { name: 'hostile/forms', body: 'x' }));
    const { csrf } = await admin.get('/account');
    const before = contents(server);
    const forms = routeTable().filter((row) => row.method === 'POST' && row.pattern !== '/theme');
    for (const { pattern } of forms) {
        const ids = pattern.includes('{id}') ? [missing, prompt] : [missing];
        for (const id of ids) {
            const target = fillIn(pattern, id);
            const isButton = /\/(archive|restore|logout|activate|link|revoke|revoke-others)$/.test(target);
            for (const value of evil) {
                // An unknown field comes along, so that no value can be good by chance.
                const fields = fieldNames.map((name) => [name, value]);
                const answer = await admin.post(target, [['csrf', csrf], ...fields, ['no_such_field', value]], { isRaw: true });
                checkSane(answer, `POST ${target} ${JSON.stringify(value.slice(0, 30))}`);
                assert.notEqual(answer.status, 200, `POST ${target} ${JSON.stringify(value.slice(0, 30))}`);
                if (isButton) break;
            }
            const forged = await admin.post(target, { csrf: 'x', name: 'y' });
            // Somebody who is signed in already is sent on by the sign-in form.
            const refusals = target === '/login' ? [303] : [403, 404];
            assert.ok(refusals.includes(forged.status), `forged POST ${target}: ${forged.status}`);
            const nobody = await new Browser(server).post(target, { csrf, name: 'y' });
            assert.ok([303, 403, 404].includes(nobody.status), `nobody's POST ${target}: ${nobody.status}`);
        }
    }
    assert.equal(contents(server), before);
});

test('hostile: nobody reads a page without signing in; ids that do not exist are 404', async () => {
    const { server, admin } = await shared();
    for (const { method, pattern, permission } of routeTable()) {
        const target = fillIn(pattern);
        if (permission !== 'PUBLIC') {
            const answer = await new Browser(server).request(method, target, { headers: { Origin: server.url } });
            assert.equal(answer.status, method === 'GET' || pattern === '/logout' ? 303 : 403, `${method} ${pattern}`);
            if (method === 'GET') assert.match(answer.location, /^\/login/, pattern);
        }
        if (method === 'GET' && pattern.includes('{')) {
            const answer = await admin.get(pattern === '/audit/{n}' ? '/audit/999999' : target);
            assert.equal(answer.status, 404, pattern);
        }
    }
});
