// Agent cards (A2A): both generations of the real client as npm has them, over nginx and the real
// workers; signatures checked by the client and by jose; and what no client sends, by hand.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, test } from 'node:test';
import { Browser, rawRequest } from './client.mjs';
import { createAgent, createTeam, expectStatus, makeToken, setUp } from './people.mjs';
import { runCommand } from './programs.mjs';
import { startServer } from './server.mjs';

const load = createRequire(path.join(process.env.top_srcdir, 'tests/clients/'));

/** They are installed by npm ci in tests/clients. */
function clients() {
    try {
        return {
            now: { ...load('@a2a-js/sdk'), ...load('@a2a-js/sdk/client') },
            old: load('a2a-js-sdk-0.3/client'),
            jose: load('jose'),
        };
    } catch {
        return null;
    }
}

const found = clients();
const skip = found === null && 'npm ci in tests/clients installs the clients';
const secrets = ['prompt-planted', 'model-planted', 'https://10.9.8.7/planted', 'KEY_PLANTED'];

/** An agent that answers, as either generation has it. */
async function startAgent() {
    const asked = [];
    const server = http.createServer(async (request, response) => {
        let text = '';
        for await (const piece of request) text += piece;
        const { id, method } = JSON.parse(text);
        asked.push(method);
        const result =
            method === 'SendMessage'
                ? { message: { messageId: 'm', role: 'ROLE_AGENT', parts: [{ text: 'Now' }] } }
                : { kind: 'message', messageId: 'm', role: 'agent', parts: [{ kind: 'text', text: 'Then' }] };
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, asked, url: `http://127.0.0.1:${server.address().port}/` };
}

function configOf(url) {
    return JSON.stringify({
        model: { provider: 'p', name: secrets[1] },
        instructions: secrets[0],
        mcp_servers: [{ name: 's', url: secrets[2], headers: { key: { secret: secrets[3] } } }],
        endpoint: { url, protocol: 'a2a' },
        skills: [{ id: 'refunds', name: 'Refunds', description: 'Pays back é\u2028"\\ </b>', tags: ['money'] }],
    });
}

async function release(browser, record, version) {
    const page = await browser.get(`${record}/releases/change?label=production&to_version=${version}`);
    expectStatus(await browser.submit(page, `Release v${version}`, {}), 303);
}

async function publish(browser, record, fields) {
    const all = { provider_url: '', ...fields };
    expectStatus(await browser.fill(`${record}/card`, 'Publish card', all), 303);
}

async function start() {
    const agent = await startAgent();
    const server = await startServer();
    const admin = await setUp(server);
    const open = await createAgent(admin, { name: 'Desk/Open', description: 'Helps.', config: configOf('https://agents.example.com/open') });
    await release(admin, open, 1);
    await publish(admin, open, { slug: 'open', is_public: '1', is_signed: '1', provider_url: 'https://example.com' });
    const closed = await createAgent(admin, { name: 'Desk/Closed', config: configOf(agent.url) });
    await release(admin, closed, 1);
    await publish(admin, closed, { slug: 'closed' });
    const team = await createTeam(admin, { name: 'Desk team' }, [open, closed]);
    await release(admin, team, 1);
    await publish(admin, team, { slug: 'team', is_public: '1' });
    const { secretKey: token } = await makeToken(admin, ['agents:read']);
    return { agent, server, admin, open, token };
}

let starting = null;

function world() {
    starting ??= start();
    return starting;
}

after(async () => {
    const made = await starting?.catch(() => null);
    made?.agent.server.close();
    made?.agent.server.closeAllConnections();
    await made?.server.stop();
});

function baseOf(server, slug) {
    return `${server.url}/a2a/harbor-works/agents/${slug}/`;
}

function cardPath(slug) {
    return `/a2a/harbor-works/agents/${slug}/.well-known/agent-card.json`;
}

test('a2a: the client of 1.0 finds a public agent and checks its signature', { skip }, async (t) => {
    t.mock.method(console, 'debug', () => {}); // the client's, about what does not verify
    const { server } = await world();
    const { AgentCardResolver, verifyAgentCardSignature } = found.now;
    const card = await AgentCardResolver.default.resolve(baseOf(server, 'open'));
    assert.equal(card.name, 'Desk/Open');
    assert.equal(card.version, '1');
    assert.deepEqual(card.supportedInterfaces.map((one) => [one.url, one.protocolBinding, one.protocolVersion]),
        [['https://agents.example.com/open', 'JSONRPC', '1.0']]);
    assert.equal(card.provider.organization, 'Harbor Works');
    const seen = [];
    await verifyAgentCardSignature(async (kid, jku) => {
        seen.push(jku);
        const { keys } = await (await fetch(jku)).json();
        return keys.find((key) => key.kid === kid);
    })(card);
    assert.deepEqual(seen, [`${server.publicUrl}/a2a/harbor-works/.well-known/jwks.json`]);
    // with a full address, and the shorter one
    for (const url of [server.url + cardPath('open'), `${baseOf(server, 'open')}card.json`])
        assert.equal((await AgentCardResolver.default.resolve(url, '')).name, 'Desk/Open');
    await assert.rejects(
        verifyAgentCardSignature(async () => (await found.jose.generateKeyPair('ES256')).publicKey)(card),
    );
});

test('a2a: the client of 0.3 finds it as well, and its signature holds', { skip }, async () => {
    const { server } = await world();
    const card = await found.old.AgentCardResolver.default.resolve(baseOf(server, 'open'));
    assert.equal(card.protocolVersion, '0.3.0');
    assert.deepEqual([card.url, card.preferredTransport], ['https://agents.example.com/open', 'JSONRPC']);
    const { signatures, ...rest } = card;
    const sorted = (value) => {
        if (Array.isArray(value)) return value.map(sorted);
        if (value === null || typeof value !== 'object') return value;
        return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
    };
    const keys = await (await fetch(`${server.url}/a2a/harbor-works/.well-known/jwks.json`)).json();
    const payload = Buffer.from(JSON.stringify(sorted(rest))).toString('base64url');
    const checked = await found.jose.flattenedVerify({ ...signatures[0], payload }, found.jose.createLocalJWKSet(keys));
    assert.equal(checked.protectedHeader.alg, 'ES256');
    assert.equal(keys.keys[0].d, undefined);
});

test('a2a: both clients find a private agent with a token, and talk to it', { skip }, async () => {
    const { server, agent, token } = await world();
    const fetchImpl = (url, init = {}) =>
        fetch(url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });
    const base = baseOf(server, 'closed');
    const now = new found.now.ClientFactory(
        found.now.ClientFactoryOptions.createFrom(found.now.ClientFactoryOptions.default, {
            cardResolver: new found.now.DefaultAgentCardResolver({ fetchImpl }),
        }),
    );
    const client = await now.createFromUrl(base);
    const sent = await client.sendMessage({
        message: { messageId: '1', role: found.now.Role?.ROLE_USER ?? 1, parts: [{ content: { $case: 'text', value: 'Hi' } }] },
    });
    assert.ok(JSON.stringify(sent).includes('Now'), JSON.stringify(sent));
    const old = await found.old.A2AClient.fromCardUrl(server.url + cardPath('closed'), { fetchImpl });
    const answer = await old.sendMessage({
        message: { kind: 'message', messageId: '1', role: 'user', parts: [{ kind: 'text', text: 'Hi' }] },
    });
    assert.equal(answer.result.parts[0].text, 'Then');
    assert.deepEqual(agent.asked, ['SendMessage', 'message/send']);
    await assert.rejects(found.now.AgentCardResolver.default.resolve(base), /404/);
    await assert.rejects(found.old.AgentCardResolver.default.resolve(base), /404/);
});

test('a2a: a team is found as one agent, with its members as skills', { skip }, async () => {
    const { server } = await world();
    const card = await found.now.AgentCardResolver.default.resolve(baseOf(server, 'team'));
    assert.equal(card.supportedInterfaces[0].url, 'https://agents.example.com/open');
    assert.deepEqual(card.skills.map((one) => one.name), ['Desk/Open', 'Desk/Closed']);
});

test('a2a: a moved label is in the next answer, and an unchanged card is 304', async () => {
    const { server, admin, open } = await world();
    const browser = new Browser(server);
    const ask = (headers) => browser.get(cardPath('open'), { headers: { 'A2A-Version': '1.0', ...headers } });
    const first = await ask();
    assert.equal(first.status, 200);
    assert.equal(first.headers['content-type'], 'application/json');
    assert.equal(first.headers['cache-control'], 'public, max-age=60');
    assert.match(first.headers.vary, /A2A-Version, Authorization/);
    assert.match(first.headers.etag, /^"[^"]+"$/);
    for (const secret of secrets) assert.ok(!first.text.includes(secret), secret);
    for (let i = 0; i < 20; i++) assert.equal((await ask()).headers.etag, first.headers.etag); // all workers
    const same = await ask({ 'If-None-Match': first.headers.etag });
    assert.deepEqual([same.status, same.text], [304, '']);
    const head = await browser.request('HEAD', cardPath('open'), { headers: { 'A2A-Version': '1.0' } });
    assert.deepEqual([head.status, head.text, head.headers.etag], [200, '', first.headers.etag]);
    const old = await browser.get(cardPath('open'));
    assert.notEqual(old.headers.etag, first.headers.etag);
    expectStatus(await admin.fill(`${open}/edit`, 'Save agent', { config: configOf('https://agents.example.com/two') }), 303);
    assert.equal((await ask()).headers.etag, first.headers.etag);
    await release(admin, open, 2);
    // whichever worker signs it, all give that signature
    const raced = await Promise.all(Array.from({ length: 12 }, () => ask()));
    assert.equal(new Set(raced.map((one) => one.headers.etag)).size, 1, raced.map((one) => one.status).join());
    for (let i = 0; i < 20; i++) {
        const next = await ask({ 'If-None-Match': first.headers.etag });
        assert.equal(next.status, 200);
        assert.equal(JSON.parse(next.text).version, '2');
    }
    const page = await admin.get(`${open}/releases/change?label=production&to_version=1`);
    expectStatus(await admin.submit(page, page.forms.flatMap((form) => form.buttons).map((one) => one.text).find((text) => /v1$/.test(text)), { reason: 'back' }), 303);
    assert.equal((await ask()).headers.etag, first.headers.etag); // signed once
});

test('a2a: another key signs at the next request, and what the one before signed can be checked', { skip }, async (t) => {
    t.mock.method(console, 'debug', () => {}); // the client's, about what does not verify
    const { server, admin } = await world();
    const { AgentCardResolver, verifyAgentCardSignature } = found.now;
    const resolve = () => AgentCardResolver.default.resolve(baseOf(server, 'open'));
    const kidOf = (card) => JSON.parse(Buffer.from(card.signatures[0].protected, 'base64url')).kid;
    const published = async () => {
        const url = `${server.url}/a2a/harbor-works/.well-known/jwks.json`;
        return (await (await fetch(url)).json()).keys;
    };
    const verify = verifyAgentCardSignature(async (kid) => {
        const key = (await published()).find((one) => one.kid === kid);
        assert.ok(key, 'no such key');
        return found.jose.importJWK(key, 'ES256');
    });
    const settings = '/settings/agent-cards';
    const before = await resolve();
    const etag = (await new Browser(server).get(cardPath('open'))).headers.etag;
    await verify(before);
    expectStatus(await admin.fill(settings, 'Replace signing key', {}), 303);
    for (let i = 0; i < 12; i++) { // whichever worker answers
        const after = await resolve();
        assert.notEqual(kidOf(after), kidOf(before));
        await verify(after);
    }
    await verify(before); // a copy that a program has
    assert.deepEqual((await published()).map((one) => one.kid), [kidOf(await resolve()), kidOf(before)]);
    assert.ok((await published()).every((one) => one.d === undefined));
    const changed = await new Browser(server).get(cardPath('open'), { headers: { 'If-None-Match': etag } });
    assert.equal(changed.status, 200);
    const page = expectStatus(await admin.get(settings), 200);
    assert.match(page.words, /Desk\/ Open open Public Signed/);
    const stale = { kid: kidOf(before) };
    assert.equal((await admin.fill(settings, 'Replace signing key', stale)).status, 409);
    expectStatus(await admin.fill(settings, `Withdraw ${kidOf(before)}`, {}), 303);
    await assert.rejects(verify(before));
    const byPage = await resolve();
    await verify(byPage);
    runCommand(server, 'organization', 'card-key', 'harbor-works');
    const byCommand = await resolve();
    assert.notEqual(kidOf(byCommand), kidOf(byPage));
    await verify(byCommand);
    await verify(byPage);
    assert.match((await admin.get('/audit')).words, /Replaced the signing key of agent cards/);
    assert.match((await admin.get('/audit')).words, /Withdrew a signing key of agent cards/);
});

test('a2a: whoever may not have a card hears nothing of it', async () => {
    const { server, token } = await world();
    const browser = new Browser(server);
    const strangers = [cardPath('closed'), cardPath('nobody'), cardPath('OPEN'), '/a2a/nowhere/agents/open/card.json'];
    const bodies = new Set();
    for (const target of strangers) {
        const answer = await browser.get(target, { headers: { 'A2A-Version': '1.0' } });
        assert.equal(answer.status, 404, target);
        assert.equal(answer.headers['content-type'], 'application/problem+json');
        assert.equal(answer.headers['cache-control'], 'no-store');
        bodies.add(answer.text);
        const wrong = await browser.get(target, { headers: { Authorization: 'Bearer sk-rst-wrong' } });
        assert.equal(wrong.status, 401, target);
        assert.equal(wrong.headers['www-authenticate'], 'Bearer');
        assert.equal(wrong.headers['content-type'], 'application/problem+json');
    }
    assert.equal(bodies.size, 1);
    const known = await browser.get(cardPath('closed'), { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(known.status, 200);
    assert.equal(known.headers['cache-control'], 'private, max-age=60');
});

test('a2a: hostile addresses and headers get an error in JSON', async () => {
    const { server } = await world();
    const browser = new Browser(server);
    const agents = '/a2a/harbor-works/agents';
    const targets = [
        [`${agents}/open%2F..%2Fopen/card.json`, 404],
        [`${agents}/..%2F..%2Fopen/card.json`, 404],
        [`${agents}/open/..%2Fopen/card.json`, 404],
        [`${agents}/open/%2E%2E/card.json`, 400],
        [`${agents}/../open/card.json`, 400],
        [`${agents}/%00/card.json`, 400],
        [`${agents}/open%00/card.json`, 400],
        [`${agents}/%FF/card.json`, 400],
        [`${agents}/%zz/card.json`, 400],
        [`${agents}//card.json`, 400],
        [`${agents}/open/card.json/`, 404],
        [`${agents}/open/%2Ewell-known/agent-card.json`, 404],
        [`${agents}/${'a'.repeat(3000)}/card.json`, 404],
        [`${agents}/${'a'.repeat(5000)}/card.json`, 414],
        [`${agents}/%F0%9F%99%82/card.json`, 404],
        [`${agents}/' OR 1=1 --/card.json`.replaceAll(' ', '%20'), 404],
        ['/a2a', 404],
        ['/a2a/', 404],
        ['/a2a/harbor-works', 404],
        ['/a2a/%68arbor-works/agents/open/card.json', 200],
        [`${agents}/open/card.json?x=1`, 200],
    ];
    for (const [target, status] of targets) {
        const answer = await browser.get(target);
        assert.equal(answer.status, status, `${target.slice(0, 90)} ${answer.text.slice(0, 200)}`);
        assert.match(answer.headers['content-type'], /^application\/(problem\+)?json/, target.slice(0, 90));
        JSON.parse(answer.text);
    }
    for (const version of ['2.0', '0.2', 'x'.repeat(4000), '1.0, 0.3', '-1', '\u00ff']) {
        const answer = await browser.get(cardPath('open'), { headers: { 'A2A-Version': version } });
        assert.equal(answer.status, 400, version.slice(0, 20));
        JSON.parse(answer.text);
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await browser.request(method, cardPath('open'));
        assert.equal(answer.status, 405, method);
        assert.equal(answer.headers.allow, 'GET, HEAD');
        JSON.parse(answer.text);
    }
    const raw = await rawRequest(server, `GET ${cardPath('open')} HTTP/1.1\r\nHost: ${server.host}\r\nA2A-Version: 1.0\r\nA2A-Version: 0.3\r\nConnection: close\r\n\r\n`);
    assert.ok(raw.status === 400 || raw.status === 200, String(raw.status));
    // the registry itself is no agent
    assert.equal((await browser.get('/.well-known/agent-card.json')).status, 404);
});
