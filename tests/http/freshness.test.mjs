// What an answer says of itself: which version under which label, its hash and tag, how long a copy
// lives. And a moved label is served at the next request, whatever the protocol.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { createAgent, expectStatus, makeToken } from './people.mjs';
import { Program, recordScopes } from './programs.mjs';
import { shared } from './shared.mjs';

const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

let making = null;

/** {server, admin, program}: with a prompt "freshness-one" of two versions, v1 live. */
function world() {
    making ??= (async () => {
        const { server, admin } = await shared();
        const { secretKey } = await makeToken(admin, recordScopes);
        const program = new Program(server, secretKey);
        const prompt = await program.create('prompts', { name: 'freshness-one', body: 'one' });
        await program.save('prompts', prompt, { body: 'two' });
        return { server, admin, program, prompt };
    })();
    return making;
}

async function ask(target, headers = {}, method = 'GET', body = null) {
    const { server, program } = await world();
    const all = { Authorization: `Bearer ${program.secret}`, ...headers };
    if (body !== null) all['Content-Type'] = 'application/json';
    return new Browser(server).request(method, target, {
        headers: all,
        body: body === null ? null : JSON.stringify(body),
    });
}

/** Protocols whose answers are of HTTP: where the version with the label is read, and how long it may be kept. */
const places = {
    REST: ['/api/v1/prompts/by-name/freshness-one?label=production', 'private, max-age=10'],
    Langfuse: ['/api/public/v2/prompts/freshness-one', 'private, no-cache'],
    MLflow: [
        '/api/2.0/mlflow/registered-models/alias?name=freshness-one&alias=production',
        'private, max-age=10',
    ],
};

for (const [protocol, [target, copies]] of Object.entries(places))
    test(`freshness: what ${protocol} says of an answer`, async () => {
        const { program, prompt } = await world();
        let known = null;
        for (const version of [1, 2, 1, 2]) {
            await program.move('prompts', prompt, 'production', version).catch(() => null);
            for (let i = 0; i < 12; i++) { // made anew by some workers, kept by others
                const answer = await ask(target);
                expectStatus(answer, 200);
                assert.equal(answer.headers['rostrum-version'], String(version));
                assert.equal(answer.headers['rostrum-label'], 'production');
                assert.equal(answer.headers['rostrum-content-sha256'], sha256(answer.bytes));
                assert.match(answer.headers.etag, /^"[^"]+"$/, 'strong');
                assert.equal(answer.headers['cache-control'], copies);
                assert.match(answer.text, version === 1 ? /one/ : /two/);
                const again = await ask(target, { 'If-None-Match': answer.headers.etag });
                assert.equal(again.status, 304);
                assert.equal(again.headers['rostrum-version'], String(version));
                assert.equal(again.headers['cache-control'], copies);
                if (known !== null && known.version !== version)
                    assert.equal((await ask(target, { 'If-None-Match': known.etag })).status, 200);
                known = { version, etag: answer.headers.etag };
            }
        }
        const head = await ask(target, {}, 'HEAD');
        assert.equal(head.headers['rostrum-version'], '2');
        assert.equal(head.headers.etag, known.etag);
    });

test('freshness: what is asked for by number has no label, and lists have no version', async () => {
    for (const target of [
        '/api/public/v2/prompts/freshness-one?version=1',
        '/api/2.0/mlflow/model-versions/get?name=freshness-one&version=1',
    ]) {
        const answer = await ask(target);
        expectStatus(answer, 200);
        assert.equal(answer.headers['rostrum-version'], '1');
        assert.equal(answer.headers['rostrum-label'], undefined);
    }
    for (const target of ['/api/v1/prompts', '/api/public/v2/prompts']) {
        const list = await ask(target);
        expectStatus(list, 200);
        assert.equal(list.headers['rostrum-version'], undefined);
        assert.match(list.headers.etag, /^"/);
    }
    const refused = await ask('/api/public/v2/prompts/freshness-none');
    assert.equal(refused.headers['rostrum-version'], undefined);
    assert.equal(refused.headers['cache-control'], 'no-store');
});

test('freshness: what MCP says of a prompt', async () => {
    const { program, prompt } = await world();
    const params = { name: 'freshness-one' };
    const hashes = new Set();
    for (const version of [1, 2]) {
        await program.move('prompts', prompt, 'production', version).catch(() => null);
        const answer = await ask('/mcp', {}, 'POST', { jsonrpc: '2.0', id: 1, method: 'prompts/get', params });
        const { _meta: meta } = JSON.parse(answer.text).result;
        assert.equal(meta['io.rostrum/version'], version);
        assert.equal(meta['io.rostrum/label'], 'production');
        const messages = [{ role: 'user', content: version === 1 ? 'one' : 'two' }];
        assert.equal(meta['io.rostrum/sha256'], sha256(JSON.stringify(messages)));
        hashes.add(meta['io.rostrum/sha256']);
    }
    assert.equal(hashes.size, 2);
});

test('freshness: what an agent card says of itself', async () => {
    const { server, admin } = await world();
    const config = JSON.stringify({ model: { name: 'm' }, endpoint: { url: 'https://agents.example.com/f' } });
    const agent = await createAgent(admin, { name: 'Freshness', description: 'Helps.', config });
    const move = await admin.get(`${agent}/releases/change?label=production&to_version=1`);
    expectStatus(await admin.submit(move, 'Release v1', {}), 303);
    const fields = { slug: 'freshness', is_public: '1', provider_url: '' };
    const published = await admin.fill(`${agent}/card`, 'Publish card', fields);
    expectStatus(published, 303);
    const card = await new Browser(server).get(
        '/a2a/harbor-works/agents/freshness/.well-known/agent-card.json',
    );
    expectStatus(card, 200);
    assert.equal(card.headers['rostrum-version'], '1');
    assert.equal(card.headers['rostrum-label'], 'production');
    assert.equal(card.headers['rostrum-content-sha256'], sha256(card.bytes));
    assert.match(card.headers.etag, /^"/);
    assert.equal(card.headers['cache-control'], 'public, max-age=60');
});
