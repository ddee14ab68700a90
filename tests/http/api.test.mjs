// The API against its own description: every operation, and every status that it names for one,
// occurs and has the schema that it says; over nginx.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { makeToken, setUp } from './people.mjs';
import { startServer } from './server.mjs';
import { shared } from './shared.mjs';
import { waitFor } from './wait.mjs';

const browserFolder = path.join(process.env.top_srcdir, 'tests/browser/');
const load = createRequire(browserFolder);

/** ajv is installed with the browser's tests: npm ci in tests/browser. */
function validators() {
    try {
        return { Ajv: load('ajv/dist/2020.js').default, formats: load('ajv-formats').default };
    } catch {
        return null;
    }
}

const missing = '0190a000-0000-7000-8000-00000000abcd';

/** Makes a token on its page; gives the secret. */
async function makeSecret(browser, scopes, folder) {
    return (await makeToken(browser, scopes, folder)).secretKey;
}

const allScopes = [
    'prompts:read',
    'prompts:write',
    'labels:move',
    'agents:read',
    'agents:write',
    'audit:read',
    'transfer',
    'tests:run',
    'rules:write',
];

/** Calls operations by their ids, and holds every answer against the description. */
class Walk {
    seen = new Set();
    count = 0;

    constructor(server, description, secret, ajv) {
        Object.assign(this, { server, description, secret, ajv });
        this.browser = new Browser(server);
        this.operations = new Map();
        for (const [pattern, methods] of Object.entries(description.paths))
            for (const [method, operation] of Object.entries(methods))
                this.operations.set(operation.operationId, { pattern, method, operation });
    }

    name() {
        this.count += 1;
        return `walk/${this.count}`;
    }

    validate(id, answer, wanted) {
        const { operation } = this.operations.get(id);
        const said = operation.responses[answer.status] ?? operation.responses.default;
        const where = `${id} ${answer.status}`;
        if (wanted) assert.equal(answer.status, wanted, `${where}: ${answer.text.slice(0, 300)}`);
        this.seen.add(where);
        if (!said.content) return assert.equal(answer.text, '', where);
        const type = Object.keys(said.content)[0];
        assert.equal(answer.headers['content-type'], type, where);
        const pointer = `api#/paths/${encodeURIComponent(
            this.operations.get(id).pattern.replaceAll('~', '~0').replaceAll('/', '~1'),
        )}/${this.operations.get(id).method}/responses/${
            answer.status in operation.responses ? answer.status : 'default'
        }/content/${encodeURIComponent(type.replaceAll('/', '~1'))}/schema`;
        const check = this.ajv.getSchema(pointer);
        assert.ok(check, pointer);
        assert.ok(
            check(type.startsWith('text/plain') ? answer.text : JSON.parse(answer.text)),
            `${where}: ${JSON.stringify(check.errors)}\n${answer.text.slice(0, 800)}`,
        );
    }

    /** One request; the answer is checked, and must have the wanted status. */
    async call(id, wanted, { at = {}, query = '', body, headers = {}, secret = this.secret } = {}) {
        const { pattern, method } = this.operations.get(id);
        const where = pattern.replace(/{(\w+)}/g, (_, name) =>
            encodeURIComponent(at[name] ?? { version: 1, label: 'staging' }[name] ?? missing),
        );
        const all = { ...headers };
        if (secret) all.Authorization = `Bearer ${secret}`;
        if (body !== undefined) all['Content-Type'] ??= 'application/json';
        const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await this.browser.request(method.toUpperCase(), where + query, {
            headers: all,
            body: sent ?? null,
        });
        this.validate(id, answer, wanted);
        const isJson = /json$/.test(answer.headers['content-type'] ?? '');
        answer.json = isJson && answer.text !== '' ? JSON.parse(answer.text) : null;
        answer.match = { 'If-Match': answer.headers.etag };
        return answer;
    }

    /**
     * Reads, and reads again with the tag of the answer: 304. On PostgreSQL an event gets its place in
     * the log right behind its commit, which changes an answer that shows it: so that is waited for.
     */
    async unchanged(id, options = {}) {
        const read = await waitFor(async () => {
            const now = await this.call(id, 200, options);
            return !/"seq": ?null/.test(now.text) && now;
        });
        await this.call(id, 304, { ...options, headers: { 'If-None-Match': read.headers.etag } });
        return read;
    }

    /** What every operation that names these statuses answers alike. */
    async refusals(id, weak) {
        const { operation } = this.operations.get(id);
        const names = (status) => status in operation.responses;
        const hasBody = 'requestBody' in operation;
        if (names('401')) await this.call(id, 401, { secret: null });
        if (names('403')) await this.call(id, 403, { secret: weak, body: hasBody ? {} : undefined });
        if (names('415'))
            await this.call(id, 415, { body: '{}', headers: { 'Content-Type': 'application/xml' } });
        if (names('400')) await this.call(id, 400, { query: '?x=1' });
    }
}

const config = { model: { provider: 'openai', name: 'gpt-4.1' } };

/** What each kind has its own of. */
const kinds = {
    Prompt: {
        many: 'Prompts',
        make: (name) => ({ name, body: 'Hello {{name}}' }),
        change: { body: 'Hi' },
    },
    Agent: {
        many: 'Agents',
        make: (name) => ({ name, config }),
        change: { config: { ...config, instructions: 'Be kind' } },
    },
    Team: {
        many: 'Teams',
        make: (name, agent) => ({
            name,
            kind: 'round_robin',
            members: [agent],
            settings: { termination: { max_turns: 3 } },
        }),
        change: { settings: { termination: { max_turns: 4 } } },
    },
    Set: {
        many: 'Sets',
        make: (name) => ({ name, cases: [{ id: 'a', variables: { x: 'y' } }] }),
        change: { cases: [{ id: 'a', variables: { x: 'z' } }] },
    },
};

async function walkReads(walk, One, { many }, id) {
    const at = { id };
    await walk.unchanged(`list${many}`, { query: '?limit=1' });
    await walk.call(`list${many}`, 404, { query: '?folder=other', secret: walk.inFolder });
    for (const operation of [
        `get${One}`,
        `list${One}Versions`,
        `get${One}Version`,
        `list${One}Labels`,
        `get${One}Usage`,
        `list${One}Proposals`,
    ]) {
        await walk.unchanged(operation, { at });
        await walk.call(operation, 404);
    }
    await walk.call(`export${One}`, 200, { at });
    if (One === 'Agent' || One === 'Team') {
        await walk.unchanged(`export${One}`, { at, query: '?format=openai-agents' });
        await walk.call(`export${One}`, 422, { at, query: '?format=a2a' }); // it has no endpoint
    }
    await walk.call(`export${One}`, 404);
}

async function walkLabels(walk, One, id) {
    const at = { id, label: 'production' };
    await walk.call(`move${One}Label`, 200, { at, body: { version: 1 } });
    await walk.call(`move${One}Label`, 412, { at, body: { version: 2, from_version: 2 } });
    await walk.call(`move${One}Label`, 422, { at, body: { version: 77 } });
    await walk.call(`move${One}Label`, 404, { body: { version: 1 } });
    const { name } = (await walk.call(`get${One}`, 200, { at })).json;
    await walk.unchanged(`get${One}ByName`, { at: { name } });
    await walk.call(`get${One}ByName`, 404, { at: { name: 'nobody' } });
    await walk.call(`archive${One}`, 409, { at, body: {} }); // it is live
    const label = { label: 'staging', version: 1, reason: 'Try it' };
    const proposed = await walk.call(`propose${One}Label`, 201, { at, body: label });
    await walk.call(`propose${One}Label`, 409, { at, body: label });
    await walk.call(`propose${One}Label`, 412, {
        at,
        body: { label: 'production', version: 2, from_version: 2 },
    });
    await walk.call(`propose${One}Label`, 422, { at, body: { label: 'v2', version: 1 } });
    await walk.call(`propose${One}Label`, 404, { body: label });
    const one = { id, proposal_id: proposed.json.id };
    await walk.unchanged(`get${One}Proposal`, { at: one });
    await walk.call(`get${One}Proposal`, 404);
    await walk.call(`withdraw${One}Proposal`, 200, { at: one });
    await walk.call(`withdraw${One}Proposal`, 409, { at: one });
    await walk.call(`withdraw${One}Proposal`, 404);
    await walk.call(`move${One}Label`, 200, { at: { id, label: 'staging' }, body: { version: 1 } });
    await walk.call(`remove${One}Label`, 204, { at: { id, label: 'staging' } });
    await walk.call(`remove${One}Label`, 404, { at: { id, label: 'staging' } });
}

/** What labels need before they move, and who moved one all the same. */
async function walkRules(walk, One, id) {
    const at = { id, token: 'gated', label: 'gated' };
    const none = { token: 'gated', label: 'gated' };
    const rule = { min_pass: '90' };
    await walk.call(`set${One}Rule`, 200, { at, body: rule });
    await walk.call(`set${One}Rule`, 422, { at, body: { min_pass: 'much' } });
    await walk.call(`set${One}Rule`, 404, { at: none, body: rule });
    const read = await walk.unchanged(`list${One}Rules`, { at });
    assert.deepEqual(read.json.items.map((one) => [one.label, one.min_pass]), [['gated', '90']]);
    await walk.call(`list${One}Rules`, 404);
    const move = { version: 1, reason: 'It burns' };
    await walk.call(`override${One}Label`, 422, { at, body: { version: 1, reason: '' } });
    await walk.call(`override${One}Label`, 404, { at: none, body: move });
    await walk.call(`override${One}Label`, 200, { at, body: move });
    await walk.call(`override${One}Label`, 412, { at, body: { ...move, version: 2, from_version: 2 } });
    const overrides = await walk.unchanged(`list${One}Overrides`, { at });
    const [override] = overrides.json.items;
    assert.equal(override.reason, 'It burns');
    await walk.call(`list${One}Overrides`, 404);
    await walk.call(`review${One}Override`, 404, { at: { id }, body: { review: 'Fine' } });
    await walk.call(`remove${One}Rule`, 204, { at });
    await walk.call(`remove${One}Rule`, 404, { at: none });
    await walk.call(`set${One}sRule`, 200, { at, body: rule });
    await walk.call(`set${One}sRule`, 422, { at, body: { min_pass: 'much' } });
    await walk.unchanged('listRules');
    await walk.call(`remove${One}sRule`, 204, { at });
    await walk.unchanged('listOpenOverrides');
    await walk.unchanged(`list${One}Runs`, { at });
    await walk.call(`list${One}Runs`, 404);
    for (const does of ['start', 'estimate']) {
        await walk.call(`${does}${One}Run`, 422, { at, body: {} });
    }
    for (const what of [`get${One}Run`, `list${One}RunResults`, `get${One}RunReport`, `cancel${One}Run`])
        await walk.call(what, 404, { at });
}

/** With a model, or somebody of another side: tests/unit/api/run.c and rule.c. Nothing else stays unseen. */
const elsewhere = new Set(['Prompt', 'Agent'].flatMap((One) => [
    ...[201, 404, 409, 423].map((status) => `start${One}Run ${status}`),
    ...[200, 404, 409, 423].map((status) => `estimate${One}Run ${status}`),
    ...[200, 304].flatMap((status) => [`get${One}Run ${status}`, `list${One}RunResults ${status}`]),
    ...[200, 409].map((status) => `cancel${One}Run ${status}`),
    ...[200, 409, 422].map((status) => `review${One}Override ${status}`),
    ...[404, 409].map((status) => `set${One}sRule ${status}`),
    ...[404, 422].map((status) => `remove${One}sRule ${status}`),
    `get${One}RunReport 200`, `set${One}Rule 409`, `remove${One}Rule 422`, `override${One}Label 409`,
]));

async function walkChanges(walk, One, { make, change }, id, agent) {
    const at = { id };
    await walk.call(`create${One}`, 422, { body: { name: 7 } });
    const { name } = (await walk.call(`get${One}`, 200, { at })).json;
    await walk.call(`create${One}`, 409, { body: make(name, agent) });
    const stale = { 'If-Match': '"999"' };
    await walk.call(`update${One}`, 428, { at, body: change });
    await walk.call(`update${One}`, 412, { at, body: change, headers: stale });
    await walk.call(`update${One}`, 422, { at, body: { name: 7 }, headers: { 'If-Match': '*' } });
    await walk.call(`update${One}`, 404, { body: change, headers: stale });
    const now = await walk.call(`get${One}`, 200, { at });
    const changed = await walk.call(`update${One}`, 200, { at, body: change, headers: now.match });
    await walk.call(`restore${One}Version`, 428, { at });
    await walk.call(`restore${One}Version`, 412, { at, headers: stale });
    await walk.call(`restore${One}Version`, 404, { headers: stale });
    await walk.call(`restore${One}Version`, 200, { at, headers: changed.match });
}

async function walkEnds(walk, One, { make }, agent) {
    const made = await walk.call(`create${One}`, 201, { body: make(walk.name(), agent) });
    const at = { id: made.json.id };
    const stale = { 'If-Match': '"999"' };
    await walk.call(`archive${One}`, 412, { at, body: {}, headers: stale });
    await walk.call(`archive${One}`, 422, { at, body: { accepts_uses: 'yes' } });
    await walk.call(`archive${One}`, 404, { body: {} });
    await walk.call(`move${One}Label`, 200, { at, body: { version: 1 } });
    const archived = await walk.call(`archive${One}`, 200, { at, body: {} });
    const all = { at, headers: archived.match };
    await walk.call(`update${One}`, 409, { ...all, body: { description: 'x' } });
    await walk.call(`restore${One}Version`, 409, all);
    await walk.call(`move${One}Label`, 409, {
        at: { ...at, label: 'other' },
        body: { version: 1 },
    });
    await walk.call(`remove${One}Label`, 409, { at });
    await walk.call(`restore${One}`, 412, { at, headers: stale });
    await walk.call(`restore${One}`, 404);
    const restored = await walk.call(`restore${One}`, 200, { at });
    await walk.call(`delete${One}`, 428, { at });
    await walk.call(`delete${One}`, 412, { at, headers: stale });
    await walk.call(`delete${One}`, 404, { headers: stale });
    await walk.call(`delete${One}`, 204, { at, headers: restored.match });
}

/** What is stopped is not given out, and another person resumes it. */
async function walkStops(walk, One, { make }, agent) {
    const made = await walk.call(`create${One}`, 201, { body: make(walk.name(), agent) });
    const { id, name } = made.json;
    const at = { id };
    const why = { reason: 'It lies', version: 1 };
    await walk.call(`move${One}Label`, 200, { at: { id, label: 'production' }, body: { version: 1 } });
    await walk.call(`resume${One}`, 409, { at, body: why });
    await walk.call(`stop${One}`, 422, { at, body: { reason: '' } });
    await walk.call(`stop${One}`, 404, { body: why });
    await walk.call(`stop${One}`, 200, { at, body: why });
    await walk.call(`stop${One}`, 409, { at, body: why });
    await walk.call(`get${One}`, 423, { at });
    await walk.call(`get${One}ByName`, 423, { at: { name } });
    await walk.call(`get${One}Version`, 423, { at: { id, version: 1 } });
    await walk.call(`export${One}`, 423, { at });
    await walk.call(`resume${One}`, 422, { at, body: { reason: '' } });
    await walk.call(`resume${One}`, 404, { body: why });
    await walk.call(`resume${One}`, 200, { at, body: why });
    await walk.unchanged(`list${One}Stops`, { at });
    await walk.call(`list${One}Stops`, 404);
}

/** Nothing that others use is deleted; and nothing on legal hold. */
async function walkUses(walk, admin) {
    const prompt = await walk.call('createPrompt', 201, { body: kinds.Prompt.make(walk.name()) });
    const agent = await walk.call('createAgent', 201, {
        body: { name: walk.name(), config: { ...config, prompt: { name: prompt.json.name, version: 1 } } },
    });
    const team = await walk.call('createTeam', 201, {
        body: kinds.Team.make(walk.name(), agent.json.id),
    });
    const set = await walk.call('createSet', 201, { body: kinds.Set.make(walk.name()) });
    const made = { Prompt: prompt, Agent: agent, Team: team, Set: set };
    for (const [One, { json }] of Object.entries(made)) {
        if (One === 'Team' || One === 'Set') {
            const held = await admin.fill('/settings/holds', 'Place hold', {
                kind: One.toLowerCase(),
                name: json.name,
                reason: 'A case',
            });
            assert.equal(held.status, 303, held.words.slice(0, 300));
        }
        await walk.call(`delete${One}`, 409, { at: { id: json.id }, headers: { 'If-Match': '*' } });
    }
}

async function walkRest(walk) {
    const users = await walk.unchanged('listUsers', { query: '?limit=1' });
    await walk.unchanged('getUser', { at: { id: users.json.items[0].id } });
    await walk.call('getUser', 404);
    const events = await walk.unchanged('listEvents', { query: '?limit=2&action=prompt.' });
    assert.match(events.headers.link, /rel="next"/);
    await walk.unchanged('getEvent', { at: { id: events.json.items[0].id } });
    await walk.call('getEvent', 404);
    await walk.unchanged('search', { query: '?q=walk' });
    await walk.unchanged('getDescription');
    await walk.unchanged('getBundle', { query: '?label=latest' });
    await walk.call('getBundle', 422, { query: '?pins=nobody' });
    const document = await walk.call('export', 200);
    const plan = await walk.call('createImport', 201, { body: document.text, query: '?existing=skip' });
    await walk.call('createImport', 422, { body: {} });
    const at = { id: plan.json.id };
    await walk.unchanged('getImport', { at });
    await walk.call('getImport', 404);
    await walk.call('startImport', 404);
    const fresh = { rostrum: 1, kind: 'organization', prompts: [{ name: 'imported', body: 'x' }] };
    const other = await walk.call('createImport', 201, { body: fresh });
    const begun = await walk.call('startImport', 200, { at: { id: other.json.id } });
    assert.equal(begun.json.state, 'done');
    await walk.call('startImport', 409, { at: { id: other.json.id } });
    await walk.call('discardImport', 204, { at });
    await walk.call('discardImport', 404);
    const waiting = [];
    for (let i = 0; i < 10; i++) {
        const body = { ...fresh, prompts: [{ name: `import ${i}`, body: 'x' }] };
        waiting.push((await walk.call('createImport', 201, { body })).json.id);
    }
    await walk.call('createImport', 409, {
        body: { ...fresh, prompts: [{ name: 'import 11', body: 'x' }] },
    });
    // The tests after this one need room for imports of the same person.
    for (const id of waiting) await walk.call('discardImport', 204, { at: { id } });
}

test('api: every operation does what its description says', async (t) => {
    const found = validators();
    if (!found) return t.skip('no ajv: npm ci in tests/browser');
    const { server, admin } = await shared();
    const secret = await makeSecret(admin, allScopes);
    const weak = await makeSecret(admin, ['audit:read']);
    const reader = await makeSecret(admin, ['prompts:read']);
    const asked = await new Browser(server).get('/api/v1/openapi.json');
    assert.equal(asked.status, 200);
    const description = JSON.parse(asked.text);
    const ajv = new found.Ajv({ strict: false, allErrors: true });
    found.formats(ajv);
    ajv.addSchema({ $id: 'api', ...description });
    const walk = new Walk(server, description, secret, ajv);
    walk.inFolder = await makeSecret(admin, ['prompts:read', 'agents:read'], 'walk');
    for (const id of walk.operations.keys())
        await walk.refusals(id, /Event/.test(id) ? reader : weak);
    let agent = null;
    for (const One of ['Agent', 'Prompt', 'Team', 'Set']) {
        const kind = kinds[One];
        const made = await walk.call(`create${One}`, 201, { body: kind.make(walk.name(), agent) });
        const { id } = made.json;
        if (One === 'Agent') agent = id;
        await walkChanges(walk, One, kind, id, agent);
        await walkReads(walk, One, kind, id);
        await walkLabels(walk, One, id);
        if (One === 'Prompt' || One === 'Agent') await walkRules(walk, One, id);
        await walkEnds(walk, One, kind, agent);
        await walkStops(walk, One, kind, agent);
    }
    await walkUses(walk, admin);
    await walkRest(walk);
    const unseen = [];
    for (const [id, { operation }] of walk.operations)
        for (const status of Object.keys(operation.responses))
            if (status !== 'default' && !walk.seen.has(`${id} ${status}`) && !elsewhere.has(`${id} ${status}`))
                unseen.push(`${id} ${status}`);
    assert.deepEqual(unseen, []);
});

test('api: what nginx refuses is a problem in JSON as well', async () => {
    const { server, admin } = await shared();
    const secret = await makeSecret(admin, allScopes);
    const program = new Browser(server);
    const large = {
        headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
        body: 'x'.repeat(6 << 20),
    };
    const check = (what, answer, status) => {
        assert.equal(answer.status, status, what);
        assert.equal(answer.headers['content-type'], 'application/problem+json', what);
        assert.equal(JSON.parse(answer.text).status, status, what);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff', what);
        assert.equal(answer.headers['cache-control'], 'no-store', what);
    };
    const long = { headers: { 'X-Big': 'x'.repeat(20_000) } };
    check('a body', await program.request('POST', '/api/v1/prompts', large), 413);
    check('an escape', await program.get('/api/v1/%zz'), 400);
    check('a NUL', await program.get('/api/v1/%00'), 400);
    check('headers', await program.get('/api/v1/prompts', long), 431);
    check('an address', await program.get(`/api/v1/prompts?q=${'a'.repeat(20_000)}`), 414);
    check('TRACE', await program.request('TRACE', '/api/v1/prompts'), 405);
    const socket = path.join(server.dataDir, 'run/fast.sock');
    fs.renameSync(socket, `${socket}.away`);
    try {
        check('no worker', await program.get('/api/v1/prompts'), 502);
    } finally {
        fs.renameSync(`${socket}.away`, socket);
    }
    const page = await program.get(`/login?q=${'a'.repeat(20_000)}`);
    assert.match(page.headers['content-type'], /^text\/html/);
});

test('api: a request that is sent ten times at once under one key is carried out once', async () => {
    const { server, admin } = await shared();
    const secret = await makeSecret(admin, allScopes);
    const program = new Browser(server);
    const send = () =>
        program.request('POST', '/api/v1/prompts', {
            headers: {
                Authorization: `Bearer ${secret}`,
                'Content-Type': 'application/json',
                'Idempotency-Key': 'ten-at-once',
            },
            body: JSON.stringify({ name: 'ten at once', body: 'x' }),
        });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    const made = answers.filter((answer) => answer.status === 201);
    assert.ok(made.length > 0, answers.map((answer) => answer.text).join('\n'));
    assert.equal(new Set(made.map((answer) => answer.headers.location)).size, 1);
    for (const answer of answers) assert.ok([201, 409].includes(answer.status), answer.text);
    const again = await send();
    assert.equal(again.status, 201);
    assert.equal(again.headers.location, made[0].headers.location);
    const log = await program.get('/api/v1/audit?action=prompt.create&limit=500', {
        headers: { Authorization: `Bearer ${secret}` },
    });
    const id = JSON.parse(again.text).id;
    const events = JSON.parse(log.text).items.filter((event) => event.record_id === id);
    assert.equal(events.length, 1);
});

test('api: a pair of keys is taken as a user and a password, and a token in an address is not', async () => {
    const { server, admin } = await shared();
    const { secretKey: secret, publicKey } = await makeToken(admin, ['prompts:read']);
    const program = new Browser(server);
    const ask = (user, password) =>
        program.get('/api/v1/prompts', {
            headers: {
                Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
            },
        });
    assert.equal((await ask(publicKey, secret)).status, 200);
    const other = publicKey.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    assert.equal((await ask(other, secret)).status, 401);
    assert.equal((await program.get(`/api/v1/prompts?token=${secret}`)).status, 400);
});

test('api: pages of the origins that the operator named may use it, and of no other', async () => {
    const origin = 'https://app.example.org';
    const server = await startServer({ env: { ROSTRUM_API_ORIGINS: `https://x.example ${origin}` } });
    try {
        const admin = await setUp(server);
        const secret = await makeSecret(admin, allScopes);
        const program = new Browser(server);
        const preflight = (path, method, from) =>
            program.request('OPTIONS', path, {
                headers: {
                    Origin: from,
                    'Access-Control-Request-Method': method,
                    'Access-Control-Request-Headers': 'authorization,content-type',
                },
            });
        // of each pool
        for (const [path, method] of [
            ['/api/v1/prompts', 'POST'],
            ['/api/v1/prompts?q=x', 'GET'],
            ['/api/v1/export', 'GET'],
            ['/api/v1/import', 'POST'],
        ]) {
            const answer = await preflight(path, method, origin);
            assert.equal(answer.status, 204, path);
            assert.equal(answer.text, '', path);
            assert.equal(answer.headers['access-control-allow-origin'], origin, path);
            assert.match(answer.headers['access-control-allow-methods'], new RegExp(method), path);
            assert.match(answer.headers['access-control-allow-headers'], /Authorization/, path);
            const other = await preflight(path, method, 'https://evil.example');
            assert.equal(other.status, 405, path);
            assert.equal(other.headers['access-control-allow-origin'], undefined, path);
        }
        const headers = { Authorization: `Bearer ${secret}`, Origin: origin };
        const read = await program.get('/api/v1/prompts', { headers });
        assert.equal(read.status, 200);
        assert.equal(read.headers['access-control-allow-origin'], origin);
        assert.equal(read.headers['access-control-allow-credentials'], undefined);
        assert.match(read.headers.vary, /Origin/);
        for (const name of ['ETag', 'Link', 'RateLimit'])
            assert.match(read.headers['access-control-expose-headers'], new RegExp(`\\b${name}\\b`));
        const cookies = await admin.get('/api/v1/prompts', { headers: { Origin: origin } });
        assert.equal(cookies.status, 401); // no session counts, wherever the page is from
    } finally {
        await server.stop();
    }
});
