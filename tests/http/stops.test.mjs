// Stops: the very next request on every node says so; who fetched it is known; and kill -9 leaves
// nothing half.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { blob, sqlNumber } from './engine.mjs';
import { setUp } from './people.mjs';
import { secondNode } from './programs.mjs';
import { killWorkers, removeFolder, startServer, waitFor } from './server.mjs';

const config = { model: { provider: 'openai', name: 'gpt-4.1' } };
const scopes = ['prompts:read', 'prompts:write', 'labels:move', 'agents:read', 'agents:write'];

async function secretOf(browser, address, fields) {
    const made = await browser.fill(address, 'Create token', fields);
    const page = made.status === 303 ? await browser.follow(made) : made;
    const secret = page.text.match(/sk-rst-[A-Za-z0-9_-]+/)?.[0];
    assert.ok(secret, page.words.slice(0, 600));
    return secret;
}

async function call(server, secret, method, address, body) {
    const answer = await fetch(server.url + address, {
        method,
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return {
        status: answer.status,
        headers: answer.headers,
        json: text.startsWith('{') ? JSON.parse(text) : null,
    };
}

async function make(server, secret, name) {
    const made = await call(server, secret, 'POST', '/api/v1/agents', { name, config });
    assert.equal(made.status, 201);
    const { id } = made.json;
    const moved = await call(server, secret, 'PUT', `/api/v1/agents/${id}/labels/production`, {
        version: 1,
    });
    assert.equal(moved.status, 200);
    return id;
}

test('stops: after it answered, the very next request on each node is refused', async () => {
    const first = await startServer();
    let second = null;
    try {
        const admin = await setUp(first);
        const secret = await secretOf(admin, '/account/tokens/new', { name: 'Runner', scopes });
        second = await secondNode(first);
        for (let round = 0; round < 6; round += 1) {
            const name = `bot ${round}`;
            const id = await make(first, secret, name);
            const address = `/api/v1/agents/by-name/${encodeURIComponent(name)}`;
            const read = (node) => call(node, secret, 'GET', address);
            const all = () =>
                Promise.all([first, second].flatMap((node) => Array.from({ length: 8 }, () => read(node))));
            for (const answer of await all()) { // from here on it is kept everywhere
                assert.equal(answer.status, 200);
                assert.equal(answer.headers.get('cache-control'), 'private, max-age=10');
            }
            const stopper = round % 2 === 0 ? first : second;
            const stopped = await call(stopper, secret, 'POST', `/api/v1/agents/${id}/stop`, {
                reason: 'It lies',
            });
            assert.equal(stopped.status, 200);
            for (const answer of await all()) {
                assert.equal(answer.status, 423, `round ${round}`);
                assert.equal(answer.headers.get('cache-control'), 'no-store');
                assert.equal(answer.headers.get('content-type'), 'application/problem+json');
            }
        }
        // who fetched it, once their worker has written what it noted
        const { json } = await call(first, secret, 'GET', '/api/v1/agents');
        const [bot] = json.items.filter((one) => one.name === 'bot 0');
        assert.equal(bot.is_stopped, true);
        const page = await waitFor(async () => {
            const shown = await admin.get(`/agents/${bot.id}/stop`);
            return shown.words.includes('Runner') && shown;
        }, 20_000, 500);
        assert.ok(page, 'the page does not name who fetched it');
        assert.match(page.words, /no longer|until/);
    } finally {
        await second?.stop();
        if (second) removeFolder(path.dirname(second.dataDir));
        await first.stop();
    }
});

/** What each protocol says of a prompt and of an agent with a card: [name, status, what the body has]. */
async function askAll(server, secret) {
    const rpc = { jsonrpc: '2.0', id: 1, method: 'prompts/get', params: { name: 'greeting' } };
    const asks = [
        ['API', 'GET', '/api/v1/prompts/by-name/greeting'],
        ['Langfuse', 'GET', '/api/public/v2/prompts/greeting'],
        ['MCP', 'POST', '/mcp', rpc],
        ['MLflow', 'GET', '/api/2.0/mlflow/registered-models/alias?name=greeting&alias=production'],
        ['A2A', 'GET', '/a2a/harbor-works/agents/bot/.well-known/agent-card.json'],
        ['format', 'GET', '/api/v1/agents/BOT/export?format=openai-agents'],
    ];
    const { json } = await call(server, secret, 'GET', '/api/v1/agents');
    const all = {};
    for (const [name, method, address, body] of asks)
        all[name] = await call(server, secret, method, address.replace('BOT', json.items[0].id), body);
    return all;
}

test('stops: every protocol counts what it serves, and says what is stopped', async () => {
    const server = await startServer();
    try {
        const admin = await setUp(server);
        const secret = await secretOf(admin, '/account/tokens/new', { name: 'Runner', scopes });
        const endpoint = { url: 'https://agents.example.com/bot', protocol: 'a2a' };
        const prompt = await call(server, secret, 'POST', '/api/v1/prompts', {
            name: 'greeting', body: 'Hello.',
        });
        const agent = await call(server, secret, 'POST', '/api/v1/agents', {
            name: 'bot', config: { ...config, endpoint },
        });
        for (const [kind, { json }] of [['prompts', prompt], ['agents', agent]]) {
            const moved = await call(server, secret, 'PUT', `/api/v1/${kind}/${json.id}/labels/production`, {
                version: 1,
            });
            assert.equal(moved.status, 200);
        }
        const card = { slug: 'bot', is_public: '1', is_signed: '', provider_url: '' };
        assert.equal((await admin.fill(`/agents/${agent.json.id}/card`, 'Publish card', card)).status, 303);
        const bundle = async () => {
            const answer = await fetch(`${server.url}/api/v1/bundle`, {
                headers: { authorization: `Bearer ${secret}` },
            });
            const text = await answer.text();
            return JSON.parse(text.slice(0, text.indexOf('\n\n')));
        };
        for (let i = 0; i < 8; i += 1) // from here on it is kept everywhere
            for (const [name, { status, json }] of Object.entries(await askAll(server, secret))) {
                assert.equal(status, 200, name);
                assert.equal(json.error, undefined, name);
            }
        assert.deepEqual([(await bundle()).prompts.length, (await bundle()).agents.length], [1, 1]);
        // and what they were served is counted
        const served = (protocol) => sqlNumber(server,
            `SELECT COALESCE(SUM(serving_count), 0) FROM servings WHERE protocol = '${protocol}'`);
        const counts = { api: 16, langfuse: 8, mcp: 8, mlflow: 8, a2a: 8, bundle: 4 };
        const now = () => Object.fromEntries(Object.keys(counts).map((one) => [one, served(one)]));
        await waitFor(() => JSON.stringify(now()) === JSON.stringify(counts), 20_000, 500);
        assert.deepEqual(now(), counts);

        for (const [kind, { json }, body] of [['prompts', prompt, { version: 1 }], ['agents', agent, {}]]) {
            const stopped = await call(server, secret, 'POST', `/api/v1/${kind}/${json.id}/stop`, {
                reason: 'It lies', ...body,
            });
            assert.equal(stopped.status, 200);
        }
        for (let i = 0; i < 8; i += 1) {
            const all = await askAll(server, secret);
            for (const name of ['API', 'Langfuse', 'MLflow', 'A2A', 'format'])
                assert.equal(all[name].status, 423, name);
            assert.match(all.Langfuse.json.message, /stopped/i);
            assert.match(all.MLflow.json.message, /stopped/i);
            assert.equal(all.MCP.status, 200);
            assert.match(all.MCP.json.error.message, /stopped/i);
        }
        const left = await bundle();
        assert.deepEqual([left.prompts.length, left.agents.length], [0, 0]);
        assert.match(left.problems.join(), /“greeting” version 1 is stopped.*“bot” version 1 is stopped/);
    } finally {
        await server.stop();
    }
});

test('stops: kill -9 at any moment leaves all of a stop, or nothing', async () => {
    const server = await startServer();
    try {
        const admin = await setUp(server);
        const secret = await secretOf(admin, '/account/tokens/new', { name: 'Runner', scopes });
        let done = 0;
        for (let round = 0; round < 10; round += 1) {
            const id = await make(server, secret, `bot ${round}`);
            await secretOf(admin, `/settings/tokens/new?agent=${id}`, {
                name: 'Own',
                scopes: ['prompts:read'],
            });
            const sent = call(server, secret, 'POST', `/api/v1/agents/${id}/stop`, {
                reason: 'It lies',
            }).catch(() => null);
            await sleep(round * 1.5);
            await killWorkers(server);
            const answer = await sent;
            const back = await waitFor(async () => {
                const read = await call(server, secret, 'GET', `/api/v1/agents/${id}`).catch(() => null);
                return [200, 423].includes(read?.status) && read;
            }, 15_000, 50);
            const facts = [
                back.status === 423 ? 1 : 0,
                sqlNumber(server, `SELECT count(*) FROM stops WHERE record_id = ${blob(id)}`),
                sqlNumber(server, `SELECT count(*) FROM api_tokens WHERE agent_id = ${blob(id)} AND revoked_at IS NOT NULL`),
                sqlNumber(server, `SELECT count(*) FROM agents WHERE id = ${blob(id)} AND marks LIKE '%!0%'`),
                sqlNumber(server, `SELECT count(*) FROM audit_events WHERE record_id = ${blob(id)} AND action = 'agent.stop'`),
            ];
            assert.ok(
                facts.every((fact) => fact === facts[0]),
                `round ${round}: ${facts}`,
            );
            if (answer?.status === 200) assert.equal(facts[0], 1, 'what was acknowledged is lost');
            done += facts[0];
        }
        assert.ok(done > 0, 'every stop was killed');
    } finally {
        await server.stop();
    }
});
