// The same program as plain CGI: one process, one request, nothing but RFC 3875's environment.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, test } from 'node:test';
import { encodeForm, readForms } from './client.mjs';
import { databaseUrl } from './engine.mjs';
import { admin, createPrompt, password, setUp } from './people.mjs';
import { buildDir, sourceDir, startServer } from './server.mjs';

let starting = null;

/** A data folder with an organization and a prompt; its server has ended. */
async function installation() {
    starting ??= (async () => {
        const server = await startServer();
        const browser = await setUp(server);
        server.prompt = await createPrompt(browser, { name: 'cgi/a b', body: 'said by plain CGI' });
        await server.kill('SIGTERM');
        return server;
    })();
    return starting;
}

after(async () => (await starting?.catch(() => null))?.stop());

/** Runs the program once. variables: the CGI environment; nothing else but our settings is set. */
async function run(server, variables, body = '') {
    const child = spawn(path.join(buildDir, 'rostrum.fcgi'), [], {
        cwd: '/',
        env: {
            ROSTRUM_DATABASE: databaseUrl(server.dataDir),
            ROSTRUM_KEY_RING: `${server.dataDir}/key-ring`,
            ROSTRUM_PUBLIC_URL: server.url,
            ROSTRUM_TEMPLATES: `${sourceDir}/templates`,
            GATEWAY_INTERFACE: 'CGI/1.1',
            SERVER_PROTOCOL: 'HTTP/1.1',
            SERVER_NAME: '127.0.0.1',
            SERVER_PORT: String(server.port),
            REMOTE_ADDR: '192.0.2.1',
            ...variables,
        },
    });
    const output = { stdout: [], stderr: '' };
    child.stdout.on('data', (piece) => output.stdout.push(piece));
    child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text));
    child.stdin.on('error', () => {});
    child.stdin.end(body);
    const [exit] = await once(child, 'close');
    const text = Buffer.concat(output.stdout).toString('utf8');
    const end = Math.max(0, text.indexOf('\r\n\r\n'));
    const head = text
        .slice(0, end)
        .split('\r\n')
        .filter((line) => line !== '');
    const lines = head.map((line) => line.match(/^([^:]+): (.*)$/).slice(1));
    const all = (name) =>
        lines.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
    return {
        exit,
        lines,
        all,
        stderr: output.stderr,
        status: Number(all('status')[0]?.slice(0, 3)),
        header: (name) => all(name)[0],
        body: text.slice(end + 4),
    };
}

function get(server, uri, more = {}) {
    return run(server, { REQUEST_METHOD: 'GET', REQUEST_URI: uri, ...more });
}

function post(server, uri, fields, cookie) {
    const body = encodeForm(fields);
    return run(
        server,
        {
            REQUEST_METHOD: 'POST',
            REQUEST_URI: uri,
            HTTP_COOKIE: cookie,
            HTTP_ORIGIN: server.url,
            CONTENT_TYPE: 'application/x-www-form-urlencoded',
            CONTENT_LENGTH: String(Buffer.byteLength(body)),
        },
        body,
    );
}

function cookieOf(answer, name) {
    return answer
        .all('set-cookie')
        .find((line) => line.startsWith(`${name}=`))
        ?.split(';')[0];
}

async function signIn(server) {
    const page = await get(server, '/login');
    const form = readForms(page.body).find((one) => one.action === '/login');
    const fields = Object.fromEntries(form.fields);
    const done = await post(
        server,
        '/login',
        { ...fields, email: admin.email, password },
        cookieOf(page, 'presession'),
    );
    assert.equal(done.status, 303);
    return cookieOf(done, 'session');
}

test('cgi: a page comes with the same headers, and the program ends cleanly', async () => {
    const server = await installation();
    const page = await get(server, '/login');
    assert.deepEqual([page.exit, page.status], [0, 200]);
    assert.equal(page.header('content-type'), 'text/html; charset=utf-8');
    assert.equal(Number(page.header('content-length')), Buffer.byteLength(page.body));
    assert.match(page.header('content-security-policy'), /^default-src 'none'/);
    assert.equal(page.header('cache-control'), 'no-store');
    assert.match(page.body, /<h1>Sign in<\/h1>/);
    assert.match(page.stderr, /"event":"request".*"route":"\/login","status":"200"/);
});

test('cgi: the cookie of a sign-in opens a list and a page', async () => {
    const server = await installation();
    const session = await signIn(server);
    const list = await get(server, '/prompts', { HTTP_COOKIE: session });
    assert.deepEqual([list.exit, list.status], [0, 200]);
    assert.ok(list.body.includes('<span class="path">cgi/</span>a b</a>'));
    const page = await get(server, server.prompt, { HTTP_COOKIE: session });
    assert.ok(page.body.includes('said by plain CGI'));
    const search = await get(server, '/prompts?q=no%20such%20prompt', { HTTP_COOKIE: session });
    assert.equal(search.status, 200);
    assert.ok(!search.body.includes(server.prompt));
    const nobody = await get(server, '/prompts');
    assert.equal(nobody.status, 303);
    assert.equal(nobody.header('location'), '/login?next=%2Fprompts');
});

test('cgi: the address may come in the parts of RFC 3875', async () => {
    const server = await installation();
    const session = await signIn(server);
    const parts = (more) => run(server, { REQUEST_METHOD: 'GET', HTTP_COOKIE: session, ...more });
    const page = await parts({ SCRIPT_NAME: '', PATH_INFO: server.prompt, QUERY_STRING: '' });
    assert.equal(page.status, 200);
    const list = await parts({
        SCRIPT_NAME: '',
        PATH_INFO: '/prompts',
        QUERY_STRING: 'q=cgi%2Fa+b',
    });
    assert.equal(list.status, 200);
    assert.ok(list.body.includes(server.prompt));
    assert.equal((await parts({ SCRIPT_NAME: '', PATH_INFO: '/prompts/a b%' })).status, 404);
    assert.equal((await parts({})).status, 400);
});

test('cgi: HEAD has the headers of GET and no body', async () => {
    const server = await installation();
    const head = await run(server, { REQUEST_METHOD: 'HEAD', REQUEST_URI: '/healthz' });
    const same = await get(server, '/healthz');
    assert.equal(head.status, 200);
    assert.equal(head.body, '');
    assert.equal(head.header('content-length'), same.header('content-length'));
    assert.equal(same.body, 'ok\n');
});

test('cgi: a refused request gets its status, and the program ends cleanly', async () => {
    const server = await installation();
    const cases = [
        ['GET', '/nothing', {}, '', 404],
        ['GET', '/login/../key-ring', {}, '', 400],
        ['DELETE', '/login', {}, '', 405],
        ['BREW', '/login', {}, '', 501],
        [
            'POST',
            '/login',
            { CONTENT_TYPE: 'application/x-www-form-urlencoded', CONTENT_LENGTH: '7' },
            'a=1',
            400,
        ],
        ['POST', '/login', { CONTENT_TYPE: 'application/json', CONTENT_LENGTH: '2' }, '{}', 415],
        [
            'POST',
            '/login',
            { CONTENT_TYPE: 'application/x-www-form-urlencoded', CONTENT_LENGTH: '4194305' },
            'a=1',
            413,
        ],
        [
            'POST',
            '/login',
            { CONTENT_TYPE: 'application/x-www-form-urlencoded', CONTENT_LENGTH: 'many' },
            'a=1',
            400,
        ],
        [
            'POST',
            '/login',
            { CONTENT_TYPE: 'application/x-www-form-urlencoded', CONTENT_LENGTH: '3' },
            'a=1',
            403,
        ],
        ['GET', `/login?q=${'a'.repeat(5000)}`, {}, '', 414],
    ];
    for (const [method, uri, more, body, status] of cases) {
        const answer = await run(
            server,
            { REQUEST_METHOD: method, REQUEST_URI: uri, ...more },
            body,
        );
        assert.deepEqual(
            [answer.exit, answer.status],
            [0, status],
            `${method} ${uri.slice(0, 40)} ${JSON.stringify(more)}`,
        );
        assert.match(answer.header('content-security-policy'), /^default-src 'none'/);
    }
});

test('cgi: with an unusable setting the program says why, and ends with 78', async () => {
    const server = await installation();
    for (const [name, value] of [
        ['ROSTRUM_KEY_RING', '/nonexistent/ring'],
        ['ROSTRUM_DATABASE', 'sqlite:/nonexistent/db'],
        ['ROSTRUM_TEMPLATES', '/nonexistent'],
        ['ROSTRUM_POOL', 'medium'],
    ]) {
        const answer = await get(server, '/healthz', { [name]: value });
        assert.equal(answer.exit, 78, name);
        assert.deepEqual(answer.lines, [], name);
        assert.match(answer.stderr, /"level":"fatal","event":"start"/, name);
    }
});
