// The clients of Langfuse, unchanged, against Rostrum: langfuse 3.x and @langfuse/client 5.x as npm
// has them, over nginx and the real workers. And what they never send, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsOf, sumOf } from './metrics.mjs';
import { Browser } from './client.mjs';
import { isPostgres } from './engine.mjs';
import { addPerson, expectStatus, makeToken, setUp } from './people.mjs';
import { Program, clients, noClients, onTwoNodes } from './programs.mjs';
import { shared } from './shared.mjs';

const found = clients((load) => ({
    Old: load('langfuse').Langfuse,
    New: load('@langfuse/client').LangfuseClient,
}));
const skip = found === null && noClients;

const scopes = ['prompts:read', 'prompts:write', 'labels:move'];

function oldClient(server, pair, options = {}) {
    return new found.Old({ baseUrl: server.url, ...pair, fetchRetryCount: 0, ...options });
}

function newClient(server, pair) {
    return new found.New({ baseUrl: server.url, ...pair });
}

function basic({ publicKey, secretKey }) {
    return `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString('base64')}`;
}

/** A request by hand; its answer must be JSON in their shape if it refuses. */
async function ask(server, pair, method, target, { body, headers = {} } = {}) {
    const answer = await new Browser(server).request(method, `/api/public${target}`, {
        headers: {
            ...(pair ? { Authorization: basic(pair) } : {}),
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
        },
        body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    assert.doesNotMatch(answer.text, /^\s*</, `${method} ${target.slice(0, 200)}`);
    answer.json = answer.text === '' || method === 'HEAD' ? null : JSON.parse(answer.text);
    if (answer.status >= 400) {
        assert.equal(typeof answer.json.message, 'string', answer.text);
        assert.ok(typeof answer.json.error === 'string' || Array.isArray(answer.json.error));
    }
    return answer;
}

/** How many requests of programs were answered at an address. */
const posts = async (server, route) =>
    sumOf(await metricsOf(server), 'rostrum_http_request_duration_seconds_count', { route, method: 'POST' });

let making = null;
/** {server, admin, developer, pair}: the shared server, and a token that may do everything. */
async function world() {
    const made = await shared();
    making ??= makeToken(made.admin, scopes);
    return { ...made, pair: await making };
}

// U+2028, U+0001, a byte order mark, trailing space, CRLF, and what a renderer would change
const hard = '\ufeffline\u2028sep \u0001 tab\t\r\n{{movie}} <b>&amp;</b> $& “quoted” 🎉 \\n  ';
const config = '{"a":0.1,"b":1e-7,"c":12345678901,"d":1.0,"e":[1E+2,-0],"f":{"g":null,"h":"\\u00e9"}}';

test('langfuse: the 3.x client creates, reads, compiles, labels', { skip }, async () => {
    const { server, pair } = await world();
    const client = oldClient(server, pair);
    const made = await client.createPrompt({
        name: 'films/critic 3',
        prompt: hard,
        labels: ['production', 'staging'],
        tags: ['film', 'b'],
        config: { temperature: 0.1, tiny: 1e-7, large: 12345678901 },
        commitMessage: 'First\nversion',
        isActive: true,
    });
    assert.equal(made.version, 1);
    assert.equal(made.prompt, hard);
    const read = await client.getPrompt('films/critic 3', undefined, { fallback: 'no' });
    assert.equal(read.isFallback, false);
    assert.equal(read.prompt, hard);
    assert.equal(read.compile({ movie: 'Dune' }), hard.replace('{{movie}}', () => 'Dune'));
    assert.deepEqual(read.config, { temperature: 0.1, tiny: 1e-7, large: 12345678901 });
    assert.deepEqual(read.labels.toSorted(), ['latest', 'production', 'staging']);
    assert.deepEqual(read.tags, ['film', 'b']);
    assert.equal(read.promptResponse.commitMessage, 'First version');

    const second = await client.createPrompt({ name: 'films/critic 3', prompt: 'two' });
    assert.equal(second.version, 2);
    assert.deepEqual(second.promptResponse.labels, ['latest']);
    assert.deepEqual(second.promptResponse.tags, ['film', 'b']); // they belong to the name
    const none = { cacheTtlSeconds: 0 };
    assert.equal((await client.getPrompt('films/critic 3', undefined, none)).version, 1);
    assert.equal((await client.getPrompt('films/critic 3', 2, none)).prompt, 'two');
    const latest = await client.getPrompt('films/critic 3', undefined, { label: 'latest', ...none });
    assert.equal(latest.version, 2);
    const moved = await client.updatePrompt({
        name: 'films/critic 3',
        version: 2,
        newLabels: ['production', 'canary'],
    });
    assert.deepEqual(moved.labels.toSorted(), ['canary', 'latest', 'production']);
    assert.equal((await client.getPrompt('films/critic 3', undefined, none)).version, 2);
    const first = await client.getPrompt('films/critic 3', 1, none);
    assert.deepEqual(first.labels, ['staging']);
    const list = await client.api.promptsList({ name: 'films/critic 3' });
    assert.deepEqual(list.data[0].versions, [1, 2]);
    assert.equal(list.meta.totalItems, 1);
    await assert.rejects(
        client.getPrompt('films/nobody', undefined, none),
        /Prompt not found: 'films\/nobody' with label 'production'/,
    );
    await assert.rejects(client.getPrompt('films/critic 3', 9, none), /with version 9/);
    await client.shutdownAsync();
});

test('langfuse: the 3.x client keeps what it read, and falls back', { skip }, async () => {
    const { server, pair } = await world();
    const client = oldClient(server, pair);
    await client.createPrompt({ name: 'kept 3', prompt: 'one', labels: ['production'] });
    assert.equal((await client.getPrompt('kept 3')).prompt, 'one');
    await ask(server, pair, 'POST', '/v2/prompts', {
        body: { name: 'kept 3', prompt: 'two', labels: ['production'] },
    });
    assert.equal((await client.getPrompt('kept 3')).prompt, 'one', 'from its memory');
    assert.equal((await client.getPrompt('kept 3', undefined, { cacheTtlSeconds: 0 })).prompt, 'two');
    const wrong = oldClient(server, { ...pair, secretKey: `${pair.secretKey}x` });
    const back = await wrong.getPrompt('kept 3', undefined, { fallback: 'instead' });
    assert.equal(back.isFallback, true);
    assert.equal(back.prompt, 'instead');
    await assert.rejects(wrong.getPrompt('kept 3', undefined, { cacheTtlSeconds: 0 }), /token/);
    await wrong.shutdownAsync();
    await client.shutdownAsync();
});

test('langfuse: chats of both clients', { skip }, async () => {
    const { server, pair } = await world();
    const old = oldClient(server, pair);
    const now = newClient(server, pair);
    const messages = [
        { role: 'system', content: hard },
        { type: 'placeholder', name: 'history' },
        { role: 'user', content: 'About {{movie}}' },
    ];
    for (const [client, name] of [
        [old, 'chats/3'],
        [now, 'chats/5'],
    ]) {
        const wanted = { name, type: 'chat', prompt: messages, labels: ['production'] };
        await (client === old ? old.createPrompt(wanted) : now.prompt.create(wanted));
        const chat = await (client === old
            ? old.getPrompt(name, undefined, { type: 'chat' })
            : now.prompt.get(name, { type: 'chat' }));
        const said = chat.compile(
            { movie: 'Dune' },
            { history: [{ role: 'user', content: 'Hello' }] },
        );
        assert.deepEqual(
            said.map(({ role, content }) => ({ role, content })),
            [
                { role: 'system', content: hard.replace('{{movie}}', () => 'Dune') },
                { role: 'user', content: 'Hello' },
                { role: 'user', content: 'About Dune' },
            ],
        );
    }
    await old.shutdownAsync();
});

test('langfuse: the 5.x client does all that it can', { skip }, async () => {
    const { server, pair } = await world();
    const client = newClient(server, pair);
    const none = { cacheTtlSeconds: 0 };
    const name = 'films/critic 5 äöü';
    const made = await client.prompt.create({
        name,
        prompt: hard,
        labels: ['production'],
        tags: ['five'],
        config: { n: 1e-7 },
        commitMessage: 'First',
    });
    assert.equal(made.version, 1);
    const read = await client.prompt.get(name, { fallback: 'no' });
    assert.equal(read.isFallback, false);
    assert.equal(read.compile({ movie: 'Dune' }), hard.replace('{{movie}}', () => 'Dune'));
    assert.deepEqual(read.config, { n: 1e-7 });
    assert.equal(read.commitMessage, 'First');
    await client.prompt.create({ name, prompt: 'two', config: {} });
    await client.prompt.update({ name, version: 2, newLabels: ['staging'] });
    assert.equal((await client.prompt.get(name, { label: 'staging', ...none })).version, 2);
    assert.equal((await client.prompt.get(name, { version: 1, ...none })).prompt, hard);
    const list = await client.api.prompts.list({ tag: 'five', limit: 1, page: 1 });
    assert.deepEqual(list.data[0].versions, [1, 2]);
    assert.deepEqual(list.data[0].labels.toSorted(), ['latest', 'production', 'staging']);
    assert.deepEqual(list.meta, { page: 1, limit: 1, totalItems: 1, totalPages: 1 });
    const health = await client.api.health.health();
    assert.equal(health.status, 'OK');
    const projects = await client.api.projects.get();
    assert.equal(projects.data[0].organization.name, 'Harbor Works');
    await assert.rejects(client.prompt.get('films/nobody', none), {
        statusCode: 404,
        message: /^NotFoundError/,
    });
    await assert.rejects(client.prompt.create({ name, type: 'chat', prompt: [] }), {
        statusCode: 400,
    });
    const stranger = newClient(server, { ...pair, secretKey: 'sk-rst-no' });
    await assert.rejects(stranger.prompt.get(name, none), { statusCode: 401 });
    await client.prompt.delete(name);
    await assert.rejects(client.prompt.get(name, none), { statusCode: 404 });
});

test('langfuse: a client that also traces goes on at once', { skip }, async () => {
    const { server, pair } = await world();
    const client = oldClient(server, pair, { flushAt: 1 });
    const errors = [];
    client.on('error', (error) => errors.push(error));
    const trace = client.trace({ name: 'request', input: { deep: [[[['\u0000']]]] } });
    trace.generation({ name: 'answer', input: 'x', output: 'y' });
    const before = await posts(server, '/api/public/ingestion');
    await client.flushAsync();
    await client.shutdownAsync();
    assert.deepEqual(errors, []);
    const sent = (await posts(server, '/api/public/ingestion')) - before;
    assert.ok(sent <= 2, `two events, and ${sent} requests: what was answered is sent again`);
    const kept = await ask(server, pair, 'POST', '/ingestion', {
        body: { batch: [{ id: 'a', type: 'trace-create', timestamp: '', body: {} }, { id: 'b' }] },
    });
    assert.equal(kept.status, 207);
    assert.deepEqual(kept.json, {
        successes: [
            { id: 'a', status: 201 },
            { id: 'b', status: 201 },
        ],
        errors: [],
    });
    const spans = await ask(server, pair, 'POST', '/otel/v1/traces', { body: { resourceSpans: [] } });
    assert.equal(spans.status, 200);
    assert.deepEqual(spans.json, {});
    const binary = await ask(server, pair, 'POST', '/otel/v1/traces', {
        body: '\n\u0000\u0001\u0002',
        headers: { 'Content-Type': 'application/x-protobuf' },
    });
    assert.equal(binary.status, 200);
    assert.equal(binary.text, '');
    assert.equal(binary.headers['content-type'], 'application/x-protobuf');
    assert.equal((await ask(server, null, 'POST', '/ingestion', { body: { batch: [] } })).status, 401);
});

test('langfuse: numbers of a config keep their spelling', async () => {
    const { server, pair } = await world();
    const made = await ask(server, pair, 'POST', '/v2/prompts', {
        body: `{"prompt":"x","c\\u006fnfig": ${config} ,"name":"exact","labels":["production"]}`,
    });
    assert.equal(made.status, 201);
    const wanted = `"config":${config},`;
    for (const answer of [
        made,
        await ask(server, pair, 'GET', '/v2/prompts/exact'),
        await ask(server, pair, 'GET', '/v2/prompts/exact'), // which was kept
    ])
        assert.ok(answer.text.includes(wanted), answer.text);
    const list = await ask(server, pair, 'GET', '/v2/prompts?name=exact');
    assert.ok(list.text.includes(`"lastConfig":${config},`), list.text);
});

test('langfuse: references of both spellings', async () => {
    const { server, pair, admin } = await world();
    const make = (name, prompt, labels = ['production']) =>
        ask(server, pair, 'POST', '/v2/prompts', { body: { name, prompt, labels } });
    await make('parts/tone', 'kind');
    const one = '@@@langfusePrompt:name=parts/tone|label=production@@@';
    const body = `Be ${one} and @@@prompt:name=parts/tone|version=1@@@.`;
    assert.equal((await make('parts/whole', body)).status, 201);
    const get = async (query = '') => {
        const answer = await ask(server, pair, 'GET', `/v2/prompts/parts%2Fwhole${query}`);
        assert.equal(answer.status, 200);
        return answer.json;
    };
    assert.equal((await get()).prompt, 'Be kind and kind.');
    assert.equal((await get()).resolutionGraph.root.name, 'parts/whole');
    assert.equal((await get('?resolve=true')).prompt, 'Be kind and kind.');
    assert.equal((await get('?resolve=false')).prompt, body);
    assert.equal((await get('?resolve=false')).resolutionGraph, null);
    await make('parts/tone', 'rude');
    assert.equal((await get()).prompt, 'Be rude and kind.', 'at the very next request');
    const uses = await admin.get(`/prompts?q=${encodeURIComponent('parts/tone')}`);
    const page = await admin.get(uses.text.match(/\/prompts\/[0-9a-f-]{36}/)[0]);
    assert.match((await admin.get(`${page.path}/uses`)).words + page.words, /parts\/whole/);
    const refuse = async (prompt, said) => {
        const answer = await make('parts/bad', prompt);
        assert.equal(answer.status, 400, answer.text);
        assert.match(answer.text, said);
    };
    await refuse('@@@langfusePrompt:name=nowhere|label=production@@@', /no prompt with this name/);
    await refuse('@@@langfusePrompt:name=parts/tone|label=unset@@@', /on no version/);
    await refuse('@@@langfusePrompt:name=parts/tone|version=99@@@', /does not exist/);
    await refuse('@@@langfusePrompt:oops@@@', /cannot be read/);
    await refuse('@@@langfusePrompt:name=parts/bad|label=latest@@@', /loop|itself/);
    assert.equal((await ask(server, pair, 'GET', '/v2/prompts/parts%2Fbad')).status, 404);
});

test('langfuse: lists in pages, with filters', async () => {
    const { server, pair } = await world();
    for (let i = 1; i <= 12; i += 1)
        await ask(server, pair, 'POST', '/v2/prompts', {
            body: { name: `list/${i}`, prompt: 'x', tags: ['listed'], config: { i } },
        });
    await ask(server, pair, 'POST', '/v2/prompts', {
        body: { name: 'list/3', prompt: 'y', labels: ['canary-l'], config: { i: 33 } },
    });
    await ask(server, pair, 'POST', '/v2/prompts', { body: { name: 'list/3', prompt: 'z' } });
    const list = async (query) => (await ask(server, pair, 'GET', `/v2/prompts?${query}`)).json;
    const names = [];
    for (let page = 1; page <= 3; page += 1) {
        const got = await list(`tag=listed&limit=5&page=${page}`);
        assert.deepEqual(got.meta, { page, limit: 5, totalItems: 12, totalPages: 3 });
        assert.deepEqual(got.pagination, got.meta);
        names.push(...got.data.map((one) => one.name));
    }
    assert.deepEqual(
        names,
        Array.from({ length: 12 }, (_, i) => `list/${i + 1}`),
    );
    assert.equal((await list('tag=listed')).data.length, 10);
    assert.deepEqual((await list('tag=listed&limit=5&page=9')).data, []);
    const [three] = (await list('label=canary-l')).data;
    assert.deepEqual(
        { ...three, lastUpdatedAt: null },
        {
            name: 'list/3',
            type: 'text',
            versions: [2],
            labels: ['canary-l'],
            tags: ['listed'],
            lastConfig: { i: 33 },
            lastUpdatedAt: null,
        },
    );
    assert.match(three.lastUpdatedAt, /^\d{4}-\d\d-\d\dT/);
    const whole = (await list('name=list%2F3')).data[0];
    assert.deepEqual(whole.versions, [1, 2, 3]);
    assert.deepEqual(whole.labels, ['canary-l', 'latest']);
    assert.deepEqual(whole.lastConfig, {});
    const from = encodeURIComponent(whole.lastUpdatedAt);
    assert.ok((await list(`fromUpdatedAt=${from}&tag=listed`)).data.some((one) => one.name === 'list/3'));
    assert.equal((await list(`toUpdatedAt=${from}&name=list/3`)).meta.totalItems, 0);
    assert.equal((await list('name=no+such')).meta.totalPages, 0);
});

test('langfuse: versions count up whoever saves at the same time', async () => {
    const { server, pair } = await world();
    const answers = await Promise.all(
        Array.from({ length: 24 }, (_, i) =>
            ask(server, pair, 'POST', '/v2/prompts', {
                body: { name: 'race', prompt: `text ${i}`, labels: ['racing'] },
            }),
        ),
    );
    assert.deepEqual(
        answers.map((answer) => answer.status),
        Array(24).fill(201),
    );
    const versions = answers.map((answer) => answer.json.version).toSorted((a, b) => a - b);
    assert.deepEqual(
        versions,
        Array.from({ length: 24 }, (_, i) => i + 1),
    );
    for (const { json } of answers) {
        const read = await ask(server, pair, 'GET', `/v2/prompts/race?version=${json.version}`);
        assert.equal(read.json.prompt, json.prompt);
    }
    const same = await ask(server, pair, 'POST', '/v2/prompts', { body: { name: 'race', prompt: 'text 1' } });
    const again = await ask(server, pair, 'POST', '/v2/prompts', { body: { name: 'race', prompt: 'text 1' } });
    assert.deepEqual([same.json.version, again.json.version], [25, 26], 'even if nothing differs');
});

test('langfuse: rights, folders and protected labels hold', async () => {
    const { server, admin, developer, pair } = await world();
    const body = { name: 'rights/one', prompt: 'x', labels: ['production'] };
    assert.equal((await ask(server, pair, 'POST', '/v2/prompts', { body })).status, 201);
    const reader = await makeToken(admin, ['prompts:read']);
    assert.equal((await ask(server, reader, 'GET', '/v2/prompts/rights%2Fone')).status, 200);
    assert.equal((await ask(server, reader, 'POST', '/v2/prompts', { body })).status, 403);
    const label = ['PATCH', '/v2/prompts/rights%2Fone/versions/1', { body: { newLabels: ['x'] } }];
    assert.equal((await ask(server, reader, ...label)).status, 403);
    assert.equal((await ask(server, reader, 'DELETE', '/v2/prompts/rights%2Fone')).status, 403);
    const other = await makeToken(admin, ['agents:read']);
    assert.equal((await ask(server, other, 'GET', '/v2/prompts/rights%2Fone')).status, 403);
    assert.equal((await ask(server, other, 'GET', '/v2/prompts')).status, 403);

    // who may not move a protected label creates nothing at all with it
    const own = await makeToken(developer, scopes);
    const mine = { name: 'rights/mine', prompt: 'x' };
    const refused = await ask(server, own, 'POST', '/v2/prompts', {
        body: { ...mine, labels: ['free', 'production'] },
    });
    assert.equal(refused.status, 403);
    assert.match(refused.json.message, /“production”.*propose/);
    assert.equal((await ask(server, own, 'GET', '/v2/prompts/rights%2Fmine?label=latest')).status, 404);
    const made = await ask(server, own, 'POST', '/v2/prompts', { body: { ...mine, labels: ['free'] } });
    assert.equal(made.status, 201);
    const both = { body: { newLabels: ['canary', 'production'] } };
    const target = '/v2/prompts/rights%2Fmine/versions/1';
    assert.equal((await ask(server, own, 'PATCH', target, both)).status, 403);
    const after = await ask(server, own, 'GET', '/v2/prompts/rights%2Fmine?version=1');
    assert.deepEqual(after.json.labels, ['free', 'latest'], 'all of them, or none');
    assert.equal((await ask(server, own, 'POST', '/v2/prompts', { body })).status, 403, 'not theirs');

    const inside = await makeToken(admin, scopes, 'rights');
    assert.equal((await ask(server, inside, 'GET', '/v2/prompts/rights%2Fone')).status, 200);
    assert.equal((await ask(server, inside, 'GET', '/v2/prompts/exact?label=latest')).status, 404);
    const outside = { body: { name: 'elsewhere', prompt: 'x' } };
    assert.equal((await ask(server, inside, 'POST', '/v2/prompts', outside)).status, 403);
    const seen = (await ask(server, inside, 'GET', '/v2/prompts?limit=100')).json.data;
    assert.deepEqual(
        seen.map((one) => one.name),
        ['rights/mine', 'rights/one'],
    );
});

test('langfuse: traces of the 5.x exporter are taken and dropped', { skip }, async () => {
    const { server, pair } = await world();
    const { LangfuseSpanProcessor, NodeTracerProvider, startObservation, setProvider, diag } = clients((load) => ({
        LangfuseSpanProcessor: load('@langfuse/otel').LangfuseSpanProcessor,
        NodeTracerProvider: load('@opentelemetry/sdk-trace-node').NodeTracerProvider,
        startObservation: load('@langfuse/tracing').startObservation,
        setProvider: load('@langfuse/tracing').setLangfuseTracerProvider,
        diag: load('@opentelemetry/api').diag,
    }));
    const errors = [];
    const note = (...all) => errors.push(all.join(' '));
    const quiet = () => undefined;
    diag.setLogger({ error: note, warn: note, info: quiet, debug: quiet, verbose: quiet });
    const send = async (baseUrl) => {
        const processor = new LangfuseSpanProcessor({ ...pair, baseUrl, exportMode: 'immediate' });
        const provider = new NodeTracerProvider({ spanProcessors: [processor] });
        setProvider(provider);
        const span = startObservation('answer', { input: 'x', output: hard });
        span.startObservation('call', { model: 'm', input: [{ role: 'user', content: 'x' }] }, { asType: 'generation' }).end();
        span.end();
        await processor.forceFlush();
        await provider.shutdown();
    };
    const before = await posts(server, '/api/public/otel/v1/traces');
    await send(server.url);
    assert.deepEqual(errors, [], 'it was answered as it expects');
    const sent = (await posts(server, '/api/public/otel/v1/traces')) - before;
    assert.ok(sent >= 1 && sent <= 2, `two spans, and ${sent} requests: what was answered is sent again`);
    await send(`${server.url}/nowhere`).catch((error) => errors.push(String(error)));
    assert.notEqual(errors.length, 0, 'it would have told of a refusal');
    diag.disable();
});

test('langfuse: a config is any JSON, byte for byte', { skip }, async () => {
    const { server, pair, admin } = await world();
    const old = oldClient(server, pair);
    const now = newClient(server, pair);
    const program = new Program(server, pair.secretKey);
    const configs = ['[1.0,{"a":1e-7}]', '"text \\u00e9"', '1.50', '1E+2', 'true', 'false', '""', '[]', '{"a":0.10}'];
    for (const [index, text] of configs.entries()) {
        const name = `any/${index}`;
        const body = `{"name":"${name}","prompt":"x","labels":["production"],"config": ${text} }`;
        const made = await ask(server, pair, 'POST', '/v2/prompts', { body });
        assert.equal(made.status, 201, made.text);
        assert.ok(made.text.startsWith(`{"config":${text},`), made.text);
        const read = await ask(server, pair, 'GET', `/v2/prompts/any%2F${index}`);
        assert.ok(read.text.startsWith(`{"config":${text},`), read.text);
        const list = await ask(server, pair, 'GET', `/v2/prompts?name=${encodeURIComponent(name)}`);
        assert.ok(list.text.includes(`{"lastConfig":${text},`), list.text);
        const value = JSON.parse(text);
        const none = { cacheTtlSeconds: 0 };
        assert.deepEqual((await old.getPrompt(name, undefined, none)).config, value);
        assert.deepEqual((await now.prompt.get(name, none)).config, value);
        assert.deepEqual((await now.prompt.create({ name, prompt: 'y', config: value })).config, value);

        const rest = `/api/v1/prompts/${made.json.id}`;
        assert.deepEqual((await program.call(200, 'GET', rest)).settings, value);
        const saved = await program.save('prompts', { id: made.json.id }, { settings: value, body: 'z' });
        assert.deepEqual(saved.settings, value);
        const page = `/prompts/${made.json.id}`;
        expectStatus(await admin.get(page), 200);
        expectStatus(await admin.get(`${page}/diff?from=1&to=2`), 200);
        expectStatus(await admin.fill(`${page}/edit`, 'Save prompt', { body: 'by hand' }), 303);
        const after = await program.call(200, 'GET', rest);
        assert.deepEqual([after.body, after.settings], ['by hand', value]);
        const document = await program.call(200, 'GET', `${rest}/export`);
        assert.deepEqual(document.versions?.at(-1).settings ?? document.prompts?.[0].versions.at(-1).settings, value);
    }
    for (const text of ['null', '{}']) {
        const made = await ask(server, pair, 'POST', '/v2/prompts', {
            body: `{"name":"any/none","prompt":"x","config":${text}}`,
        });
        assert.ok(made.text.startsWith('{"config":{},'), made.text);
    }
    await old.shutdownAsync();
});

test('langfuse: a protected label is proposed where the setting says so', async () => {
    const { server, admin, developer } = await world();
    const decide = async (programs) =>
        expectStatus(
            await admin.fill('/settings/organization', 'Save program setting', { programs }),
            303,
        );
    const own = await makeToken(developer, scopes);
    const program = new Program(server, own.secretKey);
    const send = (body) => ask(server, own, 'POST', '/v2/prompts', { body });
    const at = '/v2/prompts/proposed%2Fone';
    const live = () => ask(server, own, 'GET', at);
    await decide('propose');
    try {
        const made = await send({ name: 'proposed/one', prompt: 'one', labels: ['free', 'production'] });
        assert.equal(made.status, 201);
        assert.deepEqual(made.json.labels, ['free', 'latest'], 'what it has, and no more');
        assert.equal(made.headers['rostrum-proposed-labels'], 'production');
        assert.equal((await live()).status, 404);
        const again = await ask(server, own, 'PATCH', `${at}/versions/1`, {
            body: { newLabels: ['production', 'canary'] },
        });
        assert.equal(again.status, 200);
        assert.deepEqual(again.json.labels.toSorted(), ['canary', 'free', 'latest']);
        const two = await send({ name: 'proposed/one', prompt: 'two', labels: ['production'] });
        assert.equal(two.status, 201);
        assert.deepEqual(two.json.labels, ['latest']);
        if (found !== null) {
            const client = newClient(server, own);
            const told = await client.prompt.update({ name: 'proposed/one', version: 2, newLabels: ['production', 'beta'] });
            assert.deepEqual(told.labels.toSorted(), ['beta', 'latest']);
        }
        const free = await send({ name: 'proposed/one', prompt: 'two', labels: ['free'] });
        assert.equal(free.headers['rostrum-proposed-labels'], undefined);

        const proposals = `/api/v1/prompts/${made.json.id}/proposals`;
        const { items } = await program.call(200, 'GET', proposals);
        assert.deepEqual(
            items.map((one) => [one.label, one.version, one.from_version, one.state]).toSorted(),
            [['production', 1, null, 'open'], ['production', 2, null, 'open']],
            'each move once',
        );
        assert.ok(items.every((one) => one.proposed_by === made.json.createdBy), 'by the owner of the token');
        const product = await addPerson(admin, { full_name: 'Una Field', email: 'una.proposed@harbor.example', user_persona: 'Product Manager' });
        assert.match((await product.get('/inbox')).words, /proposed\/one/);
        assert.doesNotMatch((await admin.get('/inbox')).words, /proposed\/one/, 'who invited the owner of the token is of their side');
        const review = (one) => `/prompts/${made.json.id}/releases/${one.id}`;
        const [first] = items.filter((one) => one.version === 1);
        const csrf = (await developer.get('/prompts')).csrf;
        const mine = await developer.post(`${review(first)}/approve`, { csrf, reason: '' });
        expectStatus(mine, 403, 422);
        assert.equal((await live()).status, 404, 'nobody approves their own');
        expectStatus(await product.fill(review(first), 'Approve', {}), 303);
        assert.equal((await live()).json.version, 1);

        const reader = await makeToken(developer, ['prompts:read', 'prompts:write']);
        const scope = await ask(server, reader, 'POST', '/v2/prompts', {
            body: { name: 'proposed/two', prompt: 'x', labels: ['production'] },
        });
        assert.equal(scope.status, 403, 'a token that may not move labels proposes none');
    } finally {
        await decide('refuse');
    }
    const refused = await send({ name: 'proposed/one', prompt: 'three', labels: ['production'] });
    assert.equal(refused.status, 403);
});

test('langfuse: what is deleted, and what is not', async () => {
    const { server, pair } = await world();
    const at = '/v2/prompts/gone';
    const make = (prompt, labels = []) =>
        ask(server, pair, 'POST', '/v2/prompts', { body: { name: 'gone', prompt, labels } });
    await make('one', ['l']);
    await make('two');
    const status = async (query) => (await ask(server, pair, 'DELETE', at + query)).status;
    assert.equal(await status('?version=1&label=l'), 400);
    assert.equal(await status('?version=9'), 404);
    assert.equal(await status('?label=nowhere'), 404);
    assert.equal(await status('?version=1'), 409, 'versions stay');
    const kept = await ask(server, pair, 'DELETE', `${at}?version=1`);
    assert.match(kept.json.message, /keeps every version.*Delete the prompt with all of them/);
    assert.equal(kept.json.error, 'LangfuseConflictError');
    assert.equal(await status('?label=l'), 409);
    assert.equal((await ask(server, pair, 'GET', `${at}?version=1`)).json.prompt, 'one');
    const done = await ask(server, pair, 'DELETE', at);
    assert.equal(done.status, 204);
    assert.equal(done.text, '');
    assert.equal(await status(''), 404);
    await make('again');
    assert.equal(await status('?version=1'), 204, 'the only one goes with its prompt');
    await make('part', ['production']);
    const user = { name: 'needs gone', prompt: '@@@prompt:name=gone@@@' };
    await ask(server, pair, 'POST', '/v2/prompts', { body: user });
    const used = await ask(server, pair, 'DELETE', at);
    assert.equal(used.status, 409);
    assert.match(used.json.message, /needs gone/);
});

test('langfuse: bad requests get their errors', async () => {
    const { server, pair } = await world();
    const good = { name: 'bad/x', prompt: 'x' };
    const deep = '['.repeat(5000) + ']'.repeat(5000);
    const bodies = [
        '', '{', '[]', 'null', '"x"', deep, `{"name":"a","prompt":"b","config":${deep}}`,
        '{"name":"a","name":"b","prompt":"x"}', '{"name":"a","prompt":"x\\u0000"}',
        '{"name":"a","prompt":"x","config":{"n":1e999}}', '\u0000', '{"name":"\ud800"}',
        { ...good, name: undefined }, { ...good, name: 5 }, { ...good, name: '' },
        { ...good, name: '/a' }, { ...good, name: 'a//b' }, { ...good, name: 'a/../b' },
        { ...good, name: '..' }, { ...good, name: 'a|b' }, { ...good, name: '<b>' },
        { ...good, name: 'x'.repeat(300) }, { ...good, prompt: undefined },
        { ...good, prompt: 5 }, { ...good, prompt: '' }, { ...good, prompt: ['x'] },
        { ...good, type: 'image' }, { ...good, type: 7 }, { ...good, type: 'chat' },
        { ...good, type: 'chat', prompt: [] }, { ...good, type: 'chat', prompt: ['x'] },
        { ...good, type: 'chat', prompt: [{ role: 'user' }] },
        { ...good, type: 'chat', prompt: [{ type: 'placeholder', name: '1x' }] },
        { ...good, type: 'chat', prompt: [{ type: 'placeholder', name: 'a' }, { role: 'user', content: '{{a}}' }] },
        { ...good, labels: 'x' }, { ...good, labels: [1] }, { ...good, labels: ['A B'] },
        { ...good, labels: ['v2'] },
        { ...good, labels: Array.from({ length: 60 }, (_, i) => `l${i}-`) }, { ...good, labels: ['x'.repeat(40)] },
        { ...good, tags: 'x' }, { ...good, tags: [1] }, { ...good, tags: ['a,b'] },
        { ...good, config: { big: 'x'.repeat(70000) } },
        { ...good, commitMessage: 'x'.repeat(600) }, { ...good, commitMessage: 5 },
    ];
    for (const body of bodies) {
        const answer = await ask(server, pair, 'POST', '/v2/prompts', { body });
        assert.equal(answer.status, 400, `${JSON.stringify(body).slice(0, 200)}: ${answer.text}`);
    }
    const others = await ask(server, pair, 'GET', '/v2/prompts?limit=100');
    assert.ok(!others.json.data.some((one) => one.name.startsWith('bad/')), 'nothing was stored');
    await ask(server, pair, 'POST', '/v2/prompts', { body: good });
    for (const body of ['', '[]', {}, { newLabels: 'x' }, { newLabels: [5] }, { newLabels: ['latest'] }, { newLabels: ['V 1'] }])
        assert.equal(
            (await ask(server, pair, 'PATCH', '/v2/prompts/bad%2Fx/versions/1', { body })).status,
            400,
            JSON.stringify(body),
        );
    const some = { body: { newLabels: ['some'] } };
    for (const target of ['bad%2Fx/versions/2', 'bad%2Fy/versions/1', 'bad%2Fx/versions/0', 'bad%2Fx/versions/x', 'bad/x/versions/1'])
        assert.equal((await ask(server, pair, 'PATCH', `/v2/prompts/${target}`, some)).status, 404, target);
    const queries = {
        'bad%2Fx?version=0': 400, 'bad%2Fx?version=x': 400, 'bad%2Fx?version=99999999999999999999': 400,
        'bad%2Fx?version=1&label=l': 400, 'bad%2Fx?resolve=maybe': 400, 'bad%2Fx?label=%FF': 400,
        'bad%2Fx?version=1&version=2': 400, 'bad%2Fx?label=A%20B': 404, 'bad%2Fx?label=latest&more=1': 200,
        'bad%2F..%2Fbad%2Fx?label=latest': 404, '..%2F..%2F..%2F..%2Fx': 404, '..%2F..%2F..%2F..%2F..%2F..%2Fx': 400, '%FF': 400,
        'bad/x': 404, '%20': 404, [`${'x'.repeat(3000)}`]: 404, [`${'x'.repeat(6000)}`]: 414,
    };
    for (const [target, status] of Object.entries(queries)) {
        const answer = await ask(server, pair, 'GET', `/v2/prompts/${target}`);
        assert.equal(answer.status, status, `${target.slice(0, 80)}: ${answer.text.slice(0, 200)}`);
    }
    for (const query of ['page=0', 'page=x', 'limit=0', 'limit=101', 'fromUpdatedAt=yesterday', 'toUpdatedAt=1'])
        assert.equal((await ask(server, pair, 'GET', `/v2/prompts?${query}`)).status, 400, query);
    for (const batch of ['', '{', '[]', '{"batch":5}', deep])
        assert.equal((await ask(server, pair, 'POST', '/ingestion', { body: batch })).status, 400);
});

test('langfuse: what is much is refused soon', async () => {
    const { server, pair } = await world();
    const part = '@@@prompt:name=parts/tone|label=production@@@';
    const message = (content) => ({ role: 'user', content });
    const chats = [
        Array(60_000).fill(message('{{a}}')),
        Array(60_000).fill({ type: 'placeholder', name: 'a' }),
        [message(Array.from({ length: 150_000 }, (_, i) => `{{a${i}}}`).join(''))],
        Array(200).fill(message(part.repeat(200))),
    ];
    for (const prompt of chats) {
        const answer = await ask(server, pair, 'POST', '/v2/prompts', {
            body: { name: 'much', type: 'chat', prompt },
        });
        // within its time: what is over it is a 503
        assert.ok([201, 400, 413].includes(answer.status), answer.text.slice(0, 200));
    }
});

test('langfuse: bad headers, methods and addresses', async () => {
    const { server, pair } = await world();
    const at = '/v2/prompts/exact?label=latest';
    const encode = (text) => `Basic ${Buffer.from(text).toString('base64')}`;
    const wrong = [
        'Basic', 'Basic ', 'Basic !!!', 'Basic YQ', encode(''), encode(':'), encode('a'),
        encode(`${pair.publicKey}:`), encode(`:${pair.secretKey}`), encode(pair.secretKey),
        encode(`pk-rst-other:${pair.secretKey}`), encode(`${pair.publicKey}:${pair.secretKey}:`),
        encode(`${pair.publicKey}:${pair.secretKey}\u0000`), encode('x'.repeat(5000)),
        `Bearer ${pair.publicKey}`, 'Bearer', 'Digest x',
    ];
    for (const Authorization of wrong) {
        const answer = await ask(server, null, 'GET', at, { headers: { Authorization } });
        assert.equal(answer.status, 401, Authorization.slice(0, 80));
        assert.equal(answer.json.error, 'UnauthorizedError');
    }
    assert.equal((await ask(server, null, 'GET', at)).status, 401);
    const health = await ask(server, null, 'GET', '/health');
    assert.equal(health.status, 200);
    assert.equal(health.json.status, 'OK');
    for (const target of ['', '/', '/v2', '/v2/prompt', '/v2/prompts/a/b/c', '/v1/prompts', '/scores'])
        assert.equal((await ask(server, pair, 'GET', target)).status, 404, target);
    const put = await ask(server, pair, 'PUT', '/v2/prompts/exact', { body: {} });
    assert.equal(put.status, 405);
    assert.equal(put.headers.allow, 'GET, HEAD, DELETE');
    assert.equal((await ask(server, pair, 'PATCH', '/v2/prompts', { body: {} })).status, 405);
    const text = { body: 'x', headers: { 'Content-Type': 'text/plain' } };
    assert.equal((await ask(server, pair, 'POST', '/v2/prompts', text)).status, 415);
    const large = { body: { name: 'large', prompt: 'x'.repeat(6 << 20) } };
    assert.equal((await ask(server, pair, 'POST', '/v2/prompts', large)).status, 413);
    const long = { body: { name: 'large', prompt: 'x'.repeat((1 << 20) + 1) } };
    assert.equal((await ask(server, pair, 'POST', '/v2/prompts', long)).status, 400);
    const head = await ask(server, pair, 'HEAD', at);
    assert.equal(head.status, 200);
    const again = await ask(server, pair, 'GET', at, {
        headers: { 'If-None-Match': head.headers.etag },
    });
    assert.equal(again.status, 304);
});

test('langfuse: every worker serves a moved label at the next request', async () => {
    const { server, pair } = await world();
    const body = { name: 'fresh', prompt: '1', labels: ['live'] };
    await ask(server, pair, 'POST', '/v2/prompts', { body });
    await ask(server, pair, 'POST', '/v2/prompts', { body: { name: 'fresh', prompt: '2' } });
    const read = () => ask(server, pair, 'GET', '/v2/prompts/fresh?label=live');
    for (let round = 0; round < 10; round += 1) {
        const version = (round % 2) + 1;
        await ask(server, pair, 'PATCH', `/v2/prompts/fresh/versions/${version}`, {
            body: { newLabels: ['live'] },
        });
        const answers = await Promise.all(Array.from({ length: 24 }, read));
        for (const answer of answers) assert.equal(answer.json.version, version, `round ${round}`);
    }
});

test('langfuse: a second node serves it at the next request', { skip: !isPostgres }, async () => {
    const begin = async (first) => {
        const pair = await makeToken(await setUp(first), scopes);
        for (const prompt of ['1', '2'])
            await ask(first, pair, 'POST', '/v2/prompts', {
                body: { name: 'fresh', prompt, labels: ['live'] },
            });
        return pair;
    };
    await onTwoNodes(begin, async (first, second, pair) => {
        for (let round = 0; round < 20; round += 1) {
            const version = (round % 2) + 1;
            const [writer, reader] = round % 4 < 2 ? [first, second] : [second, first];
            await ask(reader, pair, 'GET', '/v2/prompts/fresh?label=live'); // it is kept there
            await ask(writer, pair, 'PATCH', `/v2/prompts/fresh/versions/${version}`, {
                body: { newLabels: ['live'] },
            });
            const read = await ask(reader, pair, 'GET', '/v2/prompts/fresh?label=live');
            assert.equal(read.json.version, version, `round ${round}`);
        }
    });
});
