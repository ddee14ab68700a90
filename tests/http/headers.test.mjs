// The headers of every kind of answer: pages, redirects, refusals, static files, and what nginx
// answers itself.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, rawRequest } from './client.mjs';
import { admin, createAgent, createTeam, expectStatus, setUp } from './people.mjs';
import { buildDir, startServer } from './server.mjs';
import { shared } from './shared.mjs';

const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
].join('; ');

const expected = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
};

const features = ['camera', 'geolocation', 'microphone', 'payment', 'usb'];

/** All security headers are there, each once. answer.headers are lower-case; head is a raw text or
 * a list as node gives it. */
function checkHeaders(answer, what) {
    const names = Array.isArray(answer.rawHeaders)
        ? answer.rawHeaders.filter((_, i) => i % 2 === 0)
        : answer.head
              .split('\r\n')
              .slice(1)
              .map((line) => line.split(':')[0]);
    const count = (name) => names.filter((one) => one.toLowerCase() === name).length;
    for (const [name, value] of Object.entries(expected)) {
        assert.equal(answer.headers[name], value, `${what}: ${name}`);
        assert.equal(count(name), 1, `${what}: ${name} once`);
    }
    const denied = (answer.headers['permissions-policy'] ?? '').split(', ').sort();
    assert.deepEqual(
        denied,
        features.map((name) => `${name}=()`),
        `${what}: permissions-policy`,
    );
    assert.equal(count('cache-control'), 1, `${what}: cache-control once`);
    assert.doesNotMatch(answer.headers.server ?? '', /\d/, `${what}: no version`);
    assert.equal(answer.headers['x-powered-by'], undefined);
}

const big = 'x'.repeat(6 << 20);

/** Answers of the program: [what, method, path, options, statuses]. */
const ours = [
    ['the sign-in page', 'GET', '/login', {}, 200],
    ['a redirect to it', 'GET', '/prompts', {}, 303],
    ['a health check', 'GET', '/healthz', {}, 200],
    ['readiness', 'GET', '/readyz', {}, 200],
    ['metrics', 'GET', '/metrics', {}, 200],
    ['a wrong address', 'GET', '/nothing', {}, 404],
    ['a wrong method', 'POST', '/healthz', {}, 405],
    ['an unknown method', 'BREW', '/login', {}, 501],
    ['a malformed escape in the query', 'GET', '/login?a=%zz', {}, 400],
    ['a long address', 'GET', `/login?q=${'a'.repeat(5000)}`, {}, 414],
    ['a body too large', 'POST', '/login', { body: big.slice(0, (4 << 20) + 1) }, 413],
    [
        'a body of another type',
        'POST',
        '/login',
        { body: '{}', headers: { 'Content-Type': 'application/json' } },
        415,
    ],
    [
        'a form from elsewhere',
        'POST',
        '/login',
        { body: 'email=a', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
        403,
    ],
    ['HEAD', 'HEAD', '/login', {}, 200],
];

test('headers: every answer of the program has them, and is not stored', async () => {
    const { server } = await shared();
    for (const [what, method, target, options, status] of ours) {
        const answer = await new Browser(server).request(method, target, options);
        assert.equal(answer.status, status, what);
        checkHeaders(answer, what);
        assert.equal(answer.headers['cache-control'], 'no-store', what);
        assert.equal(answer.headers['strict-transport-security'], undefined, what);
    }
});

test('headers: pages for someone signed in have them too', async () => {
    const { admin: browser } = await shared();
    for (const target of [
        '/',
        '/prompts',
        '/agents',
        '/agents/import',
        '/teams',
        '/search?q=x',
        '/import',
        '/export',
        '/starters',
        '/help',
        '/users',
        '/audit',
        '/account',
        '/account/sessions',
        '/nothing',
    ]) {
        const answer = await browser.get(target);
        checkHeaders(answer, target);
        assert.equal(answer.headers['cache-control'], 'no-store', target);
    }
});

test('headers: what is downloaded is a file, under a name of ours, and is not stored', async () => {
    const { admin: browser } = await shared();
    const agent = await createAgent(browser, { name: 'x"; filename=evil.html; \u{1f4a9}' });
    const team = await createTeam(browser, { name: '.../...etc/passwd' }, [agent]);
    const all = await browser.fill('/export', 'Export', { prompts: 'on', agents: 'on' });
    for (const answer of [
        await browser.get(`${agent}/export`),
        await browser.get(`${team}/export`),
        all,
    ]) {
        const what = answer.path;
        expectStatus(answer, 200);
        checkHeaders(answer, what);
        assert.equal(answer.headers['cache-control'], 'no-store', what);
        assert.match(answer.headers['content-type'], /^application\/json/, what);
        const disposition = answer.headers['content-disposition'];
        assert.match(disposition, /^attachment; filename="[\w.-]+\.json"$/, what);
        assert.ok(JSON.parse(answer.text), what);
    }
});

test('headers: what nginx answers itself has them, and says it in our words', async () => {
    const { server } = await shared();
    const browser = new Browser(server);
    const raw = (head) =>
        rawRequest(server, `${head}\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`);
    const cases = [
        ['%00', await browser.get('/%00'), 400],
        ['a malformed escape', await browser.get('/%zz'), 400],
        ['above the root', await raw('GET /../../etc/passwd HTTP/1.1'), 400],
        ['not HTTP', await raw('what is this'), 400],
        ['a body beyond the limit', await browser.request('POST', '/login', { body: big }), 413],
        [
            'headers too large',
            await browser.get('/login', { headers: { 'X-Big': 'x'.repeat(20_000) } }),
            431,
        ],
        ['an address beyond its buffers', await browser.get(`/login?q=${'a'.repeat(20_000)}`), 414],
        ['TRACE', await browser.request('TRACE', '/login'), 405],
        ['no such static file', await browser.get('/static/app.css'), 404],
        ['the folder of static files', await browser.get('/static/'), 404],
        ['an error page asked for', await browser.get('/errors/404.html'), 404],
    ];
    for (const [what, answer, status] of cases) {
        assert.ok(answer, `${what}: an answer`);
        assert.equal(answer.status, status, what);
        checkHeaders(answer, what);
        assert.equal(answer.headers['cache-control'], 'no-store', what);
        assert.doesNotMatch(answer.text ?? answer.body, /<center>|nginx/, what);
    }
});

test('headers: a pool that does not answer is 502 in our words', async () => {
    const { server } = await shared();
    const socket = path.join(server.dataDir, 'run/fast.sock');
    fs.renameSync(socket, `${socket}.away`);
    try {
        const answer = await new Browser(server).get('/healthz');
        assert.equal(answer.status, 502);
        checkHeaders(answer, '502');
        assert.match(answer.words, /Rostrum did not answer/);
    } finally {
        fs.renameSync(`${socket}.away`, socket);
    }
    assert.equal((await new Browser(server).get('/healthz')).status, 200);
});

test('headers: static files are immutable under their hashed names only', async () => {
    const { server } = await shared();
    const browser = new Browser(server);
    const page = await browser.get('/login');
    const files = [...new Set(page.text.match(/\/static\/[a-z]+\.[0-9a-f]{12}\.(css|js|svg)/g))];
    assert.ok(files.length >= 3, files.join(' '));
    const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
    for (const file of files) {
        const answer = await browser.get(file);
        assert.equal(answer.status, 200, file);
        checkHeaders(answer, file);
        assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable', file);
        assert.ok(answer.headers['content-type'].startsWith(types[file.split('.').pop()]), file);
        const unhashed = file.replace(/\.[0-9a-f]{12}\./, '.');
        assert.equal((await browser.get(unhashed)).status, 404, unhashed);
        const stale = file.replace(/[0-9a-f]{12}/, '0123456789ab');
        assert.equal((await browser.get(stale)).status, 404, stale);
    }
});

test('headers: every static file is served compressed; styles and scripts are small', async () => {
    const { admin: browser } = await shared();
    const isHashed = (name) => /\.[0-9a-f]{12}\.[a-z]+$/.test(name);
    const files = fs.readdirSync(path.join(buildDir, 'static')).filter(isHashed);
    let size = 0;
    for (const file of files) {
        const at = `/static/${file}`;
        const packed = await browser.request('GET', at, { headers: { 'Accept-Encoding': 'gzip' } });
        assert.equal(packed.headers['content-encoding'], 'gzip', at);
        assert.equal(packed.headers.vary, 'Accept-Encoding', at);
        checkHeaders(packed, at);
        const plain = await browser.get(at);
        assert.equal(plain.headers['content-encoding'], undefined, at);
        const bytes = fs.statSync(path.join(buildDir, at)).size;
        assert.equal(Number(plain.headers['content-length']), bytes);
        assert.ok(Number(packed.headers['content-length']) < bytes);
        if (/\.(css|js)$/.test(file)) size += Number(packed.headers['content-length']);
    }
    assert.ok(files.length >= 5);
    assert.ok(size <= 60 * 1024, `${size} bytes of styles and scripts`);
});

test('headers: nothing outside the static folder is served', async () => {
    const { server } = await shared();
    const escapes = [
        '/static/../key-ring',
        '/static/%2e%2e/run/nginx.conf',
        '/static/..%2frun/nginx.conf',
        '/static/..%5crun',
        '/static..%2f',
        '/static../run/nginx.conf',
        '/errors/500.html',
        '/key-ring',
        '/rostrum.db',
        '/static/.%2e/.%2e/etc/passwd',
    ];
    for (const target of escapes) {
        const answer = await new Browser(server).get(target);
        assert.ok([303, 400, 403, 404].includes(answer.status), `${target}: ${answer.status}`);
        assert.doesNotMatch(answer.text, /worker_processes|root:|active/, target);
    }
});

test('headers: an unchanged answer is 304 by its ETag', async () => {
    const { admin: browser } = await shared();
    const again = await browser.get('/healthz', { headers: { 'If-None-Match': '"x"' } });
    assert.equal(again.status, 200);
    const health = await browser.get('/healthz', {
        headers: { 'If-None-Match': again.headers.etag },
    });
    assert.equal(health.status, 304);
    assert.equal(health.bytes.length, 0);
    checkHeaders(health, '304');
});

function cookieLine(page, name) {
    const line = (page.headers['set-cookie'] ?? []).find((one) => one.startsWith(`${name}=`));
    assert.ok(line, `${page.method} ${page.path} sets ${name}`);
    return line;
}

function checkCookie(line, { isSecure, hasAge = false }) {
    assert.match(line, /; HttpOnly(;|$)/);
    assert.match(line, /; SameSite=Lax(;|$)/);
    assert.match(line, /; Path=\/(;|$)/);
    assert.equal(/; Secure(;|$)/.test(line), isSecure, line);
    assert.equal(/; Max-Age=\d+/.test(line), hasAge, line);
    assert.doesNotMatch(line, /Domain=|Expires=/i);
}

/** Sets a server up and looks at each cookie. */
async function checkCookies(server, prefix, isSecure) {
    const browser = new Browser(server);
    const page = await browser.get(`/setup?code=${server.setupCode}`);
    checkCookie(cookieLine(page, `${prefix}presession`), { isSecure });
    const done = expectStatus(await browser.submit(page, 'Set up Rostrum', admin), 303);
    const session = cookieLine(done, `${prefix}session`);
    checkCookie(session, { isSecure });
    assert.match(session, /session=[0-9a-f-]{36}\.[A-Za-z0-9_-]{43};/);
    checkCookie(cookieLine(done, `${prefix}flash`), { isSecure });
    checkCookie(cookieLine(done, `${prefix}presession`), { isSecure, hasAge: true }); // taken away
    const shown = await browser.get('/account/sessions');
    const theme = await browser.post('/theme', {
        csrf: shown.csrf,
        theme: 'dark',
        return: '/account',
    });
    expectStatus(theme, 303);
    checkCookie(cookieLine(theme, `${prefix}theme`), { isSecure, hasAge: true });
    return shown;
}

test('headers: over plain HTTP, cookies are neither __Host- nor Secure', async () => {
    const server = await startServer();
    try {
        await checkCookies(server, '', false);
    } finally {
        await server.stop();
    }
});

test('headers: behind https, cookies are __Host- and Secure, and HSTS is sent', async () => {
    const server = await startServer({ publicUrl: 'https://rostrum.example' });
    try {
        assert.match(server.setupUrl, /^https:\/\/rostrum\.example\/setup\?code=/);
        const page = await checkCookies(server, '__Host-', true);
        checkHeaders(page, 'https');
        assert.match(
            page.headers['strict-transport-security'],
            /^max-age=\d{8,}; includeSubDomains$/,
        );
        const lost = await new Browser(server).get('/nothing');
        assert.match(lost.headers['strict-transport-security'], /^max-age=\d{8,}/);
    } finally {
        await server.stop();
    }
});
