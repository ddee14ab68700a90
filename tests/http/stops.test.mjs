// Stops: the very next request on every node says so, in every protocol, of what is stopped and of
// what uses it; who fetched it is known; and kill -9 leaves nothing half.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blob, sqlNumber } from './engine.mjs';
import { makeToken, readToken, setUp } from './people.mjs';
import { onTwoNodes, Program, recordScopes } from './programs.mjs';
import { killWorkers, startServer } from './server.mjs';
import { sleep, waitFor } from './wait.mjs';

const config = { model: { provider: 'openai', name: 'gpt-4.1' } };
const why = { reason: 'It lies' };

async function begin(server) {
    const admin = await setUp(server);
    const { secretKey: secret } = await makeToken(admin, recordScopes, '', 'Runner');
    return { admin, secret, program: new Program(server, secret) };
}

async function ask(server, secret, method, address, body) {
    const answer = await fetch(server.url + address, {
        method,
        headers: {
            ...(secret && { authorization: `Bearer ${secret}` }),
            'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return {
        status: answer.status,
        headers: answer.headers,
        json: text.startsWith('{') ? JSON.parse(text.split('\n\n')[0]) : null,
    };
}

test('stops: after it answered, the very next request on each node is refused', () =>
    onTwoNodes(begin, async (first, second, { admin, secret, program }) => {
        let id = null;
        for (let round = 0; round < 6; round += 1) {
            const name = `bot ${round}`;
            const bot = await program.create('agents', { name, config });
            id ??= bot.id;
            const address = `/api/v1/agents/by-name/${encodeURIComponent(name)}`;
            const read = (node) => ask(node, secret, 'GET', address);
            const all = () =>
                Promise.all([first, second].flatMap((node) => Array.from({ length: 8 }, () => read(node))));
            for (const answer of await all()) { // from here on it is kept everywhere
                assert.equal(answer.status, 200);
                assert.equal(answer.headers.get('cache-control'), 'private, max-age=10');
            }
            const stopper = round % 2 === 0 ? first : second;
            const stopped = await ask(stopper, secret, 'POST', `/api/v1/agents/${bot.id}/stop`, why);
            assert.equal(stopped.status, 200);
            for (const answer of await all()) {
                assert.equal(answer.status, 423, `round ${round}`);
                assert.equal(answer.headers.get('cache-control'), 'no-store');
                assert.equal(answer.headers.get('content-type'), 'application/problem+json');
                assert.match(answer.json.detail, new RegExp(`stopped the agent “bot ${round}”`));
            }
        }
        const { items } = await program.call(200, 'GET', '/api/v1/agents?show=stopped');
        assert.deepEqual(items.map((one) => one.is_stopped), Array(6).fill(true));
        // who fetched it, once their worker has written what it noted
        const page = await waitFor(async () => {
            const shown = await admin.get(`/agents/${id}/stop`);
            return shown.words.includes('Runner') && shown;
        }, () => 'the page names who fetched it');
        assert.match(page.words, /no longer|until/);
    }));

/** A prompt, an agent with a card and a team of it with one, all in production. */
async function makeAll(server) {
    const begun = await begin(server);
    const { admin, program } = begun;
    const endpoint = { url: 'https://agents.example.com/bot', protocol: 'a2a' };
    const prompt = await program.create('prompts', { name: 'greeting', body: 'Hello.' });
    const agent = await program.create('agents', { name: 'bot', config: { ...config, endpoint } });
    const team = await program.create('teams', {
        name: 'crew',
        kind: 'round_robin',
        members: [agent.id],
        settings: { termination: { max_messages: 5 } },
    });
    for (const [path, slug] of [[`/agents/${agent.id}`, 'bot'], [`/teams/${team.id}`, 'crew']]) {
        const card = { slug, is_public: '1', is_signed: '', provider_url: '' };
        assert.equal((await admin.fill(`${path}/card`, 'Publish card', card)).status, 303);
    }
    return { ...begun, prompt, agent, team };
}

const rpc = (method, params) => ({ jsonrpc: '2.0', id: 1, method, params });

/** What each protocol says of the prompt and of the agent, or of the team. */
async function askAll(server, { secret, agent, team }, isTeam) {
    const card = (slug) => `/a2a/harbor-works/agents/${slug}/.well-known/agent-card.json`;
    const read = (uri) => rpc('resources/read', { uri });
    const asks = isTeam ? [
        ['API', 'GET', '/api/v1/teams/by-name/crew'],
        ['MCP', 'POST', '/mcp', read('rostrum://teams/crew')],
        ['A2A', 'GET', card('crew')],
        ['format', 'GET', `/api/v1/teams/${team.id}/export?format=openai-agents`],
    ] : [
        ['API', 'GET', '/api/v1/prompts/by-name/greeting'],
        ['Langfuse', 'GET', '/api/public/v2/prompts/greeting'],
        ['MCP', 'POST', '/mcp', rpc('prompts/get', { name: 'greeting' })],
        ['MLflow', 'GET', '/api/2.0/mlflow/registered-models/alias?name=greeting&alias=production'],
        ['A2A', 'GET', card('bot')],
        ['format', 'GET', `/api/v1/agents/${agent.id}/export?format=openai-agents`],
    ];
    const all = {};
    for (const [name, method, address, body] of asks)
        all[name] = await ask(server, name === 'A2A' ? null : secret, method, address, body);
    return all;
}

const bundleOf = async (server, { secret }) =>
    (await ask(server, secret, 'GET', '/api/v1/bundle')).json;

/** Until whichever worker is asked has kept it. */
const ROUNDS = 8;

async function keepAll(nodes, made) {
    for (const node of nodes)
        for (let i = 0; i < ROUNDS; i += 1)
            for (const isTeam of [false, true])
                for (const [name, { status, json }] of Object.entries(await askAll(node, made, isTeam))) {
                    assert.equal(status, 200, `${name} ${JSON.stringify(json)}`);
                    assert.equal(json.error, undefined, name);
                }
}

/** Every answer of every protocol on a node is a refusal, with these words where they may be said. */
async function expectStopped(node, made, isTeam, words) {
    for (let i = 0; i < ROUNDS; i += 1) {
        const { MCP, ...all } = await askAll(node, made, isTeam);
        for (const [name, { status, json }] of Object.entries(all)) {
            assert.equal(status, 423, name);
            assert.match(json.detail ?? json.message, words[name] ?? words.all, name);
        }
        assert.equal(MCP.status, 200);
        assert.match(MCP.json.error.message, words.all);
    }
}

test('stops: every protocol counts what it serves, and says what is stopped', () =>
    onTwoNodes(makeAll, async (first, second, made) => {
        const { program, prompt, agent } = made;
        await keepAll([first, second], made);
        for (const node of [first, second]) {
            const { prompts, agents, teams } = await bundleOf(node, made);
            assert.deepEqual([prompts.length, agents.length, teams.length], [1, 1, 1]);
        }
        // and what they were served is counted, of two nodes
        const served = (protocol) => sqlNumber(first,
            `SELECT COALESCE(SUM(serving_count), 0) FROM servings WHERE protocol = '${protocol}'`);
        const each = 2 * ROUNDS;
        const counts = { api: 4 * each, langfuse: each, mcp: 2 * each, mlflow: each, a2a: 2 * each, bundle: 6 };
        const now = () => Object.fromEntries(Object.keys(counts).map((one) => [one, served(one)]));
        await waitFor(() => JSON.stringify(now()) === JSON.stringify(counts), () => JSON.stringify([now(), counts]));

        await program.call(200, 'POST', `/api/v1/prompts/${prompt.id}/stop`, { version: 1, ...why });
        await program.call(200, 'POST', `/api/v1/agents/${agent.id}/stop`, why);
        for (const node of [second, first]) {
            await expectStopped(node, made, false, {
                all: /stopped version 1 of the prompt “greeting”/,
                A2A: /A person stopped this/,
                format: /stopped the agent “bot”/,
            });
            await expectStopped(node, made, true, {
                all: /stopped the agent “bot”: neither it nor what uses it/,
                A2A: /stopped the agent “bot”, a member of this team/,
            });
            const left = await bundleOf(node, made);
            assert.deepEqual([left.prompts.length, left.agents.length, left.teams.length], [0, 0, 0]);
            assert.match(left.problems.join(),
                /“greeting” version 1 is stopped\..*“bot” version 1 is stopped\..*“crew” version 1 is stopped with the agent “bot”\./);
        }
    }));

test('stops: kill -9 at any moment leaves all of a stop, or nothing', async () => {
    const server = await startServer();
    try {
        const { admin, secret, program } = await begin(server);
        let [done, stopMs] = [0, 0];
        // from before a stop begins to after its end, as long as it takes here
        for (let round = 0; round < 10 || (done === 0 && round < 50); round += 1) {
            const { id } = await program.create('agents', { name: `bot ${round}`, config });
            const own = { name: 'Own', scopes: ['prompts:read'] };
            await readToken(admin, await admin.fill(`/settings/tokens/new?agent=${id}`, 'Create token', own));
            const began = performance.now();
            const sent = ask(server, secret, 'POST', `/api/v1/agents/${id}/stop`, why).catch(() => null);
            if (round === 0) await sent;
            stopMs ||= performance.now() - began;
            await sleep((stopMs * round) / 8);
            await killWorkers(server);
            const answer = await sent;
            const back = await waitFor(async () => {
                const read = await ask(server, secret, 'GET', `/api/v1/agents/${id}`).catch(() => null);
                return [200, 423].includes(read?.status) && read;
            });
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
            done += round > 0 ? facts[0] : 0;
        }
        assert.ok(done > 0, 'every stop was killed');
    } finally {
        await server.stop();
    }
});
