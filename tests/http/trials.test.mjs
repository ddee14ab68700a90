// Trying prompts and agents, end to end: answers that come in pieces and are seen while they come, also
// from a faulty server; calls that are canceled; and what may not be sent.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sqlNumber } from './engine.mjs';
import { startModelServer, streams } from './model_server.mjs';
import { addPerson, createAgent, createPrompt, expectStatus, setUp } from './people.mjs';
import { createSet, ended as runEnded, estimate, startRun } from './run_world.mjs';
import { startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

let starting = null;
const completions = '/v1/chat/completions';

async function start() {
    const models = await startModelServer();
    const server = await startServer({ env: { ROSTRUM_MODEL_HOSTS: `127.0.0.1:${models.port}`, ROSTRUM_WEBHOOK_WATCH: 'no' } });
    const admin = await setUp(server);
    const added = await admin.fill('/settings/endpoints/new', 'Add endpoint', {
        name: 'Own', url: `http://127.0.0.1:${models.port}/v1`, secret_kind: 'none', timeout_s: '60',
        models: ['large-1', 'patient', 'slow', 'html', 'limited', ...Object.keys(streams)].join('\r\n'),
    });
    expectStatus(added, 303);
    const endpoint = added.location.split('/').pop();
    expectStatus(await admin.fill(`${added.location}/prices`, 'Save prices', { prices: 'large-1,2020-01-01,1000000,1000000', file: null }), 303);
    const product = await addPerson(admin, { full_name: 'Una Field', email: 'una@harbor.example', user_persona: 'Product Manager' });
    const prompt = await createPrompt(product, { name: 'tried/one', body: 'Say hello to {{name}}.' });
    return { models, server, admin, product, endpoint, prompt };
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
    made?.models.stop();
});

function world() {
    starting ??= start();
    return starting;
}

/** The page of what was asked for, as a browser with JavaScript asks: {url, part()}. */
async function run({ product, prompt, endpoint }, model, fields = {}, record = prompt) {
    const done = await product.fill(`${record}/preview`, 'Run', { live: '1', 'model.1': `${endpoint} ${model}`, ...fields });
    expectStatus(done, 303);
    assert.match(done.location, /\?live=1$/);
    const url = done.location.replace(/\?.*/, '');
    return { url, live: done.location, part: () => product.get(`${url}?part=1&live=1`) };
}

async function ended({ part }) {
    await waitFor(async () => !/data-open/.test((await part()).text));
    return part();
}

test('trials: an answer is seen while it comes, and is whole at its end', async () => {
    const made = await world();
    const asked = await run(made, 'patient', { 'var.name': 'one two three four five six seven eight nine ten' });
    const whole = await made.product.get(asked.live);
    assert.equal(whole.headers.refresh, undefined);
    assert.match(whole.text, /data-grows="[^"]*part=1/);
    const seen = new Set();
    await waitFor(async () => {
        const { text, words } = await asked.part();
        const answer = words.match(/patient says:[^.]*/)?.[0];
        if (answer) seen.add(answer.replace(/ Request as it was sent.*/, ''));
        return !/data-open/.test(text);
    });
    assert.ok(seen.size >= 3, `it grew: ${[...seen].join('\n')}`);
    const { words, text } = await asked.part();
    assert.match(words, /patient says: Say hello to one two three four five six seven eight nine ten\./);
    assert.match(words, /Input 13 tokens Output 15 tokens/);
    assert.doesNotMatch(text, /<html/);
    const [{ body }] = made.models.at(completions);
    assert.deepEqual(JSON.parse(body), {
        model: 'patient', messages: [{ role: 'user', content: 'Say hello to one two three four five six seven eight nine ten.' }],
        stream: true, stream_options: { include_usage: true },
    });
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM model_calls WHERE partial IS NOT NULL'), 0);
});

test('trials: tokens and cost come with the last piece', async () => {
    const { words } = await ended(await run(await world(), 'large-1', { 'var.name': 'Ada' }));
    assert.match(words, /large-1 says: Say hello to Ada\..*Input 4 tokens Output 6 tokens Time \d+ ms Cost 10\.00 USD/);
});

test('trials: each way in which a stream goes wrong is a result with its reason, and with what came', async () => {
    const made = await world();
    const came = /says: Say hello to Ada\./;
    const reasons = {
        cut: /ended in the middle/, ended: /ended in the middle/, broke: /answered with an error\..*It broke in the middle/,
        garbage: /can't be read/, latin: /can't be read/, endless: /too large/,
    };
    for (const [fault, reason] of Object.entries(reasons)) {
        const { words } = await ended(await run(made, fault, { 'var.name': 'Ada' }));
        assert.match(words, reason, `${fault}: ${words.slice(0, 400)}`);
        assert.match(words, /Failed/, fault);
        if (fault !== 'endless') assert.match(words, came, fault);
    }
    for (const fault of ['undone', 'unpriced']) {
        const { words } = await ended(await run(made, fault, { 'var.name': 'Ada' }));
        assert.match(words, came, fault);
        assert.match(words, /Done/, fault);
        assert.doesNotMatch(words, /Input \d/, `${fault} has no usage`);
    }
    for (const [fault, reason] of [['html', /neither JSON nor a stream/], ['limited', /asked too often/]]) {
        const { words } = await ended(await run(made, fault, { 'var.name': 'Ada' }));
        assert.match(words, reason, fault);
    }
    for (const { body } of made.models.at(completions)) assert.ok(JSON.parse(body).stream);
    for (const fault of Object.keys(reasons))
        assert.equal(made.models.at(completions).filter(({ body }) => JSON.parse(body).model === fault).length, 1, `${fault} is not tried again`);
});

test('trials: tool calls come in pieces as well, and are shown readably', async () => {
    const { words } = await ended(await run(await world(), 'calls', { 'var.name': 'Ada' }));
    assert.match(words, /It calls tools: find_weather { "city": "Bern" }/);
});

test('trials: a call that runs is given up within a second, and one that waits is not made', async () => {
    const made = await world();
    for (const model of ['silent', 'slow']) {
        const before = made.models.at(completions).length;
        const asked = await run(made, model, { 'var.name': 'Ada' });
        const [taken] = (await made.models.wait(completions, before + 1)).slice(-1);
        if (model === 'silent') await waitFor(async () => /silent says: Say hello/.test((await asked.part()).words));
        const canceledAt = Date.now();
        expectStatus(await made.product.fill(asked.url, 'Cancel', {}), 303);
        await waitFor(() => taken.closedAt > 0);
        assert.ok(taken.closedAt - canceledAt < 1500, `${model}: closed after ${taken.closedAt - canceledAt} ms`);
        const { words } = await ended(asked);
        assert.match(words, /Canceled.*It was canceled\. What had come until then may have been charged\./);
        if (model === 'silent') await waitFor(async () => /silent says: Say hello to Ada\./.test((await asked.part()).words));
        assert.match(words, /It was canceled/);
    }
    // Four at once of an endpoint: a fifth waits.
    const arrived = made.models.at(completions).length + 2;
    const first = await run(made, 'slow', { 'var.name': 'a', 'model.2': `${made.endpoint} slow`, 'model.3': `${made.endpoint} slow` });
    const second = await run(made, 'slow', { 'var.name': 'b', 'model.2': `${made.endpoint} slow` });
    await waitFor(() => sqlNumber(made.server, `SELECT count(*) FROM model_calls WHERE state = 'running'`) === 2);
    const before = (await made.models.wait(completions, arrived)).length;
    for (const { url } of [second, first]) expectStatus(await made.product.fill(url, 'Cancel', {}), 303);
    await ended(second);
    await ended(await run(made, 'large-1', { 'var.name': 'Ada' }));
    assert.equal(made.models.at(completions).length, before + 1, 'those that waited were not made');
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM model_calls WHERE ended_at IS NULL'), 0);
});

test('trials: an agent is tried with its instructions, tools and a message', async () => {
    const made = await world();
    const config = {
        model: { name: 'large-1', temperature: 0.5 }, instructions: 'You help travelers.',
        tools: [{ type: 'function', name: 'find_weather', description: 'Weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }],
    };
    const agent = await createAgent(made.product, { name: 'tried agent', config: JSON.stringify(config) });
    const page = await made.product.get(`${agent}/preview`);
    expectStatus(page, 200);
    assert.match(page.words, /You help travelers\./);
    assert.match(page.text, /<option value="[^"]* large-1" selected>/, 'the model of its config is offered');
    const refused = await made.product.fill(`${agent}/preview`, 'Run', { 'model.1': `${made.endpoint} large-1` });
    expectStatus(refused, 422);
    assert.match(refused.words, /say something to the agent/);
    const { words } = await ended(await run(made, 'large-1', { message: 'Is it raining?', 'top_p.1': '0.9', 'stop.1': 'END, \\n', 'max_tokens.1': '50' }, agent));
    assert.match(words, /large-1 says: Is it raining\?/);
    const sent = JSON.parse(made.models.at(completions).at(-1).body);
    assert.deepEqual(sent, {
        model: 'large-1',
        messages: [{ role: 'system', content: 'You help travelers.' }, { role: 'user', content: 'Is it raining?' }],
        temperature: 0.5,
        tools: [{ type: 'function', function: { name: 'find_weather', description: 'Weather', parameters: config.tools[0].parameters } }],
        top_p: 0.9, max_tokens: 50, stop: ['END', '\\n'], stream: true, stream_options: { include_usage: true },
    });
});

test('trials: what is more sensitive than an endpoint may be sent stays here', async () => {
    const made = await world();
    const before = made.models.at(completions).length;
    const prompt = await createPrompt(made.product, { name: 'tried/secret', body: 'Secret {{name}}' });
    const user = await createPrompt(made.product, { name: 'tried/user', body: 'Use @@@prompt:name=tried/secret|version=1@@@' });
    expectStatus(await made.product.fill(`${prompt}/data-class`, 'Save data class', { data_class: 'restricted' }), 303);
    for (const record of [prompt, user]) {
        const page = await made.product.get(`${record}/preview`);
        assert.match(page.words, /Restricted data: Everything/);
        assert.match(page.text, /large-1" disabled>Own: large-1 \(internal data at most\)/);
        const refused = await made.product.fill(`${record}/preview`, 'Run', { 'model.1': `${made.endpoint} large-1` });
        expectStatus(refused, 422);
        assert.match(refused.words, /is restricted, and this endpoint may be sent internal data at most/);
    }
    const lowered = await made.product.fill(`${prompt}/data-class`, 'Save data class', { data_class: 'public' });
    expectStatus(lowered, 403);
    assert.match(lowered.words, /Only administrators can lower/);
    expectStatus(await made.admin.fill(`${prompt}/data-class`, 'Save data class', { data_class: '' }), 303);
    await ended(await run(made, 'large-1', { 'var.name': 'x' }, user));
    assert.equal(made.models.at(completions).length, before + 1);
});

/** The cases of the newest version of a test set, as its export has them. */
async function casesOf({ product }, set) {
    const file = JSON.parse(expectStatus(await product.get(`/sets/${set}/export`), 200).text);
    const [{ versions }] = file.sets;
    return versions.reduce((a, b) => (b.version > a.version ? b : a));
}

test('trials: what is saved as a case is in the next version of the set, as it was typed', async () => {
    const made = await world();
    const set = await createSet(made, 'tried/cases', [{ id: 'first', variables: { name: 'Bo' } }], { for: { kind: 'prompt', name: 'tried/one' } });
    const name = 'Ada "the first", <b>&amp;\r\nof two lines';
    const asked = await run(made, 'large-1', { 'var.name': name });
    await ended(asked);
    const page = await made.product.get(asked.url);
    const saved = await made.product.submit(page, 'Save case', { set_id: set, name: 'Greets <Ada>' });
    expectStatus(saved, 303);
    const { version, cases } = await casesOf(made, set);
    assert.equal(version, 2);
    assert.equal(cases.length, 2);
    const typed = name.replace('\r', '');
    assert.deepEqual({ ...cases[1], id: undefined, checks: undefined }, {
        id: undefined, checks: undefined, name: 'Greets <Ada>', variables: { name: typed }, expected: `large-1 says: Say hello to ${typed}.`, origin: 'try',
    });
    assert.deepEqual(cases[1].checks ?? [], []);
    assert.deepEqual(cases[0].variables, { name: 'Bo' }, 'what was there stays');
    const before = made.models.at(completions).length;
    const done = await runEnded(made, await startRun(made, set, 'large-1'));
    assert.match(done.words, /2 of 2 passed/, 'the case passes with the answer that it was made of');
    assert.equal(made.models.at(completions).length, before + 2);
});

test('trials: a price file counts from its day, for a try and for a run', async () => {
    const made = await world();
    const day = (days) => new Date(Date.now() + days * 24 * 3600_000).toISOString().slice(0, 10);
    const set = await createSet(made, 'tried/priced', [{ id: 'one', variables: { name: 'Ada' } }]);
    const prices = `/settings/endpoints/${made.endpoint}/prices`;
    const cost = async () => (await ended(await run(made, 'large-1', { 'var.name': 'Ada' }))).words.match(/Input 4 tokens Output 6 tokens .*?Cost ([\d.]+ USD)/)[1];
    const runCost = async () => (await runEnded(made, await startRun(made, set, 'large-1'))).words.match(/Cost ([\d.]+ USD)/)[1];
    assert.equal(await cost(), '10.00 USD');
    const old = await startRun(made, set, 'large-1');
    await runEnded(made, old);
    const content = `model,from,input,output\nlarge-1,${day(-1)},500000,250000\nlarge-1,${day(2)},900000,900000\n`;
    const page = await made.admin.get(prices);
    const read = expectStatus(await made.admin.submitFile(page, 'Read file', {}, { name: 'prices.csv', content }), 200);
    assert.match(read.words, new RegExp(`large-1 ${day(-1)} 500000(\\.00)? 250000(\\.00)? New`));
    assert.equal(await cost(), '10.00 USD', 'nothing is saved by reading a file');
    const again = expectStatus(await made.admin.submitFile(await made.admin.get(prices), 'Save prices', {}, { name: 'prices.csv', content }), 200);
    assert.match(again.words, /What the file changes Nothing is saved yet/, 'nor by saving with a file that was not read before');
    assert.equal(await cost(), '10.00 USD');
    expectStatus(await made.admin.submit(read, 'Save prices', { file: null }), 303);
    assert.equal(await cost(), '3.50 USD', '4 tokens at 0.5 and 6 at 0.25; the price of the day after tomorrow does not count');
    assert.match(await runCost(), /^3\.50? USD$/);
    assert.match((await made.product.get(old)).words, /Cost 10(\.00)? USD/, 'what a run cost stays');
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM test_runs WHERE cost_nanos = 3500000000`), 1);
    expectStatus(await made.admin.submit(await made.admin.get(prices), 'Save prices', { prices: 'large-1,2020-01-01,1000000,1000000', file: null }), 303);
    assert.equal(await cost(), '10.00 USD');
});

test('trials: the usual data class of the organization holds where a record has none', async () => {
    const made = await world();
    const usual = (value) => made.admin.fill('/settings/endpoints', 'Save data class', { data_class: value });
    const set = await createSet(made, 'tried/classed', [{ id: 'one', variables: { name: 'Ada' } }]);
    const plain = await createPrompt(made.product, { name: 'tried/plain', body: 'Plain {{name}}' });
    const own = await createPrompt(made.product, { name: 'tried/own', body: 'Own {{name}}' });
    const agent = await createAgent(made.product, { name: 'tried plain agent', config: JSON.stringify({ model: { name: 'large-1' }, instructions: 'Plain.' }) });
    expectStatus(await made.admin.fill(`${own}/data-class`, 'Save data class', { data_class: 'internal' }), 303);
    await ended(await run(made, 'large-1', { 'var.name': 'x' }, plain));
    const before = made.models.at(completions).length;
    const calls = sqlNumber(made.server, 'SELECT count(*) FROM model_calls');
    expectStatus(await usual('confidential'), 303);
    for (const [record, fields] of [[plain, { 'var.name': 'x' }], [agent, { message: 'Hello' }]]) {
        const refused = await made.product.fill(`${record}/preview`, 'Run', { 'model.1': `${made.endpoint} large-1`, ...fields });
        expectStatus(refused, 422);
        assert.match(refused.words, /confidential, and this endpoint may be sent internal data at most/);
    }
    const planned = await estimate({ ...made, prompt: plain }, set, 'large-1');
    expectStatus(planned, 422);
    assert.match(planned.words, /confidential, and this endpoint may be sent internal data at most/);
    assert.equal(made.models.at(completions).length, before, 'nothing was sent');
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM model_calls'), calls, 'and nothing waits');
    await ended(await run(made, 'large-1', { 'var.name': 'x' }, own));
    assert.equal(made.models.at(completions).length, before + 1, 'a class of its own goes before the usual one');
    expectStatus(await made.product.post('/settings/endpoints/data-class', { data_class: 'public' }), 403);
    expectStatus(await usual('internal'), 303);
    await ended(await run(made, 'large-1', { 'var.name': 'x' }, plain));
    assert.equal(made.models.at(completions).length, before + 2);
});
