// Whatever is malformed, and whoever refuses it, the program or nginx in front of it: every protocol
// of programs answers in its own shape, never with a page, never with 500.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, rawRequest } from './client.mjs';
import { makeToken, readToken } from './people.mjs';
import { Program, recordScopes } from './programs.mjs';
import { startServer } from './server.mjs';
import { shared } from './shared.mjs';

const missing = '0190a000-0000-7000-8000-00000000abcd';
const message = { jsonrpc: '2.0', id: 1, method: 'prompts/list', params: {} };

const isProblem = (json, status) => json.status === status && typeof json.title === 'string';

/**
 * The protocols. read: a request that succeeds; write: one with a body, its valid body, and how a
 * change of one field of it looks; page: a list from a place; one: an address with an id.
 */
const protocols = [
    {
        name: 'REST',
        type: 'application/problem+json',
        isRefusal: isProblem,
        read: ['GET', '/api/v1/prompts'],
        write: ['POST', '/api/v1/prompts', { name: 'refusals/rest', body: 'x' }],
        page: (place) => `/api/v1/prompts?cursor=${place}`,
        one: (id) => `/api/v1/prompts/${id}`,
    },
    {
        name: 'Langfuse',
        type: 'application/json',
        isRefusal: (json) =>
            typeof json.message === 'string' &&
            (typeof json.error === 'string' || Array.isArray(json.error)),
        read: ['GET', '/api/public/v2/prompts'],
        write: ['POST', '/api/public/v2/prompts', { name: 'refusals/langfuse', prompt: 'x' }],
        page: (place) => `/api/public/v2/prompts?page=${place}`,
        one: (id) => `/api/public/v2/prompts/${id}`,
    },
    {
        name: 'MCP',
        type: 'application/json',
        isRefusal: (json) =>
            json.jsonrpc === '2.0' &&
            Number.isInteger(json.error?.code) &&
            typeof json.error.message === 'string' &&
            !('id' in json && json.id === null),
        read: ['POST', '/mcp', message],
        write: ['POST', '/mcp', message],
        one: (id) => `/mcp/${id}`,
    },
    {
        name: 'MLflow',
        type: 'application/json',
        isRefusal: (json) =>
            typeof json.error_code === 'string' && typeof json.message === 'string',
        read: ['GET', '/api/2.0/mlflow/registered-models/search'],
        page: (place) => `/api/2.0/mlflow/registered-models/search?page_token=${place}`,
        one: (id) => `/api/2.0/mlflow/registered-models/get?name=${id}`,
    },
    {
        name: 'A2A',
        type: 'application/problem+json',
        isRefusal: isProblem,
        isPublic: true,
        one: (id) => `/a2a/harbor-works/agents/${id}/card.json`,
    },
    {
        name: 'SCIM',
        type: 'application/scim+json',
        isRefusal: (json, status) =>
            json.schemas?.[0] === 'urn:ietf:params:scim:api:messages:2.0:Error' &&
            json.status === String(status),
        read: ['GET', '/api/scim/v2/Users'],
        write: [
            'POST',
            '/api/scim/v2/Users',
            {
                schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
                userName: 'refusals@harbor.example',
            },
        ],
        page: (place) => `/api/scim/v2/Users?startIndex=${place}`,
        one: (id) => `/api/scim/v2/Users/${id}`,
    },
];

/** A header of an answer, of either client. */
const typeOf = (answer) => (answer.headers['content-type'] ?? '').split(';')[0];

/** Looks at an answer: its status, one of those, and its shape. */
function check(protocol, answer, statuses, what) {
    const about = `${protocol.name}, ${what}`;
    assert.ok(answer, `${about}: an answer`);
    const text = answer.text ?? answer.body;
    assert.ok(statuses.includes(answer.status), `${about}: ${answer.status} ${text.slice(0, 300)}`);
    assert.doesNotMatch(text, /^\s*</, about);
    if (answer.status < 400 || answer.method === 'HEAD') return;
    assert.equal(typeOf(answer), protocol.type, about);
    const json = JSON.parse(text);
    assert.ok(protocol.isRefusal(json, answer.status), `${about}: ${text.slice(0, 300)}`);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff', about);
}

let making = null;

/** {server, admin, secret: of a person's token, provision: of a provisioning service}. */
function world() {
    making ??= (async () => {
        const { server, admin } = await shared();
        const { secretKey: secret } = await makeToken(admin, recordScopes);
        const account = await admin.fill('/settings/service-accounts/new', 'Create service account', {
            name: 'Refusals',
            user_persona: 'Individual Developer',
        });
        const made = await admin.fill(account.location, 'Create token', {
            name: 'Refusals',
            scopes: ['users:provision'],
            default_persona: 'Product Manager',
            days: '365',
        });
        const { secretKey: provision } = await readToken(admin, made);
        const program = new Program(server, secret);
        for (let i = 0; i < 3; i++)
            await program.create('prompts', { name: `refused-${i}`, body: 'x' });
        return { server, admin, secret, provision };
    })();
    return making;
}

async function authorization(protocol) {
    const { secret, provision } = await world();
    return `Bearer ${protocol.name === 'SCIM' ? provision : secret}`;
}

/** Sends a request; a header that is null is left out. */
async function ask(protocol, [method, target, body], { headers = {}, raw, server } = {}) {
    const at = server ?? (await world()).server;
    const content = raw ?? (body === undefined ? null : JSON.stringify(body));
    return new Browser(at).request(method, target, {
        headers: {
            Authorization: await authorization(protocol),
            ...(content === null ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
        },
        body: content,
    });
}

/** What ask sends where a protocol has no list: the address of something that is not there. */
const readOf = (protocol) => protocol.read ?? ['GET', protocol.one('nobody')];
/** How that ends when nothing is wrong. */
const goodOf = (protocol) => (protocol.read ? 200 : 404);

const withBodies = protocols.filter((protocol) => protocol.write);
const withPages = protocols.filter((protocol) => protocol.page);

test('refusals: a token that does not hold', async () => {
    const { secret } = await world();
    const server = await startServer(); // whose other tests are not told to wait
    const basic = (text) => `Basic ${Buffer.from(text).toString('base64')}`;
    const wrong = {
        missing: null,
        empty: '',
        'a scheme alone': 'Bearer',
        'a scheme and a space': 'Bearer ',
        'no token of ours': 'Bearer x',
        'another scheme': 'Digest username="x"',
        'not base64': 'Basic !!!',
        'no colon': basic('a'),
        'no such pair': basic('pk-rst-a:sk-rst-b'),
        'a pair with NUL': basic('a\0:b\0'),
        'invalid UTF-8': `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`,
        'one character more': `Bearer ${secret}x`,
        'one character less': `Bearer ${secret.slice(0, -1)}`,
        'a list': `Bearer ${secret}, Bearer ${secret}`,
        'bytes beyond ASCII': 'Bearer \u00ff\u00fe\u00e9',
        overlong: `Bearer sk-rst-${'x'.repeat(12_000)}`,
    };
    // who tries many tokens is told to wait
    const statuses = { true: [401, 404, 429], false: [401, 429] };
    try {
        for (const [what, value] of Object.entries(wrong))
            for (const protocol of protocols) {
                const headers = { Authorization: value };
                const answer = await ask(protocol, readOf(protocol), { headers, server });
                check(protocol, answer, statuses[Boolean(protocol.isPublic)], what);
                if (answer.status === 401)
                    assert.match(answer.headers['www-authenticate'], /^Bearer/, protocol.name);
                if (answer.status === 429) assert.match(answer.headers['retry-after'], /^[0-9]+$/);
            }
    } finally {
        await server.stop();
    }
});

test('refusals: headers that nobody understands', async () => {
    const { server } = await world();
    for (const protocol of protocols) {
        const good = goodOf(protocol);
        const cases = [
            [{ 'X-Large': 'x'.repeat(20_000) }, [431]],
            [{ Accept: 'text/html' }, [good]],
            [{ Accept: ',;q=x, \u00ff/\u00fe;;;' }, [good]],
            [{ Accept: `${'a/b,'.repeat(3000)}` }, [good]],
            [{ 'Accept-Language': '\u00ff' }, [good]],
            [{ 'A2A-Version': '9.9' }, [good, 400]],
            [{ 'A2A-Version': 'x'.repeat(9000) }, [good, 400]],
            [{ 'MCP-Protocol-Version': '1999-01-01' }, protocol.name === 'MCP' ? [400] : [good]],
            [{ 'MCP-Protocol-Version': '\u00ff' }, protocol.name === 'MCP' ? [400] : [good]],
            [{ 'MCP-Protocol-Version': '9999-99-99' }, protocol.name === 'MCP' ? [400] : [good]],
            [{ 'Mcp-Name': '=?base64?!!!?=' }, [good]],
            [{ Origin: 'https://elsewhere.example' }, protocol.name === 'MCP' ? [403] : [good]],
            [{ Origin: 'null' }, protocol.name === 'MCP' ? [403] : [good]],
            [{ 'If-None-Match': '"'.repeat(999) }, [good]],
            [{ 'If-Match': 'W/"x", \u00ff' }, [good]],
            [{ 'Idempotency-Key': 'x'.repeat(9000) }, [good, 400]],
            [{ Cookie: 'session=x; __Host-session=\u00ff' }, [good]],
            [{ 'Content-Length': 'x' }, [400]],
            [{ 'Content-Length': '-1' }, [400]],
            [{ 'Content-Length': '99999999999999999999' }, [400, 413]],
            [{ 'Transfer-Encoding': 'gzip' }, [501]],
            [{ 'Transfer-Encoding': 'chunked', 'Content-Length': '5' }, [400]],
        ];
        for (const [headers, statuses] of cases) {
            const [method, target, body] = readOf(protocol);
            const [[name, value]] = Object.entries(headers);
            const what = `${name}: ${value.slice(0, 40)}`;
            if (/^(Content-Length|Transfer)/.test(name)) {
                const lines = Object.entries(headers).map(([key, one]) => `${key}: ${one}\r\n`);
                const head = `${method} ${target} HTTP/1.1\r\nHost: ${server.host}\r\n`;
                const rest = `${lines.join('')}Content-Type: application/json\r\nConnection: close\r\n\r\n`;
                const answer = await rawRequest(server, head + rest, { isEnding: true });
                check(protocol, answer, statuses, what);
            } else {
                const answer = await ask(protocol, [method, target, body], { headers });
                check(protocol, answer, statuses, what);
            }
        }
    }
});

test('refusals: a token that is given twice', async () => {
    const { server } = await world();
    for (const protocol of protocols) {
        const token = await authorization(protocol);
        const [method, target] = readOf(protocol);
        const head = `${method} ${target} HTTP/1.1\r\nHost: ${server.host}\r\nConnection: close\r\n`;
        const twice = `Authorization: Bearer x\r\nAuthorization: ${token}\r\n\r\n`;
        check(protocol, await rawRequest(server, head + twice), [400, 401, 404], 'twice');
    }
});

test('refusals: methods', async () => {
    const { server } = await world();
    for (const protocol of protocols) {
        const [method, target, body] = readOf(protocol);
        const of = (other) => ask(protocol, [other, target, body]);
        for (const other of ['PUT', 'DELETE', 'PATCH'])
            check(protocol, await of(other), [405], other);
        assert.ok((await of('PUT')).headers.allow, `${protocol.name}: Allow`);
        check(protocol, await of('BREW'), [501], 'BREW');
        check(protocol, await of('TRACE'), [405], 'TRACE');
        check(protocol, await of('OPTIONS'), [204, 405], 'OPTIONS');
        const head = await ask(protocol, ['HEAD', target]);
        check(protocol, head, method === 'GET' ? [goodOf(protocol)] : [405], 'HEAD');
        assert.equal(head.text, '', `${protocol.name}: HEAD`);
        for (const line of [`G\u00cbT ${target} HTTP/1.1`, `get ${target} HTTP/1.1`, `GET ${target} HTTP/x`]) {
            const answer = await rawRequest(
                server,
                Buffer.from(`${line}\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`, 'latin1'),
            );
            check(protocol, answer, [400, 405, 501], JSON.stringify(line));
        }
        const newer = `GET ${target} HTTP/9.9\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`;
        check(protocol, await rawRequest(server, newer), [505], 'HTTP/9.9');
        const absolute = `GET http://${server.host}${target}/%zz HTTP/1.1\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`;
        check(protocol, await rawRequest(server, absolute), [400], 'an absolute address');
    }
});

test('refusals: addresses', async () => {
    const ids = {
        '%00': [400], 'x%00y': [400], '%': [400], '%4': [400], '%zz': [400], '%FF': [400], '%C0%AF': [400],
        '%ED%A0%80': [400], '..': [400, 404], '%2E%2E': [400, 404], '..%2F..%2F..%2F..%2F..%2F..%2Fx': [400, 404],
        '%20': [400, 404], x: [404], [`${missing}x`]: [404], [missing]: [404], '-1': [404],
        "'%20OR%201=1--": [404], '%F0%9F%98%80': [404], '%E2%80%AE': [404, 400],
        ['x'.repeat(2000)]: [404, 400], ['x'.repeat(6000)]: [414], ['x'.repeat(20_000)]: [414],
    };
    for (const protocol of protocols)
        for (const [id, statuses] of Object.entries(ids))
            check(protocol, await ask(protocol, ['GET', protocol.one(id)]), statuses, id.slice(0, 60));
    const queries = {
        '%zz': [400], '%': [400], 'a=%00': [400], 'a=%ff': [400], '%c0%80=1': [400],
        ['&'.repeat(2100)]: [400], [`a=${'x'.repeat(5000)}`]: [414], [`a=${'x'.repeat(20_000)}`]: [414],
    };
    for (const protocol of protocols)
        for (const [query, statuses] of Object.entries(queries)) {
            const [method, target, body] = readOf(protocol);
            const answer = await ask(protocol, [method, `${target}?${query}`, body]);
            check(protocol, answer, statuses, `?${query.slice(0, 60)}`);
        }
});

test('refusals: places in lists', async () => {
    const places = [
        'x', '-1', '0', '1.5', '1e3', '99999999999999999999', '%F0%9F%98%80', 'a'.repeat(3000), '%22', '%7B%7D',
        missing, 'YWJj', '====', 'true', 'null', '%20', '1%0Ax', '+',
    ];
    // none at all; and RFC 7644, 3.4.2.4: a place below 1 is the first
    const isTaken = (protocol, place) =>
        /^(%20|\+)$/.test(place) || (protocol.name === 'SCIM' && /^(-1|0)$/.test(place));
    for (const protocol of withPages)
        for (const place of places) {
            const answer = await ask(protocol, ['GET', protocol.page(place)]);
            const statuses = isTaken(protocol, place) ? [200, 400] : [400];
            check(protocol, answer, statuses, `place ${place.slice(0, 40)}`);
        }
    const mcp = protocols.find((protocol) => protocol.name === 'MCP');
    for (const method of ['prompts/list', 'resources/list', 'resources/templates/list', 'tools/list'])
        for (const cursor of [...places.map(decodeURIComponent), 5, {}, [], true, '\u0000']) {
            const answer = await ask(mcp, ['POST', '/mcp', { ...message, method, params: { cursor } }]);
            const json = JSON.parse(answer.text);
            assert.ok([200, 400].includes(answer.status), answer.text);
            assert.ok([-32602, -32700].includes(json.error?.code), `${method} ${cursor}: ${answer.text}`);
        }
});

test('refusals: bodies', async () => {
    const deep = (open, close) => open.repeat(10_000) + close.repeat(10_000);
    const bytes = (...all) => Buffer.concat(all.map((one) => Buffer.from(one)));
    for (const protocol of withBodies) {
        const [method, target, body] = protocol.write;
        const text = JSON.stringify(body);
        const [first] = Object.keys(body);
        const with_ = (value) => text.replace(/^\{/, `{"more":${value},`);
        const bad = {
            'an open brace': '{', 'a list': '[]', null: 'null', 'a string': '"x"', 'a number': '1', 'not JSON': 'name=x',
            'two values': `${text}${text}`, 'a deep list': deep('[', ']'), 'a deep object': deep('{"a":', '}'),
            'a deep member': with_(deep('[', ']')), 'a deep object in it': with_(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
            'open brackets': '['.repeat(100_000), 'invalid UTF-8': bytes('{"', [0xff, 0xfe], `":1,${text.slice(1)}`),
            'an overlong form': bytes('{"a":"', [0xc0, 0xaf], `",${text.slice(1)}`),
            'a surrogate in bytes': bytes('{"a":"', [0xed, 0xa0, 0x80], `",${text.slice(1)}`),
            NUL: bytes([0]), 'NUL after it': bytes(text, [0]), 'NUL in a key': with_('{"\\u0000":1}'),
            'a lone surrogate': with_('"\\ud800"'), 'a name twice': text.replace(/^\{/, `{"${first}":"x",`),
            'a number beyond all': with_('1e999'), UTF16: Buffer.from(text, 'utf16le'),
            'an empty body': '',
        };
        for (const [what, raw] of Object.entries(bad))
            check(protocol, await ask(protocol, [method, target], { raw }), [400, 413, 422], what);
        const large = { ...body, more: 'x'.repeat((4 << 20) + 1) };
        check(protocol, await ask(protocol, [method, target, large]), [413], '4 MiB');
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'x', '\u00ff', 'application/jsonx'])
            check(protocol, await ask(protocol, [method, target, body], { headers: { 'Content-Type': type } }), [415], type);
        check(protocol, await ask(protocol, [method, target, body], { headers: { 'Content-Type': null } }), [415], 'no type');
    }
});

test('refusals: bodies in chunks', async () => {
    const { server } = await world();
    for (const protocol of withBodies) {
        const token = await authorization(protocol);
        const [method, target, body] = protocol.write;
        const send = (content) =>
            rawRequest(
                server,
                `${method} ${target} HTTP/1.1\r\nHost: ${server.host}\r\nAuthorization: ${token}\r\n` +
                    'Content-Type: application/json\r\nConnection: close\r\n' +
                    `Transfer-Encoding: chunked\r\n\r\n${content}`,
            );
        const text = JSON.stringify(body);
        const half = text.length >> 1;
        const chunk = (piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`;
        const whole = `${chunk(text.slice(0, half))}${chunk(text.slice(half))}0\r\n\r\n`;
        check(protocol, await send(whole), [200, 201], 'in two chunks');
        check(protocol, await send('zz\r\nx\r\n'), [400], 'no number');
        check(protocol, await send('-5\r\nx\r\n'), [400], 'a negative chunk');
        check(protocol, await send('ffffffffffffffffff\r\nx\r\n'), [400, 413], 'a chunk beyond all');
        check(protocol, await send('0\r\n\r\n'), [400, 422], 'no chunk');
    }
});

test('refusals: 20 MiB are refused by nginx in the shape of each protocol', async () => {
    const raw = Buffer.alloc(20 << 20, 'x');
    for (const protocol of protocols) {
        const request = protocol.write ?? ['POST', protocol.one('x')];
        const answer = await ask(protocol, request, { raw });
        check(protocol, answer, [413], '20 MiB');
        assert.equal(answer.headers['cache-control'], 'no-store');
    }
});

test('refusals: a pool that does not answer is 502 in the shape of each protocol', async () => {
    const { server } = await world();
    const socket = path.join(server.dataDir, 'run/fast.sock');
    fs.renameSync(socket, `${socket}.away`);
    try {
        for (const protocol of protocols) {
            const answer = await ask(protocol, readOf(protocol));
            check(protocol, answer, [502], 'no pool');
            assert.equal(answer.headers['cache-control'], 'no-store');
        }
    } finally {
        fs.renameSync(`${socket}.away`, socket);
    }
    for (const protocol of protocols)
        check(protocol, await ask(protocol, readOf(protocol)), [goodOf(protocol)], 'back again');
});
